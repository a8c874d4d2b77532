"""Logs are JSON, a line a record, and hold nothing that a visitor typed."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from viz.ui.logs import JsonLines

TYPED = "max(0, x) * 0.73"


def line(
    name: str, message: str, *arguments: object, error: BaseException | None = None, **more: Any
) -> dict[str, Any]:
    caught = (type(error), error, error.__traceback__) if error is not None else None
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, caught)
    record.__dict__.update(more)
    written = JsonLines().format(record)
    assert "\n" not in written
    return json.loads(written)


def raised() -> ValueError:
    try:
        raise ValueError(f"{TYPED} is no formula")
    except ValueError as error:
        return error


def test_line_says_when_how_severe_who_and_what() -> None:
    found = line("viz.ui.background", "%s failed", "training", created=1.5)
    assert datetime.fromisoformat(found.pop("time")) == datetime.fromtimestamp(1.5, UTC)
    assert found == {"level": "error", "logger": "viz.ui.background", "message": "training failed"}


def test_line_has_fields_of_its_own() -> None:
    found = line("viz.ui.background", "ended", fields={"kind": "training", "seconds": 0.25})
    assert (found["kind"], found["seconds"]) == ("training", 0.25)


@pytest.mark.parametrize("name", ["viz.ui.background", "streamlit.error_util"])
def test_error_is_told_by_its_type_and_place_without_what_it_quotes(name: str) -> None:
    found = line(name, "Uncaught app execution", error=raised())
    assert found["error"] == "ValueError"
    assert [place.endswith(" raised") for place in found["raised"]] == [True]
    assert TYPED not in json.dumps(found)


def test_arguments_of_others_are_left_out() -> None:
    assert line("streamlit.runtime", "no such page: %s", TYPED)["message"] == "no such page: %s"


def test_all_that_a_process_logs_is_written_so() -> None:
    script = f"""
import logging, threading
import streamlit.logger
early = streamlit.logger.get_logger("streamlit.early")
logging.getLogger("uvicorn.error").propagate = False  # as Streamlit leaves it
from viz.ui.logs import write_json
write_json()
early.warning("early %s", {TYPED!r})
streamlit.logger.get_logger("streamlit.late").warning("late %s", {TYPED!r})
streamlit.logger.update_formatter()
early.warning("updated")
logging.getLogger("uvicorn.error").warning("server")
logging.getLogger("viz.own").info("own", extra={{"fields": {{"seconds": 1}}}})
def fail():
    raise ValueError({TYPED!r})
thread = threading.Thread(target=fail)
thread.start()
thread.join()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    lines = [json.loads(each) for each in done.stderr.splitlines()]
    assert [each["message"] for each in lines] == ["early %s", "late %s", "updated", "server", "own", "a thread ended"]
    assert lines[-1]["error"] == "ValueError"
    assert TYPED not in done.stdout + done.stderr
