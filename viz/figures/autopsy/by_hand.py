"""What was done by hand at a fork, as far as it may concern a unit, in words."""

from __future__ import annotations

from viz.labs.autopsy import Autopsy
from viz.spec.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.numbers import short

LISTED = 3  # things that are said


def done(result: Autopsy, fork: int) -> str:
    """Return what a fork did that may concern the unit."""
    spec, stage = result.spec, result.spec.run.stages[fork]
    words = []
    for action in stage.actions:
        match action:
            case ReDo():
                words.append("dead units were re-initialised")
            case RaiseBias(by):
                words.append(f"the biases of dead units were raised by {short(by)}")
            case SetBias(layer=layer, unit=unit, value=value):
                own = (layer, unit) == (spec.layer + 1, spec.unit + 1)
                words.append(
                    f"{'its bias' if own else f'the bias of unit {unit} of layer {layer}'} was set to {short(value)}"
                )
            case SetWeight(layer=layer, unit=unit, input=number, value=value):
                own = (layer, unit) == (spec.layer + 1, spec.unit + 1)
                whose = f"its weight {number}" if own else f"a weight of unit {unit} of layer {layer}"
                words.append(f"{whose} was set to {short(value)}")
    if (now_is := spec.activation(stage.start + 1)) != spec.activation(stage.start):
        words.append(f"its activation became {now_is.label}")
    return ", ".join(words[:LISTED]) + (f" and {len(words) - LISTED} more" if len(words) > LISTED else "")
