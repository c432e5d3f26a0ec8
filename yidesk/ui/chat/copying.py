"""What is selected, as it goes to the clipboard: letters, HTML and Markdown.

A whole chat takes more than a frame to read, so it is read a slice at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Slot
from PySide6.QtGui import QTextCursor

from yidesk.services.exchange.markup import plain_html, to_html
from yidesk.ui.chat.entry import Entry
from yidesk.ui.chat.transcript import Transcript
from yidesk.ui.markdown.blocks import Kind
from yidesk.ui.markdown.marks import without_marks
from yidesk.ui.markdown.objects import plain_of
from yidesk.ui.markdown.piece import Piece
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.selection import Selection

SLICE_S = 0.008
PAUSE_MS = 8
MARKDOWN = "text/markdown"


class Slice(NamedTuple):
    """What is selected of one turn."""

    entry: Entry
    begin: Place
    end: Place


@dataclass
class Copied:
    """Grows by one turn after the other."""

    plain: str = ""
    """As it is read; several turns are parted by the names of those who speak."""
    markdown: str = ""
    """Blocks that are selected whole as they were written, of others the letters."""
    html: str = ""
    is_whole: bool = True
    """Whether no block was cut."""

    def add(self, speaker: str, turn: Copied) -> None:
        """Put a turn at the end. SPEAKER: empty when it is the only one."""
        heading = _tr("{speaker}:").format(speaker=speaker) if speaker else ""
        bold = f"**{heading}**" if speaker else ""
        self.plain = _joined("\n\n", self.plain, _joined("\n", heading, turn.plain))
        self.markdown = _joined("\n\n", self.markdown, bold, turn.markdown)
        self.html = _joined("\n", self.html, to_html(bold), turn.html)
        self.is_whole = self.is_whole and turn.is_whole

    def mime(self) -> QMimeData:
        """For the clipboard; letters only, where a block was cut."""
        data = QMimeData()
        data.setText(self.plain)
        if self.is_whole:
            data.setHtml(self.html)
            data.setData(MARKDOWN, self.markdown.encode())
        return data


class Copying(QObject):
    """Reads what is selected. What is small is there at once; one thing is read at a time."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__(transcript)
        self._transcript = transcript
        self._steps: Iterator[Copied | None] = iter(())
        self._done: Callable[[Copied], object] = _nothing
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._work)

    def read(self, slices: Sequence[Slice], done: Callable[[Copied], object]) -> None:
        """Give DONE what is selected, unless something else is read before that."""
        self._steps, self._done = self._reading(slices), done
        self._work()

    @Slot()
    def _work(self) -> None:
        until = perf_counter() + SLICE_S
        for read in self._steps:
            if read is not None:
                self._timer.stop()
                self._done(read)
                return
            if perf_counter() > until:
                self._timer.start()
                return

    def _reading(self, slices: Sequence[Slice]) -> Iterator[Copied | None]:
        read = Copied()
        for each in slices:
            turn = _Turn(self._transcript.pieces(each.entry), each)
            yield from turn.read()
            speaker = each.entry.speaker if len(slices) > 1 else ""
            read.add(speaker, turn.copied())
            yield None
        yield read


@dataclass
class _Turn:
    """One turn while it is read, a block at a time."""

    pieces: Sequence[Piece]
    of: Slice
    plain: str = ""
    markdown: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    is_whole: bool = True

    def read(self) -> Iterator[None]:
        """Read one block between two steps."""
        selection = Selection()
        selection.set(self.of.begin, self.of.end)
        first, last = self.of.begin.piece, min(self.of.end.piece + 1, len(self.pieces))
        at = first
        while at < last:
            group = [self.pieces[at]]
            while at + len(group) < last and self.pieces[at + len(group)].continues:
                group.append(self.pieces[at + len(group)])
            yield from self._read_block(at, group, selection)
            at += len(group)

    def copied(self) -> Copied:
        """What was read."""
        markdown, html = "\n\n".join(self.markdown), "\n".join(self.html)
        return Copied(self.plain, markdown, html, is_whole=self.is_whole)

    def _read_block(self, at: int, group: Sequence[Piece], of: Selection) -> Iterator[None]:
        """A block that may be in several pieces."""
        parts, is_whole = [], at == 0 or not self.pieces[at].continues
        for number, piece in enumerate(group):
            document = piece.readable  # held: a cursor does not keep it alive
            cursor = of.cursor(at + number, document)
            if cursor is not None:
                parts.append(plain_of(cursor))
                is_whole = is_whole and _covers(cursor)
            yield None
        end = at + len(group)
        is_whole = is_whole and (end == len(self.pieces) or not self.pieces[end].continues)
        plain = "\n".join(parts)
        if not plain:
            return
        self.plain = _joined("\n\n", self.plain, plain)
        self._take(group, plain, is_whole=is_whole)
        yield None

    def _take(self, group: Sequence[Piece], plain: str, *, is_whole: bool) -> None:
        if is_whole and group[0].kind is not Kind.TYPED:
            written = _written(group)
            self.markdown.append(written)
            self.html.append(to_html(written))
        else:
            self.markdown.append(plain)
            self.html.append(plain_html(plain))
        self.is_whole = self.is_whole and is_whole


def _covers(cursor: QTextCursor) -> bool:
    end = cursor.document().characterCount() - 1
    return (cursor.selectionStart(), cursor.selectionEnd()) == (0, end)


def _written(group: Sequence[Piece]) -> str:
    """A block as the model wrote it; marks as `[p. 12]`."""
    text = "\n".join(without_marks(piece.text, piece.marks) for piece in group)
    if group[0].kind is not Kind.CODE:
        return text
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{group[0].language}\n{text}\n{fence}"


def _joined(joint: str, *parts: str) -> str:
    return joint.join(filter(None, parts))


def _nothing(_read: Copied) -> None:
    """Nobody waits."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Copying", text)
