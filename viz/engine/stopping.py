"""Rules by which a run ends before its last step, judged at recorded frames from the numbers of the frame.

A member of a population that has stopped stays as it is: its last frame is repeated in those that follow, so that bands
over members and the number of those that reached a target count it as what it had become.  The population ends when
every member has stopped or overflowed.

All rules but one are functions of what is recorded, and so of the spec.  `seconds` depends on the machine: a run that
ended by it is not what another machine, or the same one at another time, would make of the spec.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from viz.spec import ExperimentSpec as Spec

Array = NDArray[Any]

IMPROVEMENT = 1e-3  # a plateau is where the loss gets lower by less than this share of the best one
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
TIME = "time"  # the kind of stop that is not determined by the spec


@dataclass(frozen=True)
class Stop:
    """Which rule (a kind) ended a member's run at a step, and why in words."""

    kind: str
    step: int
    reason: str

    @property
    def message(self) -> str:
        """One sentence for people."""
        return f"Stopped at step {self.step:,}: {self.reason}."

    def to_json(self) -> dict[str, Any]:
        """Return what the recording's header holds."""
        return {"kind": self.kind, "step": self.step, "message": self.message}


@dataclass(frozen=True)
class StopState:
    """What the rules remember of a run, and what they have decided.

    best, best_step : the best training loss (P,), and its step (P,).
    seconds : how long it took so far.
    stops : for each member None, or how it stopped.
    last : the step that was judged last, and what of its frame the rules need; None before the first.
    """

    best: Array
    best_step: Array
    seconds: float
    stops: tuple[Stop | None, ...]
    last: tuple[int, Mapping[str, Any]] | None


class Stopping:
    """Judges P members by the rules of their specs.

    Attributes
    ----------
    stops : for each member None, or how it stopped.
    seconds : how long the run has trained, to be added up by whoever trains it.
    """

    def __init__(self, specs: Sequence[Spec], score: str) -> None:
        self.stops: list[Stop | None] = [None] * len(specs)
        self.seconds = 0.0
        self._score = score
        self._best = np.full(len(specs), np.inf)
        self._best_step = np.zeros(len(specs), dtype=np.int64)
        self._last: tuple[int, Mapping[str, Any]] | None = None
        self._take(specs)

    def _take(self, specs: Sequence[Spec]) -> None:
        self._specs = tuple(specs)
        self.active = any(
            spec.target_loss or spec.target_score or spec.plateau or spec.stop_when_dead or spec.seconds
            for spec in specs
        )
        dead = ["active_fraction"] if any(spec.stop_when_dead for spec in specs) else []
        self._needed = ["train_loss", "train_score", *dead]

    def judge(self, step: int, frame: Mapping[str, Any], running: Sequence[bool]) -> None:
        """Look at what was measured at a step, and note which of the members still `running` stop there.

        Raises ValueError if a rule needs what was not measured.
        """
        if not self.active:
            return
        missing = [name for name in self._needed if name not in frame]
        if missing:
            raise ValueError(f"the rules by which this run ends need {', '.join(missing)}, which no probe measures")
        self.remember(step, frame["train_loss"])
        self._last = (step, {name: frame[name] for name in self._needed})
        for member, runs in enumerate(running):
            if runs and self.stops[member] is None:
                self.stops[member] = self._judged(self._specs[member], member)

    def remember(self, step: int, loss: Array) -> None:
        """Take note of the training losses (P,) at a frame that was judged before."""
        with np.errstate(invalid="ignore"):
            lower = loss < self._best * (1.0 - IMPROVEMENT)
        self._best[lower], self._best_step[lower] = loss[lower], step

    def _judged(self, spec: Spec, member: int) -> Stop | None:
        """Return by which rule of a spec a member stops at the frame last looked at, the first that applies."""
        assert self._last is not None
        step, frame = self._last
        loss, score = float(frame["train_loss"][member]), float(frame["train_score"][member])
        if spec.target_loss and loss <= spec.target_loss:
            reason = f"training loss {_number(loss)} is at most the target {_number(spec.target_loss)}"
            return Stop("target_loss", step, reason)
        if spec.target_score and score >= spec.target_score:
            found, wanted = (_share(value, self._score) for value in (score, spec.target_score))
            name = "R²" if self._score == "r2" else "accuracy"
            return Stop("target_score", step, f"training {name} {found} is at least the target {wanted}")
        if spec.stop_when_dead:
            for number, active in enumerate(frame["active_fraction"], start=1):
                if not active[member].any():
                    every = "every unit" if len(active[member]) > 1 else "the only unit"
                    return Stop("dead", step, f"{every} of layer {number} is dead")
        if spec.plateau and step - self._best_step[member] >= spec.plateau:
            best, since = _number(float(self._best[member])), int(self._best_step[member])
            reason = (
                f"the training loss was not 0.1 % lower than the {best} of step {since:,} in {step - since:,} steps"
            )
            return Stop("plateau", step, reason)
        if spec.seconds and self.seconds >= spec.seconds:
            return Stop(TIME, step, f"{_number(spec.seconds)} seconds of training are over")
        return None

    def check_loosened(self, specs: Sequence[Spec]) -> None:
        """Raise ValueError unless a run under the rules of `specs` would have come as far as this one, and not ended.

        Whoever stopped must go on from where it stopped; a member that is held since an earlier frame can't.
        """
        for member, (old, new) in enumerate(zip(self._specs, specs, strict=True)):
            tighter = next((name for name, is_tighter in _tightened(old, new) if is_tighter), None)
            if tighter is not None:
                raise ValueError(f"a run can go on with looser rules only, {tighter} would have stopped it earlier")
            stop = self.stops[member]
            if stop is not None and self._last is not None:
                again = self._judged(new, member)
                if again is not None:
                    raise ValueError(f"the run would stop all the same: {again.reason}")
                if stop.step != self._last[0]:
                    raise ValueError(f"network {member + 1} stopped at step {stop.step:,} and did not go on since")

    def loosen(self, specs: Sequence[Spec]) -> None:
        """Go on by the rules of `specs`, see :meth:`check_loosened`; nobody has stopped any more."""
        self._take(specs)
        self.stops = [None] * len(specs)

    @property
    def state(self) -> StopState:
        """What is remembered of the run so far."""
        return StopState(self._best.copy(), self._best_step.copy(), self.seconds, tuple(self.stops), self._last)

    @state.setter
    def state(self, state: StopState) -> None:
        self._best, self._best_step, self.seconds = state.best.copy(), state.best_step.copy(), state.seconds
        self.stops, self._last = list(state.stops), state.last


def determined(stopped: Mapping[str, Any] | None) -> bool:
    """Return whether a run with this end, as a recording's header has it, is what its spec always gives."""
    return stopped is None or stopped.get("kind") != TIME


def rest(held: Sequence[bool], frame: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """Repeat in a frame what the one before has of members that are held, having stopped by then."""
    if before is None or not any(held):
        return
    for name, value in frame.items():
        pairs = zip(value, before[name], strict=True) if isinstance(value, list) else [(value, before[name])]
        for now, then in pairs:
            now[held] = then[held]


def _tightened(old: Spec, new: Spec) -> Iterator[tuple[str, bool]]:
    """Yield each rule's name and whether it could stop a run earlier than it did; 0 switches a rule off."""
    never: Callable[[float], float] = lambda value: value or np.inf  # noqa: E731
    yield "target_loss", new.target_loss > old.target_loss
    yield "target_score", never(new.target_score) < never(old.target_score)
    yield "plateau", never(new.plateau) < never(old.plateau)
    yield "stop_when_dead", new.stop_when_dead and not old.stop_when_dead
    yield "seconds", never(new.seconds) < never(old.seconds)


def _number(value: float) -> str:
    """Return a positive number with three digits, in powers of ten where that would be long."""
    if 1e-4 <= value < 1e5:
        return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{float(mantissa):g}·10{str(int(exponent)).translate(_RAISED)}"


def _share(value: float, score: str) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if score == "r2" else f"{100.0 * value:.4g} %"
