"""Search: the passages that match the question best, in the order of the pages."""

from __future__ import annotations

import dataclasses
from collections.abc import Generator, Sequence

from yidesk.core.types import Coverage, Crossing, Document, Excerpt, Meaning, Mode
from yidesk.services.flaws import flaws_of
from yidesk.services.prompt import name_for_model
from yidesk.services.retrieval.finding import Finder, Found, Indexing
from yidesk.services.retrieval.follow_up import looked_for
from yidesk.services.retrieval.meaning import Comparing, MeaningSearch, Near
from yidesk.services.retrieval.packing import pack, show
from yidesk.services.retrieval.query import shown_words
from yidesk.services.stopping import Stop
from yidesk.services.ways.conversation import room_for_material, with_material
from yidesk.services.ways.way import Asked, Way
from yidesk.store.passages import Place

MOST_TOKENS = 4_000
"""Of passages: about a dozen of them. They are read anew for every question, unlike whole pages."""
HEADER_TOKENS = 48
"""Of one document's header, generously; a very long name is shortened."""
MOST_HEADERS = 4
"""More documents than that are seldom found in at once."""
_MOST_NAME = 60


def search(
    asked: Asked, finder: Finder, meaning: MeaningSearch, stop: Stop
) -> Generator[Indexing | Comparing, None, Way]:
    """Find and pack. Raises EngineError when the window has no room, Cancelled."""
    documents = asked.documents
    for document in documents:
        yield from finder.index(document, stop.check)
        if meaning.waits:
            yield from meaning.compare(document.fingerprint, document.name, stop)
    meaning.on_work()
    room = room_for_material(asked, asked.wording.about_documents)
    budget = min(MOST_TOKENS, room - HEADER_TOKENS * min(len(documents), MOST_HEADERS))
    sought = looked_for([each.question for each in asked.exchanges if each.question])
    near = meaning.near(sought, documents, stop)
    found = finder.find(sought, documents, near.hits)
    places = pack(found.places, documents, budget, lambda texts: asked.count(*texts))
    material = _material(asked, places) or asked.wording.nothing_found
    return Way(
        mode=Mode.SEARCH,
        conversation=with_material(asked, asked.wording.about_documents, material),
        coverage=_coverage(
            asked, places, near, found, shown_words(sought) if sought != asked.question else ""
        ),
    )


def _material(asked: Asked, places: Sequence[Place]) -> str:
    blocks = []
    for number, document in enumerate(asked.documents, 1):
        found = [place for place in places if place.document == document.fingerprint]
        if found:
            header = asked.wording.found_in.format(
                number=number,
                name=name_for_model(document)[:_MOST_NAME],
                pages=len(document.pages),
            )
            prefix = "" if number == 1 else f"D{number} "
            blocks.append(f"{header}\n\n{show(found, asked.documents, prefix)}")
    return "\n\n".join(blocks)


def _coverage(
    asked: Asked, places: Sequence[Place], near: Near, found: Found, searched: str
) -> tuple[Coverage, ...]:
    covered = (_covered(asked, document, places, near) for document in asked.documents)
    return tuple(_told(each, found, searched) for each in covered)


def _told(covered: Coverage, found: Found, searched: str) -> Coverage:
    """With the words that were looked for, and what they were translated into."""
    crossing = found.crossing[covered.document]
    is_other = crossing in (Crossing.TRANSLATED, Crossing.UNKNOWN)
    return dataclasses.replace(
        covered,
        searched=searched,
        crossing=crossing,
        translated=found.translated if is_other else (),
    )


def _covered(asked: Asked, document: Document, places: Sequence[Place], near: Near) -> Coverage:
    found = [place for place in places if place.document == document.fingerprint]
    excerpts = [document.pages[place.page - 1].text[place.start : place.end] for place in found]
    return Coverage(
        document=document.fingerprint,
        name=document.name,
        pages_total=len(document.pages),
        pages=tuple(dict.fromkeys(place.page for place in found)),
        tokens_total=asked.tokens_of(document),
        tokens_read=sum(asked.count(*excerpts)),
        without_text=document.untold,
        flaws=flaws_of(document),
        meaning=near.state.get(document.fingerprint, Meaning.NONE),
        excerpts=tuple(
            Excerpt(page=place.page, start=place.start, end=place.end) for place in found
        ),
    )
