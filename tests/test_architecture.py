"""The rules of the design that no linter knows: what scripts may import, and where state, caches and colours live.

The import contracts in pyproject.toml hold inside viz/. app.py and pages/ are scripts and no package, so what they
import is read from their syntax trees here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
VIZ = sorted((ROOT / "viz").rglob("*.py"))
ASSETS = sorted(path for pattern in ("*.js", "*.css") for path in (ROOT / "viz").rglob(pattern))
PAGES = sorted((ROOT / "pages").glob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
CONTROLS = ("viz/ui/controls.py", "viz/ui/widgets.py", "viz/ui/following.py")
SLEEPERS = (  # tools that let time pass between two acts of a script, and between two looks at a condition
    *("tests/bench", "tests/load", "tests/faults", "tests/browser/harness.py"),
    "tests/test_architecture.py",
)
PAGE_BUDGET = 80  # lines
FILE_BUDGET = 300  # lines
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|\brgba?\(|\bhsla?\(")


def name(path: Path) -> str:
    """Return a path as a test's id."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports, as ``viz.ui.frame.LOGO`` or ``streamlit``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(path: Path) -> Iterator[str]:
    """Yield every dotted name that a file reads, as ``st.session_state``."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node)


def outside(paths: list[Path], *allowed: str) -> list[Path]:
    """Return the paths that are not one of the allowed files and not inside one of the allowed folders."""
    return [path for path in paths if not any(name(path) == a or name(path).startswith(f"{a}/") for a in allowed)]


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_only_puts_finished_parts_together(path: Path) -> None:
    allowed = ("__future__", "collections.abc", "typing", "streamlit", "viz")
    assert [module for module in imports(path) if not module.startswith(allowed)] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_keeps_its_budget(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= PAGE_BUDGET


def test_app_knows_only_the_frame() -> None:
    allowed = ("__future__", "streamlit", "viz.ui.frame")
    assert [module for module in imports(ROOT / "app.py") if not module.startswith(allowed)] == []


def test_every_page_is_in_the_navigation() -> None:
    titles = next(
        ast.literal_eval(node.value)
        for node in tree(ROOT / "app.py").body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TITLES"
    )
    assert sorted(title.lower().replace(" ", "_") for title in titles) == [path.stem for path in PAGES]


@pytest.mark.parametrize("path", outside(VIZ, "viz/engine", "viz/labs", "viz/ui"), ids=name)
def test_nothing_above_the_labs_trains(path: Path) -> None:
    trainers = {"viz.engine.train", "viz.engine.record"}
    assert trainers.isdisjoint(imports(path))


@pytest.mark.parametrize("path", outside([*VIZ, *PAGES, ROOT / "app.py"], *CONTROLS), ids=name)
def test_session_state_is_touched_only_by_the_controls(path: Path) -> None:
    assert [use for use in attributes(path) if use.endswith("session_state")] == []


@pytest.mark.parametrize("path", outside([*VIZ, *PAGES, ROOT / "app.py"], "viz/ui/cache.py"), ids=name)
def test_streamlit_caches_live_in_one_file(path: Path) -> None:
    assert [use for use in attributes(path) if re.search(r"\bcache_(data|resource)\b", use)] == []


@pytest.mark.parametrize("path", outside(VIZ, "viz/figures/theme.py"), ids=name)
def test_colours_live_in_the_theme(path: Path) -> None:
    strings = [node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)]
    assert [text for text in strings if isinstance(text, str) and COLOUR.search(text)] == []


@pytest.mark.parametrize("path", outside(ASSETS, "viz/player/player.css", "viz/player/theme.js"), ids=name)
def test_colours_of_the_canvas_live_in_its_theme(path: Path) -> None:
    assert COLOUR.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", [*VIZ, *TESTS], ids=name)
def test_file_holds_one_concept(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= FILE_BUDGET


@pytest.mark.parametrize("path", outside(TESTS, *SLEEPERS), ids=name)
def test_tests_wait_on_conditions(path: Path) -> None:
    assert [use for use in attributes(path) if use.endswith((".sleep", ".wait_for_timeout"))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "unit").rglob("test_*.py")), ids=name)
def test_unit_tests_mirror_the_package(path: Path) -> None:
    folder = path.parent.relative_to(ROOT / "tests" / "unit")
    assert (ROOT / "viz" / folder).is_dir() or (ROOT / "viz" / folder).with_suffix(".py").exists()


def test_requirements_are_hashed_and_name_no_host() -> None:
    for file in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if "://" in line or "index" in line]
        pins = [line for line in lines if "==" in line]
        assert pins
        assert all(line.endswith(" \\") for line in pins)  # a hash follows


def test_development_pins_contain_those_of_the_app() -> None:
    def pins(file: str) -> set[str]:
        lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
        return {line.removesuffix(" \\") for line in lines if "==" in line}

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
