"""A formula is read or refused: what is read means what Python means, what is refused is refused with its place."""

from __future__ import annotations

import math
import sys
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.activations.formula.hostile import HOSTILE
from tests.unit.activations.formula.trees import reference, trees
from viz.activations.formula.evaluate import Program
from viz.activations.formula.syntax import LONGEST, parse
from viz.activations.formula.tree import FormulaError, Tree, parameters, readable, spaced, write


class _Audit:
    """Notes what Python executes or opens while it watches; a hook can't be taken away again."""

    def __init__(self) -> None:
        self.watching = False
        self.events: list[str] = []
        sys.addaudithook(self)

    def __call__(self, event: str, _: object) -> None:
        if self.watching and event in ("exec", "import", "open", "os.system", "subprocess.Popen"):
            self.events.append(event)

    def start(self) -> None:
        self.watching, self.events = True, []

    def stop(self) -> list[str]:
        self.watching = False
        return self.events


_AUDIT = _Audit()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_formula_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert error.reason
    assert error.position is None or 0 <= error.position <= max(len(text), 0)


def test_there_are_many_of_them() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) > 200


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    refused = ""
    try:
        tree = parse(text)
    except FormulaError as error:
        refused = error.reason
    assert refused or parse(write(tree)) == tree


@given(st.text(alphabet="x1a.()+-*/^<>=, _esinmax", max_size=60))
def test_nothing_of_a_text_runs(text: str) -> None:
    _AUDIT.start()
    with suppress(FormulaError):
        parse(text)
    assert not _AUDIT.stop()


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("max(0, x) + foo", 12, "unknown name 'foo'"),
        ("x + x.real", 4, "attributes"),
        ("x + (1).real", 4, "attributes"),
        ("2x", 0, "needs a star"),
        ("x*sih(x)", 2, "did you mean"),
        ("x^x^x", 2, "tower of powers"),
        ("x^2^3", 2, "tower of powers"),
        ("x**99", 3, "exponents up to 32"),
        ("x + 'a'", 4, "quotes"),
        ("max(x, key=1)", 10, "="),
        ("x" + "+1" * 100, LONGEST, "201 characters"),
        ("  + x*foo", 6, "unknown name"),
        ("exp", 0, "exp(x)"),
        ("x + (x)(x)", 5, "star"),
    ],
)
def test_a_refusal_says_where_and_why(text: str, place: int, reason: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert reason in str(caught.value)
    if reason != "=":
        assert caught.value.position == place


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (" max( 0 , x ) + 0.10*sin( 3*x ) ", "max(0,x)+0.1*sin(3*x)"),
        ("z", "x"),
        ("x^2", "x**2"),
        ("-x^2", "-x**2"),
        ("(-x)^2", "(-x)**2"),
        ("(x^2)^3", "(x**2)**3"),
        ("x - (1 - 2)", "x-(1-2)"),
        ("(x*2)*3", "x*2*3"),
        ("x/(2*3)", "x/(2*3)"),
        ("2^-x", "2**-x"),
        ("where(x <= 0, a*x, x)", "where(x>0,x,a*x)"),
        ("where(x >= 0, a*x, x)", "where(x<0,x,a*x)"),
        ("ln(atan(x))", "log(arctan(x))"),
        ("+x", "x"),
        ("1e-5*x", "1e-05*x"),
    ],
)
def test_a_formula_has_one_spelling(text: str, written: str) -> None:
    assert write(parse(text)) == written


def test_parameters_are_in_the_order_of_reading() -> None:
    assert parameters(parse("b*x + a*pi + beta + b")) == ("b", "a", "beta")


@given(trees())
def test_what_is_written_is_read_again(tree: Tree) -> None:
    assert parse(write(tree)) == tree
    assert parse(spaced(tree)) == tree
    assert "*" not in readable(tree)


@given(trees(), st.floats(-3, 3))
def test_it_means_what_python_means(tree: Tree, x: float) -> None:
    """Python itself evaluates the text here, as this test made it."""
    names = {"x": x, "a": 0.7, "b": -1.3, "pi": math.pi, "e": math.e}
    try:
        expected = eval(write(tree), {**reference(), **names})
    except (ValueError, OverflowError, ZeroDivisionError, TypeError):  # TypeError: it compared complex numbers
        return
    with np.errstate(all="ignore"):
        value = Program(tree, ("a", "b"))(x, 0.7, -1.3)
    if isinstance(expected, complex):
        assert math.isnan(value)
    elif math.isfinite(expected):
        assert value == pytest.approx(expected, rel=1e-9, abs=1e-12)
