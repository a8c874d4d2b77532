"""What a browser test works with: the app on a port of its own, visitors whose errors count, and pictures to look at.

A test asks for the fixtures in conftest.py; the classes here are what it gets.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, ConsoleMessage, Page

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
DESKTOP = (1440, 1000)  # width and height in CSS pixels
PHONE = (420, 900)
PATIENCE = 60.0  # seconds that anything may take on a slow machine

# When a page is opened by its own address, Streamlit first asks for these two below that address and then at the root.
STREAMLIT_PROBE = re.compile(r"/[^/?]+/_stcore/(health|host-config)$")

# A server that was still sending when its visitor left says so by an exception; any other one is a fault of the app.
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*\n|\n)*(\S.*)")  # finds what was raised
VISITOR_LEFT = re.compile(r"\bWebSocketDisconnect(ed)?\b|\bClientDisconnected\b")

IDLE = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app?.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && document.querySelector('[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"]') !== null
        && document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]') === null
        && document.fonts.status === 'loaded';
}"""


@contextmanager
def running_app(log: Path, script: str = "app.py", **environment: str) -> Iterator[str]:
    """Start the app on a free port, yield its address, and stop it.

    Parameters
    ----------
    log : Path
        File for what the server prints.
    script : str
        What is run: app.py, or asgi.py for what operators ask for.
    **environment : str
        Variables that the server has besides those of the tests.

    Raises
    ------
    RuntimeError
        If the server doesn't come up, or if a page raised an exception while it ran; the message holds the log.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.headless": "true",
        "server.fileWatcherType": "none",
    }
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        *(f"--{key}={value}" for key, value in options.items()),
    ]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=os.environ | environment
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for_health(server, address, log)
        yield address
    finally:
        server.terminate()
        server.wait(PATIENCE)
    printed = log.read_text()
    raised = TRACEBACK.findall(printed)
    if len(raised) != printed.count("Traceback") or not all(map(VISITOR_LEFT.search, raised)):
        raise RuntimeError(f"The app raised an exception:\n{printed}")


def _wait_for_health(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=PATIENCE):
                return
        except (URLError, ConnectionError):
            time.sleep(0.05)  # between two looks at the condition
    raise RuntimeError(f"The app did not start:\n{log.read_text()}")


def wait_until_idle(page: Page) -> None:
    """Wait until Streamlit has run the script and drawn all of it.

    A click takes a moment to reach the server, so after one wait for what it should change, not for this.
    """
    page.wait_for_function(IDLE, timeout=PATIENCE * 1000)


@dataclass
class Visitors:
    """Opens pages of the app, each in a fresh browser context, and collects what goes wrong in them."""

    browser: Browser
    address: str
    problems: list[str] = field(default_factory=list)

    def __call__(
        self,
        path: str = "/",
        *,
        scheme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = DESKTOP,
        touch: bool = False,
    ) -> Page:
        """Open ``path`` (with its query, if any) as a new visitor and wait until it is drawn.

        Parameters
        ----------
        path : str
            From the root, as ``/training?seed=3``.
        scheme : {"light", "dark"}
            The theme the visitor's system asks for.
        size : tuple of int
            Width and height of the window in CSS pixels.
        touch : bool
            Whether the screen takes touches.
        """
        page = self.blank(scheme=scheme, size=size, touch=touch)
        page.goto(self.address + path)
        wait_until_idle(page)
        return page

    def blank(
        self,
        *,
        scheme: Literal["light", "dark"] = "light",
        size: tuple[int, int] = DESKTOP,
        touch: bool = False,
    ) -> Page:
        """Return a watched page on which nothing is open yet, for a test that measures or traces the opening."""
        context = self.browser.new_context(
            color_scheme=scheme, viewport={"width": size[0], "height": size[1]}, has_touch=touch
        )
        context.set_default_timeout(PATIENCE * 1000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.address)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        return page

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not STREAMLIT_PROBE.search(message.location["url"]):
            self.problems.append(f"console: {message.text} ({message.location['url']})")

    def leave(self) -> None:
        """Close every context and fail if any of them saw an error."""
        for context in self.browser.contexts:
            context.close()
        assert not self.problems, "\n".join(self.problems)


def save_whole(page: Page, name: str) -> Path:
    """Write a picture of the whole page, not only of what fits the window, and return its path."""
    height = page.evaluate(
        """() => Math.max(...['stMain', 'stSidebarContent']
            .map(id => document.querySelector(`[data-testid="${id}"]`)?.scrollHeight ?? 0))"""
    )
    window = page.viewport_size or {"width": DESKTOP[0], "height": DESKTOP[1]}
    page.set_viewport_size({"width": window["width"], "height": max(window["height"], min(height, 6000))})
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path)
    return path
