"""Short runs that together have every optimiser, loss and option that a script must know."""

from __future__ import annotations

from dataclasses import replace

from viz.engine.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.engine.optimisers import OPTIMISERS
from viz.engine.recording import Recording
from viz.export.code import Ending
from viz.spec import ExperimentSpec
from viz.spec.fork import forked

BASE = ExperimentSpec(samples=120, steps=80, frames=4, learning_rate=0.02)
_DYING = replace(BASE, hidden=(6, 5), init_bias=-1.0, learning_rate=0.1)

CASES: dict[str, ExperimentSpec] = {
    **{name: replace(BASE, optimiser=name) for name in OPTIMISERS},
    "mse": replace(BASE, dataset="sine", activation="tanh"),
    "softmax": replace(BASE, dataset="iris", noise=0.0),
    "softmax of two classes": replace(BASE, loss="softmax_cross_entropy"),
    "digits": replace(BASE, dataset="digits", samples=200, hidden=(12,), batch_size=32, noise=0.0),
    "layer norm, AdamW": replace(BASE, normalisation="layer", residual=True, optimiser="adamw"),
    "batch norm, dropout": replace(BASE, normalisation="batch", dropout=0.3, residual=True),
    "dropout": replace(BASE, dropout=0.2, hidden=(8, 6)),
    "penalties": replace(BASE, l1=0.01, l2=0.02, clip_norm=0.3, hidden=(6,)),
    "cosine": replace(BASE, schedule="cosine", warmup=10),
    "step, no test samples": replace(BASE, schedule="step", drop_every=30, test_share=0.0),
    "warm-up": replace(BASE, warmup=50),
    "features": replace(BASE, features=("x1", "x1x1", "sinx2")),
    "units": replace(
        BASE,
        activation="leaky_relu(slope:0.3)",
        unit_activations=("1.2:tanh", "2.8:gelu", "1.3:leaky_relu(slope:0.1)"),
    ),
    "layers": replace(BASE, layer_activations=("mish", "serf")),
    "formula": replace(BASE, activation="formula(max(0,x)+a*sin(3*x),a:0.2)"),
    "at a kink": replace(BASE, initialiser="zeros", activation="leaky_relu", learning_rate=0.5),
    "no slope": replace(BASE, activation="heaviside", optimiser="adamw", l2=0.01),
    "LSUV": replace(BASE, initialiser="lsuv", weights_seed=5, init_bias_deviation=0.2),
    "stopped": replace(BASE, steps=400, frames=40, target_score=0.85, learning_rate=0.1),
    "fork of settings": forked(
        forked(BASE, 30, batch_size=20, learning_rate=0.1),
        60,
        optimiser="adam",
        activation="gelu",
        learning_rate=0.01,
        dropout=0.1,
        schedule="cosine",
        clip_norm=1.0,
    ),
    "fork of weights": forked(
        _DYING, 40, (ReDo(), RaiseBias(0.2), SetBias(2, 3, 0.5), SetWeight(1, 2, 1, -0.25)), optimiser="momentum"
    ),
    "fork, normalised": forked(
        replace(_DYING, optimiser="adam", normalisation="layer"), 40, (RaiseBias(0.1), ReDo()), momentum=0.5, l2=0.01
    ),
}


def ending(recording: Recording) -> Ending:
    """Return how a recorded run of one network ended."""
    stopped = recording.header["stopped"]
    return Ending(
        int(recording.steps[-1]),
        float(recording.train_loss[0, -1]),
        float(recording.test_loss[0, -1]),
        stopped["message"] if stopped else "",
    )
