"""The words of the page "Dead neurons": what a unit counts as, and why one definition counts more than another."""

from __future__ import annotations

from math import isnan

from viz.labs.dead_neurons import DEFINITIONS
from viz.spec.numbers import percent

ADJECTIVES = {"dead": "dead", "saturated": "saturated", "dormant": "dormant", "gradient_dead": "gradient-dead"}
LABELS = {name: adjective.capitalize() for name, adjective in ADJECTIVES.items()}
MEANINGS = {
    "dead": "f′ is exactly 0 on every training sample",
    "saturated": "|f′| < {epsilon:g} on at least 90 % of the training samples, so a unit that seldom fires counts too",
    "dormant": "the mean |output| is at most {tau:g} of the layer’s mean, so a unit that hardly adds anything counts",
    "gradient_dead": "no gradient arrives on any training sample, so a live unit behind which all are dead counts too",
}
TELLING = 0.005  # difference between two definitions from which on it is worth a word


def meaning(definition: str, epsilon: float, tau: float) -> str:
    """Return what a definition asks for."""
    return MEANINGS[definition].format(epsilon=epsilon, tau=tau)


def flipped(shares: dict[str, float], chosen: str, epsilon: float, tau: float) -> str:
    """Return what another definition would change: the one that differs most from the chosen one.

    shares: by definition, of all units shown.
    """
    if isnan(shares[chosen]):
        return "No run is finite at the end, so there is nothing to count."
    now = f"**{LABELS[chosen]}** counts {percent(shares[chosen])} of all units shown: {meaning(chosen, epsilon, tau)}."
    others = [name for name in DEFINITIONS if name != chosen]
    furthest = max(others, key=lambda name: abs(shares[name] - shares[chosen]))
    gap = shares[furthest] - shares[chosen]
    if abs(gap) < TELLING:
        return f"{now} The other three definitions give the same within half a point."
    direction = "more" if gap > 0 else "fewer"
    return (
        f"{now} Flipped to **{ADJECTIVES[furthest]}** it would be {percent(shares[furthest])}, "
        f"{100 * abs(gap):.0f} points {direction}: {meaning(furthest, epsilon, tau)}."
    )


def spread(low: float, middle: float, high: float) -> str:
    """Return a median share with its band: "50 % (38–63 %)", and just the share where all runs have it."""
    if isnan(middle):
        return "–"
    if low == high:
        return percent(middle)
    return f"{percent(middle)} ({percent(low).removesuffix(' %')}–{percent(high)})"
