"""A worker process: reads calls from its standard input, makes them, and writes what came of them to its output.

Started as ``python -c`` by `viz.engine.workers`, so that it imports what the calls need and nothing else.
"""

from __future__ import annotations

import importlib
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Sequence

import viz.engine.sweep  # noqa: F401 - loaded before the first call comes
from viz.engine.blas import use_one_thread


def serve(modules: Sequence[str] = ()) -> None:
    """Load modules, and answer calls until the input ends, which it does when the process that asks is gone."""
    if hasattr(os, "nice"):
        os.nice(8)  # pages come first, but not alone: who sees one waits for what is trained here
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the process that asks; it closes the input
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed must not get between the answers
    use_one_thread()
    for module in modules:
        importlib.import_module(module)
    while True:
        try:
            call = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answers.write(_answer(call))
            answers.flush()
        except BrokenPipeError:  # nobody waits for the answer any more
            os._exit(0)  # what is left in the buffer would be written again


def _answer(call: bytes) -> bytes:
    """Make a pickled call (function, arguments, keywords); return the pickled (result, None) or (None, exception)."""
    try:
        function, arguments, keywords = pickle.loads(call)
        return pickle.dumps((function(*arguments, **keywords), None))
    except Exception as error:
        error.add_note("".join(traceback.format_exception(error)))
        try:
            pickle.loads(answer := pickle.dumps((None, error)))
            return answer
        except Exception:
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
