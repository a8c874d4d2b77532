"""Whatever a browser says that the player asks for, the page lives and keeps its settings."""

from __future__ import annotations

from typing import Any

import pytest

from viz.spec.training import TrainingSpec
from viz.ui.training.wishes import grant


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


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        *(
            ("fork", asked)
            for asked in ("soon", -1, 6001, 1e400, {"lane": 0}, {"lane": 7, "step": 3}, [], {"lane": {}})
        ),
        *(("unit", asked) for asked in ("2.9@3", "x", "1.1@x", "0.0@0", {}, 3)),
        *(("moment", asked) for asked in ("x", None, [], float("nan"))),
        *(("select", asked) for asked in (4, "x", {}, [1])),
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
    assert page.noted == {"step": 840}
