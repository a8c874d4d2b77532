"""The factor by which a wide layer scales the variance of pre-activations (He et al. 2015)."""

from __future__ import annotations

from viz.activations import Activation
from viz.theory.gaussian_moments import gaussian_moments


def variance_factor(activation: Activation) -> float:
    """Return E[f(z)²] for z ~ N(0, 1): the next layer has E[z²] = n·Var[w]·E[f(z)²] if this one has E[z²] = 1.

    n is the fan-in, weights have mean 0, biases are 0. ½ for ReLU and (1 + a²)/2 for a leaky slope a, which scale with
    their input, so that the factor n·Var[w]/2 holds at every variance, and He's n·Var[w] = 2 keeps it (He, Zhang, Ren
    and Sun 2015, *Delving Deep into Rectifiers*, eq. 9 and 15); 1 for SELU. For other functions it holds at variance 1
    only: see :func:`viz.theory.variance_map`.
    """
    return float(gaussian_moments(activation)(1.0)[0])
