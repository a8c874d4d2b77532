"""Small runs that between them show everything the player can show."""

from __future__ import annotations

from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(steps=60, frames=30)
DYING = ExperimentSpec(learning_rate=1.15, steps=600, frames=120, seed=683)

SETTINGS = {
    "plain": SHORT,
    "dying": DYING,
    "no hidden layer": ExperimentSpec(hidden=(), steps=60, frames=30),
    "one step": ExperimentSpec(steps=1, frames=1),
    "deep": ExperimentSpec(hidden=(8,) * 12, activation="sigmoid", steps=40, frames=10),
    "wide": ExperimentSpec(hidden=(64, 24, 3), steps=40, frames=10),
    "classes": ExperimentSpec(dataset="iris", steps=60, frames=30),
    "curve": ExperimentSpec(dataset="sine", hidden=(16,), learning_rate=0.01, steps=60, frames=30),
    "surface": ExperimentSpec(dataset="plane", learning_rate=0.01, steps=60, frames=30),
    "no test set": ExperimentSpec(test_share=0.0, steps=60, frames=30),
    "overflow": ExperimentSpec(dataset="plane", learning_rate=50.0, steps=600, frames=300),
    "overflow at once": ExperimentSpec(dataset="sine", hidden=(16, 16), steps=600, frames=100),
}
