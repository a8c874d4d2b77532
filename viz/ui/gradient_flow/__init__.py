"""What the page "Gradient flow" draws: its sidebar, and one file for each of its parts."""
