"""Put load on the app and report what visitors wait for and what the servers need: `make load`.

Without arguments: both tables of deploy/README.md. `soak --minutes 30`: whether memory stays flat while visitors come
and go. `at http://127.0.0.1:8501`: the first table for a server that runs already.
"""

from __future__ import annotations

import argparse
import asyncio
import sys

from tests.load.address import Address
from tests.load.report import measure_at, measure_both
from tests.load.soak import soak
from tests.load.visitors import MOST_SECONDS, MOST_VISITORS


def main() -> int:
    """Do what the arguments say; return 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of each round (%(default)g)")
    parser.add_argument("--visitors", type=int, nargs="+", default=[1, 10, 30, 50, 100], help="of each round")
    parser.set_defaults(do=lambda given: measure_both(given.visitors, given.seconds))
    ways = parser.add_subparsers()
    way = ways.add_parser("at", help="a server on this machine that runs already")
    way.add_argument("address", type=Address.of)
    way.set_defaults(do=lambda given: asyncio.run(measure_at(given.address, given.visitors, given.seconds)))
    way = ways.add_parser("soak", help="whether memory stays flat")
    way.add_argument("--minutes", type=float, default=3.0, help="(%(default)g)")
    way.set_defaults(do=lambda given: soak(60 * given.minutes))
    given = parser.parse_args()
    longest = 60 * getattr(given, "minutes", 0)
    if max(given.visitors) > MOST_VISITORS or min(given.visitors) < 1 or max(given.seconds, longest) > MOST_SECONDS:
        parser.error(f"at most {MOST_VISITORS} visitors for {MOST_SECONDS:g} s")
    return 0 if given.do(given) else 1


if __name__ == "__main__":
    sys.exit(main())
