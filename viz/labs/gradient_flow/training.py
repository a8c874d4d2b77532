"""Deep networks in training, layer by layer: groups of runs from the same seeds, a seed of a group at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from viz.engine.observation import Observation
from viz.engine.probes import losses_and_scores
from viz.engine.recording import Recording
from viz.engine.trainer import Trainer
from viz.labs.gradient_flow.profile import Profile, measured
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import FlowRunsSpec, moments

Array = npt.NDArray[np.float64]

IN_FLIGHT = 4  # pieces given to the executor at a time: those that wait can still be cancelled


@dataclass(frozen=True, eq=False)
class Trace:
    """What is measured of one run at T moments, by layer (T, L) where not said otherwise; NaN after an overflow.

    loss : (T,), on the training set.
    variance, sensitivity, gradient : as in `Profile`.
    movement : ‖W_t − W_0‖ / ‖W_0‖, how far the weights are from where they started.
    update : ‖ΔW‖ / ‖W‖ of the last step; NaN at the start.
    overflow : the step at which the run overflowed, or −1.
    """

    loss: Array
    variance: Array
    sensitivity: Array
    gradient: Array
    movement: Array
    update: Array
    overflow: int


LAYERED = tuple(entry.name for entry in fields(Trace) if entry.name not in ("loss", "overflow"))


@dataclass(frozen=True, eq=False)
class FlowRuns:
    """The traces of G groups × S seeds, NaN where a run is not known yet.

    steps : (T,).  known : (G, S), whether a run is done.  loss : (G, S, T).  The other arrays of `Trace` are (G, S, T,
    L), overflow is (G, S).  progress : 0 … 1.
    """

    spec: FlowRunsSpec
    steps: npt.NDArray[np.int64]
    known: npt.NDArray[np.bool_]
    loss: Array
    variance: Array
    sensitivity: Array
    gradient: Array
    movement: Array
    update: Array
    overflow: npt.NDArray[np.int64]
    progress: float

    @property
    def labels(self) -> tuple[str, ...]:
        """What the groups are called."""
        return tuple(label for label, _ in self.spec.groups)

    def profile(self, group: int, moment: int) -> Profile:
        """Return the profile of the known runs of a group at a moment."""
        chosen = self.known[group]
        return Profile(*(getattr(self, entry.name)[group, chosen, moment] for entry in fields(Profile)))


def flow_runs(spec: FlowRunsSpec, executor: Executor | None) -> Iterator[FlowRuns]:
    """Train all runs and yield what is known so far after each: first one seed of every group, then the next."""
    result = _nothing_yet(spec)
    seeds = max(layers.seeds for _, layers in spec.groups)
    runs = [list(layers.runs()) for _, layers in spec.groups]
    waiting = [(group, seed) for seed in range(seeds) for group in range(len(runs)) if seed < len(runs[group])]
    total = len(waiting)
    waiting.reverse()
    running: dict[Future[Trace], tuple[int, int]] = {}
    done = 0
    try:
        while waiting or running:
            if executor is None:
                place = waiting.pop()
                finished = [(place, trace(runs[place[0]][place[1]]))]
            else:
                while waiting and len(running) < IN_FLIGHT:
                    place = waiting.pop()
                    running[executor.submit(trace, runs[place[0]][place[1]])] = place
                ready = wait(running, return_when=FIRST_COMPLETED).done
                finished = [(running.pop(future), future.result()) for future in ready]
            done += len(finished)
            result = _with(result, dict(finished), done / total)
            yield result
    finally:
        for future in running:
            future.cancel()


def trace(spec: DeepSpec) -> Trace:
    """Train one network and return what was measured on the way."""
    steps = moments(spec.steps)
    trainer = Trainer(spec)
    probe = _Probe(trainer.network.parameters.copy())
    recording = Recording.concatenate(list(trainer.record(steps, (losses_and_scores, probe), chunk_seconds=np.inf)))
    count = len(recording.steps)
    loss = np.full(len(steps), np.nan)
    loss[:count] = recording.train_loss[0]
    layered = {}
    for name in LAYERED:
        values = np.full((len(steps), len(trainer.network.layers)), np.nan)
        values[:count] = np.stack([frame[name][0] for frame in probe.frames[:count]])
        layered[name] = values
    overflow = recording.header["overflows"][0]
    return Trace(loss=loss, **layered, overflow=-1 if overflow is None else int(overflow["step"]))


class _Probe:
    """Measures every layer; keeps what it measured in double precision, which a recording does not."""

    def __init__(self, start: Array) -> None:
        self._start = start
        self.frames: list[dict[str, Array]] = []

    def __call__(self, look: Observation) -> Mapping[str, Any]:
        profile = measured(look.training)
        network = look.network
        previous = look.previous_parameters
        update = np.full_like(profile.variance, np.nan)
        if previous is not None:
            update = _change(network.layers, network.layer_views(previous))
        frame = {entry.name: getattr(profile, entry.name) for entry in fields(profile)}
        frame |= {"movement": _change(network.layers, network.layer_views(self._start)), "update": update}
        self.frames.append(frame)
        return frame  # the trainer blanks what comes after an overflow in these very arrays


def _change(now: list[Array], before: list[Array]) -> Array:
    """Return ‖W − W'‖ / ‖W'‖ (P, L); NaN where W' is 0."""
    ratios = []
    for layer, old in zip(now, before, strict=True):
        size = np.sqrt(np.square(old[:, :, :-1]).sum(axis=(1, 2)))
        change = np.sqrt(np.square(layer[:, :, :-1] - old[:, :, :-1]).sum(axis=(1, 2)))
        ratios.append(np.divide(change, size, out=np.full_like(size, np.nan), where=size > 0.0))
    return np.stack(ratios, axis=1)


def _nothing_yet(spec: FlowRunsSpec) -> FlowRuns:
    first = spec.groups[0][1].spec
    steps = np.array(moments(first.steps))
    groups, seeds = len(spec.groups), max(layers.seeds for _, layers in spec.groups)
    shape = (groups, seeds, len(steps))
    layered = {name: np.full((*shape, len(first.hidden) + 1), np.nan) for name in LAYERED}
    return FlowRuns(
        spec=spec,
        steps=steps,
        known=np.zeros((groups, seeds), bool),
        loss=np.full(shape, np.nan),
        **layered,
        overflow=np.full((groups, seeds), -1),
        progress=0.0,
    )


def _with(result: FlowRuns, traces: Mapping[tuple[int, int], Trace], progress: float) -> FlowRuns:
    """Return a copy of the result with more traces."""
    changed: dict[str, Any] = {name: getattr(result, name).copy() for name in ("known", "loss", "overflow", *LAYERED)}
    for place, new in traces.items():
        changed["known"][place] = True
        for name in ("loss", "overflow", *LAYERED):
            changed[name][place] = getattr(new, name)
    return replace(result, **changed, progress=progress)
