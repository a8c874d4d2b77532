"""What becomes of the columns of a file once somebody says what is to be predicted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from viz.engine.csv_table import Columns, read_table
from viz.engine.csv_text import TableError
from viz.engine.table import Table
from viz.engine.table_of import Kind, digest_of, guess_kind, guess_target, table_of


def columns(*rows: str, header: bool | None = None) -> Columns:
    return read_table("\n".join(rows).encode(), "some file.csv", header=header)


def table(*rows: str, target: str = "y", kind: Kind = "values", left_out: Sequence[str] = ()) -> Table:
    return table_of(columns(*rows), target, kind, left_out)


GROWING = [f"{number},{number * number}" for number in range(20)]
CLASSES = [f"{number},{'odd' if number % 2 else 'even'}" for number in range(20)]


def test_numbers_are_taken_as_they_are() -> None:
    made = table("x,y", *GROWING)
    assert made.task == "regression"
    assert made.input_names == ("x",)
    assert made.class_names == ()
    assert made.said == ()
    np.testing.assert_array_equal(made.x[:, 0], np.arange(20))
    np.testing.assert_array_equal(made.y, np.arange(20) ** 2)
    assert not made.x.flags.writeable


@pytest.mark.parametrize("where", ["first", "last"])
def test_texts_are_classes_in_the_order_of_the_alphabet(where: str) -> None:
    rows = CLASSES if where == "last" else [",".join(reversed(row.split(","))) for row in CLASSES]
    made = table("x,y" if where == "last" else "y,x", *rows, kind="classes")
    assert made.task == "binary"
    assert made.class_names == ("even", "odd")
    assert made.y.dtype == np.int64
    np.testing.assert_array_equal(made.y, np.arange(20) % 2)


def test_numbers_are_classes_in_the_order_of_size() -> None:
    made = table("x,y", *(f"{number},{(9, 10, -1)[number % 3]}" for number in range(20)), kind="classes")
    assert made.task == "multiclass"
    assert made.class_names == ("-1", "9", "10")
    np.testing.assert_array_equal(made.y[:3], [1, 2, 0])


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["a", "b"], "classes"),
        (["1", "2"], "classes"),
        (["1.5", "2"], "values"),
        ([str(number) for number in range(10)], "classes"),
        ([str(number) for number in range(11)], "values"),
        (["1", ""], "classes"),
        (["1", "a"], "classes"),
    ],
)
def test_the_task_is_guessed(cells: list[str], kind: Kind) -> None:
    assert guess_kind(columns("x,t", *(f"1,{cell}" for cell in cells))["t"]) == kind


@pytest.mark.parametrize(
    ("names", "row", "target"),
    [
        ("a,b,c", "1,2,3", "c"),
        ("a,Species,c", "1,2,3", "Species"),
        ("label,b,c", "1,2,3", "label"),
    ],
)
def test_the_target_is_guessed(names: str, row: str, target: str) -> None:
    assert guess_target(columns(names, row, row)) == target


def test_a_column_of_many_texts_is_not_guessed_to_be_the_target() -> None:
    assert guess_target(columns("a,b,note", *(f"1,{n},n{n}" for n in range(20)))) == "b"


def test_a_few_gaps_leave_their_rows_out() -> None:
    made = table("x,y", *GROWING, ",5", "3,NA", "NA,7")
    assert len(made.y) == 20
    assert "1 row left out: the target is missing." in made.said
    assert "2 rows left out: a cell is missing." in made.said


def test_a_column_of_gaps_is_left_out() -> None:
    made = table("x,gaps,y", *(f"{n},{'' if n > 5 else n},{n}" for n in range(20)))
    assert made.input_names == ("x",)
    assert len(made.y) == 20
    assert made.said == ("'gaps' left out: 14 of its 20 cells are missing.",)


def test_too_many_gaps_name_the_column_that_has_most() -> None:
    rows = [f"{n},{'' if n % 3 == 0 else n},{'' if n % 5 < 2 else n},{n}" for n in range(30)]
    with pytest.raises(TableError, match=r"of 30 have a missing cell, most of them in column 'b'") as refused:
        table("x,a,b,y", *rows)
    assert refused.value.column == "b"
    assert len(table("x,a,b,y", *rows, left_out=("b",)).y) == 20


def test_a_few_texts_become_inputs() -> None:
    rows = [f"{n},{('red', 'green', 'blue')[n % 3]},{('no', 'yes')[n % 2]},{n * n}" for n in range(20)]
    made = table("x,colour,large,y", *rows)
    assert made.input_names == ("x", "colour = blue", "colour = green", "colour = red", "large = yes")
    np.testing.assert_array_equal(made.x[:4, 1:], [[0, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 0], [0, 0, 1, 1]])
    assert "'colour': its 3 texts become inputs of 0 and 1." in made.said


def test_many_texts_are_refused_until_left_out() -> None:
    rows = [f"{n},name {n},{n * n}" for n in range(20)]
    with pytest.raises(TableError, match="column 'who' has texts such as 'name 0', 20 different ones") as refused:
        table("x,who,y", *rows)
    assert refused.value.column == "who"
    assert table("x,who,y", *rows, left_out=("who",)).input_names == ("x",)


def test_a_text_among_numbers_is_named_with_its_row() -> None:
    with pytest.raises(TableError, match="column 'x' has 'oops' in row 12 among numbers"):
        table("x,y", *(f"{'oops' if n == 10 else n},{n}" for n in range(20)))
    with pytest.raises(TableError, match="column 'y' has 'oops' in row 12: values are numbers"):
        table("x,y", *(f"{n},{'oops' if n == 10 else n}" for n in range(20)))


def test_columns_without_variety_are_left_out() -> None:
    made = table("x,same,word,y", *(f"{n},7,w,{n}" for n in range(20)))
    assert made.input_names == ("x",)
    assert "'same' left out: it is the same in every row." in made.said
    assert "'word' left out: it is the same in every row." in made.said


def test_a_class_of_one_row_is_left_out() -> None:
    made = table("x,y", *CLASSES, "5,neither", kind="classes")
    assert made.class_names == ("even", "odd")
    assert "1 row left out: of 'neither' there is no second one." in made.said


@pytest.mark.parametrize(
    ("rows", "kind", "message"),
    [
        (["x,y", *("1,2",) * 20], "values", "the target 'y' is the same"),
        (["x,y", *("1,a",) * 20], "classes", "the target 'y' is the same"),
        (["x,y", *(f"1,{n}" for n in range(20))], "values", "no column is left"),
        (["x,y", *GROWING[:9]], "values", "9 rows can be used, at least 10"),
        (["x,y", *GROWING], "classes", "'y' has 20 different values"),
        (["x,y", *(f"{n}," for n in range(20))], "values", "0 rows can be used"),
        (["x,y", *(f"{n}," for n in range(20))], "classes", "0 rows can be used"),
        (
            [
                ",".join([*(f"x{n}" for n in range(9)), "y"]),
                *(",".join([str(n % 10) + "t"] * 9 + [str(n)]) for n in range(20)),
            ],
            "values",
            "90 inputs",
        ),
    ],
)
def test_tables_are_refused_in_words(rows: list[str], kind: Kind, message: str) -> None:
    with pytest.raises(TableError, match=message):
        table(*rows, kind=kind)


def test_unknown_columns_are_named() -> None:
    with pytest.raises(TableError, match="no column 'z': the columns are x, y"):
        table("x,y", *GROWING, target="z")


def test_the_digest_names_file_and_questions() -> None:
    read = columns("x,y,z", *(f"{n},{n % 2},{n}" for n in range(20)))
    asked = [
        digest_of(read, "y", "values"),
        digest_of(read, "y", "classes"),
        digest_of(read, "x", "values"),
        digest_of(read, "y", "values", ["z"]),
        digest_of(columns("x,y,z", *(f"{n},{n % 2},{n + 1}" for n in range(20))), "y", "values"),
    ]
    assert len(set(asked)) == 5
    assert table_of(read, "y", "values").digest == asked[0]
    assert all(len(digest) == 16 and int(digest, 16) >= 0 for digest in asked)
