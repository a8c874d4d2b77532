"""Which Chromium the browser tests run in: the first on the PATH that starts, else the one playwright installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The sandbox needs a user other than root; the rest keeps a test browser from calling home.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts, or None."""
    for name in NAMES:
        path = shutil.which(name)
        # Ubuntu's chromium-browser may be a script that only asks for a snap: hence the trial.
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
