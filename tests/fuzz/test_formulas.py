"""Any text is a formula or refused in words, without ever being run; what is taken can be used and written as code."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bounds import bounded, fuzzed, in_words
from tests.fuzz.hostile import damaged, texts
from tests.unit.activations.formula.trees import trees
from viz.activations.formula import FormulaError, formula_activation
from viz.activations.formula.functions import FUNCTIONS
from viz.activations.formula.syntax import LONGEST, parse
from viz.activations.formula.tree import write

CORPUS = Path(__file__).parent / "corpus" / "formulas.txt"
READ_SECONDS, MEGABYTES = 0.5, 40.0
SECONDS = 4.0  # two derivatives of half a second at most, and what is measured
TOKENS = st.sampled_from(
    (*FUNCTIONS, *"xzabe0123456789+-*/^(),.<>= ", "**", "<=", ">=", "pi", "alpha", "1e9", "max(", "where(x>0,", "^32")
)
SOUP = st.lists(TOKENS, max_size=40).map("".join)


def not_beyond(text: str, error: FormulaError) -> bool:
    """Return False; fail if the place of an error is not in the text."""
    assert error.position is None or 0 <= error.position <= max(len(text), LONGEST)
    return False


def check_reading(text: str) -> bool:
    """Fail unless a text is read as it should be; return whether it is a formula."""
    with bounded(READ_SECONDS, MEGABYTES):
        try:
            tree = parse(text)
        except FormulaError as error:
            in_words(error)
            return not_beyond(text, error)
        written = write(tree)
    assert write(parse(written)) == written
    return True


def check(text: str) -> None:
    """Fail unless a formula can be used, or is refused."""
    if not check_reading(text):
        return
    with bounded(SECONDS, MEGABYTES):
        try:
            activation = formula_activation(text)
        except FormulaError as error:
            in_words(error)
            return
        x = np.array([-1e300, -1e3, -1.0, -0.0, 0.0, 1.0, 1e3, 1e300, np.inf, -np.inf, np.nan])
        with np.errstate(all="ignore"):
            assert activation(x).shape == activation.derivative(x).shape == x.shape
        assert len(activation.label) <= 40
        for framework in ("numpy", "torch", "jax", "keras"):
            ast.parse(activation.code(framework) or "")


@given(text=st.one_of(SOUP, texts, trees().map(write).flatmap(damaged), st.text(max_size=LONGEST + 5)))
@fuzzed(0.2)
def test_any_text_is_read(text: str) -> None:
    check_reading(text)


@given(text=st.one_of(trees().map(write), trees().map(write).flatmap(damaged)))
@fuzzed(0.01)
def test_any_formula_can_be_used(text: str) -> None:
    check(text)


@pytest.mark.parametrize("line", CORPUS.read_text(encoding="utf-8").splitlines())
def test_corpus(line: str) -> None:
    check(line)
