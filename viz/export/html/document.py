"""The frame of an exported file: title, link back, settings to read, and that it may not use the network."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HERE = Path(__file__).parent


def asset(name: str) -> str:
    """Return the text of a file beside this one."""
    return (_HERE / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class About:
    """What a file says of itself.

    title : of the file.
    link : the address in the app that shows the same.
    settings : all of them, as JSON; they stand readable in the file.
    """

    title: str
    link: str
    settings: Mapping[str, Any]


@dataclass(frozen=True)
class Colours:
    """CSS variable -> value, in a light and in a dark page; the reader's system says which."""

    light: Mapping[str, str]
    dark: Mapping[str, str]

    @property
    def style(self) -> str:
        """The style sheet that sets them."""
        light, dark = (";".join(f"{name}:{value}" for name, value in each.items()) for each in (self.light, self.dark))
        return f":root{{color-scheme:light dark;{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def document(
    about: About,
    colours: Colours,
    *,
    style: str,
    body: str,
    data: Mapping[str, Any],
    script: str,
    permitted: Sequence[str] = (),
) -> bytes:
    """Return the file.

    Parameters
    ----------
    about, colours
        Its frame.
    style, body
        CSS and HTML of what it shows.
    data
        Element's id -> JSON that the script reads.
    script
        Runs at the end of the page.
    permitted
        Further scripts that `script` may put into the page.

    Raises
    ------
    ValueError
        For a link that is no address of the web, or a script that would end its element.
    """
    if urlsplit(about.link).scheme not in ("http", "https"):
        raise ValueError(f"the link {about.link[:60]!r} is none; one with http or https would be accepted")
    script = f"{asset('unpack.js')}\n{script}\n{asset('frame.js')}"
    if "</script" in script or "<!--" in script:
        raise ValueError("the script holds what would end it in a page: </script or <!--")
    blocks = {"settings": about.settings, **data}
    json_blocks = "\n".join(
        f'<script type="application/json" id="{name}">{_json(block)}</script>' for name, block in blocks.items()
    )
    title = escape(about.title)
    back = f'<a href="{escape(about.link)}" target="_blank" rel="noopener">Open in ReLU Lab</a>'
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy([script, *permitted])}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ReLU Lab">
<title>{title} · ReLU Lab</title>
<style>
{colours.style}
{asset("page.css")}
{style}
</style>
</head>
<body>
<div class="file"><h1>{title}</h1>{back}</div>
<noscript><p>This page is drawn by a script, and scripts are off.</p></noscript>
<p id="refusal" role="alert" hidden></p>
{body}
<details class="settings"><summary>Settings</summary><pre data-of="settings"></pre></details>
{json_blocks}
<script>{script}</script>
</body>
</html>
""".encode()


def _json(value: Any) -> str:
    """Return JSON that can't end the element that it stands in."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).replace("<", "\\u003c")


def _policy(scripts: Sequence[str]) -> str:
    """Return the Content-Security-Policy: these scripts and no others, and nothing from anywhere."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    permitted = " ".join(f"'sha256-{each}'" for each in hashes)
    return (
        f"default-src 'none'; script-src {permitted}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
