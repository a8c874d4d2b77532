"""ExperimentSpec: everything that determines a training run, and so its recording."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from viz.activations import Activation
from viz.engine.dataset_registry import DatasetInfo
from viz.engine.datasets import DATASETS
from viz.engine.drawn import drawn
from viz.engine.features import FEATURES
from viz.engine.initialisers import INITIALISERS
from viz.engine.losses import LOSSES, default_loss
from viz.engine.normalisation import NORMALISATIONS, VECTORS
from viz.engine.uploads import uploaded
from viz.spec.actions import Action
from viz.spec.activation_text import read_activation
from viz.spec.adjustable import MAX_LAYERS, MAX_WIDTH, Adjustable, read_unit
from viz.spec.codec import Choice, Flag, Number, Sequence, Text, setting
from viz.spec.experiment_conflicts import conflicts
from viz.spec.points import FIRST_POINTS, canonical_points, read_points
from viz.spec.stage_text import MAX_STAGES, canonical_stage, read_past

DRAWN, UPLOAD = "drawn", "upload"

FRAME_BYTES = 10_000


def _choice(registry: object, *more: tuple[str, str]) -> Choice:
    pairs = [*more, *((name, entry.label) for name, entry in registry.items())]  # type: ignore[attr-defined]
    return Choice(tuple(name for name, _ in pairs), tuple(label for _, label in pairs))


PREPARED = _choice(DATASETS)
"""The data sets that a name is enough for."""
_DATA = Choice((*PREPARED.options, DRAWN, UPLOAD), (*PREPARED.labels, "Your own points", "Your own table"))


def canonical_digest(text: str) -> str:
    """Return the name of an uploaded table; ValueError for what is none."""
    if not re.fullmatch(r"(?:[0-9a-f]{16})?", text):
        raise ValueError(f"{text[:40]!r} is not the name of a table: 16 hexadecimal digits")
    return text


@dataclass(frozen=True)
class Stage:
    """A part of a run during which the settings stay as they are.

    start : its first step.
    spec : the settings, without stages of their own.
    actions : what is done to the network before the update of step `start`.
    """

    start: int
    spec: ExperimentSpec
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class ExperimentSpec(Adjustable):
    """One training run, wholly determined: same spec, same recording.

    The fields say how things are at the end; `earlier` says what of it was other before, from stage to stage.  Only
    `seconds` makes a run depend on the machine.  Raises ValueError naming the field, its value and what would be
    accepted.
    """

    dataset: str = setting("circles", _DATA, "Data set")
    points: str = setting(FIRST_POINTS, Text(canonical_points), "Drawn points")
    upload: str = setting(
        "", Text(canonical_digest), "Uploaded table", "Names the table; its rows are not in the link."
    )
    features: tuple[str, ...] = setting(
        (),
        Sequence(Choice(tuple(FEATURES)), ",", len(FEATURES)),
        "Inputs",
        "What the network is given of a point; none: x₁ and x₂ as they are.",
    )
    samples: int = setting(
        300, Number(20, 2000, integer=True, step=10), "Samples", "Training and test samples together."
    )
    noise: float = setting(0.1, Number(0, 1, step=0.01), "Noise")
    test_share: float = setting(
        0.33, Number(0, 0.8, step=0.01), "Test share", "Share of the samples kept out of training."
    )
    data_scale: float = setting(
        1.0, Number(0.001, 1000, log=True), "Input scale", "Multiplies all inputs; 1 is as the data set gives them."
    )

    hidden: tuple[int, ...] = setting(
        (8, 8), Sequence(Number(1, MAX_WIDTH, integer=True), "-", MAX_LAYERS), "Hidden layers"
    )
    normalisation: str = setting(
        "none",
        Choice(tuple(NORMALISATIONS), tuple(NORMALISATIONS.values())),
        "Normalisation",
        "Mean 0 and variance 1 in every hidden layer, over its units (layer norm) or over the samples of the batch "
        "(batch norm), before a trained gain, the bias and the activation.",
    )
    residual: bool = setting(
        False, Flag(), "Residual", "Skips: every hidden layer that is as wide as its input adds that to its output."
    )
    initialiser: str = setting("he_normal", _choice(INITIALISERS), "Weights")
    weights_seed: int = setting(
        0,
        Number(0, 2**31 - 1, integer=True),
        "Weights no.",
        "Draws other first weights for the same data and batches; 0: those of the seed.",
    )
    init_scale: float = setting(
        1.0, Number(0, 10, step=0.05), "Scale", "Multiplies the initialiser; 1 is as published."
    )
    init_bias: float = setting(0.0, Number(-10, 10, step=0.1), "Biases", "Every hidden unit's bias before training.")
    init_bias_deviation: float = setting(
        0.0, Number(0, 10, step=0.05), "Bias spread", "Standard deviation of a normal number added to each of them."
    )

    loss: str = setting("auto", _choice(LOSSES, ("auto", "By task")), "Loss")
    steps: int = setting(6000, Number(1, 200_000, integer=True, step=100), "Steps")
    frames: int = setting(300, Number(1, 2000, integer=True, step=10), "Frames", "Recorded moments, besides the start.")
    seed: int = setting(
        0, Number(0, 2**31 - 1, integer=True), "Seed", "Draws the data, the first weights and the batches."
    )
    epsilon: float = setting(
        0.01, Number(0, 0.5, step=0.005), "Flat below ε", "A unit counts as saturated where |f′| < ε."
    )

    target_loss: float = setting(
        0.0, Number(0, 100, step=0.01), "Loss reached", "Stops where the training loss is at most this; 0: never."
    )
    target_score: float = setting(
        0.0,
        Number(0, 1, step=0.01),
        "Score reached",
        "Stops where accuracy or R² on the training samples is at least this; 0: never.",
    )
    plateau: int = setting(
        0,
        Number(0, 200_000, integer=True, step=100),
        "Plateau",
        "Stops after so many steps without a training loss lower by 0.1 %; 0: never.",
    )
    stop_when_dead: bool = setting(False, Flag(), "All dead", "Stops when every unit of a hidden layer is dead.")
    seconds: float = setting(
        0.0,
        Number(0, 60, step=0.5),
        "Out of time",
        "Stops after so many seconds of training; 0: never. Then the run depends on the machine.",
    )

    earlier: tuple[str, ...] = setting((), Sequence(Text(canonical_stage), "~", MAX_STAGES), "Earlier stages")

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        return conflicts(self)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """What is trained one after the other: a single stage, or one more for every fork on the way."""
        pasts = [read_past(text) for text in self.earlier]
        own = self.unchecked({"earlier": ()})
        specs = [*(own.unchecked(past.settings) for past in pasts), own]
        starts = [0, *(past.until for past in pasts)]
        actions = [(), *(past.actions for past in pasts)]
        return tuple(map(Stage, starts, specs, actions))

    @cached_property
    def info(self) -> DatasetInfo:
        """What is known of the data before they are drawn; ValueError if they are not there."""
        if self.dataset == DRAWN:
            return drawn(read_points(self.points))
        if self.dataset == UPLOAD:
            return uploaded(self.upload)
        return DATASETS[self.dataset]

    @property
    def inputs(self) -> int:
        """How many inputs the network has."""
        return len(self.features) or self.info.inputs

    @property
    def layers(self) -> tuple[Activation, ...]:
        """The activation of every hidden layer."""
        texts = self.layer_activations or (self.activation,) * len(self.hidden)
        known = {text: read_activation(text) for text in set(texts)}
        return tuple(known[text] for text in texts)

    @cached_property
    def units(self) -> dict[tuple[int, int], Activation]:
        """The activations of units that have their own: (layer, unit), both from 0 -> it."""
        found = (read_unit(text) for text in self.unit_activations)
        return {(layer - 1, unit - 1): read_activation(text) for layer, unit, text in found}

    @property
    def resolved_loss(self) -> str:
        """The loss by name, with "auto" decided by the task."""
        return default_loss(self.info.task) if self.loss == "auto" else self.loss

    @property
    def outputs(self) -> int:
        """How many outputs the network has."""
        return self.info.classes if LOSSES[self.resolved_loss].one_output_per_class else self.info.outputs

    @property
    def skips(self) -> int:
        """How many hidden layers are as wide as their input, which is what `residual` takes."""
        return sum(below == width for below, width in pairwise((self.inputs, *self.hidden)))

    @property
    def weights(self) -> int:
        """Weights, biases, gains and offsets of the network."""
        sizes = (self.inputs, *self.hidden, max(self.info.outputs, self.info.classes))
        vectors = VECTORS[self.normalisation] * sum(self.hidden)
        return vectors + sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes))

    @property
    def work(self) -> float:
        """Floating-point operations of the run, roughly: six per weight, sample and step."""
        return 6.0 * self.weights * min(self.batch_size, self.samples) * self.steps

    @property
    def size(self) -> float:
        """Bytes of the recording, roughly: of each frame the pictures, and four for every weight."""
        return (FRAME_BYTES + 4.0 * self.weights) * min(self.frames, self.steps)
