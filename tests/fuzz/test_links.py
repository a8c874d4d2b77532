"""Any link opens a page: what can be read of it is kept, the rest is named, and one link can't keep a server busy."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

import viz.spec
from tests.fuzz.bounds import bounded, fuzzed
from tests.fuzz.hostile import damaged, texts
from tests.unit.spec.strategies import values
from viz.spec import Settings, unknown_keys
from viz.spec.adjustable import Adjustable
from viz.spec.claims import ClaimsSpec, canonical_search
from viz.spec.codec import Text
from viz.spec.experiment import ExperimentSpec

CORPUS = Path(__file__).parent / "corpus" / "links.txt"
SECONDS, MEGABYTES = 20.0, 100.0  # eight formulas may take two seconds each
LONGEST_PROBLEM = 1000  # characters

for module in pkgutil.iter_modules(viz.spec.__path__):
    importlib.import_module(f"viz.spec.{module.name}")


def kinds(base: type[Settings] = Settings) -> Iterator[type[Settings]]:
    """Yield every settings class that there is."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


KINDS = {kind.__name__: kind for kind in kinds() if kind is not Adjustable}
PAGES = [kind for kind in KINDS.values() if kind is not ExperimentSpec]


def check(kind: type[Settings], query: dict[str, str]) -> None:
    """Fail unless a link is read as it should be."""
    with bounded(SECONDS, MEGABYTES):
        settings, problems = kind.from_query(query)
        more = unknown_keys(query, kind)
        whole_settings(settings)
    settings.__post_init__()  # is what it promises to be
    assert kind.from_query(settings.to_query()) == (settings, [])
    assert all(0 < len(problem) <= LONGEST_PROBLEM for problem in [*problems, *more])
    assert len(problems) <= 2 * len(fields(kind)) + 1
    for entry in fields(kind):
        value = getattr(settings, entry.name)
        said = f"{entry.metadata['label']} ({entry.name}): "
        if entry.name not in query or any(problem.startswith(said) for problem in problems):
            assert value == entry.default, entry.name
        else:  # valid parts of a link are kept, in the one way to say them
            said_there = entry.metadata["kind"].parse(query[entry.name])
            assert replace(settings, **{entry.name: said_there}) == settings, entry.name


def whole_settings(settings: Settings) -> None:
    """Compute all that pages ask of settings: each property there is, but not of experiments that are not open."""
    choices = {entry.name: entry.metadata["kind"] for entry in fields(settings)}
    closed = {*choices["experiment"].options} - {settings.experiment} if "experiment" in choices else set()
    for name in set(dir(type(settings))) - closed:
        what = getattr(type(settings), name)
        if isinstance(what, property | cached_property):
            getattr(settings, name)


@st.composite
def links(draw: st.DrawFn, kind: type[Settings]) -> dict[str, str]:
    """Return a link of good values, which may not go together, with something hostile in it."""
    names = draw(st.lists(st.sampled_from([entry.name for entry in fields(kind)]), min_size=1, max_size=5))
    query = {name: kind.kind(name).write(value) for name in names if (value := draw(VALUES[kind, name])) is not None}
    for name in draw(st.lists(st.sampled_from(names), max_size=2)):
        query[name] = draw(texts | damaged(query.get(name, "")) | st.sampled_from(sorted(query.values()) or [""]))
    if draw(st.integers(0, 9)) == 0:
        query |= draw(st.dictionaries(texts, texts, max_size=3))
    return query


VALUES = {
    (kind, entry.name): values(entry.metadata["kind"])
    if entry.metadata["kind"] != Text(canonical_search)
    else texts.filter(lambda text: len(text) < 40)
    for kind in KINDS.values()
    for entry in fields(kind)
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
@fuzzed(0.4 / len(KINDS))
def test_any_link_is_read(kind: type[Settings], data: st.DataObject) -> None:
    check(kind, data.draw(links(kind)))


@given(kind=st.sampled_from(PAGES), address=st.one_of(texts, st.text(max_size=200)))
@fuzzed(0.05)
def test_any_address_is_read(kind: type[Settings], address: str) -> None:
    check(kind, dict(parse_qsl(address, keep_blank_values=True)))


@pytest.mark.parametrize("line", CORPUS.read_text(encoding="utf-8").splitlines())
def test_corpus(line: str) -> None:
    name, _, address = line.partition(" ")
    check(KINDS[name], dict(parse_qsl(address, keep_blank_values=True)))


def test_a_link_full_of_slow_formulas_ends() -> None:
    waves = ",".join(f"sin({n}*x)" for n in range(2, 8))
    texts = [f"1.{place + 1}:formula(max({waves},sin({place + 9}*x)))" for place in range(64)]  # half a second each
    query = {"hidden": "64", "unit_activations": ",".join(texts), "seed": "7"}
    lane = urlencode({"unit_activations": ",".join(texts)})
    check(KINDS["TrainingSpec"], {**query, "others": "|".join([lane] * 3), "earlier": f"5;{lane}"})


@pytest.mark.parametrize("size", [15_000, 16_001, 10**6])
def test_a_long_value_is_named_in_few_words(size: int) -> None:
    for kind in PAGES:
        for entry in fields(kind):
            _, problems = kind.from_query({entry.name: "9" * size})
            assert all(len(problem) <= LONGEST_PROBLEM for problem in problems)


def test_a_search_is_shown_as_it_was_typed() -> None:
    check(ClaimsSpec, {"search": "<img src=x onerror=alert(1)>"})
