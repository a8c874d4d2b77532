"""What was made of a recording, kept until there is a longer one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from viz.engine import Recording

T = TypeVar("T")


class Derived:
    """The results of functions of a recording, each computed once however often the page is drawn.

    The recording is told from others by its identity: a job gives the same object until it has more.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._recording = b""
        self._results: dict[Hashable, Any] = {}

    def of(self, recording: bytes, make: Callable[..., T], *arguments: Hashable) -> T:
        """Return `make` of the decoded recording and `arguments`."""
        key = (make, arguments)
        with self._lock:
            if recording is not self._recording:
                self._recording, self._results = recording, {}
            if key not in self._results:
                self._results[key] = make(Recording.from_bytes(recording), *arguments)
            found: T = self._results[key]
            return found

    @property
    def size(self) -> int:
        """Bytes of memory that those results take which are bytes; the others are small."""
        return sum(len(result) for result in list(self._results.values()) if isinstance(result, bytes))
