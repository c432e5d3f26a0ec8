"""The colours of the programs of a text, found and put on a slice at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter

from yidesk.ui.markdown import code
from yidesk.ui.markdown.blocks import CODE_LINES, Kind
from yidesk.ui.markdown.code import Colouring, Span
from yidesk.ui.markdown.documents import QuietDocument
from yidesk.ui.markdown.piece import Piece

Lines = Sequence[Sequence[Span]]
STROKE = 25
"""Lines that are painted at once: 0.8 ms."""
_COMING: Lines = ((),)
"""The colours of a program that waits for them."""


@dataclass(slots=True, eq=False)
class _Job:
    """One program."""

    colouring: Colouring
    put: Callable[[Lines], object]
    """Takes the colours when all of them are found."""


class Colours:
    """Programs that wait for their colours."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._jobs: list[_Job] = []
        self._paints: deque[Callable[[], None]] = deque()
        """Colours that were found, for some lines of a piece each."""

    @property
    def are_wanted(self) -> bool:
        """Whether `work` has something to do."""
        return bool(self._jobs or self._paints)

    def clear(self) -> None:
        """Forget what waits: its documents are made anew."""
        self._jobs.clear()
        self._paints.clear()
        for piece in self._pieces:
            if piece.colours is _COMING:
                piece.colours = ()

    def want(self, index: int) -> None:
        """Colour the programs of a piece whose document has just been made."""
        piece = self._pieces[index]
        if piece.kind is Kind.CODE:
            self._want_program(index)
        elif piece.kind is Kind.TEXT and piece.is_closed and piece.made is not None:
            for run in piece.made.marked.programs:
                self._want_run(piece, run.first, run.last, code.name_of(run.language))

    def want_seen(self, index: int) -> None:
        """Colour the program that ends with a piece, if any part of it is on the screen."""
        if any(piece.made is not None for piece in self._group(index)):
            self.want(index)

    def work(self, deadline: float) -> bool:
        """Go on until DEADLINE (of `perf_counter`); returns whether anything was painted."""
        has_painted = False
        while perf_counter() < deadline and (self._paints or self._find(deadline)):
            if self._paints:
                self._paints.popleft()()
                has_painted = True
        return has_painted

    def _find(self, deadline: float) -> bool:
        """Whether the colours of a program were found in time."""
        for job in self._jobs:
            if job.colouring.work(deadline):
                self._jobs.remove(job)
                job.put(job.colouring.lines)
                return True
            if job.colouring.has_begun:
                break  # one after the other, but for those whose lexer is not loaded yet
        return False

    def _want_program(self, index: int) -> None:
        """The whole of a program that may be in several pieces, once it is closed."""
        group = self._group(index)
        if group[0].colours or not group[-1].is_closed:
            return
        language = code.name_of(group[0].language)
        if code.is_coloured(sum(len(piece.text) + 1 for piece in group), language):
            source = "\n".join(piece.text for piece in group)
            self._add(Colouring(source, language), partial(self._put, group))
            group[0].colours = _COMING

    def _group(self, index: int) -> Sequence[Piece]:
        """All pieces of the program to which a piece belongs."""
        first, end = index, index + 1
        while self._pieces[first].continues:
            first -= 1
        while end < len(self._pieces) and self._pieces[end].continues:
            end += 1
        return self._pieces[first:end]

    def _want_run(self, piece: Piece, first: int, last: int, language: str) -> None:
        document = piece.document
        numbers = range(first, last + 1)
        source = "\n".join(document.findBlockByNumber(each).text() for each in numbers)
        if code.is_coloured(len(source), language):

            def put(found: Lines) -> None:
                self._paint_soon(piece, document, first, found)

            self._add(Colouring(source, language), put)

    def _add(self, colouring: Colouring, put: Callable[[Lines], object]) -> None:
        self._jobs.append(_Job(colouring, put))

    def _put(self, group: Sequence[Piece], lines: Lines) -> None:
        for number, piece in enumerate(group):
            piece.colours = lines[number * CODE_LINES : (number + 1) * CODE_LINES]
            if piece.made is not None:
                self._paint_soon(piece, piece.made, 0, piece.colours)

    def _paint_soon(self, piece: Piece, document: QuietDocument, first: int, lines: Lines) -> None:
        for at in range(0, len(lines), STROKE):
            part = lines[at : at + STROKE]
            self._paints.append(partial(_paint, piece, document, first + at, part))


def _paint(piece: Piece, document: QuietDocument, first: int, lines: Lines) -> None:
    if piece.made is document:  # it may have been made anew
        code.paint(document, document.findBlockByNumber(first), lines)
