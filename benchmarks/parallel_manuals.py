"""Questions in one language about a manual in the other, from its two editions.

The outlines of both editions are laid beside each other: their entries are each other's
translation. A title of one edition is asked of the other one; right are the pages from its title
there to the next one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import pypdfium2

MOST_PAGES = 4
"""Of a section that count: what a title says stands at its beginning."""
_NUMBER = re.compile(r"^(?:[\d.]+|[A-Z]\.|第.{1,4}章|(?:附录|Appendix|Chapter) ?\w+)\.?\s*")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and the pages that are right."""

    text: str
    pages: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Entry:
    level: int
    title: str
    page: int


@dataclass(frozen=True, slots=True)
class Editions:
    """A manual in English and in Chinese."""

    english: Path
    chinese: Path

    def of(self, language: str) -> Path:
        """The file of an edition."""
        return self.chinese if language == "zh" else self.english

    def questions(self, spoken: str, written: str, *, whole: bool) -> list[Question]:
        """Titles of the edition that is SPOKEN, to be found in the one that is WRITTEN.

        WHOLE: inside a question. Titles that are not translated are left out.
        """
        pairs = list(_beside(self.english, self.chinese))
        right: dict[str, set[int]] = {}
        for pair, after in zip_longest(pairs, pairs[1:]):
            title, page = pair[spoken].title, pair[written].page
            end = after[written].page if after else page + 1
            right.setdefault(title, set()).update(
                range(page, min(max(page + 1, end), page + MOST_PAGES))
            )
        return [
            Question(_asked(each, spoken) if whole else each, frozenset(pages))
            for each, pages in right.items()
        ]


def _asked(title: str, spoken: str) -> str:
    return (
        f"关于{title}，文中是怎么说的？" if spoken == "zh" else f"What does it say about {title}?"
    )


def _beside(english: Path, chinese: Path) -> Iterator[dict[str, _Entry]]:
    """Entries that stand in the same place of both outlines, and are translated."""
    one, other = _outline(english), _outline(chinese)
    first, second = ("".join(chr(65 + each.level) for each in some) for some in (one, other))
    for tag, i, end, j, _ in difflib.SequenceMatcher(None, first, second, False).get_opcodes():
        if tag == "equal":
            for entry, translated in zip(one[i:end], other[j:], strict=False):
                told = len(_HAN.findall(translated.title)) > 1 and not _HAN.search(entry.title)
                if told and len(entry.title) > 3:
                    yield {"en": entry, "zh": translated}


def _outline(path: Path) -> list[_Entry]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [
            _Entry(entry.level, _NUMBER.sub("", entry.get_title()).strip(), target.get_index() + 1)
            for entry in pdf.get_toc()
            if (target := entry.get_dest()) is not None
        ]
