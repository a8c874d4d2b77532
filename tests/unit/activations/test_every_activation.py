"""What holds for every activation in the registry, whatever its parameters: shapes, types, special values, kernels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import special

from tests.unit.activations.cases import activations, every_activation, every_variant, functions
from viz.activations import Activation

RNG = np.random.default_rng(7)
POINTS = np.concatenate([np.linspace(-12.0, 12.0, 241), RNG.normal(scale=30.0, size=100)])
WAVES = {"sine": "value and slope", "gcu": "value and slope", "snake": "slope"}  # what has no limit at ±inf


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=True)


@every_variant
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_kernels_fill_any_view_with_what_the_public_call_returns(activation: Activation, dtype: type) -> None:
    z = POINTS[:240].astype(dtype).reshape(4, 10, 6)
    kernels = (activation.value_kernel, activation.derivative_kernel, activation.second_derivative_kernel)
    for kernel, function in zip(kernels, functions(activation), strict=True):
        holder = np.full((4, 12, 9), np.nan, dtype)
        out = holder[:, 1:-1, 2:8]
        source = np.full((4, 10, 12), np.nan, dtype)
        source[:, :, ::2] = z
        with np.errstate(all="ignore"):
            kernel(source[:, :, ::2], out, *activation.arguments)
        assert _same(out.copy(), function(z))
        assert np.isnan(holder).sum() == holder.size - out.size  # nothing beside the view is written
        assert np.array_equal(source[:, :, ::2], z)  # nor the input


@every_variant
def test_an_element_does_not_depend_on_its_neighbours(activation: Activation) -> None:
    z = np.tile(POINTS, 3)  # long enough for the kernels that treat large arrays apart
    for function in functions(activation):
        whole = function(z)
        assert _same(whole[:50], np.array([function(point) for point in z[:50]]))
        assert _same(whole[3:80], function(z[3:80]))


@every_variant
def test_numpy_code_computes_function_and_derivative(activation: Activation) -> None:
    z = np.unique([*POINTS, *(kink.at for kink in activation.kinks)])
    template = activation.templates["numpy"]
    for expression, function in ((template.expression, activation), (template.derivative, activation.derivative)):
        filled = expression.format(z="z", **{name: repr(value) for name, value in activation.values.items()})
        with np.errstate(all="ignore"):
            found = eval(filled, {"np": np, "special": special, "z": z})
        expected = function(z)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@every_activation
def test_parameters_may_be_arrays(activation: Activation) -> None:
    z = POINTS.reshape(1, -1)
    settings = [
        activation.with_parameters(**{p.name: np.interp(share, [0, 1], [p.low, p.high]) for p in activation.parameters})
        for share in (0.25, 0.5, 1.0)
    ]
    columns = [np.array(column).reshape(3, 1) for column in zip(*(s.arguments for s in settings), strict=True)]
    for kernel_of in (
        lambda a: a.value_kernel,
        lambda a: a.derivative_kernel,
        lambda a: a.second_derivative_kernel,
    ):
        population = np.repeat(z, 3, axis=0)
        out = np.empty_like(population)
        alone = np.empty_like(population)
        with np.errstate(all="ignore"):
            kernel_of(activation)(population, out, *columns)
            for row, setting in zip(alone, settings, strict=True):
                kernel_of(setting)(z[0], row, *setting.arguments)
        assert np.array_equal(out, alone)


@every_variant
def test_float32_is_as_good_as_its_rounding(activation: Activation) -> None:
    z = POINTS.astype(np.float32)
    exact = z.astype(np.float64)
    eps = np.finfo(np.float32).eps
    breaks = np.array([kink.at for kink in activation.kinks] + [0.0, 1.0, -1.0, 3.0, -3.0])
    smooth = np.abs(exact[:, None] - breaks).min(axis=1) > 1e-4  # a rounded kink lies elsewhere
    for function in functions(activation):
        expected = function(exact)
        moved = np.abs(function(exact * (1 + eps)) - function(exact * (1 - eps)))
        with np.errstate(over="ignore"):
            representable = np.abs(expected) < np.finfo(np.float32).max
        tolerance = 8 * eps * np.maximum(1.0, np.abs(expected)) + 4 * moved
        got = function(z)
        assert got.dtype == np.float32
        keep = smooth & representable
        assert np.all(np.abs(got[keep] - expected[keep]) <= tolerance[keep])


@every_variant
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_special_values(activation: Activation, dtype: type) -> None:
    huge = 1e300 if dtype is np.float64 else 1e36
    tiny = float(np.finfo(dtype).smallest_subnormal)
    finite = np.array([-huge, -1.0, -1e-30, -tiny, -0.0, 0.0, tiny, 1e-30, 1.0, huge], dtype)
    limits = np.array([-np.inf, np.inf], dtype)
    for order, function in enumerate(functions(activation)):
        assert not np.isnan(function(finite)).any()
        assert np.isnan(function(np.array([np.nan, 1.0], dtype))[0])
        assert np.array_equal(np.isnan(function(np.array([np.nan, 1.0], dtype))), [True, False])
        waves = WAVES.get(activation.name, "")
        if ("value" if order == 0 else "slope") in waves:
            assert np.isnan(function(limits)).all()
            continue
        for at, near in zip(function(limits), function(np.array([-huge, huge], dtype)), strict=True):
            grows = abs(near) > np.sqrt(huge)
            assert (np.isinf(at) and at * near > 0) if grows else abs(at - near) <= 1e-6


@every_variant
def test_saturation_at_infinity_is_exact(activation: Activation) -> None:
    for saturates, end in zip(activation.saturates, (-np.inf, np.inf), strict=True):
        if saturates:
            assert activation.derivative(end) == 0.0
            assert activation.second_derivative(end) == 0.0


@every_activation
@pytest.mark.parametrize(
    "z",
    [
        np.array(0.5),
        np.empty((0,)),
        np.empty((3, 0, 2), np.float32),
        np.asfortranarray(np.arange(12.0).reshape(3, 4)),
        np.arange(24.0).reshape(2, 3, 4)[::-1, :, ::2],
        np.broadcast_to(np.float32(0.3), (2, 5)),
    ],
    ids=["0-d", "empty", "empty 3-d", "Fortran order", "strided", "broadcast"],
)
def test_any_shape(activation: Activation, z: np.ndarray) -> None:
    for function in functions(activation):
        result = function(z)
        assert isinstance(result, np.ndarray)
        assert (result.shape, result.dtype) == (z.shape, z.dtype)
        assert _same(result, np.array([function(v) for v in z.ravel()], z.dtype).reshape(z.shape))


@every_activation
def test_other_types(activation: Activation) -> None:
    assert activation([1, 2]).dtype == np.float64
    assert activation(np.array([1, 2], np.float16)).dtype == np.float64
    assert _same(activation(np.array([True, False])), activation(np.array([1.0, 0.0])))
    with pytest.raises(TypeError):
        activation(np.array([1j]))
    with pytest.raises(TypeError):
        activation.derivative("a")


@given(
    activation=activations(),
    z=arrays.arrays(
        st.sampled_from([np.dtype(np.float32), np.dtype(np.float64)]),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
        elements={"allow_nan": True, "allow_infinity": True},
    ),
)
def test_any_array_keeps_shape_type_and_nan_without_a_warning(activation: Activation, z: np.ndarray) -> None:
    for function in functions(activation):
        result = function(z)
        assert (result.shape, result.dtype) == (z.shape, z.dtype)
        assert np.isnan(result[np.isnan(z)]).all()
        moderate = np.abs(z) < 1e30
        assert not np.isnan(result[moderate]).any()
