"""The race alone on a page of its own, without Streamlit."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route, expect

from viz.player.race import HTML, SCRIPT, STYLE, RaceLane, envelope

ADDRESS = "http://race.test/"  # served by the test itself: nothing leaves the browser

PAGE = f"""<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{HTML}
<script>
{SCRIPT}
function give(text, ground) {{
  if (ground) document.body.style.setProperty("--st-background-color", ground);
  document.body.style.background = ground;
  // As Streamlit hands it over: a view into a longer buffer that may begin at an odd address.
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const data = new Uint8Array(bytes.length + 3).subarray(3);
  data.set(bytes);
  const setTriggerValue = (name, value) => (window.sent = [name, value]);
  window.unmount = mountRace({{ parentElement: document.body, data, setTriggerValue }});
}}
</script></body>"""


class RaceStage:
    """A page that holds one race; an exception in it or an error in its console fails the test."""

    def __init__(self, browser: Browser, width: int = 1200, still: bool = False) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce" if still else "no-preference"
        )
        self.page: Page = self.context.new_page()
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        self.page.route(f"{ADDRESS}**", self._serve)
        self.page.goto(ADDRESS)
        self.root: Locator = self.page.get_by_test_id("race")

    @staticmethod
    def _serve(route: Route) -> None:
        route.fulfill(body=PAGE, content_type="text/html")

    def give(self, lanes: Sequence[RaceLane], ground: str = "#FFFFFF", **view: Any) -> None:
        """Hand the race a message, as Streamlit does at every rerun that changed something."""
        text = base64.b64encode(envelope(lanes, view)).decode()
        self.page.evaluate("([text, ground]) => give(text, ground)", [text, ground])

    def paused(self, lanes: Sequence[RaceLane], frame: int = 0, **view: Any) -> None:
        """Hand the race its first message so that it opens at `frame` and stays there."""
        self.give(lanes, frame=frame, **view)
        self.at(frame)

    def at(self, frame: int) -> None:
        """Wait until `frame` of the longest lane is drawn."""
        expect(self.root).to_have_attribute("data-frame", str(frame))

    def press(self, name: str) -> None:
        """Press the button of that accessible name."""
        self.root.get_by_role("button", name=name, exact=True).click()

    def card(self, letter: str) -> Locator:
        return self.page.locator(f'.lane-card[data-lane="{letter}"]')

    @property
    def step(self) -> int:
        """The step of the race."""
        return int(self.root.get_attribute("data-step") or -1)

    @property
    def shown(self) -> list[int]:
        """The step that each lane shows."""
        return [
            int(value) for value in self.page.locator(".lane-card").evaluate_all("all => all.map(c => c.dataset.step)")
        ]

    def hover(self, panel: str, x: float, y: float) -> str:
        """Point at (x, y), in CSS pixels from the corner of a panel's canvas, and return the tooltip's text."""
        box = self.page.locator(f'[data-panel="{panel}"]').bounding_box()
        assert box
        self.page.mouse.move(box["x"] + x, box["y"] + y)
        tip = self.page.locator(".tooltip")
        return tip.inner_text().replace("\u00a0", " ") if tip.is_visible() else ""

    def leave(self) -> None:
        """Close the page; fail if anything went wrong in it."""
        self.context.close()
        assert self.problems == []
