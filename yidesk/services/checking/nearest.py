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
    if likely and (best is None or best[0].stance not in SAYS):
        return _from(statement, likely, foreign[likely.place], indexes, best)
    return best


def _from(
    statement: Statement,
    likely: Likely,
    place: int,
    indexes: Sequence[Index],
    best: tuple[Bearing, int] | None,
) -> tuple[Bearing, int] | None:
    """What the likely page says, unless one in the statement's own language is closer."""
    bearing = indexes[place].bearing(statement, [likely.page])
    if not differ(statement.language, indexes[place].language(likely.page)):
        return best  # a page of the statement's own language, in a document of another one
    if bearing is None or (best and best[1] != place and best[0].rank > bearing.rank):
        return best
    passages = (likely.passage,)
    return replace(bearing, passages=passages, likely=likely), place
