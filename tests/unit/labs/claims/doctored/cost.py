"""Measurements of the claims of themes/cost.py in a world that is otherwise."""

from __future__ import annotations

from tests.unit.labs.claims.expectation import Expectation

EXPECTATIONS: dict[int, Expectation] = {}
