"""ClaimsSpec: what the page "Claims" shows, and the conditions under which a claim is tested."""

from __future__ import annotations

from dataclasses import dataclass

from viz.spec.codec import Choice, Flag, Number, Optional, Settings, Text, setting

CLAIMS = 40  # on the board
LEAST_SEEDS, MOST_SEEDS = 10, 40
SIZES = {"half": 0.5, "standard": 1.0, "double": 2.0}
VERDICTS = {"holds": "Holds", "fails": "Fails", "depends": "Depends", "record": "On record"}
UNTESTED = "untested"  # among the verdicts to filter by
ARTICLES = 4  # counted from 0
LONGEST_SEARCH = 80  # characters
ANY = "any"

THEMES = {
    "function": "The function",
    "neuron": "One neuron",
    "capacity": "What networks can be",
    "cost": "Cost",
    "sparsity": "Sparsity",
    "gradients": "Saturation and gradients",
    "dead": "Dead units",
    "training": "Training",
    "history": "History",
}


@dataclass(frozen=True)
class Conditions:
    """Under which a claim is tested: from which seeds, and how large.

    seeds : how many.  first : the first of them; the others follow.  scale : by which every claim's size is multiplied.
    """

    seeds: int = LEAST_SEEDS
    first: int = 0
    scale: float = 1.0

    @property
    def numbers(self) -> range:
        """The seeds."""
        return range(self.first, self.first + self.seeds)

    def sized(self, standard: int) -> int:
        """Return a claim's size, of which `standard` is the usual one."""
        return max(1, round(self.scale * standard))


@dataclass(frozen=True)
class ClaimTest:
    """One claim under its conditions."""

    number: int
    conditions: Conditions = Conditions()


def canonical_search(text: str) -> str:
    """Return a search in its one spelling; ValueError if it is too long."""
    words = " ".join(text.split())
    if len(words) > LONGEST_SEARCH:
        raise ValueError(f"{len(words)} characters, accepted are up to {LONGEST_SEARCH}")
    return words


@dataclass(frozen=True)
class ClaimsSpec(Settings):
    """The board with its filters, the claim that is open, and the conditions for all of them."""

    claim: int | None = setting(
        None, Optional(Number(1, CLAIMS, integer=True)), "Claim", "The one that is open; none: the board."
    )
    seeds: int = setting(
        LEAST_SEEDS,
        Number(LEAST_SEEDS, MOST_SEEDS, integer=True),
        "Seeds",
        "How many, where chance plays a part: the spread that is shown is over these.",
    )
    seed: int = setting(0, Number(0, 1_000_000, integer=True), "First seed", "The others follow one by one.")
    size: str = setting(
        "standard",
        Choice(tuple(SIZES), ("Half", "Standard", "Double")),
        "Size",
        "Of every experiment: steps, samples, networks or rounds; each claim says which.",
    )
    every: bool = setting(False, Flag(), "Run all", "Every claim is tested, not only those that are opened.")
    verdict: str = setting(
        ANY, Choice((ANY, *VERDICTS, UNTESTED), ("Any", *VERDICTS.values(), "Not run yet")), "Verdict"
    )
    theme: str = setting(ANY, Choice((ANY, *THEMES), ("Any", *THEMES.values())), "Theme")
    article: str = setting(
        ANY,
        Choice((ANY, *map(str, range(ARTICLES))), ("Any", *(f"Article {number}" for number in range(ARTICLES)))),
        "Article",
    )
    search: str = setting("", Text(canonical_search), "Search", "Words of the claim, or its number.")

    @property
    def conditions(self) -> Conditions:
        """Under which claims are tested."""
        return Conditions(self.seeds, self.seed, SIZES[self.size])
