"""ExperimentSpec: everything that determines a training run, and so its recording."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from viz.activations import Activation
from viz.engine.datasets import DATASETS
from viz.engine.initialisers import INITIALISERS
from viz.engine.losses import LOSSES, default_loss
from viz.engine.normalisation import NORMALISATIONS, VECTORS
from viz.engine.optimisers import OPTIMISERS
from viz.spec.activation_text import read_activation
from viz.spec.codec import ActivationText, Choice, Flag, Number, Sequence, Settings, setting

MAX_LAYERS = 12
MAX_WIDTH = 64
MAX_WORK = 60e9  # floating-point operations of one run: up to a minute on one core
MAX_SIZE = 40e6  # bytes of a recording, which a viewer's browser has to load
FRAME_BYTES = 10_000


def _choice(registry: object, *more: tuple[str, str]) -> Choice:
    pairs = [*more, *((name, entry.label) for name, entry in registry.items())]  # type: ignore[attr-defined]
    return Choice(tuple(name for name, _ in pairs), tuple(label for _, label in pairs))


@dataclass(frozen=True)
class ExperimentSpec(Settings):
    """One training run, wholly determined: same spec, same recording.

    Raises ValueError naming the field, its value and what would be accepted.
    """

    dataset: str = setting("circles", _choice(DATASETS), "Data set")
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
    activation: str = setting("relu", ActivationText(), "Activation")
    layer_activations: tuple[str, ...] = setting(
        (),
        Sequence(ActivationText(), ",", MAX_LAYERS),
        "Activation per layer",
        "One for each hidden layer; none: all alike.",
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
    init_scale: float = setting(
        1.0, Number(0, 10, step=0.05), "Scale", "Multiplies the initialiser; 1 is as published."
    )
    init_bias: float = setting(0.0, Number(-10, 10, step=0.1), "Biases", "Every hidden unit's bias before training.")
    init_bias_deviation: float = setting(
        0.0, Number(0, 10, step=0.05), "Bias spread", "Standard deviation of a normal number added to each of them."
    )

    loss: str = setting("auto", _choice(LOSSES, ("auto", "By task")), "Loss")
    optimiser: str = setting("sgd", _choice(OPTIMISERS), "Optimiser")
    learning_rate: float = setting(0.1, Number(1e-5, 100, log=True), "Learning rate")
    momentum: float = setting(
        0.9, Number(0, 0.999, step=0.01), "Momentum", "β of momentum and Nesterov, β₁ of Adam and AdamW."
    )
    decay: float = setting(
        0.999,
        Number(0.5, 0.9999, step=0.001),
        "Decay",
        "Of the mean squared gradient in RMSProp; β₂ of Adam and AdamW.",
    )
    weight_decay: float = setting(0.01, Number(0, 1, step=0.01), "Weight decay", "Decoupled decay of AdamW.")
    l1: float = setting(0.0, Number(0, 1, step=0.001), "L1", "Adds l1·Σ|w| to what is minimised; biases are left out.")
    l2: float = setting(0.0, Number(0, 1, step=0.001), "L2", "Adds ½·l2·Σw² to what is minimised; biases are left out.")
    clip_norm: float = setting(
        0.0, Number(0, 100, step=0.1), "Clip at norm", "Largest L2 norm of the whole gradient; 0: no clipping."
    )
    batch_size: int = setting(10, Number(1, 2000, integer=True), "Batch")
    steps: int = setting(6000, Number(1, 200_000, integer=True, step=100), "Steps")
    frames: int = setting(300, Number(1, 2000, integer=True, step=10), "Frames", "Recorded moments, besides the start.")
    seed: int = setting(
        0, Number(0, 2**31 - 1, integer=True), "Seed", "Draws the data, the first weights and the batches."
    )
    epsilon: float = setting(
        0.01, Number(0, 0.5, step=0.005), "Flat below ε", "A unit counts as saturated where |f′| < ε."
    )

    def conflicts(self) -> dict[str, str]:
        """Return field name -> what is wrong, for fields that don't go with the others."""
        wrong = {}
        if self.layer_activations and len(self.layer_activations) != len(self.hidden):
            wrong["layer_activations"] = (
                f"{len(self.layer_activations)} activations for {len(self.hidden)} hidden layers; give one each or none"
            )
        task = DATASETS[self.dataset].task
        if self.loss != "auto" and task not in LOSSES[self.loss].tasks:
            fitting = ", ".join(name for name, loss in LOSSES.items() if task in loss.tasks)
            wrong["loss"] = f"{self.loss!r} does not fit {task} data; accepted are auto, {fitting}"
        if self.normalisation == "layer" and 1 in self.hidden:
            wrong["normalisation"] = (
                f"layer {self.hidden.index(1) + 1} has a single unit, which over itself is always normalised to 0; "
                "layer norm takes layers of 2 units or more"
            )
        if self.normalisation == "batch" and self.hidden and self.batch_size == 1:
            wrong["batch_size"] = (
                "a single sample is always normalised to 0 over itself, so nothing would be learned; with batch norm "
                "accepted are 2 and more"
            )
        if self.work > MAX_WORK:
            wrong[self.changed("steps", "batch_size", "hidden", "samples")] = (
                f"{self.steps:,} steps of this network and batch take about {self.work:.1e} operations, accepted are "
                f"{MAX_WORK:.0e}; up to {max(1, int(self.steps * MAX_WORK / self.work)):,} steps can run"
            )
        if self.size > MAX_SIZE:
            wrong[self.changed("frames", "hidden")] = (
                f"{self.frames:,} frames of this network take about {self.size / 1e6:.0f} MB, accepted are "
                f"{MAX_SIZE / 1e6:.0f}; up to {max(1, int(self.frames * MAX_SIZE / self.size)):,} can be recorded"
            )
        return wrong

    @property
    def layers(self) -> tuple[Activation, ...]:
        """The activation of every hidden layer."""
        texts = self.layer_activations or (self.activation,) * len(self.hidden)
        known = {text: read_activation(text) for text in set(texts)}
        return tuple(known[text] for text in texts)

    @property
    def resolved_loss(self) -> str:
        """The loss by name, with "auto" decided by the task."""
        return default_loss(DATASETS[self.dataset].task) if self.loss == "auto" else self.loss

    @property
    def skips(self) -> int:
        """How many hidden layers are as wide as their input, which is what `residual` takes."""
        return sum(below == width for below, width in pairwise((DATASETS[self.dataset].inputs, *self.hidden)))

    @property
    def weights(self) -> int:
        """Weights, biases, gains and offsets of the network."""
        info = DATASETS[self.dataset]
        sizes = (info.inputs, *self.hidden, max(info.outputs, info.classes))
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
