"""Cuts Markdown into top-level blocks while it arrives.

A block that is closed never changes again, so what shows it need not be made again. A text block
closes at a blank line, unless a list goes on after it; a fence closes at its own end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_INNER_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])(\s|$)")


class Kind(Enum):
    """What a block holds."""

    TEXT = auto()
    CODE = auto()


@dataclass(slots=True)
class Block:
    """One top-level block of Markdown."""

    kind: Kind
    source: str = ""
    """Text: Markdown. Code: the lines between the fences."""
    language: str = ""
    closed: bool = False


@dataclass(slots=True)
class Splitter:
    """Blocks of a source that only grows at its end."""

    blocks: list[Block] = field(default_factory=list)
    _line: str = ""
    """The line that is not complete yet."""
    _fence: str = ""
    """What ends the open code block."""
    _inner: str = ""
    """What ends a fence inside the open text block (a list item's code)."""
    _blank: bool = False
    """Whether the line before was blank."""

    def feed(self, text: str) -> None:
        """Take the next characters of the source."""
        *lines, rest = (self._line + text).split("\n")
        self._line = ""
        for line in lines:
            self._complete(line)
        self._line = rest

    def finish(self) -> None:
        """The source is at its end: close what is open."""
        if self._line:
            line, self._line = self._line, ""
            self._complete(line)
        if (last := self._open()) is not None:
            last.closed = True

    @property
    def tail(self) -> str:
        """The incomplete last line, unless it may be the beginning or the end of a fence."""
        return "" if self._line.lstrip()[:1] in {"`", "~"} else self._line

    def _open(self) -> Block | None:
        return self.blocks[-1] if self.blocks and not self.blocks[-1].closed else None

    def _complete(self, line: str) -> None:
        block = self._open()
        if block is not None and block.kind is Kind.CODE:
            self._code_line(block, line)
        else:
            self._text_line(block, line)

    def _code_line(self, block: Block, line: str) -> None:
        stripped = line.strip()
        if stripped.startswith(self._fence) and not stripped.strip(self._fence[0]):
            block.closed = True
        else:
            block.source += line + "\n"

    def _text_line(self, block: Block | None, line: str) -> None:
        if not line.strip():
            self._blank = True
            if block is not None:
                block.source += "\n"
            return
        if block is not None and self._blank and self._ends_at(block, line):
            block.closed, block, self._inner = True, None, ""
        self._blank = False
        if not self._inner and (fence := _FENCE.match(line)) and not self._within(block, line):
            self._begin_code(block, fence)
            return
        if block is None:
            block = Block(Kind.TEXT)
            self.blocks.append(block)
        self._note_inner_fence(line)
        block.source += line + "\n"

    def _begin_code(self, block: Block | None, fence: re.Match[str]) -> None:
        if block is not None:
            block.closed = True
        self._fence = fence[1]
        self.blocks.append(Block(Kind.CODE, language=fence[2].strip()))

    def _ends_at(self, block: Block, line: str) -> bool:
        """Whether LINE, after a blank one, is no part of the open text block."""
        if self._inner:
            return False
        is_list = _ITEM.match(block.source) is not None
        return not (is_list and (line[:1] in " \t" or _ITEM.match(line)))

    @staticmethod
    def _within(block: Block | None, line: str) -> bool:
        """Whether a fence is indented into a list item."""
        return block is not None and line[:1] in " \t" and _ITEM.match(block.source) is not None

    def _note_inner_fence(self, line: str) -> None:
        found = _INNER_FENCE.match(line)
        if found is None:
            return
        if not self._inner:
            self._inner = found[1]
        elif line.strip().startswith(self._inner):
            self._inner = ""


def split(source: str) -> list[Block]:
    """The closed blocks of a complete source."""
    splitter = Splitter()
    splitter.feed(source)
    splitter.finish()
    return splitter.blocks
