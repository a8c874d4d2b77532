"""Initialisers: distributions by their moments, orthogonality, and what they do to a deep network.

Every tolerance on a random number is a stated multiple of its sampling error; seeds are fixed.
"""

import math

import numpy as np
import pytest

from viz.engine.initialiser_registry import ASYMMETRIC_SIGMA
from viz.engine.initialisers import INITIALISERS, initialise_layer

D, H = 300, 200
VARIANCES = {
    "normal": 1.0,
    "lecun_normal": 1 / D,
    "glorot_normal": 2 / (D + H),
    "he_normal": 2 / D,
    "uniform": 1 / 3,
    "lecun_uniform": 1 / D,
    "glorot_uniform": 2 / (D + H),
    "he_uniform": 2 / D,
}
NAMES = tuple(INITIALISERS)


def draw(name: str, fan_in: int = D, fan_out: int = H, scale: float = 1.0, bias: float = 0.0, seed: int = 0):
    return initialise_layer(name, fan_in, fan_out, np.random.default_rng(seed), scale, bias)


def test_the_registry_holds_the_promised_initialisers():
    assert set(NAMES) == {*VARIANCES, "zeros", "constant", "orthogonal", "lsuv", "asymmetric"}
    for name, info in INITIALISERS.items():
        assert info.name == name
        assert all((info.label, info.formula, info.description, info.reference))
    assert {info.name: info.scale_means for info in INITIALISERS.values() if info.scale_means != "gain"} == {
        "zeros": "nothing",
        "constant": "value",
        "uniform": "half-width",
        "normal": "standard deviation",
        "lsuv": "standard deviation",
    }


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("fan_in", "fan_out"), [(1, 1), (2, 8), (8, 3)])
def test_shapes_types_and_memory(name, fan_in, fan_out):
    weights, biases = draw(name, fan_in, fan_out)
    assert weights.shape == (fan_in, fan_out)
    assert biases.shape == (fan_out,)
    for array in (weights, biases):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous


@pytest.mark.parametrize("name", NAMES)
def test_one_seed_gives_the_same_bytes(name):
    for first, second in zip(draw(name, seed=5), draw(name, seed=5), strict=True):
        assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("zeros", "constant")])
def test_another_seed_gives_other_weights(name):
    assert not np.array_equal(draw(name, seed=5)[0], draw(name, seed=6)[0])


@pytest.mark.parametrize("name", NAMES)
def test_scale_multiplies_and_bias_is_added(name):
    (w, b), (scaled_w, scaled_b) = draw(name), draw(name, scale=2.0, bias=-0.5)
    np.testing.assert_array_equal(scaled_w, 2.0 * w)  # exact: a factor of 2 only moves the exponent
    np.testing.assert_array_equal(scaled_b, 2.0 * b - 0.5)
    assert INITIALISERS[name].uses_scale == bool((scaled_w != w).any())


@pytest.mark.parametrize("name", [name for name in NAMES if name != "asymmetric"])
def test_biases_are_what_was_asked_for(name):
    np.testing.assert_array_equal(draw(name, bias=0.3)[1], 0.3)


def test_zeros_and_constant():
    np.testing.assert_array_equal(draw("zeros", scale=3.0)[0], 0.0)
    np.testing.assert_array_equal(draw("constant", scale=-0.25)[0], -0.25)


@pytest.mark.parametrize("name", VARIANCES)
def test_mean_and_variance(name):
    weights, n = draw(name)[0], D * H
    variance = VARIANCES[name]
    fourth_moment = 1.8 if "uniform" in name else 3.0  # in units of the squared variance
    assert weights.mean() == pytest.approx(0, abs=5 * math.sqrt(variance / n))
    assert (weights**2).mean() == pytest.approx(variance, rel=5 * math.sqrt((fourth_moment - 1) / n))


@pytest.mark.parametrize("name", [name for name in VARIANCES if "uniform" in name])
def test_uniform_ends_at_its_half_width(name):
    half_width = math.sqrt(3 * VARIANCES[name])
    largest = np.abs(draw(name)[0]).max()
    assert half_width * (1 - 20 / (D * H)) < largest <= half_width  # missed with probability e⁻²⁰


@pytest.mark.parametrize("name", [name for name in VARIANCES if "normal" in name])
def test_normal_is_not_truncated(name):
    weights = draw(name)[0] / math.sqrt(VARIANCES[name])
    assert (weights**4).mean() == pytest.approx(3, abs=5 * math.sqrt(96 / (D * H)))
    expected = math.erfc(3 / math.sqrt(2))
    assert (np.abs(weights) > 3).mean() == pytest.approx(expected, abs=5 * math.sqrt(expected / (D * H)))


@pytest.mark.parametrize(("fan_in", "fan_out"), [(6, 6), (9, 4), (4, 9), (1, 5), (5, 1)])
def test_orthogonal_on_the_shorter_side(fan_in, fan_out):
    w = draw("orthogonal", fan_in, fan_out)[0]
    gram = w.T @ w if fan_in >= fan_out else w @ w.T
    np.testing.assert_allclose(gram, np.eye(min(fan_in, fan_out)), atol=1e-14)


def test_orthogonal_is_uniform_over_rotations():
    # For a Haar matrix Q of size 4: E q₁₁ = 0, E q₁₁² = 1/4, E (tr Q)² = 1. Without the sign correction q₁₁ < 0 always.
    count = 4000
    rng = np.random.default_rng(0)
    matrices = np.array([initialise_layer("orthogonal", 4, 4, rng)[0] for _ in range(count)])
    corner, trace = matrices[:, 0, 0], np.trace(matrices, axis1=1, axis2=2)
    assert corner.mean() == pytest.approx(0, abs=5 * 0.5 / math.sqrt(count))
    assert (corner**2).mean() == pytest.approx(1 / 4, abs=5 * (corner**2).std() / math.sqrt(count))
    assert trace.mean() == pytest.approx(0, abs=5 / math.sqrt(count))
    assert (trace**2).mean() == pytest.approx(1, abs=5 * (trace**2).std() / math.sqrt(count))
    assert (np.linalg.det(matrices) > 0).mean() == pytest.approx(1 / 2, abs=5 * 0.5 / math.sqrt(count))


def second_moment_factor(name: str, scale: float, width: int = 512, depth: int = 30, networks: int = 4) -> float:
    """Return the factor by which one ReLU layer changes E[z²], the geometric mean over layers and networks."""
    rng = np.random.default_rng(0)
    logs = []
    for _ in range(networks):
        x = rng.standard_normal(width)
        moments = []
        for _ in range(depth):
            z = x @ initialise_layer(name, width, width, rng, scale)[0]
            moments.append((z**2).mean())
            x = np.maximum(z, 0.0)
        logs.append(math.log(moments[-1] / moments[0]) / (depth - 1))
    return math.exp(np.mean(logs))


@pytest.mark.parametrize(
    ("name", "scale", "factor"),
    [
        ("he_normal", 1.0, 1.0),
        ("he_uniform", 1.0, 1.0),
        ("lecun_normal", 1.0, 1 / 2),
        ("uniform", 1 / math.sqrt(512), 1 / 6),
    ],
)
def test_what_30_relu_layers_do_to_the_signal(name, scale, factor):
    # He et al. 2015: n·Var[w]/2 a layer. relu(z)² has a relative variance of 5, so over 512 units, 29 layers and 4
    # networks the sampling error is √(5/(512·29·4)) = 0.9 %, and the logarithm's bias −5/(2·512) = −0.5 %.
    assert second_moment_factor(name, scale) == pytest.approx(factor, rel=4 * 0.0092 + 0.005)


def test_asymmetric_sigma_is_the_published_one_and_solves_its_equation():
    sigma = ASYMMETRIC_SIGMA
    assert sigma == pytest.approx(0.6007, abs=5e-5)
    assert (sigma**2 + 1) / 2 + 4 * sigma / (3 * math.sqrt(2 * math.pi)) == pytest.approx(1, rel=1e-14)


def test_asymmetric_moments():
    fan_in, units = 4, 40_000
    entries = np.vstack(draw("asymmetric", fan_in, units))  # weights, then the bias: all are alike
    normal, sizes = ASYMMETRIC_SIGMA**2 / fan_in, fan_in + 1
    mean = (2 / 3) / sizes  # Beta(2, 1) has the mean 2/3 and the second moment 1/2
    second = (1 / 2 + fan_in * normal) / sizes
    np.testing.assert_allclose(entries.mean(axis=1), mean, atol=5 * math.sqrt((second - mean**2) / units))
    np.testing.assert_allclose((entries**2).mean(axis=1), second, atol=5 * (entries**2).std() / math.sqrt(units))


def test_asymmetric_draws_one_positive_entry_a_unit():
    fan_in, units = 999, 500
    entries = np.vstack(draw("asymmetric", fan_in, units))
    large = entries > 6 * ASYMMETRIC_SIGMA / math.sqrt(fan_in)
    assert large.sum(axis=0).max() == 1
    missed = (6 * ASYMMETRIC_SIGMA) ** 2 / fan_in  # P(Beta(2, 1) < t) = t²
    assert 1 - large.sum() / units == pytest.approx(missed, abs=5 * math.sqrt(missed / units))
    assert entries[large].max() <= 1
    rest = entries[~large]
    spread = ASYMMETRIC_SIGMA / math.sqrt(fan_in)
    assert rest.std() == pytest.approx(spread, rel=5 / math.sqrt(2 * rest.size) + missed / fan_in * 36)


def test_asymmetric_keeps_a_wide_layer_from_growing():
    # The bound that fixes σ is worst for inputs that are all equal.
    n = 1024
    w, b = draw("asymmetric", n, n)
    squares = np.maximum(np.ones(n) @ w + b, 0.0) ** 2
    assert squares.mean() + 3 * squares.std() / math.sqrt(n) < 1
    assert squares.mean() > 0.5


def born_dead(name: str, networks: int = 2000, hidden: int = 5, width: int = 2) -> float:
    """Return the share of ReLU networks whose output no longer depends on one input."""
    rng = np.random.default_rng(0)
    dead = 0
    for _ in range(networks):
        x = np.ones(1)
        for fan_in in (1, *[width] * (hidden - 1)):
            w, b = initialise_layer(name, fan_in, width, rng)
            x = np.maximum(x @ w + b, 0.0)
        dead += not x.any()
    return dead / networks


def test_asymmetric_networks_are_less_often_born_dead():
    # Lu et al. 2019: a symmetric network is dead on one input with P = 1 − (1 − 2^−N)^hidden, here 0.763.
    symmetric = 1 - (1 - 2**-2) ** 5
    error = math.sqrt(symmetric * (1 - symmetric) / 2000)
    assert born_dead("he_normal") == pytest.approx(symmetric, abs=4 * error)
    assert born_dead("asymmetric") < symmetric - 20 * error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("he_norml", 2, 8, 1.0, 0.0), "unknown initialiser 'he_norml': did you mean 'he_normal'\\?$"),
        (("he_normal", 0, 8, 1.0, 0.0), "'he_normal': fan_in and fan_out must be at least 1, got 0 and 8"),
        (("he_normal", 2, 0, 1.0, 0.0), "fan_in and fan_out must be at least 1, got 2 and 0"),
        (("uniform", 2, 8, -1.0, 0.0), "'uniform': scale must be finite and not negative, got -1.0"),
        (("constant", 2, 8, math.inf, 0.0), "'constant': scale must be finite, got inf"),
        (("normal", 2, 8, math.nan, 0.0), "scale must be finite and not negative, got nan"),
        (("normal", 2, 8, 1.0, math.nan), "'normal': bias must be finite, got nan"),
    ],
)
def test_what_is_not_accepted_is_named(arguments, message):
    name, fan_in, fan_out, scale, bias = arguments
    with pytest.raises(ValueError, match=message):
        draw(name, fan_in, fan_out, scale, bias)
