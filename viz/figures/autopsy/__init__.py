"""Figures of one unit under autopsy: its history, its slope under its inputs, its map, and the update that ended it."""
