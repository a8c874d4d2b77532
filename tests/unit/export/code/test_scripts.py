"""Scripts are run as they are and must end at the losses of the recording."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.unit.export.code.cases import BASE, CASES, ending
from viz.activations.base import FrameworkName
from viz.engine import record
from viz.export.code import FRAMEWORKS, Ending, refusal, script

JAX_CASES = (
    "mse", "softmax", "layer norm, AdamW", "batch norm, dropout", "penalties", "at a kink", "fork of weights",
)  # fmt: skip
_RUNNER = """
import io, json, runpy, sys
from contextlib import redirect_stdout
printed = {}
for path in sys.argv[1:]:
    with redirect_stdout(io.StringIO()) as out:
        runpy.run_path(path, run_name="__main__")
    printed[path] = out.getvalue()
json.dump(printed, sys.stdout)
"""


@cache
def recorded(name: str) -> Ending:
    return ending(record(CASES[name]))


def printed(framework: FrameworkName, names: Iterable[str], folder: Path) -> Mapping[str, str]:
    """Return what the scripts of cases print, run by one fresh interpreter that knows nothing of this project."""
    paths = {}
    for number, name in enumerate(names):
        path = folder / f"{number}.py"
        path.write_text(script(framework, CASES[name], recorded(name)), encoding="utf-8")
        paths[str(path)] = name
    ran = subprocess.run(
        [sys.executable, "-I", "-c", _RUNNER, *paths],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=folder,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return {paths[path]: text for path, text in json.loads(ran.stdout).items()}


def check(text: str, expected: Ending) -> None:
    """Compare the numbers of the last lines with the recording's, whatever the script itself says of them."""
    found = {name: float(value) for name, value in re.findall(r"final (.+) loss (\S+),", text)}
    assert found["training"] == pytest.approx(expected.train_loss, abs=1e-6)
    if np.isnan(expected.test_loss):
        assert "test" not in found
    else:
        assert found["test"] == pytest.approx(expected.test_loss, abs=1e-6)
    steps = [int(line.split()[0].replace(",", "")) for line in text.splitlines()[1:-1] if line.split()[0][0].isdigit()]
    assert steps[0] == 0
    assert steps[-1] == expected.step


@pytest.fixture(scope="module")
def of_numpy(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return printed("numpy", CASES, tmp_path_factory.mktemp("numpy"))


@pytest.fixture(scope="module")
def of_jax(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return printed("jax", JAX_CASES, tmp_path_factory.mktemp("jax"))


@pytest.mark.parametrize("name", CASES)
def test_numpy_ends_at_the_recorded_loss(name: str, of_numpy: Mapping[str, str]) -> None:
    check(of_numpy[name], recorded(name))


@pytest.mark.parametrize("name", JAX_CASES)
def test_jax_ends_at_the_recorded_loss(name: str, of_jax: Mapping[str, str]) -> None:
    check(of_jax[name], recorded(name))


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed: no script ran")
@pytest.mark.parametrize("names", [tuple(CASES)], ids=["runs-only-where-PyTorch-is-installed"])
def test_torch_ends_at_the_recorded_loss(names: tuple[str, ...], tmp_path: Path) -> None:
    possible = [name for name in names if refusal("torch", CASES[name]) is None]
    for name, text in printed("torch", possible, tmp_path).items():
        check(text, recorded(name))


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("name", CASES)
def test_every_script_compiles_or_is_refused_in_a_sentence(name: str, framework: FrameworkName) -> None:
    why = refusal(framework, CASES[name])
    if why is None:
        text = script(framework, CASES[name], recorded(name))
        compile(text, "script.py", "exec")
        assert "{{" not in text
        assert "{%" not in text
    else:
        assert why.endswith(".")
        with pytest.raises(ValueError, match=re.escape(why)):
            script(framework, CASES[name], recorded(name))


def test_numpy_alone_is_imported() -> None:
    for name in CASES:
        tree = ast.parse(script("numpy", CASES[name], recorded(name)))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert imported - {"base64", "math", "zlib"} == {"numpy"}


def test_what_is_refused() -> None:
    refused = {(framework, name) for framework in FRAMEWORKS for name in CASES if refusal(framework, CASES[name])}
    assert refused == {
        ("keras", "formula"),
        *(("keras", name) for name in ("fork of settings", "fork of weights", "fork, normalised")),
    }


def test_a_fork_does_something() -> None:
    """So that the forks of the cases can't agree by being left out."""
    for name in ("fork of settings", "fork of weights", "fork, normalised"):
        without = ending(record(replace(CASES[name].stages[0].spec, earlier=())))
        assert abs(without.train_loss - recorded(name).train_loss) > 1e-4


def test_text_of_people_stays_in_the_docstring() -> None:
    link = '"""\nimport os\n\\"""\u2028print("no")'
    text = script("numpy", BASE, ending(record(BASE)), link)
    tree = ast.parse(text)
    assert isinstance(tree.body[0], ast.Expr)
    assert "import os" in (ast.get_docstring(tree) or "")
    plain = ast.parse(script("numpy", BASE, ending(record(BASE)), ""))
    assert ast.dump(ast.Module(tree.body[1:], [])) == ast.dump(ast.Module(plain.body[1:], []))
