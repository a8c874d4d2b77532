"""Turns go to who came first, no more at a time than there are; who waits for something else lends theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from viz.ui.turns import Turns

SECONDS = 30.0  # at most, on a slow machine


class Person:
    """Somebody who takes a turn on a thread of their own, and does in it what they are told."""

    def __init__(self, turns: Turns) -> None:
        self.in_turn, self._go_on = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._act, args=(turns,), daemon=True)
        waiting = turns.waiting
        self._thread.start()
        while not self.in_turn.is_set() and turns.waiting == waiting:
            pass

    def _act(self, turns: Turns) -> None:
        with turns.taken():
            self.in_turn.set()
            self._go_on.wait(SECONDS)

    def end(self) -> None:
        self._go_on.set()
        self._thread.join(SECONDS)


def test_no_more_than_the_count_at_a_time_and_who_came_first_is_next() -> None:
    turns = Turns(2)
    people = [Person(turns) for _ in range(5)]
    for gone in range(5):
        assert [person.in_turn.is_set() for person in people] == [number < 2 + gone for number in range(5)]
        assert turns.waiting == max(0, 3 - gone)
        people[gone].end()
        if gone + 2 < 5:
            assert people[gone + 2].in_turn.wait(SECONDS)
    first, second = Person(turns), Person(turns)  # both are free again
    assert first.in_turn.is_set()
    assert second.in_turn.is_set()
    first.end()
    second.end()


def test_who_lends_a_turn_gets_it_back_before_those_who_came_since() -> None:
    turns = Turns(1)
    with turns.taken():
        with turns.lent():
            other = Person(turns)
            assert other.in_turn.is_set()
            later = Person(turns)
            assert not later.in_turn.is_set()
            threading.Thread(target=lambda: wait_for(lambda: turns.waiting == 2, other.end), daemon=True).start()
        assert not later.in_turn.is_set()
        assert turns.waiting == 1
    assert later.in_turn.wait(SECONDS)
    later.end()


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_who_came_first_gets_a_turn_back_first_in_whatever_order_they_want_it(order: str) -> None:
    turns = Turns(1)
    back: list[str] = []
    lent, wanted = ({name: threading.Event() for name in "ab"} for _ in range(2))

    def lend(name: str) -> None:
        with turns.taken():
            with turns.lent():
                lent[name].set()
                wanted[name].wait(SECONDS)
            back.append(name)

    threads = [threading.Thread(target=lend, args=(name,), daemon=True) for name in "ab"]
    for thread, name in zip(threads, "ab", strict=True):
        thread.start()
        assert lent[name].wait(SECONDS)
    with turns.taken():
        for number, name in enumerate(order, start=1):
            wanted[name].set()
            wait_for(lambda number=number: turns.waiting == number, lambda: None)  # type: ignore[misc]
    for thread in threads:
        thread.join(SECONDS)
    assert back == ["a", "b"]


def test_all_have_their_turns_however_often_they_lend_them() -> None:
    turns = Turns(2)
    busy = most = 0
    count = threading.Lock()

    def work() -> None:
        nonlocal busy, most
        for _ in range(50):
            with turns.taken():
                for _ in range(3):
                    with count:
                        busy += 1
                        most = max(most, busy)
                    with count:
                        busy -= 1
                    with turns.lent():
                        pass

    threads = [threading.Thread(target=work, daemon=True) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SECONDS)
    assert not any(thread.is_alive() for thread in threads)
    assert most <= 2
    assert turns.waiting == 0


def wait_for(holds: Callable[[], bool], act: Callable[[], None]) -> None:
    while not holds():
        pass
    act()


def test_who_has_no_turn_lends_none() -> None:
    turns = Turns(1)
    with turns.lent(), turns.taken():
        other = Person(turns)
        assert not other.in_turn.is_set()
    assert other.in_turn.wait(SECONDS)
    other.end()


@pytest.mark.parametrize("take", [Turns.taken, lambda turns: turns.lent()])
def test_a_turn_ends_with_an_exception(take: Callable[[Turns], AbstractContextManager[None]]) -> None:
    turns = Turns(1)
    with pytest.raises(KeyError), take(turns):
        raise KeyError
    person = Person(turns)
    assert person.in_turn.is_set()
    person.end()


def test_a_turn_that_never_ends_stops_nobody_for_long() -> None:
    turns = Turns(1, stuck=0.05)
    hangs = Person(turns)
    people = [Person(turns) for _ in range(3)]
    for person in people:
        assert person.in_turn.wait(SECONDS)
        person.end()
    hangs.end()


def test_a_turn_is_as_long_as_it_needs_while_others_come_and_go() -> None:
    now = [0.0]
    turns = Turns(2, stuck=0.01, clock=lambda: now[0])
    slow, quick = Person(turns), Person(turns)
    first, second = Person(turns), Person(turns)
    quick.end()
    assert first.in_turn.wait(SECONDS)
    assert not second.in_turn.wait(0.1)  # ten times as long, but by the clock nothing is late
    now[0] = 1.0
    assert second.in_turn.wait(SECONDS)
    for person in (slow, first, second):
        person.end()
