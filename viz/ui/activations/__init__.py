"""What the page "Activations" draws: its sidebar, and one file for each of its parts."""
