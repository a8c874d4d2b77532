"""The lanes of the page Training: each a whole run, one of them selected, all of them in the link."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viz.spec import ExperimentSpec
from viz.spec.training import MAX_LANES, TrainingSpec, read_lane, write_lane

RUN = ExperimentSpec(learning_rate=1.5)
PAGE = TrainingSpec.of(RUN)


def rates(page: TrainingSpec) -> list[float]:
    return [lane.spec.learning_rate for lane in page.lanes]


def page_of(*rates: float) -> TrainingSpec:
    page = TrainingSpec.of(ExperimentSpec(learning_rate=rates[0]))
    for rate in rates[1:]:
        page = page.add(ExperimentSpec(learning_rate=rate))
    return page


def test_page_of_one_run_has_its_link_and_one_lane() -> None:
    assert PAGE.to_query() == RUN.to_query()
    assert PAGE.experiment() == RUN
    assert type(PAGE.experiment()) is ExperimentSpec
    assert [lane.spec for lane in PAGE.lanes] == [RUN]


def test_added_lane_is_selected_and_the_others_stay() -> None:
    page = page_of(0.1, 0.2, 0.3)
    assert rates(page) == [0.1, 0.2, 0.3]
    assert (page.place, page.learning_rate) == (2, 0.3)
    assert rates(page.select(0)) == rates(page)
    assert page.select(0).learning_rate == 0.1


def test_what_is_changed_is_the_selected_lane_alone() -> None:
    page = replace(page_of(0.1, 0.2, 0.3).select(1), learning_rate=5.0)
    assert rates(page) == [0.1, 5.0, 0.3]


@pytest.mark.parametrize(
    ("selected", "removed", "left", "place"),
    [(0, 0, [0.2, 0.3], 0), (2, 0, [0.2, 0.3], 1), (1, 2, [0.1, 0.2], 1), (2, 2, [0.1, 0.2], 1)],
)
def test_removed_lane_leaves_the_selection_where_it_can(
    selected: int, removed: int, left: list[float], place: int
) -> None:
    page = page_of(0.1, 0.2, 0.3).select(selected).remove(removed)
    assert (rates(page), page.place) == (left, place)
    if selected != removed:
        assert page.learning_rate == [0.1, 0.2, 0.3][selected]


def test_race_of_one_lane_is_over() -> None:
    page = replace(page_of(0.1, 0.2), together=True, seeds=25)
    assert not page.remove(0).together
    with pytest.raises(ValueError, match="last lane can't be removed"):
        page.remove(0).remove(0)


def test_no_more_lanes_than_there_is_room_for() -> None:
    page = page_of(0.1, 0.2, 0.3, 0.4)
    assert len(page.lanes) == MAX_LANES
    with pytest.raises(ValueError, match="there are 4 lanes"):
        page.add(RUN)


def test_fork_is_one_more_lane_with_the_same_beginning() -> None:
    page = PAGE.fork(1200, learning_rate=0.1)
    assert [lane.spec.earlier for lane in page.lanes] == [(), ("1200;learning_rate=1.5",)]
    assert page.lanes[0].spec == RUN
    assert "from step 1,200" in page.lanes[1].label


@given(
    st.lists(st.sampled_from([0.1, 0.5, 1.5]), min_size=1, max_size=4),
    st.text("aZ ü&=|~%+0", max_size=30),
    st.integers(0, 3),
)
def test_lanes_come_back_from_the_link_the_same(rates: list[float], name: str, place: int) -> None:
    page = page_of(*rates).rename(name)
    page = page.select(min(place, len(rates) - 1))
    back, problems = TrainingSpec.from_query(page.to_query())
    assert problems == []
    assert back == page
    assert back.lanes == page.lanes


def test_lane_in_a_link_that_cannot_be_read_is_named_and_the_page_lives() -> None:
    page, problems = TrainingSpec.from_query({"learning_rate": "1.5", "others": "learning_rate=huge"})
    assert page == PAGE
    assert len(problems) == 1
    assert "Other lanes (others)" in problems[0]
    assert "'huge' is not a number from 1e-05 to 100" in problems[0]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"place": "2"}, "no lane 3"),
        ({"together": "1"}, "two lanes or more"),
        ({"unit": "3.2"}, "no unit 2 in layer 3"),
        ({"unit": "4.1"}, "no unit 1 in layer 4"),
        ({"unit": "x"}, "not of the form layer.unit"),
        ({"lane": "x" * 41}, "up to 40 printable"),
        ({"seeds": "101"}, "from 1 to 100"),
    ],
)
def test_page_that_cannot_be_is_named(query: dict[str, str], words: str) -> None:
    page, problems = TrainingSpec.from_query(query)
    assert page == TrainingSpec()
    assert words in problems[0]


def test_labels_say_what_differs() -> None:
    specs = [RUN, replace(RUN, activation="tanh"), replace(RUN, activation="leaky_relu(slope:0.3)", residual=True)]
    page = TrainingSpec.of(specs[0]).add(specs[1]).add(specs[2])
    assert [lane.label for lane in page.lanes] == ["ReLU", "Tanh", "Leaky ReLU 0.3, Residual"]
    assert [lane.label for lane in page_of(0.1, 0.1).lanes] == ["ReLU (1)", "ReLU (2)"]
    assert page.rename("mine").lanes[2].label == "mine"


def test_a_lanes_text_is_its_link() -> None:
    text = write_lane("a|b", ExperimentSpec(layer_activations=("relu", "elu(alpha:0.5)")))
    assert "|" not in text
    assert read_lane(text) == ("a|b", ExperimentSpec(layer_activations=("relu", "elu(alpha:0.5)")))
