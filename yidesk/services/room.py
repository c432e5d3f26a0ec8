"""The window of the loaded model, and a longer one where memory has room for it."""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.core.types import EngineInfo
from yidesk.protocol.larger_window import WindowPlanned
from yidesk.services.engine import Engine
from yidesk.services.loading import Loader
from yidesk.services.stopping import Stop


@dataclass(frozen=True, slots=True)
class Room:
    """Whoever has something to read asks this for a window that holds it."""

    engine: Engine
    loader: Loader
    stop: Stop

    @property
    def info(self) -> EngineInfo:
        """The loaded model as it is now. Raises EngineError when there is none."""
        return self.loader.info

    def widen(self, tokens: int) -> int:
        """Have the window planned anew for TOKENS; the largest there can be for them.

        `info` has it then, unless a person chose the window's size. Raises YiDeskError, Cancelled.
        """
        window = self.info.context
        for event in self.stop.follow(self.engine.plan_window(tokens)):
            if isinstance(event, WindowPlanned):
                window = event.window
        self.stop.check()
        return window

    def holds_more_than(self, tokens: int, more: int) -> bool:
        """Whether the window has room behind TOKENS; planned anew for MORE where it has none.

        Raises YiDeskError, Cancelled.
        """
        wanted = min(tokens + more, self.info.trained_context)
        if tokens >= self.info.context < wanted:
            self.widen(wanted)
        return tokens < self.info.context
