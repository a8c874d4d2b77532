"""JAX as the oracle: its own functions where it has them, its autodiff for every activation.

The JAX snippet of each record is executed, so this also tests what users copy.
"""

from __future__ import annotations

from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from tests.unit.activations.cases import away_from_breaks, every_variant
from viz.activations import ACTIVATIONS, GATED, Activation
from viz.activations.gated import Gated

POINTS = np.concatenate([np.linspace(-9.9, 9.9, 150), np.random.default_rng(3).uniform(-25.0, 25.0, 50)])


def _from_snippet(activation: Activation) -> Callable[[jax.Array], jax.Array]:
    snippet = compile(activation.code("jax") or "", activation.name, "exec")

    def function(z: jax.Array) -> jax.Array:
        names = {"z": z}
        exec(snippet, names)
        return names["h"]

    return function


def _slope(function: Callable[[jax.Array], jax.Array]) -> Callable[[jax.Array], jax.Array]:
    return jax.grad(lambda z: function(z).sum())


@every_variant
def test_value_and_derivatives(activation: Activation) -> None:
    z = away_from_breaks(activation, POINTS, 1e-6)
    function = _from_snippet(activation)
    for ours, theirs, tolerance in (
        (activation, function, 1e-12),
        (activation.derivative, _slope(function), 1e-12),
        (activation.second_derivative, _slope(_slope(function)), 1e-11),  # JAX loses a digit in 1 − tanh²
    ):
        expected = np.asarray(theirs(jnp.asarray(z)))
        assert expected.dtype == np.float64
        error = np.abs(ours(z) - expected) / np.maximum(np.abs(expected), 1.0)
        assert error.max() <= tolerance


@every_variant
def test_derivative_at_the_kinks(activation: Activation) -> None:
    slope = _slope(_from_snippet(activation))
    declared = activation.frameworks["jax"].kinks
    assert set(declared) == {kink.at for kink in activation.kinks}
    for at, derivative in declared.items():
        assert float(slope(jnp.asarray(at))) == pytest.approx(derivative, rel=1e-12)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("hardtanh", jax.nn.hard_tanh),
        ("softplus", jax.nn.softplus),
        ("squareplus", jax.nn.squareplus),
        ("leaky_relu", jax.nn.leaky_relu),
        ("elu", jax.nn.elu),
        ("celu", jax.nn.celu),
        ("gelu_tanh", jax.nn.gelu),
        ("silu", jax.nn.swish),
    ],
)
def test_defaults_are_those_of_jax(name: str, function: Callable[[jax.Array], jax.Array]) -> None:
    activation = ACTIVATIONS[name]
    assert np.allclose(activation(POINTS), function(jnp.asarray(POINTS)), rtol=1e-12, atol=1e-14)
    for at, derivative in activation.frameworks["jax"].kinks.items():
        assert float(jax.grad(function)(at)) == derivative


def test_relu_written_as_a_maximum_has_another_derivative_at_zero() -> None:
    assert jax.grad(lambda z: jnp.maximum(z, 0))(0.0) == 0.5


def test_every_native_function_exists() -> None:
    for activation in ACTIVATIONS.values():
        native = activation.frameworks["jax"].native
        if native is not None:
            module, _, name = native.rpartition(".")
            assert callable(getattr({"jax.nn": jax.nn, "jax.numpy": jnp}[module], name))


@pytest.mark.parametrize("unit", GATED.values(), ids=list(GATED))
def test_gated_units(unit: Gated) -> None:
    a, b = np.meshgrid(np.linspace(-4.0, 4.0, 33) + 0.01, np.linspace(-2.0, 2.0, 9))

    def function(a: jax.Array, b: jax.Array) -> jax.Array:
        names = {"a": a, "b": b}
        exec(unit.code("jax") or "", names)
        return names["h"]

    gradient = jax.grad(lambda a, b: function(a, b).sum(), argnums=(0, 1))(jnp.asarray(a), jnp.asarray(b))
    for ours, theirs in zip((unit(a, b), *unit.gradient(a, b)), (function(a, b), *gradient), strict=True):
        assert np.allclose(ours, theirs, rtol=1e-12, atol=1e-14)


def test_glu_is_that_of_jax_with_its_halves_in_order() -> None:
    a, b = np.random.default_rng(0).normal(size=(2, 50))
    assert np.allclose(GATED["glu"](a, b), jax.nn.glu(jnp.concatenate([b, a])), rtol=1e-12)
