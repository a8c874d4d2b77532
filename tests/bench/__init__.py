"""Speed and size, measured side by side with other libraries: `make bench`. Nothing here passes or fails."""
