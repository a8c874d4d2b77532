"""Data of what is on the page, as files: numbers, recordings, settings and weights; a picture and a video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from viz.engine import Recording
from viz.engine.archive import MAX_BYTES
from viz.export import curves_csv, recording_npz, scalars_csv, settings_json
from viz.figures import outputs
from viz.ui.export.entry import ActivationsPage, Download, Entry, Page, Run, TrainingPage, held
from viz.ui.export.from_player import FromPlayer
from viz.ui.save_figure import save_figure

TITLE = "Data"
OPENED_AGAIN = "“Open a file” in the sidebar of Training restores it"


@dataclass(frozen=True)
class FigureFile:
    """A chart as SVG, saved by the browser that drew it: its key on the page."""

    chart: str

    def draw(self, key: str, page: Page) -> None:
        """Draw the button."""
        save_figure(self.chart)


def entries(page: Page) -> Sequence[Entry]:
    """Return the files; those of the player's canvases the browser makes."""
    if isinstance(page, ActivationsPage):
        return (
            Download(
                "Curves (.csv)",
                "relu-lab-activations.csv",
                "text/csv",
                partial(curves_of, page),
                "All that the page plots: a row for each point, with its panel and function.",
            ),
            FigureFile("curves"),
        )
    what = "race" if page.settings.together else "run"
    return (
        Download(
            "Scalars (.csv)",
            f"relu-lab-{what}.csv",
            "text/csv",
            partial(scalars_of, page),
            "Losses, scores, learning rate, dead units, gradient norms: a row for each recorded step.",
        ),
        *(_archive(page, run) for run in page.runs),
        Download(
            "Settings, weights (.json)",
            f"relu-lab-{what}.json",
            "application/json",
            partial(settings_of, page),
            f"Every setting, and the weights at the end. {OPENED_AGAIN}.",
        ),
        FromPlayer("Picture (.png)", "png", f"relu-lab-{what}.png", "What the player shows now."),
        FromPlayer(
            "Animation (.webm)",
            "webm",
            f"relu-lab-{what}.webm",
            "The whole run as a video, as long as it plays; your browser records it.",
        ),
    )


def _archive(page: TrainingPage, run: Run) -> Download:
    of_lane = page.settings.together
    file = f"relu-lab-{f'lane-{run.letter.lower()}' if of_lane else 'run'}.npz"
    return Download(
        f"Recording {run.letter} (.npz)" if of_lane else "Recording (.npz)",
        file,
        "application/zip",
        partial(archive_of, page, run, file),
        f"Everything that was recorded, as NumPy arrays, each explained in its README.{held([run])} {OPENED_AGAIN}, "
        f"if it has up to {MAX_BYTES // 2**20} MB.",
    )


def curves_of(page: ActivationsPage) -> bytes:
    """Return the curves as CSV."""
    return curves_csv(page.result, outputs.window(page.result))


def scalars_of(page: TrainingPage) -> bytes:
    """Return the scalars of all runs on the page as CSV."""
    return scalars_csv(_recordings(page))


def settings_of(page: TrainingPage) -> bytes:
    """Return settings and weights of all runs on the page as JSON."""
    return settings_json(page.settings.to_query(), page.link, _recordings(page))


def archive_of(page: TrainingPage, run: Run, file: str) -> bytes:
    """Return the recording of one run."""
    return recording_npz(Recording.from_bytes(run.recording()), file, page.link)


def _recordings(page: TrainingPage) -> list[tuple[str, str, Recording]]:
    return [(run.letter, run.label, Recording.from_bytes(run.recording())) for run in page.runs]
