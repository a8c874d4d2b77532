"""Settings travel in a link and come back the same; a link that can't be read never fails and names what is wrong."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.spec.strategies import settings_of, values
from viz.spec import CurvesSpec, ExperimentSpec, PlayerView, Settings, unknown_keys
from viz.spec.codec import MAX_TEXT, VERSION, VERSION_KEY
from viz.spec.training import TrainingSpec

CLASSES = (ExperimentSpec, TrainingSpec, CurvesSpec, PlayerView)
by_class = pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
FIELDS = [(kind, entry.name) for kind in CLASSES for entry in fields(kind)]
by_field = pytest.mark.parametrize(("kind", "name"), FIELDS, ids=lambda x: getattr(x, "__name__", x))


@by_class
@given(data=st.data())
def test_settings_come_back_the_same(kind: type[Settings], data: st.DataObject) -> None:
    settings = data.draw(settings_of(kind))
    assert kind.from_query(settings.to_query()) == (settings, [])


@by_class
@given(data=st.data())
def test_they_do_so_through_a_real_address(kind: type[Settings], data: st.DataObject) -> None:
    settings = data.draw(settings_of(kind))
    address = urlencode(settings.to_query())
    query = {key: found[-1] for key, found in parse_qs(address, keep_blank_values=True).items()}
    assert kind.from_query(query) == (settings, [])


@by_class
@given(data=st.data())
def test_one_link_for_one_view(kind: type[Settings], data: st.DataObject) -> None:
    settings = data.draw(settings_of(kind))
    again, _ = kind.from_query(settings.to_query())
    assert again.to_query() == settings.to_query()
    assert hash(again) == hash(settings)


@by_class
def test_defaults_are_left_out(kind: type[Settings]) -> None:
    assert kind().to_query() == {VERSION_KEY: str(VERSION)}
    assert kind.from_query({}) == (kind(), [])


@by_field
def test_every_field_has_wording(kind: type[Settings], name: str) -> None:
    assert kind.field(name).metadata["label"]


@by_field
@given(
    text=st.text(max_size=40) | st.sampled_from(["", "nan", "inf", "-1e999", "1e400", "9" * 400, "²", "0x10", "1_0"])
)
def test_any_text_in_any_field_is_read_or_named(kind: type[Settings], name: str, text: str) -> None:
    settings, problems = kind.from_query({name: text})
    if problems:
        assert settings == kind()
        assert any(kind.field(name).metadata["label"] in problem and f"({name})" in problem for problem in problems)
    else:
        assert kind.from_query(settings.to_query()) == (settings, [])


@by_class
@given(query=st.dictionaries(st.text(max_size=20), st.text(max_size=60), max_size=8))
def test_a_hostile_link_never_fails(kind: type[Settings], query: dict[str, str]) -> None:
    settings, problems = kind.from_query(query)
    settings.__post_init__()  # is what it promises to be
    assert all(isinstance(problem, str) and problem for problem in [*problems, *unknown_keys(query, kind)])


@by_class
@given(data=st.data())
def test_whatever_fields_say_together_never_fails(kind: type[Settings], data: st.DataObject) -> None:
    """Also values that are right by themselves and clash with one another."""
    each = {entry.name: values(entry.metadata["kind"]).map(entry.metadata["kind"].write) for entry in fields(kind)
            if entry.name != "frame"}  # fmt: skip
    query = data.draw(st.fixed_dictionaries({}, optional=each))
    settings, problems = kind.from_query(query)
    for name, text in query.items():
        if getattr(settings, name) != kind.kind(name).parse(text):
            assert any(f"({name})" in problem for problem in problems)


def test_what_can_be_read_is_kept() -> None:
    settings, problems = ExperimentSpec.from_query({"seed": "7", "noise": "loud", "hidden": "4-x", "steps": "100"})
    assert settings == ExperimentSpec(seed=7, steps=100)
    assert len(problems) == 2
    assert "Noise (noise)" in problems[0]
    assert "'loud'" in problems[0]
    assert "from 0 to 1" in problems[0]
    assert "Hidden layers (hidden)" in problems[1]


def test_a_typo_gets_a_suggestion() -> None:
    _, (problem,) = ExperimentSpec.from_query({"activation": "rleu"})
    assert "did you mean 'relu'" in problem


def test_clashes_are_named() -> None:
    settings, (problem,) = ExperimentSpec.from_query({"dataset": "sine", "loss": "binary_cross_entropy"})
    assert settings == ExperimentSpec(dataset="sine")
    assert "Loss (loss)" in problem
    settings, (problem,) = ExperimentSpec.from_query({"hidden": "4-4-4", "layer_activations": "relu,tanh"})
    assert settings == ExperimentSpec(hidden=(4, 4, 4))
    assert "2 activations for 3 hidden layers" in problem


def test_a_run_of_hours_is_refused() -> None:
    query = {"hidden": "32-32", "batch_size": "500", "samples": "2000", "steps": "200000"}
    settings, (problem,) = ExperimentSpec.from_query(query)
    assert settings == ExperimentSpec(hidden=(32, 32), batch_size=500, samples=2000)
    assert "Steps (steps)" in problem
    with pytest.raises(ValueError, match=r"ExperimentSpec\.steps: .* up to 4,105 steps can run"):
        ExperimentSpec(hidden=(32, 32), batch_size=2000, samples=2000, steps=200_000)


def test_what_is_too_much_with_the_default_steps_and_frames_is_named_too() -> None:
    query = {"hidden": "-".join(["64"] * 12), "batch_size": "2000", "samples": "2000"}
    settings, (too_long, too_large) = ExperimentSpec.from_query(query)
    assert settings == ExperimentSpec(samples=2000)
    assert "Batch (batch_size)" in too_long
    assert "up to 108 steps can run" in too_long
    assert "Hidden layers (hidden)" in too_large
    assert "take about 58 MB, accepted are 40; up to 205 can be recorded" in too_large


def test_another_version_is_read_as_far_as_it_goes() -> None:
    settings, (problem,) = ExperimentSpec.from_query({VERSION_KEY: "99", "seed": "3"})
    assert settings == ExperimentSpec(seed=3)
    assert "version '99'" in problem


def test_long_values_are_not_looked_at() -> None:
    _, (problem,) = ExperimentSpec.from_query({"hidden": "8-" * MAX_TEXT + "8"})
    assert "longer than" in problem
    assert len(problem) < 200


def test_unknown_keys_are_named_and_those_of_other_readers_are_not() -> None:
    query = {"v": "1", "seed": "1", "frame": "3", "sede": "2", "x" * 500: ""}
    problems = unknown_keys(query, ExperimentSpec, PlayerView)
    assert len(problems) == 2
    assert "'sede'" in problems[0]
    assert all(len(problem) < 100 for problem in problems)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("noise", 1.5), ("noise", float("nan")), ("noise", "0.1x"), ("samples", 20.5), ("samples", True), ("steps", 0),
        ("dataset", "discs"), ("hidden", 8), ("hidden", (0,)), ("hidden", (8,) * 13),
        ("activation", "leaky_relu(slope:9)"), ("seed", -1), ("frames", 10**9),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=rf"^ExperimentSpec\.{name}: "):
        ExperimentSpec(**{name: value})


def test_minus_zero_has_the_link_of_zero() -> None:
    assert ExperimentSpec(init_bias=-0.0).to_query() == ExperimentSpec().to_query()


def test_numbers_keep_every_digit() -> None:
    settings = ExperimentSpec(learning_rate=0.1 + 0.2, init_bias=-1e-17)
    assert ExperimentSpec.from_query(settings.to_query()) == (settings, [])


@given(text=st.text(alphabet="relu_()ask:,.0123456789-", max_size=30))
def test_activation_texts_have_one_spelling(text: str) -> None:
    settings, problems = ExperimentSpec.from_query({"activation": text})
    if not problems:
        again, _ = ExperimentSpec.from_query({"activation": settings.activation})
        assert again.activation == settings.activation


def test_defaults_in_an_activation_are_left_out() -> None:
    assert ExperimentSpec(activation="leaky_relu(slope:0.01)").activation == "leaky_relu"
    assert ExperimentSpec(activation=" leaky_relu( slope : 0.30 ) ").activation == "leaky_relu(slope:0.3)"
