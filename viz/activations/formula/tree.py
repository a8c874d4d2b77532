"""The tree of a formula: numbers, names and calls, and its one spelling without spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

VARIABLE = "x"
CONSTANTS = ("pi", "e")
COMPARISONS = ("<", ">")
OPERATORS = ("+", "-", "*", "/", "**", "neg")
_STRENGTH = {"<": 0, ">": 0, "+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_ATOM = 5


class FormulaError(ValueError):
    """A formula that can't be had: why, and at which character of the text, counted from 0; None is the whole of it."""

    def __init__(self, reason: str, position: int | None = None) -> None:
        super().__init__(reason if position is None else f"character {position + 1}: {reason}")
        self.reason = reason
        self.position = position


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """The variable, a parameter or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator, a comparison or a function with its arguments; `where` takes a comparison and two values."""

    name: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Number | Name | Call


def call(name: str, *arguments: Tree) -> Call:
    """Return a call."""
    return Call(name, arguments)


def walk(tree: Tree) -> Iterator[Tree]:
    """Yield every node, a parent before its children."""
    yield tree
    if isinstance(tree, Call):
        for argument in tree.arguments:
            yield from walk(argument)


def depends(tree: Tree) -> bool:
    """Return whether the variable occurs in it."""
    return Name(VARIABLE) in walk(tree)


def parameters(tree: Tree) -> tuple[str, ...]:
    """Return the names of the parameters, in the order in which they are read."""
    names = (node.name for node in walk(tree) if isinstance(node, Name))
    return tuple(dict.fromkeys(name for name in names if name not in (VARIABLE, *CONSTANTS)))


def write(tree: Tree) -> str:
    """Return the formula without spaces, with no more parentheses than it needs."""
    if isinstance(tree, Number):
        return repr(tree.value).removesuffix(".0")
    if isinstance(tree, Name):
        return tree.name
    if tree.name not in _STRENGTH:
        return f"{tree.name}({','.join(map(write, tree.arguments))})"
    strength = _STRENGTH[tree.name]
    if tree.name == "neg":
        return f"-{_inside(tree.arguments[0], strength)}"
    left, right = tree.arguments
    # Powers bind to the right, and a minus on their right binds closer than they do; all else binds to the left.
    beyond = (strength + 1, 3) if tree.name == "**" else (strength, strength + 1)
    return f"{_inside(left, beyond[0])}{tree.name}{_inside(right, beyond[1])}"


def _inside(tree: Tree, least: int) -> str:
    strength = _STRENGTH.get(tree.name, _ATOM) if isinstance(tree, Call) else _ATOM
    return write(tree) if strength >= least else f"({write(tree)})"


def spaced(tree: Tree) -> str:
    """Return the formula as people type it: "max(0, x) + a*sin(3*x^2)"."""
    text = write(tree).replace("**", "^").replace(",", ", ").replace("<", " < ").replace(">", " > ")
    out = ""
    for place, character in enumerate(text):
        before = out.rstrip()[-1:]
        binary = character in "+-" and before and before not in "(,*/^<>+-" and not _exponent(text, place)
        out += f" {character} " if binary else character
    return out


def readable(tree: Tree) -> str:
    """Return the formula as people write it in one line of text: "max(0, x) + a·sin(3·x²)"."""
    text = re.sub(r"\^2(?![\d.])", "²", spaced(tree))
    return re.sub(r"\^3(?![\d.])", "³", text).replace("*", "·").replace("-", "−")


def _exponent(text: str, place: int) -> bool:
    """Return whether a sign stands in the power of ten of a number, as in 1e-05."""
    return text[place - 1] == "e" and place > 1 and text[place - 2].isdigit()
