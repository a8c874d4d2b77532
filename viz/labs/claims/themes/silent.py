"""Claims 31 and 32: what dead units cost, and how often a whole batch gives a unit no gradient."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from viz.engine import Trainer, record
from viz.engine.actions import SetBias
from viz.engine.observation import Observer
from viz.engine.probes import losses_and_scores
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Curves, Mark, Panel, banded
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.dying import LU, MAAS
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.fork import forked
from viz.spec.numbers import percent, plain, short
from viz.spec.training import TrainingSpec

# Claim 31: dead units slow learning -----------------------------------------------------------------------------------

WIDTH = 16
KILLED = (0, 2, 4, 8, 12, 14, 16)  # of the units
SILENCING = -100.0  # a bias far below anything that the weights can add
SLOWER = 1.1  # times the loss without dead units
COST_STEPS, FRAMES = 400, 40
COST = ExperimentSpec(dataset="circles", hidden=(WIDTH,), learning_rate=0.1)


@dataclass(frozen=True, eq=False)
class Cost:
    """Training losses with F shares of dead units.

    shares : (F,), the first one 0.  steps : (T,).  losses : (F, S, T), from the same seeds on the same batches.
    """

    shares: Array
    steps: npt.NDArray[np.int32]
    losses: Array

    @property
    def ratios(self) -> Array:
        """The final losses over those without dead units, (F, S)."""
        ratios: Array = self.losses[:, :, -1] / self.losses[0, :, -1]
        return ratios


def measure_cost(conditions: Conditions, bias: float = SILENCING) -> Cost:
    """Train with more and more units that are given a bias at the start."""
    runs = [
        record(*seeded(_killed(units, conditions, bias), conditions), probes=(losses_and_scores,)) for units in KILLED
    ]
    return Cost(np.array(KILLED) / WIDTH, runs[0].steps, np.stack([run.train_loss for run in runs]))


def _killed(units: int, conditions: Conditions, bias: float = SILENCING) -> ExperimentSpec:
    """Return the run, of the first seed, whose first so many units start with a bias."""
    base = replace(COST, steps=conditions.sized(COST_STEPS), frames=FRAMES, seed=conditions.first)
    return forked(base, 0, [SetBias(1, unit + 1, bias) for unit in range(units)]) if units else base


def judge_cost(found: Cost) -> Finding:
    """Ask at every share of dead units whether learning is slower than without, seed by seed."""
    verdicts = [by_seeds(ratios > SLOWER) for ratios in found.ratios[1:]]
    verdict = verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS
    slowing = found.shares[1:][[one is Verdict.HOLDS for one in verdicts]]
    few, half, every = (_ratio(found, units) for units in (KILLED[1], WIDTH // 2, WIDTH))
    since = f"from {percent(slowing[0])} dead on learning is slower" if len(slowing) else "at no share is it slower"
    more = (few, every, *(Quantity("least share that slows", float(share), written=percent) for share in slowing[:1]))
    return Finding(
        verdict,
        half,
        f"After {found.steps[-1]} steps the loss is {few.text} times that without dead units if {KILLED[1]} of "
        f"{WIDTH} units are dead, {half.text} times if half are and {every.text} times if all are; {since} in nearly "
        "all seeds.",
        "how many units are dead" if verdict is Verdict.DEPENDS else "",
        more,
    )


def _ratio(found: Cost, units: int) -> Quantity:
    label = f"loss with {units} of {WIDTH} units dead, in multiples of that with none"
    return over_seeds(label, found.ratios[KILLED.index(units)], plain)


def draw_cost(found: Cost) -> tuple[Panel, ...]:
    """Plot the final loss against the share of dead units, and the losses on the way there."""
    final = banded("ReLU", found.shares, found.losses[:, :, -1].T, marks=True)
    mark = Mark("ln 2: says nothing", y=float(np.log(2.0)))
    chosen = (0, WIDTH // 2, KILLED[-2], WIDTH)
    learning = tuple(
        banded(f"{units} of {WIDTH} dead", found.steps, found.losses[KILLED.index(units)], slot)
        for slot, units in enumerate(chosen)
    )
    return (
        Curves("Loss at the end of training", "Share of dead units", "Training loss", (final,), (mark,), log_y=True),
        Curves("Loss during training", "Step", "Training loss", learning, log_y=True),
    )


def play_cost(conditions: Conditions) -> Link:
    """Race the network against itself with half of its units dead, and with all."""
    page = TrainingSpec.of(_killed(0, conditions))
    for units in (WIDTH // 2, WIDTH):
        page = page.add(_killed(units, conditions), f"{units} of {WIDTH} dead")
    return Link("training", replace(page.select(0), together=True), "Open the race on Training")


# Claim 32: a batch always holds some positive inputs ------------------------------------------------------------------

SIZES = (1, 2, 5, 10, 20, 50, 100)
DRAWS = 200  # batches of every size
RARE = 0.1
BATCH_STEPS = 300
BATCH = ExperimentSpec(dataset="circles", hidden=(16, 16), learning_rate=0.1)
_ORDER = 32  # distinguishes the generator of the batches


@dataclass(frozen=True, eq=False)
class Zeros:
    """How often the slope is 0 on a whole batch, for B batch sizes.

    sizes : (B,).  unit : (B, S), the share of units and batches where it is so for the unit.  network : (B, S), the
    share of batches where it is so for all units.  dead : (S,), the share of units for which it is so on all samples.
    """

    sizes: npt.NDArray[np.int64]
    unit: Array
    network: Array
    dead: Array


def measure_zeros(conditions: Conditions, spec: ExperimentSpec = BATCH) -> Zeros:
    """Train, then draw batches of every size and see on which of them a unit has a slope of 0 throughout."""
    trainer = Trainer(*seeded(spec, conditions))
    trainer.advance(conditions.sized(BATCH_STEPS))
    slopes = Observer(trainer.population, spec.epsilon, pictures=False).look(None).training.slopes
    active = np.concatenate(slopes, axis=1) != 0.0  # (S, H, N)
    shares = np.array([silent_batches(one, seed) for one, seed in zip(active, conditions.numbers, strict=True)])
    return Zeros(np.array(SIZES), shares[:, 0].T, shares[:, 1].T, 1.0 - active.any(axis=2).mean(axis=1))


def silent_batches(active: npt.NDArray[np.bool_], seed: int) -> tuple[list[float], list[float]]:
    """Return how often a unit, and the whole network, is inactive (H, N) on all of a batch, for every size."""
    samples = np.tile(np.arange(active.shape[1]), (DRAWS, 1))
    order = np.random.default_rng((seed, _ORDER)).permuted(samples, axis=1)
    silent = [~active[:, order[:, :size]].any(axis=2) for size in SIZES]
    return [float(one.mean()) for one in silent], [float(one.all(axis=0).mean()) for one in silent]


def judge_zeros(found: Zeros) -> Finding:
    """Ask at every batch size whether a slope of 0 on a whole batch is rare, seed by seed."""
    verdicts = [by_seeds(shares <= RARE) for shares in found.unit]
    verdict = verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS
    one, ten, most = (
        over_seeds(f"unit without a slope, batch of {size}", _at(found, size), percent) for size in _SHOWN
    )
    return Finding(
        verdict,
        ten,
        f"A unit's slope is 0 on the whole batch in {one.text} of the batches of {_SHOWN[0]}, {ten.text} of those of "
        f"{_SHOWN[1]} and {most.text} of those of {_SHOWN[2]}; that of all units together is so in "
        f"{percent(found.network.max())} of the batches at most.",
        "the batch size" if verdict is Verdict.DEPENDS else "",
        (one, most, over_seeds("dead units: without a slope on any sample", found.dead, percent)),
    )


_SHOWN = (SIZES[0], 10, SIZES[-1])


def _at(found: Zeros, size: int) -> Array:
    """Return the shares of a unit, (S,), with one batch size."""
    shares: Array = found.unit[SIZES.index(size)]
    return shares


def draw_zeros(found: Zeros) -> tuple[Panel, ...]:
    """Plot the shares against the batch size."""
    curves = (
        banded("one unit", found.sizes, found.unit.T, marks=True),
        banded("dead units alone", found.sizes, np.tile(found.dead[:, np.newaxis], len(found.sizes)), 1),
        banded("the whole network", found.sizes, found.network.T, 2, marks=True),
    )
    mark = Mark(f"rare: {percent(RARE)}", y=RARE)
    title = "Batches on which the slope is 0 throughout"
    return (Curves(title, "Batch size in samples", "Share of batches", curves, (mark,), log_x=True),)


def play_zeros(conditions: Conditions) -> Link:
    """Open the network that the batches are counted on, with the share of samples that every unit is active on."""
    spec = replace(BATCH, steps=conditions.sized(BATCH_STEPS), seed=conditions.first)
    return Link("training", TrainingSpec.of(spec), "Open the network on Training")


GLOROT = Reference(
    "Glorot, Bordes and Bengio 2011, Deep sparse rectifier neural networks, AISTATS",
    "https://proceedings.mlr.press/v15/glorot11a.html",
)

CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=31,
        theme="dead",
        title="Dead units slow learning",
        text="Dead units slow learning or bring it to a halt.",
        articles=(0, 3),
        category="measurement",
        rule=f"Of a layer of {WIDTH} units more and more are killed at the start by a bias of −{short(-SILENCING)}; "
        "seeds, first weights and batches stay the same. At one share of dead units learning is slower in a seed if "
        f"its final loss is above {short(SLOWER)} times that without dead units. The claim holds if it is in at least "
        "90 % of the seeds at every share, fails if it is in at most 10 % at every share, and else depends on how "
        "many are dead.",
        measure=measure_cost,
        judge=judge_cost,
        draw=draw_cost,
        explanation=r"""
A dead unit adds nothing to the output and gets no gradient: a layer of $n$ units with $k$ dead ones **is** a layer of
$n - k$ units. Learning suffers only as far as the task needs the units that are missing. Where there are more than
enough, a few dead ones cost little; with only a handful left the network can't bend its boundary often enough; with
none left the only thing that still learns is the bias of the output, and the loss stops at that of a constant guess,
$\ln 2$ for two classes alike in size.
""".strip(),
        references=(LU, MAAS),
        chance=True,
        size=Size("training steps", COST_STEPS),
        sharpest="Dead units slow learning where the units that are left are too few for the task, and bring it to a "
        "halt where a whole layer is dead.",
        play=play_cost,
    ),
    Claim(
        number=32,
        theme="dead",
        title="A batch always has positive inputs",
        text="A batch always holds some samples with positive inputs, so the average slope is rarely 0.",
        articles=(1,),
        category="measurement",
        rule=f"After training, {DRAWS} batches of each of {len(SIZES)} sizes are drawn, and it is counted on how many "
        "of them a unit's slope is 0 on every sample. At one batch size that is rare in a seed if it is so in at "
        f"most {percent(RARE)} of units and batches. The claim holds if it is rare in at least 90 % of the seeds at "
        "every size, fails if in at most 10 % at every size, and else depends on the batch size.",
        measure=measure_zeros,
        judge=judge_zeros,
        draw=draw_zeros,
        explanation=r"""
A unit that is active on a share $p$ of the samples is silent on a whole batch of $B$ of them with a probability of
about $(1 - p)^B$. For $p = \tfrac12$, usual at the start, that falls quickly with $B$; for a unit that is active on
few samples it takes large batches; for a dead one $p = 0$, and no batch helps. So the claim is one about the batch
size, and "always" never holds for every unit. Averaged over **all** units of a network the slope is another matter:
some of them are active on any sample.
""".strip(),
        references=(GLOROT,),
        chance=True,
        size=Size("training steps", BATCH_STEPS),
        sharpest="In batches that are large enough, the slope of a unit that isn't dead is rarely 0 on all samples; "
        "that of all units together never is.",
        play=play_zeros,
    ),
)
