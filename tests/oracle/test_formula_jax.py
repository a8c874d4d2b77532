"""The code of a formula, run in NumPy and JAX, gives what the app computes; jax.grad gives f′, also at kinks."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from scipy import special

from viz.activations import Activation
from viz.activations.base import FrameworkName
from viz.activations.formula import formula_activation

TEXTS = (
    "max(0, x) + a*sin(3*x)", "where(x < 0.5, a*x^2, sqrt(abs(x)) + pi)", "x*tanh(softplus(x))", "erf(x/a)^3",
    "max(-1, x, min(1, a*x))", "abs(x - 1)", "relu(x)*step(x - 1)", "sigmoid(a*x) - arctan(x)", "log1p(x^2)/(1 + e^-x)",
    "-a^2*x", "cosh(x)/expm1(x + 9)", "sign(x)*a + x", "where(x <= 0, a*(exp(x) - 1), x)",
)  # fmt: skip
X = np.array([-3.1, -1.7, -0.6, -0.2, 0.3, 0.8, 1.4, 2.9])


def run(activation: Activation, framework: FrameworkName, z: Any) -> Any:
    names: dict[str, Any] = {"z": z, "np": np, "special": special, "jax": jax, "jnp": jnp}
    exec(activation.code(framework) or "", names)
    return names["h"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("a", [0.7, -1.2])
def test_the_code_computes_the_formula_and_jax_its_derivative(text: str, a: float) -> None:
    activation = formula_activation(text, **({"a": a} if "a*" in text or "/a" in text or "*a" in text else {}))
    np.testing.assert_allclose(run(activation, "numpy", X), activation(X), rtol=1e-12)
    with jax.enable_x64(True):
        np.testing.assert_allclose(run(activation, "jax", jnp.asarray(X)), activation(X), rtol=1e-9)
        slope = jax.grad(lambda z: run(activation, "jax", z))
        found = [float(slope(z)) for z in X]
        np.testing.assert_allclose(activation.derivative(X), found, rtol=1e-8, atol=1e-10)
        for kink in activation.kinks:
            assert float(slope(kink.at)) == pytest.approx(kink.derivative_in("jax"), abs=1e-6)
