"""How many steps networks need with ReLU, sigmoid and tanh, each with the learning rate that suits it best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.activations import ACTIVATIONS
from viz.engine import record
from viz.engine.probes import losses_and_scores
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import MOST, Finding, Quantity, Verdict, by_seeds, over_seeds
from viz.labs.claims.picture import Array, Dots, Group, Mark, Panel
from viz.labs.claims.race import training_link
from viz.labs.claims.runs import seeded
from viz.labs.claims.themes.cost import GLOROT
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import percent, short

# 29: ReLU networks converge faster than sigmoid and tanh ----------------------------------------------------------

STEPS, APART = 400, 4  # the loss is looked at every APART steps
TASKS: Mapping[str, ExperimentSpec] = {
    "circles": ExperimentSpec(
        dataset="circles", samples=120, hidden=(8, 8), target_loss=0.1, batch_size=20, test_share=0.0
    ),
    "a sine curve": ExperimentSpec(
        dataset="sine", samples=120, hidden=(16,), target_loss=0.2, batch_size=20, test_share=0.0
    ),
    "iris": ExperimentSpec(
        dataset="iris4", samples=150, noise=0.0, hidden=(16,), target_loss=0.1, batch_size=20, test_share=0.0
    ),
}
FUNCTIONS = {"relu": "he_normal", "sigmoid": "glorot_uniform", "tanh": "glorot_uniform"}  # and what each starts from
RATES = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
TUNING_SEEDS, APART_SEEDS = 5, 2_000_000  # how many choose the rate, and how far they are from those that count


@dataclass(frozen=True, eq=False)
class Convergence:
    """How many steps runs take to the target: on K tasks, with F functions, from S seeds.

    steps : (K, F, S), inf where a run did not get there.  rates : (K, F), the learning rates.  limit : steps at most.
    """

    steps: Array
    rates: Array
    limit: int

    @property
    def faster(self) -> npt.NDArray[np.bool_]:
        """Whether ReLU takes fewer steps than each of the others from the same seed, (K, F − 1, S)."""
        return np.less(self.steps[:, :1], self.steps[:, 1:])

    @property
    def counted(self) -> Array:
        """The steps (K, F, S), all of them for a run that does not get there, and as few as can be told apart."""
        return np.clip(self.steps, APART, self.limit)

    @property
    def ratio(self) -> Array:
        """Steps of the fastest other function over ReLU's, (K, S)."""
        return self.counted[:, 1:].min(axis=1) / self.counted[:, 0]


def measure_convergence(conditions: Conditions, functions: Mapping[str, str] = FUNCTIONS) -> Convergence:
    """Choose the best learning rate of each function on each task with other seeds, and train with it from every seed.

    functions : their names, the one that the claim is about first, and their initialisers.
    """
    limit = conditions.sized(STEPS)
    tuning = Conditions(TUNING_SEEDS, conditions.first + APART_SEEDS)
    steps = np.empty((len(TASKS), len(functions), conditions.seeds))
    rates = np.empty(steps.shape[:2])
    for task, common in enumerate(TASKS.values()):
        for place, (activation, initialiser) in enumerate(functions.items()):
            spec = started(common, activation, initialiser, limit)
            rates[task, place] = best_rate(spec, tuning)
            chosen = spec.unchecked({"learning_rate": rates[task, place]})
            steps[task, place] = steps_to_target(seeded(chosen, conditions))
    return Convergence(steps, rates, limit)


def started(task: ExperimentSpec, activation: str, initialiser: str, limit: int) -> ExperimentSpec:
    """Return a task's run with an activation, its initialiser, and at most so many steps."""
    frames = max(1, limit // APART)
    return task.unchecked({"activation": activation, "initialiser": initialiser, "steps": limit, "frames": frames})


def best_rate(spec: ExperimentSpec, conditions: Conditions) -> float:
    """Return the learning rate with which runs from these seeds take the fewest steps in the mean.

    A run that does not get there counts with all its steps.
    """
    runs = [run for rate in RATES for run in seeded(spec.unchecked({"learning_rate": rate}), conditions)]
    steps = np.minimum(steps_to_target(runs), spec.steps).reshape(len(RATES), -1)
    return RATES[int(steps.mean(axis=1).argmin())]


def steps_to_target(specs: list[ExperimentSpec]) -> Array:
    """Return after how many steps each run's training loss was at most its target, (P,); inf: never."""
    stops = record(*specs, probes=(losses_and_scores,)).header["stops"]
    return np.array([np.inf if stop is None else stop["step"] for stop in stops], dtype=np.float64)


def judge_convergence(found: Convergence) -> Finding:
    """Compare ReLU's run with the others from the same seed, task by task."""
    verdicts = [by_seeds(faster) for faster in np.all(found.faster, axis=1)]
    verdict = verdicts[0] if len(set(verdicts)) == 1 else Verdict.DEPENDS
    depends_on = ""
    if verdict is Verdict.DEPENDS:
        depends_on = "the task" if len(set(verdicts)) > 1 else "the seed"
    ratios = [
        over_seeds(f"steps of the faster other over ReLU's, {task}", ratio)
        for task, ratio in zip(TASKS, found.ratio, strict=True)
    ]
    ratios.sort(key=lambda quantity: quantity.value)
    counts = [
        f"{' and '.join(str(int(count)) for count in faster.sum(axis=1))} of {faster.shape[1]} runs on {task}"
        for task, faster in zip(TASKS, found.faster, strict=True)
    ]
    never = np.isinf(found.steps).mean(axis=(0, 2)).tolist()
    return Finding(
        verdict,
        ratios[0],
        f"From the same seed ReLU takes fewer steps than sigmoid and than tanh, each at its best learning rate, in "
        f"{', in '.join(counts)}.",
        depends_on,
        (
            *ratios[1:],
            *(
                Quantity(f"runs that never get there, {ACTIVATIONS[name].label}", share, written=percent)
                for name, share in list(zip(FUNCTIONS, never, strict=True))[:2]
            ),
        ),
    )


def draw_convergence(found: Convergence) -> tuple[Panel, ...]:
    """Plot a dot a seed for each function, task by task; what does not get there is at the limit."""
    shown = found.counted
    return tuple(
        Dots(
            f"On {task}",
            f"Steps to a training loss of {short(spec.target_loss)}",
            tuple(
                Group(f"{ACTIVATIONS[name].label}, rate {short(float(found.rates[row, slot]))}", shown[row, slot], slot)
                for slot, name in enumerate(FUNCTIONS)
            ),
            (Mark("never got there", y=float(found.limit)),),
            log_y=True,
        )
        for row, (task, spec) in enumerate(TASKS.items())
    )


def play_convergence(conditions: Conditions) -> Link:
    """Open a race of the three on the first task, all with the middle one of the learning rates."""
    task, rate = next(iter(TASKS.values())), {"learning_rate": RATES[len(RATES) // 2]}
    lanes = {
        name: started(task, name, initialiser, conditions.sized(STEPS)).unchecked(rate)
        for name, initialiser in FUNCTIONS.items()
    }
    return training_link(conditions, *((ACTIVATIONS[name].label, lane) for name, lane in lanes.items()))


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=29,
        theme="training",
        title="ReLU converges faster",
        text="Networks with ReLU converge faster than networks with sigmoid and tanh.",
        articles=(3,),
        category="measurement",
        rule=f"On {len(TASKS)} tasks each function gets the learning rate, of {len(RATES)}, that needs the fewest "
        f"steps to a target training loss from {TUNING_SEEDS} seeds of its own. Then all are trained from the same "
        f"seeds. On a task ReLU is faster if from at least {percent(MOST)} of the seeds it takes fewer steps than "
        f"sigmoid and than tanh, and is not if from at most {percent(1.0 - MOST)}. Holds if it is faster on every "
        "task, fails if it is not on any, else depends. A run that never gets there, or overflows, is slower than any "
        "that does.",
        measure=measure_convergence,
        judge=judge_convergence,
        draw=draw_convergence,
        explanation="Each function has its own best learning rate: the slope of sigmoid is a quarter of ReLU's at "
        "most, so that the same gradient moves it less, and a larger rate makes up for that. Compared at a common "
        "rate, whichever that rate suits wins. With its own, what counts is how well the function fits the task: "
        "ReLU's gradient does not shrink on its way through several layers, while smooth functions are at ease with a "
        "smooth curve, which ReLU has to put together from straight pieces whose corners all start at the same place. "
        "Every function starts from the initialiser made for it, trains with plain stochastic gradient descent, and "
        "sees the same data and batches. The published comparison, six times faster than tanh, is of one large "
        "convolutional network on one set of images.",
        references=(
            Reference(
                "Krizhevsky, Sutskever & Hinton, ImageNet classification with deep convolutional neural networks, "
                "NeurIPS 2012",
                "https://doi.org/10.1145/3065386",
            ),
            GLOROT,
        ),
        chance=True,
        size=Size("training steps", STEPS),
        sharpest="Each with the learning rate that suits it best, a network with ReLU reaches a given training loss "
        "in fewer steps than the same network with sigmoid or tanh, whatever the task. It would take to be faster on "
        "all of them.",
        play=play_convergence,
    ),
)
