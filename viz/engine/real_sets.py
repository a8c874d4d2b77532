"""Real sets: measured data with more inputs than a plane has, as they come with scikit-learn, in the units measured in.

Every sampler is a pure function ``(samples, rng) -> (x, y)`` as in `viz.engine.samplers`; of every class it takes its
share. Nothing is scaled here: a mean and a deviation are those of the training part, which is not known yet.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from viz.engine.rows import Rows
from viz.engine.samplers import Sample

WINE_INPUTS = (
    *("alcohol", "malic acid", "ash", "alcalinity of ash", "magnesium", "total phenols", "flavanoids"),
    *("nonflavanoid phenols", "proanthocyanins", "colour intensity", "hue", "OD280/OD315", "proline"),
)
CANCER_INPUTS = tuple(
    f"{kind} {quantity}"
    for kind in ("mean", "error of", "worst")
    for quantity in (
        *("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity"),
        *("concave points", "symmetry", "fractal dimension"),
    )
)
PIXELS = tuple(f"pixel {row},{column}" for row in range(1, 9) for column in range(1, 9))
DIABETES_INPUTS = (
    *("age", "sex", "body mass index", "blood pressure", "total cholesterol", "LDL", "HDL"),
    *("cholesterol / HDL", "log triglycerides", "blood sugar"),
)


@cache
def _rows(name: str) -> Rows:
    # scikit-learn takes a second to import, which only these data sets should cost.
    from sklearn import datasets

    options = {"scaled": False} if name == "diabetes" else {}
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True, **options)
    return Rows(x.astype(np.float64), y.astype(np.float64 if name == "diabetes" else np.int64))


def iris(samples: int, rng: np.random.Generator) -> Sample:
    """Sepal and petal length and width of up to 150 flowers, in cm."""
    return _rows("iris")(samples, rng)


def wine(samples: int, rng: np.random.Generator) -> Sample:
    """13 measurements of up to 178 wines."""
    return _rows("wine")(samples, rng)


def breast_cancer(samples: int, rng: np.random.Generator) -> Sample:
    """30 measurements of up to 569 masses."""
    return _rows("breast_cancer")(samples, rng)


def digits(samples: int, rng: np.random.Generator) -> Sample:
    """Up to 1,797 images of 64 pixels from 0 to 16, row by row."""
    return _rows("digits")(samples, rng)


def diabetes(samples: int, rng: np.random.Generator) -> Sample:
    """Ten measurements of up to 442 patients, and a score of the disease a year later."""
    return _rows("diabetes")(samples, rng)
