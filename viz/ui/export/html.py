"""The page as one HTML file, which needs no server: the run or race in its player, or the figures of "Activations"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from viz import player
from viz.engine import Recording
from viz.export.html import About, Colours, Look, Player, figures_html, packed_size, player_html
from viz.figures import curves, gated, outputs, reading, tables
from viz.figures import html as figures
from viz.figures.theme import DARK, FONT, LIGHT, Theme
from viz.labs.gated import examine_gated
from viz.player import race
from viz.spec import PRESETS
from viz.ui.export.entry import ActivationsPage, Download, Entry, Page, Run, TrainingPage, held
from viz.ui.training.race import known_standings, race_lanes, said_of, shown

TITLE = "Page"
KIND = "text/html"
FILE = "relu-lab-activations"
SAID = "One file with all that it needs: no server, no network. "
LARGE = 3_000_000  # bytes of a file, beyond which the menu says how many they are
EMBEDDED = """<iframe src="{file}" title="{title}" loading="lazy" allow="clipboard-write"
  sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
  style="width: 100%; height: 900px; border: 0"></iframe>
<script>
  // Gives the frame the height that its content says it needs.
  addEventListener("message", ({{ source, data }}) => {{
    for (const frame of document.querySelectorAll("iframe"))
      if (frame.contentWindow === source && data?.reluLabHeight > 0)
        frame.style.height = `${{Math.min(data.reluLabHeight, 6000)}}px`;
  }});
</script>
"""
SINGLE = Player(player.HTML, player.STYLE, player.SCRIPT, "mountPlayer")
RACE = Player(race.HTML, race.STYLE, race.SCRIPT, "mountRace")


@dataclass(frozen=True)
class Embedding:
    """The lines that put an exported file into a page of one's own."""

    file: str
    title: str

    def draw(self, key: str, page: Page) -> None:
        """Draw them folded."""
        with st.expander("Embed in a course page", key=key):
            st.caption("Put the file beside the page and this where it is to appear. It takes the height it needs.")
            st.code(EMBEDDED.format(file=self.file, title=self.title), "html", wrap_lines=True)


def entries(page: Page) -> Sequence[Entry]:
    """Return the file, and how to embed it."""
    size = 0
    if isinstance(page, TrainingPage):
        what = "race" if page.settings.together else "run"
        file, title, make = f"relu-lab-{what}.html", f"A {what} in ReLU Lab", partial(training_html, page)
        more = f"About 1 MB for a standard run.{held(page.runs)}"
        size = _size(page) if page.trained else 0
    else:
        file, title, make = f"{FILE}.html", "Activation functions in ReLU Lab", partial(activations_html, page)
        more = "About 2 MB, as plotly.js is in it."
    label = f"Web page (.html), {size / 1e6:.1f} MB" if size > LARGE else "Web page (.html)"
    return Download(label, file, KIND, make, SAID + more), Embedding(file, title)


def training_html(page: TrainingPage) -> bytes:
    """Return the run or race of the page as one file."""
    view = {**asdict(page.view), "speed": float(page.view.speed), "frame": None}
    settings = {"page": "training", "link": page.link, "runs": [_settings(run) for run in page.runs]}
    about = About(_title(page), page.link, settings)
    if not page.settings.together:
        recording = page.runs[0].recording()
        return player_html(SINGLE, player.envelope(recording, view), [recording], about, COLOURS)
    jobs = [run.job for run in page.runs]
    lanes = race_lanes(page.settings, jobs)
    view["verdict"] = said_of(page.settings, known_standings(page.settings, jobs))
    recordings = [lane.recording for lane in lanes]
    return player_html(RACE, race.envelope(lanes, view), recordings, about, COLOURS)


def _size(page: TrainingPage) -> int:
    """Return about how many bytes the file of a trained page has; 0 if they are sure to be fewer than `LARGE`."""
    if sum(len(run.recording()) for run in page.runs) < LARGE:  # and fewer when they are packed
        return 0
    player, packed = (RACE, _packed_lane) if page.settings.together else (SINGLE, _packed_run)
    recordings = sum(run.job.made(packed) or 0 for run in page.runs)
    return len(player.html) + len(player.style) + len(player.script) + recordings


def _packed_run(recording: Recording) -> int:
    return packed_size(recording.to_bytes())


def _packed_lane(recording: Recording) -> int:
    return packed_size(shown(recording))


def activations_html(page: ActivationsPage) -> bytes:
    """Return figures and tables of the page as one file."""
    result = page.result
    about = About(
        "Activation functions: " + ", ".join(function.label for function in result.functions),
        page.link,
        {"page": "activations", "link": page.link, "settings": asdict(page.settings)},
    )
    light, dark = (_look(page, theme) for theme in (LIGHT, DARK))
    return figures_html(light, dark, about, COLOURS, file=FILE)


def _look(page: ActivationsPage, colours: Theme) -> Look:
    result, spec = page.result, page.settings
    unit = examine_gated(spec.gated, spec.gated_extent, spec.epsilon)
    said = escape(reading.plain(result))
    of_gated = escape(gated.reading(unit).replace("**", ""))
    beside = figures.side(tables.probe_table(result, colours), outputs.outputs(result, colours))
    html = (
        f'<p class="reading">{said}</p>'
        f'<div class="beside"><div>{_place(said)}</div><div>{beside}</div></div>'
        f"{figures.heading('Properties')}{tables.properties_table(result, colours)}"
        f"{figures.heading('In the frameworks', 'where they differ')}{tables.frameworks_table(result, colours)}"
        f"{figures.heading('Gated unit', unit.unit.label)}<p>{of_gated}</p>"
        f'<div class="narrow">{_place(of_gated)}</div>'
    )
    drawn = [curves.figure(result, colours), gated.figure(unit, spec.gated_view, colours)]
    return Look(html, drawn, figures.style(colours).removeprefix("<style>").removesuffix("</style>"))


def _place(said: str) -> str:
    return f'<div class="figure" role="img" aria-label="{said}"></div>'


def _settings(run: Run) -> dict[str, Any]:
    return {"lane": run.letter, "name": run.label, "settings": asdict(run.spec)}


def _title(page: TrainingPage) -> str:
    """Return what the lanes are called; a single run without a name is called after its preset or its data."""
    if page.settings.together:
        return "Race: " + ", ".join(run.label for run in page.runs)
    (run,) = page.runs
    preset = next((preset.label for preset in PRESETS.values() if preset.spec == run.spec), None)
    data = run.spec.kind("dataset").label(run.spec.dataset)
    return page.settings.lane or preset or f"{run.label} on {data}"


def _colours(theme: Theme) -> dict[str, str]:
    return {
        "--st-background-color": theme.background,
        "--st-text-color": theme.text,
        "--st-muted-color": theme.muted,
        "--st-border-color": theme.rule,
        "--st-link-color": theme.class_a,
        "--st-font": FONT,
    }


COLOURS = Colours(_colours(LIGHT), _colours(DARK))
