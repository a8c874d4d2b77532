"""A ReLU network trained by plain loops, apart from the engine's: what an autopsy finds must be found here, too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from viz.engine.setup import populate
from viz.spec import ExperimentSpec

Layers = list[tuple[np.ndarray, np.ndarray]]  # weights (D, H) and biases (H,)


@dataclass
class Life:
    """One unit at every step 0 … S, and the batches and the gradients of the S updates.

    z: (S+1, N). layers: the parameters at every step. rows: (S, B). gradients: (S, B), ∂L/∂z of the unit.
    """

    z: np.ndarray
    layers: list[Layers]
    rows: np.ndarray
    gradients: np.ndarray
    x: np.ndarray
    layer: int
    unit: int

    @property
    def dead(self) -> np.ndarray:
        return (self.z <= 0).all(axis=1)

    def turns(self) -> list[int]:
        """The steps at which the unit dies or comes back."""
        return (np.flatnonzero(self.dead[1:] != self.dead[:-1]) + 1).tolist()

    def causes(self, step: int) -> tuple[bool, bool]:
        """Whether the change of the unit's own weights alone, and that of everything else alone, did it."""
        old, new = self.layers[step - 1], self.layers[step]
        found = []
        for own, others in ((new, old), (old, new)):
            mixed = [(w.copy(), b.copy()) for w, b in others]
            mixed[self.layer][0][:, self.unit] = own[self.layer][0][:, self.unit]
            mixed[self.layer][1][self.unit] = own[self.layer][1][self.unit]
            z = outputs(mixed, self.x)[0][self.layer][:, self.unit]
            found.append((z <= 0).all() == self.dead[step])
        return found[0], found[1]

    def own(self, step: int) -> np.ndarray:
        """The unit's weights and bias at a step."""
        weights, biases = self.layers[step][self.layer]
        return np.append(weights[:, self.unit], biases[self.unit])


def outputs(layers: Layers, x: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the pre-activations of all layers and what each of them is given."""
    pre, given = [], [x]
    for weights, biases in layers:
        pre.append(given[-1] @ weights + biases)
        given.append(np.maximum(pre[-1], 0.0))
    return pre, given


def live(spec: ExperimentSpec, layer: int, unit: int) -> Life:
    """Train a run of SGD or momentum on two classes with cross-entropy, and look at a unit after every update."""
    population = populate([spec])
    x, y = population.x_train[0], population.y_train[0, :, 0]
    rng = population.generators[0]
    layers: Layers = [
        (w[0].copy(), b[0].copy()) for w, b in zip(population.network.weights, population.network.biases, strict=True)
    ]
    velocity = [(np.zeros_like(w), np.zeros_like(b)) for w, b in layers]
    order, size = np.arange(len(x)), min(spec.batch_size, len(x))
    beta = spec.momentum if spec.optimiser == "momentum" else 0.0
    z, kept, every_rows, every_gradient = [], [], [], []

    def look() -> None:
        z.append(outputs(layers, x)[0][layer][:, unit])
        kept.append([(w.copy(), b.copy()) for w, b in layers])

    look()
    for step in range(spec.steps):
        number = step % (len(x) // size)
        if number == 0:
            rng.shuffle(order)
        rows = order[number * size : (number + 1) * size].copy()
        pre, given = outputs(layers, x[rows])
        delta = (1.0 / (1.0 + np.exp(-pre[-1])) - y[rows, np.newaxis]) / size
        for number in range(len(layers) - 1, -1, -1):
            if number == layer:
                every_gradient.append(delta[:, unit].copy())
            gradient = (given[number].T @ delta + spec.l2 * layers[number][0], delta.sum(axis=0))
            if number:
                delta = (delta @ layers[number][0].T) * (pre[number - 1] > 0)
            velocity[number] = tuple(beta * v + g for v, g in zip(velocity[number], gradient, strict=True))
        layers = [
            (w - spec.learning_rate * v, b - spec.learning_rate * c)
            for (w, b), (v, c) in zip(layers, velocity, strict=True)
        ]
        every_rows.append(rows)
        look()
    return Life(np.array(z), kept, np.array(every_rows), np.array(every_gradient), x, layer, unit)
