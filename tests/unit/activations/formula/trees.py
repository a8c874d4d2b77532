"""Random formulas, and what their functions mean according to Python's own mathematics."""

from __future__ import annotations

import math
from collections.abc import Callable

from hypothesis import strategies as st

from viz.activations.formula.functions import FUNCTIONS
from viz.activations.formula.tree import Call, Name, Number, Tree, call, depends, write

_NUMBERS = st.sampled_from((0.0, 0.1, 0.5, 1.0, 2.0, 3.0, 7.25))
_LEAVES = st.one_of(_NUMBERS.map(Number), st.sampled_from(("x", "x", "x", "a", "b", "pi")).map(Name))
_ONE = tuple(name for name, function in FUNCTIONS.items() if function.most == 1)
_SMOOTH = ("sin", "cos", "tanh", "arctan", "erf", "sigmoid", "softplus", "exp", "sinh", "cosh", "expm1")


def trees(functions: tuple[str, ...] = _ONE, *, switches: bool = True) -> st.SearchStrategy[Tree]:
    """Return formulas in x, a and b that the reader takes."""

    def larger(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        two = st.tuples(inner, inner)
        kinds = [
            st.tuples(st.sampled_from("+-*/"), two).map(lambda pair: Call(pair[0], pair[1])),
            inner.map(lambda tree: call("neg", tree)),
            st.tuples(st.sampled_from(functions), inner).map(lambda pair: call(*pair)),
            st.tuples(inner, st.sampled_from((0.5, 2.0, 3.0))).map(lambda pair: call("**", pair[0], Number(pair[1]))),
        ]
        if switches:
            kinds += [
                st.tuples(st.sampled_from(("max", "min")), two).map(lambda pair: Call(pair[0], pair[1])),
                st.tuples(st.sampled_from("<>"), two, inner, inner).map(
                    lambda four: call("where", Call(four[0], four[1]), four[2], four[3])
                ),
            ]
        return st.one_of(kinds)

    return st.recursive(_LEAVES, larger, max_leaves=8).filter(lambda tree: depends(tree) and len(write(tree)) <= 150)


def smooth_trees() -> st.SearchStrategy[Tree]:
    """Return formulas without switches."""
    return trees(_SMOOTH, switches=False)


def reference() -> dict[str, Callable[..., float]]:
    """Return the functions by Python's own definitions."""
    return {
        "max": max, "min": min, "abs": abs, "exp": math.exp, "expm1": math.expm1, "log": math.log,
        "log1p": math.log1p, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "tan": math.tan,
        "sinh": math.sinh, "cosh": math.cosh, "tanh": math.tanh, "arctan": math.atan, "erf": math.erf,
        "sign": lambda u: float(u > 0) - float(u < 0),
        "step": lambda u: float(u >= 0),
        "relu": lambda u: max(u, 0.0),
        "where": lambda test, yes, no: yes if test else no,
        "sigmoid": lambda u: 1 / (1 + math.exp(-u)) if u > 0 else math.exp(u) / (1 + math.exp(u)),
        "softplus": lambda u: max(u, 0.0) + math.log1p(math.exp(-abs(u))),
    }  # fmt: skip
