"""What mean-field theory expects of every layer at initialisation, and how far networks of finite width stray from it.

Poole et al. 2016 and Schoenholz et al. 2017, carried through layer by layer: the variance q from the inputs up, the
gradient from the output down, with the fan-in of each layer, skips (Yang and Schoenholz 2017) and layer norm.  The
spread at finite width is to leading order in depth / width (Hanin and Nica 2020).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from viz.engine.initialisers import INITIALISERS
from viz.engine.normalisation import EPSILON
from viz.labs.gradient_flow.moments import Moments, moments
from viz.spec.deep import DeepSpec

Array = npt.NDArray[np.float64]

GROUPS = 32  # of training samples alike in |x|², over which the theory is averaged
BATCH_NORM_RELU = (
    f" For ReLU and large batches gradients grow by √(π/(π − 1)) = {np.sqrt(np.pi / (np.pi - 1)):.3f} a layer on their "
    "way down (Yang et al. 2019)."
)
BAND = 1.2816  # deviations of a normal distribution between its median and its 10 % and 90 % quantiles


@dataclass(frozen=True, eq=False)
class Prediction:
    """What is expected of each of the L layers, all (L,).

    variance : q, the mean of z² over networks of infinite width.
    sensitivity, gradient : rms of ‖∂ℓ/∂z‖ and of one sample's ‖∂ℓ/∂W‖ where ‖∂ℓ/∂z‖ of the output is 1.
    factor : by which the rms of ‖∂ℓ/∂z‖ is multiplied from the layer to the one below it, √χ; (L − 1,) from layer 2 on.
    variance_spread, sensitivity_spread, gradient_spread : variance of the natural logarithm of the *squares*
        between networks of this width, at most (samples that differ average some of it out).
    aligned : share of ‖∂ℓ/∂z‖² along the layer's own output, on average over networks of this width and relative to the
        rest.  Theory leaves it out: it is 1 / width at the output, but with skips past a function whose mean is not 0
        outputs grow together, this share with them, and deep down it outweighs the rest.
    """

    variance: Array
    sensitivity: Array
    gradient: Array
    factor: Array
    variance_spread: Array
    sensitivity_spread: Array
    gradient_spread: Array
    aligned: Array


def weight_variance(name: str, fan_in: int, fan_out: int) -> float | None:
    """Return Var[w] of an initialiser at scale 1; None where weights don't have mean 0."""
    known = {
        "zeros": 0.0,
        "uniform": 1 / 3,
        "normal": 1.0,
        "lecun": 1 / fan_in,
        "glorot": 2 / (fan_in + fan_out),
        "he": 2 / fan_in,
        "orthogonal": 1 / max(fan_in, fan_out),
        "lsuv": 1 / max(fan_in, fan_out),
    }
    return known.get(name.removesuffix("_normal").removesuffix("_uniform"))


def weight_deviation(spec: DeepSpec) -> float | None:
    """Return σ_w = √(fan-in · Var[w]) between layers of the usual width; None without mean 0, or scaled by data."""
    if spec.initialiser == "lsuv" or not spec.hidden:
        return None
    width = max(spec.hidden, key=spec.hidden.count)
    variance = weight_variance(spec.initialiser, width, width)
    return None if variance is None else spec.init_scale * float(np.sqrt(width * variance))


def he_condition(spec: DeepSpec, prediction: Prediction) -> float:
    """Return the fan-in · Var[w] that would keep the variance of layer 1, 2 for ReLU (He et al. 2015); NaN at 0."""
    first = prediction.variance[0]
    with np.errstate(all="ignore"):
        return float((first - spec.init_bias_deviation**2) / moments(spec.layers[0]).second(first))


def inputs_for_theory(squares: Array) -> Array:
    """Return the mean of x² of up to GROUPS groups of samples, from that of each sample, (S,)."""
    return np.array([part.mean() for part in np.array_split(np.sort(squares), min(GROUPS, len(squares)))])


def predict(spec: DeepSpec, inputs: Array, sizes: Sequence[int]) -> tuple[Prediction | None, str]:
    """Return the prediction for networks of these sizes, or None and why there is none.

    inputs : (S,), mean square of the D inputs of each sample.  sizes : D, the widths, C.
    """
    if weight_variance(spec.initialiser, 1, 1) is None:
        label = INITIALISERS[spec.initialiser].label
        return None, f"Mean-field theory takes weights of mean 0, which “{label}” does not draw."
    if spec.unit_activations:
        return None, "Mean-field theory takes layers whose units are all alike; in this network some differ."
    if spec.normalisation == "batch":
        growth = BATCH_NORM_RELU if spec.layers[0].name == "relu" and not spec.residual else ""
        return None, f"With batch norm theory depends on how alike the samples are, and no line is drawn.{growth}"
    with np.errstate(all="ignore"):
        return _Chain(spec, inputs, sizes).prediction(), ""


@dataclass
class _Chain:
    """The recursion: up through the layers with the second moment r of what they put out, and down again."""

    spec: DeepSpec
    inputs: Array
    sizes: Sequence[int]
    variance: list[Array] = field(default_factory=list)  # q of each layer, (S,) like all arrays here
    scales: list[Array] = field(default_factory=list)  # by which ‖∂ℓ/∂z‖² is multiplied on its way to ‖∂ℓ/∂u‖², u = W x
    passed: list[Array] = field(default_factory=list)  # ... and on its way to ‖∂ℓ/∂x‖²
    slopes: list[Array] = field(default_factory=list)  # E[φ′²] of each hidden layer
    below: list[Array] = field(default_factory=list)  # E[Σ x²] of what goes into each layer
    up: list[float] = field(default_factory=list)  # variance of log q of each layer
    down: list[float] = field(default_factory=list)  # that ∂ℓ/∂z of each hidden layer adds to the one above
    gains: list[float] = field(default_factory=list)  # by which the part of ‖∂ℓ/∂h‖² along h is multiplied on its way

    def prediction(self) -> Prediction:
        """Return the prediction for all layers."""
        functions = [moments(activation) for activation in self.spec.layers]
        second, mean, spread = self.inputs, np.zeros_like(self.inputs), 0.0
        for number, function in enumerate(functions):
            q, spread = self._connect(number, second, spread)
            second, mean, spread = self._activate(number, function, q, (second, mean), spread)
        self._connect(len(functions), second, spread)
        return self._back()

    def _connect(self, number: int, second: Array, spread: float) -> tuple[Array, float]:
        """Go from what enters a layer (S,) to the variance q of its pre-activations, and of log q."""
        spec, (fan_in, fan_out) = self.spec, self.sizes[number : number + 2]
        hidden = number < len(self.sizes) - 2
        bias = spec.init_bias_deviation**2 if hidden else 0.0
        shift = spec.init_bias**2 if hidden else 0.0
        if spec.initialiser == "lsuv":
            kept = 0.0 if spec.normalisation == "layer" and hidden else bias
            deviation = max(spec.init_scale**2 - kept, 0.0) / second.mean()
        else:
            variance = weight_variance(spec.initialiser, fan_in, fan_out) or 0.0
            deviation = spec.init_scale**2 * fan_in * variance
        linear = deviation * second
        self.below.append(second * fan_in)
        if spec.normalisation == "layer" and hidden:
            q = linear / (linear + EPSILON) + bias + shift
            self.scales.append(1.0 / (linear + EPSILON))
            spread = 0.0
        else:
            q = linear + bias + shift
            self.scales.append(np.ones_like(q))
            spread = 0.0 if number == 0 else spread * float(np.mean(linear / q)) ** 2
        self.passed.append(self.scales[-1] * deviation)
        self.variance.append(q)
        exact = spec.normalisation == "layer" or spec.initialiser == "lsuv"
        self.up.append(0.0 if exact else spread + 2 / fan_out)
        return q, spread

    def _activate(
        self, number: int, function: Moments, q: Array, before: tuple[Array, Array], spread: float
    ) -> tuple[Array, Array, float]:
        """Go from q to the second moment and the mean of what the layer puts out, and the variance of log of it."""
        width, (second, mean) = self.sizes[number + 1], before
        power, slope = function.second(q), function.slope_second(q)
        self.slopes.append(slope)
        typical = q.mean()
        forward = float(function.fourth(typical) / function.second(typical) ** 2 - 1.0) / width
        backward = float(3 * function.slope_fourth(typical) / function.slope_second(typical) ** 2 - 1.0) / width
        forward += spread * float(function.elasticity(typical)) ** 2
        self.down.append(backward)
        along = power * function.elasticity(q)  # E[φ φ′ z]
        if not self._skips(number):
            self.gains.append(float(np.mean(along**2 / (second * power))) * self.sizes[number] / width)
            return power, function.mean(q), forward
        total = second + power + 2 * mean * function.mean(q)
        along = second + mean * (function.mean(q) + function.mean_slope(q)) + along
        self.gains.append(float(np.mean(along**2 / (second * total))))
        share = float(np.mean(power / total))
        cross = 4 * share * (1 - share) / width
        return total, mean + function.mean(q), share**2 * forward + (1 - share) ** 2 * spread + cross

    def _skips(self, number: int) -> bool:
        return self.spec.residual and self.sizes[number] == self.sizes[number + 1]

    def _back(self) -> Prediction:
        """Go down from the output, whose ‖∂ℓ/∂z‖² is 1."""
        last = len(self.slopes)
        squares, spreads, aligned = np.ones((last + 1, len(self.inputs))), np.zeros(last + 1), np.zeros(last + 1)
        above, spread = self.passed[last], 0.0  # of ‖∂ℓ/∂h‖² of the last hidden layer
        along = 0.0 * above.mean() if self.spec.normalisation == "layer" else above.mean() / self.sizes[-2]  # taken out
        for number in range(last - 1, -1, -1):
            squares[number] = self.slopes[number] * above
            spreads[number] = spread + self.down[number]
            aligned[number] = along / above.mean()
            along *= self.gains[number]
            through = self.passed[number] * squares[number]
            if self._skips(number):
                share = float(np.mean(through / (above + through)))
                cross = 4 * share * (1 - share) / self.sizes[number + 1]
                spread = share**2 * spreads[number] + (1 - share) ** 2 * spread + cross
                above = above + through
            else:
                above, spread = through, spreads[number]
        by_z = squares.mean(axis=1)
        by_weights = (squares * np.array(self.scales) * np.array(self.below)).mean(axis=1)
        if self.spec.initialiser == "lsuv":
            # A single output is scaled by how its samples differ, and its factor is not that of the other layers.
            by_z[-1] = by_weights[-1] = np.nan
        return Prediction(
            variance=np.array([q.mean() for q in self.variance]),
            sensitivity=np.sqrt(by_z),
            gradient=np.sqrt(by_weights),
            factor=np.sqrt(by_z[:-1] / by_z[1:]),
            variance_spread=np.array(self.up),
            sensitivity_spread=spreads,
            gradient_spread=spreads + np.r_[0.0, self.up[:-1]],
            aligned=aligned,
        )
