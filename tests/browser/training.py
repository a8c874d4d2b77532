"""The page Training as a browser test sees it: the player's own state, and what its canvases show."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import wait_until_idle

# A drawing is named by its own pixels, so that two of them are equal or not whatever surrounds them.
PIXELS = """async root => {
    const names = [];
    for (const canvas of root.querySelectorAll('canvas[data-panel]')) {
        if (!canvas.checkVisibility()) continue; // of this run there is nothing to show in it
        const {width, height} = canvas;
        const data = canvas.getContext('2d').getImageData(0, 0, width, height).data;
        const digest = await crypto.subtle.digest('SHA-256', data);
        const inked = data.some((value, place) => place % 4 === 3 && value > 0);
        names.push([canvas.dataset.panel, width, height, inked, [...new Uint8Array(digest)].join('.')].join(' '));
    }
    return names;
}"""


def player(page: Page, **run: str) -> Locator:
    """Return the player's root, once all of the run has arrived.

    run: settings that it must have, as in its link.  After a change, say it: until the new run comes, the old one is
    on screen, and complete.
    """
    root = page.get_by_test_id("player")
    for key, value in run.items():
        expect(root).to_have_attribute("data-run", re.compile(re.escape(f'"{key}":"{value}"')))
    expect(root).to_have_attribute("data-complete", "true")
    return root


def frame(root: Locator) -> int:
    """Return the frame on screen."""
    return int(root.get_attribute("data-frame") or -1)


def pause(root: Locator) -> int:
    """Pause and return the frame on which the player rests."""
    root.evaluate("root => root.querySelector('[aria-label=Pause]')?.click()")  # at once: it may be near its end
    expect(root).to_have_attribute("data-playing", "false")
    return frame(root)


def pixels(root: Locator) -> list[str]:
    """Return a fingerprint of every canvas."""
    found = root.evaluate(PIXELS)
    assert len(found) >= 6
    assert all(" true " in canvas for canvas in found), found
    return found


def query(page: Page) -> dict[str, str]:
    """Return the query in the address bar."""
    return {key: values[-1] for key, values in parse_qs(urlsplit(page.url).query).items()}


def slider(page: Page, name: str) -> Locator:
    """Return a slider of the sidebar by the beginning of its name, which its value follows."""
    return page.get_by_test_id("stSidebar").get_by_role("slider", name=re.compile(f"^{re.escape(name)}"))


def choose(page: Page, name: str, option: str) -> None:
    """Pick an option of a choice in the sidebar."""
    box = page.get_by_test_id("stSidebar").get_by_role("combobox", name=re.compile(name))
    box.click()
    box.fill(option)  # only options near the top of a long list are in the page
    page.get_by_role("option", name=option, exact=True).click()


def rerun(page: Page) -> None:
    """Have Streamlit run the whole page once more, with no setting changed: the switch only shows other widgets."""
    switch = page.get_by_test_id("stSidebar").get_by_role("switch", name="Layer by layer")
    wanted = 1 if switch.is_checked() else 2
    page.get_by_test_id("stSidebar").get_by_text("Layer by layer").click()
    expect(slider(page, "Width")).to_have_count(wanted)
    wait_until_idle(page)
