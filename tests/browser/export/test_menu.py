"""The menu "Export" in the running app: what it saves plays without the app, and leads back to it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.export.reader import Reader
from tests.browser.harness import Visitors

RUN = "/training?steps=60&frames=30"
RACE = f"{RUN}&others=activation%3Dtanh%26steps%3D60%26frames%3D30&together=1"


def saved(page: Page) -> tuple[str, bytes]:
    """Return name and bytes of the web page that the menu saves."""
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page (.html)").click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.mark.parametrize(
    ("path", "name", "test_id"), [(RUN, "run", "player"), (RACE, "race", "race")], ids=["run", "race"]
)
def test_what_is_on_the_page_plays_without_the_app(
    visit: Visitors, reader: Callable[..., Reader], path: str, name: str, test_id: str
) -> None:
    page = visit(path)
    expect(page.get_by_test_id(test_id)).to_have_attribute("data-complete", "true")
    file_name, file = saved(page)
    assert file_name == f"relu-lab-{name}.html"
    window = reader()
    window.open(file, file_name)
    window.plays(window.page.get_by_test_id(test_id), 30)
    link = window.page.get_by_role("link", name="Open in ReLU Lab").get_attribute("href")
    assert link is not None
    there, here = urlsplit(link), urlsplit(page.url)
    assert there._replace(query="") == here._replace(query="")
    assert parse_qs(there.query).items() >= parse_qs(here.query).items()


def test_a_view_of_activations_can_be_saved(visit: Visitors, reader: Callable[..., Reader]) -> None:
    page = visit("/activations?functions=relu,gelu")
    file_name, file = saved(page)
    window = reader()
    window.open(file, file_name)
    expect(window.page.locator("body")).to_have_attribute("data-drawn", "true")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Activation functions: ReLU, GELU")
    page.get_by_text("Embed in a course page").click()
    expect(page.locator("code", has_text="iframe").first).to_contain_text(f'src="{file_name}"')
