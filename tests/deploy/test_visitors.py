"""Visitors in Chromium who come through nginx: every page under its policy, and a replica that dies under one."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.harness import ROOT, Visitors, wait_until_idle
from tests.browser.training import choose, pause, pixels, player, query, rerun, slider
from tests.deploy.site import Site

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
SHORT = "steps=600&frames=60&seed=7"
BACK_WITHIN = 10.0  # seconds


def visitor(page: Page) -> str:
    """Return the value of the cookie by which nginx knows this visitor."""
    (value,) = (str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == "visitor")
    return value


def test_every_page_works_under_the_policy(visit: Visitors) -> None:
    page = visit.blank()
    for name in PAGES:  # an error in the console, as a violation is one, fails in `visit`
        page.goto(f"{visit.address}/{name}")
        wait_until_idle(page)
        expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_table_is_uploaded_through_nginx(visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    choose(page, "Data set", "Your own table")
    table = {"name": "two.csv", "mimeType": "text/csv", "buffer": b"a,b,kind\n" + b"0,1,up\n1,0,down\n" * 40}
    page.locator(".st-key-training-file input").set_input_files([table])  # type: ignore[list-item]
    page.wait_for_url("**dataset=upload**")
    player(page, upload=query(page)["upload"])


def test_visitors_of_a_killed_replica_are_back_on_another(site: Site, visit: Visitors) -> None:
    page = visit(f"/training?{SHORT}")
    slider(page, "Noise").press("ArrowRight")  # through the WebSocket
    page.wait_for_url("**noise=0.11**")
    root = player(page, noise="0.11")
    pause(root)
    root.press("Home")
    for _ in range(5):
        root.press("ArrowRight")
    page.wait_for_url(re.compile(r"\bframe=5(&|$)"))
    drawn, address, settings = pixels(root), page.url, query(page)
    (replica,) = site.asked(visitor(page))

    killed = time.monotonic()
    with page.expect_websocket(timeout=BACK_WITHIN * 1000) as reconnected, site.without(replica):
        assert reconnected.value.url.endswith("/_stcore/stream")
        wait_until_idle(page)
        assert page.url == address
        expect(root).to_have_attribute("data-frame", "5")
        assert pixels(root) == drawn
        assert time.monotonic() - killed < BACK_WITHIN
        assert re.search(rf"/_stcore/stream 101 .*{re.escape(replica)}:", "\n".join(site.visits()))

        # Streamlit asks the new server for nothing before the visitor does. It then knows all that the old one knew.
        rerun(page)
        root = player(page, noise="0.11")
        expect(root).to_have_attribute("data-frame", "5")
        assert pixels(root) == drawn
        slider(page, "Noise").press("ArrowRight")
        page.wait_for_url("**noise=0.12**")
        player(page, noise="0.12")
        settings.pop("frame")
        assert query(page).items() >= (settings | {"noise": "0.12"}).items()

        twin = player(visit(address.removeprefix(site.address)))
        expect(twin).to_have_attribute("data-frame", "5")
        assert pixels(twin) == drawn
