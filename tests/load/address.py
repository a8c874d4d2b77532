"""Where load may go: to this machine, and nowhere else."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Address:
    """A server's host and port on this machine.

    Raises
    ------
    ValueError
        If the host is none of this machine's own addresses: this is a tool to load one's own server with.
    """

    host: str
    port: int

    def __post_init__(self) -> None:
        try:
            own = ipaddress.ip_address(self.host).is_loopback
        except ValueError:  # a name, which may lead anywhere
            own = False
        if not own:
            raise ValueError(
                f"{self.host!r} is not an address of this machine, as 127.0.0.1 is; load goes nowhere else."
            )

    @classmethod
    def of(cls, text: str) -> Address:
        """Return the address that ``http://127.0.0.1:8501`` says, or ``127.0.0.1:8501``."""
        parts = urlsplit(text if "//" in text else f"//{text}")
        if not parts.hostname or parts.scheme not in ("", "http") or parts.path.strip("/") or not parts.port:
            raise ValueError(f"{text!r} is no address: http://127.0.0.1:8501 is one.")
        return cls(parts.hostname, parts.port)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


async def get(
    address: Address, path: str, cookies: str = "", seconds: float = 30.0
) -> tuple[int, dict[str, str], bytes]:
    """Return status, header (names in lower case) and content of a page, unpacked where it was sent packed.

    Raises
    ------
    OSError, TimeoutError
        If there is no answer, or none in time.
    """
    async with asyncio.timeout(seconds):
        reader, writer = await asyncio.open_connection(address.host, address.port)
        try:
            lines = (f"GET {path} HTTP/1.1", f"Host: {address.host}:{address.port}", "Accept-Encoding: gzip")
            lines += (f"Cookie: {cookies}", "Connection: close") if cookies else ("Connection: close",)
            writer.write("\r\n".join([*lines, "", ""]).encode())
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            content = await reader.read()
        except asyncio.IncompleteReadError as error:
            raise ConnectionError(f"{address} closed the connection") from error
        finally:
            writer.close()
    header = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    if header.get("transfer-encoding") == "chunked":
        content = joined(content)
    if header.get("content-encoding") == "gzip":
        content = gzip.decompress(content)
    return int(head[0].split()[1]), header, content


def joined(content: bytes) -> bytes:
    """Return content that was sent in chunks, each of which begins with its length."""
    chunks, rest = [], memoryview(content)
    while length := int(bytes(rest[:10]).partition(b"\r\n")[0], 16):
        begin = bytes(rest[:10]).index(b"\r\n") + 2
        chunks.append(rest[begin : begin + length])
        rest = rest[begin + length + 2 :]
    return b"".join(chunks)
