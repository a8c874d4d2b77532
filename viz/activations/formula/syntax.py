"""Reads a formula: Python's own parser makes a syntax tree, and what is not on a short list is refused.

Nothing of the text is ever run. Characters that no formula needs are refused before the parser sees them.
"""

from __future__ import annotations

import ast
import difflib
import math
import re
import string
import warnings

from viz.activations.formula.functions import ALIASES, FUNCTIONS
from viz.activations.formula.tree import (
    CONSTANTS,
    VARIABLE,
    Call,
    FormulaError,
    Name,
    Number,
    Tree,
    call,
    depends,
    parameters,
    walk,
    write,
)

LONGEST = 200  # characters, also of the spelling without spaces
MOST_NODES = 60
DEEPEST = 24
MOST_PARAMETERS = 4
LARGEST = 1e9
SMALLEST = 1e-9
LARGEST_EXPONENT = 32  # of one power, and twice that of powers within powers
WORDS = ("alpha", "beta", "gamma", "theta", "omega", "slope", "scale", "shift")
PARAMETERS = (*(letter for letter in string.ascii_lowercase if letter not in "exz"), *WORDS)

_PAIRS = re.compile(r"//|<<|>>|(?<![<>=])=(?!=)|==|<>|__|\.\.")
_ALLOWED = set(string.ascii_letters + string.digits + " _.,+-*/^()<>=")
_REASONS = {
    "'": "text in quotes has no place in a formula",
    '"': "text in quotes has no place in a formula",
    "[": "subscripts and lists are not accepted",
    "]": "subscripts and lists are not accepted",
    "{": "braces are not accepted",
    "}": "braces are not accepted",
    ":": "a colon is not accepted: no lambda, no slice, no assignment",
    "!": "accepted comparisons are <, <=, > and >=",
    "%": "the remainder % is not accepted",
    "@": "the operator @ is not accepted",
    "|": "the operator | is not accepted; the absolute value is abs(x)",
    "&": "the operator & is not accepted; put one where(…) into another",
    "~": "the operator ~ is not accepted",
}
_OPERATORS: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}
_SWAPPED: dict[type[ast.AST], tuple[str, bool]] = {  # where(a <= b, u, v) is where(a > b, v, u): one spelling
    ast.Lt: ("<", False),
    ast.Gt: (">", False),
    ast.LtE: (">", True),
    ast.GtE: ("<", True),
}
_REFUSED: dict[type[ast.AST], str] = {
    ast.Attribute: "attributes (a point after a name) are not accepted",
    ast.Subscript: "subscripts are not accepted",
    ast.Lambda: "lambda is not accepted",
    ast.IfExp: "if … else is not accepted; write where(x > 0, a, b)",
    ast.BoolOp: "and, or are not accepted; put one where(…) into another",
    ast.Tuple: "a comma belongs between the arguments of a function only",
    ast.Compare: "a comparison belongs into where(…) only, as in where(x > 0, a, b)",
    ast.Starred: "a star before an argument is not accepted",
    ast.GeneratorExp: "comprehensions are not accepted",
    ast.NamedExpr: "assignments are not accepted",
    ast.Await: "await is not accepted",
    ast.Yield: "yield is not accepted",
}


def parse(text: str) -> Tree:
    """Return the tree of a formula in x (or z).

    Raises FormulaError with the reason, and the character at fault where there is one.
    """
    _check_characters(text)
    python, places = _as_python(text)
    try:
        with warnings.catch_warnings():  # "int object is not callable; perhaps you missed a comma?"
            warnings.simplefilter("ignore")
            body = ast.parse(python, mode="eval").body
    except SyntaxError as error:
        offset = min(max((error.offset or 1) - 1, 0), len(places) - 1)
        raise FormulaError(_grammar(text, places[offset], error), places[offset]) from None
    except (ValueError, MemoryError, RecursionError):
        raise FormulaError("this is nested too deeply to be read") from None
    tree = _Reader(places).read(body, 1)
    names = parameters(tree)
    if len(names) > MOST_PARAMETERS:
        at = re.search(rf"\b{names[MOST_PARAMETERS]}\b", text)
        raise FormulaError(
            f"{names[MOST_PARAMETERS]!r} is parameter number {MOST_PARAMETERS + 1}; accepted are {MOST_PARAMETERS}",
            at.start() if at else None,
        )
    if not depends(tree):
        raise FormulaError("the formula does not depend on x")
    if len(write(tree)) > LONGEST:
        raise FormulaError(f"written out it takes {len(write(tree))} characters; accepted are {LONGEST}")
    return tree


def _check_characters(text: str) -> None:
    if not text.strip():
        raise FormulaError("there is no formula yet; an example is max(0, x) + 0.1*sin(3*x)")
    if len(text) > LONGEST:
        raise FormulaError(f"{len(text)} characters; accepted are {LONGEST}", LONGEST)
    pair = _PAIRS.search(text)
    for place, character in enumerate(text[: pair.start() if pair else None]):
        if character not in _ALLOWED:
            shown = repr(character) if character.isprintable() else f"the invisible character U+{ord(character):04X}"
            raise FormulaError(_REASONS.get(character, f"{shown} is not accepted in a formula"), place)
    if pair:
        what = "names such as __class__ are" if pair[0] == "__" else f"{pair[0]} is"
        raise FormulaError(f"{what} not accepted in a formula", pair.start())


def _as_python(text: str) -> tuple[str, list[int]]:
    """Return the text with ^ as **, and for every character of it the place that it has in `text`."""
    python, places = "", []
    for place, character in enumerate(text):
        if character == " " and not python:
            continue  # a line that starts with a space is an indented one
        written = "**" if character == "^" else character
        python += written
        places += [place] * len(written)
    return python, [*places, max(len(text.rstrip()) - 1, 0)]


def _grammar(text: str, place: int, error: SyntaxError) -> str:
    """Return in words what the parser missed."""
    if text.count("(") != text.count(")"):
        return "the parentheses don't match"
    if re.match(r"\d*\.?\d*\s*[a-df-zA-Z(]", text[place:]) or "decimal" in (error.msg or ""):
        return "a product needs a star: 2*x, not 2x"
    return "this can't be read as a formula"


class _Reader:
    """From Python's syntax tree to ours, counting nodes."""

    def __init__(self, places: list[int]) -> None:
        self.places = places
        self.nodes = 0

    def read(self, node: ast.expr, depth: int) -> Tree:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self._error(node, f"over {MOST_NODES} numbers, names and operations")
        if depth > DEEPEST:
            raise self._error(node, f"nested over {DEEPEST} deep")
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, depth)
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return self._binary(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        raise self._error(node, _REFUSED.get(type(node), "this is not accepted in a formula"))

    def _error(self, node: ast.expr, reason: str) -> FormulaError:
        return FormulaError(reason, self.places[min(node.col_offset, len(self.places) - 1)])

    def _number(self, node: ast.Constant) -> Number:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._error(node, f"{str(value)[:20]} is no real number")
        if not (value == 0 or SMALLEST <= value <= LARGEST):
            raise self._error(node, f"numbers from {SMALLEST:g} to {LARGEST:g} are accepted")
        return Number(float(value))

    def _name(self, node: ast.Name) -> Name:
        name = VARIABLE if node.id == "z" else node.id
        if name in (VARIABLE, *CONSTANTS) or name in PARAMETERS:
            return Name(name)
        if name in FUNCTIONS or name in ALIASES:
            raise self._error(node, f"the function {name} needs its argument in parentheses, as in {name}(x)")
        raise self._error(
            node,
            f"unknown name {name[:20]!r}: the variable is x, constants are pi and e, a parameter is a small letter "
            f"such as a, or one of {', '.join(WORDS)}",
        )

    def _unary(self, node: ast.UnaryOp, depth: int) -> Tree:
        if isinstance(node.op, ast.UAdd):
            return self.read(node.operand, depth + 1)
        if isinstance(node.op, ast.USub):
            return call("neg", self.read(node.operand, depth + 1))
        raise self._error(node, "not is not accepted; put one where(…) into another")

    def _binary(self, node: ast.BinOp, depth: int) -> Tree:
        left, right = self.read(node.left, depth + 1), self.read(node.right, depth + 1)
        operator = _OPERATORS[type(node.op)]
        if operator == "**":
            self._check_power(node, left, right)
        return call(operator, left, right)

    def _check_power(self, node: ast.BinOp, base: Tree, exponent: Tree) -> None:
        if any(isinstance(inner, Call) and inner.name == "**" for inner in walk(exponent)):
            raise self._error(node.right, "a tower of powers: an exponent may hold no power of its own")
        size = _size(exponent)
        if size > LARGEST_EXPONENT:
            raise self._error(node.right, f"exponents up to {LARGEST_EXPONENT} are accepted")
        if size * _growth(base) > 2 * LARGEST_EXPONENT:
            raise self._error(node.right, f"powers of powers up to {2 * LARGEST_EXPONENT} altogether are accepted")

    def _call(self, node: ast.Call, depth: int) -> Tree:
        if not isinstance(node.func, ast.Name):
            if isinstance(node.func, ast.Attribute):
                raise self._error(node.func, _REFUSED[ast.Attribute])
            raise self._error(node.func, "a product needs a star: (x + 1)*(x - 1); only named functions can be called")
        name = ALIASES.get(node.func.id, node.func.id)
        if name not in FUNCTIONS:
            likely = difflib.get_close_matches(name, FUNCTIONS, 1)
            words = f"did you mean {likely[0]}?" if likely else f"accepted are {', '.join(FUNCTIONS)}"
            if name in PARAMETERS or name in (VARIABLE, "z", *CONSTANTS):
                words = f"a product needs a star: {name}*(…)"
            raise self._error(node.func, f"{name[:20]!r} is no function of this list: {words}")
        for keyword in node.keywords:
            raise self._error(keyword.value, "arguments with a name are not accepted")
        function = FUNCTIONS[name]
        if not function.least <= len(node.args) <= function.most:
            accepted = f"{function.least}" if function.least == function.most else f"{function.least} or more"
            raise self._error(node.func, f"{name} takes {accepted} arguments, not {len(node.args)}")
        if name == "where":
            return self._where(node.args, depth)
        return Call(name, tuple(self.read(argument, depth + 1) for argument in node.args))

    def _where(self, arguments: list[ast.expr], depth: int) -> Tree:
        test, yes, no = arguments
        if not isinstance(test, ast.Compare) or len(test.ops) != 1 or type(test.ops[0]) not in _SWAPPED:
            raise self._error(test, "where(…) starts with one comparison: <, <=, > or >= between two values")
        self.nodes += 1
        comparison, swapped = _SWAPPED[type(test.ops[0])]
        condition = call(comparison, self.read(test.left, depth + 2), self.read(test.comparators[0], depth + 2))
        values = self.read(yes, depth + 1), self.read(no, depth + 1)
        return call("where", condition, *(values[::-1] if swapped else values))


def _size(exponent: Tree) -> float:
    """Return how large a constant exponent is; 1 for one that isn't constant, and inf if it can't be said."""
    if isinstance(exponent, Number):
        return abs(exponent.value)
    if isinstance(exponent, Call) and exponent.name in ("+", "-", "*", "/", "neg"):
        sizes = [_size(argument) for argument in exponent.arguments]
        if exponent.name == "/":
            return sizes[0] / _size(exponent.arguments[1]) if sizes[1] else math.inf
        return math.prod(sizes) if exponent.name == "*" else sum(sizes)
    return 1.0 if not isinstance(exponent, Call) or depends(exponent) else math.inf


def _growth(base: Tree) -> float:
    """Return the largest product of exponents on the way down into a base."""
    if not isinstance(base, Call):
        return 1.0
    own = max(1.0, _size(base.arguments[1])) if base.name == "**" else 1.0
    return own * max(_growth(argument) for argument in base.arguments)
