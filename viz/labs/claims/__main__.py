"""Tests the claims in a terminal: ``python -m viz.labs.claims --only 2,27 --seeds 20``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence

from viz.engine.workers import Workers
from viz.labs.claims.board import Board, every
from viz.labs.claims.printed import as_json, counted, printed
from viz.labs.claims.registry import CLAIMS
from viz.spec.claims import SIZES, ClaimsSpec, Conditions
from viz.spec.codec import Number


def main(arguments: Sequence[str] | None = None) -> int:
    """Test the claims that are asked for and print what was found; 130 if it was broken off."""
    asked = parser().parse_args(arguments)
    conditions = Conditions(asked.seeds, asked.first, SIZES[asked.size])
    workers = Workers()
    try:
        board = _tested(conditions, asked.only, workers, quiet=not sys.stderr.isatty())
    except KeyboardInterrupt:
        print("Broken off.", file=sys.stderr)
        return 130
    finally:
        workers.shutdown(wait=False, cancel_futures=True)
    found = [(CLAIMS[number], outcome) for number, outcome in board.outcomes.items()]
    if asked.json:
        print(json.dumps([as_json(*pair) for pair in found], indent=2, ensure_ascii=False))
    else:
        print(*(printed(*pair) for pair in found), "", counted(board.outcomes.values()), sep="\n")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return what reads the command's arguments."""
    reader = argparse.ArgumentParser("python -m viz.labs.claims", description=__doc__)
    reader.add_argument("--only", type=numbers, default=tuple(CLAIMS), help="claims to test, as in 2,27 or 23-28")
    reader.add_argument("--seeds", type=_number("seeds"), default=ClaimsSpec().seeds, help="how many")
    reader.add_argument("--first", type=_number("seed"), default=ClaimsSpec().seed, help="the first seed")
    reader.add_argument("--size", choices=tuple(SIZES), default=ClaimsSpec().size, help="of every experiment")
    reader.add_argument("--json", action="store_true", help="print all that was found as JSON")
    return reader


def numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of claims that a text like ``2,23-28`` names."""
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().partition("-")
        if not (first.isdecimal() and (last or first).isdecimal()):
            raise argparse.ArgumentTypeError(f"{part!r} is neither a number like 27 nor a range like 23-28")
        asked = range(int(first), int(last or first) + 1)
        unknown = [bound for bound in (asked.start, asked.stop - 1) if bound not in CLAIMS]
        if unknown or not asked:
            raise argparse.ArgumentTypeError(f"{part!r}: claims go from {min(CLAIMS)} to {max(CLAIMS)}")
        found.update(asked)
    return tuple(sorted(found))


def _number(name: str) -> Callable[[str], int]:
    """Return what reads a setting of the page that is a whole number, within the same limits."""
    kind: Number = ClaimsSpec.kind(name)

    def read(text: str) -> int:
        try:
            return int(kind.parse(text))
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return read


def _tested(conditions: Conditions, asked: tuple[int, ...], workers: Workers, *, quiet: bool) -> Board:
    board = Board(conditions, {}, 0.0)
    for board in every(conditions, workers, asked):
        if not quiet:
            print(f"\r{len(board.outcomes)} of {len(asked)}", end="", file=sys.stderr, flush=True)
    if not quiet:
        print("\r", end="", file=sys.stderr)
    return board


if __name__ == "__main__":
    sys.exit(main())
