"""Logs as JSON lines that hold nothing a visitor typed or uploaded.

A line tells when, how severe, who (the logger), what, and of an error its type and where it was raised. An error's own
message is left out, since it may quote the formula, table or link that it complains of; so are the arguments of a
message that is not this program's. Its own keep theirs, and hold only what the program chose.
"""

from __future__ import annotations

import json
import logging
import threading
from datetime import UTC, datetime
from traceback import extract_tb

import streamlit.logger


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; `extra={"fields": {…}}` adds fields of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        ours = record.name.split(".")[0] == "viz"
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage() if ours else str(record.msg).strip(),
            **getattr(record, "fields", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line["error"] = type(error).__name__
            line["raised"] = [f"{at.filename}:{at.lineno} {at.name}" for at in extract_tb(error.__traceback__)]
        return json.dumps(line)


def write_json() -> None:
    """Have all that this process logs from now on, also by Streamlit and its server, written as JSON to stderr."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Streamlit gives each of its loggers, and those of its server, a handler when it is first asked for. There is no
    # public switch for that.
    streamlit.logger.setup_formatter = _hand_up
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger) and name != "uvicorn.access":  # which Streamlit keeps silent
            _hand_up(logger)
    threading.excepthook = _log_end_of_thread


def _hand_up(logger: logging.Logger) -> None:
    """Leave a logger's records to the one handler of all."""
    logger.handlers.clear()
    logger.propagate = True


def _log_end_of_thread(end: threading.ExceptHookArgs) -> None:
    if end.exc_value is not None and end.exc_type is not SystemExit:
        logging.getLogger(__name__).error("a thread ended", exc_info=(end.exc_type, end.exc_value, end.exc_traceback))
