"""A line: who may go ahead, within a limit in all and a budget of each owner, and who is next."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Hashable


class Line:
    """Lets in whoever came first; who is over the budget of their owner lets others pass.

    Parameters
    ----------
    limit : how many may be in at a time.
    budget : how many of one owner.
    """

    def __init__(self, limit: int, budget: int) -> None:
        self.limit = limit
        self.budget = budget
        self._changed = threading.Condition()
        self._waiting: dict[Hashable, Hashable] = {}  # who -> owner, in the order in which they came
        self._inside: dict[Hashable, Hashable] = {}

    def __contains__(self, who: Hashable) -> bool:
        return who in self._inside or who in self._waiting

    def enter(self, who: Hashable, owner: Hashable) -> None:
        """Go in if there is room, else to the end of the line; who is there already stays where they are."""
        with self._changed:
            if who not in self:
                self._waiting[who] = owner
                self._let_in()

    def leave(self, who: Hashable) -> None:
        """Leave, from wherever in the line."""
        with self._changed:
            if self._inside.pop(who, self) is not self or self._waiting.pop(who, self) is not self:
                self._let_in()
                self._changed.notify_all()

    def wait(self, who: Hashable, seconds: float) -> bool:
        """Wait to be let in, at most so long; return whether that is so.  Who has left need not wait."""
        with self._changed:
            self._changed.wait_for(lambda: who not in self._waiting, timeout=seconds)
            return who in self._inside

    def place(self, who: Hashable) -> int:
        """Return how many are in line up to somebody, themselves included; 0 for who is not in line."""
        with self._changed:
            return list(self._waiting).index(who) + 1 if who in self._waiting else 0

    @property
    def inside(self) -> int:
        """How many have been let in."""
        return len(self._inside)

    @property
    def waiting(self) -> int:
        """How many are in line."""
        return len(self._waiting)

    def _let_in(self) -> None:
        taken = Counter(self._inside.values())
        for who, owner in list(self._waiting.items()):
            if len(self._inside) >= self.limit:
                return
            if taken[owner] < self.budget:
                taken[owner] += 1
                self._inside[who] = self._waiting.pop(who)
                self._changed.notify_all()
