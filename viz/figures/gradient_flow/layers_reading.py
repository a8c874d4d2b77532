"""One sentence on what passes through the layers, and one on how measurement and theory agree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from viz.figures.gradient_flow.layers import expected
from viz.labs.gradient_flow import InitialResult, Prediction, Profile, quantiles
from viz.spec.numbers import number, percent, short

Array = npt.NDArray[np.float64]


CANCELLED = (
    "The theory is of one sample’s gradient; over the whole set the gradients of different samples cancel in part, the "
    "more the less alike the samples are in a layer."
)
LEFT = (
    "The theory is exact for infinite width, takes the weights of the way back as independent of those of the way "
    "forward, and its band is to first order in depth / width; with few seeds the median itself is uncertain."
)
ALIGNED = (
    "With skips past a function whose mean is not 0 the outputs of a layer grow together, and the part of the gradient "
    "along them with them: at infinite width there is no such part, here it should outweigh the rest up to {} times."
)


def flow(profile: Profile, prediction: Prediction | None, backward: str) -> str:
    """Return what becomes of the gradient on its way from the last hidden layer to the first."""
    middle = quantiles(getattr(profile, backward))[1][:-1]
    if len(middle) < 2 or not np.isfinite(middle).all():
        return "The gradient is not finite in every layer." if len(middle) > 1 else _single(middle)
    if middle[-1] == 0.0:
        return "No gradient reaches the hidden layers: it is exactly **0** in every one of the median network."
    share = float(middle[0] / middle[-1])
    if share == 0.0:
        return "The gradient of the first layer is exactly **0**: nothing reaches it."
    factor = share ** (1 / (len(middle) - 1))
    theory = ""
    if prediction is not None:
        line = getattr(prediction, backward)[:-1]
        told = float(line[0] / line[-1]) ** (1 / (len(line) - 1))
        theory = f"; mean-field theory says {factor_text(told)}"
    verb = "shrinks" if factor < 0.995 else "grows" if factor > 1.005 else "keeps its size"
    by = f" by a factor of **{factor_text(factor)} a layer** on its way down" if verb != "keeps its size" else ""
    return (
        f"The gradient {verb}{by}: the first layer gets {times(share)} the last hidden layer’s"
        f"{theory if by else theory and f' ({factor_text(factor)} a layer{theory})'}."
    )


def agreement(result: InitialResult, backward: str) -> str:
    """Return where the measured medians leave the band that theory expects at this width, and why."""
    if result.prediction is None:
        return result.why
    parts, left = [], False
    for name, label in (("variance", "variance"), (backward, "gradient")):
        outside = strays(result.profile, result.prediction, name)
        left |= bool(outside.any())
        where = f"except in {ranges(outside)}" if outside.any() else "in every layer"
        parts.append(f"of the {label} {where}")
    sentences = [f"The measured median lies in theory’s 10–90 % band {' and '.join(parts)}.", _width(result, backward)]
    if float(result.prediction.aligned.max()) > 1.0:
        sentences.append(ALIGNED.format(number(float(result.prediction.aligned.max()), 0)))
    elif left:
        sentences.append(CANCELLED if backward == "gradient" else LEFT)
    return " ".join(filter(None, sentences))


def _width(result: InitialResult, backward: str) -> str:
    """Return how wide the theory's band is at this width."""
    assert result.prediction is not None
    theory = expected(result.prediction, result.profile, backward)
    with np.errstate(all="ignore"):
        ratio = theory.high / theory.low
    if not np.isfinite(ratio).any():
        return ""
    depth, width = len(result.spec.spec.hidden), result.spec.spec.hidden[0]
    return (
        f"At width {width} and depth {depth} (depth / width = {short(depth / width, 2)}) the upper end of the "
        f"gradient’s band is up to {short(float(np.nanmax(ratio)), 2)} times the lower."
    )


def strays(profile: Profile, prediction: Prediction, name: str) -> npt.NDArray[np.bool_]:
    """Return for each layer whether the measured median lies outside of the band that theory expects, (L,).

    As inside counts what is within 2 % of its ends, or within two standard errors of the median that the line of a
    gradient starts from.
    """
    theory = expected(prediction, profile, name)
    values = getattr(profile, name)
    tolerance = 0.02
    if name != "variance" and len(prediction.factor) > 0:
        spread = float(getattr(prediction, f"{name}_spread")[-2])
        with np.errstate(all="ignore"):
            tolerance = max(tolerance, float(np.expm1(1.2533 * np.sqrt(spread / len(values)))))  # √(π/2): of a median
    middle = quantiles(values)[1]
    told = np.isfinite(theory.low) & np.isfinite(theory.high)
    return told & ~((middle >= theory.low / (1 + tolerance)) & (middle <= theory.high * (1 + tolerance)))


def ranges(chosen: npt.NDArray[np.bool_]) -> str:
    """Return layers as people write them: "layers 1–3 and 7"; the last one is the output."""
    numbers = np.flatnonzero(chosen) + 1
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) > 1) + 1)
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    if len(texts) > 3:
        return f"{len(numbers)} of {len(chosen)} layers"
    listed = texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
    return f"layer{'s' if len(numbers) > 1 else ''} {listed}"


def factor_text(value: float) -> str:
    """Return a factor with two digits that count."""
    return short(value, 3) if 0.0995 <= value < 1000 else number(value, 2)


def times(share: float) -> str:
    """Return a share as "**20 %** of", as a multiple where it is above 1."""
    if share > 1.005:
        return f"**{number(share, 0 if share >= 10 else 1 if share >= 2 else 2)} times**"
    return f"**{percent(share) if share >= 0.005 else number(share, 2)}** of"


def _single(middle: Array) -> str:
    return f"With one hidden layer there is nothing to shrink or grow: its gradient is {number(float(middle[0]), 4)}."
