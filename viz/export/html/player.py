"""A run, a race or a fork as one HTML file: the player with what it plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viz.export.html.document import About, Colours, asset, document
from viz.export.html.packing import packed


@dataclass(frozen=True)
class Player:
    """A player that stands alone.

    html, style, script : its text.
    mount : the name of the function of its script that hands it a message.
    """

    html: str
    style: str
    script: str
    mount: str


def player_html(player: Player, message: bytes, recordings: Sequence[bytes], about: About, colours: Colours) -> bytes:
    """Return the file.

    message : what the player is handed.
    recordings : those within the message, in order.
    """
    return document(
        about,
        colours,
        style=player.style,
        body=f"<main>{player.html}</main>",
        data={"message": packed(message, recordings)},
        script=f"{player.script}\nconst mount = {player.mount};\n{asset('play.js')}",
    )
