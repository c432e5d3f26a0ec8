"""Finds places that an answer names as their document does: a slide, a sheet, a chapter, "p. iv".

    [slide 3]   [Prices › 2-41]   [Chapter 2]   [D2 Fees]   [book.epub, Fees]   [p. iv]   【第二章】

Every document is numbered in pages, and these numbers are what a model is shown. What the document
itself calls its pages (`Page.label`) counts as well where it stands alone in square brackets, and
slides wherever they are named, if there are any.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence

from yidesk.core.document import SEPARATOR
from yidesk.core.folding import fold
from yidesk.core.types import Document
from yidesk.services.checking.references import Reference
from yidesk.services.checking.sentences import Span

_BRACKETS = re.compile(  # but those of a link, and of a program: `[words](url)`, `list[i]`
    r"(?<![A-Za-z0-9_])\[([^\[\]\n]{1,200})\](?!\()|【([^【】\n]{1,200})】|〔([^〔〕\n]{1,200})〕"
)
_PAIRS = frozenset({"[]", "()", "【】", "〔〕"})
_NUMBERS = r"(\d{1,6})(?:\s*[-‐-―−~〜至到]\s*(\d{1,6}))?(?!\d)"
_SLIDES = re.compile(
    rf"(?<!\w)slides?\s*{_NUMBERS}|第\s*{_NUMBERS}\s*[张張](?:幻灯片|投影片)"
    rf"|(?:幻灯片|投影片)\s*第?\s*{_NUMBERS}\s*[张張页頁]?",
    re.IGNORECASE,
)
_OF_DOCUMENT = re.compile(
    r"(?:D\s?(?P<number>\d{1,3})|(?P<file>.{1,120}?\.[a-z][a-z0-9]{1,4}))[\s,，:：]+(?P<place>.+)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"^(?:(?:(?:work)?sheet|section|chapter|heading|page)\b|pp?\.|工作表|章节|标题|§)\s*[:：]?\s*",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d|第")
_LETTER = re.compile(r"[^\W\d_]")
Words = tuple[str, ...]


def located(
    text: str, known: Sequence[Reference], documents: Sequence[Document]
) -> list[Reference]:
    """References by other names than page numbers; TEXT went through `narrow`.

    KNOWN: those by page numbers, which stand. Raises DocumentError when pages have gone.
    """
    taken = [reference.span for reference in known]
    found = list(_slides(text, taken, documents))
    taken += [reference.span for reference in found]
    named = [match for match in _BRACKETS.finditer(text) if not _is_taken(match, taken)]
    if named:
        labels = [_Labels(document) for document in documents]
        found += [r for match in named if (r := _named(match, labels, documents)) is not None]
    return found


def _slides(
    text: str, taken: Collection[Span], documents: Sequence[Document]
) -> Iterator[Reference]:
    """Slides that are named, with the brackets around them where nothing else is in these."""
    shows = [place for place, each in enumerate(documents, 1) if each.format == "pptx"]
    if not shows:
        return
    hint = f"D{shows[0]}" if len(shows) == 1 < len(documents) else ""
    for match in _SLIDES.finditer(text):
        if _is_taken(match, taken):
            continue
        numbers = [int(number) for number in match.groups() if number]
        start, end = match.span()
        is_bracketed = text[start - 1 : start] + text[end : end + 1] in _PAIRS
        span = Span(start - is_bracketed, end + is_bracketed)
        yield Reference(span, hint, min(numbers), max(numbers), is_bracketed)


def _named(
    match: re.Match[str], labels: Sequence[_Labels], documents: Sequence[Document]
) -> Reference | None:
    """The place that stands in a pair of brackets; None when no document has one of that name."""
    inside = next(group for group in match.groups() if group).strip()
    wanted, places = inside, list(range(len(documents)))
    if of := _OF_DOCUMENT.fullmatch(inside):
        chosen = [n for n in places if _is_meant(of, n, documents[n])]
        wanted, places = (of["place"], chosen) if chosen else (inside, places)
    for place in places:
        if pages := labels[place].find(wanted):
            hint = f"D{place + 1}" if len(documents) > 1 else ""
            return Reference(Span(*match.span()), hint, *pages, bracketed=True)
    return None


def _is_meant(of: re.Match[str], place: int, document: Document) -> bool:
    if of["number"]:
        return int(of["number"]) == place + 1
    return fold(of["file"]) in {fold(document.name), fold(document.prompt_name)}


def _is_taken(match: re.Match[str], taken: Collection[Span]) -> bool:
    return any(match.start() < span.end and span.start < match.end() for span in taken)


class _Labels:
    """What one document calls its pages: by their labels, and by every heading in these."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @functools.cached_property
    def _names(self) -> list[tuple[int, frozenset[Words]]]:
        """Every page that has names, and these; numbers alone are none."""
        found = []
        for page in self._document.pages:
            called = map(_words, (page.label, *page.label.split(SEPARATOR)))
            if names := frozenset(name for name in called if _LETTER.search("".join(name))):
                found.append((page.number, names))
        return found

    def find(self, wanted: str) -> tuple[int, int] | None:
        """The first and the last of the pages that are called so; None when none is.

        A name that is numbered ("Chapter 2", "Section 4.2") may leave out what follows the number.
        """
        bare = _KIND.sub("", wanted)
        if len(bare) > 1 or bare != wanted:  # "[x]" is a mark
            for name in (_words(wanted), _words(bare)):
                if (bare != wanted or _LETTER.search("".join(name))) and (on := self._pages(name)):
                    return on[0], on[-1]
        return None

    def _pages(self, name: Words) -> list[int]:
        """The first stretch of pages that are called so."""
        length = len(name) if _NUMBERED.search("".join(name)) else None
        found: list[int] = []
        for page, names in self._names:
            if any(each[:length] == name for each in names):
                if found and page != found[-1] + 1:
                    break
                found.append(page)
        return found


def _words(text: str) -> Words:
    return tuple(re.findall(r"\w+", fold(text)))
