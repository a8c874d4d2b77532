"""The rules of SECURITY.md that can be read off the source: nothing from outside is run, and requests are checked."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = [*sorted((ROOT / "viz").rglob("*.py")), *sorted((ROOT / "pages").glob("*.py")), *sorted(ROOT.glob("*.py"))]

RUNS_TEXT = {"eval", "exec", "compile", "__import__", "execfile", "breakpoint"}
RUNS_DATA = {"pickle", "_pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "yaml", "jsonpickle"}
STARTS = {"subprocess", "os.system", "os.popen", "os.execv", "os.spawnv", "pty", "code", "codeop", "runpy"}
READS_CODE = {"sympify", "parse_expr", "lambdify", "literal_eval_any", "read_pickle", "import_module", "fromfile"}
PIPE = {  # a server and its own worker processes, which nobody else can write to
    "viz/engine/calls.py": {"pickle", "subprocess"},
    "viz/engine/workers.py": {"pickle", "subprocess"},
    "viz/engine/worker.py": {"pickle", "importlib.import_module"},
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dangers(source: str) -> Iterator[str]:
    """Yield everything in a source that could run what it is given."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in RUNS_DATA | STARTS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in RUNS_DATA | STARTS:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.name in READS_CODE)
        elif isinstance(node, ast.Attribute) and (node.attr in READS_CODE or ast.unparse(node) in STARTS):
            yield ast.unparse(node)
        elif isinstance(node, ast.Name) and node.id in RUNS_TEXT:
            yield node.id
        elif isinstance(node, ast.Call):
            yield from (
                f"{keyword.arg}={ast.unparse(keyword.value)}"
                for keyword in node.keywords
                if keyword.arg in ("allow_pickle", "shell") and ast.unparse(keyword.value) != "False"
            )


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_nothing_from_outside_is_run(path: Path) -> None:
    assert set(dangers(path.read_text(encoding="utf-8"))) <= PIPE.get(name(path), set())


@pytest.mark.parametrize(
    "source",
    [
        *("eval(x)", "exec(x)", "f = eval", "compile(x, '', 'exec')", "__import__(x)", "import pickle as p"),
        *("from pickle import loads", "import marshal", "import yaml", "np.load(f, allow_pickle=True)"),
        *("import subprocess", "f(shell=True)", "os.system(x)", "sympy.sympify(x)", "from sympy import sympify"),
        *("pd.read_pickle(f)", "import joblib", "importlib.import_module(x)", "f(shell=flag)"),
    ],
)
def test_what_runs_things_is_found(source: str) -> None:
    assert list(dangers(source))


def test_the_workers_run_no_shell() -> None:
    tree = ast.parse((ROOT / "viz/engine/workers.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and "Popen" in ast.unparse(node.func)]
    assert calls
    assert all(isinstance(call.args[0], ast.List) for call in calls)  # a program and its arguments, not a command line


def test_the_server_checks_requests_and_limits_uploads() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server = config["server"]
    assert server["enableXsrfProtection"] is True
    assert server["enableCORS"] is True
    assert server["maxUploadSize"] <= 5
    assert server["maxMessageSize"] <= 170
    assert config["client"]["showErrorDetails"] == "none"
    assert "corsAllowedOrigins" not in server
    assert not server.get("enableStaticServing", False)


@pytest.mark.parametrize(
    ("dependencies", "status", "words"),
    [
        ([{"name": "a", "version": "1", "vulns": []}], 0, "1 of 1 packages looked up, 0 with known vulnerabilities"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}], 1, "a 1: X-1, fixed in 2"),
        ([{"name": "a", "skip_reason": "not found"}], 2, "The service did not answer for 1 packages"),
        (None, 2, "can't be reached from here"),
    ],
)
def test_an_audit_says_what_it_could_not_look_up(
    dependencies: list[dict[str, object]] | None, status: int, words: str, tmp_path: Path
) -> None:
    tool = tmp_path / "pip-audit"
    answer = json.dumps({"dependencies": dependencies}) if dependencies is not None else ""
    tool.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\n", encoding="utf-8")
    tool.chmod(0o755)
    command = [sys.executable, str(ROOT / ".ci" / "audit.py"), str(tool), "requirements.txt"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == status
    assert words in ran.stdout
