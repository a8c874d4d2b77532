"""Every claim's rule decides both ways: on the real experiment and on doctored ones."""

from __future__ import annotations

import importlib
import pickle
from pathlib import Path

import pytest

from tests.unit.labs.claims.expectation import Expectation, measured
from viz.labs.claims import CLAIMS, Verdict
from viz.spec.claims import Conditions

DOCTORED = Path(__file__).with_name("doctored")
EXPECTATIONS: dict[int, Expectation] = {}
for path in sorted(DOCTORED.glob("*.py")):
    EXPECTATIONS |= importlib.import_module(f"tests.unit.labs.claims.doctored.{path.stem}").EXPECTATIONS

MEASURED = [number for number, claim in CLAIMS.items() if claim.category != "record"]
CASES = [(number, place) for number, found in EXPECTATIONS.items() for place in range(len(found.doctored))]


def test_every_claim_that_is_measured_has_a_doctored_experiment() -> None:
    assert sorted(EXPECTATIONS) == MEASURED
    assert all(found.doctored for found in EXPECTATIONS.values())


@pytest.mark.parametrize("number", MEASURED)
def test_the_real_experiment_gets_its_verdict(number: int) -> None:
    finding = CLAIMS[number].judge(measured(number))
    expected = EXPECTATIONS[number].real
    assert (CLAIMS[number].category == "timing") == (expected is None)
    assert expected is None or finding.verdict is expected, finding


@pytest.mark.parametrize(("number", "place"), CASES)
def test_a_doctored_experiment_turns_the_verdict(number: int, place: int) -> None:
    doctor, expected = EXPECTATIONS[number].doctored[place]
    finding = CLAIMS[number].judge(doctor(measured(number)))
    assert finding.verdict is expected, finding
    assert finding.verdict is not EXPECTATIONS[number].real


@pytest.mark.parametrize("number", MEASURED)
def test_the_verdict_can_come_out_in_two_ways(number: int) -> None:
    expected = {verdict for _, verdict in EXPECTATIONS[number].doctored} | {EXPECTATIONS[number].real}
    assert len(expected - {None}) >= 2


@pytest.mark.parametrize("number", MEASURED)
def test_a_verdict_has_its_number_and_its_spread(number: int) -> None:
    claim = CLAIMS[number]
    finding = claim.judge(measured(number))
    assert finding.number is not None
    assert finding.reason.endswith(".")
    assert finding.verdict is not Verdict.RECORD
    if claim.chance:
        spreads = [quantity for quantity in (finding.number, *finding.more) if quantity.spread]
        assert spreads
        assert all(int(quantity.over.split()[0].replace(",", "")) >= Conditions().seeds for quantity in spreads)


@pytest.mark.parametrize("number", MEASURED)
def test_there_is_something_to_see(number: int) -> None:
    assert CLAIMS[number].draw(measured(number))


@pytest.mark.parametrize("number", [number for number in MEASURED if CLAIMS[number].category != "timing"])
def test_the_same_conditions_give_the_same_measurement(number: int) -> None:
    claim = CLAIMS[number]
    again = claim.measure(Conditions())
    assert pickle.dumps(claim.judge(again).reason) == pickle.dumps(claim.judge(measured(number)).reason)
