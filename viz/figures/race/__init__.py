"""Races: lanes by letter and colour, what can be said of them in a sentence and a table, and bands over many seeds."""
