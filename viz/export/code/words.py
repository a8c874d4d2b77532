"""What a script says of its run, as text that can't end the docstring that it stands in."""

from __future__ import annotations

from viz.engine.initialisers import INITIALISERS
from viz.engine.losses import LOSSES
from viz.engine.normalisation import NORMALISATIONS
from viz.engine.optimisers import OPTIMISERS
from viz.spec.experiment import ExperimentSpec
from viz.spec.stage_words import activation_words, stage_words


def plain(text: str) -> str:
    """Return text on one line for a docstring: labels come from files and links that anybody may have written."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return line.replace("\\", "/").replace('"', "'")


def summary(spec: ExperimentSpec) -> list[tuple[str, str]]:
    """Return what the run is, as pairs of a word and its value."""
    info = spec.info
    widths = " → ".join(map(str, (spec.inputs, *spec.hidden, spec.outputs)))
    activations = " / ".join(map(activation_words, spec.layer_activations)) or activation_words(spec.activation)
    extras = [NORMALISATIONS[spec.normalisation].lower()] if spec.normalisation != "none" else []
    extras += ["residual"] if spec.residual else []
    rows = [
        ("data", f"{info.label}, noise {spec.noise:g}, seed {spec.seed}"),
        ("network", ", ".join([widths, activations, *extras])),
        ("weights", INITIALISERS[spec.initialiser].label),
        ("loss", LOSSES[spec.resolved_loss].label),
        (
            "optimiser",
            f"{OPTIMISERS[spec.optimiser].label}, learning rate {spec.learning_rate:g}, batch {spec.batch_size}",
        ),
        *(("fork", f"from step {start:,}: {words}") for start, words in stage_words(spec)),
    ]
    return [(word, plain(value)) for word, value in rows]
