"""Tables and sentences say what is true of what is shown."""

from __future__ import annotations

import re

import pytest

from viz.activations import ACTIVATIONS
from viz.figures import reading as sentences
from viz.figures.reading import summary
from viz.figures.tables import frameworks_table, probe_table, properties_table
from viz.figures.theme import LIGHT
from viz.labs.curves import CurvesResult, examine
from viz.spec import CurvesSpec


def cells(html: str) -> list[list[str]]:
    """Return the text of a table's body, row by row."""
    body = html.split("<tbody>")[1]
    rows = re.findall(r"<tr>(.*?)</tr>", body)
    return [[re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", r)] for r in rows]


def test_the_probe_has_value_slope_and_curvature() -> None:
    rows = cells(probe_table(examine(CurvesSpec()), LIGHT))
    assert rows[0] == ["ReLU", "0.000", "0.000", "0.000"]
    assert rows[2] == ["GELU", "−0.100", "−0.127", "−0.032"]


def test_properties_of_the_default_view() -> None:
    rows = cells(properties_table(examine(CurvesSpec()), LIGHT))
    assert rows[0] == ["ReLU", "[0, ∞)", "yes, not strictly", "1", "f′(0) = 0", "z ≤ 0", "69 %", "–"]
    assert rows[1][4:] == ["f′(0) = 0.3", "nowhere", "0 %", "a = 0.01"]
    assert rows[2][1:5] == ["[−0.17, ∞)", "no, min −0.17 at −0.752", "1.129", "none"]
    assert rows[3][5:7] == ["|z| &gt; 2.99", "0.7 %"]


@pytest.mark.parametrize(
    ("framework", "kink", "default"),
    [
        ("torch", "f′(0) = 0.3", "a = 0.01"),
        ("jax", "f′(0) = 1", "a = 0.01"),
        ("keras", "f′(0) up to the backend", "a = 0.2"),
    ],
)
def test_properties_follow_the_framework(framework: str, kink: str, default: str) -> None:
    row = cells(properties_table(examine(CurvesSpec(framework=framework)), LIGHT))[1]
    assert (row[4], row[7]) == (kink, default)


@pytest.mark.parametrize(
    ("function", "where"),
    [
        ("identity", "nowhere"),
        ("heaviside", "everywhere"),
        ("relu6", "z ≤ 0; z ≥ 6"),
        ("hardshrink", "−0.5 to 0.5"),
        ("hardtanh", "|z| ≥ 1"),
    ],
)
def test_flat_zones_in_words(function: str, where: str) -> None:
    assert cells(properties_table(examine(CurvesSpec(functions=(function,))), LIGHT))[0][5] == where


def test_frameworks_differ_where_they_do() -> None:
    rows = cells(frameworks_table(examine(CurvesSpec(functions=("gelu", "hardtanh"))), LIGHT))
    assert "exact" in rows[0][1]
    assert "tanh approximation" in rows[0][2]
    assert "f′(−1) = 0" in rows[1][1]
    assert "f′(−1) = 1" in rows[1][2]


def test_every_function_has_rows_without_markup_errors() -> None:
    result = examine(CurvesSpec(functions=tuple(ACTIVATIONS)))
    for table, width in ((properties_table, 8), (frameworks_table, 4), (probe_table, 4)):
        html = table(result, LIGHT)
        assert [len(row) for row in cells(html)] == [width] * len(ACTIVATIONS)
        assert "nan" not in html.replace("inan", "")


# Sentences -----------------------------------------------------------------------------------------------------------


def reading(result: CurvesResult) -> str:
    return sentences.reading(result).replace("\N{NO-BREAK SPACE}", " ")


def test_the_reading_of_the_default_view() -> None:
    tanh = ACTIVATIONS["tanh"].label
    assert reading(examine(CurvesSpec())) == (
        "**Under N(−0.5, 1), 69 %** of the inputs fall where ReLU is flat (|f′| < 0.01) and pass no gradient; "
        f"GELU loses 2.3 %, {tanh} 0.7 %, Leaky ReLU 0.3 none. At the probe z = −1.5, GELU (f′ = −0.127) slopes down."
    )


def test_the_reading_without_any_flat_zone() -> None:
    text = reading(examine(CurvesSpec(functions=("identity", "leaky_relu(slope:0.3)"))))
    assert text.startswith("**Under N(−0.5, 1), no input** falls where Identity and Leaky ReLU 0.3 are flat")
    assert text.endswith("Identity is steepest (f′ = 1.000) and Leaky ReLU 0.3 flattest (0.300).")


def test_a_saturated_function_does_pass_some_gradient() -> None:
    assert "no gradient" not in reading(examine(CurvesSpec(functions=("tanh",), mean=4.0)))


def test_the_reading_does_not_list_dozens() -> None:
    text = reading(examine(CurvesSpec(functions=tuple(ACTIVATIONS))))
    assert len(text) < 500
    assert "others less" in text


def test_the_summary_counts() -> None:
    assert summary(examine(CurvesSpec())) == "4 functions, PyTorch conventions · ε = 0.01"
    assert summary(examine(CurvesSpec(functions=("relu",), framework="jax"))).startswith("One function, JAX")
    assert summary(examine(CurvesSpec(functions=()))).startswith("No function")
