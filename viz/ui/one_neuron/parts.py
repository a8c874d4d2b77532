"""What the experiments of the page "One neuron" share."""

from __future__ import annotations

from pathlib import Path

from viz.spec.one_neuron import OneNeuronSpec
from viz.ui.controls import Controls

STYLE = Path(__file__).with_name("style.css")

Neuron = Controls[OneNeuronSpec]
