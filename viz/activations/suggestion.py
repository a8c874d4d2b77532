"""What to say of a name that a registry does not know: the one that was probably meant, else all there are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Protocol


class Labelled(Protocol):
    """An entry of a registry."""

    @property
    def label(self) -> str:
        """Its name for people."""


def suggestion(name: str, known: Mapping[str, Labelled]) -> str:
    """Return the words that end an error message about an unknown name."""
    wanted = name.lower()
    labelled = [key for key, entry in known.items() if wanted in re.findall(r"\w+", entry.label.lower())]
    likely = (labelled or difflib.get_close_matches(wanted, known, cutoff=0.5))[:1]
    return f"did you mean {likely[0]!r}?" if likely else f"known are {', '.join(known)}"
