"""The fixed points of mean field theory, held against closed forms, published numbers, iteration and wide networks."""

from __future__ import annotations

from math import inf, sqrt

import numpy as np
import pytest

from tests.unit.activations.cases import every_activation
from viz.activations import Activation, get
from viz.theory import critical_weight_deviation, mean_field, mean_field_map, variance_map
from viz.theory.mean_field import EXACT
from viz.theory.variance_table import variance_table


@pytest.mark.parametrize(("w", "b"), [(1.0, 0.1), (1.9, 0.3), (1.9999, 1.0), (0.3, 2.0)])
@pytest.mark.parametrize("slope", [0.0, 0.2])
def test_leaky_rectifiers_have_a_closed_form(slope: float, w: float, b: float) -> None:
    half = (1 + slope**2) / 2
    w /= 2 * half  # σ_w² with χ₁ = w/2
    found = mean_field(get("leaky_relu", slope=slope), sqrt(w), b)
    assert found.variance == pytest.approx(b**2 / (1 - w * half), rel=1e-9)
    assert found.slope == pytest.approx(w * half, rel=1e-12)
    assert found.depth_scale == pytest.approx(-1 / np.log(w * half), rel=1e-8)
    assert (found.phase, found.converged) == ("ordered", True)


def test_he_keeps_any_variance_of_a_rectifier_and_its_gradient() -> None:
    found = mean_field(get("relu"), sqrt(2), 0.0)
    assert found.variance == pytest.approx(1.0, rel=1e-12)
    assert found.slope == pytest.approx(1.0, rel=1e-12)
    assert (found.depth_scale, found.phase, found.converged) == (inf, "critical", True)


@pytest.mark.parametrize(("w", "b", "slope"), [(2.0, 0.1, 1.0), (3.0, 0.0, 1.5), (3.0, 1.0, 1.5)])
def test_a_rectifiers_variance_without_bound(w: float, b: float, slope: float) -> None:
    found = mean_field(get("relu"), sqrt(w), b)
    assert (found.variance, found.converged) == (inf, False)
    assert found.slope == pytest.approx(slope, rel=1e-12)


@pytest.mark.parametrize(("w", "phase"), [(0.5, "ordered"), (0.99, "ordered"), (1.0, "critical")])
def test_a_variance_that_dies_out(w: float, phase: str) -> None:
    found = mean_field(get("tanh"), sqrt(w), 0.0)
    assert found.variance < 1e-12
    assert found.slope == pytest.approx(w, rel=1e-12)
    assert (found.phase, found.converged) == (phase, True)


def test_a_small_variance_just_above_the_transition() -> None:
    """E[tanh²] = q − 2q² + O(q³), so that σ_w² = 1 + ε has q* = ε/2 + O(ε²)."""
    assert mean_field(get("tanh"), sqrt(1 + 1e-4), 0.0).variance == pytest.approx(5e-5, rel=1e-3)


def test_no_weights_leave_the_variance_of_the_biases() -> None:
    found = mean_field(get("gelu"), 0.0, 0.7)
    assert (found.variance, found.slope, found.depth_scale) == (pytest.approx(0.49, rel=1e-12), 0.0, 0.0)
    assert mean_field(get("gelu"), 0.0, 0.0).variance == 0.0


def test_a_fixed_point_of_a_function_that_swings_for_ever() -> None:
    """The function z cos z has E[f²] = q/2 + (q − 4q²)·e^(−2q)/2, so at q = ¼: 1.6·⅛ + 0.05 = ¼; there E[f′²] = ⅝."""
    found = mean_field(get("gcu"), sqrt(1.6), sqrt(0.05))
    assert found.variance == pytest.approx(0.25, rel=1e-9)
    assert found.slope == pytest.approx(1.0, rel=1e-9)


def test_a_map_that_overshoots_still_settles() -> None:
    """For exp(−z²), V(q) = σ_w²/√(1 + 4q) falls: variances go up and down towards q*."""
    found = mean_field(get("gaussian"), 3.0, 0.0)
    assert found.converged
    assert found.variance * sqrt(1 + 4 * found.variance) == pytest.approx(9.0, rel=1e-9)


def test_a_fixed_point_that_repels_is_not_where_layers_lead() -> None:
    """The exponential at σ_w = 1/e, σ_b = 0: V(1) = e²/e² = 1, but V′(1) = 2."""
    found = mean_field(get("exponential"), 1 / np.e, 0.0)
    assert found.variance == pytest.approx(1.0, rel=1e-12)
    assert not found.converged


@every_activation
def test_every_activation_ends_where_layers_lead(activation: Activation) -> None:
    """Plain iteration from q = 1, 400 layers; compared where it has come to rest, at three settings each."""
    w, b = np.array([0.6, 1.2, 2.2]), np.array([0.1, 0.4, 0.02])
    q = np.ones(3)
    for _ in range(400):
        before, q = q, w**2 * variance_map(activation, q, 1.0, 0.0) + b**2
    found = mean_field_map(activation, w, b)
    for k in range(3):
        if q[k] > 1e7 or not np.isfinite(q[k]):
            assert found.variance[k] == inf
            assert not found.converged[k]
        elif abs(q[k] / before[k] - 1) < 1e-12:
            assert found.variance[k] == pytest.approx(q[k], rel=1e-8, abs=1e-13)
            assert found.converged[k]


@pytest.mark.parametrize("name", ["tanh", "gelu", "softshrink", "gaussian", "sine", "heaviside", "exponential"])
def test_maps_equal_single_points(name: str) -> None:
    """As many points as are taken from a table, and so few that each is integrated."""
    w, b = np.linspace(0.2, 3.0, 12), np.linspace(0.0, 1.5, 6)[:, np.newaxis]
    found = mean_field_map(get(name), w, b)
    assert found.slope.shape == (6, 12)
    assert found.slope.size > EXACT
    single = np.array([[mean_field(get(name), float(x), float(y[0])) for x in w] for y in b])
    few = mean_field_map(get(name), w[:5], b[:4])
    for y, x in np.ndindex(single.shape):
        cell = single[y, x]
        assert found.converged[y, x] == cell.converged
        if cell.converged:
            assert found.variance[y, x] == pytest.approx(cell.variance, rel=1e-5, abs=1e-9)
            assert found.slope[y, x] == pytest.approx(cell.slope, rel=1e-5, abs=1e-9)
        if y < 4 and x < 5 and cell.converged:
            assert few.slope[y, x] == pytest.approx(cell.slope, rel=1e-10)


@every_activation
def test_the_table_is_as_exact_as_it_says(activation: Activation) -> None:
    table = variance_table(activation)
    log_q = np.linspace(-10.0, min(table.log_q[-1], 7.0), 97)
    q = np.exp(log_q)
    exact = variance_map(activation, q, 1.0, 0.0)
    allowed = (2e-5 if activation.name == "exponential" else 2e-7) * np.maximum(exact, 1e-3 * q)
    assert (np.abs(np.exp(table.log_moment(log_q)) - exact) <= allowed).all()


def test_a_wide_network_behaves_as_predicted() -> None:
    """tanh, σ_w² = 2.5, σ_b² = 0.05, width 1,000, 12 layers, mean squared gradients taken back over the last 6.

    q of one layer has a standard deviation of about √(2/width) = 4 %; the mean of six is allowed 6 %. The factor of
    gradients over six layers errs by √6 times that of one, √(4/width) = 6 %, that is 2.6 % a layer; allowed are 8 %.
    """
    rng = np.random.default_rng(3)
    width, w, b = 1000, 2.5, 0.05
    h = rng.standard_normal(width)
    matrices, slopes, variances = [], [], []
    for _ in range(12):
        matrices.append(rng.normal(0.0, sqrt(w / width), (width, width)))
        z = matrices[-1] @ h + rng.normal(0.0, sqrt(b), width)
        h = np.tanh(z)
        slopes.append(1 - h**2)
        variances.append(np.mean(z**2))
    delta = rng.standard_normal(width)
    sizes = [np.mean(delta**2)]
    for matrix, slope in zip(matrices[:-7:-1], slopes[-2:-8:-1], strict=True):
        delta = slope * (matrix.T @ delta)
        sizes.append(np.mean(delta**2))
    found = mean_field(get("tanh"), sqrt(w), sqrt(b))
    assert np.mean(variances[-6:]) == pytest.approx(found.variance, rel=0.06)
    assert (sizes[-1] / sizes[0]) ** (1 / 6) == pytest.approx(found.slope, rel=0.08)


@pytest.mark.parametrize("name", ["tanh", "gelu", "mish", "sine", "elu"])
def test_points_are_fixed_to_rounding(name: str) -> None:
    for w, b in ((1.0, 0.3), (1.3, 0.2), (2.2, 0.5)):
        q = mean_field(get(name), w, b).variance
        if np.isfinite(q):
            assert float(variance_map(get(name), q, w, b)) == pytest.approx(q, rel=2e-11)


@pytest.mark.parametrize("deviations", [(-1.0, 0.0), (1.0, np.nan), (inf, 0.0)])
def test_bad_deviations_are_refused(deviations: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="finite and not negative"):
        mean_field(get("relu"), *deviations)


# The critical line ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("b", [0.0, 0.3, 2.0])
def test_a_rectifiers_critical_line_is_straight(b: float) -> None:
    assert critical_weight_deviation(get("relu"), b) == pytest.approx(sqrt(2), rel=1e-9)


def test_the_critical_line_starts_where_the_slope_at_0_is_1() -> None:
    assert critical_weight_deviation(get("tanh"), 0.0) == pytest.approx(1.0, abs=1e-7)
    assert critical_weight_deviation(get("lecun_tanh"), 0.0) == pytest.approx(3 / (2 * 1.7159), abs=1e-7)


@pytest.mark.parametrize("name", ["tanh", "sine", "selu", "gcu"])
def test_the_slope_is_1_on_the_critical_line(name: str) -> None:
    critical = critical_weight_deviation(get(name), 0.4)
    assert critical is not None
    assert mean_field(get(name), critical, 0.4).slope == pytest.approx(1.0, abs=1e-7)
    assert mean_field(get(name), critical * 0.99, 0.4).phase == "ordered"


@pytest.mark.parametrize("name", ["heaviside", "exponential"])
def test_no_line_where_the_slope_never_is_1_or_jumps_past_it(name: str) -> None:
    """A step has no slope; the exponential's fixed point vanishes at q = ½, where χ₁ = q, before χ₁ comes to 1."""
    assert critical_weight_deviation(get(name), 0.0) is None
