"""An activation and its parameters as a short text, ``leaky_relu(slope:0.3)``, the form that travels in a link.

A formula of one's own is ``formula(max(0,x)+a*sin(3*x),a:0.1)``: what stands before the first comma that is in no inner
parentheses is the formula, the rest are its parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from types import MappingProxyType

from viz.activations import ACTIVATIONS, Activation, get
from viz.activations.formula import EXAMPLES, FormulaError, formula_activation, is_formula

FORMULA = "formula"  # by itself it stands for the first example
FORMULA_LABEL = "Your own formula…"
CHOICES: Mapping[str, str] = MappingProxyType(
    {FORMULA: FORMULA_LABEL} | {name: activation.label for name, activation in ACTIVATIONS.items()}
)  # what a widget offers: name -> wording

MAX_FORMULAS = 8  # different ones of one link: each may take a second to differentiate

_FORM = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\((?P<parameters>[^()]*)\))?")


@lru_cache(1024)  # a sweep asks thousands of times for the same
def read_activation(text: str) -> Activation:
    """Return the activation that `text` names.

    Raises ValueError for an unknown name, an unknown parameter, one out of its bounds, or another form.
    """
    if text.strip() == FORMULA:
        return formula_activation(EXAMPLES[0][0], **EXAMPLES[0][1])
    if is_formula(text.strip()):
        return _read_formula(text.strip())
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:60]!r} is not of the form name or name(parameter:value,…)")
    return get(match["name"], **_read_parameters(filter(None, (match["parameters"] or "").split(",")), text))


def _read_formula(text: str) -> Activation:
    if not text.endswith(")"):
        raise ValueError(f"{text[:60]!r} is not of the form formula(…)")
    formula, *pairs = split(text[len(FORMULA) + 1 : -1], ",")
    return formula_activation(formula, **_read_parameters(pairs, text))


def _read_parameters(pairs: Iterable[str], text: str) -> dict[str, float]:
    parameters: dict[str, float] = {}
    for pair in pairs:
        name, _, value = pair.partition(":")
        try:
            parameters[name.strip()] = float(value)
        except ValueError:
            raise ValueError(f"{pair[:40]!r} in {text[:60]!r} is not of the form parameter:number") from None
    return parameters


def write_activation(activation: Activation) -> str:
    """Return the shortest text that names `activation`: parameters at their defaults are left out."""
    defaults = {parameter.name: parameter.default for parameter in activation.parameters}
    changed = {name: value for name, value in activation.values.items() if value != defaults[name]}
    if not changed:
        return activation.name
    pairs = ",".join(f"{name}:{float(value)!r}".removesuffix(".0") for name, value in changed.items())
    return f"{activation.name[:-1]},{pairs})" if is_formula(activation.name) else f"{activation.name}({pairs})"


def with_formula(text: str, formula: str) -> str:
    """Return the text of an activation with another formula; parameters that both have keep their values.

    Raises FormulaError for a formula that can't be had.
    """
    activation, kept = formula_activation(formula), read_activation(text).values
    return canonical(
        write_activation(activation.with_parameters(**{name: kept[name] for name in activation.values if name in kept}))
    )


def choice_of(activation: Activation) -> str:
    """Return which of `CHOICES` an activation is."""
    return FORMULA if is_formula(activation.name) else activation.name


def split(text: str, separator: str) -> list[str]:
    """Split at separators outside of parentheses."""
    items, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == separator and depth == 0:
            items.append("")
        else:
            items[-1] += character
    return items


def canonical(text: str) -> str:
    """Return the one spelling of an activation's text; raise ValueError as :func:`read_activation` does."""
    link = _link.get()
    if link is None or not is_formula(text.strip()):
        return write_activation(read_activation(text))
    formula, *_ = split(text.strip()[len(FORMULA) + 1 : -1], ",")
    if formula in link and link[formula] is not None:
        raise ValueError(link[formula])
    if formula not in link and len(link) == MAX_FORMULAS:
        raise ValueError(f"this is formula number {MAX_FORMULAS + 1} of one link; accepted are {MAX_FORMULAS}")
    link[formula] = None
    try:
        return write_activation(read_activation(text))
    except FormulaError as error:
        link[formula] = str(error)
        raise


_link: ContextVar[dict[str, str | None] | None] = ContextVar("formulas of the link that is read", default=None)


@contextmanager
def one_link() -> Iterator[None]:
    """Within it, few formulas are read, and one that is refused is refused again without another look."""
    if _link.get() is not None:  # a lane within a link is of it
        yield
        return
    token = _link.set({})
    try:
        yield
    finally:
        _link.reset(token)
