"""The code of a formula for the frameworks, written from its tree."""

from __future__ import annotations

from viz.activations.base import FrameworkName, Template
from viz.activations.formula.tree import COMPARISONS, VARIABLE, Call, Name, Number, Tree, depends

_PREFIX = {"numpy": "np.", "torch": "torch.", "jax": "jnp."}
_SPECIAL: dict[str, dict[str, str]] = {
    "numpy": {"erf": "special.erf", "sigmoid": "special.expit", "softplus": "np.logaddexp(0.0, {0})"},
    "torch": {"erf": "torch.erf", "sigmoid": "torch.sigmoid", "softplus": "F.softplus"},
    "jax": {"erf": "jax.scipy.special.erf", "sigmoid": "jax.nn.sigmoid", "softplus": "jax.nn.softplus"},
}
_STRENGTH = {"<": 0, ">": 0, "+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_TENSORS = ("where", "max", "min")  # of which PyTorch takes no plain numbers


def templates(tree: Tree, derivative: Tree) -> dict[FrameworkName, Template]:
    """Return the snippets for NumPy, PyTorch and JAX; Keras has its own operations and none of ours."""
    return {
        "numpy": Template(_write(tree, "numpy"), derivative=_write(derivative, "numpy")),
        "torch": Template(_write(tree, "torch")),
        "jax": Template(_write(tree, "jax")),
    }


def _write(tree: Tree, framework: str) -> str:
    if isinstance(tree, Number):
        return repr(tree.value)
    if isinstance(tree, Name):
        constant = {"pi": "3.141592653589793", "e": "2.718281828459045"}.get(tree.name)
        return constant or ("{z}" if tree.name == VARIABLE else f"{{{tree.name}}}")
    given = [_write(argument, framework) for argument in tree.arguments]
    if tree.name in _STRENGTH:
        return _operator(tree, given)
    prefix = _PREFIX[framework]
    special = _SPECIAL[framework].get(tree.name)
    if special is not None:
        return special.format(*given) if "{" in special else f"{special}({given[0]})"
    if framework == "torch":
        given = [_tensor(tree, argument, text) for argument, text in zip(tree.arguments, given, strict=True)]
    match tree.name:
        case "max" | "min":
            text = given[0]
            for other in given[1:]:
                text = f"{prefix}{tree.name}imum({text}, {other})"
            return text
        case "relu":
            return {
                "numpy": f"np.maximum({given[0]}, 0.0)",
                "torch": f"F.relu({given[0]})",
                "jax": f"jax.nn.relu({given[0]})",
            }[framework]
        case "step":
            if framework == "torch":
                return f"torch.heaviside({given[0]}, torch.ones_like({given[0]}))"
            return f"{prefix}heaviside({given[0]}, 1.0)"
        case "arctan" if framework == "torch":
            return f"torch.atan({given[0]})"
    return f"{prefix}{tree.name}({', '.join(given)})"


def _operator(tree: Call, given: list[str]) -> str:
    strength = _STRENGTH[tree.name]

    def inside(place: int, least: int) -> str:
        argument = tree.arguments[place]
        own = _STRENGTH.get(argument.name, 5) if isinstance(argument, Call) else 5
        own = 3 if isinstance(argument, Name) and argument.name != VARIABLE else own  # a parameter may be negative
        return given[place] if own >= least else f"({given[place]})"

    if tree.name == "neg":
        return f"-{inside(0, strength)}"
    left, right = (strength + 1, 3) if tree.name == "**" else (strength, strength + 1)
    return f"{inside(0, left)} {tree.name} {inside(1, right)}"


def _is_number(tree: Tree) -> bool:
    return not depends(tree) and not (isinstance(tree, Call) and tree.name in COMPARISONS)


def _tensor(tree: Call, argument: Tree, text: str) -> str:
    """Return an argument as a tensor, which PyTorch wants where NumPy takes numbers."""
    return f"torch.full_like({{z}}, {text})" if tree.name in _TENSORS and _is_number(argument) else text
