"""The program's own files: JSON that comes back as the same chats, with all their branches.

    {"format": "yidesk-chat", "version": 1, "title": …, "turns": [{"id": 1, "parent": null, …}, …]}
    {"format": "yidesk-chats", "version": 1, "chats": [the above, …]}

It holds every report, but no document: only their names and the fingerprints of their bytes. A
document that the library does not know stays away.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from yidesk.core.errors import WrongUsage, YiDeskError
from yidesk.core.presets import ChatChoices, Choices
from yidesk.core.types import Mode, Role
from yidesk.services.exchange.pages import Written
from yidesk.services.exchange.tree import MOST_TURNS, ImportedChat
from yidesk.store.manners import as_json
from yidesk.store.records import ChatId, Report, Turn, TurnId, TurnState

FORMAT = "yidesk-chat"
FORMAT_OF_MANY = "yidesk-chats"
VERSION = 1


class TurnFile(msgspec.Struct, frozen=True, kw_only=True):
    """One node of the tree; `parent` is the id of a turn before it in the file."""

    id: int
    parent: int | None
    role: Role
    text: str
    state: TurnState
    created: float
    documents: tuple[str, ...] = ()
    report: Report = Report()
    prompt: str = ""


class ChatFile(msgspec.Struct, frozen=True, kw_only=True):
    """One chat."""

    format: str
    version: int
    title: str
    leaf: int | None = None
    """The last turn of the branch that was shown."""
    created: float = 0.0
    changed: float = 0.0
    documents: dict[str, str] = {}
    """Fingerprint -> name, for people."""
    turns: tuple[TurnFile, ...] = ()
    mode: Mode | None = None
    preset: str = ""
    """Of those that come with the program; a person's own are known on their computer alone."""
    given: Choices = Choices()
    choices: Choices = Choices()
    """Models by the names of their files: their folders are nobody else's business."""


class ManyFile(msgspec.Struct, frozen=True, kw_only=True):
    """Several chats, each read by itself."""

    version: int
    chats: list[msgspec.Raw]


def to_json(written: Written) -> str:
    """One chat as a file."""
    return msgspec.json.format(msgspec.json.encode(_chat_file(written)), indent=1).decode() + "\n"


def many_to_json(chats: Iterable[Written]) -> Iterator[bytes]:
    """A file of several chats, piece by piece."""
    yield f'{{"format":"{FORMAT_OF_MANY}","version":{VERSION},"chats":['.encode()
    for number, written in enumerate(chats):
        yield (b",\n" if number else b"\n") + msgspec.json.encode(_chat_file(written))
    yield b"\n]}\n"


def from_json(data: bytes, name: str) -> ImportedChat:
    """The chat in DATA, of the file NAME. Raises YiDeskError, ValueError."""
    file = msgspec.json.decode(data, type=ChatFile)
    if file.version > VERSION:
        raise _newer(name)
    if file.format != FORMAT or not _is_tree(file):
        raise ValueError("not a tree of turns")
    return ImportedChat(
        title=file.title,
        turns=tuple(_turn(each) for each in file.turns),
        leaf=TurnId(file.leaf) if file.leaf is not None else None,
        created=file.created,
        changed=file.changed,
        manner=as_json(_choices(file), file.mode),
    )


def split_many(data: bytes, name: str) -> list[msgspec.Raw]:
    """The chats of a file of several. Raises YiDeskError, ValueError."""
    file = msgspec.json.decode(data, type=ManyFile)
    if file.version > VERSION:
        raise _newer(name)
    return file.chats


def _newer(name: str) -> YiDeskError:
    return YiDeskError(
        "{name} was written by a newer YiDesk.",
        code="import_newer",
        next_step="Update YiDesk to open it.",
        name=name,
    )


def _is_tree(file: ChatFile) -> bool:
    """Whether every parent comes before its children, and questions and answers alternate."""
    roles: dict[int | None, Role] = {None: Role.ASSISTANT}
    for turn in file.turns:
        if turn.id in roles or turn.parent not in roles or turn.role is Role.SYSTEM:
            return False
        if turn.role is roles[turn.parent]:
            return False
        roles[turn.id] = turn.role
    return file.leaf in roles and len(roles) <= MOST_TURNS


def _chat_file(written: Written) -> ChatFile:
    return ChatFile(
        format=FORMAT,
        version=VERSION,
        title=written.chat.title,
        leaf=written.branch[-1].id if written.branch else None,
        created=written.chat.created,
        changed=written.chat.changed,
        documents=written.names,
        turns=tuple(_turn_file(turn) for turn in written.tree),
        mode=written.mode,
        preset="" if written.choices.preset.isdecimal() else written.choices.preset,
        given=_without_folder(written.choices.given),
        choices=_without_folder(written.choices.choices),
    )


def _without_folder(choices: Choices) -> Choices:
    name = Path(choices.model).name if choices.model else None
    return dataclasses.replace(choices, model=name)


def _choices(file: ChatFile) -> ChatChoices:
    """What holds in the chat of a file; nothing where a file says what cannot be."""
    try:
        given, choices = file.given.checked(), file.choices.checked()
    except WrongUsage:
        return ChatChoices()
    preset = "" if file.preset.isdecimal() else file.preset
    return ChatChoices(preset, _without_folder(given), _without_folder(choices))


def _turn_file(turn: Turn) -> TurnFile:
    is_open = turn.state is TurnState.STREAMING
    return TurnFile(
        id=turn.id,
        parent=turn.parent,
        role=turn.role,
        text=turn.text,
        state=TurnState.INTERRUPTED if is_open else turn.state,
        created=turn.created,
        documents=turn.documents,
        report=turn.report,
        prompt=turn.prompt,
    )


def _turn(each: TurnFile) -> Turn:
    is_open = each.state is TurnState.STREAMING
    return Turn(
        id=TurnId(each.id),
        chat=ChatId(0),
        parent=TurnId(each.parent) if each.parent is not None else None,
        role=each.role,
        text=each.text,
        state=TurnState.INTERRUPTED if is_open else each.state,
        created=each.created,
        documents=each.documents,
        report=_checked(each.report, len(each.text)),
        prompt=each.prompt,
    )


def _checked(report: Report, length: int) -> Report:
    """A report whose references stand inside its text; a file may say anything."""

    def inside(start: int, end: int) -> bool:
        return 0 <= start <= end <= length

    return dataclasses.replace(
        report,
        citations=tuple(each for each in report.citations if inside(each.start, each.end)),
        supports=tuple(each for each in report.supports if inside(each.start, each.end)),
    )
