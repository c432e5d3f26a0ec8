"""The messages about saved readings. They need no model, and are carried out at once."""

from __future__ import annotations

import msgspec

from yidesk.protocol.wire import Wire

# --- from the application to the engine worker ----------------------------------------------


class ListReadings(Wire, frozen=True, kw_only=True):
    """List saved readings; needs no model. Ends with `Readings` or `Failed`."""

    id: int
    folder: str


class RemoveReadings(Wire, frozen=True, kw_only=True):
    """Remove saved readings, and those that build on them. Ends with `ReadingsRemoved`.

    Of `owner` (empty: of all), which is then not pinned any more; or those that are not pinned and
    were last used before `unused_since`. Carried out at once, whatever the worker is computing.
    """

    id: int
    folder: str
    owner: str = ""
    unused_since: float | None = None


class PinReadings(Wire, frozen=True, kw_only=True):
    """Keep saved readings of `owner` whatever room is needed, or no longer; needs no model.

    Ends with `ReadingsPinned` or `Failed`.
    """

    id: int
    folder: str
    owner: str
    pinned: bool


# --- from the engine worker -----------------------------------------------------------------


class SavedChunk(msgspec.Struct, frozen=True, kw_only=True):
    """A saved reading's chunk."""

    model: str
    owners: tuple[str, ...]
    pinned: tuple[str, ...] = ()
    """Those of the owners whose readings are kept whatever room is needed."""
    key: str = ""
    parent: str = ""
    """Key of the chunk before it."""
    first: int
    tokens: int
    bytes: int
    used: float
    """Time of last use, seconds since the epoch."""


class Readings(Wire, frozen=True, kw_only=True):
    """Answer to `ListReadings`."""

    id: int
    chunks: tuple[SavedChunk, ...]


class ReadingsRemoved(Wire, frozen=True, kw_only=True):
    """Answer to `RemoveReadings`."""

    id: int
    freed_bytes: int


class ReadingsPinned(Wire, frozen=True, kw_only=True):
    """Answer to `PinReadings`."""

    id: int
