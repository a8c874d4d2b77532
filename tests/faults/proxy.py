"""A connection that can be cut and slowed down: a proxy on this machine between a browser and a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.load.address import Address

PIECE = 16_384  # bytes


class Proxy:
    """Passes bytes on in both directions.

    Attributes
    ----------
    address : Address
        Where it listens.
    delay : float
        Seconds that every piece of data takes each way, beside its size.
    rate : float
        Bytes per second and connection.
    """

    def __init__(self, target: Address) -> None:
        self.address = target
        self.delay = 0.0
        self.rate = float("inf")
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self._refusing = False

    def drop(self) -> None:
        """Cut all connections, and let none through until :meth:`mend`."""
        self._refusing = True
        self._loop.call_soon_threadsafe(self._cut)

    def mend(self) -> None:
        """Let connections through again."""
        self._refusing = False

    @contextmanager
    def running(self) -> Iterator[Proxy]:
        """Listen on a free port as long as this lasts."""
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        listening = asyncio.start_server(self._serve, "127.0.0.1", 0)
        server = asyncio.run_coroutine_threadsafe(listening, self._loop).result()
        self.address = Address(*server.sockets[0].getsockname()[:2])
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._end(server), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.close()
            return
        there, back = await asyncio.open_connection(self._target.host, self._target.port)
        self._writers |= {writer, back}
        with suppress(asyncio.CancelledError):  # in the end, by `_end`
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        self._writers -= {writer, back}

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                if self.delay or self.rate < float("inf"):
                    await asyncio.sleep(self.delay + len(piece) / self.rate)
                writer.write(piece)
                await writer.drain()
        writer.close()

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        self._cut()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
