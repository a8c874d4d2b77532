"""Whether a cheap activation makes a network train and run in less time: whole networks on the clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from viz.engine.training import Training
from viz.labs.claims.claim import Claim, Link, Size
from viz.labs.claims.finding import Finding, Verdict, over_seeds
from viz.labs.claims.picture import Array, Dots, Mark, Panel, Rows, groups
from viz.labs.claims.race import training_link
from viz.labs.claims.themes.cost import AGAIN, GLOROT, RELU, label
from viz.labs.claims.timing import NOISE, NOISE_RULE, Timed, differs, interleaved, noise
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import number, percent, plain

NETWORKS: Mapping[str, ExperimentSpec] = {
    "2-8-8-1": ExperimentSpec(dataset="circles", hidden=(8, 8), batch_size=10, steps=40),
    "64-64-64-10": ExperimentSpec(dataset="digits", samples=300, noise=0.0, hidden=(64, 64), batch_size=100, steps=8),
}
ROUNDS = 30
TASKS = ("training", "running")
RIVALS = ("tanh", "sigmoid", "gelu")
FUNCTIONS = (RELU, AGAIN, "identity", *RIVALS)


@dataclass(frozen=True, eq=False)
class RunTimes:
    """How long networks take that differ in their activation only.

    seconds : (2, K, F, R), training and running (one forward pass over the training samples) of K networks with F
    functions in R rounds.
    """

    seconds: Array

    @property
    def noise(self) -> Array:
        """Within which factor of itself the network with ReLU comes out, (2, K)."""
        return noise(self.of(RELU), self.of(AGAIN))

    def of(self, function: str) -> Array:
        """Return the times with a function, (2, K, R)."""
        return self.seconds[:, :, FUNCTIONS.index(function)]

    def ratio(self, function: str) -> Array:
        """Return the times with a function over those with ReLU, (2, K, R)."""
        return self.of(function) / self.of(RELU)

    def share(self, function: str) -> Array:
        """Return what a function adds to the time without any activation, as a share of the whole, (2, K, R)."""
        return 1.0 - self.of("identity") / self.of(function)


def measure_runs(conditions: Conditions, relu: str = RELU) -> RunTimes:
    """Train and run every network with every function, all in turn, round after round.

    relu : which function stands in for ReLU.
    """
    actual = {**{name: name for name in FUNCTIONS}, RELU: relu, AGAIN: relu}
    runs = [
        Training(spec.unchecked({"activation": actual[function], "seed": conditions.first}))
        for spec in NETWORKS.values()
        for function in FUNCTIONS
    ]
    timed = [*map(_training, runs), *map(_running, runs)]
    seconds = interleaved(timed, conditions.sized(ROUNDS))
    return RunTimes(seconds.reshape(len(TASKS), len(NETWORKS), len(FUNCTIONS), -1))


def _training(run: Training) -> Timed:
    return Timed(partial(setattr, run, "state", run.state), partial(run.advance, run.specs[0].steps))


def _running(run: Training) -> Timed:
    columns = run.network.columns(run.population.x_train)
    return Timed.warm(partial(run.network.passes(columns.shape[2]).forward, columns))


def judge_runs(measured: RunTimes) -> Finding:
    """Hold every network with another function against the one with ReLU."""
    ratios = np.stack([measured.ratio(rival) for rival in RIVALS], axis=2)  # (2, K, 3, R)
    signs = differs(ratios, measured.noise[:, :, np.newaxis])
    longer, less = int((signs > 0).sum()), int((signs < 0).sum())
    unclear = signs.size - longer - less
    verdict, depends_on = Verdict.DEPENDS, "the network and its other activation" if longer else NOISE
    if longer == signs.size:
        verdict, depends_on = Verdict.HOLDS, ""
    elif longer == 0 and less > 0:
        verdict, depends_on = Verdict.FAILS, ""
    medians = np.median(ratios, axis=-1)
    task, network, rival = (int(place) for place in np.unravel_index(int(medians.argmin()), medians.shape))
    names = list(NETWORKS)
    closest = f"{label(RIVALS[rival])} in {TASKS[task]} {names[network]}"
    wide = (0, len(NETWORKS) - 1)
    return Finding(
        verdict,
        over_seeds(f"time of {closest}, over ReLU's", ratios[task, network, rival], unit="rounds"),
        f"In {longer} of {signs.size} comparisons the network with ReLU takes less time, in {less} it takes more, and "
        f"in {unclear} the difference is within the noise; closest is {closest}, with {plain(float(medians.min()))} "
        "times ReLU's time.",
        depends_on,
        (
            *(
                over_seeds(
                    f"share of {label(name)}, training {names[-1]}",
                    measured.share(name)[wide],
                    signed_percent,
                    "rounds",
                )
                for name in (RELU, "tanh", "gelu")
            ),
            over_seeds(f"noise: ReLU over ReLU, training {names[-1]}", measured.ratio(AGAIN)[wide], unit="rounds"),
        ),
    )


def signed_percent(share: float) -> str:
    """Write a share that may be below 0."""
    return f"−{percent(-share)}" if share < 0.0 else percent(share)


def microseconds(seconds: float) -> str:
    """Write a time given in seconds in microseconds."""
    return f"{number(1e6 * seconds, 0 if seconds >= 1e-4 else 1)} µs"


def draw_runs(measured: RunTimes) -> tuple[Panel, ...]:
    """Plot, for each network, a dot a round: training times over those with ReLU; and list the medians of all."""
    shown = (AGAIN, "identity", *RIVALS)
    panels = [
        Dots(
            f"Training the network {name}",
            "Time over that with ReLU",
            groups([(label(function), measured.ratio(function)[0, place]) for function in shown]),
            (Mark("as with ReLU", y=1.0),),
            log_y=True,
        )
        for place, name in enumerate(NETWORKS)
    ]
    medians = {function: np.median(measured.of(function), axis=-1) for function in FUNCTIONS}
    rows = tuple(
        (f"{task}, {name}", *(microseconds(float(found[row, place])) for found in medians.values()))
        for row, task in enumerate(TASKS)
        for place, name in enumerate(NETWORKS)
    )
    return (*panels, Rows("Medians over the rounds", ("Network", *map(label, FUNCTIONS)), rows))


def play_runs(conditions: Conditions) -> Link:
    """Open the narrow network with ReLU, tanh, sigmoid and GELU side by side."""
    narrow = next(iter(NETWORKS.values()))
    return training_link(
        conditions, *((label(name), narrow.unchecked({"activation": name})) for name in (RELU, *RIVALS))
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=17,
        theme="cost",
        title="ReLU networks train in less time",
        text="Because ReLU is cheap, networks with ReLU train and run in less time.",
        articles=(0, 2),
        category="timing",
        rule=f"{len(NETWORKS)} networks are trained and run with ReLU, tanh, sigmoid and GELU, in turn, round after "
        f"round: {len(TASKS) * len(NETWORKS) * len(RIVALS)} comparisons. Holds if each of the others takes longer than "
        f"ReLU, fails if none does and some take less, else depends; if all differences are within it, on {NOISE}. "
        f"{NOISE_RULE}",
        measure=measure_runs,
        judge=judge_runs,
        draw=draw_runs,
        size=Size("rounds", ROUNDS),
        sharpest="Of networks that differ in nothing else, the one with ReLU makes the same number of updates, and "
        "the same forward pass, in less time than those with tanh, sigmoid or GELU. How many updates are needed to "
        "learn something is another claim.",
        explanation="A layer of $n$ units with $n$ inputs costs about $n^2$ multiplications for a sample, and only "
        "$n$ evaluations of its activation: the wider the layers, the less the activation matters. In very small "
        "networks calling a function takes longer than what it computes, whatever it is. What an activation adds is "
        "seen against the identity, which only copies; its derivative is filled with ones, which is no cheaper than "
        "ReLU's comparison, so that ReLU's share may come out below zero.",
        references=(GLOROT,),
        play=play_runs,
    ),
)
