"""What is told of a question on its way, beside the loading, the ways of reading and the end."""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.protocol import messages
from yidesk.services.loading import Loading


@dataclass(frozen=True, slots=True)
class Opening:
    """A file is being turned into pages."""

    name: str
    pages_done: int
    pages_total: int
    """0 while it is not known."""
    examined: float = 0.0
    """Share of a large file that was looked at until then."""
    per_second: float = 0.0
    """Pages; bytes while it is being looked at. 0 while nobody can tell."""
    seconds_left: float | None = None
    """None while nobody can tell, and while it is being looked at: the pages come after that."""

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return self.pages_done / self.pages_total if self.pages_total else self.examined


@dataclass(frozen=True, slots=True)
class Answering:
    """The model is loaded, and known is which one answers."""

    model: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The model reads documents and conversation."""

    done: int
    total: int
    """Tokens."""
    per_second: float
    seconds_left: float | None
    restoring: bool = False
    """It was read before, and comes from the disk."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the answer."""

    text: str
    tokens: int
    """Tokens generated so far."""
    per_second: float
    in_window: int = 0
    """Tokens in the model's window by now; 0 where that is not known."""


def progress(event: messages.Progress) -> Loading | Reading:
    """What the engine reports of a question, as an event for people."""
    if event.phase == "load":  # once more, for a longer window
        return Loading(event.done / event.total, event.seconds_left)
    return Reading(
        int(event.done),
        int(event.total),
        event.per_second,
        event.seconds_left,
        restoring=event.phase == "restore",
    )
