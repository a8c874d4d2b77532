"""How likely a ReLU network is born dead: constant from its first weights on (Lu, Shin, Su and Karniadakis 2019).

*Dying ReLU and Initialization: Theory and Numerical Examples*, Communications in Computational Physics 28 (2020),
arXiv:1903.06733. Weights and biases are independent and symmetric about 0. A network is born dead if some hidden layer
puts out 0 throughout the domain, so that what follows is constant and no gradient reaches the layers up to that one.
"""

from __future__ import annotations

from collections.abc import Sequence


def born_dead_one_input(widths: Sequence[int]) -> float:
    """Return 1 − ∏ (1 − 2^−N) over the hidden widths N.

    Given that a single point still excites the layer below, a layer is silent there with probability 2^−N: each of its
    N pre-activations is a symmetric, continuous random variable. So this is exactly the probability that a network is
    dead at one given input, and an upper bound for any domain that contains it, with any number of inputs: that of Lu
    et al. On a line of inputs with zero biases the lower bound is :func:`born_dead_lower`.

    Raises ValueError for a width below 1.
    """
    alive = 1.0
    for width in widths:
        _check("width", width)
        alive *= 1.0 - 2.0**-width
    return 1.0 - alive


def born_dead_lower(width: int, hidden_layers: int) -> float:
    """Return the lower bound of Lu et al. for one input dimension, zero biases and a symmetric domain.

    With L = hidden layers + 1, as they count layers, a₁ = 1 − 2^−N and a₂ = 1 − 2^(1−N) − (N − 1)·4^−N it is

        1 − a₁^(L−2) + (1 − 2^(1−N))·(1 − 2^−N) / (1 + (N − 1)·2^−N) · (a₂^(L−2) − a₁^(L−2))

    Parameters
    ----------
    width : N, units in every hidden layer.
    hidden_layers : at least 1; a single hidden layer gives 0.
    """
    _check("width", width)
    _check("hidden_layers", hidden_layers)
    half = 2.0**-width
    a1 = 1.0 - half
    a2 = 1.0 - 2.0 * half - (width - 1) * half**2
    deeper = hidden_layers - 1  # L − 2
    share = (1.0 - 2.0 * half) * a1 / (1.0 + (width - 1) * half)
    return 1.0 - a1**deeper + share * (a2**deeper - a1**deeper)


def _check(name: str, value: int) -> None:
    if value < 1:
        raise ValueError(f"{name} = {value} must be at least 1")
