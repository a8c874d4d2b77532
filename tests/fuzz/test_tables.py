"""Any file is read as a table or refused in words, and so is any question about it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.bounds import bounded, fuzzed, in_words
from tests.fuzz.hostile import PIECES
from viz.engine.csv_table import MAX_COLUMNS, MAX_ROWS, read_table
from viz.engine.csv_text import MAX_BYTES, TableError
from viz.engine.table_of import Kind, guess_kind, guess_target, table_of

CORPUS = sorted((Path(__file__).parent / "corpus" / "tables").iterdir())
SECONDS, MEGABYTES = 1.0, 40.0  # of files of a few kilobytes
LARGE_SECONDS, LARGE_MEGABYTES = 20.0, 900.0  # of 5 MB, as much as is accepted
LONGEST = 1000  # characters of what is said
KINDS: tuple[Kind, ...] = ("classes", "values")

CELLS = st.one_of(
    st.integers(-9, 9).map(str), st.floats(-5, 5).map(repr), st.sampled_from(("a", "b", "", "na", "1,5", "1e999", '"')),
    st.sampled_from(PIECES), st.text(max_size=8),
)  # fmt: skip


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Return something that is nearly a CSV file."""
    width = draw(st.integers(1, 6))
    wild = CELLS if draw(st.booleans()) else st.integers(-9, 9).map(str)
    rows = draw(st.lists(st.lists(wild, min_size=width, max_size=width), max_size=12))
    rows = [*draw(st.lists(st.lists(CELLS, max_size=width + 1), max_size=1)), *rows]
    quoted = draw(st.booleans())
    delimiter, end = draw(st.sampled_from(",;\t| ")), draw(st.sampled_from(("\n", "\r\n", "\r", "\n\n")))
    text = end.join(
        delimiter.join('"{}"'.format(cell.replace('"', '""')) if quoted else cell for cell in row) for row in rows
    )
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "latin-1")))
    data = text.encode(encoding, "ignore")
    if draw(st.integers(0, 3)) == 0:
        place = draw(st.integers(0, len(data)))
        data = data[:place] + draw(st.binary(max_size=4)) + data[place + draw(st.integers(0, 4)) :]
    return data


def check(data: bytes, name: str = "file", header: bool | None = None) -> None:
    """Fail unless a file is read as it should be, in every way that the page offers."""
    small = len(data) < 2**17
    with bounded(SECONDS, MEGABYTES) if small else bounded(LARGE_SECONDS, LARGE_MEGABYTES):
        try:
            columns = read_table(data, name, header=header)
        except TableError as error:
            in_words(error)
            return
        assert len(columns.columns) <= MAX_COLUMNS
        assert len(set(columns.names)) == len(columns.names)
        assert all(text.isprintable() and 0 < len(text) <= 50 for text in columns.names)
        assert all(len(said) <= LONGEST for said in columns.said)
        for column in columns.columns:
            assert 1 <= len(column.cells) == len(column.rows) == len(column.numbers) <= MAX_ROWS + 1
            assert not np.isinf(column.numbers).any()
        target = guess_target(columns)
        guess_kind(columns[target])
        for kind in KINDS:
            for left_out in ((), tuple(columns.names[:1])):
                try:
                    table = table_of(columns, target, kind, [each for each in left_out if each != target])
                except TableError as error:
                    in_words(error)
                else:
                    assert np.isfinite(table.x).all()
                    assert np.isfinite(table.y).all()
                    assert all(len(said) <= LONGEST for said in table.said)


@given(data=files(), name=st.text(max_size=60), header=st.sampled_from((None, True, False)))
@fuzzed(0.15)
def test_any_table_is_read(data: bytes, name: str, header: bool | None) -> None:
    check(data, name, header)


@given(data=st.binary(max_size=300))
@fuzzed(0.03)
def test_any_bytes_are_read(data: bytes) -> None:
    check(data)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    check(path.read_bytes(), path.stem)


LARGE = {
    "one row of commas": b"," * MAX_BYTES,
    "short rows": b"1,2\n" * (MAX_BYTES // 4),
    "blank rows": b"1,2\n" + b"\n" * (MAX_BYTES - 4),
    "long cells": (b"9" * 130_000 + b",1\n") * (MAX_BYTES // 130_003),
    "one open quotation mark": b'a,b\n"' + b"1,2\n" * (MAX_BYTES // 4 - 2),
    "other texts everywhere": b"\n".join(b"a%d,b%d" % (row, row) for row in range(200_000)),
    "utf-16": "1,2\n".encode("utf-16") * 500_000,
    "too large": b"1,2\n" * (MAX_BYTES // 4 + 1),
}


@pytest.mark.parametrize("data", LARGE.values(), ids=LARGE)
def test_large_files_take_bounded_time_and_memory(data: bytes) -> None:
    check(data)
