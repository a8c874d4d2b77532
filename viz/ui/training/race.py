"""The race: all lanes side by side in step, the verdict on them, and what they do over many seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from viz.engine import Recording
from viz.figures.html import style
from viz.figures.race import bands
from viz.figures.race.lane import LETTERS
from viz.figures.race.standing import Standing, standing
from viz.figures.race.table import lanes_table
from viz.figures.race.verdict import verdict
from viz.figures.theme import theme
from viz.labs.race import race as seeded_race
from viz.player.race import ARRAYS, RaceLane, race
from viz.spec import PlayerView
from viz.spec.goal import goals
from viz.spec.lineage import lineage, together_until
from viz.spec.race import RaceSpec
from viz.spec.training import TrainingSpec
from viz.ui.experiments import chart, reading
from viz.ui.job import Job
from viz.ui.lab_job import watch
from viz.ui.prose import note
from viz.ui.share import plain
from viz.ui.stream import begun, draw_again_as_they_grow, say_place, say_waiting, settings, state_of
from viz.ui.training.section import Run
from viz.ui.training.wishes import grant

KEY = "training-race"


def race_view(controls: Run) -> None:
    """Draw all of it."""
    page = controls.settings
    runs = [lane.spec for lane in page.lanes]
    jobs = begun(runs, KEY)
    drawn = [state_of(job) for job in jobs]
    for place, job in enumerate(jobs):
        if job.error is not None:
            st.error(f"Lane {LETTERS[place]} could not be trained ({plain(job.error)}). Train tries again.")
    known = known_standings(page, jobs)
    view = settings(controls.other(PlayerView), controls.restarts)
    if any(state.recording for state in drawn):
        wished = partial(grant, controls, KEY)
        race(race_lanes(page, jobs), view={**view, "verdict": said_of(page, known)}, key=KEY, wished=wished)
        say_place(drawn)
    else:
        say_waiting(drawn)
    colours = theme(st.context.theme.type)
    st.html(style(colours))
    with st.container(key="race-table"):  # also when it is empty, so that what follows stays in its place
        if known:
            st.html(lanes_table(known, colours))
    with st.container(key="race-seeds"):
        if page.seeds > 1:
            _over_seeds(page)
    if not all(state.done for state in drawn):
        draw_again_as_they_grow(runs, drawn, KEY)


def known_standings(page: TrainingSpec, jobs: Sequence[Job]) -> list[Standing]:
    """Return how the lanes stand of which there is anything to see."""
    lanes = page.lanes
    each = zip(LETTERS, lanes, goals([lane.spec for lane in lanes]), jobs, strict=False)
    standings = [job.made(standing, goal, letter, lane.label) for letter, lane, goal, job in each]
    return [each for each in standings if each is not None]


def said_of(page: TrainingSpec, known: Sequence[Standing]) -> str:
    """Return the verdict on a race; nothing before there is something to see of all lanes."""
    runs = [lane.spec for lane in page.lanes]
    said = verdict(known, together_until(runs)) if len(known) == len(runs) else ""
    return said.replace(" %", "\N{NO-BREAK SPACE}%")


def race_lanes(page: TrainingSpec, jobs: Sequence[Job]) -> list[RaceLane]:
    """Return the lanes as the race takes them."""
    family = lineage([lane.spec for lane in page.lanes])
    return [
        RaceLane(lane.label, job.made(shown) or b"", origin.parent, origin.step, origin.changed)
        for lane, job, origin in zip(page.lanes, jobs, family, strict=True)
    ]


def shown(recording: Recording) -> bytes:
    """Return what a race shows of a recording."""
    return recording.reduced(ARRAYS).to_bytes()


def _over_seeds(page: TrainingSpec) -> None:
    """Draw how the lanes do with many seeds."""
    spec = RaceSpec(tuple(lane.spec for lane in page.lanes), page.seeds)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(f"Over {page.seeds} seeds", anchor=False, width="content")
        note("training", "7-race")
    result = watch(seeded_race, spec, place="training-race-seeds")
    if result is None:
        return
    colours = theme(st.context.theme.type)
    sentence = bands.reading(result)
    reading(sentence, "race-seeds-reading")
    chart(bands.figure(result, colours), "race-seeds-figure", sentence)
    st.html(bands.seeds_table(result, [lane.label for lane in page.lanes], colours))
