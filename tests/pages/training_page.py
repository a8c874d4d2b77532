"""The page Training as a page test sees it: its controls, and what its player and its race were given."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from viz.engine import Recording
from viz.spec import ExperimentSpec
from viz.spec.codec import Settings
from viz.spec.training import TrainingSpec

PAGE = Path(__file__).resolve().parents[2] / "pages" / "training.py"
SHORT = ExperimentSpec(steps=200, frames=20)


def opened(settings: Settings = SHORT, **query: str) -> AppTest:
    """Return the page once all that it shows has been trained."""
    app = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in {**settings.to_query(), **query}.items():
        app.query_params[key] = value
    return drawn(app.run())


def drawn(app: AppTest) -> AppTest:
    """Return the app once all of its runs have reached it; a browser would look again by itself."""
    assert not app.exception, app.exception
    for _ in range(100):
        if racing(app):
            recordings = [recording for _, recording in lanes(app)]
        else:  # a slow machine may have no frames yet
            recordings = [played(app)[1]] if component(app, "relu_lab_player") else []
        if recordings and all(recording.header["complete"] for recording in recordings):
            return app
        app.run()
        assert not app.exception, app.exception
    raise AssertionError("the run was never complete")


def component(app: AppTest, name: str) -> Any:
    """Return the one component of that name, None if it is not there."""
    found = [each for each in app.get("bidi_component") if each.proto.component_name == name]
    assert len(found) <= 1
    return found[0] if found else None


def racing(app: AppTest) -> bool:
    """Return whether the lanes are shown side by side."""
    return component(app, "relu_lab_race") is not None


def played(app: AppTest) -> tuple[dict[str, Any], Recording]:
    """Return the view and the recording that the player got."""
    data = component(app, "relu_lab_player").proto.bytes
    magic, length = struct.unpack_from("<4sI", data)
    assert magic == b"VIEW"
    return json.loads(data[8 : 8 + length]), Recording.from_bytes(data[8 + length :])


def race_of(app: AppTest) -> dict[str, Any]:
    """Return the view and what is said of the lanes that the race got."""
    data = component(app, "relu_lab_race").proto.bytes
    magic, length = struct.unpack_from("<4sI", data)
    assert magic == b"RACE"
    found: dict[str, Any] = json.loads(data[8 : 8 + length])
    return found


def lanes(app: AppTest) -> list[tuple[str, Recording]]:
    """Return name and recording of every lane that the race got."""
    data = component(app, "relu_lab_race").proto.bytes
    (length,) = struct.unpack_from("<I", data, 4)
    at, found = 8 + length, []
    for lane in race_of(app)["lanes"]:
        found.append((lane["name"], Recording.from_bytes(data[at : at + lane["length"]])))
        at += -(-lane["length"] // 8) * 8
    return found


def shows(app: AppTest, spec: ExperimentSpec) -> bool:
    """Return whether the player has this run."""
    assert not app.exception
    return bool(played(app)[1].header["query"] == spec.to_query())


def settings_of(app: AppTest) -> TrainingSpec:
    """Return what the page's address says."""
    query = {key: value if isinstance(value, str) else value[-1] for key, value in app.query_params.items()}
    settings, problems = TrainingSpec.from_query(query)
    assert not problems
    return settings
