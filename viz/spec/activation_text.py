"""An activation and its parameters as a short text, ``leaky_relu(slope:0.3)``, the form that travels in a link."""

from __future__ import annotations

import re
from functools import lru_cache

from viz.activations import ACTIVATIONS, Activation, get

_FORM = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:\((?P<parameters>[^()]*)\))?")


@lru_cache(1024)  # a sweep asks thousands of times for the same
def read_activation(text: str) -> Activation:
    """Return the activation that `text` names.

    Raises ValueError for an unknown name, an unknown parameter, one out of its bounds, or another form.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text[:60]!r} is not of the form name or name(parameter:value,…)")
    parameters: dict[str, float] = {}
    for pair in filter(None, (match["parameters"] or "").split(",")):
        name, _, value = pair.partition(":")
        try:
            parameters[name.strip()] = float(value)
        except ValueError:
            raise ValueError(f"{pair[:40]!r} in {text[:60]!r} is not of the form parameter:number") from None
    return get(match["name"], **parameters)


def write_activation(activation: Activation) -> str:
    """Return the shortest text that names `activation`: parameters at their defaults are left out."""
    defaults = ACTIVATIONS[activation.name].values
    changed = {name: value for name, value in activation.values.items() if value != defaults[name]}
    if not changed:
        return activation.name
    pairs = (f"{name}:{float(value)!r}".removesuffix(".0") for name, value in changed.items())
    return f"{activation.name}({','.join(pairs)})"


def canonical(text: str) -> str:
    """Return the one spelling of an activation's text; raise ValueError as :func:`read_activation` does."""
    return write_activation(read_activation(text))
