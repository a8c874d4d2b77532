"""The claims, grouped by theme; adding one is adding a record to the tuple of its file."""
