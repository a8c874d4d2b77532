"""Data of one's own on the page Training: a file becomes a run or a sentence, and only its visitor ever sees it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.training_page import PAGE, SHORT, drawn, opened, played
from viz.engine.datasets import DATASETS
from viz.engine.uploads import UPLOADS
from viz.spec import ExperimentSpec
from viz.spec.experiment import DRAWN, UPLOAD
from viz.spec.points import FIRST_POINTS

GOOD = "length,width,colour,kind\n" + "".join(
    f"{n / 10},{n % 7},{('red', 'green', 'blue')[n % 3]},{('long', 'short')[n < 30]}\n" for n in range(60)
)


def link(app: AppTest) -> dict[str, str]:
    return {key: value if isinstance(value, str) else value[-1] for key, value in app.query_params.items()}


def shows(app: AppTest, spec: ExperimentSpec) -> bool:
    return dict(played(app)[1].header["query"]) == spec.to_query()


def choice(app: AppTest, label: str) -> Any:
    return next(box for box in app.selectbox if box.label == label)


def said(text: str) -> str:
    """Return what Markdown shows of a text in which nothing is meant as Markdown."""
    return text.replace("\\", "").replace("\N{WORD JOINER}", "")


def choose(app: AppTest, name: str) -> AppTest:
    return choice(app, "Data set").set_value(name).run()


def fields(app: AppTest) -> list[Any]:
    """Return the fields for a table; there is one for exported runs, too."""
    return [field for field in app.file_uploader if field.label == "CSV file"]


def upload(app: AppTest, text: str, name: str = "flowers.csv") -> AppTest:
    (field,) = fields(app)
    app = field.set_value((name, text.encode(), "text/csv")).run()
    assert not app.exception
    return app


def uploaded(text: str = GOOD) -> AppTest:
    return drawn(upload(choose(opened(), UPLOAD), text))


# Real sets ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, info in DATASETS.items() if info.max_samples])
def test_a_measured_set_is_taken_whole_and_as_measured(name: str) -> None:
    app = drawn(choose(opened(), name))
    info = DATASETS[name]
    query = link(app)
    assert (query["dataset"], query["noise"], query["samples"]) == (name, "0", str(info.max_samples))
    assert not app.warning
    _, recording = played(app)
    assert len(recording.y_train[0]) + len(recording.y_test[0]) == info.max_samples
    (caption,) = [each.value for each in app.caption if each.value.startswith(f"{info.max_samples:,} samples")]
    assert f"{info.inputs} inputs" in caption
    assert ("principal components" in caption) == (info.inputs > 2)
    assert ("predicted against true" in caption) == (info.inputs > 2 and info.task == "regression")
    drawn(choose(app, "circles"))
    assert shows(app, SHORT)


def test_samples_says_how_many_there_are_where_a_link_asks_for_more() -> None:
    app = opened(replace(SHORT, dataset="wine"))  # of 300 samples, which is what a link without a number asks for
    slider = samples(app)
    assert "178" in slider.label
    assert slider.options[-2:] == ["170", "178"]
    assert slider.value == 300  # the setting stays as the link has it
    assert "samples" not in link(app)
    _, recording = played(app)
    assert len(recording.y_train[0]) + len(recording.y_test[0]) == 178
    drawn(slider.set_value(170).run())
    assert link(app)["samples"] == "170"
    assert samples(app).options[-2:] == ["170", "178"]
    drawn(samples(app).set_value(178).run())
    assert link(app)["samples"] == "178"
    assert "178" in samples(app).label


def samples(app: AppTest) -> Any:
    return next(slider for slider in app.select_slider if slider.label.startswith("Samples"))


def test_digits_get_a_larger_network_unless_one_was_chosen() -> None:
    app = drawn(choose(AppTest.from_file(str(PAGE), default_timeout=60).run(), "digits"))
    assert {"hidden": "32", "batch_size": "32", "steps": "370", "frames": "100"}.items() <= link(app).items()
    app = drawn(choose(opened(hidden="5-5"), "digits"))
    assert link(app)["hidden"] == "5-5"
    assert link(app)["steps"] == "200"


# Inputs ---------------------------------------------------------------------------------------------------------------


def test_inputs_are_switched_on_and_off() -> None:
    app = opened()
    (inputs,) = app.pills
    assert inputs.value == ["x1", "x2"]
    drawn(inputs.set_value(["x2", "x1", "x1x2"]).run())
    assert link(app)["features"] == "x1,x2,x1x2"
    assert played(app)[1].weights[0].shape[2] == 3
    drawn(app.pills[0].set_value(["x1", "x2"]).run())
    assert "features" not in link(app)


def test_one_input_stays_on() -> None:
    app = opened(features="x1x2")
    drawn(app.pills[0].set_value([]).run())
    assert link(app)["features"] == "x1x2"
    assert "one at least" in app.warning[0].value
    assert app.pills[0].value == ["x1x2"]


def test_inputs_are_those_of_the_data() -> None:
    assert opened(dataset="sine").pills[0].options == ["x", "x²", "sin x"]
    app = opened(features="x2x2")
    drawn(choose(app, "sine"))
    assert "features" not in link(app)
    assert not app.warning
    assert not drawn(choose(app, "wine")).pills


# Drawn points ---------------------------------------------------------------------------------------------------------


def test_drawing_begins_with_points() -> None:
    app = drawn(choose(opened(), DRAWN))
    assert link(app)["dataset"] == DRAWN
    (canvas,) = [found for found in app.get("bidi_component") if found.proto.component_name == "relu_lab_points"]
    assert FIRST_POINTS in canvas.proto.json
    _, recording = played(app)
    assert len(recording.y_train[0]) + len(recording.y_test[0]) == len(FIRST_POINTS) // 5


# Uploads --------------------------------------------------------------------------------------------------------------


def test_a_file_is_asked_for_and_the_run_stays_until_it_comes() -> None:
    app = choose(opened(), UPLOAD)
    assert shows(app, SHORT)
    assert choice(app, "Data set").value == UPLOAD
    (field,) = fields(app)
    assert field.proto.max_upload_size_mb == 5
    assert any("not in the link" in caption.value for caption in app.caption)
    choose(app, "circles")
    assert not fields(app)


def test_a_file_is_trained_on() -> None:
    app = uploaded()
    header = played(app)[1].header
    assert header["dataset"] == "flowers"
    assert header["class_names"] == ["long", "short"]
    assert link(app)["dataset"] == UPLOAD
    assert link(app)["samples"] == "60"
    assert choice(app, "Predict").value == "kind"
    assert choice(app, "It is").value == "classes"
    captions = [caption.value for caption in app.caption]
    assert any("60 samples · 5 inputs · 2 classes" in caption for caption in captions)
    assert any("its 3 texts become inputs" in caption for caption in captions)
    assert not fields(app)
    assert "length" not in str(app.query_params)


def test_target_task_and_columns_can_be_corrected() -> None:
    app = uploaded()
    first = link(app)["upload"]
    drawn(choice(app, "Predict").set_value("width").run())
    assert played(app)[1].header["class_names"] == ["0", "1", "2", "3", "4", "5", "6"]
    drawn(choice(app, "It is").set_value("values").run())
    assert played(app)[1].header["task"] == "regression"
    drawn(app.multiselect[0].set_value(["colour", "kind"]).run())
    assert played(app)[1].header["input_names"] == ["length (SD)"]
    assert link(app)["upload"] != first


BAD = {
    "": "the file is empty",
    "a,b\n1,2\n3\n": "row 3 has 1 cell, row 1 has 2",
    'a,b\n1,"2\n3,4\n': "row 2: a quotation mark is opened and never closed",
    "a,b\n1,\0\n": "row 2 has a byte 0",
}


@pytest.mark.parametrize("text", BAD, ids=list(BAD.values()))
def test_a_bad_file_is_refused_in_words_and_the_run_stays(text: str) -> None:
    app = upload(choose(opened(), UPLOAD), text, "bad.csv")
    (error,) = app.error
    assert BAD[text] in said(error.value)
    assert shows(app, SHORT)
    upload(app, GOOD)
    assert not app.error
    assert played(drawn(app))[1].header["dataset"] == "flowers"


def test_a_column_in_the_way_is_left_out_by_a_button() -> None:
    text = "x,who,y\n" + "".join(f"{n},name {n},{n * n}\n" for n in range(30))
    app = upload(choose(opened(), UPLOAD), text)
    assert "Column 'who' has texts such as 'name 0', 30 different ones" in said(app.error[0].value)
    assert shows(app, SHORT)
    drawn(app.button(key="training.leave-out").click().run())
    assert not app.error
    assert app.multiselect[0].value == ["who"]
    assert played(app)[1].header["task"] == "regression"


def test_a_link_from_an_upload_says_so_elsewhere_and_asks_for_the_file() -> None:
    app = drawn(uploaded().number_input(key="training.seed").set_value(7).run())
    query = link(app)
    other = opened(**query)
    assert "this link was made from uploaded data, which is not in it" in other.warning[0].value
    assert played(other)[1].header["dataset"] == "Circles"
    drawn(upload(other, GOOD))
    assert not other.warning
    assert link(other) == query
    assert played(other)[1].to_bytes() == played(app)[1].to_bytes()


def test_a_forgotten_table_is_gone() -> None:
    app = uploaded("p,q\n" + "".join(f"{n},{n * n}.5\n" for n in range(50)))
    digest = link(app)["upload"]
    assert digest in UPLOADS
    drawn(app.button(key="training.forget-table").click().run())
    assert digest not in app.session_state["tables"]
    assert shows(app, SHORT)
    assert "upload" not in link(app)
    assert fields(app)


def test_lanes_on_a_forgotten_table_go_with_it() -> None:
    app = uploaded("p,q\n" + "".join(f"{n},{n * n}.25\n" for n in range(50)))
    drawn(next(button for button in app.button if "Lane" in button.label).click().run())
    drawn(choose(app, "circles"))
    assert "dataset%3Dupload" in link(app)["others"] or "dataset=upload" in link(app)["others"]
    choose(app, UPLOAD)
    drawn(app.button(key="training.forget-table").click().run())
    assert "others" not in link(app)
    assert not app.exception


def test_a_link_that_is_not_about_a_table_asks_for_none() -> None:
    app = uploaded()
    digest = link(app)["upload"]
    drawn(choose(app, "moons"))
    assert "upload" not in link(app)
    assert not fields(opened(**link(app)))
    drawn(choose(app, UPLOAD))  # which the session still holds
    assert link(app)["upload"] == digest


def test_another_run_ends_the_wish_for_a_table() -> None:
    app = choose(opened(), UPLOAD)
    drawn(choice(app, "Preset").set_value("folds").run())
    assert choice(app, "Data set").value == "sine"
    assert not fields(app)
