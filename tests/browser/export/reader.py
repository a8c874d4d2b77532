"""Somebody who opens an exported file from disk, without a network: what asks for anything else is a problem."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.harness import DESKTOP, PATIENCE

COURSE = "http://course.example/"  # served by the test itself: nothing leaves the browser


class Reader:
    """A browser window that is offline.

    Parameters
    ----------
    browser : Browser
    folder : where files are written.
    options : of the browser's context.
    """

    def __init__(self, browser: Browser, folder: Path, **options: Any) -> None:
        width, height = DESKTOP
        self.folder = folder
        self.context = browser.new_context(**{"viewport": {"width": width, "height": height}, **options})
        self.context.set_default_timeout(PATIENCE * 1000)
        self.context.set_offline(True)
        self.problems: list[str] = []
        self.context.route(re.compile("^(?!file:|data:|blob:)"), self._no_network)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file:", "data:", "blob:", COURSE)):
            self.problems.append(f"asked for {request.url}")

    def _no_network(self, route: Route) -> None:
        route.abort()

    def open(self, file: bytes, name: str = "saved.html") -> None:
        """Open a file from disk."""
        path = self.folder / name
        path.write_bytes(file)
        self.page.goto(path.as_uri())

    def open_lesson(self, lesson: str, file: bytes, name: str) -> None:
        """Open a page of a course on the web, beside which there is a file."""
        served = {COURSE: lesson.encode(), f"{COURSE}{name}": file}
        self.context.route(
            f"{COURSE}**", lambda route: route.fulfill(body=served[route.request.url], content_type="text/html")
        )
        self.page.goto(COURSE)

    def plays(self, player: Locator, last: int) -> None:
        """Hold that the player plays by itself, to the end."""
        expect(player).to_have_attribute("data-frame", str(last))
        expect(player).to_have_attribute("data-playing", "false")
        player.get_by_role("button", name="To the first frame").click()
        expect(player).to_have_attribute("data-frame", "0")
        picture = player.locator("canvas").first
        before = picture.screenshot()
        player.get_by_role("button", name="Play", exact=True).click()
        expect(player).to_have_attribute("data-frame", str(last))
        assert picture.screenshot() != before

    def pasted(self) -> str:
        """Return what is on the clipboard."""
        page = self.context.new_page()
        path = self.folder / "paste.html"
        path.write_text("<!doctype html><textarea autofocus></textarea>")
        page.goto(path.as_uri())
        page.locator("textarea").press("Control+V")
        return page.locator("textarea").input_value()

    @property
    def content_width(self) -> int:
        """What the page would take, in CSS pixels, to show all without scrolling sideways."""
        metrics = self.context.new_cdp_session(self.page).send("Page.getLayoutMetrics")
        return int(metrics["cssContentSize"]["width"])

    def run(self, script: str) -> Any:
        """Return the value of a script, also where the page allows none but its own."""
        session = self.context.new_cdp_session(self.page)
        answer = session.send("Runtime.evaluate", {"expression": script, "awaitPromise": True, "returnByValue": True})
        return answer["result"].get("value")

    def leave(self) -> None:
        """Close the window; fail if anything went wrong in it."""
        self.context.close()
        assert self.problems == []
