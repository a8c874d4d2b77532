"""A browser's tab as the server sees it: Streamlit's messages over a WebSocket, and what a browser does with them.

The browser asks for the page's document and for the files that it names, then connects, says which page and query are
in the address bar, and draws what it is sent. It repeats large elements by their hashes, asks again for fragments that
have a timer, and says with each of its messages what was changed in the widgets.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.NumberInput_pb2 import NumberInput
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from tests.load.address import Address, get

PATIENCE = 60.0  # seconds after which a visitor gives up
RETRY = 0.5  # seconds between two attempts to come back
FILES = re.compile(rb'(?:src|href)="\./(static/[^"]+\.(?:js|css))"')
NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"  # what Streamlit's own client says where it has none
GONE = (OSError, TimeoutError, WebSocketException)


class Refused(Exception):
    """The server answered with something that no visitor should see."""


class Tab:
    """One visit of one page.

    Attributes
    ----------
    page, query : str
        What the address bar says.
    runs : int
        How many times the whole page has been drawn since it was connected.
    received : int
        Bytes that came over the WebSocket.
    errors : list of str
        What the page showed that it should not.
    """

    def __init__(self, address: Address, link: str) -> None:
        self.address = address
        self.page, _, self.query = link.strip("/").partition("?")
        self.runs = 0
        self.received = 0
        self.errors: list[str] = []
        self._cookies: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._waiters: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        self._session = self._page_hash = self._run = ""
        self._elements: dict[tuple[int, ...], tuple[str, Element]] = {}
        self._drawing = False
        self._cache: dict[str, tuple[ForwardMsg, int]] = {}
        self._cached_for = 2
        self._widgets: dict[str, WidgetState] = {}

    # What a visitor does ----------------------------------------------------------------------------------------------

    async def open(self, *, files: bool = True) -> float:
        """Open the page and return the seconds until all of it was there.

        files: whether the browser has yet to get them.
        """
        begun = time.monotonic()
        document = await self._get(f"/{self.page}?{self.query}")
        if files:
            await asyncio.gather(*(self._get(f"/{name.decode()}") for name in set(FILES.findall(document))))
        await self._get("/_stcore/health")
        await self._get("/_stcore/host-config")
        await self._connect()
        await self.until(lambda: self.runs > 0)
        return time.monotonic() - begun

    async def change(self, label: str, value: float) -> float:
        """Set a slider, or a field for a number, and return the seconds until the page was drawn with that.

        value: for a slider with stops the number of the stop, counted around.  The server says that it has taken a
        change over by writing it into the address bar.
        """
        begun, before = time.monotonic(), self.query
        await self._set(label, value)
        await self.until(lambda: self.query != before)
        runs = self.runs
        await self.until(lambda: self.runs > runs)
        return time.monotonic() - begun

    async def train(self, label: str, value: float) -> float:
        """Set a field so that another run is trained; return the seconds until its first frames were there."""
        begun, before, shown = time.monotonic(), self.query, self.recording
        await self._set(label, value)
        await self.until(lambda: self.query != before and self.recording not in (b"", shown))
        return time.monotonic() - begun

    async def come_back(self) -> float:
        """Connect again after the connection was lost, as Streamlit's client does; return the seconds that it took."""
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await self._get("/_stcore/health")
                    await self._get("/_stcore/host-config")
                    self.runs = 0
                    await self._connect()
                    await self.until(lambda: self.runs > 0)
                    return time.monotonic() - begun
                except (*GONE, Refused):
                    await asyncio.sleep(RETRY)

    async def close(self) -> None:
        """Close the tab."""
        for task in self._tasks.values():
            task.cancel()
        if self._socket is not None:
            with suppress(*GONE):
                await self._socket.close()

    async def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until something holds of the page.

        Raises
        ------
        Refused
            If the page shows an error instead.
        ConnectionError, TimeoutError
            If the connection is lost, or if it takes too long.
        """
        waiting = asyncio.get_running_loop().create_future()
        self._waiters.append((holds, waiting))
        self._look()
        async with asyncio.timeout(seconds):
            await waiting

    # What is on the page ----------------------------------------------------------------------------------------------

    @property
    def connected(self) -> bool:
        """Whether the server holds the page."""
        return self._socket is not None and "read" in self._tasks and not self._tasks["read"].done()

    @property
    def recording(self) -> bytes:
        """What the player was sent, empty where there is none."""
        for _, element in self._elements.values():
            if element.WhichOneof("type") == "bidi_component" and "player" in element.bidi_component.component_name:
                return element.bidi_component.bytes
        return b""

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until the page has no timer, as it has while a run trains, and stands still."""
        await self.until(lambda: not self._drawing and set(self._tasks) == {"read"}, seconds)

    def widget(self, label: str) -> Slider | NumberInput:
        """Return the slider, or the field for a number, whose label begins so.

        Raises
        ------
        LookupError
            If there is none.
        """
        for _, element in self._elements.values():
            kind = element.WhichOneof("type")
            if kind in ("slider", "number_input") and getattr(element, kind).label.startswith(label):
                return getattr(element, kind)
        raise LookupError(f"{self.page} has no widget {label!r}")

    # To the server ----------------------------------------------------------------------------------------------------

    async def _get(self, path: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        status, header, content = await get(self.address, path, cookies, PATIENCE)
        if "set-cookie" in header:
            name, _, value = header["set-cookie"].partition(";")[0].partition("=")
            self._cookies[name] = value
        if status != 200:
            raise Refused(f"{path.partition('?')[0]}: status {status}")
        return content

    async def _connect(self) -> None:
        await self.close()
        self._tasks.clear()
        self._socket = await connect(
            f"ws://{self.address.host}:{self.address.port}/_stcore/stream",
            origin=Origin(str(self.address)),
            subprotocols=[Subprotocol(each) for each in ("streamlit", NO_TOKEN, self._session) if each],
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())},
            compression=None,
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE,
        )
        self._tasks["read"] = asyncio.create_task(self._read(self._socket))
        await self._ask()

    async def _set(self, label: str, value: float) -> None:
        widget = self.widget(label)
        state = WidgetState(id=widget.id)
        if not isinstance(widget, Slider):
            state.double_value = value
        elif widget.options:
            state.string_array_value.data.append(widget.options[int(value) % len(widget.options)])
        else:
            state.double_array_value.data.append(value)
        self._widgets[widget.id] = state
        await self._ask()

    async def _ask(self, fragment: str = "") -> None:
        """Ask for the page, or for one fragment of it."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.query
        state.page_script_hash, state.page_name = self._page_hash, "" if self._page_hash else self.page
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        state.widget_states.widgets.extend(self._widgets.values())
        state.cached_message_hashes.extend(self._cache)
        state.context_info.url = f"{self.address}/{self.page}"
        state.context_info.color_scheme = "light"
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def _ask_again(self, fragment: str, every: float) -> None:
        with suppress(*GONE):
            while True:
                await asyncio.sleep(every)
                await self._ask(fragment)

    # From the server --------------------------------------------------------------------------------------------------

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for message in socket:
                assert isinstance(message, bytes)
                self.received += len(message)
                self._take(ForwardMsg.FromString(message))
                self._look()
        except WebSocketException:
            pass
        finally:
            for _, waiting in self._waiters:
                if not waiting.done():
                    waiting.set_exception(ConnectionError("the connection was lost"))
            self._waiters.clear()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            path, message = message.metadata, self._cache[message.ref_hash][0]
            self._cache[message.hash] = message, self.runs
            self._draw(tuple(path.delta_path), message.delta)
        elif kind == "delta":
            if message.metadata.cacheable:
                self._cache[message.hash] = message, self.runs
            self._draw(tuple(message.metadata.delta_path), message.delta)
        elif kind == "new_session":
            self._begin(message)
        elif kind == "script_finished":
            self._finish(message.script_finished)
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "navigation":  # the beginning of a session does not know the page yet
            self._page_hash = message.navigation.page_script_hash
        elif kind == "auto_rerun":
            timer = message.auto_rerun
            self._stop(timer.fragment_id)
            self._tasks[timer.fragment_id] = asyncio.create_task(self._ask_again(timer.fragment_id, timer.interval))
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)
        elif kind == "page_not_found":
            self.errors.append("page not found")

    def _begin(self, message: ForwardMsg) -> None:
        session = message.new_session
        if message.metadata.run.fragment_ids:
            return
        self._drawing = True
        self._run = message.metadata.run.script_run_id
        self._session = session.initialize.session_id
        self._cached_for = session.config.max_cached_message_age
        for fragment in [name for name in self._tasks if name != "read"]:
            self._stop(fragment)

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
        self._drawing = False
        self._elements = {path: drawn for path, drawn in self._elements.items() if drawn[0] == self._run}
        self._cache = {name: entry for name, entry in self._cache.items() if self.runs - entry[1] <= self._cached_for}

    def _stop(self, fragment: str) -> None:
        task = self._tasks.pop(fragment, None)
        if task is not None:
            task.cancel()

    def _look(self) -> None:
        """Tell those who wait for what holds now."""
        for holds, waiting in list(self._waiters):
            if waiting.done():
                continue
            if self.errors:
                waiting.set_exception(Refused(self.errors[-1]))
            elif holds():
                waiting.set_result(None)
        self._waiters = [pair for pair in self._waiters if not pair[1].done()]
