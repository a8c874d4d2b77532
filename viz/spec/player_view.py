"""PlayerView: the moment of a run that is shown and how it is played; the player itself keeps it in the link."""

from __future__ import annotations

from dataclasses import dataclass

from viz.spec.codec import Choice, Flag, Number, Optional, Settings, setting

SPEEDS = ("0.25", "0.5", "1", "4")


@dataclass(frozen=True)
class PlayerView(Settings):
    """How a recording is played; `frame` None plays from the start, a number opens paused there."""

    frame: int | None = setting(None, Optional(Number(0, 100_000, integer=True)), "Frame")
    speed: str = setting("1", Choice(SPEEDS), "Speed")
    loop: bool = setting(False, Flag(), "Loop")
    log: bool = setting(False, Flag(), "Log scale")
