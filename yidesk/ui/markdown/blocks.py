"""Cuts Markdown into top-level blocks while it arrives.

A block that is closed never changes again, so what shows it need not be made again. A text block
closes at a blank line, unless a list goes on after it; a fence closes at its own end. What grows
too long is cut where that does not show, so that no open block gets slow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

LONG = 3_000
"""Characters of a text block after which it is cut at the next line that allows it."""
CODE_LINES = 100
"""Lines of a program that one block holds."""
_FENCE = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*([^`\n]*)$")
_MAY_BE_FENCE = re.compile(r"[\s>]*(`{1,2}|~{1,2}|`{3,}[^`]*|~{3,}.*)$")
_INNER_FENCE = re.compile(r"\s*(`{3,}(?=[^`]*$)|~{3,})")
_ITEM = re.compile(r"(\s*)([-*+]|\d{1,9}[.)])(\s|$)")
_FIRST_ITEM = re.compile(r"\s{0,3}([-*+]|1[.)])\s+\S")
"""An item that may follow a paragraph without a blank line."""
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(\1[ \t]*){2,}$")
_INDENTED = re.compile(r" {4}|\t")
_PLAIN = re.compile(r"(?![\s>#|+*-])(?!`{3}|~{3}|\d+[.)]\s)[^|]+$")
"""A line of running text, which looks the same at the beginning of a block."""


class Kind(Enum):
    """What a block holds."""

    TEXT = auto()
    CODE = auto()
    TYPED = auto()
    """Letters as a person typed them; no Markdown."""


@dataclass(slots=True)
class Block:
    """One top-level block of Markdown, or a part of one that was long."""

    kind: Kind
    lines: list[str] = field(default_factory=list)
    """Text: Markdown. Code: what stands between the fences."""
    language: str = ""
    closed: bool = False
    continues: bool = False
    """Whether it goes on with the block before, which was long."""
    is_list: bool = False
    """Whether it ends in a list."""

    @property
    def source(self) -> str:
        """The lines in one."""
        return "".join(line + "\n" for line in self.lines)


@dataclass(slots=True)
class Splitter:
    """Blocks of a source that only grows at its end."""

    blocks: list[Block] = field(default_factory=list)
    _line: str = ""
    """The line that is not complete yet."""
    _fence: str = ""
    """What ends the open code block."""
    _indent: int = 0
    """Spaces before the fence, which do not belong to the code."""
    _inner: str = ""
    """What ends a fence inside the open text block (a list item's code)."""
    _blank: bool = False
    """Whether the line before was blank."""
    _size: int = 0
    """Characters in the open text block."""

    def feed(self, text: str) -> None:
        """Take the next characters of the source."""
        *lines, rest = (self._line + text).split("\n")
        self._line = ""
        self._complete(lines)
        self._line = rest
        block = self._open()
        if block is not None and block.kind is Kind.CODE and self.tail:
            self._cut_code(block)

    def finish(self) -> None:
        """The source is at its end: close what is open."""
        if self._line:
            line, self._line = self._line, ""
            self._complete([line])
        if (last := self._open()) is not None:
            last.closed = True

    @property
    def tail(self) -> str:
        """The incomplete last line, unless it may be the beginning or the end of a fence.

        In a program it only grows, until it is complete.
        """
        if (last := self._open()) is not None and last.kind is Kind.CODE:
            may_end = not self._line.strip().strip(self._fence[0])
            return "" if may_end else self._unindented(self._line)
        return "" if _MAY_BE_FENCE.match(self._line) else self._line

    def _open(self) -> Block | None:
        return self.blocks[-1] if self.blocks and not self.blocks[-1].closed else None

    def _complete(self, lines: Sequence[str]) -> None:
        at = 0
        while at < len(lines):
            block = self._open()
            if block is not None and block.kind is Kind.CODE:
                at = self._code_lines(block, lines, at)
            else:
                self._text_line(block, lines[at])
                at += 1

    def _code_lines(self, block: Block, lines: Sequence[str], at: int) -> int:
        """Take LINES from number AT on up to the end of the fence; the number of the next one.

        A program may come as thousands of lines at once, so none is looked at twice.
        """
        rest = range(at, len(lines))
        end = next((n for n in rest if self._fence in lines[n] and self._ends(lines[n])), None)
        stop = len(lines) if end is None else end
        while at < stop:
            block = self._cut_code(block)
            taken = lines[at : min(stop, at + CODE_LINES - len(block.lines))]
            block.lines += map(self._unindented, taken) if self._indent else taken
            at += len(taken)
        if end is None:
            return stop
        block.closed = True
        return end + 1

    def _ends(self, line: str) -> bool:
        """Whether a line is the end of the open fence."""
        stripped = line.strip()
        return stripped.startswith(self._fence) and not stripped.strip(self._fence[0])

    def _cut_code(self, block: Block) -> Block:
        return self._cut(block) if len(block.lines) >= CODE_LINES else block

    def _unindented(self, line: str) -> str:
        return line[min(self._indent, len(line) - len(line.lstrip(" "))) :]

    def _text_line(self, block: Block | None, line: str) -> None:
        if not line.strip():
            self._blank = True
            if block is not None:
                block.lines.append("")
            return
        if line[:1] not in " \t":
            self._inner = ""  # the item that holds the fence is at its end
        if block is not None and self._blank and self._ends_at(block, line):
            block.closed, block = True, None
        if not self._inner and (fence := _FENCE.match(line)) and not self._within(block, line):
            self._begin_code(block, fence)
            return
        if block is None:
            block = Block(Kind.TEXT)
            self.blocks.append(block)
            self._size, self._inner = 0, ""
        elif self._size > LONG and not self._inner and self._may_be_cut(block, line):
            block = self._cut(block)
            self._size = 0
        self._note_list(block, line)
        self._note_inner_fence(line)
        self._blank = False
        self._size += len(line)
        block.lines.append(line)

    def _begin_code(self, block: Block | None, fence: re.Match[str]) -> None:
        if block is not None:
            block.closed = True
        self._fence, self._indent, self._blank = fence[2], len(fence[1]), False
        self.blocks.append(Block(Kind.CODE, language=fence[3].strip()))

    def _cut(self, block: Block) -> Block:
        block.closed = True
        following = Block(block.kind, [], block.language, continues=True, is_list=block.is_list)
        self.blocks.append(following)
        return following

    def _may_be_cut(self, block: Block, line: str) -> bool:
        """Whether LINE looks the same in a block of its own."""
        if block.is_list:
            item = _ITEM.match(line)
            return item is not None and not item[1] and not _RULE.match(line)
        before = block.lines[-1]
        return bool(not self._blank and _PLAIN.match(line) and _PLAIN.match(before))

    def _ends_at(self, block: Block, line: str) -> bool:
        """Whether LINE, after a blank one, is no part of the open text block."""
        if self._inner:
            return False
        if block.is_list:
            return not (line[:1] in " \t" or (_ITEM.match(line) and not _RULE.match(line)))
        return not (_INDENTED.match(block.lines[0]) and _INDENTED.match(line))

    @staticmethod
    def _within(block: Block | None, line: str) -> bool:
        """Whether a fence is indented into a list item."""
        return block is not None and block.is_list and line[:1] in " \t"

    def _note_list(self, block: Block, line: str) -> None:
        if self._inner:
            return
        if block.is_list:
            # without a blank line, only what cannot be a paragraph ends a list
            block.is_list = not line.startswith("#") and not _RULE.match(line)
            return
        follows_paragraph = bool(block.lines) and not self._blank
        pattern = _FIRST_ITEM if follows_paragraph else _ITEM
        found = None if _RULE.match(line) else pattern.match(line)
        block.is_list = found is not None and (follows_paragraph or len(found[1]) < 4)

    def _note_inner_fence(self, line: str) -> None:
        found = _INNER_FENCE.match(line)
        if found is None:
            return
        if not self._inner:
            self._inner = found[1]
        elif line.strip().startswith(self._inner):
            self._inner = ""


def typed(text: str) -> list[Block]:
    """Blocks of a text that is no Markdown: as many lines as make a long one."""
    blocks: list[Block] = []
    size = LONG
    for line in text.split("\n"):
        if size >= LONG:
            blocks.append(Block(Kind.TYPED, closed=True, continues=bool(blocks)))
            size = 0
        blocks[-1].lines.append(line)
        size += len(line)
    return blocks


def split(source: str) -> list[Block]:
    """The closed blocks of a complete source."""
    splitter = Splitter()
    splitter.feed(source)
    splitter.finish()
    return splitter.blocks
