"""Which document a reference means by what it says before the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.services.checking.folding import fold

_NUMBER = re.compile(r"(?:D|doc(?:ument)?\.?|文档|文件)\s?#?(\d{1,3})(?!\w)", re.IGNORECASE)
_FILE = re.compile(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
_LOCATOR = re.compile(
    r"(?:section|sect?\.|chapter|ch\.|article|art\.|clause|paragraph|para\.?|table|fig(?:ure)?\.?|annex"
    r"|appendix|part|footnote|note|line|step|item|§|第.{1,6}[章节條条款项]|附[件录]|[表图注])",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s._-]+")


@dataclass(frozen=True, slots=True)
class Meant:
    """The documents a hint may mean, by their places in the list of all."""

    places: tuple[int, ...]
    """Empty: it names a document that is none of them."""
    is_vague: bool = False
    """It says something, but no name of a document and no kind of place in one."""


def meant(hint: str, names: Sequence[Sequence[str]]) -> Meant:
    """The documents that a HINT may mean: the one it names, else all. NAMES are those of each."""
    everything = tuple(range(len(names)))
    wanted = _fold(hint)
    if len(wanted) < 2:
        return Meant(everything)
    named = tuple(
        place for place in everything if any(_is_named(name, wanted) for name in names[place])
    )
    if named and len(wanted) >= 3:
        return Meant(named)
    if number := _NUMBER.match(hint):
        place = int(number[1]) - 1
        return Meant((place,) if place in everything else ())
    if named:
        return Meant(named)
    if _FILE.search(hint):
        return Meant(())
    return Meant(everything, is_vague=not _LOCATOR.match(hint))


def _is_named(name: str, wanted: str) -> bool:
    """Whether what a reference says, folded, names the document: all of it or a good part."""
    full, bare = _fold(name), _fold(name.rsplit(".", 1)[0])
    if wanted in (full, bare):
        return True
    return (len(bare) >= 4 and bare in wanted) or (len(wanted) >= 4 and wanted in full)


def _fold(text: str) -> str:
    return fold(_SEPARATORS.sub("", text))
