"""What sparse activations save: time and memory, stored densely and with their zeros left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import sparse

from viz.engine.training import Training
from viz.labs.claims.claim import Claim, Link, Reference, Size
from viz.labs.claims.finding import Finding, Quantity, Verdict, over_seeds
from viz.labs.claims.picture import Array, Curves, Mark, Panel, Rows, banded, curve
from viz.labs.claims.themes.cost import GLOROT
from viz.labs.claims.timing import NOISE, NOISE_RULE, Timed, differs, interleaved, noise
from viz.spec.claims import Conditions
from viz.spec.experiment import ExperimentSpec
from viz.spec.numbers import number, percent, plain
from viz.spec.training import TrainingSpec

# 22: sparse activations save computation and storage --------------------------------------------------------------

NETWORK = ExperimentSpec(
    dataset="digits", samples=1000, noise=0.0, test_share=0.0, hidden=(64, 64), batch_size=50, steps=200
)
ROUNDS = 30
DENSITIES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
GALE = Reference(
    "Gale, Zaharia, Young & Elsen, Sparse GPU kernels for deep learning, SC 2020", "https://arxiv.org/abs/2006.10901"
)


@dataclass(frozen=True, eq=False)
class Products:
    """Matrices (N, H), each multiplied with the same weights densely and sparsely.

    density : (M,), the share of entries that are not zero.  dense_bytes, sparse_bytes : (M,).
    dense, again, product, converted : (M, R) seconds: the dense product, the same once more, the sparse product, and
    this with making the sparse matrix from the dense one.
    """

    density: Array
    dense_bytes: Array
    sparse_bytes: Array
    dense: Array
    again: Array
    product: Array
    converted: Array


@dataclass(frozen=True, eq=False)
class Savings:
    """The products of a trained network's hidden layers, and those of random matrices of given densities."""

    layers: Products
    random: Products

    @property
    def bytes_ratio(self) -> float:
        """Bytes of all layers' activations, sparse over dense."""
        return float(self.layers.sparse_bytes.sum() / self.layers.dense_bytes.sum())

    @property
    def time_ratio(self) -> Array:
        """Time of all layers' products, sparse over dense, (R,), given that the activations are already sparse."""
        return self.layers.product.sum(axis=0) / self.layers.dense.sum(axis=0)

    @property
    def noise(self) -> float:
        """Within which factor of itself the time of all layers' dense products comes out."""
        return float(noise(self.layers.dense.sum(axis=0), self.layers.again.sum(axis=0)))


def measure_savings(conditions: Conditions, activation: str = "relu") -> Savings:
    """Train a network on the digits, and multiply its activations with the weights of the layers above."""
    run = Training(NETWORK.unchecked({"activation": activation, "seed": conditions.first}))
    run.advance(NETWORK.steps)
    columns = run.network.columns(run.population.x_train)
    passes = run.network.passes(columns.shape[2])
    passes.forward(columns)
    activations = [np.ascontiguousarray(layer[0].T) for layer in passes.activations]
    weights = [np.ascontiguousarray(weight[0]) for weight in run.network.weights[1:]]
    rng = np.random.default_rng(conditions.first)
    drawn = [np.where(rng.random(activations[0].shape) < share, 1.0, 0.0) for share in DENSITIES]
    found = timed_products([*activations, *drawn], [*weights, *[weights[0]] * len(drawn)], conditions.sized(ROUNDS))
    count = len(activations)
    return Savings(*(Products(*(values[part] for values in found)) for part in (slice(count), slice(count, None))))


def timed_products(matrices: list[Array], weights: list[Array], rounds: int) -> tuple[Array, ...]:
    """Return the fields of `Products` for matrices (N, H) times weights (H, H'), all timed in turn."""
    stored = [sparse.csr_array(matrix) for matrix in matrices]
    calls = [
        call
        for matrix, kept, weight in zip(matrices, stored, weights, strict=True)
        for call in (
            *[partial(np.matmul, matrix, weight, out=np.empty((len(matrix), weight.shape[1])))] * 2,
            partial(_multiply, kept, weight),
            partial(_convert_and_multiply, matrix, weight),
        )
    ]
    seconds = interleaved([Timed.warm(call) for call in calls], rounds)
    return (
        np.array([kept.nnz / matrix.size for kept, matrix in zip(stored, matrices, strict=True)]),
        np.array([float(matrix.nbytes) for matrix in matrices]),
        np.array([float(stored_bytes(kept)) for kept in stored]),
        *(seconds[place::4] for place in range(4)),
    )


def stored_bytes(kept: sparse.csr_array) -> int:
    """Return what a sparse matrix takes: its entries, the column of each, and where each row begins."""
    return int(kept.data.nbytes + kept.indices.nbytes + kept.indptr.nbytes)


def _multiply(kept: sparse.csr_array, weight: Array) -> Array:
    return kept @ weight


def _convert_and_multiply(matrix: Array, weight: Array) -> Array:
    return sparse.csr_array(matrix) @ weight


def break_even(density: Array, ratio: Array) -> float:
    """Return the density at which a ratio, increasing with it, is 1; NaN if it is so at none of those measured.

    Between two densities both are interpolated as powers.
    """
    if ratio.min() > 1.0 or ratio.max() < 1.0:
        return float("nan")
    return float(np.exp(np.interp(0.0, np.log(ratio), np.log(density))))


def judge_savings(savings: Savings) -> Finding:
    """Compare bytes and times of the trained network's own activations, stored sparsely and densely."""
    stores = savings.bytes_ratio < 1.0
    slower = int(differs(savings.time_ratio, savings.noise))
    if slower == 0:
        verdict, depends_on = Verdict.DEPENDS, NOISE
    elif stores == (slower < 0):
        verdict, depends_on = (Verdict.HOLDS if stores else Verdict.FAILS), ""
    else:
        verdict, depends_on = Verdict.DEPENDS, "whether storage or computation is to be saved"
    density = float(np.average(savings.layers.density, weights=savings.layers.dense_bytes))
    random = savings.random
    even = break_even(random.density, np.median(random.product / random.dense, axis=-1))
    time = over_seeds("time of the sparse products over the dense ones", savings.time_ratio, unit="rounds")
    within = ", which is within the noise" if slower == 0 else ""
    return Finding(
        verdict,
        time,
        f"With {percent(density)} of the activations other than zero, leaving the zeros out takes "
        f"{plain(savings.bytes_ratio)} times the memory and {time.text} times the time of the next layer's "
        f"product{within}.",
        depends_on,
        (
            Quantity("bytes, sparse over dense", savings.bytes_ratio),
            Quantity("density of the activations", density, written=percent),
            Quantity("density below which the sparse product is faster", even, written=percent_or_none),
            over_seeds(
                "noise: dense over dense",
                savings.layers.again.sum(axis=0) / savings.layers.dense.sum(axis=0),
                unit="rounds",
            ),
        ),
    )


def percent_or_none(share: float) -> str:
    """Write a share; NaN says that there is none."""
    return "none" if np.isnan(share) else percent(share)


def draw_savings(savings: Savings) -> tuple[Panel, ...]:
    """Plot times and bytes over those of the dense product against density, and list the network's own layers."""
    random, layers = savings.random, savings.layers
    curves = (
        curve("bytes", random.density, random.sparse_bytes / random.dense_bytes, 1, marks=True),
        banded("time of the product", random.density, (random.product / random.dense).T, 2, marks=True),
        banded("time with the conversion", random.density, (random.converted / random.dense).T, 3, marks=True),
    )
    marks = [Mark("as dense", y=1.0)]
    marks += [Mark(f"layer {place}", x=float(density)) for place, density in enumerate(layers.density, start=1)]
    rows = tuple(
        (
            f"layer {place + 1}",
            percent(float(layers.density[place])),
            *(kibibytes(float(each[place])) for each in (layers.dense_bytes, layers.sparse_bytes)),
            *(milliseconds(each[place]) for each in (layers.dense, layers.product, layers.converted)),
        )
        for place in range(len(layers.density))
    )
    heads = ("Activations", "Not zero", "Dense", "Sparse", "Dense product", "Sparse product", "With conversion")
    return (
        Curves(
            "Random matrices of the same shape, sparse over dense",
            "Share of entries that are not zero",
            "Sparse over dense",
            curves,
            tuple(marks),
            log_x=True,
            log_y=True,
        ),
        Rows("The trained network's own activations", heads, rows),
    )


def kibibytes(count: float) -> str:
    """Write a number of bytes."""
    return f"{number(count / 1024, 0)} KiB"


def milliseconds(seconds: Array) -> str:
    """Write the median of times (R,)."""
    return f"{plain(1e3 * float(np.median(seconds)))} ms"


def play_savings(conditions: Conditions) -> Link:
    """Open the network whose activations are measured."""
    return Link("training", TrainingSpec.of(NETWORK.unchecked({"seed": conditions.first})), "Train it on Training")


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=22,
        theme="sparsity",
        title="Sparsity saves time and storage",
        text="Sparse activations save computation and storage.",
        articles=(3,),
        category="timing",
        rule="The activations of a trained ReLU network are stored densely and without their zeros (each other entry "
        "with the number of its column), and multiplied with the weights above, in turn, round after round. Holds if "
        "without zeros they take fewer bytes and less time, fails if neither, depends on what is to be saved if one "
        f"of both; and on {NOISE} if the times differ by less. Making the sparse form is not counted. {NOISE_RULE}",
        measure=measure_savings,
        judge=judge_savings,
        draw=draw_savings,
        size=Size("rounds", ROUNDS),
        sharpest="As sparse as a trained ReLU network's activations are, leaving their zeros out saves bytes, and "
        "time in the next layer's product, on one processor core.",
        explanation="An entry of a dense matrix of double precision takes 8 bytes, one of a sparse matrix 12: 8 for "
        "the number and 4 for its column. Bytes are saved where fewer than about two thirds of the entries are other "
        "than zero. Time is another matter: a dense product reads memory in order and keeps all lanes of the "
        "processor's vector units busy, while a sparse one has to look up which row of the weights comes next. It "
        "makes fewer multiplications, each of which takes longer, so that it pays only below a density at which the "
        "lines cross; and making the sparse matrix takes time as well. To turn ReLU's own sparsity into speed takes "
        "hardware or code made for it.",
        references=(GLOROT, GALE),
        play=play_savings,
    ),
)
