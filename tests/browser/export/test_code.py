"""The scripts that the menu "Export" saves: each compiles, and the one in NumPy ends where the recording does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.harness import Visitors
from viz.engine import record
from viz.export.code import LABELS
from viz.spec import ExperimentSpec

RUN = ExperimentSpec(steps=60, frames=30, seed=5)
PATH = "/training?steps=60&frames=30&seed=5"
FORMULA = "steps%3D60%26frames%3D30%26activation%3Dformula(max(0%2Cx))"


def menu(page: Page, test_id: str) -> Locator:
    expect(page.get_by_test_id(test_id)).to_have_attribute("data-complete", "true")
    page.get_by_role("button", name="Export").click()
    return page.get_by_test_id("stPopoverBody")


def saved(button: Locator, folder: Path) -> Path:
    with button.page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_every_script_compiles_and_numpy_s_ends_at_the_recorded_loss(visit: Visitors, tmp_path: Path) -> None:
    page = visit(PATH)
    body = menu(page, "player")
    for framework, label in LABELS.items():
        path = saved(body.get_by_role("button", name=f"{label} script (.py)"), tmp_path)
        assert path.name == f"relu_lab_{framework}.py"
        source = ast.parse(path.read_text(encoding="utf-8"))
        assert f"{visit.address}/training?" in (ast.get_docstring(source) or "")
    ran = subprocess.run(
        [sys.executable, "-I", tmp_path / "relu_lab_numpy.py"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        check=True,
    )
    found = dict(re.findall(r"final (training|test) loss (\S+),", ran.stdout))
    recording = record(RUN)
    assert float(found["training"]) == pytest.approx(float(recording.train_loss[0, -1]), abs=1e-6)
    assert float(found["test"]) == pytest.approx(float(recording.test_loss[0, -1]), abs=1e-6)


def test_each_lane_of_a_race_has_its_scripts(visit: Visitors, tmp_path: Path) -> None:
    page = visit(f"{PATH}&others={FORMULA}&together=1")
    body = menu(page, "race")
    keras = body.get_by_role("button", name="Keras", exact=True)
    expect(keras.first).to_be_enabled()
    expect(keras.last).to_be_disabled()
    expect(body).to_contain_text("A formula of your own is written for NumPy, PyTorch and JAX, not for Keras")
    path = saved(body.get_by_role("button", name="NumPy", exact=True).last, tmp_path)
    assert path.name == "relu_lab_b_numpy.py"
    defined = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    assert "formula" in {node.name for node in defined if isinstance(node, ast.FunctionDef)}
