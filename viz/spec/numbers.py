"""Numbers as people read them: a true minus, sensible digits, and no share that rounds to none or to all."""

from __future__ import annotations

from math import isinf, isnan


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with `digits` decimals, in powers of ten where that would be long or show only zeros."""
    if value is None or isnan(value):
        return "–"
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    if value and not 0.5 * 10.0**-digits <= abs(value) < 1e5:
        mantissa, exponent = f"{value:.1e}".split("e")
        return _minus(f"{mantissa}·10{_raised(int(exponent))}")
    text = f"{value:,.{digits}f}"
    return _minus(text.removeprefix("-") if float(text.replace(",", "")) == 0 else text)


def moment(value: float, digits: int = 2) -> str:
    """Return a mean or variance; inf means that it is beyond double precision, NaN that there is none."""
    return "overflow" if isinf(value) else number(value, digits)


def short(value: float, digits: int = 4) -> str:
    """Return a number with up to `digits` significant digits and no trailing zeros."""
    return _minus(f"{value:.{digits}g}").replace("inf", "∞")


def plain(value: float, digits: int = 3) -> str:
    """Return a number with up to `digits` significant digits; what is very small or large in powers of ten."""
    return short(value, digits) if value == 0 or 1e-4 <= abs(value) < 1e5 else number(value)


def percent(share: float) -> str:
    """Return a share as a percentage: whole numbers from 10 %, else one decimal; almost none and almost all say so."""
    if share <= 0:
        return "0 %"
    if share >= 1:
        return "100 %"
    if share < 0.0005:
        return "<0.1 %"
    if share >= 0.995:
        return ">99 %"
    return f"{share:.0%}".replace("%", " %") if share >= 0.0995 else f"{100 * share:.1f} %".replace(".0 %", " %")


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _raised(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
