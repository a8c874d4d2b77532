"""The claim on who introduced ReLU: a matter of record."""

from __future__ import annotations

from dataclasses import dataclass

from viz.labs.claims.claim import Claim, Reference
from viz.labs.claims.finding import Finding, Verdict
from viz.labs.claims.picture import Panel, Rows
from viz.spec.claims import Conditions

CLAIMED = ("Hahnloser et al.", 2010)


@dataclass(frozen=True)
class Publication:
    """A publication in which the rectifier is used.

    role : what it is to this history, in a few words.
    """

    authors: str
    year: int
    role: str
    reference: Reference


PUBLICATIONS = (
    Publication(
        "Fukushima",
        1969,
        "layers of units that put out max(0, x), for vision",
        Reference(
            "Fukushima: Visual Feature Extraction by a Multilayered Network of Analog Threshold Elements. "
            "IEEE Transactions on Systems Science and Cybernetics 5(4), 1969",
            "https://doi.org/10.1109/TSSC.1969.300225",
        ),
    ),
    Publication(
        "Hahnloser et al.",
        2000,
        "rectifying neurons in a circuit after the cortex",
        Reference(
            "Hahnloser, Sarpeshkar, Mahowald, Douglas & Seung: Digital selection and analogue amplification coexist in "
            "a cortex-inspired silicon circuit. Nature 405, 2000",
            "https://doi.org/10.1038/35016072",
        ),
    ),
    Publication(
        "Jarrett et al.",
        2009,
        "rectification in networks that recognise objects",
        Reference(
            "Jarrett, Kavukcuoglu, Ranzato & LeCun: What is the best multi-stage architecture for object recognition? "
            "ICCV 2009",
            "https://doi.org/10.1109/ICCV.2009.5459469",
        ),
    ),
    Publication(
        "Nair & Hinton",
        2010,
        "the name: rectified linear units, in Boltzmann machines",
        Reference(
            "Nair & Hinton: Rectified Linear Units Improve Restricted Boltzmann Machines. ICML 2010",
            "https://icml.cc/Conferences/2010/papers/432.pdf",
        ),
    ),
    Publication(
        "Glorot et al.",
        2011,
        "deep networks trained with it without pre-training",
        Reference(
            "Glorot, Bordes & Bengio: Deep Sparse Rectifier Neural Networks. AISTATS 2011",
            "https://proceedings.mlr.press/v15/glorot11a.html",
        ),
    ),
)


@dataclass(frozen=True)
class History:
    """Publications by year."""

    publications: tuple[Publication, ...]


def look_up(conditions: Conditions) -> History:
    """Return what is on record, whatever the conditions."""
    return History(tuple(sorted(PUBLICATIONS, key=lambda publication: publication.year)))


def judge(measured: History) -> Finding:
    """Say what the record has for the author and for the year that are claimed."""
    authors, year = CLAIMED
    first, *_ = measured.publications
    same_authors = ", ".join(str(entry.year) for entry in measured.publications if entry.authors == authors)
    same_year = ", ".join(entry.authors for entry in measured.publications if entry.year == year)
    return Finding(
        Verdict.RECORD,
        None,
        f"The paper by {authors} is of {same_authors}, that of {year} is by {same_year}, and {first.authors} used such "
        f"units in {first.year}.",
    )


def draw(measured: History) -> tuple[Panel, ...]:
    """Tabulate the publications."""
    return (
        Rows(
            "The rectifier on record",
            ("year", "authors", "what"),
            tuple((str(entry.year), entry.authors, entry.role) for entry in measured.publications),
        ),
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        number=40,
        theme="history",
        title="ReLU is by Hahnloser, 2010",
        text=f"ReLU was introduced by {CLAIMED[0]} in {CLAIMED[1]}.",
        articles=(3,),
        category="record",
        rule="No experiment can decide it: the publications are listed with their years.",
        measure=look_up,
        judge=judge,
        draw=draw,
        explanation=(
            "The claim joins the authors of one paper with the year of another. Units that pass on what is positive "
            "and cut off the rest are much older than the name: they come from models of neurons in vision and in "
            "circuits. What the later papers added is the name and the evidence that deep networks train well with it."
        ),
        references=tuple(entry.reference for entry in PUBLICATIONS),
    ),
)
