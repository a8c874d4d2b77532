"""What BornDeadSpec refuses, and how it says so."""

from __future__ import annotations

import pytest

from viz.spec.born_dead import BornDeadSpec


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"depths": ()}, "depths"),
        ({"depths": (3, 2)}, "ascending"),
        ({"depths": (0, 2)}, "from 1 to 100"),
        ({"widths": (2, 65)}, "from 1 to 64"),
        ({"initialisers": ("orthogonal",)}, "he_normal, he_uniform, asymmetric"),
        ({"initialisers": ()}, "initialisers"),
        ({"networks": 0}, "networks = 0"),
        ({"inputs": 11}, "from 1 to 10"),
        ({"samples": 0}, "samples = 0"),
        ({"where": "disc"}, "neither domain nor point"),
        ({"seed": -1}, "negative"),
        ({"widths": (64,), "depths": (100,)}, r"up to \d,\d{3} can be drawn"),
    ],
)
def test_what_cannot_run_is_refused_with_what_can(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BornDeadSpec(**changes)  # type: ignore[arg-type]


def test_as_many_as_it_says_can_be_drawn() -> None:
    with pytest.raises(ValueError, match="up to") as refusal:
        BornDeadSpec(depths=(100,), widths=(64,))
    limit = int(str(refusal.value).split("up to ")[1].split(" ")[0].replace(",", ""))
    assert BornDeadSpec(depths=(100,), widths=(64,), networks=limit).networks == limit


def test_how_many_inputs_are_looked_at() -> None:
    assert BornDeadSpec().points == 2
    assert BornDeadSpec(inputs=2, samples=50).points == 50
    assert BornDeadSpec(inputs=2, where="point").points == 1
