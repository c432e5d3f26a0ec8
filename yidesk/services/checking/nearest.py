"""Where documents, in whatever language, say most of a statement."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from dataclasses import replace

from yidesk.core.types import Stance
from yidesk.services.checking.attribution import Likely, attributed, ranked
from yidesk.services.checking.evidence import SAYS, Bearing, Index, Statement
from yidesk.services.languages.recognising import differ

CLOSE_PAGES = 10
FOREIGN_PAGES = 4
"""Pages in the statement's own language, and in another one, that are compared with it."""
SURE = 0.95
"""Share from which on a passage that says it need not be compared with any other."""


def closest(
    statement: Statement, indexes: Sequence[Index], cited: Collection[int] = ()
) -> tuple[Bearing, int] | None:
    """What the documents say of a statement where it fits best, and the place of that document.

    None where none has a word of it. CITED are pages that the answer names.
    """
    own: list[tuple[float, int, int]] = []
    foreign = [place for place, each in enumerate(indexes) if each.is_foreign(statement)]
    for place, each in enumerate(indexes):
        pages = () if place in foreign else each.likely_pages(statement)
        own += [(alike, -place, -page) for alike, page in pages]
    ranking = ranked(statement, [indexes[place] for place in foreign])
    likely = attributed(ranking, cited)
    best: tuple[Bearing, int] | None = None
    for place, page in (
        *((-place, -page) for _, place, page in heapq.nlargest(CLOSE_PAGES, own)),
        *((foreign[each.place], each.page) for each in ranking.pages[:FOREIGN_PAGES]),
    ):
        bearing = indexes[place].bearing(statement, [page])
        if bearing and (best is None or bearing.rank > best[0].rank):
            best = bearing, place
            if bearing.stance is Stance.SUPPORTED and bearing.score >= SURE:
                break
    first = likely or next(iter(ranking.pages), None)
    if first and (best is None or best[0].stance not in SAYS):
        there = _there(statement, first, foreign[first.place], indexes)
        if there and (best is None or best[1] in foreign or best[0].rank <= there[0].rank):
            return replace(there[0], likely=likely), there[1]
    return best


def _there(
    statement: Statement, first: Likely, place: int, indexes: Sequence[Index]
) -> tuple[Bearing, int] | None:
    """What the likeliest page says, and where its clues stand together.

    None for a page of the statement's own language, in a document of another one.
    """
    bearing = indexes[place].bearing(statement, [first.page])
    if bearing is None or not differ(statement.language, indexes[place].language(first.page)):
        return None
    return replace(bearing, passages=(first.passage,)), place
