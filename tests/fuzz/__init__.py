"""Fuzzing: whatever comes from outside, its reader takes it or refuses it in words, in bounded time and memory.

`make test` runs a short, repeatable part and the whole corpus; ``make fuzz CASES=100000`` draws new cases every time.
What fuzzing has found stays in ``corpus/``, so that it is tried in every run.
"""
