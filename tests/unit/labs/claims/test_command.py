"""The command: what it prints, as text and as JSON, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from viz.labs.claims import CLAIMS
from viz.labs.claims.__main__ import numbers, parser
from viz.spec.claims import Conditions

ROOT = Path(__file__).resolve().parents[4]


def ran(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "viz.labs.claims", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_the_board_is_printed() -> None:
    done = ran("--only", "1,2")
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert first.split()[:2] == ["1", "HOLDS"]
    assert any(line.split()[:2] == ["2", "FAILS"] for line in rest)
    assert rest[-1] == "holds: 1, fails: 1"


def test_json_has_what_the_test_gives() -> None:
    (found,) = json.loads(ran("--only", "2", "--json", "--seeds", "12", "--first", "3").stdout)
    outcome = CLAIMS[2].test(Conditions(12, 3))
    assert outcome.finding.number is not None
    assert found["verdict"] == outcome.finding.verdict.value
    assert found["measured"][0]["value"] == outcome.finding.number.value
    assert found["reason"] == outcome.finding.reason
    assert found["conditions"] == {"seeds": 12, "first_seed": 3, "scale": 1.0}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--only", "99"), "'99': claims go from 1 to 40"),
        (("--only", "3-1"), "'3-1': claims go from 1 to 40"),
        (("--only", "relu"), "'relu' is neither a number like 27 nor a range like 23-28"),
        (("--seeds", "3"), "3 is not a whole number from 10 to 40"),
        (("--seeds", "x"), "'x' is not a whole number from 10 to 40"),
    ],
)
def test_nonsense_is_refused_in_words(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args(arguments)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_numbers_are_read_in_order_and_once() -> None:
    assert numbers("4, 1-2,2") == (1, 2, 4)
    with pytest.raises(ArgumentTypeError):
        numbers("")
