"""The menu "Export": what is on the page, as files to take away."""
