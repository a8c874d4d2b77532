"""What files are read as, and in which words they are refused."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.engine.csv_table import MAX_COLUMNS, MAX_ROWS, Columns, read_table
from viz.engine.csv_text import MAX_BYTES, TableError
from viz.engine.table_of import guess_kind, guess_target, table_of


def read(text: str | bytes, **more: bool) -> Columns:
    return read_table(text.encode() if isinstance(text, str) else text, "some file.csv", **more)


def cells(columns: Columns) -> list[tuple[str, ...]]:
    return [column.cells for column in columns.columns]


PLAIN = [("1", "3"), ("2", "4")]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n3,4\n",
        b"a,b\r\n1,2\r\n3,4\r\n",
        b"a,b\r1,2\r3,4\r",
        b"a,b\n1,2\n3,4",
        b"\n\na,b\n\n1,2\n3,4\n\n \n",
        b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
        "a,b\n1,2\n3,4\n".encode("utf-16"),
        b"a;b\n1;2\n3;4\n",
        b"a\tb\n1\t2\n3\t4\n",
        b'"a","b"\n"1","2"\n"3","4"\n',
        b'a, b\n1, "2"\n3 , 4\n',
        b" a , b \n 1 , 2 \n 3 , 4 \n",
    ],
)
def test_the_same_table_in_many_files(data: bytes) -> None:
    columns = read(data)
    assert columns.names == ("a", "b")
    assert cells(columns) == [("1", "3"), ("2", "4")]
    assert [column.numbers.tolist() for column in columns.columns] == [[1.0, 3.0], [2.0, 4.0]]


def test_rows_are_counted_as_a_spreadsheet_does() -> None:
    assert read("a,b\n1,2\n\n3,4\n")["a"].rows == [2, 4]
    assert read('a,b\n"x\ny",2\n3,4\n')["a"].rows == [2, 3]


def test_the_encoding_is_said() -> None:
    columns = read("größe,b\n1,2\n3,4\n".encode("latin-1"))
    assert columns.names == ("größe", "b")
    assert columns.said == ("Read as Latin-1: from row 1 on it is not UTF-8.",)
    assert read("größe,b\n1,2\n").said == ()


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a,b\n1,2\n", True),
        ("1,2\n3,4\n", False),
        ("5.1,setosa\n4.9,virginica\n", False),
        ("id,2019,2020\n1,5,6\n", True),  # names that are numbers, but one over numbers is none
        (",b\n1,2\n", True),
        ("NA,1\n2,3\n", False),
        ("colour,size\nred,big\n", True),
        ("x,y", False),
    ],
)
def test_names_are_found(text: str, header: bool) -> None:
    columns = read(text)
    assert columns.header == header
    assert any("no names" in each for each in columns.said) != header


def test_a_guess_about_names_can_be_corrected() -> None:
    columns = read("colour,size\nred,big\n", header=False)
    assert columns.names == ("column 1", "column 2")
    assert cells(columns) == [("colour", "red"), ("size", "big")]
    assert read("1,2\n3,4\n", header=True).names == ("1", "2")


def test_names_become_unique_and_readable() -> None:
    columns = read("a,a,,a (2),x\x07  y\n1,2,3,4,5\n")
    assert columns.names == ("a", "a (2)", "column 3", "a (2) (2)", "x y")
    assert any("has the name of another" in each for each in columns.said)
    assert len(read("n" * 500 + ",b\n1,2\n").names[0]) == 40


def test_decimal_commas() -> None:
    columns = read("a;b\n1,5;2\n-0,25;3\n1e3;1.234\n")
    assert columns["a"].numbers.tolist() == [1.5, -0.25, 1000.0]
    assert columns["b"].numbers.tolist() == [2.0, 3.0, 1.234]
    assert any("'a': the comma" in each for each in columns.said)
    with pytest.raises(TableError, match=r"column 'a' has decimal commas and, in row 3, a decimal point"):
        read("a;b\n1,5;2\n1.5;3\n")
    assert read('a,b\n"1,5",2\n"2,5",3\n')["a"].odd == (0, 1)  # in English "1,500" is a thousand and a half


@pytest.mark.parametrize("cell", ["", "NA", "n/a", "NaN", "?", "null", "-", '""', " "])
def test_missing_cells(cell: str) -> None:
    column = read(f"a,b\n{cell},2\n3,4\n")["a"]
    assert column.present.tolist() == [False, True]
    assert column.odd == ()


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "1e999", "-1e101", "1" * 400])
def test_numbers_without_end_are_missing_and_named(cell: str) -> None:
    columns = read(f"a,b\n1,2\n{cell},4\n")
    assert columns["a"].present.tolist() == [True, False]
    (sentence,) = columns.said
    assert "'a'" in sentence
    assert "row 3" in sentence


@pytest.mark.parametrize(
    "cell", ["1_000", "0x10", "1,2e", "١", "1e", "--1", "1.2.3", "five", "$5", "50%", "1e99999999"]
)
def test_what_is_no_number_is_text(cell: str) -> None:
    assert read(f'a,b\n1,2\n"{cell}",4\n')["a"].odd == (1,)


@pytest.mark.parametrize("cell", ["+1", "1.", ".5", "-.5e-3", "007", "1E5", "−3"])
def test_numbers_are_read_in_all_their_spellings(cell: str) -> None:
    expected = float(cell.replace("−", "-"))
    assert read(f"a,b\n1,2\n{cell},4\n")["a"].numbers[1] == expected


REFUSED = {
    b"": "the file is empty",
    b" \n\r\n ": "the file is empty",
    b"\xef\xbb\xbf": "the file is empty",
    b"a\n1\n2\n": "one column only",
    b"a|b\n1|2\n": "one column only",
    b"a,b\n1,2\n3\n": "row 3 has 1 cell, row 1 has 2",
    b"a,b\n1,2\n\n3,4,5\n": "row 4 has 3 cells, row 1 has 2",
    b"a,b\n1,\x002\n": "row 2 has a byte 0",
    b"\0" * 100: "row 1 has a byte 0",
    b'a,b\n1,"2\n3,4\n': "row 2: a quotation mark is opened and never closed",
    b'a,b\n1,"2"3\n3,4\n': "row 2: text follows on a closing quotation mark",
    b"a,b\n1,2\n" + b"x" * 200_000 + b",3\n": "row 3: a cell has more than 131,072 characters",
    b"PK\x03\x04 and so on, and on": "spreadsheet",
    b"\xff\xfea\x00,\x00b": "none from byte",
    b",".join([b"1"] * (MAX_COLUMNS + 1)) + b"\n": f"{MAX_COLUMNS + 1} columns",
    b"," * 1_000_000 + b"\n": "1,000,001 columns",
    b"1,2\n" * (MAX_BYTES // 4 + 1): "5.0 MB",
}


@pytest.mark.parametrize("data", REFUSED, ids=list(REFUSED.values()))
def test_files_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(TableError, match=REFUSED[data]):
        read(data)


def test_names_alone_are_no_table() -> None:
    with pytest.raises(TableError, match="no row under"):
        read("a,b\n", header=True)


def test_of_many_rows_the_same_are_taken() -> None:
    data = b"a,b\n" + b"".join(b"%d,1\n" % number for number in range(30_000))
    columns = read(data)
    taken = columns["a"].numbers
    assert len(taken) == MAX_ROWS
    assert (np.diff(taken) > 0).all()
    assert (np.array(columns["a"].rows) == taken + 2).all()
    assert abs(taken.mean() - 15_000) < 1000
    np.testing.assert_array_equal(taken, read(data)["a"].numbers)
    assert any("Of 30,000 rows" in each for each in columns.said)


def test_a_row_that_is_not_taken_is_still_checked() -> None:
    data = b"a,b\n" + b"1,1\n" * 20_000 + b"1\n"
    with pytest.raises(TableError, match="row 20,002"):
        read(data)


@pytest.mark.parametrize("row", [b"1,2\n", b"a,b\n", b",\n", b'"",""\n', b"1;2;3;4;5;6;7\n"])
def test_the_largest_files_take_seconds_at_most(row: bytes) -> None:
    data = row * (MAX_BYTES // len(row))
    began = time.process_time()
    read(data)
    assert time.process_time() - began < 10


# Any bytes ------------------------------------------------------------------------------------------------------------

_ALPHABET = st.sampled_from([*list('ab01,;\t"\n\r .-+eE?é\x00\ufeff'), "nan", "inf", "1e999", "NA", "\r\n", ",,", '""'])
_NASTY = st.lists(_ALPHABET, max_size=80).map("".join)
_FILES = st.one_of(
    st.binary(max_size=300), _NASTY.map(str.encode), _NASTY.map(lambda text: text.encode("latin-1", "replace"))
)
_POOLS = st.sampled_from(
    [
        "1 2 3",
        "1.5 -2 7e3 8 9 10 11 12 13 NA",
        "x y",
        "x y z 1",
        "5",
        "1 2 1e999",
        "1,5 2,5 3",
        "0 1e-320",
        "1e99 -1e99 3",
    ]
)


@st.composite
def grids(draw: st.DrawFn) -> bytes:
    """Return files with rows enough to train on, of which many can be used and many can't."""
    pools = draw(st.lists(_POOLS.map(str.split), min_size=1, max_size=4))
    rows = draw(st.lists(st.tuples(*map(st.sampled_from, pools)), min_size=8, max_size=40))
    return "\n".join(";".join(row) for row in rows).encode()


@given(_FILES | grids())
def test_whatever_comes_is_read_or_refused_in_words(data: bytes) -> None:
    try:
        columns = read_table(data, "x.csv")
        assert len(set(columns.names)) == len(columns.names)
        target = guess_target(columns)
        table = table_of(columns, target, guess_kind(columns[target]))
    except TableError:
        return
    assert np.isfinite(table.x).all()
    assert table.x.shape == (len(table.y), len(table.input_names))
    assert table.y.min() < table.y.max()
