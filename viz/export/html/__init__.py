"""What is on a page as one HTML file that needs no server and no network."""

from viz.export.html.document import About, Colours
from viz.export.html.figures import Look, figures_html
from viz.export.html.packing import packed_size
from viz.export.html.player import Player, player_html

__all__ = ["About", "Colours", "Look", "Player", "figures_html", "packed_size", "player_html"]
