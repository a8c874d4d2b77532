"""Parts: how one setting splits into the values of the widgets that show it, and takes a change of one of them.

Most settings are one widget, whose part has the empty name.  An activation is a choice and a slider per parameter, a
list of widths is a count and a common width or one number each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from viz.spec.activation_text import choice_of, read_activation, with_formula, write_activation
from viz.spec.codec import ActivationText, Kind, Sequence


class Parts(Protocol):
    """Between the value of a setting and the values of its widgets."""

    def split(self, value: Any) -> Mapping[str, Any]:
        """Return part name -> what its widget shows."""

    def change(self, value: Any, part: str, shown: Any) -> Any:
        """Return the value after the widget of `part` was set to `shown`; ValueError if it can't be."""


class One:
    """A setting that is one widget."""

    def split(self, value: Any) -> Mapping[str, Any]:
        """Return part name -> what its widget shows."""
        return {"": value}

    def change(self, value: Any, part: str, shown: Any) -> Any:
        """Return the value after the widget of `part` was set to `shown`."""
        return shown


class ActivationParts:
    """An activation: its name, and ``name.parameter`` for every parameter it has.

    A formula's name is "formula"; what it says is the part ``text``, which can be changed but is no widget's value.
    """

    def split(self, value: str) -> Mapping[str, Any]:
        """Return part name -> what its widget shows."""
        activation = read_activation(value)
        name = choice_of(activation)
        return {"": name} | {f"{name}.{parameter}": x for parameter, x in activation.values.items()}

    def change(self, value: str, part: str, shown: Any) -> str:
        """Return the value after the widget of `part` was set to `shown`."""
        activation = read_activation(value)
        if not part:
            return value if shown == choice_of(activation) else write_activation(read_activation(shown))
        if part == "text":
            return with_formula(value, shown)
        parameter = part.rpartition(".")[2]
        return write_activation(activation.with_parameters(**{parameter: shown}))


class ListParts:
    """A list: ``0``, ``1``, … for its items (``0.name.parameter`` where items have parts), and the list as a whole.

    ``count`` cuts the list or repeats its last item; ``each`` is the item that all share (the first, where they differ)
    and sets all of them.

    item: the parts of one item. filler: the items that an empty list grows by.
    """

    def __init__(self, item: Parts, filler: tuple[Any, ...]) -> None:
        self.item = item
        self.filler = filler

    def split(self, value: tuple[Any, ...]) -> Mapping[str, Any]:
        """Return part name -> what its widget shows."""
        shown: dict[str, Any] = {}
        for place, item in enumerate(value):
            shown |= {joined(str(place), part): x for part, x in self.item.split(item).items()}
        if value:
            shown |= {joined("each", part): x for part, x in self.item.split(value[0]).items()}
        return shown | {"count": len(value)}

    def change(self, value: tuple[Any, ...], part: str, shown: Any) -> tuple[Any, ...]:
        """Return the value after the widget of `part` was set to `shown`."""
        place, _, rest = part.partition(".")
        if place == "count":
            more: tuple[Any, ...] = (value or self.filler)[-1:] * (shown - len(value))
            return value[:shown] + more
        if place == "each":
            return (self.item.change(value[0], rest, shown),) * len(value)
        changed = list(value)
        changed[int(place)] = self.item.change(changed[int(place)], rest, shown)
        return tuple(changed)


def joined(*parts: str) -> str:
    """Return the parts of a key as one, without the empty ones."""
    return ".".join(filter(None, parts))


def parts_of(kind: Kind, default: Any) -> Parts:
    """Return how a setting of this kind, with this default, splits into widgets."""
    if isinstance(kind, ActivationText):
        return ActivationParts()
    if isinstance(kind, Sequence):
        return ListParts(parts_of(kind.kind, None), default)
    return One()


def decimals(step: float) -> int:
    """Return how many digits after the point multiples of `step` need."""
    return len(f"{step:.10f}".rstrip("0").partition(".")[2])


def readable(number: float) -> str:
    """Return a number as people write it, with every digit that distinguishes it: 0.1, 1,500, 1e-05."""
    if number == int(number) and abs(number) < 1e15:
        return f"{int(number):,}"
    return repr(number)


def stops(low: float, high: float, mantissas: tuple[float, ...] = (1, 1.5, 2, 3, 5, 7)) -> tuple[float, ...]:
    """Return round numbers from `low` to `high` (both > 0 and included), evenly spread on a log scale."""
    found = {low, high}
    exponent = -12
    while 10.0**exponent <= high:
        # float() of the text, because 3 * 10**-4 is not the number that people type
        found |= {x for x in (float(f"{m}e{exponent}") for m in mantissas) if low <= x <= high}
        exponent += 1
    return tuple(sorted(found))


def grid(low: float, high: float, step: float) -> tuple[float, ...]:
    """Return the multiples of `step` from `low` on, up to `high`, as people would type them."""
    count = round((high - low) / step)
    return tuple(round(low + number * step, decimals(step)) for number in range(count + 1))


def item_of(value: Any, part: str) -> Any:
    """Return the item of a list that a part is about; a value that is no list is that itself."""
    return value if not part else value[0 if part == "each" else int(part)]


def labelled_with(label: str, value: float | str) -> str:
    """Return a slider's label with its value, which controls.css puts at the end of the line."""
    exact = value if isinstance(value, str) else readable(value)
    return f"{label} **{exact if isinstance(value, str) or len(exact) <= 10 else f'{value:.6g}'}**"
