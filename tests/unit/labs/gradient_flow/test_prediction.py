"""Theory's lines: published numbers come out of the recursion, and wide networks lie on them within a stated error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from viz.engine.initialisers import INITIALISERS, initialise_layer
from viz.labs.gradient_flow import InitialResult, Prediction, at_initialisation, he_condition, weight_deviation
from viz.labs.gradient_flow.prediction import inputs_for_theory, predict, weight_variance
from viz.spec.deep import DeepSpec
from viz.spec.flow_runs import LayersSpec

ONE = np.array([1.0])


def predicted(depth: int = 60, width: int = 64, **settings: Any) -> Prediction:
    spec = DeepSpec(hidden=(width,) * depth, steps=1, **settings)
    found, _ = predict(spec, ONE, (2, *spec.hidden, 1))
    assert found is not None
    return found


def tanh(variance: float) -> dict[str, Any]:
    """Return Schoenholz et al.'s networks with σ_b² = 0.05 and a σ_w²."""
    deviations = {"init_scale": variance**0.5, "init_bias_deviation": 0.05**0.5}
    return {"activation": "tanh", "initialiser": "lecun_normal", **deviations}


def measured(depth: int, width: int, seeds: int, **settings: Any) -> InitialResult:
    spec = DeepSpec(hidden=(width,) * depth, samples=40, steps=1, **settings)
    return at_initialisation(LayersSpec(spec, seeds))


# Numbers that are published or exact ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "factor"), [("he_normal", 1.0), ("lecun_normal", 0.5), ("glorot_uniform", 0.5)])
def test_relu_scales_variance_and_gradient_by_half_of_its_weights(name: str, factor: float) -> None:
    found = predicted(initialiser=name)
    hidden = slice(1, -1)
    np.testing.assert_allclose(found.variance[1:-1] / found.variance[:-2], factor, rtol=1e-6)
    np.testing.assert_allclose(np.square(found.factor)[hidden], factor, rtol=1e-6)


@pytest.mark.parametrize(("variance", "slope"), [(1.0, 0.759), (1.5, 0.939), (2.5, 1.134)])
def test_tanh_has_the_published_slopes(variance: float, slope: float) -> None:
    deep = np.square(predicted(depth=100, **tanh(variance)).factor)[40:60]
    np.testing.assert_allclose(deep, slope, atol=5e-4)


def test_critical_tanh_has_the_published_variance() -> None:
    found = predicted(depth=100, **tanh(1.761))
    assert found.variance[-2] == pytest.approx(0.570, abs=1e-3)
    assert found.factor[50] == pytest.approx(1.0, abs=2e-4)


def test_relu_fluctuates_by_five_over_width_a_layer() -> None:
    found = predicted(width=50, initialiser="he_normal")  # Hanin and Nica 2020
    np.testing.assert_allclose(np.diff(found.variance_spread[:-1])[1:], 5 / 50, rtol=1e-3)
    np.testing.assert_allclose(np.diff(found.sensitivity_spread[:-1]), -5 / 50, rtol=1e-3)


def test_he_condition_of_relu_is_two() -> None:
    spec = DeepSpec(initialiser="glorot_normal")
    assert he_condition(spec, predicted(initialiser="glorot_normal")) == pytest.approx(2.0, rel=1e-5)
    assert weight_deviation(spec) == pytest.approx(1.0)
    assert weight_deviation(DeepSpec(initialiser="he_uniform", init_scale=0.5)) == pytest.approx(0.5 * 2**0.5)


@pytest.mark.parametrize("shape", [(60, 60), (40, 90), (90, 40)])
@pytest.mark.parametrize("name", sorted(INITIALISERS))
def test_weight_variance_is_that_of_the_weights(name: str, shape: tuple[int, int]) -> None:
    weights = np.stack([initialise_layer(name, *shape, np.random.default_rng(seed))[0] for seed in range(20)])
    told = weight_variance(name, *shape)
    if told is None:
        assert abs(weights.mean()) > 1e-3
    else:
        # The sampling error of a normal variance is √(2/n) = 0.65 % for the fewest weights here; four of them.
        assert weights.var() == pytest.approx(told, rel=0.026, abs=1e-15)


def test_no_line_where_theory_has_none() -> None:
    for settings, reason in (
        ({"initialiser": "asymmetric"}, "mean 0"),
        ({"normalisation": "batch"}, "1.211"),
        ({"unit_activations": ("1.2:tanh",)}, "some differ"),
    ):
        spec = DeepSpec(hidden=(8, 8), **settings)
        found, why = predict(spec, ONE, (2, 8, 8, 1))
        assert found is None
        assert reason in why


def test_groups_of_samples_keep_the_mean() -> None:
    squares = np.random.default_rng(0).gamma(1.0, size=320)
    groups = inputs_for_theory(squares)
    assert len(groups) == 32
    assert groups.mean() == pytest.approx(squares.mean())
    assert len(inputs_for_theory(squares[:5])) == 5


# Wide networks against the lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        {"initialiser": "he_normal"},
        {"initialiser": "lsuv"},
        {"initialiser": "orthogonal", "init_scale": 2**0.5},
        {"activation": "gelu", "initialiser": "he_normal"},
        {"activation": "tanh", "residual": True, "initialiser": "glorot_normal"},
        {"normalisation": "layer", "residual": True},
        tanh(1.5),
        tanh(2.5),
    ],
    ids=lambda settings: "-".join(map(str, settings.values())),
)
def test_wide_networks_lie_on_the_lines(settings: dict[str, Any]) -> None:
    result = measured(12, 128, 16, **settings)
    assert result.prediction is not None
    for name, power in (("variance", 1), ("sensitivity", 2)):
        squares, line = getattr(result.profile, name) ** power, getattr(result.prediction, name) ** power
        spread = getattr(result.prediction, f"{name}_spread")
        if name == "sensitivity":
            squares, line = squares / squares[:, -2].mean(), line / line[-2]
        # The mean of 16 networks whose logarithms vary by `spread`, at most 5·12/128 = 0.5, is off by four standard
        # errors at most, and by 5 %, four standard errors of the layer that the line starts from.
        error = 4 * np.sqrt(np.expm1(spread) / 16) + 0.05
        hidden = slice(0, -1)
        assert (np.abs(squares.mean(axis=0) / line - 1)[hidden] < error[hidden]).all(), name


def test_depth_scale_of_wide_tanh_networks() -> None:
    result = measured(24, 128, 16, **tanh(1.0))
    logs = np.log(np.square(result.profile.sensitivity)).mean(axis=0)
    slope = np.polyfit(np.arange(4, 23), logs[4:23], 1)[0]
    # Published: ξ = 3.63. A line through 19 layers of 16 networks, whose logarithms walk by at most 2.5/128 a layer,
    # has a slope uncertain by √(2.5/128/16/19) = 0.008, 3 % of 1/ξ; half of the walk's variance, 3.5 %, is its drift.
    assert 1 / slope == pytest.approx(3.63, rel=0.1)


def test_relu_networks_of_this_width_differ_as_much_as_told() -> None:
    result = measured(30, 64, 48, initialiser="he_normal")
    assert result.prediction is not None
    found, told = np.log(result.profile.variance).var(axis=0)[5:30], result.prediction.variance_spread[5:30]
    # A variance from 48 networks is uncertain by √(2/47) = 21 %; samples that differ average up to half of it out.
    assert (found < 1.6 * told).all()
    assert (found > 0.3 * told).all()


def test_skips_past_relu_leave_the_line_as_told() -> None:
    result = measured(30, 64, 24, initialiser="he_normal", residual=True)
    found, told = result.profile.sensitivity, result.prediction
    assert told is not None
    excess = np.median(np.square(found[:, 0])) / np.median(np.square(found[:, -2]))
    excess /= (told.sensitivity[0] / told.sensitivity[-2]) ** 2
    assert excess > 30  # the line of infinite width is far off ...
    assert 0.1 < excess / (1 + told.aligned[0]) < 10  # ... and by the order that the aligned part gives


def test_batch_norm_makes_gradients_of_relu_grow() -> None:
    spec = DeepSpec(hidden=(128,) * 26, samples=300, test_share=0, steps=1, normalisation="batch")
    logs = np.log(at_initialisation(LayersSpec(spec, 4)).profile.sensitivity).mean(axis=0)
    # Yang et al. 2019: √(π/(π − 1)) = 1.211 a layer for infinite width and batch, once samples are as alike as they
    # get; here 128 and 300.
    assert np.exp((logs[6] - logs[24]) / 18) == pytest.approx(1.211, rel=0.03)
