"""From the bytes of a file to rows of cells: encoding, delimiter, quotation marks; nothing is known of numbers yet."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

MAX_BYTES = 5 * 2**20
DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma"}  # of two that divide equally well, the first
_LOOKED_AT = 50  # rows that say what the delimiter is
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class TableError(ValueError):
    """Says why a file can't be used, and where; `column` names the one that could be left out instead, if any."""

    def __init__(self, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.column = column


def decoded(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a file, and what there is to say about its encoding; TableError for what is no text."""
    if len(data) > MAX_BYTES:
        raise TableError(f"the file has {len(data) / 2**20:.1f} MB, accepted are up to {MAX_BYTES // 2**20} MB")
    if data.startswith(_SPREADSHEETS):
        raise TableError("this is a spreadsheet or an archive: save the table as CSV and upload that")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text, said = data.decode("utf-16"), ["Read as UTF-16."]
        except UnicodeDecodeError as error:
            raise TableError(f"the file begins as UTF-16 but is none from byte {error.start + 1:,} on") from None
    else:
        try:
            text, said = data.decode("utf-8-sig"), []
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            text, said = data.decode("latin-1"), [f"Read as Latin-1: from row {row:,} on it is not UTF-8."]
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"row {row:,} has a byte 0, so this is no text: expected a CSV file")
    if not text.strip():
        raise TableError("the file is empty")
    return text, said


def delimiter_of(text: str) -> str:
    """Return the delimiter that divides most of the first rows alike; TableError if none divides them at all."""
    start = text[: 2**16]
    best, most = "", 0.0
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(start, newline=""), delimiter=delimiter, skipinitialspace=True)
        try:
            counts = Counter(len(row) for row in islice(reader, _LOOKED_AT) if row)
        except csv.Error:
            continue
        (cells, alike), *_ = counts.most_common(1) or [(0, 0)]
        share = alike / max(1, counts.total())
        if cells > 1 and share > most:
            best, most = delimiter, share
    if not best:
        raise TableError("there is one column only, or its cells are not divided by commas, semicolons or tabs")
    return best


def rows_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield number (from 1, as a spreadsheet counts) and cells of every row that is not blank.

    Raises TableError for quotation marks that don't match, and for a row that is longer or shorter than the first.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True)
    number, first, width = 0, 0, 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(f"row {number:,}: {_in_words(error)}") from None
        if not row or (len(row) == 1 and not row[0].strip()):
            continue
        first, width = first or number, width or len(row)
        if len(row) != width:
            raise TableError(
                f"row {number:,} has {len(row):,} {'cell' if len(row) == 1 else 'cells'}, row {first:,} has {width:,}: "
                "all must have as many"
            )
        yield number, row


def _in_words(error: csv.Error) -> str:
    message = str(error)
    if "field limit" in message:
        return f"a cell has more than {csv.field_size_limit():,} characters; is a quotation mark missing?"
    if "unexpected end" in message:
        return "a quotation mark is opened and never closed"
    if "expected after" in message:
        return "text follows on a closing quotation mark; one within a cell is written twice"
    return message
