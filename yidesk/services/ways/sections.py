"""Cuts documents into the parts that a sweep reads, at page borders wherever a page fits."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from yidesk.core.types import Document, Page
from yidesk.services.prompt import name_for_model, page_text
from yidesk.services.wording import Wording

Count = Callable[[Sequence[str]], list[int]]
"""Tokens of each text by itself."""

COUNTED_TOGETHER = 64
"""Pages whose tokens are asked for at once."""
JOIN_TOKENS = 2
"""What a join of two pages takes, generously."""
_BORDERS = ("\n\n", "\n", "。", ". ", "；", "; ", "，", ", ", " ")
"""Where a page that is too large is cut: the first of these that is near its middle."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A page behind its marker, or characters [start, end) of one that is too large.

    The text itself stays where the document is, until the part is read.
    """

    page: int
    start: int
    end: int
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of one document, as it is shown to the model."""

    document: Document
    number: int
    """Which document of the chat it is, from 1."""
    header: str
    wording: Wording
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> int:
        """Number of its first page."""
        return self.pieces[0].page

    @property
    def last(self) -> int:
        """Number of its last page."""
        return self.pieces[-1].page

    @property
    def text(self) -> str:
        """Header, page markers and pages. Raises DocumentError when they have gone."""
        return "\n\n".join((self.header, *map(self._shown, self.pieces), ""))

    def _shown(self, piece: Piece) -> str:
        page = self.document.pages[piece.page - 1]
        marker, body = _told(page, self.number, self.wording)
        return f"{marker}\n{body[piece.start : piece.end]}"

    @property
    def tokens(self) -> int:
        """Of its pages, markers included."""
        return sum(piece.tokens for piece in self.pieces)

    def halves(self) -> tuple[Section, ...]:
        """The same pages in two sections; none when there is one piece only.

        The first half begins as the whole does, so that nothing of it is read again.
        """
        middle = len(self.pieces) // 2
        if not middle:
            return ()
        return tuple(
            replace(self, pieces=pieces) for pieces in (self.pieces[:middle], self.pieces[middle:])
        )


def cut(
    document: Document, number: int, wording: Wording, limit: int, count: Count
) -> Generator[int, None, list[Section]]:
    """The document in parts of at most LIMIT tokens each, every page in one of them.

    Gives the pages that have been counted, now and then, for that takes a while in a long one.
    The same document, wording, LIMIT and vocabulary give the same parts, whatever is asked: what
    was read of them once is found again on the disk.
    """
    name = name_for_model(document)
    header = wording.part.format(part=99, parts=99, name=name, pages=len(document.pages))
    room = limit - count([header])[0] - JOIN_TOKENS
    pieces: list[Piece] = []
    for piece in _pieces(document, number, wording, room, count):
        if pieces and piece.page % COUNTED_TOGETHER == 1 and piece.page > pieces[-1].page:
            yield pieces[-1].page
        pieces.append(piece)
    groups = list(_grouped(pieces, room))
    return [
        Section(
            document=document,
            number=number,
            header=wording.part.format(
                part=part, parts=len(groups), name=name, pages=len(document.pages)
            ),
            wording=wording,
            pieces=tuple(group),
        )
        for part, group in enumerate(groups, 1)
    ]


def _grouped(pieces: Iterable[Piece], room: int) -> Iterator[list[Piece]]:
    group: list[Piece] = []
    used = 0
    for piece in pieces:
        taken = piece.tokens + JOIN_TOKENS
        if group and used + taken > room:
            yield group
            group, used = [], 0
        group.append(piece)
        used += taken
    if group:
        yield group


def _pieces(
    document: Document, number: int, wording: Wording, room: int, count: Count
) -> Iterator[Piece]:
    for first in range(0, len(document.pages), COUNTED_TOGETHER):
        told = [
            (page.number, *_told(page, number, wording))
            for page in document.pages[first : first + COUNTED_TOGETHER]
        ]
        counts = count([f"{marker}\n{body}" for _, marker, body in told])
        for (page, marker, body), tokens in zip(told, counts, strict=True):
            if tokens + JOIN_TOKENS <= room:
                yield Piece(page, 0, len(body), tokens)
            else:
                for start, end, part in _halved(marker, body, 0, room, count):
                    yield Piece(page, start, end, part)


def _told(page: Page, number: int, wording: Wording) -> tuple[str, str]:
    """The marker and the text of a page of the document with that number."""
    marker, body = page_text(page, "" if number == 1 else f"D{number} ", wording).split("\n", 1)
    return marker, body


def _halved(
    marker: str, body: str, start: int, room: int, count: Count
) -> Iterator[tuple[int, int, int]]:
    """A page's text in pieces that fit behind MARKER: where each begins and ends, its tokens.

    START: where BODY begins in the page.
    """
    tokens = count([f"{marker}\n{body}"])[0]
    if tokens + JOIN_TOKENS <= room or len(body) < 2:
        yield start, start + len(body), tokens
        return
    middle = _middle(body)
    yield from _halved(marker, body[:middle], start, room, count)
    yield from _halved(marker, body[middle:], start + middle, room, count)


def _middle(text: str) -> int:
    """A place to cut in the second quarter of the text; its very middle where there is none."""
    middle = len(text) // 2
    for border in _BORDERS:
        found = text.rfind(border, len(text) // 4, middle)
        if found >= 0:
            return found + len(border)
    return middle
