"""Tables of text (CSV, TSV): pages of whole rows, each page beginning with the header row.

A page is labelled with its rows as a spreadsheet numbers them (`2-41`); the header is row 1.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from yidesk.documents.formats import Format
from yidesk.documents.pages import CutText, Place
from yidesk.documents.pulse import Pulse, no_pulse, paced
from yidesk.documents.text import PAGE_CHARACTERS, finish, places_of, read_text

DELIMITERS = ",;\t|"
HEADER_CHARACTERS = 1000
"""A longer first row is not repeated on every page."""


def open_table(path: Path, pulse: Pulse = no_pulse) -> CutText:
    """Cut a table file. Raises DocumentError."""
    decoded = read_text(path, pulse)
    return finish(path, Format.TABLE, places(decoded.text, pulse), decoded.encoding, pulse)


def places(text: str, pulse: Pulse = no_pulse) -> Iterator[Place]:
    """Pages of whole rows; a file that is no table after all is cut as text is."""
    rows = _rows(text, pulse)
    return places_of_rows(rows, range(1, len(rows) + 1)) if rows else places_of(text)


def places_of_rows(rows: Sequence[str], numbers: Sequence[int], label: str = "") -> Iterator[Place]:
    """Pages of rows, which end in line ends; NUMBERS are theirs, LABEL stands before these."""
    header = rows[0] if rows and len(rows[0]) <= HEADER_CHARACTERS else ""
    first = 1 if header else 0
    for start, end in _groups(rows, first, PAGE_CHARACTERS - len(header)):
        text = header + "".join(rows[start:end])
        yield from places_of(text, f"{label}{numbers[start]}-{numbers[end - 1]}")
    if header and len(rows) == 1:
        yield Place(header.rstrip("\n"), f"{label}{numbers[0]}")


def _rows(text: str, pulse: Pulse) -> Sequence[str]:
    """The source text of every row; a quoted cell may hold line ends. Empty when it is no CSV."""
    lines = list(io.StringIO(text.lstrip("\n"), newline="\n"))
    if not lines:
        return ()
    reader = csv.reader(lines, delimiter=_delimiter(lines[0]))
    rows, done = [], 0
    try:
        for _ in paced(reader, pulse):
            rows.append("".join(lines[done : reader.line_num]))
            done = reader.line_num
    except csv.Error:
        return ()
    return rows


def _delimiter(header: str) -> str:
    """The likeliest one; csv.Sniffer takes quadratic time on hostile files."""
    return max(DELIMITERS, key=header.count)


def _groups(rows: Sequence[str], first: int, most: int) -> Iterator[tuple[int, int]]:
    """Rows [start, end) that together have up to MOST characters."""
    start, size = first, 0
    for place in range(first, len(rows)):
        length = len(rows[place])
        if size and size + length > most:
            yield start, place
            start, size = place, 0
        size += length
    if start < len(rows):
        yield start, len(rows)
