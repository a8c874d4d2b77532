"""Functions that bend little or not at all: the identity (a network without activation) and the bent identity."""

from __future__ import annotations

import numpy as np

from viz.activations.base import Activation, Template
from viz.activations.kernels import one, zero
from viz.activations.traits import Range, Traits

FAMILY = "Linear"


IDENTITY = Activation(
    name="identity",
    label="Identity",
    family=FAMILY,
    summary="No activation: however many layers, the network stays a linear function of its input.",
    reference="Widrow & Hoff 1960, Adaptive switching circuits (the linear unit, Adaline)",
    value_kernel=np.positive,
    derivative_kernel=one,
    second_derivative_kernel=zero,
    formula=r"z",
    derivative_formula=r"1",
    second_derivative_formula=r"0",
    traits=Traits(range=Range(), monotonic="increasing", lipschitz=1.0, saturates=(False, False), symmetry="odd"),
    templates={
        "numpy": Template("np.asarray({z})", derivative="np.ones_like({z})"),
        "torch": Template("{z}", native="torch.nn.Identity", note="torch has it as a module only"),
        "jax": Template("jax.nn.identity({z})", native="jax.nn.identity"),
        "keras": Template("keras.activations.linear({z})", native="keras.activations.linear"),
    },
)
