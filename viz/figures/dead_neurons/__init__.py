"""The figures of the page "Dead neurons": shares over training, against a cause, on a map; and born-dead networks."""
