"""Settings of the page Dead neurons: whatever is accepted can run, and what is refused names the nearest that can."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings

from tests.unit.spec.strategies import settings_of
from viz.spec import ExperimentSpec
from viz.spec.causes import CAUSES, varied
from viz.spec.cures import CURES, cured
from viz.spec.dead_limits import MAX_RUNS
from viz.spec.dead_neurons import OF_RUN, DeadNeuronsSpec


@given(spec=settings_of(DeadNeuronsSpec))
@settings(max_examples=60)
def test_what_is_accepted_can_run_and_travels_in_a_link(spec: DeadNeuronsSpec) -> None:
    assert DeadNeuronsSpec.from_query(spec.to_query()) == (spec, [])
    if spec.experiment == "born":
        assert spec.born.networks == spec.born_networks
    elif spec.experiment == "map":
        last = spec.map.run(len(spec.map.y_values) - 1, len(spec.map.x_values) - 1, spec.map_seeds - 1)
        assert last.seed == spec.seed + spec.map_seeds - 1
    else:
        runs = (spec.cures if spec.experiment == "cures" else spec.causes).runs()
        assert len(runs) <= MAX_RUNS
        assert {run.seed for run in runs} == set(range(spec.seed, spec.seed + spec.seeds))


@pytest.mark.parametrize("name", CAUSES)
def test_a_cause_is_varied_and_nothing_else(name: str) -> None:
    spec = DeadNeuronsSpec(cause=name)
    for (_, run), value in zip(spec.causes.groups, spec.compared, strict=True):
        expected = varied(spec.base, {name: value})
        changed = {f.name for f in fields(run) if getattr(run, f.name) != getattr(spec.base, f.name)}
        assert run == expected
        assert changed <= {"hidden" if name in ("depth", "width") else name}
    low, high = spec.span(name)
    assert (spec.compared[0], spec.compared[-1]) == (low, high)
    assert list(spec.compared) == sorted(set(spec.compared))


def test_values_are_spread_evenly_with_few_digits() -> None:
    assert CAUSES["learning_rate"].values(0.1, 10, 5) == (0.1, 0.32, 1.0, 3.2, 10)
    assert CAUSES["init_bias"].values(-2, 2, 5) == (-2, -1.0, 0.0, 1.0, 2)
    assert CAUSES["depth"].values(1, 4, 9) == (1, 2, 3, 4)
    assert CAUSES["width"].values(2, 32, 5) == (2, 4, 8, 16, 32)
    many = CAUSES["learning_rate"].values(1, 1.1, 64)
    assert len(many) == 64
    assert max(b / a for a, b in pairwise(many)) < 1.003


def test_a_run_has_all_that_the_page_says_of_it() -> None:
    spec = DeadNeuronsSpec(depth=3, width=5, learning_rate=0.3, data_scale=2.0, seed=9, epsilon=0.05, optimiser="adam")
    assert spec.base.hidden == (5, 5, 5)
    assert {name: getattr(spec.base, name) for name in OF_RUN} == {name: getattr(spec, name) for name in OF_RUN}
    assert set(OF_RUN) <= {entry.name for entry in fields(ExperimentSpec)}


CHANGES: dict[str, dict[str, Any]] = {
    "leaky_relu": {"activation": "leaky_relu(slope:0.02)"},
    "prelu": {"activation": "prelu"},
    "elu": {"activation": "elu"},
    "selu": {"activation": "selu"},
    "gelu": {"activation": "gelu"},
    "he": {"initialiser": "he_normal", "init_scale": 1.0},
    "bias": {"init_bias": 0.1},
    "rate": {"learning_rate": 0.1},
    "decay": {"l2": 0.001},
    "clip": {"clip_norm": 1.0},
}


@pytest.mark.parametrize("cure", CURES)
def test_a_cure_changes_one_thing_of_plain_relu(cure: str) -> None:
    spec = DeadNeuronsSpec(activation="tanh", initialiser="glorot_normal", init_bias=-1.0, cure_slope=0.02)
    plain = replace(spec.base, activation="relu")
    assert cured(spec.base, cure, spec.strengths) == replace(plain, **CHANGES[cure])


def test_cures_start_from_the_same_seeds_on_the_same_batches() -> None:
    spec = DeadNeuronsSpec(experiment="cures", seeds=3, seed=4)
    for _, run in spec.cures.groups:
        for name in (
            "dataset",
            "samples",
            "noise",
            "test_share",
            "data_scale",
            "batch_size",
            "steps",
            "seed",
            "hidden",
        ):
            assert getattr(run, name) == getattr(spec.base, name)
    assert [run.seed for run in spec.cures.runs()] == [4, 5, 6] * 11


@pytest.mark.parametrize(
    ("wish", "name", "words"),
    [
        ({"experiment": "map", "side": 64, "map_seeds": 50}, "map_seeds", r"up to (\d+) seeds can run"),
        ({"experiment": "map", "side": 64, "steps": 5000}, "side", r"up to (\d+) cells a side can run"),
        ({"experiment": "map", "steps": 100_000}, "steps", r"up to ([\d,]+) steps can run"),
        ({"seeds": 100, "width": 64, "depth": 10, "steps": 3000}, "seeds", r"up to (\d+) seeds can run"),
        ({"experiment": "cures", "steps": 200_000}, "steps", r"up to ([\d,]+) steps can run"),
    ],
)
def test_what_is_too_large_is_refused_with_the_nearest_that_can_run(
    wish: dict[str, Any], name: str, words: str
) -> None:
    with pytest.raises(ValueError, match=rf"\.{name}: .* runs of .* minutes") as refused:
        DeadNeuronsSpec(**wish)
    found = re.search(words, str(refused.value))
    assert found is not None
    nearest = int(found[1].replace(",", ""))
    assert getattr(DeadNeuronsSpec(**{**wish, name: nearest}), name) == nearest
    with pytest.raises(ValueError, match="can run"):
        DeadNeuronsSpec(**{**wish, name: nearest + 1})


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"x": "init_scale"}, "initial scale is on the other axis already"),
        ({"learning_rate_span": (1.0, 0.5)}, "learning rate from 1 to 0.5 is no range"),
        ({"born_widths": (4, 4)}, "width from 4 to 4 is no range"),
        ({"drawn": ("he", "he")}, "the same cure twice"),
        ({"seed": 2**31 - 5}, r"up to 2,147,483,628 can run"),
        ({"steps": 200_000, "width": 64, "depth": 12, "batch_size": 200}, "steps can run"),
        (
            {"experiment": "born", "born_networks": 100_000, "born_widths": (2, 32), "born_inputs": 5},
            r"up to [\d,]+ can be drawn",
        ),
    ],
)
def test_what_does_not_go_together_is_refused_in_words(wish: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        DeadNeuronsSpec(**wish)
    settings, problems = DeadNeuronsSpec.from_query({key: _written(key, value) for key, value in wish.items()})
    assert len(problems) >= 1
    assert settings.experiment in ("causes", wish.get("experiment"))


def _written(name: str, value: Any) -> str:
    return str(DeadNeuronsSpec.kind(name).write(value))
