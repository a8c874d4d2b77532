"""The story of a unit says what its numbers say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.figures.autopsy.cases import BACK, DIED, RUN, SAMPLES, result
from viz.figures.autopsy import comparison, reading
from viz.labs.autopsy import Comparison, Outcome
from viz.spec.actions import RaiseBias, ReDo, SetBias, SetWeight
from viz.spec.autopsy import AutopsySpec
from viz.spec.fork import forked


def test_a_death() -> None:
    assert reading.life(result(DIED)) == "Unit 5 of layer 1 **died** at step **42**. It is dead to the end, step 100."


def test_a_life_with_a_gap() -> None:
    text = reading.life(result(DIED, BACK))
    assert text == (
        "Unit 5 of layer 1 **died** at step **42** and **came back** at step **77**. At the end, step 100, it is "
        "alive: f′ ≠ 0 on 50 % of the training samples."
    )


def test_changes_in_the_middle_are_counted() -> None:
    text = reading.life(result(DIED, BACK, told_first=1, untold=12))
    assert "**died** at step **42**, changed 12 more times and **came back** at step **77**" in text


def test_born_dead() -> None:
    text = reading.life(result(born_dead=True))
    assert text == (
        "Unit 5 of layer 1 was **born dead**: before the first update its z lies between −4 and −0.5, where f′ is 0 on "
        "every training sample. It stayed so for all 100 steps: no gradient reached its weights."
    )
    assert "was **born dead**" in reading.life(result(BACK, born_dead=True))
    assert "It **came back** at step **77**." in reading.life(result(BACK, born_dead=True))


def test_never_died() -> None:
    text = reading.life(result())
    assert text.startswith("Unit 5 of layer 1 **never died** up to step 100: at every recorded step f′ ≠ 0 on 50 %")
    stopped = {"message": "Stopped at step 90: the loss of the output layer overflowed."}
    assert reading.life(result(stopped=stopped)).endswith("overflowed.")


def test_what_is_not_known_yet_is_not_said() -> None:
    assert "so far" in reading.life(result(DIED, progress=0.5))


def test_a_killing_update() -> None:
    usual = replace(result(DIED), update=np.full(11, 0.01))
    assert reading.cause(usual, DIED) == (
        "**Step 42**: the update moved its weights and bias by 31 % of their length, 31 times its usual update. "
        "Its largest z on the training set went from 0.83 to **−0.12**. **Its own weights** did it: their "
        "change alone kills it, that of all else in the network alone "
        "would not. 2 of the 3 samples in the batch reached it; down pulled "
        "hardest no. 5 at (1.5, −2), inner disc."
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0.01, "by 1 % of their length, as much as usual."),
        (0.025, "2.5 times its usual update."),
        (2.5, "by 2.5 times their length, 250 times its usual update."),
        (50.0, "more than 1,000 times its usual update."),
    ],
)
def test_sizes(size: float, words: str) -> None:
    usual = replace(result(DIED), update=np.full(11, 0.01))
    assert words in reading.cause(usual, replace(DIED, size=size))


def test_few_updates_are_not_called_usual() -> None:
    assert "usual" not in reading.cause(result(DIED), DIED)


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        ("own", "**Its own weights** did it"),
        ("inputs", "**Its inputs** did it: the change of all else in the network alone kills it"),
        ("either", "alone kills it, and so does that of"),
        ("together", "Only both together did it"),
    ],
)
def test_causes(cause: str, words: str) -> None:
    assert words in reading.cause(result(DIED), replace(DIED, cause=cause))


def test_a_revival_without_a_gradient() -> None:
    text = reading.cause(result(DIED, BACK), BACK)
    assert "the update left the unit’s own weights and bias as they were" in text
    assert "went from −0.12 to **0.4**" in text
    assert "**Its inputs** did it" in text
    assert text.endswith("None of the 3 samples in the batch reached it.")
    moved = replace(BACK, cause="own", size=0.1, moved_by=("momentum", "decay"))
    assert "moved by momentum of earlier steps and weight decay" in reading.cause(result(DIED, moved), moved)


def test_a_revival_names_who_pulled_up() -> None:
    up = replace(BACK, samples=SAMPLES)
    assert "up pulled hardest no. 1 at (0.25, 0.5), outer ring." in reading.cause(result(DIED, up), up)


def test_what_a_fork_did() -> None:
    actions = (ReDo(), RaiseBias(0.1), SetBias(1, 5, 0.5), SetWeight(2, 1, 1, 3.0))
    by_hand = replace(BACK, fork=1, samples=None)
    for number, words in enumerate(
        ("dead units were re-initialised", "raised by 0.1", "its bias was set to 0.5", "a weight of unit 1 of layer 2")
    ):
        run = forked(RUN, 77, [actions[number]])
        found = replace(result(DIED, by_hand), spec=AutopsySpec(run, 0, 4))
        text = reading.cause(found, by_hand)
        assert words in text
        assert text.startswith("Its return at step 77 was the fork there:")
    run = forked(RUN, 77, activation="gelu")
    found = replace(result(DIED, by_hand), spec=AutopsySpec(run, 0, 4))
    assert "its activation became GELU" in reading.cause(found, by_hand)


def test_the_change_that_is_told_follows_the_cursor() -> None:
    found = result(DIED, BACK)
    assert [reading.nearest(found, step) for step in (0, 42, 76, 77, 100)] == [DIED, DIED, DIED, BACK, BACK]
    assert reading.nearest(result(), 5) is None


# Before and after -----------------------------------------------------------------------------------------------------

BEFORE = Outcome(100, 0.5, 0.6, 0.8, 0.75, 3, 16, 0.0, "")
AFTER = Outcome(100, 0.25, 0.3, 0.9, float("nan"), 1, 16, 0.4, "")


def test_a_rescue() -> None:
    text = comparison.reading(Comparison(42, BEFORE, AFTER, "accuracy"), "unit 5 of layer 1")
    assert text == (
        "**Unit 5 of layer 1 came back**: it ends with f′ ≠ 0 on 40 % of the samples; 3 dead units become 1; the "
        "training loss falls from 0.500 to **0.250**."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (AFTER, BEFORE, "was lost"),
        (BEFORE, BEFORE, "**stays dead**; 3 dead in both; the training loss stays at 0.500."),
        (AFTER, AFTER, "is alive with and without the fork"),
        (replace(BEFORE, message="Stopped."), AFTER, "ended early: Stopped."),
    ],
)
def test_other_ends(before: Outcome, after: Outcome, words: str) -> None:
    assert words in comparison.reading(Comparison(42, before, after, "accuracy"), "unit 5 of layer 1")


def test_the_table_has_both_ends() -> None:
    text = comparison.comparison_table(Comparison(42, BEFORE, AFTER, "accuracy"), "unit 5 of layer 1")
    for cell in ("0.500", "<b>0.250</b>", "80 %", "<b>90 %</b>", "3 of 16", "<b>1 of 16</b>", "dead", "<b>–</b>"):
        assert cell in text
