"""Published and derived numbers of initialisation theory, reproduced by networks of the engine and by quadrature.

What other tests hold: born-dead networks in unit/labs/test_born_dead.py, regions in unit/labs/regions, the stepped
sigmoids in unit/theory, landmarks of the functions themselves in test_activations_numeric.py.
"""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.activations import Activation, get
from viz.engine import Network
from viz.engine.initialisers import initialise_layer
from viz.theory import critical_weight_deviation, mean_field, variance_factor

WIDTH, DEPTH = 512, 30


def network(
    sizes: list[int], activation: Activation, initialiser: str, scale: float, *, bias: float = 0.0, members: int = 1
) -> Network:
    """Return P networks with seeds 0 … P − 1, their biases from N(0, bias²)."""
    weights, biases = [], []
    generators = [np.random.default_rng(seed) for seed in range(members)]
    for d, h in pairwise(sizes):
        drawn = [initialise_layer(initialiser, d, h, rng, scale) for rng in generators]
        weights.append(np.stack([w for w, _ in drawn]))
        biases.append(
            np.stack([b + bias * rng.standard_normal(h) for (_, b), rng in zip(drawn, generators, strict=True)])
        )
    return Network(weights, biases, [activation] * (len(sizes) - 2))


def variances(net: Network, inputs: np.ndarray) -> np.ndarray:
    """Return E[z²] over units and samples of every hidden layer, (P, L − 1)."""
    columns = net.columns(inputs)
    work = net.passes(columns.shape[2])
    work.forward(columns)
    return np.stack([np.square(z).mean(axis=(1, 2)) for z in work.pre_activations[:-1]], axis=1)


# He et al. 2015 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("activation", "initialiser", "scale", "exact", "published"),
    [
        (get("relu"), "he_normal", 1.0, 1.0, 1.002),
        (get("relu"), "lecun_normal", 1.0, 1 / 2, 0.494),
        (get("relu"), "lecun_uniform", 1 / sqrt(3), 1 / 6, 0.168),  # U(±1/√n)
        (get("leaky_relu", slope=0.3), "lecun_normal", sqrt(2 / 1.09), 1.0, None),  # (1 + a²)·n·Var[w]/2 = 1
    ],
    ids=["he", "1/n", "U(±1/√n)", "leaky"],
)
def test_factor_of_the_variance_per_layer(
    activation: Activation, initialiser: str, scale: float, exact: float, published: float | None
) -> None:
    """Width 512, 30 layers: (E[z₃₀²]/E[z₁²])^(1/29).

    Given a layer, the next one's Σ h² is a mean of 512 independent terms relu(z)², whose variance is 5 times their
    squared mean; so ln of the factor errs by √(5/512) = 0.099 in one layer and 0.099/√29 = 0.018 a layer in 29. Three
    deviations are allowed of one network, and as many of the published one. The mean of the logarithm is lower by half
    its variance, 0.005, which is well inside.
    """
    found = variances(
        network([WIDTH] * (DEPTH + 1) + [1], activation, initialiser, scale),
        np.random.default_rng(99).standard_normal((8, WIDTH)),
    )[0]
    factor = (found[-1] / found[0]) ** (1 / (DEPTH - 1))
    deviation = sqrt(5 / WIDTH / (DEPTH - 1))
    assert abs(np.log(factor / exact)) < 3 * deviation
    if published is not None:
        assert abs(np.log(published / exact)) < 3 * deviation
        assert abs(np.log(published / factor)) < 3 * sqrt(2) * deviation


def test_half_of_the_activations_are_zero() -> None:
    """Glorot, Bordes and Bengio 2011: 0.45–0.51 of a layer.

    Every pre-activation is symmetric about 0. At one input the share of zeros among 512 units has a standard deviation
    of 0.5/√512 = 0.022, and deeper layers see nearly the same input again and again, so that averaging over samples
    helps little there: four deviations in every layer, and the published range within three of ½.
    """
    net = network([WIDTH] * 13 + [1], get("relu"), "he_normal", 1.0)
    columns = net.columns(np.random.default_rng(1).standard_normal((50, WIDTH)))
    work = net.passes(50)
    work.forward(columns)
    zeros = np.array([np.mean(output == 0.0) for output in work.outputs])
    deviation = 0.5 / sqrt(WIDTH)
    assert (np.abs(zeros - 0.5) < 4 * deviation).all()
    assert abs(zeros[0] - 0.5) < 0.01  # here inputs are independent: 25,600 values
    assert max(0.5 - 0.45, 0.51 - 0.5) < 3 * deviation


@given(st.floats(1e-6, 1e6), st.floats(-1e3, 1e3))
def test_rectifiers_scale_with_their_input(scale: float, z: float) -> None:
    """Nair and Hinton 2010: relu(αx) = α·relu(x) for α > 0, which is why scale plays no part in being born dead."""
    relu = get("relu")
    assert relu(scale * z) == scale * relu(z)


# Mean field: Poole et al. 2016, Schoenholz et al. 2017 ----------------------------------------------------------------


@pytest.mark.parametrize(("w", "slope", "scale"), [(1.0, 0.759, 3.63), (1.5, 0.939, 15.8), (2.5, 1.134, None)])
def test_published_slopes_of_tanh(w: float, slope: float, scale: float | None) -> None:
    """σ_b² = 0.05; quadrature is exact to the digits given."""
    found = mean_field(get("tanh"), sqrt(w), sqrt(0.05))
    assert found.slope == pytest.approx(slope, abs=5e-4)
    if scale is not None:
        assert found.depth_scale == pytest.approx(scale, rel=3e-3)


def test_published_critical_point_of_tanh() -> None:
    critical = critical_weight_deviation(get("tanh"), sqrt(0.05))
    assert critical is not None
    assert critical**2 == pytest.approx(1.761, abs=5e-4)
    assert mean_field(get("tanh"), critical, sqrt(0.05)).variance == pytest.approx(0.570, abs=5e-4)


@given(st.floats(0.05, 2.0), st.floats(0.0, 3.0))
def test_a_rectifiers_slope_is_half_the_weights_variance(w: float, b: float) -> None:
    assert mean_field(get("relu"), w, b).slope == pytest.approx(w**2 / 2, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "w", "b"),
    [("tanh", 1.0, 0.05), ("tanh", 1.5, 0.05), ("tanh", 2.5, 0.05), ("gelu", 1.0, 0.5), ("relu", 1.0, 0.3)],
)
def test_networks_behave_as_mean_field_theory_predicts(name: str, w: float, b: float) -> None:
    """Eight networks of 16 layers × 200: q in the last 8 layers, and the factor of mean squared gradients over them.

    The standard error comes from the spread between the eight networks; four and a half of it are allowed (with seven
    degrees of freedom that is 0.3 % of all seeds; these are fixed), and 2.5 % for what is of the order 1/width.
    """
    width, layers, last = 200, 16, 8
    activation = get(name)
    net = network([width] * (layers + 1) + [width], activation, "lecun_normal", sqrt(w), bias=sqrt(b), members=8)
    columns = net.columns(np.random.default_rng(5).standard_normal((4, width)))
    work = net.passes(4)
    predicted = mean_field(activation, sqrt(w), sqrt(b))

    output = work.forward(columns)
    q = np.stack([np.square(z).mean(axis=(1, 2)) for z in work.pre_activations[layers - last : -1]]).mean(axis=0)
    assert_near(q, predicted.variance)

    work.backward(output - np.random.default_rng(6).standard_normal(output.shape))  # any gradient will do
    sizes = [np.square(work.deltas[layer]).mean(axis=(1, 2)) for layer in (layers - 1 - last, layers - 1)]
    assert_near((sizes[0] / sizes[1]) ** (1 / last), predicted.slope)


def assert_near(measured: np.ndarray, predicted: float) -> None:
    """Compare the mean of eight networks with a prediction."""
    error = measured.std(ddof=1) / sqrt(len(measured))
    assert error < 0.05 * predicted  # or the comparison says little
    assert abs(measured.mean() - predicted) < 4.5 * error + 0.025 * predicted


def test_selu_keeps_a_variance_of_1() -> None:
    """Klambauer et al. 2017: variance 1 is the fixed point."""
    selu = get("selu")
    assert variance_factor(selu) == pytest.approx(1.0, abs=1e-12)
    found = mean_field(selu, 1.0, 0.0)
    assert found.variance == pytest.approx(1.0, rel=1e-9)
    assert found.converged
