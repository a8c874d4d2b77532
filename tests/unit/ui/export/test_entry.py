"""A file can be asked for when all that belongs into it is there, and isn't made before that."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def drawn(done: bool) -> None:
    from tests.unit.ui.export.trained_pages import training_page
    from viz.spec import ExperimentSpec
    from viz.ui.export.entry import Download

    def make() -> bytes:
        raise AssertionError("nobody has asked for it")

    page = training_page(ExperimentSpec(steps=5, frames=5), done=done)
    Download("A file", "file.txt", "text/plain", make, "What it is.").draw("key", page)


def test_a_file_is_to_be_had_only_of_what_is_trained() -> None:
    for done, said in ((True, "What it is."), (False, "When the run has been trained")):
        app = AppTest.from_function(drawn, kwargs={"done": done}).run()
        assert not app.exception
        (button,) = app.get("download_button")
        assert (button.proto.disabled, button.proto.help) == (not done, said)
