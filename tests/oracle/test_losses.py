"""Losses on logits from moderate to ±1000, against optax and JAX, and against more digits than float64 has."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.oracle.jax_network import LOSSES as IN_JAX
from tests.oracle.jax_network import OUTPUTS, random_targets
from viz.engine.losses import LOSSES

P, B = 3, 11
EPSILON = float(np.finfo(np.float64).eps)
CROSS_ENTROPIES = ("binary_cross_entropy", "softmax_cross_entropy")


def as_columns(samples: np.ndarray) -> np.ndarray:
    """Turn (P, B, C) into the engine's (P, C, B)."""
    return np.ascontiguousarray(samples.swapaxes(1, 2))


def softplus(m: float) -> np.longdouble:
    """Return log(1 + e^m) with more digits than float64 has, where the machine has them."""
    wide = np.longdouble(m)
    return max(wide, np.longdouble(0)) + np.log1p(np.exp(-abs(wide)))


def test_every_loss_has_an_oracle():
    assert set(LOSSES) == set(IN_JAX)


@pytest.mark.parametrize("scale", [1.0, 30.0, 1000.0])
@pytest.mark.parametrize("name", IN_JAX)
def test_value_and_gradient_equal_optax(name: str, scale: float) -> None:
    rng = np.random.default_rng(0)
    z, y = scale * rng.uniform(-1, 1, (P, B, OUTPUTS[name])), random_targets(rng, name, P, B)
    value = LOSSES[name].value(as_columns(z), as_columns(y))
    gradient = np.full_like(as_columns(z), np.nan)
    LOSSES[name].gradient(as_columns(z), as_columns(y), gradient)
    assert value.shape == (P,)
    for number in range(P):
        expected, slope = jax.value_and_grad(IN_JAX[name])(jnp.asarray(z[number]), jnp.asarray(y[number]))
        assert value[number] == pytest.approx(float(expected), rel=1e-14)
        # Where the prediction is all but certain, p − y is rounded to a multiple of ε.
        np.testing.assert_allclose(gradient[number].T, slope, rtol=1e-13, atol=EPSILON / B)


@pytest.mark.parametrize("z", [-1e3, -40.0, -20.0, -1.0, 0.0, 1.0, 20.0, 36.0, 1e3])
@pytest.mark.parametrize("label", [0.0, 1.0])
def test_binary_cross_entropy_keeps_its_digits_near_0(z: float, label: float) -> None:
    """Its value is log(1 + e^m) with m = −z for class 1 and z for class 0, however small that is."""
    value = LOSSES["binary_cross_entropy"].value(np.full((1, 1, 1), z), np.full((1, 1, 1), label))
    assert value[0] == pytest.approx(float(softplus(-z if label else z)), rel=1e-14, abs=0)


@pytest.mark.parametrize("offset", [0.0, 1e3, -1e3])
@pytest.mark.parametrize("margin", [-1e3, -20.0, 0.0, 5.0, 20.0, 40.0])
def test_softmax_cross_entropy_keeps_its_digits_whatever_the_offset(margin: float, offset: float) -> None:
    """Its value for two classes is log(1 + e^−margin)."""
    z = np.array([offset + margin, offset]).reshape(1, 2, 1)
    value = LOSSES["softmax_cross_entropy"].value(z, np.array([1.0, 0.0]).reshape(1, 2, 1))
    assert value[0] == pytest.approx(float(softplus(-margin)), rel=1e-14, abs=0)


@pytest.mark.parametrize("name", CROSS_ENTROPIES)
def test_nothing_overflows_at_logits_of_1000(name: str) -> None:
    """Warnings are errors here, so this holds the forms to be stable, not only their results."""
    rng = np.random.default_rng(1)
    z = as_columns(rng.choice([-1e3, 1e3], (P, B, OUTPUTS[name])))
    y = as_columns(random_targets(rng, name, P, B))
    gradient = np.empty_like(z)
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        value = LOSSES[name].value(z, y)
        LOSSES[name].gradient(z, y, gradient)
        prediction = LOSSES[name].link(z)
    for array in (value, gradient, prediction):
        assert np.isfinite(array).all()
    assert 100 < value.max() <= 2000
    assert np.abs(gradient).max() <= 1 / B


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_links_equal_jax(scale: float) -> None:
    z = scale * np.random.default_rng(2).uniform(-1, 1, (P, B, 3))
    links = {
        "mse": lambda z: z,
        "binary_cross_entropy": jax.nn.sigmoid,
        "softmax_cross_entropy": lambda z: jax.nn.softmax(z, axis=-1),
    }
    assert set(links) == set(LOSSES)
    for name, link in links.items():
        mine = LOSSES[name].link(as_columns(z)).swapaxes(1, 2)
        np.testing.assert_allclose(mine, link(jnp.asarray(z)), rtol=1e-12, atol=1e-300, err_msg=name)


def test_a_link_leaves_its_argument_alone():
    for name, loss in LOSSES.items():
        z = np.random.default_rng(3).standard_normal((P, OUTPUTS[name], B))
        before = z.copy()
        loss.link(z)
        loss.value(z, np.zeros_like(z))
        np.testing.assert_array_equal(z, before)
