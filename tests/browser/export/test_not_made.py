"""A file that can't be made: the page says so in a sentence of its own, and the log doesn't say what was in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.harness import running_app

TYPED = "whatavisitortyped"  # in place of the page's address, which then leads nowhere
PAGE = f"""
from dataclasses import replace
from tests.unit.ui.export.trained_pages import activations_page
from viz.ui.export.menu import menu

menu(replace(activations_page(functions=("relu",)), link="{TYPED}"), "export")
"""
SAID = "element => getComputedStyle(element, '::after').content"


def test_a_file_that_cannot_be_made_is_said(chromium: Browser, tmp_path: Path) -> None:
    script, log = tmp_path / "page.py", tmp_path / "server.log"
    script.write_text(PAGE)
    context = chromium.new_context()
    logged = pytest.raises(RuntimeError, match="a file of text/html failed: ValueError")
    with logged as failure, running_app(log, str(script)) as address:
        page = context.new_page()
        page.goto(address)
        page.get_by_role("button", name="Export").click()
        page.get_by_role("button", name="Web page (.html)").click()
        error = page.get_by_test_id("stDownloadButtonError")
        expect(error).to_have_css("font-size", "0px")  # hides what Streamlit says
        assert "This file can’t be made now" in error.evaluate(SAID)
        with page.expect_download():  # others still can
            page.get_by_role("button", name="Curves (.csv)").click()
        context.close()
    assert TYPED not in str(failure.value)
