"""A page as the browser draws it from Streamlit's messages: its elements, its timers and its address."""

from __future__ import annotations

import struct

from streamlit.proto.Button_pb2 import Button
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.Slider_pb2 import Slider

PLAYER = "player"  # in the names of components that play runs


class Page:
    """What is on the screen of one tab.

    Attributes
    ----------
    name, query : str
        What the address bar says.
    query_since : int
        The number of runs when the server last changed the query.
    runs : int
        How many times all of it has been drawn since it was connected.
    drawing : bool
        Whether it is being drawn.
    errors : list of str
        What it showed that it should not.
    session, script : str
        The server's names for the session and for the page.
    timers : dict
        Fragment -> seconds after which it is to be asked for again, and again.
    cache : dict
        Large elements by their hashes, with the number of the run that had them last.
    """

    def __init__(self, name: str, query: str) -> None:
        self.name, self.query = name, query
        self.query_since = 0
        self.runs = 0
        self.drawing = False
        self.errors: list[str] = []
        self.session = self.script = ""
        self.timers: dict[str, float] = {}
        self.cache: dict[str, tuple[ForwardMsg, int]] = {}
        self._cached_for = 2  # runs
        self._run = ""
        self._elements: dict[tuple[int, ...], tuple[str, Element]] = {}

    @property
    def recording(self) -> bytes:
        """The run that the player was sent, without how it is to be shown; empty where there is none."""
        for _, element in self._elements.values():
            if element.WhichOneof("type") == "bidi_component" and PLAYER in element.bidi_component.component_name:
                return recording_in(element.bidi_component.bytes)
        return b""

    @property
    def still(self) -> bool:
        """Whether nothing goes on: it has no timer, as it has while a run trains."""
        return not self.drawing and not self.timers

    def widget(self, label: str) -> Slider | NumberInput | Button:
        """Return the slider, the field for a number, or the button, whose label begins so.

        Raises
        ------
        LookupError
            If there is none.
        """
        for _, element in self._elements.values():
            kind = element.WhichOneof("type")
            if kind in ("slider", "number_input", "button") and getattr(element, kind).label.startswith(label):
                return getattr(element, kind)
        raise LookupError(f"{self.name} has no widget {label!r}")

    def take(self, message: ForwardMsg) -> None:
        """Do what a message of the server says."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            known, _ = self.cache[message.ref_hash]
            self.cache[message.ref_hash] = known, self.runs
            self._draw(tuple(message.metadata.delta_path), known.delta)
        elif kind == "delta":
            if message.metadata.cacheable:
                self.cache[message.hash] = message, self.runs
            self._draw(tuple(message.metadata.delta_path), message.delta)
        elif kind == "new_session":
            self._begin(message)
        elif kind == "script_finished":
            self._finish(message.script_finished)
        elif kind == "page_info_changed":
            self.query, self.query_since = message.page_info_changed.query_string, self.runs
        elif kind == "navigation":  # the beginning of a session does not know the page yet
            self.script = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self.timers.pop(fragment, None)
        elif kind == "page_not_found":
            self.errors.append("page not found")

    def _begin(self, message: ForwardMsg) -> None:
        if message.metadata.run.fragment_ids:
            return
        self.drawing = True
        self.timers.clear()
        self.session = message.new_session.initialize.session_id
        self._run = message.metadata.run.script_run_id
        self._cached_for = message.new_session.config.max_cached_message_age

    def _draw(self, path: tuple[int, ...], delta: Delta) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        element = delta.new_element
        self._elements[path] = self._run, element
        if element.WhichOneof("type") == "exception":
            self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif element.WhichOneof("type") == "alert" and element.alert.format == element.alert.ERROR:
            self.errors.append(element.alert.body)

    def _finish(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.errors.append("the script could not be run")
        if status != ForwardMsg.FINISHED_SUCCESSFULLY:
            return
        self.runs += 1
        self.drawing = False
        self._elements = {path: drawn for path, drawn in self._elements.items() if drawn[0] == self._run}
        self.cache = {name: entry for name, entry in self.cache.items() if self.runs - entry[1] <= self._cached_for}


def recording_in(envelope: bytes) -> bytes:
    """Return what stands in the player's message after ``b"VIEW"``, the length of the view (u32), and the view."""
    return envelope[struct.calcsize("<4sI") + struct.unpack_from("<4sI", envelope)[1] :] if envelope else b""
