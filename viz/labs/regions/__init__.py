"""Linear regions: where a network with piecewise linear units is one affine function, counted without sampling."""

from viz.activations.piecewise import Pieces, is_piecewise_linear, pieces
from viz.labs.regions.examine import COLOURS, RegionsResult, examine_regions
from viz.labs.regions.growth import PUBLISHED, PUBLISHED_NEURONS, Counts, GrowthResult, growth
from viz.labs.regions.line import LinePieces, line_pieces
from viz.labs.regions.neighbours import contrasting, linear_regions, neighbours
from viz.labs.regions.plane import PlaneRegions, TooManyRegions, plane_regions
from viz.labs.regions.polygons import Polygons

__all__ = [
    "COLOURS",
    "PUBLISHED",
    "PUBLISHED_NEURONS",
    "Counts",
    "GrowthResult",
    "LinePieces",
    "Pieces",
    "PlaneRegions",
    "Polygons",
    "RegionsResult",
    "TooManyRegions",
    "contrasting",
    "examine_regions",
    "growth",
    "is_piecewise_linear",
    "line_pieces",
    "linear_regions",
    "neighbours",
    "pieces",
    "plane_regions",
]
