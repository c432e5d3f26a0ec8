"""Which program has written a file of chats, and its chats one after the other."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

import msgspec

from yidesk.core.errors import YiDeskError
from yidesk.services.exchange import chatgpt, lm_studio, own
from yidesk.services.exchange.tree import ImportedChat

LARGEST = 1 << 30
"""Bytes of JSON that are read: more than ten years of anybody's chats."""
MOST_CHATS = 100_000
_HEAD = 4096
_MEMBERS = re.compile(r"^conversations(-\d+)?\.json$")
"""In a zip; a large export comes in several."""
_KINDS = (
    (re.compile(rb'^\s*\{\s*"format"\s*:\s*"yidesk-chats"'), "many"),
    (re.compile(rb'^\s*\{\s*"format"\s*:\s*"yidesk-chat"'), "own"),
    (re.compile(rb'^\s*\[\s*\{.*"(?:mapping|conversation_id|current_node)"', re.DOTALL), "chatgpt"),
    (re.compile(rb'^\s*\[\s*\{\s*"title"\s*:'), "chatgpt"),
    (re.compile(rb'^\s*\{(?=.*"(?:messages|pinned|systemPrompt|tokenCount)"\s*:)(?=.*"name"\s*:)',
                re.DOTALL), "lm_studio"),
)  # fmt: skip


class Program(StrEnum):
    """Whose file it is."""

    OWN = "YiDesk"
    CHATGPT = "ChatGPT"
    LM_STUDIO = "LM Studio"


@dataclass(frozen=True, slots=True)
class ChatSource:
    """The chats of one file, each of which may still turn out to be none."""

    program: Program
    chats: tuple[msgspec.Raw, ...]
    read: Callable[[bytes], ImportedChat]

    def __iter__(self) -> Iterator[ImportedChat | None]:
        """Each chat; None for one that could not be read. Raises YiDeskError: a newer file."""
        for raw in self.chats:
            try:
                yield self.read(bytes(raw))
            except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
                yield None


def is_of_chats(path: Path) -> bool:
    """Whether a file looks like one of chats; False for one that cannot be opened."""
    try:
        if path.suffix.casefold() == ".zip":
            with zipfile.ZipFile(path) as archive:
                return any(_is_member(info) for info in archive.infolist())
        if path.suffix.casefold() != ".json":
            return False
        with path.open("rb") as file:
            return _kind(file.read(_HEAD)) is not None
    except (OSError, ValueError, zipfile.BadZipFile, RuntimeError):
        return False


def open_chats(path: Path) -> ChatSource:
    """The chats in a file. Raises YiDeskError: it holds none, or cannot be opened."""
    try:
        files = _contents(path)
        return _join([_source(data, path.name) for data in files])
    except OSError as error:
        raise YiDeskError(
            "{name} cannot be opened ({cause}).",
            code="import_failed",
            next_step="See that the file is there and that you may read it.",
            name=path.name,
            cause=error.strerror or str(error),
        ) from error
    except (ValueError, RecursionError, zipfile.BadZipFile, RuntimeError, EOFError) as error:
        raise _unknown(path.name) from error


def _join(sources: list[ChatSource]) -> ChatSource:
    first = sources[0]
    chats = tuple(raw for source in sources for raw in source.chats)[:MOST_CHATS]
    return ChatSource(first.program, chats, first.read)


def _source(data: bytes, name: str) -> ChatSource:
    """Raises YiDeskError, ValueError."""
    match _kind(data[:_HEAD]):
        case "many":
            chats = tuple(own.split_many(data, name))
            return ChatSource(Program.OWN, chats, lambda each: own.from_json(each, name))
        case "own":
            own.from_json(data, name)  # a single one that is damaged is said at once
            return ChatSource(
                Program.OWN, (msgspec.Raw(data),), lambda each: own.from_json(each, name)
            )
        case "chatgpt":
            listed = msgspec.json.decode(data, type=list[msgspec.Raw])
            return ChatSource(Program.CHATGPT, tuple(listed), chatgpt.from_json)
        case "lm_studio":
            lm_studio.from_json(data)
            return ChatSource(Program.LM_STUDIO, (msgspec.Raw(data),), lm_studio.from_json)
    raise ValueError("no chats")


def _kind(head: bytes) -> str | None:
    head = head.removeprefix(b"\xef\xbb\xbf")
    return next((kind for pattern, kind in _KINDS if pattern.match(head)), None)


def _contents(path: Path) -> list[bytes]:
    """The JSON in a file, or in the zip. Raises OSError, ValueError."""
    if not path.is_file():
        raise FileNotFoundError(2, "it is not a file")
    if not zipfile.is_zipfile(path):
        return [_bounded_read(path)]
    with zipfile.ZipFile(path) as archive:
        members = sorted(
            (info for info in archive.infolist() if _is_member(info)),
            key=lambda info: info.filename,
        )
        if not members or sum(info.file_size for info in members) > LARGEST:
            raise ValueError("no conversations")
        contents = []
        for info in members:
            with archive.open(info) as file:
                data = file.read(info.file_size + 1)
            if len(data) > info.file_size:
                raise ValueError("larger than it says")
            contents.append(_without_mark(data))
        return contents


def _is_member(info: zipfile.ZipInfo) -> bool:
    return bool(_MEMBERS.match(PurePosixPath(info.filename).name))


def _bounded_read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError("too large")
    return _without_mark(data)


def _without_mark(data: bytes) -> bytes:
    return data.removeprefix(b"\xef\xbb\xbf")


def _unknown(name: str) -> YiDeskError:
    return YiDeskError(
        "{name} holds no chats that YiDesk knows.",
        code="import_unknown",
        next_step="Choose a file exported by YiDesk, ChatGPT's conversations.json or its zip, "
        "or a .conversation.json of LM Studio.",
        name=name,
    )
