"""Whether a question is in the language of a document, and what can be done where it is not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.types import Crossing, Document
from yidesk.services.languages.recognising import LATIN, differ, language, said_in

SAMPLES = 8
"""Pages of a document that are looked at, from its beginning to its end."""
SAMPLE = 500
"""Characters of each."""
_ENGLISH = ("en", LATIN)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LEAST_WORDS = 2
"""Of a language of Latin letters in a question, for a sentence to be made of it: "die" is English
too."""


def written_in(document: Document) -> str:
    """The language of a document, by `languages.recognising`."""
    pages = document.pages
    step = max(1, len(pages) // SAMPLES)
    some = range(0, len(pages), step)[:SAMPLES]
    return language("\n".join(pages[number].text[:SAMPLE] for number in some))


@dataclass(frozen=True, slots=True)
class Sorted:
    """Documents by how the words of a question are compared with them."""

    ways: dict[str, Crossing]
    """By fingerprint."""
    own: tuple[Document, ...]
    """Those whose words are compared as they stand."""
    others: dict[str, tuple[Document, ...]]
    """Those for which they are translated, by their language: "zh" or "en"."""


def sort(question: str, documents: Sequence[Document]) -> Sorted:
    """Which document is to be searched in which way."""
    written = {each.fingerprint: written_in(each) for each in documents}
    ways = {each: crossing(question, language) for each, language in written.items()}
    own, others = [], defaultdict(list)
    for each in documents:
        if ways[each.fingerprint] is Crossing.TRANSLATED:
            others["zh" if written[each.fingerprint] == "zh" else "en"].append(each)
        else:
            own.append(each)
    return Sorted(ways, tuple(own), {each: tuple(some) for each, some in others.items()})


def crossing(question: str, written: str) -> Crossing:
    """How the words of a question are compared with a document that is WRITTEN in a language.

    What stands in QUESTION behind its first line is of questions before it.
    """
    spoken = _spoken_in(question.partition("\n")[0])
    if written == "zh" and spoken in _ENGLISH:
        return Crossing.TRANSLATED
    if written in _ENGLISH and _HAN.search(question) and spoken in ("zh", *_ENGLISH):
        return Crossing.TRANSLATED
    return Crossing.NO_DICTIONARY if differ(spoken, written) else Crossing.NONE


def _spoken_in(asked: str) -> str:
    """The language of a question; LATIN where too few words say which one."""
    spoken = language(asked)
    return spoken if said_in(asked, spoken) >= _LEAST_WORDS else LATIN
