"""Messages of another program as turns of a chat: question, answer, question, answer.

Elsewhere several messages may follow each other on one side (an assistant that calls a tool, and
goes on), and a chat may begin with an answer. Here questions and answers take turns, so that
messages of one side are joined, and an answer without a question gets an empty one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable
from dataclasses import dataclass

from yidesk.core.types import Role
from yidesk.core.unicode import mend
from yidesk.core.words import phrase, say
from yidesk.store.records import ChatId, Report, Turn, TurnId, TurnState

MOST_TURNS = 50_000
"""Of one chat."""
LONGEST_TEXT = 4_000_000
"""Characters of one message; what is longer is cut, and says so."""
LONGEST_TITLE = 200
_NOTHING_ASKED = phrase("(Nothing was asked.)")
_CUT = phrase("(The rest of this message was left out: it was too long.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedChat:
    """A chat as it was read from a file; ids of turns count from 1, parents come first."""

    title: str
    turns: tuple[Turn, ...]
    leaf: TurnId | None
    created: float = 0.0
    """Seconds since 1970; 0 where it is not known."""
    changed: float = 0.0
    manner: str = "{}"
    """How it is answered, as `yidesk.store.manners` has it."""


@dataclass(frozen=True, slots=True)
class _Met:
    """Where a message of the file ended up."""

    turn: TurnId
    text: str
    """The turn's text up to this message."""


class TreeBuilder:
    """Takes messages, parents before their children."""

    def __init__(self) -> None:
        self._turns: dict[TurnId, Turn] = {}
        self._met: dict[Hashable, _Met | None] = {None: None}
        """By message; of one that was left out, what its parent met."""
        self._ends: dict[TurnId, _Met] = {}
        """The last message in each turn."""
        self._followed: set[TurnId] = set()
        """Turns that another one stands below."""

    def skip(self, key: Hashable, parent: Hashable) -> None:
        """A message that a person does not see; what follows it hangs on its parent."""
        self._met[key] = self._met.get(parent)

    def add(
        self,
        key: Hashable,
        parent: Hashable,
        role: Role,
        text: str,
        *,
        created: float = 0.0,
        model: str = "",
    ) -> None:
        """A message of the file, KEY, that follows PARENT. Raises ValueError: too many."""
        if len(self._turns) >= MOST_TURNS:
            raise ValueError("too many messages")
        text = _bounded(mend(text))
        before = self._met.get(parent)
        if before is not None and self._turns[before.turn].role is role:
            self._met[key] = self._join(before, role, text, created, model)
            return
        above = before.turn if before is not None else None
        if above is None and role is Role.ASSISTANT:
            above = self._put(None, Role.USER, say(_NOTHING_ASKED), created, "").turn
        self._met[key] = self._put(above, role, text, created, model)

    def finish(
        self, title: str, leaf: Hashable, created: float = 0.0, changed: float = 0.0
    ) -> ImportedChat:
        """The chat; LEAF is the message at the end of the branch that was shown."""
        turns = tuple(self._turns.values())
        end = self._met.get(leaf)
        last = end.turn if end is not None else turns[-1].id if turns else None
        shown = " ".join(mend(title).split())[:LONGEST_TITLE]
        return ImportedChat(
            title=shown, turns=turns, leaf=last, created=_time(created), changed=_time(changed)
        )

    def _join(self, before: _Met, role: Role, text: str, created: float, model: str) -> _Met:
        """More of the same side: behind its last message; beside the turn where it went on."""
        joined = _bounded("\n\n".join(filter(None, (before.text, text))))
        turn = self._turns[before.turn]
        if self._ends[turn.id] is not before or turn.id in self._followed:
            return self._put(turn.parent, role, joined, created, model)
        self._turns[turn.id] = dataclasses.replace(turn, text=joined)
        self._ends[turn.id] = met = _Met(turn.id, joined)
        return met

    def _put(
        self, parent: TurnId | None, role: Role, text: str, created: float, model: str
    ) -> _Met:
        turn = TurnId(len(self._turns) + 1)
        if parent is not None:
            self._followed.add(parent)
        self._turns[turn] = Turn(
            id=turn,
            chat=ChatId(0),
            parent=parent,
            role=role,
            text=text,
            state=TurnState.DONE,
            created=_time(created),
            report=Report(model=" ".join(mend(model).split())[:LONGEST_TITLE]),
        )
        self._ends[turn] = met = _Met(turn, text)
        return met


def _bounded(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}\n\n{say(_CUT)}"


def _time(seconds: float) -> float:
    """Seconds since 1970 that a calendar knows; 0 for any other."""
    return seconds if 0 < seconds < 32_503_680_000 else 0.0
