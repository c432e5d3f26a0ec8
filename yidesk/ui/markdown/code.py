"""A fenced block: letters are only ever appended; colours come when it is closed, bit by bit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import perf_counter

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextCursor, QTextLayout

from yidesk.ui import fonts
from yidesk.ui.markdown import dress, lexers
from yidesk.ui.markdown.documents import QuietDocument, plain
from yidesk.ui.theme import colour

LONGEST = 200_000
"""Characters beyond which a program stays uncoloured."""
LINE_HEIGHT = 1.45
_TOKENS = {
    "Keyword": "accent",
    "Name.Builtin": "accent",
    "Literal.String": "verified",
    "Literal.Number": "unsure",
    "Comment": "secondary",
    "Generic.Deleted": "wrong",
    "Generic.Inserted": "verified",
}

Span = tuple[int, int, str]
"""Start and length in a line, in UTF-16 units, and the kind of what stands there."""


def code(source: str) -> QuietDocument:
    """A program in the face for programs, not coloured yet."""
    document = plain(source, fonts.code())
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(dress.line_format(fonts.code(), LINE_HEIGHT))
    return document


def is_coloured(length: int, language: str) -> bool:
    """Whether a program of so many characters is to be coloured."""
    return bool(language) and length <= LONGEST


def name_of(info: str) -> str:
    """The language that the line of a fence names."""
    return info.split(maxsplit=1)[0] if info.split() else ""


def append(document: QuietDocument, text: str) -> None:
    """Put TEXT at the end, at a cost that does not depend on what is there."""
    cursor = QTextCursor(document)
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText(text)


class Colouring:
    """Finds the colours of a program, a slice at a time: lexing 20,000 characters takes 50 ms."""

    def __init__(self, source: str, language: str) -> None:
        self.lines: list[list[Span]] = [[]]
        """What was found so far, for every line."""
        self._source, self._language = source, language
        self._tokens: Iterator[tuple[object, str]] | None = None
        self._at = 0

    @property
    def has_begun(self) -> bool:
        """Whether the lexer is there."""
        return self._tokens is not None

    def work(self, deadline: float) -> bool:
        """Go on until DEADLINE (of `perf_counter`); returns whether it is done."""
        if self._tokens is None:
            if not lexers.is_known(self._language):
                return False
            lexer = lexers.lexer_of(self._language)
            self._tokens = iter(lexer.get_tokens(self._source) if lexer else ())
        for kind, value in self._tokens:
            self._take(str(kind).removeprefix("Token."), value)
            if perf_counter() > deadline:
                return False
        return True

    def _take(self, kind: str, value: str) -> None:
        known = next((start for start in _TOKENS if kind.startswith(start)), "")
        for number, line in enumerate(value.split("\n")):
            if number:
                self.lines.append([])
                self._at = 0
            length = len(line.encode("utf-16-le", "surrogatepass")) // 2
            if known and length:
                self.lines[-1].append((self._at, length, known))
            self._at += length


def paint(document: QuietDocument, first: QTextBlock, lines: Sequence[Sequence[Span]]) -> None:
    """Colour the lines of a document from FIRST on; no letter moves."""
    forms = {kind: _form(kind) for kind in _TOKENS}
    block, start = first, first.position()
    for spans in lines:
        if not block.isValid():
            break
        block.layout().setFormats(_ranges(spans, forms))
        start, end = min(start, block.position()), block.position() + block.length()
        block = block.next()
    else:
        end = block.position() if block.isValid() else document.characterCount()
    document.markContentsDirty(start, end - start)


def _ranges(
    spans: Iterable[Span], forms: dict[str, QTextCharFormat]
) -> list[QTextLayout.FormatRange]:
    result = []
    for start, length, kind in spans:
        each = QTextLayout.FormatRange()
        each.start, each.length, each.format = start, length, forms[kind]
        result.append(each)
    return result


def _form(kind: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setForeground(colour(_TOKENS[kind]))
    if kind == "Keyword":
        form.setFontWeight(QFont.Weight.DemiBold)
    return form
