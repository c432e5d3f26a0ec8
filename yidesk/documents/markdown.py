"""Markdown: a page for each section, labelled with the path of its headings.

Headings as CommonMark has them (https://spec.commonmark.org/0.31.2/, 4.2 and 4.3), outside of
fenced code and of front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from yidesk.documents import outline
from yidesk.documents.formats import Format
from yidesk.documents.outline import TITLE_CHARACTERS, Heading, with_paths
from yidesk.documents.pages import CutText, Place
from yidesk.documents.pulse import Pulse, no_pulse, paced
from yidesk.documents.text import finish, read_text

_ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NO_PARAGRAPH = re.compile(r"\s*$| {4}|\t| {0,3}(?:[-*+>|#]|\d+[.)] )")
"""Lines that a row of dashes cannot turn into a heading: blank, code, list, quotation, table."""
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?^(?:---|\.\.\.)[ \t]*\n", re.DOTALL | re.MULTILINE)
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|(?<!\w)_+|_+(?!\w)")


def open_markdown(path: Path, pulse: Pulse = no_pulse) -> CutText:
    """Cut a Markdown file. Raises DocumentError."""
    decoded = read_text(path, pulse)
    found = places(decoded.text, pulse)
    return finish(path, Format.MARKDOWN, found, decoded.encoding, pulse)


def places(text: str, pulse: Pulse = no_pulse) -> Iterator[Place]:
    """A page for each section."""
    return outline.places(text, headings(text, pulse))


def headings(text: str, pulse: Pulse = no_pulse) -> list[Heading]:
    """Every heading in order, with its path."""
    return with_paths(_bare_headings(text, pulse))


def _bare_headings(text: str, pulse: Pulse) -> Iterator[Heading]:
    front = _FRONT_MATTER.match(text)
    start = front.end() if front else 0
    fence = above = ""
    for line in paced(text[start:].split("\n"), pulse):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and _closes(line, fence) else fence
        elif mark:
            fence = mark[1]
        elif heading := _atx(line, start) or _underlined(above, line, start):
            yield heading
        above = "" if fence or mark else line
        start += len(line) + 1


def _closes(line: str, fence: str) -> bool:
    return line.strip().startswith(fence) and not line.strip().strip(fence[0])


def _atx(line: str, start: int) -> Heading | None:
    match = _ATX.match(line)
    if not match:
        return None
    title = line[match.end() :].strip()
    closed = title.rstrip("#")
    if not closed or closed[-1] in " \t":
        title = closed
    return Heading(start, start + len(line), len(match[1]), _plain(title))


def _underlined(above: str, line: str, start: int) -> Heading | None:
    match = _UNDERLINE.match(line)
    if not match or _NO_PARAGRAPH.match(above):
        return None
    level = 1 if match[1][0] == "=" else 2
    return Heading(start - len(above) - 1, start + len(line), level, _plain(above))


def _plain(title: str) -> str:
    return _MARKUP.sub(r"\1", title.strip()[:TITLE_CHARACTERS]).strip()
