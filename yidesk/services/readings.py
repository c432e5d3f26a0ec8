"""What models have read, as it lies on the disk: whose text it is, how large, when last used."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yidesk.core.errors import WrongUsage
from yidesk.protocol.saved_readings import SavedChunk
from yidesk.services.library import Library

DAY = 86_400.0


class Keeper(Protocol):
    """Tends the folder of readings; `yidesk.client.engine.EngineClient` does, without a model."""

    def list_readings(self, folder: Path) -> tuple[SavedChunk, ...]:
        """Every chunk in FOLDER."""

    def remove_readings(
        self, folder: Path, *, owner: str = "", unused_since: float | None = None
    ) -> int:
        """Remove chunks; returns the bytes freed."""

    def pin_readings(self, folder: Path, owner: str, *, pinned: bool) -> None:
        """Keep chunks of OWNER whatever room is needed, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one model has read of one document."""

    document: str
    """Fingerprint."""
    name: str
    """The document's name; empty when the library does not know it any more."""
    model: str
    tokens: int
    bytes: int
    used: float
    """Time of last use, seconds since the epoch."""
    pinned: bool
    """Whether it stays, however long it is not used."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was saved."""

    readings: Sequence[Reading]
    """One entry for each document and model, the last used first."""
    bytes: int
    """Of all of it; what two documents share is there once."""


class Readings:
    """Saved readings. Every method may be called from any thread and raises YiDeskError."""

    def __init__(self, keeper: Keeper, library: Library, folder: Path) -> None:
        self._keeper = keeper
        self._library = library
        self._folder = folder

    def list(self) -> Sequence[Reading]:
        """One entry for each document and model, the last used first."""
        return self.look().readings

    def look(self) -> Found:
        """What was saved, and how much it is.

        What two documents share (the same first pages, a chat about both) counts for each.
        """
        every = self._keeper.list_readings(self._folder)
        chunks: dict[tuple[str, str], list[SavedChunk]] = {}
        for chunk in every:
            for owner in chunk.owners:
                if not owner.startswith("chat:"):
                    chunks.setdefault((owner, chunk.model), []).append(chunk)
        found = [self._reading(owner, model, own) for (owner, model), own in chunks.items()]
        return Found(
            sorted(found, key=lambda reading: -reading.used), sum(chunk.bytes for chunk in every)
        )

    def remove(self, document: str) -> int:
        """Remove what was read of DOCUMENT (a fingerprint or a name); bytes freed."""
        owners = self._saved(document)
        if not owners:
            raise WrongUsage(
                "Nothing is saved of a document called {name}.",
                code="reading_missing",
                next_step="`yidesk readings list` shows what is saved.",
                name=document,
            )
        return sum(self._keeper.remove_readings(self._folder, owner=owner) for owner in owners)

    def remove_all(self) -> int:
        """Remove everything that was saved, pinned or not; bytes freed. Documents, chats stay."""
        return self._keeper.remove_readings(self._folder)

    def prune(self, days: float) -> int:
        """Remove what was not used for DAYS and is not pinned; bytes freed."""
        return self._keeper.remove_readings(self._folder, unused_since=time.time() - days * DAY)

    def pin(self, document: str, *, pinned: bool) -> None:
        """Let what was and will be read of DOCUMENT stay whatever room is needed, or no longer.

        DOCUMENT: a fingerprint or a name, of the library or of something saved. Raises WrongUsage.
        """
        owners = self._saved(document) or {self._library.find(document).fingerprint}
        for owner in sorted(owners):
            self._keeper.pin_readings(self._folder, owner, pinned=pinned)

    def _saved(self, document: str) -> set[str]:
        """Fingerprints of the documents of this name or fingerprint of which something is saved."""
        return {r.document for r in self.list() if document in (r.document, r.name)}

    def _reading(self, owner: str, model: str, chunks: Sequence[SavedChunk]) -> Reading:
        return Reading(
            document=owner,
            name=self._library.name(owner),
            model=model,
            tokens=sum(chunk.tokens for chunk in chunks),
            bytes=sum(chunk.bytes for chunk in chunks),
            used=max(chunk.used for chunk in chunks),
            pinned=any(owner in chunk.pinned for chunk in chunks),
        )
