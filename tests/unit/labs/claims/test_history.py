"""What is on record for claim 40, against the definitions of the project and the addresses of the publications."""

from __future__ import annotations

from viz.labs.claims import CLAIMS, Verdict
from viz.spec.claims import Conditions

ON_RECORD = {"Fukushima": 1969, "Hahnloser": 2000, "Jarrett": 2009, "Nair": 2010, "Glorot": 2011}


def test_the_years_are_those_on_record() -> None:
    claim = CLAIMS[40]
    found = claim.measure(Conditions())
    assert {entry.authors.split()[0]: entry.year for entry in found.publications} == ON_RECORD
    assert [entry.year for entry in found.publications] == sorted(ON_RECORD.values())
    assert all(entry.reference.text.endswith(str(entry.year)) for entry in found.publications)


def test_the_finding_is_a_record_and_names_what_the_claim_mixes_up() -> None:
    claim = CLAIMS[40]
    outcome = claim.test(Conditions(first=3))
    assert outcome.finding.verdict is Verdict.RECORD
    assert outcome.finding.number is None
    assert "Hahnloser et al. is of 2000" in outcome.finding.reason
    assert "2010 is by Nair & Hinton" in outcome.finding.reason
    assert claim.category == "record"
    assert outcome.panels
    assert all(reference.address.startswith("https://") for reference in claim.references)
