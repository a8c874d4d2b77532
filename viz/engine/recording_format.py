"""The bytes of a recording: magic, version, checksum, a JSON header, then little-endian arrays aligned to 8 bytes.

    b"RELU" | u16 version | u16 0 | u32 header length | u32 CRC-32 of all that follows | header, padded | arrays

The header lists the arrays: name, dtype, shape, and offset from the start of the file.  Nothing is ever unpickled.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"RELU"
VERSION = 1
_PREFIX = struct.Struct("<4sHHII")
_DTYPES = ("<f2", "<f4", "<f8", "<i4", "<u4", "|u1")
_MAX_DIMENSIONS = 8
_MAX_HEADER = 2**22  # bytes of JSON, which as objects take many times as much


class RecordingError(ValueError):
    """The bytes are not a recording that this version reads."""


def write(header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return header and arrays as bytes."""
    contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    entries = [
        {"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": 10**12}  # wider than any true offset
        for name, array in contiguous.items()
    ]
    start = _PREFIX.size + len(_dump(header, entries))
    start += -start % 8
    blocks: list[bytes | memoryview] = []
    offset = start
    for entry, array in zip(entries, contiguous.values(), strict=True):
        entry["offset"] = offset
        padding = -array.nbytes % 8
        blocks += [array.reshape(-1).view(np.uint8).data, bytes(padding)]
        offset += array.nbytes + padding
    text = _dump(header, entries)
    parts = [text.ljust(start - _PREFIX.size), *blocks]
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return b"".join([_PREFIX.pack(MAGIC, VERSION, 0, start - _PREFIX.size, checksum), *parts])


def _dump(header: Mapping[str, Any], entries: list[dict[str, Any]]) -> bytes:
    return json.dumps({**header, "arrays": entries}, ensure_ascii=False, allow_nan=False).encode()


def read(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the header and the arrays by name (read-only views of `data`).

    Raises
    ------
    RecordingError
        If the bytes are foreign, of another version, truncated, damaged or inconsistent, saying which.
    """
    if data[:4] != MAGIC:
        raise RecordingError(f"not a recording: it starts with {bytes(data[:4])!r}, expected {MAGIC!r}")
    if len(data) < _PREFIX.size:
        raise RecordingError(f"truncated: {len(data)} bytes, the first {_PREFIX.size} are needed to read anything")
    _, version, _, header_length, checksum = _PREFIX.unpack_from(data)
    if version != VERSION:
        raise RecordingError(f"format version {version}, this app reads version {VERSION}")
    if zlib.crc32(memoryview(data)[_PREFIX.size :]) != checksum:
        raise RecordingError(f"truncated or damaged: the checksum of its {len(data)} bytes does not match")
    if header_length > _MAX_HEADER:
        raise RecordingError(f"the header has {header_length:,} bytes, accepted are up to {_MAX_HEADER:,}")
    try:
        header = json.loads(data[_PREFIX.size : _PREFIX.size + header_length])
        entries = header.pop("arrays")
        arrays = {str(entry["name"]): _array(data, entry) for entry in entries}
    except RecordingError:
        raise
    except (LookupError, TypeError, AttributeError, ValueError, OverflowError, RecursionError) as error:
        raise RecordingError(f"the header can't be read: {type(error).__name__} {str(error)[:200]}") from None
    return header, arrays


def offsets(data: bytes) -> dict[str, int]:
    """Return array name -> its first byte, of bytes that :func:`read` accepts."""
    header_length = _PREFIX.unpack_from(data)[3]
    header = json.loads(data[_PREFIX.size : _PREFIX.size + header_length])
    return {entry["name"]: entry["offset"] for entry in header["arrays"]}


def _array(data: bytes, entry: Mapping[str, Any]) -> NDArray[Any]:
    name, dtype, shape, offset = entry["name"], entry["dtype"], entry["shape"], int(entry["offset"])
    valid = isinstance(shape, list) and len(shape) <= _MAX_DIMENSIONS and all(map(_is_length, shape))
    if dtype not in _DTYPES or not valid:
        said = f"has dtype {str(dtype)[:20]!r} and shape {str(shape)[:60]}"
        raise RecordingError(f"the array {str(name)[:40]!r} {said}, expected one of {_DTYPES} and a list of lengths")
    count = math.prod(shape)
    if offset < 0 or offset + count * np.dtype(dtype).itemsize > len(data):
        raise RecordingError(f"the array {str(name)[:40]!r} reaches beyond the end of the recording")
    return np.frombuffer(data, dtype=dtype, count=count, offset=offset).reshape(shape)


def _is_length(length: object) -> bool:
    return isinstance(length, int) and not isinstance(length, bool) and 0 <= length < 2**32
