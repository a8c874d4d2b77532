"""The short text of an action, as it stands in a link."""

from __future__ import annotations

import math
import re

from viz.engine.actions import Action, RaiseBias, ReDo, SetBias, SetWeight

__all__ = ["Action", "RaiseBias", "ReDo", "SetBias", "SetWeight", "read_action"]

MAX_SIZE = 1e6  # of a number that is written into a network

_BIAS = re.compile(r"bias:([1-9]\d{0,3})\.([1-9]\d{0,3}):(.+)")
_WEIGHT = re.compile(r"weight:([1-9]\d{0,3})\.([1-9]\d{0,3})\.([1-9]\d{0,3}):(.+)")


def read_action(text: str) -> Action:
    """Return the action that `text` names; ValueError says what would be accepted."""
    if text == "redo":
        return ReDo()
    if text.startswith("raise:"):
        return RaiseBias(_value(text.removeprefix("raise:"), text))
    if found := _BIAS.fullmatch(text):
        return SetBias(int(found[1]), int(found[2]), _value(found[3], text))
    if found := _WEIGHT.fullmatch(text):
        return SetWeight(int(found[1]), int(found[2]), int(found[3]), _value(found[4], text))
    raise ValueError(
        f"{text[:60]!r} is none of redo, raise:number, bias:layer.unit:number, weight:layer.unit.input:number"
    )


def _value(text: str, action: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not abs(number) <= MAX_SIZE:
        raise ValueError(f"{text[:40]!r} in {action[:60]!r} is not a number from {-MAX_SIZE:.10g} to {MAX_SIZE:.10g}")
    return number + 0.0
