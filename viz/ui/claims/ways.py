"""The ways from a claim: back to the board, to the one before and to the next."""

from __future__ import annotations

from functools import partial
from html import escape

from viz.figures.claims.board import link
from viz.labs.claims import CLAIMS, Claim
from viz.spec.claims import ClaimsSpec
from viz.ui.claims.links import address, links
from viz.ui.controls import Controls


def ways(controls: Controls[ClaimsSpec], claim: Claim) -> None:
    """Draw the ways, one line."""
    lead = partial(address, controls.settings)
    before = max((number for number in CLAIMS if number < claim.number), default=None)
    after = min((number for number in CLAIMS if number > claim.number), default=None)
    parts = [link(None, "All claims", lead)]
    for number, words in ((before, "Previous"), (after, "Next")):
        if number is not None:
            title = f"<span>{number} {escape(CLAIMS[number].title)}</span>"
            parts.append(link(number, f"{words} {title}", lead))
    links(controls, f'<nav class="ways" aria-label="Claims">{"".join(parts)}</nav>', "ways")
