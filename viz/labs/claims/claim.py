"""A claim: what is said, by whom, the rule that decides, and the experiment that it decides on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from viz.labs.claims.finding import Finding
from viz.labs.claims.picture import Panel
from viz.spec.claims import Conditions
from viz.spec.codec import Settings

Category = Literal["arithmetic", "definition", "measurement", "timing", "record"]


@dataclass(frozen=True)
class Reference:
    """Where something was published: as it is cited, and an address that leads to it."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Size:
    """What of an experiment can be made smaller and larger, and how large it is as a standard."""

    what: str
    standard: int


@dataclass(frozen=True)
class Link:
    """A page of the app with settings under which the reader can play with the same experiment."""

    page: str
    settings: Settings
    label: str


@dataclass(frozen=True)
class Claim:
    """One claim with its test.

    Parameters
    ----------
    number : its row in the list of claims.
    theme : a key of `viz.spec.claims.THEMES`.
    title : a few words for the board.
    text : the claim as a sentence in plain words.
    articles : those that make it, counted from 0.
    category : "arithmetic" is exact, "timing" depends on the machine, "record" is a matter of history: no experiment.
    rule : when it holds, when it fails, and what makes it depend, written before anything is measured.
    measure : the experiment as a function of its conditions; returns a frozen record of arrays, without a verdict.
    judge : the rule: what was measured -> the verdict with its numbers.
    draw : what was measured -> what to plot.
    explanation : Markdown, why it is so; no number in it that the experiment measures.
    references : where it is published.
    chance : whether seeds play a part.
    size : what the size of the experiment is; None if it has none.
    sharpest : the sharpest fair reading of a loose claim and what it would take to be true; empty if it isn't loose.
    against : claims that say the contrary.
    play : conditions -> the page to go on with.
    """

    number: int
    theme: str
    title: str
    text: str
    articles: tuple[int, ...]
    category: Category
    rule: str
    measure: Callable[[Conditions], Any]
    judge: Callable[[Any], Finding]
    draw: Callable[[Any], tuple[Panel, ...]]
    explanation: str
    references: tuple[Reference, ...] = ()
    chance: bool = False
    size: Size | None = None
    sharpest: str = ""
    against: tuple[int, ...] = ()
    play: Callable[[Conditions], Link] | None = None

    def test(self, conditions: Conditions) -> Outcome:
        """Run the experiment and judge what it gave."""
        began = time.perf_counter()
        measured = self.measure(conditions)
        return Outcome(self.number, conditions, self.judge(measured), self.draw(measured), time.perf_counter() - began)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a claim's test gave; seconds: how long it took."""

    number: int
    conditions: Conditions
    finding: Finding
    panels: tuple[Panel, ...]
    seconds: float
