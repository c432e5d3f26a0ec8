"""The library as a person looks it over: documents, folders, and what was read of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from yidesk.core.types import EngineInfo
from yidesk.services.library import Entry
from yidesk.services.readings import Reading, Readings
from yidesk.store.folders import Folder, FolderId
from yidesk.store.store import Store

__all__ = ["Entry", "Folder", "FolderId", "Holding", "Holdings", "Overview", "Reading", "Saved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A document, and what is known of it beside its pages."""

    entry: Entry
    tokens: int | None
    """In the loaded model's vocabulary; None where no model is loaded or nobody has counted."""
    folders: frozenset[FolderId]
    readings: tuple[Reading, ...] = ()
    """What models have read of it, as it lies on the disk."""
    vectors_bytes: int = 0
    """What the search by meaning keeps of it."""
    is_read: bool = False
    """Whether the loaded model has."""
    is_pinned: bool = False
    """Whether its readings stay, however long they are not used."""

    @property
    def readings_bytes(self) -> int:
        """What its readings take on the disk."""
        return sum(reading.bytes for reading in self.readings)

    @property
    def used(self) -> float:
        """When one of its readings was used last; 0 without any."""
        return max((reading.used for reading in self.readings), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The library at one moment."""

    holdings: tuple[Holding, ...]
    """The last added first."""
    folders: tuple[Folder, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """Everything that models have read, by fingerprint of the document."""

    readings: Mapping[str, tuple[Reading, ...]] = field(default_factory=dict)
    bytes: int = 0
    """Of all of it on the disk; what documents share is there once."""


class Holdings:
    """Looks the library over. Every method may be called from any thread."""

    def __init__(self, store: Store, readings: Readings) -> None:
        self._store = store
        self._readings = readings

    def look(self, engine: EngineInfo | None, saved: Saved | None = None) -> Overview:
        """Documents and folders, with what is SAVED of them. ENGINE: the loaded model."""
        tokens = self._store.tokens.of_documents(engine.tokenizer) if engine else {}
        folders = self._store.document_folders.membership()
        model = Path(engine.path).stem if engine else ""
        readings = saved.readings if saved else {}
        vectors = self._store.vectors.sizes()
        return Overview(
            holdings=tuple(
                replace(
                    _holding(entry, tokens, folders, readings, model),
                    vectors_bytes=vectors.get(entry.fingerprint, 0),
                )
                for entry in self._store.library.entries()
            ),
            folders=tuple(self._store.document_folders.every()),
        )

    def saved(self) -> Saved:
        """What models have read. Raises YiDeskError."""
        found = self._readings.look()
        by_document: dict[str, list[Reading]] = {}
        for reading in found.readings:
            by_document.setdefault(reading.document, []).append(reading)
        return Saved(
            readings={name: tuple(each) for name, each in by_document.items()}, bytes=found.bytes
        )


def _holding(
    entry: Entry,
    tokens: Mapping[str, int],
    folders: Mapping[str, frozenset[FolderId]],
    readings: Mapping[str, Sequence[Reading]],
    model: str,
) -> Holding:
    own = tuple(readings.get(entry.fingerprint, ()))
    return Holding(
        entry=entry,
        tokens=tokens.get(entry.fingerprint),
        folders=folders.get(entry.fingerprint, frozenset()),
        readings=own,
        is_read=any(reading.model == model for reading in own),
        is_pinned=any(reading.pinned for reading in own),
    )
