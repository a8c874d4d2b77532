"""What the page "Dead neurons" draws: its sidebar, and one file for each of its parts."""
