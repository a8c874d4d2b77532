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
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from tests.load.address import Address, get
from tests.load.page import Page

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
    page : Page
        What is on the screen.
    received : int
        Bytes that came over the WebSocket.
    """

    def __init__(self, address: Address, link: str) -> None:
        name, _, query = link.strip("/").partition("?")
        self.address = address
        self.page = Page(name, query)
        self.received = 0
        self._cookies: dict[str, str] = {}
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._waiters: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        self._widgets: dict[str, WidgetState] = {}

    # What a visitor does ----------------------------------------------------------------------------------------------

    async def open(self, *, files: bool = True) -> float:
        """Open the page and return the seconds until all of it was there.

        files: whether the browser has yet to get them.
        """
        begun = time.monotonic()
        document = await self._get(f"/{self.page.name}?{self.page.query}")
        if files:
            names = set(FILES.findall(document))
            if not names:
                raise LookupError("the document names no files")
            await asyncio.gather(*(self._get(f"/{name.decode()}") for name in names))
        await self._get("/_stcore/health")
        await self._get("/_stcore/host-config")
        await self._connect()
        await self.until(lambda: self.page.runs > 0)
        return time.monotonic() - begun

    async def change(self, label: str, value: float) -> float:
        """Set a slider, or a field for a number, and return the seconds until the page was drawn with that.

        value: for a slider with stops the number of the stop, counted around.  The server says that it has taken a
        change over by writing it into the address bar.
        """
        begun, before = time.monotonic(), self.page.query
        await self._set(label, value)
        await self.until(lambda: self.page.query != before and self.page.runs > self.page.query_since)
        return time.monotonic() - begun

    async def train(self, label: str, value: float) -> float:
        """Set a field so that another run is trained; return the seconds until its first frames were there."""
        begun, before, shown = time.monotonic(), self.page.query, self.page.recording
        await self._set(label, value)
        await self.until(lambda: self.page.query != before and self.page.recording not in (b"", shown))
        return time.monotonic() - begun

    async def press(self, label: str) -> None:
        """Press a button and wait until the page is drawn anew."""
        runs = self.page.runs
        await self._ask(WidgetState(id=self.page.widget(label).id, trigger_value=True))
        await self.until(lambda: self.page.runs > runs)

    async def come_back(self) -> float:
        """Connect again after the connection was lost, as Streamlit's client does; return the seconds that it took."""
        begun = time.monotonic()
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    await self._get("/_stcore/health")
                    await self._get("/_stcore/host-config")
                    self.page.runs = 0
                    await self._connect()
                    await self.until(lambda: self.page.runs > 0)
                    return time.monotonic() - begun
                except (*GONE, Refused):
                    await asyncio.sleep(RETRY)

    async def close(self) -> None:
        """Close the tab."""
        for task in self._timers.values():
            task.cancel()
        self._timers.clear()
        if self._socket is not None:
            with suppress(*GONE):
                await self._socket.close()

    async def settled(self, seconds: float = 3 * PATIENCE) -> None:
        """Wait until the page stands still: what it shows has been trained."""
        await self.until(lambda: self.page.still, seconds)

    @property
    def connected(self) -> bool:
        """Whether a server holds the page."""
        return self._reading is not None and not self._reading.done()

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
        self._socket = await connect(
            f"ws://{self.address.host}:{self.address.port}/_stcore/stream",
            origin=Origin(str(self.address)),
            subprotocols=[Subprotocol(each) for each in ("streamlit", NO_TOKEN, self.page.session) if each],
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())},
            compression=None,
            max_size=None,
            proxy=None,
            open_timeout=PATIENCE,
        )
        self._reading = asyncio.create_task(self._read(self._socket))
        await self._ask()

    async def _set(self, label: str, value: float) -> None:
        widget = self.page.widget(label)
        state = WidgetState(id=widget.id)
        if not isinstance(widget, Slider):
            state.double_value = value
        elif widget.options:
            state.string_array_value.data.append(widget.options[int(value) % len(widget.options)])
        else:
            state.double_array_value.data.append(value)
        self._widgets[widget.id] = state
        await self._ask()

    async def _ask(self, pressed: WidgetState | None = None, *, fragment: str = "") -> None:
        """Ask for the page, or for one fragment of it.  pressed: a button, which is so in this message only."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = self.page.query
        state.page_script_hash, state.page_name = self.page.script, "" if self.page.script else self.page.name
        state.fragment_id, state.is_auto_rerun = fragment, bool(fragment)
        state.widget_states.widgets.extend([*self._widgets.values(), *([pressed] if pressed else [])])
        state.cached_message_hashes.extend(self.page.cache)
        state.context_info.url = f"{self.address}/{self.page.name}"
        state.context_info.color_scheme = "light"
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())

    async def _ask_again(self, fragment: str, every: float) -> None:
        with suppress(*GONE):
            while True:
                await asyncio.sleep(every)
                await self._ask(fragment=fragment)

    # From the server --------------------------------------------------------------------------------------------------

    async def _read(self, socket: ClientConnection) -> None:
        try:
            async for message in socket:
                assert isinstance(message, bytes)
                self.received += len(message)
                self.page.take(ForwardMsg.FromString(message))
                self._keep_time()
                self._look()
        except WebSocketException:
            pass
        finally:
            for _, waiting in self._waiters:
                if not waiting.done():
                    waiting.set_exception(ConnectionError("the connection was lost"))
            self._waiters.clear()

    def _keep_time(self) -> None:
        """Run the timers that the page has, and no others."""
        for fragment in [name for name in self._timers if name not in self.page.timers]:
            self._timers.pop(fragment).cancel()
        for fragment, every in self.page.timers.items():
            if fragment not in self._timers:
                self._timers[fragment] = asyncio.create_task(self._ask_again(fragment, every))

    def _look(self) -> None:
        """Tell those who wait for what holds now."""
        for holds, waiting in list(self._waiters):
            if waiting.done():
                continue
            if self.page.errors:
                waiting.set_exception(Refused(self.page.errors[-1]))
            elif holds():
                waiting.set_result(None)
        self._waiters = [pair for pair in self._waiters if not pair[1].done()]
