"""Linear regions: where a network with piecewise linear units is one affine function, counted without sampling."""

from viz.activations.piecewise import Pieces, is_piecewise_linear, pieces
from viz.labs.regions.line import LinePieces, line_pieces
from viz.labs.regions.neighbours import contrasting, linear_regions, neighbours
from viz.labs.regions.plane import PlaneRegions, TooManyRegions, plane_regions
from viz.labs.regions.polygons import Polygons

__all__ = [
    "LinePieces",
    "Pieces",
    "PlaneRegions",
    "Polygons",
    "TooManyRegions",
    "contrasting",
    "is_piecewise_linear",
    "line_pieces",
    "linear_regions",
    "neighbours",
    "pieces",
    "plane_regions",
]
