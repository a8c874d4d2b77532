"""The registry: names, lookups and their errors, parameters, and snippets of code."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.unit.activations.cases import every_activation, every_variant
from viz.activations import ACTIVATIONS, GATED, Activation, get
from viz.activations.base import FRAMEWORKS

TORCH = [
    "threshold",
    "relu",
    "rrelu",
    "hardtanh",
    "relu6",
    "sigmoid",
    "hardsigmoid",
    "tanh",
    "silu",
    "mish",
    "hardswish",
    "elu",
    "celu",
    "selu",
    "gelu",
    "hardshrink",
    "leaky_relu",
    "logsigmoid",
    "softplus",
    "softshrink",
    "prelu",
    "softsign",
    "tanhshrink",
]
JAX = ["identity", "squareplus", "sparse_plus", "sparse_sigmoid"]
KERAS = ["exponential"]
ALSO = [
    "gelu_tanh",
    "quick_gelu",
    "hard_mish",
    "heaviside",
    "gaussian",
    "arctan",
    "lecun_tanh",
    "bent_identity",
    "sine",
    "snake",
    "squared_relu",
    "star_relu",
    "serf",
    "telu",
    "lisht",
    "gcu",
    "isru",
    "isrlu",
    "xielu",
]


def test_everything_listed_is_there() -> None:
    assert sorted(ACTIVATIONS) == sorted(TORCH + JAX + KERAS + ALSO)
    assert list(GATED) == ["glu", "bilinear", "reglu", "geglu", "swiglu"]
    assert all(name == activation.name for name, activation in ACTIVATIONS.items())
    assert len({activation.label for activation in ACTIVATIONS.values()}) == len(ACTIVATIONS)


def test_the_registry_is_read_only() -> None:
    with pytest.raises(TypeError):
        ACTIVATIONS["mine"] = get("relu")  # type: ignore[index]
    with pytest.raises(dataclasses.FrozenInstanceError):
        get("relu").name = "other"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        get("relu").range.low = -1.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        get("elu").values["alpha"] = 2.0  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rleu", "relu"), ("ReLU", "relu"), ("leakyrelu", "leaky_relu"), ("sigmiod", "sigmoid"), ("Swish", "silu")],
)
def test_an_unknown_name_suggests_the_likely_one(typed: str, meant: str) -> None:
    with pytest.raises(ValueError, match=f"^unknown activation '{typed}': did you mean '{meant}'\\?"):
        get(typed)


def test_a_name_like_no_other_lists_them_all() -> None:
    with pytest.raises(ValueError, match=r"^unknown activation 'zzz': known are identity, relu, .*, gaussian$"):
        get("zzz")


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("leaky_relu", {"slope": 3}, r"slope = 3\.0 is out of bounds: it must lie in \[0, 1\]"),
        ("elu", {"alpha": -0.1}, r"alpha = -0\.1 is out of bounds: it must lie in \[0, 5\]"),
        ("elu", {"alpha": float("nan")}, r"alpha = nan is out of bounds"),
        ("elu", {"alpha": "deep"}, r"alpha = 'deep' is not a number"),
        ("relu", {"slope": 0.1}, r"relu has no parameter 'slope' \(it accepts: none\)"),
        ("xielu", {"alpha": 0.1}, r"xielu has no parameter 'alpha' \(it accepts: alpha_p, alpha_n, beta\)"),
    ],
)
def test_bad_parameters_are_named(name: str, parameters: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        get(name, **parameters)


def test_parameters_are_set_and_kept() -> None:
    steep = get("leaky_relu", slope=0.3)
    assert dict(steep.values) == {"slope": 0.3}
    assert steep.arguments == (0.3,)
    assert steep(-2.0) == -0.6
    assert repr(steep) == "leaky_relu(slope=0.3)"
    assert steep == get("leaky_relu").with_parameters(slope=0.3) != get("leaky_relu")
    assert len({steep, get("leaky_relu", slope=0.3), get("leaky_relu"), get("relu")}) == 3
    assert dict(get("threshold", value=2.0).with_parameters(threshold=0.5).values) == {"threshold": 0.5, "value": 2.0}
    assert steep != "leaky_relu"


@every_activation
def test_a_record_is_whole(activation: Activation) -> None:
    for text in (activation.label, activation.family, activation.summary, activation.reference):
        assert text.strip() == text != ""
    assert activation.summary.endswith(".")
    assert any(char.isdigit() for char in activation.reference)
    assert activation.has_second_derivative
    for p in activation.parameters:
        assert p.low <= p.default <= p.high
        assert 0 < p.step < p.high - p.low
        assert all((p.label, p.description))
        assert p.symbol in activation.formula
    formulae = (activation.formula, activation.derivative_formula, activation.second_derivative_formula)
    for formula in formulae:
        assert formula.count("{") == formula.count("}")
        assert formula.count(r"\begin") == formula.count(r"\end")
        assert formula.count(r"\left") - formula.count(r"\left.") == formula.count(r"\right")
    assert "z" in activation.formula
    assert set(activation.templates) == set(FRAMEWORKS)


def test_a_missing_second_derivative_is_an_error() -> None:
    rough = dataclasses.replace(get("relu"), second_derivative_kernel=None)
    assert not rough.has_second_derivative
    with pytest.raises(ValueError, match="relu has no second derivative"):
        rough.second_derivative(1.0)


@every_variant
def test_numpy_code_computes_the_function(activation: Activation) -> None:
    z = np.linspace(-12.0, 12.0, 481)
    for variable in ("z", "pre_activation"):
        names = {variable: z}
        exec(activation.code("numpy", variable) or "", names)
        expected = activation(z)
        assert np.allclose(names["h"], expected, rtol=1e-12, atol=1e-14)


@every_variant
def test_code_shows_the_current_values(activation: Activation) -> None:
    for framework in FRAMEWORKS:
        snippet = activation.code(framework) or ""
        compile(snippet, framework, "exec")
        assert all(repr(value) in snippet for value in activation.arguments)
        assert snippet.splitlines()[-1].startswith(("h = ", "    "))


def test_code_of_a_framework_that_is_not_covered_is_none() -> None:
    bare = dataclasses.replace(get("relu"), templates={})
    assert bare.code("torch") is None
    assert dict(bare.frameworks) == {}


def test_where_frameworks_disagree() -> None:
    leaky = get("leaky_relu").frameworks
    assert [leaky[f].defaults["slope"] for f in ("torch", "jax", "keras")] == [0.01, 0.01, 0.2]
    assert "0.3" in leaky["keras"].note
    assert dict(leaky["torch"].kinks) == {0.0: 0.01}
    assert dict(leaky["jax"].kinks) == {0.0: 1.0}
    assert dict(get("leaky_relu", slope=0.3).frameworks["torch"].kinks) == {0.0: 0.3}
    prelu = get("prelu").frameworks
    assert [prelu[f].defaults["slope"] for f in ("torch", "keras")] == [0.25, 0.0]
    assert (prelu["torch"].native, prelu["jax"].native) == ("torch.nn.functional.prelu", None)
    relu = get("relu").frameworks
    assert [dict(relu[f].kinks) for f in ("torch", "jax", "keras")] == [{0.0: 0.0}] * 3
    assert "0.5" in relu["jax"].note
    hardtanh = get("hardtanh").frameworks
    assert dict(hardtanh["torch"].kinks) == {-1.0: 0.0, 1.0: 0.0}
    assert dict(hardtanh["jax"].kinks) == {-1.0: 1.0, 1.0: 1.0}
    assert dict(get("hardswish").frameworks["jax"].kinks) == {-3.0: 0.0, 3.0: 1.0}
    assert get("selu").frameworks["jax"].kinks[0.0] == pytest.approx(1.7581, abs=5e-5)
    assert "tanh" in get("gelu").frameworks["jax"].note
    assert "exact" in get("gelu").frameworks["torch"].note


def test_ranges_read_well() -> None:
    assert str(get("relu").range) == "[0, ∞)"
    assert str(get("tanh").range) == "(−1, 1)"
    assert str(get("silu").range) == "[−0.2785, ∞)"
    assert str(get("identity").range) == "(−∞, ∞)"
