"""Says after a run how many cases there were of each target, and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from tests.fuzz.bounds import COUNT


@pytest.fixture(autouse=True)
def counted(request: pytest.FixtureRequest) -> Iterator[None]:
    COUNT["cases"] = 0
    yield
    request.node.user_properties.append(("cases", COUNT["cases"]))


@pytest.fixture(autouse=True, scope="session")
def warm() -> None:
    """What is slow when it is done first, and would be counted as a case's time and memory."""
    from viz.activations.formula import formula_activation

    formula_activation("max(0, x) + a*sin(3*x)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    cases: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if not isinstance(report, pytest.TestReport) or "tests/fuzz/" not in report.nodeid:
            continue
        target = Path(report.nodeid.partition("::")[0]).stem.removeprefix("test_").replace("_", " ")
        if report.when == "call":
            seconds[target] += report.duration
        elif report.when == "teardown":
            cases[target] += dict(report.user_properties).get("cases", 0)
    if not cases:
        return
    terminalreporter.section("cases")
    for target in [*cases, "all"]:
        count, took = (found[target] if target != "all" else found.total() for found in (cases, seconds))
        terminalreporter.write_line(f"{target:12}{count:9,} cases {took:8.1f} s")
