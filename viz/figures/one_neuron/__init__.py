"""The figures of the page "One neuron": a neuron's response, functions built from kinks, and linear regions."""
