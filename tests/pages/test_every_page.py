"""Every page in pages/ runs in its default state; new pages are found, not listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))


@pytest.mark.parametrize("name", PAGES)
def test_page_runs(name: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(f"pages/{name}").run()
    assert not app.exception
    assert [title.value.lower().replace(" ", "_") for title in app.title] == [Path(name).stem]
