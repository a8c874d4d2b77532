"""Data sets: exact sizes, balance, determinism, geometry, and a domain that always holds every point."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_iris

from viz.engine.datasets import DATASETS, MAX_TEST_SHARE, MIN_SAMPLES, Dataset, make_dataset
from viz.engine.samplers import IRIS_MEAN, IRIS_SD

MEASURED = ("iris4", "wine", "breast_cancer", "digits", "diabetes")  # which test_real_sets.py is about
NAMES = tuple(name for name in DATASETS if name not in MEASURED)
PLANAR = ("circles", "moons", "xor", "gaussians", "spirals", "checkerboard")
CURVES = {
    "plane": lambda x: (x[:, 0] + x[:, 1]) / 4,
    "sine": lambda x: 1.5 * np.sin(1.5 * x[:, 0]),
    "step": lambda x: 1.5 * np.sign(x[:, 0]),
    "abs": lambda x: np.abs(x[:, 0]),
    "cubic": lambda x: x[:, 0] ** 3 / 6 - x[:, 0],
}

any_dataset = given(
    name=st.sampled_from(NAMES),
    samples=st.integers(MIN_SAMPLES, 400),
    noise=st.floats(0, 1),
    test_share=st.floats(0, MAX_TEST_SHARE),
    seed=st.integers(0, 2**32 - 1),
)


def draw(name: str, samples: int = 300, noise: float = 0.1, test_share: float = 0.33, seed: int = 0) -> Dataset:
    return make_dataset(DATASETS[name], samples, noise, test_share, np.random.default_rng(seed))


def whole(data: Dataset) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate((data.x_train, data.x_test)), np.concatenate((data.y_train, data.y_test))


def content(data: Dataset) -> list[bytes]:
    return [array.tobytes() for array in (data.x_train, data.y_train, data.x_test, data.y_test)]


def test_the_registry_holds_the_promised_sets():
    assert set(NAMES) == {*PLANAR, "iris", *CURVES}
    for name in NAMES:
        info = DATASETS[name]
        assert info.name == name
        assert all((info.label, info.description, info.reference, info.noise))
        assert len(info.domain) == info.inputs
        assert info.classes == (3 if name == "iris" else 2 if name in PLANAR else 0)
        assert info.outputs == (3 if name == "iris" else 1)
        assert info.task == ("multiclass" if name == "iris" else "regression" if name in CURVES else "binary")


@any_dataset
def test_sizes_types_and_domain(name, samples, noise, test_share, seed):
    data = draw(name, samples, noise, test_share, seed)
    info = DATASETS[name]
    total = min(samples, 150) if name == "iris" else samples
    tests = round(test_share * total)
    assert data.x_train.shape == (total - tests, info.inputs)
    assert data.x_test.shape == (tests, info.inputs)
    assert data.y_train.shape == (total - tests,)
    assert data.y_test.shape == (tests,)
    x, y = whole(data)
    assert x.dtype == np.float64
    assert y.dtype == (np.float64 if info.task == "regression" else np.int64)
    low, high = np.array(info.domain).T
    assert (x >= low).all()
    assert (x <= high).all()
    assert info.target_range[0] <= y.min()
    assert y.max() <= info.target_range[1]


@any_dataset
def test_classes_are_balanced_in_both_parts(name, samples, noise, test_share, seed):
    data = draw(name, samples, noise, test_share, seed)
    classes = len(data.class_names)
    if not classes:
        return
    counts = np.bincount(whole(data)[1], minlength=classes)
    assert len(counts) == classes
    assert np.ptp(counts) <= 1
    train, test = (np.bincount(part, minlength=classes) for part in (data.y_train, data.y_test))
    assert train.min() >= 1
    assert (np.abs(test - counts * test.sum() / counts.sum()) < 1).all()


@pytest.mark.parametrize("samples", range(MIN_SAMPLES, 2 * MIN_SAMPLES))
def test_the_smallest_training_part_has_every_class(samples):
    assert set(draw("iris", samples, test_share=MAX_TEST_SHARE).y_train) == {0, 1, 2}


def test_a_split_rounds_by_largest_remainder():
    # 7, 7 and 6 flowers, 16 of 20 set aside: 5.6, 5.6 and 4.8 are due, so the last two go to the third and the first.
    np.testing.assert_array_equal(np.bincount(draw("iris", 20, test_share=0.8).y_test), [6, 5, 5])


def test_a_split_is_shuffled():
    first, second = draw("iris", 150, 0.0, 0.5, seed=0), draw("iris", 150, 0.0, 0.5, seed=1)
    assert not np.array_equal(np.sort(first.x_test, axis=0), np.sort(second.x_test, axis=0))
    for y in (first.y_train, first.y_test):  # 75 flowers in random order change species about 50 times
        assert 30 < np.count_nonzero(np.diff(y)) < 70


@pytest.mark.parametrize("name", NAMES)
def test_one_seed_gives_the_same_bytes_and_another_others(name):
    assert content(draw(name, seed=7)) == content(draw(name, seed=7))
    assert content(draw(name, seed=7)) != content(draw(name, seed=8))


@pytest.mark.parametrize("name", NAMES)
def test_the_parts_are_disjoint_and_together_the_whole(name):
    (x, y), (all_x, all_y) = whole(draw(name, test_share=0.4)), whole(draw(name, test_share=0.0))

    def rows(x: np.ndarray, y: np.ndarray) -> list[tuple[float, ...]]:
        return sorted(map(tuple, np.column_stack((x, y)).tolist()))

    assert rows(x, y) == rows(all_x, all_y)
    assert len(set(rows(x, y))) == len(y)  # noise makes every sample unique, so no row is in both parts


@pytest.mark.parametrize("name", NAMES)
def test_a_larger_test_share_keeps_the_smaller_ones_samples(name):
    small, large = (set(map(tuple, draw(name, test_share=share).x_test.tolist())) for share in (0.2, 0.5))
    assert small < large


@pytest.mark.parametrize("name", NAMES)
def test_noise_moves_each_sample_along_its_own_direction(name):
    (x0, y0), (x1, y1), (x2, y2) = (whole(draw(name, noise=noise)) for noise in (0.0, 0.01, 0.02))
    if DATASETS[name].task == "regression":
        np.testing.assert_array_equal(x0, x2)
        np.testing.assert_allclose(y2 - y0, 2 * (y1 - y0), rtol=1e-9, atol=1e-13)
    else:
        np.testing.assert_array_equal(y0, y2)
        np.testing.assert_allclose(x2 - x0, 2 * (x1 - x0), rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("name", NAMES)
def test_noise_is_its_standard_deviation_in_axis_units(name):
    clean, noisy = draw(name, 2000, 0.0, 0.0), draw(name, 2000, 0.05, 0.0)
    column = "y_train" if DATASETS[name].task == "regression" else "x_train"
    jitter = (getattr(noisy, column) - getattr(clean, column)) / 0.05
    # The standard error of a standard deviation is σ/√(2n), of a mean σ/√n: five of them.
    assert jitter.std() == pytest.approx(1, abs=5 / np.sqrt(2 * jitter.size))
    assert jitter.mean() == pytest.approx(0, abs=5 / np.sqrt(jitter.size))


@pytest.mark.parametrize("name", NAMES)
def test_noise_0_leaves_every_bit_of_the_drawn_points(name):
    drawn, _ = DATASETS[name].sample(120, np.random.default_rng(3))
    np.testing.assert_array_equal(np.sort(whole(draw(name, 120, 0.0, seed=3))[0], axis=0), np.sort(drawn, axis=0))


@pytest.mark.parametrize("name", NAMES)
def test_what_leaves_the_picture_is_mirrored_at_its_border(name):
    info = DATASETS[name]
    column = "y_train" if info.task == "regression" else "x_train"
    clean, slightly, fully = (getattr(draw(name, 2000, noise, 0.0), column) for noise in (0.0, 1e-3, 1.0))
    sought = clean + 1000 * (slightly - clean)
    low, high = np.array([info.target_range] if column == "y_train" else info.domain).T
    assert ((sought < low) | (sought > high)).any()
    mirrored = np.where(sought < low, 2 * low - sought, np.where(sought > high, 2 * high - sought, sought))
    np.testing.assert_allclose(fully, mirrored, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_full_noise_piles_nothing_up_on_the_border(name):
    info = DATASETS[name]
    x, y = whole(draw(name, 2000, noise=1.0))
    values, intervals = (y[:, None], [info.target_range]) if info.task == "regression" else (x, info.domain)
    for column, interval in zip(values.T, intervals, strict=True):
        assert not np.isin(column, interval).any()
        assert np.ptp(column) > 0.9 * np.ptp(interval)  # noise 1 fills the picture, else this test shows nothing


def test_circles_at_noise_0():
    x, y = whole(draw("circles", 2000, 0.0))
    radius = np.hypot(*x.T)
    assert radius[y == 1].max() <= 1.7 < 2.4 <= radius[y == 0].min()
    assert radius[y == 0].max() <= 3.4
    # Evenly filled: the disc's squared radius is uniform on 0 … 1.7², so its mean is within 5 standard errors of half.
    assert np.mean(radius[y == 1] ** 2) == pytest.approx(1.7**2 / 2, abs=5 * 1.7**2 / np.sqrt(12 * 1000))


def test_moons_at_noise_0():
    x, y = whole(draw("moons", 2000, 0.0))
    sign = np.where(y == 1, -1.0, 1.0)
    centre = np.column_stack((-sign, -sign / 2))
    np.testing.assert_allclose(np.hypot(*(x - centre).T), 2.0, rtol=1e-12)
    assert (sign * (x - centre)[:, 1] >= 0).all()


def test_xor_at_noise_0():
    x, y = whole(draw("xor", 2000, 0.0))
    np.testing.assert_array_equal(y == 1, (x[:, 0] > 0) != (x[:, 1] > 0))
    assert np.abs(x).min() >= 0.2
    assert np.unique(np.sign(x), axis=0).shape == (4, 2)


def test_gaussians_at_noise_0():
    x, y = whole(draw("gaussians", 2000, 0.0))
    for label, centre in ((0, -1.5), (1, 1.5)):
        cloud = x[y == label]
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=5 * 0.5 / np.sqrt(1000))
        np.testing.assert_allclose(cloud.std(axis=0), 0.5, atol=5 * 0.5 / np.sqrt(2000))


def test_spirals_at_noise_0():
    x, y = whole(draw("spirals", 2000, 0.0))
    radius = np.hypot(*x.T)
    assert radius.min() >= 0.35
    assert radius.max() <= 3.5
    # One turn is 2 wide and the arms half a turn apart, so unwound by its radius one arm is at 0, the other at π.
    phase = np.arctan2(x[:, 0], x[:, 1]) - np.pi * radius - np.pi * y
    np.testing.assert_allclose(np.cos(phase), 1.0, rtol=1e-9)


def test_checkerboard_at_noise_0():
    x, y = whole(draw("checkerboard", 2000, 0.0))
    square = np.floor(x / 1.8).astype(int)
    np.testing.assert_array_equal(y, square.sum(axis=1) % 2)
    assert np.unique(square, axis=0).shape == (16, 2)


@pytest.mark.parametrize("name", CURVES)
def test_regression_targets_at_noise_0_follow_the_formula(name):
    x, y = whole(draw(name, 2000, 0.0))
    np.testing.assert_allclose(y, CURVES[name](x), rtol=1e-12, atol=1e-14)
    assert -3 <= x.min() < -2.9
    assert 2.9 < x.max() <= 3


@pytest.mark.parametrize("samples", [150, 2000])
def test_iris_is_the_measured_petals(samples):
    x, y = whole(draw("iris", samples, 0.0))
    bunch = load_iris()
    measured = np.column_stack((bunch.data[:, 2:], bunch.target))
    drawn = np.column_stack((x * IRIS_SD + IRIS_MEAN, y))
    in_order = [rows[np.lexsort(rows.round(6).T)] for rows in (measured, drawn)]
    np.testing.assert_allclose(in_order[1], in_order[0], rtol=1e-12)
    assert DATASETS["iris"].class_names == tuple(bunch.target_names)


def test_iris_is_standardised_and_its_constants_are_the_published_rounding():
    petals = load_iris().data[:, 2:]
    np.testing.assert_allclose(IRIS_MEAN, petals.mean(axis=0), atol=5e-5)
    np.testing.assert_allclose(IRIS_SD, petals.std(axis=0), atol=5e-5)


def test_fewer_iris_flowers_are_different_ones():
    x, _ = whole(draw("iris", 60, 0.01, seed=1))
    assert len(np.unique(x, axis=0)) == 60
    chosen = {np.sort(whole(draw("iris", 60, 0.0, seed=seed))[0], axis=0).tobytes() for seed in range(3)}
    assert len(chosen) == 3


def test_fewer_iris_flowers_none_twice():
    bunch = load_iris()
    rows, counts = np.unique(bunch.data[:, 2:], axis=0, return_counts=True)
    available = {tuple(row): count for row, count in zip(rows.round(6).tolist(), counts, strict=True)}
    for seed in range(20):
        x, _ = whole(draw("iris", 120, 0.0, seed=seed))
        found, times = np.unique((x * IRIS_SD + IRIS_MEAN).round(6), axis=0, return_counts=True)
        assert all(times <= [available[tuple(row)] for row in found.tolist()])


def test_the_arrays_are_read_only():
    data = draw("moons")
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_what_is_known_of_a_set_is_told_by_its_draw():
    data, info = draw("sine"), DATASETS["sine"]
    for name in ("task", "class_names", "input_names", "target_name", "domain", "target_range"):
        assert getattr(data, name) == getattr(info, name)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("moons", 19, 0.1, 0.33), "'moons': samples must be a whole number of at least 20, got 19"),
        (("moons", 30.5, 0.1, 0.33), "samples must be a whole number of at least 20, got 30.5"),
        (("moons", float("nan"), 0.1, 0.33), "samples must be a whole number of at least 20, got nan"),
        (("moons", 300, -0.01, 0.33), "'moons': noise must be between 0 and 1, got -0.01"),
        (("moons", 300, 1.01, 0.33), "noise must be between 0 and 1, got 1.01"),
        (("moons", 300, float("nan"), 0.33), "noise must be between 0 and 1, got nan"),
        (("moons", 300, 0.1, -0.1), "'moons': test_share must be between 0 and 0.8, got -0.1"),
        (("moons", 300, 0.1, 0.81), "test_share must be between 0 and 0.8, got 0.81"),
        (("moons", 300, 0.1, float("nan")), "test_share must be between 0 and 0.8, got nan"),
    ],
)
def test_what_is_not_accepted_is_named(arguments, message):
    name, *numbers = arguments
    with pytest.raises(ValueError, match=message):
        make_dataset(DATASETS[name], *numbers, np.random.default_rng(0))
