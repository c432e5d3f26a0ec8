"""A chat as a file: Markdown and HTML for people, JSON that comes back as the same chat.

The JSON holds the whole tree with every report, but no document: only their names and the
fingerprints of their bytes. A document that the library does not know stays away.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.types import Role
from yidesk.store.records import ChatId, ChatSummary, Report, Turn, TurnId, TurnState

FORMAT = "yidesk-chat"
VERSION = 1
LARGEST = 64 << 20
"""Bytes of a file that is taken in."""
_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{title}</title><style>
body {{ max-width: 45em; margin: 2em auto; padding: 0 1em; font: 16px/1.55 sans-serif; }}
h2 {{ font-size: 1em; color: #67655f; margin: 2em 0 .3em; }}
p {{ white-space: pre-wrap; margin: 0 0 .8em; }}
pre {{ background: #f2f0ec; padding: .8em; border-radius: 8px; overflow: auto; }}
</style></head><body>
<h1>{title}</h1>
{turns}
</body></html>
"""


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


class ChatFile(msgspec.Struct, frozen=True, kw_only=True):
    """The JSON file."""

    format: str
    version: int
    title: str
    leaf: int | None = None
    """The last turn of the branch that was shown."""
    documents: dict[str, str] = {}
    """Fingerprint -> name, for people."""
    turns: tuple[TurnFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be exported: the chat, the branch that is shown, the whole tree."""

    chat: ChatSummary
    branch: Sequence[Turn]
    tree: Sequence[Turn]
    names: dict[str, str]
    """Fingerprint of a document -> its name."""


def to_markdown(written: Written) -> str:
    """The branch that is shown, as its author and the model wrote it."""
    parts = [f"# {written.chat.title}"]
    for turn in written.branch:
        parts.append(f"## {_speaker(turn)}")
        if turn.documents:
            parts.append("\n".join(f"- {written.names.get(each, each)}" for each in turn.documents))
        parts.append(turn.text)
    return "\n\n".join(parts) + "\n"


def to_html(written: Written) -> str:
    """The branch that is shown, as one page that fetches nothing."""
    turns = "\n".join(
        f"<h2>{html.escape(_speaker(turn))}</h2>\n{_body(turn.text)}" for turn in written.branch
    )
    return _PAGE.format(title=html.escape(written.chat.title), turns=turns)


def to_json(written: Written) -> str:
    """The whole tree."""
    file = ChatFile(
        format=FORMAT,
        version=VERSION,
        title=written.chat.title,
        leaf=written.branch[-1].id if written.branch else None,
        documents=written.names,
        turns=tuple(_turn_file(turn) for turn in written.tree),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1).decode() + "\n"


def from_json(data: bytes, name: str) -> tuple[str, list[Turn], TurnId | None]:
    """Title, turns and leaf of the file NAME. Raises YiDeskError."""
    try:
        file = msgspec.json.decode(data, type=ChatFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(name) from error
    if file.format != FORMAT or not _is_tree(file):
        raise _not_ours(name)
    if file.version > VERSION:
        raise YiDeskError(
            "{name} was written by a newer YiDesk.",
            code="import_newer",
            next_step="Update YiDesk to open it.",
            name=name,
        )
    leaf = TurnId(file.leaf) if file.leaf is not None else None
    return file.title, [_turn(each) for each in file.turns], leaf


def _not_ours(name: str) -> YiDeskError:
    return YiDeskError(
        "{name} is not a chat that YiDesk has exported.",
        code="import_unknown",
        next_step="Choose a .json file that was made with Export.",
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
    return file.leaf in roles


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
        report=each.report,
    )


def _speaker(turn: Turn) -> str:
    return words.say("You") if turn.role is Role.USER else turn.report.model or "YiDesk"


def _body(text: str) -> str:
    """Paragraphs as they were written; programs between fences keep their lines."""
    parts = _FENCE.split(text)  # text, program, text, ...
    return "\n".join(
        f"<pre><code>{html.escape(part)}</code></pre>"
        if index % 2
        else "\n".join(f"<p>{html.escape(each)}</p>" for each in part.split("\n\n") if each.strip())
        for index, part in enumerate(parts)
    )
