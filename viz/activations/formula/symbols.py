"""The functions of a formula as SymPy functions that SymPy leaves as they are: how each is differentiated and typeset.

SymPy would turn max, abs and sign into distributions, and try to solve the conditions of a case distinction. Here a
derivative at a switch is one of its two sides: of max and min the constant one if there is one, else the first; of abs,
sign and step it is 0.
"""

from __future__ import annotations

from typing import Any

import sympy

X = sympy.Symbol("x")


class _Own(sympy.Function):  # type: ignore[misc]
    """A function that is never rewritten; one of a single argument says in `_outer` what its derivative by that is."""

    @classmethod
    def eval(cls, *_: Any) -> None:
        """Return None, which is to say: as it is."""

    def _eval_derivative(self, symbol: Any) -> Any:
        return self._outer(self.args[0]) * self.args[0].diff(symbol)

    def _typeset(self, printer: Any) -> str:
        """Return the LaTeX."""
        return rf"{self.symbol}\left({', '.join(map(printer._print, self.args))}\right)"

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        text = self._typeset(printer)
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"


class Choose(_Own):
    """Choose(a, b, yes, no): yes where a > b, else no."""

    def _eval_derivative(self, symbol: Any) -> Any:
        left, right, yes, no = self.args
        return choose(left, right, yes.diff(symbol), no.diff(symbol))

    def _typeset(self, printer: Any) -> str:
        left, right, yes, no = (printer._print(argument) for argument in self.args)
        test = f"{left} > {right}" if self.args[0].free_symbols else f"{right} < {left}"
        return rf"\begin{{cases}} {yes} & {test} \\ {no} & \text{{else}} \end{{cases}}"


def choose(left: Any, right: Any, yes: Any, no: Any) -> Any:
    """Return `yes` where left > right, else `no`; the one value if both are the same."""
    return yes if yes == no else Choose(left, right, yes, no)


class Maximum(_Own):
    """The larger of two."""

    symbol = r"\max"

    def _eval_derivative(self, symbol: Any) -> Any:
        u, v = self.args
        if not v.has(X) and u.has(X):
            return choose(u, v, u.diff(symbol), v.diff(symbol))
        return choose(v, u, v.diff(symbol), u.diff(symbol))


class Minimum(_Own):
    """The smaller of two."""

    symbol = r"\min"

    def _eval_derivative(self, symbol: Any) -> Any:
        u, v = self.args
        if not v.has(X) and u.has(X):
            return choose(v, u, u.diff(symbol), v.diff(symbol))
        return choose(u, v, v.diff(symbol), u.diff(symbol))


class Absolute(_Own):
    """The absolute value."""

    def _outer(self, u: Any) -> Any:
        return Sign(u)

    def _typeset(self, printer: Any) -> str:
        return rf"\left|{printer._print(self.args[0])}\right|"


class Sign(_Own):
    """−1, 0 or 1."""

    symbol = r"\operatorname{sign}"

    def _outer(self, u: Any) -> Any:
        return sympy.S.Zero


class Step(Sign):
    """1 where the argument is positive, else 0."""

    symbol = r"\operatorname{step}"


class Tanh(_Own):
    """The hyperbolic tangent, whose derivative keeps its digits far out."""

    symbol = r"\tanh"

    def _outer(self, u: Any) -> Any:
        return Sech(u) ** 2


class Sech(_Own):
    """1/cosh."""

    symbol = r"\operatorname{sech}"

    def _outer(self, u: Any) -> Any:
        return -Sech(u) * Tanh(u)


class Sigmoid(_Own):
    """1/(1 + e^−u)."""

    symbol = r"\sigma"

    def _outer(self, u: Any) -> Any:
        return Sigmoid(u) * Sigmoid(-u)


class Softplus(_Own):
    """log(1 + e^u)."""

    symbol = r"\operatorname{softplus}"

    def _outer(self, u: Any) -> Any:
        return Sigmoid(u)


class Expm1(_Own):
    """e^u − 1."""

    def _outer(self, u: Any) -> Any:
        return sympy.exp(u)

    def _typeset(self, printer: Any) -> str:
        return rf"\left(e^{{{printer._print(self.args[0])}}} - 1\right)"


class Log1p(_Own):
    """log(1 + u)."""

    def _outer(self, u: Any) -> Any:
        return 1 / (1 + u)

    def _typeset(self, printer: Any) -> str:
        return rf"\log\left(1 + {printer._print(self.args[0])}\right)"


ONE_ARGUMENT: dict[str, Any] = {
    "abs": Absolute,
    "sign": Sign,
    "step": Step,
    "exp": sympy.exp,
    "expm1": Expm1,
    "log": sympy.log,
    "log1p": Log1p,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    "tanh": Tanh,
    "sech": Sech,
    "arctan": sympy.atan,
    "erf": sympy.erf,
    "sigmoid": Sigmoid,
    "softplus": Softplus,
}
TWO_ARGUMENTS: dict[str, Any] = {"max": Maximum, "min": Minimum}
