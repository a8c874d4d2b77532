"""A formula travels in a link: by itself, in lists of layers and units, in stages of a fork and lanes of a race."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from tests.unit.activations.formula.trees import trees
from viz.activations import Activation
from viz.activations.formula import FormulaError
from viz.activations.formula.tree import Tree, write
from viz.engine import record
from viz.spec import CurvesSpec, ExperimentSpec, activation_text, read_activation, write_activation
from viz.spec.activation_text import CHOICES, MAX_FORMULAS, canonical, choice_of, one_link, with_formula
from viz.spec.fork import forked
from viz.spec.training import TrainingSpec

OURS = "formula(max(0,x)+a*sin(3*x),a:0.1)"


@given(trees())
def test_any_formula_comes_back_the_same(tree: Tree) -> None:
    text = f"formula({write(tree)})"
    try:
        activation = read_activation(text)
    except FormulaError:
        assume(False)
    assert write_activation(activation) == text == canonical(text)
    assert not set(text) & set(";|&=: '\"")  # which mean something around it


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("formula", OURS),
        ("formula( max(0, x) + a*sin(3*z), a:0.10 )", OURS),
        ("formula(a*x)", "formula(a*x)"),
        ("formula(a*x,a:1)", "formula(a*x)"),
        ("formula(a*x+b,b:2,a:-0.5)", "formula(a*x+b,a:-0.5,b:2)"),
        ("formula(max(x,0))", "formula(max(x,0))"),
    ],
)
def test_a_formula_has_one_text(text: str, written: str) -> None:
    assert canonical(text) == written
    assert choice_of(read_activation(text)) == "formula"
    assert choice_of(read_activation(text)) in CHOICES


@pytest.mark.parametrize(
    "text",
    [
        "formula()",
        "formula(x",
        "formula(x))",
        "formula(x,)",
        "formula(x,b:1)",
        "formula(a*x,a:99)",
        "formula(a*x,a:nan)",
        "formula(a*x,a=1)",
        "formula(x.real)",
        "formula(__import__('os'))",
        "formula(x),relu",
        "formulae(x)",
        "Formula(x)",
    ],
)
def test_what_is_no_formula_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        canonical(text)


def test_a_link_with_a_hostile_formula_opens_with_the_default() -> None:
    spec, (problem,) = ExperimentSpec.from_query({"activation": "formula(().__class__.__mro__)"})
    assert spec == ExperimentSpec()
    assert "__class__" in problem


def test_another_formula_keeps_the_parameters_that_both_have() -> None:
    assert with_formula(OURS, "a*x + b") == "formula(a*x+b,a:0.1)"
    assert with_formula("relu", "x^2") == "formula(x**2)"


def test_it_survives_in_every_list() -> None:
    spec = ExperimentSpec(
        layer_activations=(OURS, "relu"), unit_activations=("2.5:formula(where(x<=0,a*x,x),a:0.2)", "1.1:tanh")
    )
    fork = forked(spec, 100, activation="formula(x*sigmoid(x))", layer_activations=())
    page = TrainingSpec.of(fork).add(spec, name="ours").fork(50, learning_rate=0.5)
    curves = CurvesSpec(functions=("relu", OURS, "formula(x**2)"))
    for settings in (spec, fork, page, curves):
        assert type(settings).from_query(settings.to_query()) == (settings, [])
    assert fork.stages[0].spec.layer_activations == (OURS, "relu")


def test_relu_typed_as_a_formula_trains_as_relu_does_bit_for_bit() -> None:
    short = {"steps": 200, "frames": 10, "samples": 60}
    ours = record(ExperimentSpec(activation="formula(max(0,x))", **short))
    relu = record(ExperimentSpec(activation="relu", **short))
    assert (ours.train_loss == relu.train_loss).all()
    assert all((a == b).all() for a, b in zip(ours.dead, relu.dead, strict=True))


def test_a_run_that_leaves_the_real_numbers_says_so() -> None:
    ended = record(ExperimentSpec(activation="formula(log(x))", steps=200, frames=10, samples=60))
    assert ended.header["stopped"]["kind"] == "overflow"


def test_few_formulas_of_one_link_are_read_and_a_refused_one_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tried: list[str] = []

    def counting(text: str) -> Activation:
        tried.append(text)
        return read_activation(text)

    monkeypatch.setattr(activation_text, "read_activation", counting)
    texts = [f"formula({place + 2}*x)" for place in range(MAX_FORMULAS)]
    with one_link():
        for _ in range(2):
            assert [canonical(text) for text in texts] == texts
        with pytest.raises(ValueError, match=rf"formula number {MAX_FORMULAS + 1} of one link"):
            canonical("formula(99*x)")
        assert canonical("tanh") == "tanh"
    tried.clear()
    with one_link():
        for _ in range(3):
            with pytest.raises(ValueError, match="unknown name"):
                canonical("formula(what)")
    assert tried == ["formula(what)"]
    assert canonical("formula(99*x)") == "formula(99*x)"


def test_a_link_of_many_formulas_keeps_what_else_is_in_it() -> None:
    texts = ",".join(f"1.{place + 1}:formula({place + 2}*x)" for place in range(MAX_FORMULAS + 1))
    settings, (problem,) = TrainingSpec.from_query({"unit_activations": texts, "seed": "7"})
    assert (settings.seed, settings.unit_activations) == (7, ())
    assert f"accepted are {MAX_FORMULAS}" in problem
