"""Rows of the table of turns, as the records they stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from yidesk.core.errors import ERRORS_BY_KIND, YiDeskError
from yidesk.core.types import Role
from yidesk.store.records import ChatId, Report, Turn, TurnId, TurnState


class _StoredError(msgspec.Struct, frozen=True):
    """An error as the database keeps it."""

    kind: str
    sentence: str
    code: str
    next_step: str = ""
    values: dict[str, str | int | float] = {}


def turn_of(
    row: sqlite3.Row, documents: tuple[str, ...], versions: tuple[TurnId, ...] = ()
) -> Turn:
    """The turn in a row; DOCUMENTS came with it, VERSIONS stand in its place."""
    return Turn(
        id=TurnId(row["id"]),
        chat=ChatId(row["chat"]),
        parent=row["parent"],
        role=Role(row["role"]),
        text=row["text"],
        state=TurnState(row["state"]),
        created=row["created"],
        documents=documents,
        report=msgspec.json.decode(row["report"], type=Report),
        error=decode_error(row["error"]),
        tokens=row["tokens"],
        tokenizer=row["tokenizer"],
        prompt=row["prompt"],
        versions=versions,
    )


def encode_error(error: YiDeskError | None) -> str | None:
    """An error as JSON."""
    if error is None:
        return None
    stored = _StoredError(
        type(error).__name__, error.sentence, error.code, error.next_step, error.values
    )
    return msgspec.json.encode(stored).decode()


def decode_error(text: str | None) -> YiDeskError | None:
    """The error in a JSON text."""
    if text is None:
        return None
    stored = msgspec.json.decode(text, type=_StoredError)
    kind = ERRORS_BY_KIND.get(stored.kind, YiDeskError)
    return kind(stored.sentence, code=stored.code, next_step=stored.next_step, **stored.values)


def parents_first(turns: Iterable[Turn]) -> list[Turn]:
    """The TURNS of a chat in their order, but none of them before the one that it follows."""
    by_id = {turn.id: turn for turn in turns}
    placed: dict[TurnId, Turn] = {}
    for turn in by_id.values():
        above: list[Turn] = []
        at: Turn | None = turn
        while at is not None and at.id not in placed:
            above.append(at)
            at = by_id.get(at.parent) if at.parent is not None else None
        placed.update((each.id, each) for each in reversed(above))
    return list(placed.values())
