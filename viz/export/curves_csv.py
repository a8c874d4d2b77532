"""What the page "Activations" plots, as one tidy CSV: a row per point, with the panel and function it belongs to."""

from __future__ import annotations

import csv
import io

import numpy as np

from viz.labs.curves import CurvesResult, histogram

HEAD = ("panel", "function", "x", "y")
POINTS = 401  # of the input density


def curves_csv(result: CurvesResult, edges: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bytes:
    """Return UTF-8 CSV with columns panel, function, x, y.

    Panels: "f", "f'" and, if shown, "f''" over z, y empty where it jumps; "flat zone" with its two ends as x and y;
    "flat mass", "output mean", "output variance"; "output atom" with a value that comes out with positive probability
    and its share; "output share" with the middle of a bin between `edges` (K+1,) and its share; "input density" over z.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for function in result.functions:
        curve, output = function.curve, function.output
        columns = {"f": curve.value, "f'": curve.derivative}
        if result.spec.second_derivative and function.activation.has_second_derivative:
            columns["f''"] = curve.second_derivative
        for panel, column in columns.items():
            for x, y in zip(curve.z.tolist(), column.tolist(), strict=True):
                writer.writerow((panel, function.label, x, "" if np.isnan(y) else y))
        for start, stop in function.zones:
            writer.writerow(("flat zone", function.label, start, stop))
        writer.writerow(("flat mass", function.label, "", function.flat_mass))
        writer.writerow(("output mean", function.label, "", output.mean))
        writer.writerow(("output variance", function.label, "", output.variance))
        for atom in output.atoms:
            writer.writerow(("output atom", function.label, atom.value, atom.mass))
        shape = histogram(function.activation, result.inputs, edges)
        for left, right, share in zip(edges[:-1].tolist(), edges[1:].tolist(), shape.masses.tolist(), strict=True):
            writer.writerow(("output share", function.label, (left + right) / 2, share))
    z = np.linspace(result.spec.low, result.spec.high, POINTS)
    for x, y in zip(z.tolist(), result.inputs.density(z).tolist(), strict=True):
        writer.writerow(("input density", result.inputs.symbol, x, y))
    return text.getvalue().encode()
