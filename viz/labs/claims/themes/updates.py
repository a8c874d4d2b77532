"""The claim on when weights are updated: steps counted at several batch sizes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict
from viz.labs.claims.picture import Panel, Rows
from viz.labs.claims.race import training_link
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec

SAMPLES = 240
BATCHES = (SAMPLES, SAMPLES // 2, 60, 10, 1)  # the whole set first
EPOCHS = Size("epochs", 3)


@dataclass(frozen=True, eq=False)
class Updates:
    """When weights change, at B batch sizes.

    batches : (B,) samples a batch.  samples : of the training set.  an_epoch : (B, E) updates that changed a weight in
    each epoch.  early : (B, E) those of them before the epoch's last batch.
    """

    batches: npt.NDArray[np.int64]
    samples: int
    an_epoch: npt.NDArray[np.int64]
    early: npt.NDArray[np.int64]


def update_run(batch: int, conditions: Conditions) -> ExperimentSpec:
    """Return a run that sees the whole training set in batches of that size for some epochs."""
    steps = conditions.sized(EPOCHS.standard) * (SAMPLES // batch)
    return ExperimentSpec(
        samples=SAMPLES, test_share=0.0, batch_size=batch, learning_rate=0.01, steps=steps, seed=conditions.first
    )


def measure_updates(conditions: Conditions) -> Updates:
    """Train step by step at every batch size and note after which of them a weight is another one."""
    return count_updates(BATCHES, conditions)


def count_updates(batches: tuple[int, ...], conditions: Conditions) -> Updates:
    """Return when weights change at these batch sizes, which divide the number of samples."""
    return counted(batches, [changes(update_run(batch, conditions)) for batch in batches])


def counted(batches: Sequence[int], moved: Sequence[npt.NDArray[np.bool_]]) -> Updates:
    """Count the steps that change a weight, (E, K) in the K steps of E epochs for each batch size."""
    an_epoch = np.array([steps.sum(axis=1) for steps in moved])
    early = np.array([steps[:, :-1].sum(axis=1) for steps in moved])
    return Updates(np.array(batches), SAMPLES, an_epoch, early)


def changes(spec: ExperimentSpec) -> npt.NDArray[np.bool_]:
    """Return whether any weight changes in each step of a run, (E, K): the K steps of each of its E epochs."""
    trainer = Trainer(spec)
    moved = np.zeros(spec.steps, dtype=np.bool_)
    for step in range(spec.steps):
        before = trainer.network.parameters.copy()
        trainer.advance(1)
        moved[step] = (trainer.network.parameters != before).any()
    return moved.reshape(-1, trainer.batches.per_epoch)


def judge_updates(measured: Updates) -> Finding:
    """Ask at every batch size whether weights change once an epoch, at its end."""
    once = ((measured.an_epoch == 1) & (measured.early == 0)).all(axis=1)
    verdict = Verdict.DEPENDS
    if once.all() or not once.any():
        verdict = Verdict.HOLDS if once.all() else Verdict.FAILS
    most = int(measured.an_epoch.max())
    smallest = int(measured.batches.min())
    so = ", ".join(f"{batch:,}" for batch in measured.batches[once].tolist()) or "none of the sizes"
    return Finding(
        verdict,
        Quantity(
            "updates an epoch with the smallest batches", float(measured.an_epoch[measured.batches.argmin()].max())
        ),
        f"With {measured.samples:,} training samples, weights change once an epoch, at its end, only with batches of "
        f"{so}; with batches of {smallest:,} they change up to {most:,} times.",
        depends_on="the batch size" if verdict is Verdict.DEPENDS else "",
        more=tuple(
            Quantity(f"updates an epoch with batches of {batch:,}", float(np.median(found)))
            for batch, found in zip(measured.batches[:-1].tolist(), measured.an_epoch[:-1], strict=True)
        ),
    )


def draw_updates(measured: Updates) -> tuple[Panel, ...]:
    """Tabulate the updates by batch size."""
    return (
        Rows(
            "Updates that change a weight",
            ("samples a batch", "updates an epoch", "before its end"),
            tuple(
                (f"{batch:,}" + (" (all)" if batch == measured.samples else ""), _range(all_of_them), _range(early))
                for batch, all_of_them, early in zip(
                    measured.batches.tolist(), measured.an_epoch, measured.early, strict=True
                )
            ),
        ),
    )


def _range(counts: npt.NDArray[np.int64]) -> str:
    low, high = int(counts.min()), int(counts.max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def play_updates(conditions: Conditions) -> Link:
    """Race the whole set against mini-batches."""
    names = {SAMPLES: "whole set", 10: "mini-batches"}
    alone = replace(conditions, seeds=1)
    return training_link(alone, *((name, update_run(batch, conditions)) for batch, name in names.items()))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=39,
        theme="training",
        title="One update at each epoch's end",
        text="The weights of a network are updated at the end of each epoch.",
        articles=(2,),
        category="measurement",
        rule=(
            f"A network is trained on {SAMPLES} samples with batches of {', '.join(map(str, BATCHES))}, and after "
            "every step its weights and biases are compared with those before. An epoch is once through all samples. "
            "Holds if at every batch size they change exactly once an epoch, with its last batch; fails if at none; "
            "else it depends on the batch size."
        ),
        measure=measure_updates,
        judge=judge_updates,
        draw=draw_updates,
        explanation=(
            "Weights are updated after every *batch*, from the mean gradient over its samples. With $N$ samples in "
            "batches of $B$ that is $N/B$ updates an epoch. Only where a batch is the whole training set, $B = N$, is "
            "it one update at the end; that is gradient descent as in textbooks, and rare in practice: a part of the "
            "samples gives nearly the same direction for a part of the cost."
        ),
        references=(
            Reference(
                "Bottou, Curtis & Nocedal: Optimization Methods for Large-Scale Machine Learning. SIAM Review 60, 2018",
                "https://doi.org/10.1137/16M1080173",
            ),
        ),
        size=EPOCHS,
        sharpest="Weights are updated after each batch, which is the end of an epoch only with full-batch training.",
        play=play_updates,
    ),
)
