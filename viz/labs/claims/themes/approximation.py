"""Claims, yet to come."""

from __future__ import annotations

from viz.labs.claims.claim import Claim

CLAIMS: tuple[Claim, ...] = ()
