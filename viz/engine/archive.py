"""Reads a recording from the `.npz` archive that it was exported as, within bounds, and never unpickles anything.

The archive is a zip file of one `.npy` file for each array, named as in the player's format (``train_loss``,
``weights.0``, …), with `HEADER` beside them.  Nothing in it is believed: sizes are checked before anything is unpacked,
no more is unpacked than was said, and of an array's own header only the one form is read that NumPy writes.
"""

from __future__ import annotations

import io
import json
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from viz.engine import recording_format
from viz.engine.recording import Recording
from viz.engine.recording_format import RecordingError

HEADER, README = "header.json", "README.md"
MAX_BYTES = 5 * 2**20  # of the archive
MAX_UNPACKED = 48 * 2**20  # of all that is in it; a recording has about 40 MB at most
MAX_HEADER = 2**20  # of the recording's header
MAX_DIRECTORY = 2**17  # bytes of the zip's directory, and of anything else that is read before it is known
MAX_DIMENSIONS = 8

_DTYPES = {entry.name: np.dtype(entry.metadata["dtype"]) for entry in fields(Recording)[1:]}
_LAYERED = {entry.name: bool(entry.metadata["layers"]) for entry in fields(Recording)[1:]}
_NAME = re.compile(r"([a-z_]{1,40})(\.(?:0|[1-9][0-9]?))?\.npy")
_NPY = re.compile(
    rb"\x93NUMPY(?:\x01\x00(?P<short>[\x00-\xff]{2})|[\x02\x03]\x00(?P<long>[\x00-\xff]{4}))"
    rb"\{'descr': (?P<dtype>'[<>|=][a-zA-Z][0-9]{0,4}'|[^,]{1,200}), 'fortran_order': (?P<fortran>True|False), "
    rb"'shape': \((?P<shape>[0-9, ]{0,200})\), \} *\n"
)
_ENCRYPTED = 0x1


class _Bounded(io.BytesIO):
    """The file, of which no more than `MAX_DIRECTORY` bytes are handed out at once while its directory is read."""

    bounded = True

    def read(self, size: int | None = -1, /) -> bytes:
        left = len(self.getbuffer()) - self.tell()
        wanted = left if size is None or size < 0 else min(size, left)
        if self.bounded and wanted > MAX_DIRECTORY:
            raise RecordingError("the archive's directory is too large: it is none that was exported here")
        return super().read(size)


def read_archive(data: bytes) -> Recording:
    """Return the recording that is in an archive.

    Raises
    ------
    RecordingError
        If the archive is foreign, truncated, damaged or too large, or its arrays are no recording; it says which.
    """
    if len(data) > MAX_BYTES:
        raise RecordingError(f"the file has {len(data) / 2**20:.1f} MB, accepted are up to {MAX_BYTES // 2**20} MB")
    file = _Bounded(data)
    try:
        with zipfile.ZipFile(file) as archive:
            file.bounded = False
            members = _members(archive)
            header = _header(_unpacked(archive, members[HEADER]))
            arrays = {
                name.removesuffix(".npy"): _array(name, _unpacked(archive, member))
                for name, member in members.items()
                if name not in (HEADER, README)
            }
    except RecordingError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise RecordingError(f"truncated or damaged: {error}") from None
    except (NotImplementedError, RuntimeError, UnicodeDecodeError, ValueError, OSError, struct.error) as error:
        raise RecordingError(f"the archive can't be read: {error}") from None
    # Through the player's own format, which checks what a recording has to have.
    return Recording.from_bytes(recording_format.write(header, arrays))


def _members(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return what is in the archive by name, once it is known to be what it may be, and of a size that it may have."""
    members: dict[str, zipfile.ZipInfo] = {}
    for member in archive.infolist():
        name = member.filename
        shown = repr(name[:60])
        if name in members:
            raise RecordingError(f"{shown} is in the archive twice")
        if name not in (HEADER, README):
            _known(name)
        if member.flag_bits & _ENCRYPTED:
            raise RecordingError(f"{shown} is encrypted")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise RecordingError(f"{shown} is compressed in a way that is not read here: accepted is deflate, or none")
        members[name] = member
    if HEADER not in members:
        raise RecordingError(f"there is no {HEADER} in it: this is no recording that was exported here")
    if members[HEADER].file_size > MAX_HEADER:
        raise RecordingError(f"{HEADER} has {members[HEADER].file_size:,} bytes, accepted are up to {MAX_HEADER:,}")
    unpacked = sum(member.file_size for member in members.values())
    if unpacked > MAX_UNPACKED:
        raise RecordingError(
            f"unpacked it would have {unpacked / 2**20:,.0f} MB, accepted are up to {MAX_UNPACKED // 2**20} MB"
        )
    return members


def _known(name: str) -> str:
    """Return the field that a member is an array of; RecordingError if it is none of a recording's."""
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in _DTYPES or _LAYERED[match[1]] != bool(match[2]):
        raise RecordingError(f"{name[:60]!r} is no array of a recording: this is none that was exported here")
    return match[1]


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes, as many as the directory says and no more; the checksum is compared at the end."""
    with archive.open(member) as stream:
        data = stream.read(member.file_size)
        if len(data) < member.file_size or stream.read(1):
            raise RecordingError(f"truncated or damaged: {member.filename!r} has another size than it should")
    return data


def _array(name: str, data: bytes) -> NDArray[Any]:
    """Return the array in a `.npy` file; no other dtype is read than that of its field, so never an object."""
    match = _NPY.match(data)
    if match is None:
        raise RecordingError(f"{name!r} is no array in NumPy's format")
    wanted, said = _DTYPES[_known(name)], match["dtype"].decode("ascii", "replace").strip("'")
    if said != wanted.str:
        objects = "Python objects (pickled), which are never read" if "O" in said else f"numbers of dtype {said[:40]!r}"
        raise RecordingError(f"{name!r} has {objects}; accepted is {wanted.str!r}")
    shape = tuple(int(length[:19]) for length in match["shape"].decode().replace(" ", "").split(",") if length)
    size = math.prod(shape) * wanted.itemsize
    length = match["short"] or match["long"]
    start = 8 + len(length) + int.from_bytes(length, "little")
    if not 1 <= len(shape) <= MAX_DIMENSIONS or start != match.end() or size != len(data) - start:
        raise RecordingError(f"{name!r} has the shape {shape}, and {len(data) - match.end():,} bytes, not {size:,}")
    values = np.frombuffer(data, dtype=wanted, offset=start)
    return values.reshape(shape, order="F" if match["fortran"] == b"True" else "C")


def _header(data: bytes) -> Mapping[str, Any]:
    try:
        header = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{HEADER} can't be read: {error}") from None
    if not isinstance(header, dict):
        raise RecordingError(f"{HEADER} is no JSON object")
    try:
        json.dumps(header, allow_nan=False)
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{HEADER} can't be read: {error}") from None
    return header
