"""The text of a document in reading order, as the readers of markup write it down.

Paragraphs are divided by a blank line; list items and rows of tables stand line under line, the
cells of a row divided by ` | `.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from yidesk.core.document_limits import TOO_LONG
from yidesk.core.types import PageWarning
from yidesk.documents import limits, outline
from yidesk.documents.formats import Format
from yidesk.documents.outline import TITLE_CHARACTERS, Heading, with_paths
from yidesk.documents.pages import CutText, Place, cut
from yidesk.documents.text import clean

CELL = " | "

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MAX_LEVEL = 9


class Flow:
    """Collects text; `end` closes a paragraph or, inside a table, only divides words."""

    def __init__(self) -> None:
        self.full = False
        """The limit was reached, and what came after it was left out."""
        self._blocks: list[str] = []
        self._headings: list[Heading] = []
        self._length = 0
        self._line: list[str] = []
        self._open = 0
        self._rows: list[int] = []
        self._run = ""
        self._mentioned = 0
        self._due: list[str] = []
        """Notes that come after the paragraph or row that mentions them."""

    @property
    def in_row(self) -> bool:
        """Whether a row of a table is open."""
        return bool(self._rows)

    def write(self, text: str) -> None:
        """Add text as it is."""
        if self._length + self._open + len(text) > limits.MAX_TEXT_CHARACTERS:
            self.full = True
        elif text:
            self._line.append(text)
            self._open += len(text)

    def words(self, text: str) -> None:
        """Add text whose white space only divides words."""
        text = _BLANKS.sub(" ", text)
        self.write(text.lstrip(" ") if self._ends_blank() else text)

    def end(self, level: int = 0, *, tight: bool = False) -> None:
        """End a paragraph, or a heading of LEVEL; TIGHT ones follow each other line by line."""
        if self._rows:
            self.words(" ")
        else:
            self._close(level, "list" if tight else "")

    def _close(self, level: int, run: str) -> None:
        """End a block; those of the same RUN follow each other without a blank line."""
        text = self._take()
        if not text:
            return
        gap = "" if not self._blocks else "\n" if run and run == self._run else "\n\n"
        start = self._length + len(gap)
        self._blocks += (gap, text)
        self._length = start + len(text)
        self._run = run
        if level:
            title = _BLANKS.sub(" ", text)[:TITLE_CHARACTERS]
            self._headings.append(Heading(start, self._length, min(level, _MAX_LEVEL), title))

    def mention(self, note: str) -> None:
        """Write the mark of a note where it is mentioned; its text is due at `write_notes`."""
        if note:
            self._mentioned += 1
            self.write(f" (note {self._mentioned})")
            self._due.append(f"(note {self._mentioned}) {note}")

    def write_notes(self) -> None:
        """Write the notes that are due, each on a line; inside a table they wait for its end."""
        if self._rows:
            return
        for text in self._due:
            self.write(text)
            self.end(tight=True)
        self._due.clear()

    def open_row(self) -> None:
        """Begin a row; one inside a cell becomes part of that cell's line."""
        self.end()
        self._rows.append(0)

    def open_cell(self) -> None:
        """Begin the next cell of the row."""
        if self._rows:
            if self._rows[-1]:
                self.write(CELL.lstrip() if self._ends_blank() else CELL)
            self._rows[-1] += 1

    def close_row(self) -> None:
        """End a row."""
        if self._rows:
            self._rows.pop()
        if self._rows:
            self.words(" ")
        else:
            self._close(0, "rows")

    def text(self) -> str:
        """Everything so far."""
        self._rows.clear()
        self.end()
        return "".join(self._blocks)

    def places(self, title: str = "") -> list[Place]:
        """Everything so far, cut at its headings; the last place says so when it is not all."""
        text = self.text()
        found = list(outline.places(text, with_paths(self._headings), title))
        if self.full and found:
            found[-1] = replace(found[-1], warning=PageWarning.TRUNCATED)
        return found

    def _ends_blank(self) -> bool:
        return not self._line or self._line[-1][-1] in " \n"

    def _take(self) -> str:
        text = clean("".join(self._line)).replace("\f", "\n").replace("\xad", "").strip(" \t\n")
        self._line.clear()
        self._open = 0
        return text if text.strip(CELL) else ""


def finish(path: Path, form: Format, flow: Flow, notes: Iterable[str], title: str = "") -> CutText:
    """The document of one flow. Raises DocumentError when it is empty."""
    notes = (*notes, TOO_LONG) if flow.full else tuple(notes)
    return cut(path, form, flow.places(title), notes)
