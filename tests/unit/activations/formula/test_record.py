"""A formula as an activation: f′ and f″, kinks, gaps, and what is refused before it is used."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.unit.activations.formula.trees import smooth_trees, trees
from viz.activations import get
from viz.activations.formula import EXAMPLES, FormulaError, formula_activation
from viz.activations.formula import differentiate as differentiate_module
from viz.activations.formula.deadline import within
from viz.activations.formula.evaluate import Program
from viz.activations.formula.measure import check_slope
from viz.activations.formula.record import gaps
from viz.activations.formula.tree import Tree, parameters, write
from viz.activations.piecewise import pieces

X = np.array([-2.83, -1.61, -0.77, -0.31, 0.23, 0.57, 1.19, 2.41])


@given(smooth_trees())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_the_derivative_is_that_of_a_complex_step(tree: Tree) -> None:
    """f(x + ih) has h·f′(x) for its imaginary part; erf, the sigmoid and softplus do it by their own definitions."""
    text = write(tree)
    assume("erf" not in text and "softplus" not in text and "arctan" not in text and "**0.5" not in text)
    try:
        activation = formula_activation(text)
    except FormulaError:
        assume(False)
    step = 1e-30
    with np.errstate(all="ignore"):
        shifted = Program(tree, parameters(tree))(X + 1j * step, *activation.values.values())
    expected = np.imag(np.broadcast_to(shifted, X.shape)) / step
    found = activation.derivative(X)
    sure = np.isfinite(expected) & np.isfinite(found) & (np.abs(expected) < 1e100)
    np.testing.assert_allclose(
        found[sure], expected[sure], rtol=1e-7, atol=1e-9 * (1 + np.abs(expected[sure]).max(initial=0))
    )


@given(trees())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_any_formula_is_refused_or_usable(tree: Tree) -> None:
    try:
        activation = formula_activation(write(tree))
    except FormulaError as error:
        assert error.reason  # noqa: PT017
        return
    assert activation(X).shape == activation.derivative(X).shape == X.shape
    assert activation.second_derivative(X).dtype == np.float64
    assert activation(X.astype(np.float32)).dtype == np.float32
    assert list(activation.kinks) == sorted(activation.kinks, key=lambda kink: kink.at)
    assert activation.lipschitz >= 0
    assert gaps(activation) is gaps(activation)


@pytest.mark.parametrize(
    ("text", "values", "name", "others"),
    [
        ("max(0, x)", {}, "relu", {}),
        ("relu(x)", {}, "relu", {}),
        ("where(x > 0, x, a*x)", {"a": 0.3}, "leaky_relu", {"slope": 0.3}),
        ("max(a*x, x)", {"a": 0.3}, "leaky_relu", {"slope": 0.3}),
        ("x*sigmoid(x)", {}, "silu", {}),
        ("x/(1 + exp(-x))", {}, "silu", {}),
        ("x/2*(1 + erf(x/sqrt(2)))", {}, "gelu", {}),
        ("where(x > 0, x, a*expm1(x))", {"a": 1.0}, "elu", {}),
        ("x*tanh(softplus(x))", {}, "mish", {}),
        ("tanh(x)", {}, "tanh", {}),
        ("log(1 + exp(x))", {}, "softplus", {}),
        ("min(6, max(0, x))", {}, "relu6", {}),
        ("step(x)", {}, "heaviside", {}),
        ("x/(1 + abs(x))", {}, "softsign", {}),
    ],
)
def test_a_formula_of_a_known_function_is_that_function(
    text: str, values: dict[str, float], name: str, others: dict[str, float]
) -> None:
    ours, known = formula_activation(text, **values), get(name, **others)
    z = np.concatenate([np.linspace(-30, 30, 997), [0.0, -600.0, 600.0]])
    np.testing.assert_allclose(ours(z), known(z), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(ours.derivative(z), known.derivative(z), rtol=1e-9, atol=1e-8)
    assert [(k.at, k.jump) for k in ours.kinks] == [(k.at, k.jump) for k in known.kinks]
    for mine, theirs in zip(ours.kinks, known.kinks, strict=True):
        assert (mine.left, mine.right) == pytest.approx((theirs.left, theirs.right), abs=1e-5)
    assert ours.saturates == known.saturates
    assert ours.symmetry == known.symmetry
    assert ours.lipschitz == pytest.approx(known.lipschitz, rel=1e-4)
    assert ours.monotonic == known.monotonic
    assert (ours.range.low, ours.range.high) == pytest.approx((known.range.low, known.range.high), abs=1e-3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abs(x - 1/3)", [1 / 3]),
        ("max(0, x - 0.1)", [0.1]),
        ("max(-1, min(1, x))", [-1, 1]),
        ("abs(x^2 - 2)", [-np.sqrt(2), np.sqrt(2)]),
        ("max(100, x)", [100]),
        ("abs(x)^3", []),
        ("abs(x^2)", []),
        ("max(x, x)", []),
        ("sign(x)*x^2", []),
        ("x*abs(x)", []),
        ("max(0, x)^2", []),
        ("sin(x)", []),
        ("where(x > 1, 2*x, x + 1)", [1]),
        ("relu(abs(x) - 1)", [-1, 1]),
    ],
)
def test_kinks_are_where_the_slope_jumps(text: str, expected: list[float]) -> None:
    assert [kink.at for kink in formula_activation(text).kinks] == pytest.approx(expected, abs=1e-12)


def test_kinks_move_with_the_parameters() -> None:
    assert [kink.at for kink in formula_activation("max(a, x)", a=0.25).kinks] == [0.25]
    assert [kink.at for kink in formula_activation("max(a, x)", a=-3).kinks] == [-3]


def test_straight_pieces_are_found() -> None:
    found = pieces(formula_activation("max(a*x, min(1, x))", a=0.25))
    assert found.kinks.tolist() == [0, 1, 4]
    assert found.slopes.tolist() == [0.25, 1, 0, 0.25]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("log(x)", ["f is not a number for x up to 0"]),
        ("exp(x)", ["f overflows for x from 709.8 on"]),
        ("1/x", ["f overflows at x = 0"]),
        ("max(0, x)", []),
        ("sqrt(1 - x^2)", ["f is not a number for x up to −1", "f is not a number for x from 1 on"]),
    ],
)
def test_gaps_are_found(text: str, said: list[str]) -> None:
    assert [f"{name} {gap}" for name, gap in gaps(formula_activation(text)) if name == "f"] == said
    activation = formula_activation(text)
    z = np.linspace(-5, 5, 101)
    assert not np.isfinite(activation.derivative(z)[np.isnan(activation(z))]).any()


def test_a_population_is_its_members() -> None:
    """Parameters may be arrays, one value for each network."""
    activation = formula_activation("x^a*sin(b*x) + a", a=2.0)
    z = np.random.default_rng(0).normal(size=(3, 4, 5))
    a, b = np.array([1.0, 2.0, 3.0]).reshape(3, 1, 1), np.array([0.5, -1.0, 2.0]).reshape(3, 1, 1)
    for kernel in (activation.value_kernel, activation.derivative_kernel):
        together = np.empty_like(z)
        with np.errstate(all="ignore"):
            kernel(z, together, a, b)
            for p in range(3):
                alone = np.empty_like(z[p])
                kernel(z[p], alone, float(a[p, 0, 0]), float(b[p, 0, 0]))
                np.testing.assert_array_equal(together[p], alone)


def test_two_formulas_differ_and_one_is_itself() -> None:
    assert formula_activation("max(0,x)") == formula_activation(" max(0, z)")
    assert hash(formula_activation("a*x", a=2)) == hash(formula_activation("a*x", a=2))
    assert formula_activation("a*x", a=2) != formula_activation("a*x", a=3)
    assert formula_activation("x^2") != formula_activation("x^3")


def test_a_slope_that_differences_contradict_is_refused() -> None:
    with pytest.raises(FormulaError, match=r"x = .*: not used"):
        check_slope(np.sin, lambda x: np.cos(x) + 1e-2 * (x > 3), ())
    check_slope(np.sin, np.cos, ())


def test_what_never_is_a_number_is_refused() -> None:
    with pytest.raises(FormulaError, match="no finite value"):
        formula_activation("sqrt(-1 - x^2)")


def test_a_parameter_is_checked() -> None:
    with pytest.raises(ValueError, match="no parameter 'b'"):
        formula_activation("a*x", b=1)
    with pytest.raises(ValueError, match="out of bounds"):
        formula_activation("a*x", a=11)


def test_work_that_takes_too_long_is_broken_off() -> None:
    running = []

    def endless() -> None:
        while True:
            running.append(time.monotonic())

    with pytest.raises(TimeoutError):
        within(0.05, endless)
    length = len(running)
    assert within(1.0, lambda: 7) == 7
    assert len(running) == length
    with pytest.raises(KeyError):
        within(1.0, lambda: {}["missing"])


def test_a_formula_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differentiate_module, "SECONDS", 1e-9)
    monkeypatch.setattr("viz.activations.formula.deadline.POLL", 1e-6)
    with pytest.raises(FormulaError, match="takes over"):
        formula_activation("sin(exp(cos(x*1.2345)))*sin(exp(cos(x*1.2346)))*sin(exp(cos(x*1.2347)))")


@pytest.mark.parametrize(("text", "values"), EXAMPLES)
def test_the_examples_can_be_used(text: str, values: dict[str, float]) -> None:
    assert np.isfinite(formula_activation(text, **values)(X)).all()
