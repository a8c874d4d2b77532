"""The player alone on a page of its own, without Streamlit: what a saved run is, and what its tests drive."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route, expect

from viz.engine import Recording
from viz.player import HTML, SCRIPT, STYLE, envelope

ADDRESS = "http://player.test/"  # served by the test itself: nothing leaves the browser

PAGE = f"""<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{HTML}
<script>
{SCRIPT}
function give(text, ground) {{
  if (ground) document.body.style.setProperty("--st-background-color", ground);
  const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const setTriggerValue = (name, value) => (window.wishes ??= []).push((window.sent = [name, value]));
  window.unmount = mountPlayer({{ parentElement: document.body, data, setTriggerValue }});
}}
</script></body>"""


class Stage:
    """A page that holds one player; an exception in it or an error in its console fails the test.

    Parameters
    ----------
    browser : Browser
    width : int
        Of the page, in CSS pixels; the player is as wide, less the margins.
    still : bool
        Whether the reader asked for reduced motion.
    touch : bool
        Whether the screen takes touches.
    """

    def __init__(self, browser: Browser, width: int = 1200, still: bool = False, touch: bool = False) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            reduced_motion="reduce" if still else "no-preference",
            has_touch=touch,
            is_mobile=touch,
        )
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.route(f"{ADDRESS}**", self._serve)
        self.page.goto(ADDRESS)
        self.root: Locator = self.page.get_by_test_id("player")

    @staticmethod
    def _serve(route: Route) -> None:
        route.fulfill(body=PAGE, content_type="text/html")

    def give(self, recording: Recording | bytes, ground: str = "#FFFFFF", **view: Any) -> None:
        """Hand the player a message, as Streamlit does at every rerun that changed something."""
        data = recording if isinstance(recording, bytes) else recording.to_bytes()
        self.page.evaluate("([text, ground]) => give(text, ground)", [_text(data, view), ground])

    def paused(self, recording: Recording | bytes, frame: int = 0, **view: Any) -> None:
        """Hand the player its first message so that it opens at `frame` and stays there."""
        self.give(recording, frame=frame, **view)
        self.at(frame)

    def at(self, frame: int) -> None:
        """Wait until `frame` is drawn."""
        expect(self.root).to_have_attribute("data-frame", str(frame))

    def press(self, name: str) -> None:
        """Press the button of that accessible name."""
        self.root.get_by_role("button", name=name, exact=True).click()

    @property
    def reading(self) -> str:
        """The sentence at the top, its spaces plain."""
        return self.page.locator(".reading").inner_text().replace("\u00a0", " ")

    def hover(self, panel: str, x: float, y: float) -> str:
        """Point at (x, y), in CSS pixels from the corner of a panel's canvas, and return the tooltip's text."""
        canvas = self.page.locator(f'[data-panel="{panel}"]')
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        tip = self.page.locator(".tooltip")
        return tip.inner_text().replace("\u00a0", " ") if tip.is_visible() else ""

    def leave(self) -> None:
        """Close the page; fail if anything went wrong in it."""
        self.context.close()
        assert self.problems == []


def _text(data: bytes, view: Mapping[str, Any]) -> str:
    return base64.b64encode(envelope(data, view)).decode()
