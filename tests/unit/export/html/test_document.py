"""The frame of an exported file: what it says, and that nothing from outside can get into it or out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from viz.export.html.document import About, Colours, document

LINK = "https://lab.example/training?v=1&seed=3"
EVIL = '</script><script>alert("x")</script><!--'


class Elements(HTMLParser):
    """Collects elements and the text of scripts as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] == "script" and self.cdata_elem == "script":
            self.scripts[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def built(title: str = "A run", link: str = LINK, script: str = "start();", **settings: object) -> str:
    about = About(title, link, settings)
    colours = Colours({"--ground": "white"}, {"--ground": "black"})
    return document(about, colours, style="b{}", body="<main></main>", data={"more": [1]}, script=script).decode()


def parsed(text: str) -> Elements:
    elements = Elements()
    elements.feed(text)
    return elements


def test_settings_and_link_stand_readable_in_the_file() -> None:
    page = parsed(built(rate=0.1, hidden=(8, 8)))
    assert json.loads(page.scripts[0]) == {"rate": 0.1, "hidden": [8, 8]}
    assert page.all("script")[0] == {"type": "application/json", "id": "settings"}
    assert [link["href"] for link in page.all("a")] == [LINK]


def test_text_from_outside_stays_text() -> None:
    page = parsed(built(title=EVIL, name=EVIL, link=f"{LINK}&lane={EVIL}"))
    assert len(page.all("script")) == 3  # settings, data, the script
    assert json.loads(page.scripts[0])["name"] == EVIL
    assert [link["href"] for link in page.all("a")] == [f"{LINK}&lane={EVIL}"]


def policy(page: Elements) -> dict[str, str]:
    (content,) = (meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    directives = ((part.strip().partition(" ")) for part in (content or "").split(";"))
    return {name: sources for name, _, sources in directives}


def test_only_its_own_script_runs_and_nothing_is_loaded() -> None:
    page = parsed(built())
    rules = policy(page)
    digest = base64.b64encode(hashlib.sha256(page.scripts[-1].encode()).digest()).decode()
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules  # so the default holds
    assert not re.search(r"https?:|\*", " ".join(rules.values()))
    for tag in ("script", "link", "img", "iframe"):
        assert not any({"src", "href"} & set(attributes) for attributes in page.all(tag))


def test_both_themes_are_there() -> None:
    text = built()
    assert ":root{color-scheme:light dark;--ground:white}" in text
    assert "@media (prefers-color-scheme:dark){:root{--ground:black}}" in text


@pytest.mark.parametrize("link", ["", "?seed=3", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_link_that_leads_nowhere_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="http or https would be accepted"):
        built(link=link)


@pytest.mark.parametrize("script", ["</script>", "<!-- x"])
def test_a_script_that_would_end_its_element_is_refused(script: str) -> None:
    with pytest.raises(ValueError, match="would end it"):
        built(script=script)


def test_a_number_that_json_lacks_is_an_error() -> None:
    with pytest.raises(ValueError, match="JSON"):
        built(rate=float("nan"))
