"""The census of one run: the share of its hidden units that counts as dead, by four definitions never mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from viz.engine import Recording
from viz.engine.probes import losses_and_scores, unit_states

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

DEFINITIONS = ("dead", "saturated", "dormant", "gradient_dead")
SATURATED_SHARE = 0.9  # of the samples on which |f′| < ε, from which on a unit counts as saturated
PROBES = (losses_and_scores, unit_states)  # all that a census needs of a run


@dataclass(frozen=True, eq=False)
class Census:
    """What became of the hidden units of one run, in shares of all of them; K = 4 definitions, T recorded moments.

    share: (K, T), NaN from where the run overflowed. died, revived: (K,), how often a unit went from one recorded
    moment to the next from alive to dead and back, so that share at the end = share at the start + died − revived.
    loss: (T,), on the training set. overflow: the step, or −1.
    """

    share: Array
    died: Array
    revived: Array
    loss: Array
    overflow: int


def census(recording: Recording, tau: float) -> list[Census]:
    """Return the census of every network of a recording that has all frames of its schedule.

    A unit is dormant up to a share `tau` of its layer's mean output.
    """
    known = np.isfinite(recording.train_loss)  # (P, T); blanked from where a member overflowed
    flagged = flags(recording, tau)  # (K, P, T, H)
    units = max(1, flagged.shape[-1])
    share = np.where(known, flagged.sum(axis=-1) / units, np.nan)
    pairs = known[:, 1:] & known[:, :-1]
    now, before = flagged[:, :, 1:] & pairs[..., np.newaxis], flagged[:, :, :-1] & pairs[..., np.newaxis]
    died = (now & ~before).sum(axis=(2, 3)) / units
    revived = (before & ~now).sum(axis=(2, 3)) / units
    overflows = [-1 if entry is None else int(entry["step"]) for entry in recording.header["overflows"]]
    loss = recording.train_loss
    return [
        Census(share[:, member].copy(), died[:, member], revived[:, member], loss[member].copy(), overflow)
        for member, overflow in enumerate(overflows)
    ]


def flags(recording: Recording, tau: float) -> Flags:
    """Return whether each hidden unit counts as dead, saturated, dormant or gradient-dead, (K, P, T, H).

    Dead: f′ is 0 on every training sample. Saturated: |f′| < ε on at least `SATURATED_SHARE` of them. Dormant: its mean
    |output| is at most τ times the layer's mean (Sokar et al. 2023). Gradient-dead: ∂L/∂z is 0 on every sample.
    """
    layers = [
        np.stack([active == 0, saturated >= SATURATED_SHARE, dormancy <= tau, gradient == 1])
        for active, saturated, dormancy, gradient in zip(
            recording.active_fraction,
            recording.saturated_fraction,
            recording.dormancy,
            recording.gradient_dead,
            strict=True,
        )
    ]
    return np.concatenate(layers, axis=-1)
