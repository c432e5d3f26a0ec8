"""Packs passages into a budget of tokens, in the order of the documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from yidesk.core.types import Document
from yidesk.store.passages import Place

Count = Callable[[Sequence[str]], list[int]]
"""Tokens of each text by itself."""

MARKER_TOKENS = 12
"""A page marker, and the join to the next passage, generously."""
GAP = "[…]"
"""Between passages of one page that do not touch."""


def pack(
    wanted: Sequence[Place], documents: Sequence[Document], budget: int, count: Count
) -> list[Place]:
    """As many of the passages, the most wanted first, as BUDGET tokens hold; in reading order.

    Passages that touch become one.
    """
    texts = [text_of(place, documents) for place in wanted]
    taken: list[Place] = []
    for place, tokens in zip(wanted, count(texts), strict=True):
        if tokens + MARKER_TOKENS <= budget:
            taken.append(place)
            budget -= tokens + MARKER_TOKENS
    order = {document.fingerprint: number for number, document in enumerate(documents)}
    taken.sort(key=lambda place: (order[place.document], place.page, place.start))
    return list(_joined(taken, documents))


def text_of(place: Place, documents: Sequence[Document]) -> str:
    """The characters of a passage."""
    document = next(each for each in documents if each.fingerprint == place.document)
    return document.pages[place.page - 1].text[place.start : place.end]


def show(places: Sequence[Place], documents: Sequence[Document], prefix: str) -> str:
    """Passages of one document behind their page markers; PREFIX "D2 " names the document."""
    pages = groupby(places, key=lambda place: place.page)
    return "\n\n".join(
        f"[{prefix}p. {page}]\n"
        + f"\n{GAP}\n".join(text_of(place, documents).strip() for place in group)
        for page, group in pages
    )


def _joined(places: Iterable[Place], documents: Sequence[Document]) -> list[Place]:
    joined: list[Place] = []
    for place in places:
        last = joined[-1] if joined else None
        if last and _touch(last, place, documents):
            joined[-1] = Place(last.document, last.page, last.start, max(last.end, place.end))
        else:
            joined.append(place)
    return joined


def _touch(first: Place, second: Place, documents: Sequence[Document]) -> bool:
    """Whether nothing but white space lies between two passages of a page."""
    if (first.document, first.page) != (second.document, second.page):
        return False
    if second.start <= first.end:
        return True
    between = Place(first.document, first.page, first.end, second.start)
    return not text_of(between, documents).strip()
