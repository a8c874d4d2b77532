"""Whatever a browser says that the player asks for, the page lives and keeps its settings."""

from __future__ import annotations

from typing import Any

import pytest

from viz.spec import ExperimentSpec, PlayerView
from viz.spec.training import TrainingSpec
from viz.ui.training.wishes import grant, view


class Page:
    """Stands in for the controls: gives one answer, and notes what is asked of the next run."""

    def __init__(self, asked: Any) -> None:
        self.settings = TrainingSpec()
        self.asked = asked
        self.offered: list[TrainingSpec] = []
        self.refused: list[str] = []
        self.noted: dict[str, Any] = {}

    def answer(self, key: str, name: str) -> Any:
        return self.asked

    def offer(self, settings: TrainingSpec, *, again: bool = False) -> None:
        self.offered.append(settings)

    def refuse(self, problem: str) -> None:
        self.refused.append(problem)

    def keep(self, name: str, value: Any) -> None:
        self.noted[name] = value

    def kept(self, name: str) -> Any:
        return self.noted.get(name)

    def other(self, kind: type[PlayerView]) -> PlayerView:
        return kind(speed="4")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *(
            ("fork", asked)
            for asked in ("soon", -1, 6001, 1e400, {"lane": 0}, {"lane": 7, "step": 3}, [], {"lane": {}})
        ),
        *(("unit", asked) for asked in ("2.9@3", "x", "1.1@x", "0.0@0", {}, 3)),
        *(("moment", asked) for asked in ("x", None, [], float("nan"))),
        *(
            ("select", asked)
            for asked in (
                *(4, "x", {}, [1], {"lane": 0}, {"lane": 0, "frame": -1}, {"lane": 0, "frame": "x"}),
                {"lane": 4, "frame": 3},
            )
        ),
    ],
)
def test_nonsense_changes_nothing(name: str, asked: Any) -> None:
    page = Page(asked)
    grant(page, "player", name)  # type: ignore[arg-type]
    assert page.offered in ([], [page.settings])
    assert len(page.refused) == (asked is not None)


def test_a_unit_that_is_there_is_opened_at_its_step() -> None:
    page = Page("2.5@840")
    grant(page, "player", "unit")  # type: ignore[arg-type]
    assert [settings.unit for settings in page.offered] == ["2.5"]
    assert page.noted == {"step": 840, "openings": 1}


def test_an_output_is_opened_like_a_unit() -> None:
    page = Page("3.1@840")
    grant(page, "player", "unit")  # type: ignore[arg-type]
    assert [settings.unit for settings in page.offered] == ["3.1"]


def test_a_lane_is_chosen_from_the_race_at_its_frame() -> None:
    page = Page({"lane": 0, "frame": 7})
    page.settings = TrainingSpec().add(ExperimentSpec(seed=5)).unchecked({"together": True})
    grant(page, "race", "select")  # type: ignore[arg-type]
    (chosen,) = page.offered
    assert (chosen.place, chosen.together) == (0, False)
    page.settings = chosen
    assert view(page) == PlayerView(speed="4", frame=7)  # type: ignore[arg-type]
    page.settings = chosen.select(1)
    assert view(page) == PlayerView(speed="4")  # type: ignore[arg-type]
