"""A connection that drops, one that is slow, and a browser that has kept nothing: seen in Chromium."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from urllib.parse import parse_qs

from playwright.sync_api import Browser, Page, expect

from tests.browser.harness import PATIENCE, Visitors, wait_until_idle
from tests.browser.training import pause, pixels, player, query, slider
from tests.faults.outcome import Outcome
from tests.faults.proxy import Proxy
from tests.load.servers import Served

LINK = "/training?v=1&steps=600&frames=60&seed={seed}"
FRAME = 5
LOST = "() => document.querySelector('.stApp').dataset.testConnectionState !== 'CONNECTED'"
OUTAGE = 2.0  # seconds without a connection
SLOW, NARROW = 0.05, 250_000.0  # seconds more each way, and bytes a second: a poor mobile connection

expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True)
class Rest:
    """A page at rest on one frame: its address, what its slider says, and its canvases pixel by pixel."""

    address: str
    noise: str
    pixels: list[str]

    @classmethod
    def of(cls, page: Page) -> Rest:
        """Read it off a page, once all of its run is there."""
        root = player(page, noise=query(page)["noise"])
        expect(root).to_have_attribute("data-frame", str(FRAME))
        return cls(
            page.url.partition("/training")[2], str(slider(page, "Noise").get_attribute("aria-label")), pixels(root)
        )

    def lost(self, before: Rest) -> list[str]:
        """Return what is not as it was before."""
        same = {
            "another address": parse_qs(self.address) == parse_qs(before.address),
            "other settings": self.noise == before.noise,
            "another frame": self.pixels == before.pixels,
        }
        return [difference for difference, holds in same.items() if not holds]


def settle(visit: Visitors, seed: int) -> Page:
    """Open a run, change a setting, and rest on a frame."""
    page = visit(LINK.format(seed=seed))
    slider(page, "Noise").press("ArrowRight")
    page.wait_for_url("**noise=**")
    root = player(page, noise=query(page)["noise"])
    pause(root)
    root.press("Home")
    for _ in range(FRAME):
        root.press("ArrowRight")
    page.wait_for_url(re.compile(rf"\bframe={FRAME}(&|$)"))
    return page


def dropped(browser: Browser, served: Served) -> Outcome:
    """Cut the connection for some seconds."""
    with Proxy(served.address).running() as proxy:
        visit = Visitors(browser, str(proxy.address))
        page = settle(visit, 1)
        before = Rest.of(page)
        proxy.drop()
        page.wait_for_function(LOST)
        page.wait_for_timeout(1000 * OUTAGE)
        proxy.mend()
        mended = time.monotonic()
        wait_until_idle(page)
        problems = Rest.of(page).lost(before)
        seconds = time.monotonic() - mended
        slider(page, "Noise").press("ArrowRight")  # and it goes on from there
        page.wait_for_url("**noise=0.12**")
        page.context.close()
    return Outcome(f"connection dropped for {OUTAGE:g} s (Chromium)", [seconds], problems)


def slow(browser: Browser, served: Served) -> Outcome:
    """Open over a slow connection what was left on a fast one."""
    with Proxy(served.address).running() as proxy:
        visit = Visitors(browser, str(proxy.address))
        page = settle(visit, 2)
        before = Rest.of(page)
        link = page.url.removeprefix(visit.address)
        page.context.close()
        proxy.delay, proxy.rate = SLOW, NARROW
        begun = time.monotonic()
        page = visit(link)
        problems = Rest.of(page).lost(before)
        seconds = time.monotonic() - begun
        proxy.delay, proxy.rate = 0.0, float("inf")
        visit.leave()
    fault = f"{1000 * SLOW:.0f} ms more each way and {NARROW / 1000:.0f} kB/s, link opened in a fresh Chromium"
    return Outcome(fault, [seconds], problems)


def without_cache(browser: Browser, served: Served) -> Outcome:
    """Load the page anew in a browser that keeps nothing: no files, no cookies."""
    visit = Visitors(browser, str(served.address))
    page = settle(visit, 3)
    before = Rest.of(page)
    page.context.clear_cookies()
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    begun = time.monotonic()
    page.reload()
    problems = Rest.of(page).lost(before)
    seconds = time.monotonic() - begun
    visit.leave()
    return Outcome("no cache and no cookies in Chromium, page loaded anew", [seconds], problems)
