"""Claim 23 against closed forms, and against a network that is run by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.engine import record
from viz.engine.probes import losses_and_scores, parameters, unit_states
from viz.labs.claims import CLAIMS
from viz.labs.claims.themes.saturation import NETWORK, SMALL, STEPS, Z
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec


def test_slopes_are_those_of_the_closed_forms() -> None:
    found = measured(23)
    sigmoid = 1.0 / (1.0 + np.exp(-Z))
    np.testing.assert_allclose(found.slopes[0], 4.0 * sigmoid * (1.0 - sigmoid), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found.slopes[1], 1.0 - np.tanh(Z) ** 2, rtol=1e-6, atol=1e-15)
    assert found.centre.tolist() == [1.0, 1.0]
    assert found.outside == pytest.approx([1.0 / np.cosh(1.0) ** 2, 1.0 / np.cosh(2.0) ** 2])


def test_the_sigmoid_is_tanh_at_twice_the_width() -> None:
    # 1 / cosh²(z) = SMALL; σ(z) = ½ (1 + tanh(z/2))
    tanh = np.arccosh(SMALL**-0.5)
    assert measured(23).small_from == pytest.approx([2.0 * tanh, tanh])


@pytest.mark.parametrize(("place", "name", "peak"), [(0, "sigmoid", 0.25), (1, "tanh", 1.0)])
def test_the_saturated_share_is_that_of_a_network_run_by_hand(place: int, name: str, peak: float) -> None:
    seed = 3
    spec = NETWORK.unchecked({"activation": name, "epsilon": SMALL * peak, "steps": STEPS, "seed": seed, "frames": 1})
    recording = record(spec, probes=(losses_and_scores, unit_states, parameters))
    h, shares = recording.x_train[0].astype(np.float64), []
    for weights, biases in list(zip(recording.weights, recording.biases, strict=True))[:-1]:
        z = h @ weights[0, -1] + biases[0, -1]
        h = np.tanh(z) if name == "tanh" else 1.0 / (1.0 + np.exp(-z))
        slope = 1.0 - h**2 if name == "tanh" else h * (1.0 - h)
        shares.append((slope < SMALL * peak).mean())
    # Weights are recorded in single precision: a pair or two may fall on the other side.
    assert measured(23).saturated[place, seed, -1] == pytest.approx(np.mean(shares), abs=1e-3)


def test_the_finding_names_the_function_that_fails() -> None:
    finding = CLAIMS[23].judge(measured(23))
    assert finding.number is not None
    assert finding.number.label.endswith("sigmoid")
    assert finding.number.value > SMALL > measured(23).outside[1]
    assert [quantity.over for quantity in finding.more[2:]] == ["10 seeds", "10 seeds"]


def test_the_page_opens_with_what_is_drawn() -> None:
    claim = CLAIMS[23]
    assert claim.play is not None
    settings = claim.play(Conditions()).settings
    assert CurvesSpec.from_query(settings.to_query()) == (settings, [])
