"""Claims 27 and 28 against the definition of ReLU, in both precisions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.labs.claims.expectation import measured
from viz.labs.claims import CLAIMS, Verdict
from viz.labs.claims.themes.large_inputs import SAME, FarOut, far_out
from viz.spec.claims import Conditions
from viz.spec.curves import CurvesSpec


@pytest.mark.parametrize(("place", "kind", "decades"), [(0, np.float64, 300), (1, np.float32, 38)])
def test_inputs_go_to_the_largest_number_there_is(place: int, kind: type, decades: int) -> None:
    far = measured(27).precisions[place]
    assert len(far.inputs) == decades + 2
    np.testing.assert_allclose(np.log10(far.inputs[:-1]), np.arange(decades + 1), atol=1e-6)
    assert far.inputs[-1] == np.finfo(kind).max


def test_relu_is_the_identity_out_there() -> None:
    for far in measured(27).precisions:
        np.testing.assert_array_equal(far.outputs[0], far.inputs)
        assert set(far.slopes[0]) == set(far.secants[0]) == {1.0}
        assert set(far.growth[0]) == {2.0}


def test_the_others_level_off() -> None:
    far = measured(28).precisions[0]
    np.testing.assert_allclose(far.outputs[1], np.tanh(far.inputs), rtol=1e-15)
    np.testing.assert_array_equal(far.outputs[2], np.minimum(far.inputs, 6.0))
    np.testing.assert_array_equal(far.growth[1:, -1], 1.0)


def test_a_secant_tells_what_a_derivative_hides() -> None:
    far = far_out(("heaviside",)).precisions[0]  # its derivative is 0 throughout, and so is what it gains
    assert CLAIMS[27].judge(FarOut(("heaviside",), (far, far))).verdict is Verdict.HOLDS
    rising = replace(far, secants=far.secants + 2 * SAME)
    assert CLAIMS[27].judge(FarOut(("heaviside",), (rising, rising))).verdict is Verdict.FAILS


def test_the_claims_contradict_each_other_and_are_decided_on_the_same_numbers() -> None:
    assert CLAIMS[27].against == (28,)
    assert CLAIMS[28].against == (27,)
    assert CLAIMS[27].measure is CLAIMS[28].measure


@pytest.mark.parametrize("number", [27, 28])
def test_the_page_opens_as_far_out_as_it_goes(number: int) -> None:
    play = CLAIMS[number].play
    assert play is not None
    settings = play(Conditions()).settings
    assert CurvesSpec.from_query(settings.to_query()) == (settings, [])
