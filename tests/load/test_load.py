"""The load generator itself, a small load on one replica, and the same link opened by all in the same second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.load.address import Address, joined
from tests.load.report import BEGIN, END, put
from tests.load.servers import Served, one_replica
from tests.load.tab import Tab
from tests.load.visitors import MOST_VISITORS, Tally, crowd, median, p95, together
from viz.engine import record
from viz.spec import ExperimentSpec

SHORT = ExperimentSpec(steps=600, frames=60, seed=11)
LINK = "training?v=1&steps=600&frames=60&seed=11"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with one_replica(tmp_path_factory.mktemp("load")) as served:
        yield served
        assert served.faults() == []


@pytest.mark.parametrize("text", ["http://192.0.2.1:8501", "http://example.com:80", "localhost:8501", "10.0.0.1:8501"])
def test_load_goes_to_no_other_machine(text: str) -> None:
    with pytest.raises(ValueError, match="not an address of this machine"):
        Address.of(text)


@pytest.mark.parametrize("text", ["127.0.0.1", "https://127.0.0.1:443", "http://127.0.0.1:8501/training", ""])
def test_an_address_is_host_and_port(text: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        Address.of(text)


def test_what_is_sent_in_chunks_is_put_together() -> None:
    assert joined(b"4\r\nRe\r\n\r\nB\r\nLU and GELU\r\n0\r\n\r\n") == b"Re\r\nLU and GELU"


def test_load_is_bounded() -> None:
    address = Address.of("http://127.0.0.1:1")
    for visitors, seconds in ((MOST_VISITORS + 1, 1.0), (0, 1.0), (1, 1e6)):
        with pytest.raises(ValueError, match="at most"):
            asyncio.run(crowd(address, visitors, seconds, Tally()))


def test_what_was_measured_replaces_what_stood_in_its_place(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"before\n{BEGIN.format('load')}\nold\n{END.format('load')}\nafter\n")
    assert put("load", "| new |", file)
    assert file.read_text() == f"before\n{BEGIN.format('load')}\n| new |\n{END.format('load')}\nafter\n"
    assert not put("faults", "| new |", file)


def test_a_visitor_gets_the_run_of_the_link(served: Served) -> None:
    async def visit() -> bytes:
        tab = Tab(served.address, LINK)
        await tab.open()
        await tab.settled()
        await tab.close()
        return tab.page.recording

    assert asyncio.run(visit()) == record(SHORT).to_bytes()


def test_all_open_the_same_link_in_the_same_second_and_it_is_trained_once(served: Served) -> None:
    before = served.trainings()
    times, runs = asyncio.run(together(served.address, 8, LINK.replace("seed=11", "seed=12")))
    assert len(times) == 8
    assert len(set(runs)) == 1
    assert runs[0]
    assert served.trainings() - before == 1


def test_each_drawing_has_a_timer_of_its_own(served: Served) -> None:
    """One that asks late, for a drawing that is gone, would make Streamlit lose what it has not sent yet."""

    async def timers() -> list[str]:
        tab, seen = Tab(served.address, "training?v=1&steps=20000&seed=13"), []
        await tab.open(files=False)
        while not tab.page.still:
            (timer,) = tab.page.timers
            seen.append(timer)
            await tab.until(lambda: tab.page.still or (not tab.page.drawing and timer not in tab.page.timers))  # noqa: B023
        await tab.close()
        return seen

    seen = asyncio.run(timers())
    assert len(seen) > 1
    assert len(set(seen)) == len(seen)


def test_visitors_meet_no_error_and_memory_stays_flat(served: Served) -> None:
    async def use(tally: Tally) -> int:
        await crowd(served.address, 4, 30.0, tally, every=0.5)
        return served.memory()

    first, second = Tally(), Tally()
    settled = asyncio.run(use(first))
    after = asyncio.run(use(second))
    assert first.errors + second.errors == []
    assert min(map(len, (second.paint, second.slider))) > 0
    assert 0 < median(second.paint) <= p95(second.paint)
    assert after - settled < 100e6  # what is kept of runs and of visitors who may come back is bounded
