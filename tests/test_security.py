"""What SECURITY.md says and the source shows: nothing from outside is run, and the limits are those it states."""

from __future__ import annotations

import ast
import csv
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz import test_formulas, test_links, test_messages, test_recordings, test_run_files, test_tables
from viz.activations.formula import differentiate, syntax
from viz.engine import archive, csv_table, csv_text, recording_format, table_of
from viz.spec import (
    activation_text,
    adjustable,
    claims,
    codec,
    dead_limits,
    deep,
    experiment_conflicts,
    points,
    run_file,
    stage_text,
    training,
)
from viz.ui import cache, share
from viz.ui.training import upload

ROOT = Path(__file__).resolve().parents[1]
PROMISES = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
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

MB = 2**20
LIMITS = {
    "An uploaded file": [f"{csv_text.MAX_BYTES // MB} MB", f"{archive.MAX_BYTES // MB} MB"],
    "A table": [
        *(f"{csv_table.MAX_ROWS:,} rows", f"{csv_table.MAX_COLUMNS} columns", f"{table_of.MAX_INPUTS} inputs"),
        *(f"{table_of.MAX_CLASSES} classes", f"{csv.field_size_limit():,} characters", f"{upload.KEPT} tables"),
    ],
    "A saved run (`.npz`)": [f"{archive.MAX_UNPACKED // MB} MB unpacked", f"{archive.MAX_HEADER // MB} MB of header"],
    "A saved run (JSON)": [f"{run_file.MAX_PARTS:,} lists", f"{run_file.MAX_SETTINGS} settings"],
    "A recording's header": [
        *(f"{recording_format._MAX_HEADER // MB} MB", f"{recording_format._MAX_DIMENSIONS} dimensions")
    ],
    "One value of a link": [
        *(f"{codec.MAX_TEXT:,} characters", f"{codec.MAX_SHOWN} of it", f"{share.MOST} problems"),
    ],
    "A formula": [
        *(f"{syntax.LONGEST} characters", f"{syntax.MOST_NODES} nodes", f"{syntax.DEEPEST} deep"),
        *(f"{syntax.MOST_PARAMETERS} parameters", f"up to {syntax.LARGEST_EXPONENT}"),
        {0.5: "half a second"}[differentiate.SECONDS],
    ],
    "Formulas in one link": [f"{activation_text.MAX_FORMULAS} different"],
    "A lane's name, a search": [f"{training.MAX_NAME} and {claims.LONGEST_SEARCH} characters"],
    "Drawn points": [f"{points.MAX_POINTS}"],
    "A network": [
        *(f"{adjustable.MAX_LAYERS} layers of {adjustable.MAX_WIDTH} units", f"{deep.MAX_DEPTH} layers"),
        *(f"{training.MAX_LANES} lanes", f"{training.MAX_SEEDS} seeds"),
        f"{stage_text.MAX_STAGES} earlier stages of {stage_text.MAX_ACTIONS} actions",
    ],
    "A run": [
        *(f"{experiment_conflicts.MAX_WORK / 1e9:.0f}·10⁹", f"{experiment_conflicts.MAX_SIZE / 1e6:.0f} MB"),
    ],
    "An experiment of *Dead neurons*": [f"{dead_limits.MAX_RUNS:,} runs", f"{dead_limits.MAX_SECONDS:.0f} s"],
    "Runs that are kept": [
        *(f"{cache.RUNS}, {cache.RUN_BYTES // MB} MB", f"{cache.RESULTS}, {cache.RESULT_BYTES // MB} MB"),
    ],
    "Runs that train at the same time": [f"{cache.BUDGET} of a session", f"{cache.TRAINED_AT_ONCE} for each worker"],
    "Worker processes": [f"{cache.MOST_WORKERS} at most"],
}
"""Row of the table of limits -> what it has to say."""


def bounds(seconds: float, megabytes: float) -> list[str]:
    return [f"{seconds:g} s", f"{megabytes:.0f} MB"]


FUZZED = {
    "links": bounds(test_links.SECONDS, test_links.MEGABYTES),
    "tables": [
        *bounds(test_tables.SECONDS, test_tables.MEGABYTES),
        *bounds(test_tables.LARGE_SECONDS, test_tables.LARGE_MEGABYTES),
    ],
    "formulas": [
        *bounds(test_formulas.READ_SECONDS, test_formulas.MEGABYTES),
        *bounds(test_formulas.SECONDS, test_formulas.MEGABYTES),
    ],
    "recordings": bounds(test_recordings.SECONDS, test_recordings.MEGABYTES),
    "saved runs": bounds(test_run_files.SECONDS, test_run_files.MEGABYTES),
    "messages": bounds(test_messages.SECONDS, test_messages.MEGABYTES),
}
"""First words of a row of the table of fuzzed targets -> what it has to say."""


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


def stated() -> dict[str, str]:
    """Return the tables of SECURITY.md: the first cell of each row -> the others."""
    return dict(line.strip("| ").split(" | ", 1) for line in PROMISES.splitlines() if line.startswith("| "))


@pytest.mark.parametrize("row", LIMITS)
def test_limits_are_those_that_are_stated(row: str) -> None:
    assert [limit for limit in LIMITS[row] if limit not in stated()[row]] == []


@pytest.mark.parametrize("target", FUZZED)
def test_bounds_of_fuzzing_are_those_that_are_stated(target: str) -> None:
    (rest,) = (rest for first, rest in stated().items() if re.match(rf"{target}\b", first))
    assert [bound for bound in FUZZED[target] if bound not in rest] == []


def test_every_limit_is_held_to_its_constant() -> None:
    table = PROMISES.partition("## Limits")[2].partition("##")[0]
    rows = {line.strip("| ").partition(" | ")[0] for line in table.splitlines() if line.startswith("| ")}
    assert rows - set(LIMITS) == {"What", "A message on the socket"}  # which the configuration has


def test_what_the_promises_point_to_is_there() -> None:
    paths = re.findall(r"`((?:viz|tests|deploy|\.streamlit)/[\w./]*)`", PROMISES)
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


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
