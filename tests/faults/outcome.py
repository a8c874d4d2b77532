"""What came of a fault."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = "| fault | visitors met by it | back after, median / most | what they found |\n|---|---|---|---|"


@dataclass(frozen=True)
class Outcome:
    """What came of one.

    Attributes
    ----------
    fault : in words.
    seconds : for each visitor who was met by it, until the page was there again.
    problems : a sentence for everything that was not as before.
    """

    fault: str
    seconds: list[float]
    problems: list[str]

    def __str__(self) -> str:
        times = sorted(self.seconds)
        waited = f"{times[len(times) // 2]:.1f} / {times[-1]:.1f} s" if times else "–"
        return f"| {self.fault} | {len(times)} | {waited} | {'; '.join(self.problems) or 'all as before'} |"
