"""The figures and tables of the page "Claims": panels of a claim's outcome, and the pieces of the board."""
