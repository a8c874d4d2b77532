"""Says after a run how many cases there were of each target, and how long they took."""

from __future__ import annotations

from collections.abc import Iterator

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
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        if "tests/fuzz/" in report.nodeid
    ]
    counts: dict[str, int] = {}
    seconds: dict[str, float] = {}
    for report in terminalreporter.stats.get("", []) + reports:  # setup and teardown stand under no outcome
        target = report.nodeid.split("::")[0].rsplit("_", 1)[-1].removesuffix(".py")
        if report.when == "teardown" and "tests/fuzz/" in report.nodeid:
            counts[target] = counts.get(target, 0) + dict(report.user_properties).get("cases", 0)
        elif report.when == "call":
            seconds[target] = seconds.get(target, 0.0) + report.duration
    if counts:
        terminalreporter.section("cases")
        for target, count in counts.items():
            terminalreporter.write_line(f"{target:12}{count:9,} cases {seconds.get(target, 0.0):8.1f} s")
        terminalreporter.write_line(f"{'all':12}{sum(counts.values()):9,} cases {sum(seconds.values()):8.1f} s")
