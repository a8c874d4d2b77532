"""What the page "One neuron" draws: its sidebar, and one file for each of its parts."""
