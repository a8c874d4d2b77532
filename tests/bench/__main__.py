"""Run every measurement, print the table and write it to results.md beside this file."""

from __future__ import annotations

import argparse
import importlib.util
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench import (
    born_dead,
    browser,
    claim_opened,
    claims,
    digits,
    fork_on_page,
    gradient_flow,
    map_on_page,
    race_playback,
    race_recorded,
    recording,
    sweep,
    theory,
    training_step,
)
from tests.bench.timing import Row

PARTS = {
    "step": training_step.rows,
    "recording": recording.rows,
    "digits": digits.rows,
    "race": race_recorded.rows,
    "sweep": sweep.rows,
    "born_dead": born_dead.rows,
    "theory": theory.rows,
    "gradient_flow": gradient_flow.rows,
    "browser": browser.rows,
    "map": map_on_page.rows,
    "fork": fork_on_page.rows,
    "race_playback": race_playback.rows,
    "claims": claims.rows,
    "claim_opened": claim_opened.rows,
}
RESULTS = Path(__file__).with_name("results.md")
PACKAGES = ("numpy", "jax", "scikit-learn", "streamlit", "plotly", "torch")


def main() -> None:
    """Measure the parts asked for (all, if none is), and write the results when all were measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; everything if left out")
    chosen = parser.parse_args().parts or list(PARTS)
    lines = heading()
    print("\n".join(lines))
    for part in chosen:
        for row in PARTS[part]():
            lines.append(line(row))
            print(lines[-1], flush=True)
    if set(chosen) == set(PARTS):
        RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def heading() -> list[str]:
    """Return the lines above the rows: the machine, the versions, the columns."""
    installed = [name for name in PACKAGES if importlib.util.find_spec({"scikit-learn": "sklearn"}.get(name, name))]
    versions = ", ".join(f"{name} {version(name)}" for name in installed)
    return [
        "# Measured by `make bench`",
        "",
        f"{cpu()}, {os.cpu_count()} cores, Python {platform.python_version()}; {versions}; "
        f"{datetime.now(UTC):%Y-%m-%d}. Medians; contenders of a row take turns in one run.",
        "",
        "| what | target | ReLU Lab | others | ratio | met |",
        "|---|---|---|---|---|---|",
    ]


def line(row: Row) -> str:
    """Return one row of the table; the ratio is the others' time over ours."""
    (_, mine), *others = row.values.items()
    named = ", ".join(f"{name} {value:.3g}" for name, value in others) or "–"
    ratio = ", ".join(f"{value / mine:.2g}×" for _, value in others) or "–"
    met = {True: "yes", False: "**no**", None: "–"}[row.met]
    return f"| {row.what} | {row.target} {row.unit} | {mine:.3g} {row.unit} | {named} | {ratio} | {met} |"


def cpu() -> str:
    """Return the processor's name."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for entry in information.read_text(encoding="utf-8").splitlines():
            if entry.startswith("model name"):
                return entry.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
