"""By which words documents were searched, as a person is told; the same in every interface."""

from __future__ import annotations

from collections.abc import Sequence

from yidesk.core.types import Coverage, Crossing, Meaning
from yidesk.core.words import listed, say

MOST_SHOWN = 10
"""Words that a line has room for."""


def told_searched(coverage: Sequence[Coverage]) -> str:
    """The words where they are not the question's own alone, and what they could not find.

    Empty where a question was searched as it stands in its own language.
    """
    return " · ".join(part for part in (_words(coverage), *_apart(coverage)) if part)


def not_searched(coverage: Sequence[Coverage]) -> list[str]:
    """Names of documents in another language, of whose words nothing could be compared."""
    helpless = (Crossing.UNKNOWN, Crossing.NO_DICTIONARY)
    return [
        each.name
        for each in coverage
        if each.crossing in helpless and each.meaning is not Meaning.USED
    ]


def _words(coverage: Sequence[Coverage]) -> str:
    every = dict.fromkeys(word for each in coverage for word in each.translated)
    found = [word for word in every if word.into][:MOST_SHOWN]
    absent = [word.word for word in every if not word.into][:MOST_SHOWN]
    other = [word for word in found if word.into != word.word]
    if not other:
        words = next((each.searched for each in coverage if each.searched), "")
        return say("searched for: {words}", words=words) if words else ""
    parts = [
        say(
            "searched for: {words} (by a dictionary from {own})",
            words=listed(dict.fromkeys(word.into for word in found)),
            own=listed(word.word for word in other),
        )
    ]
    if absent:
        parts.append(say("not found in that language: {words}", words=listed(absent)))
    return " · ".join(parts)


def _apart(coverage: Sequence[Coverage]) -> list[str]:
    """What is in a language that could not be searched well."""
    unknown = listed(each.name for each in coverage if each.crossing is Crossing.UNKNOWN)
    without = listed(each.name for each in coverage if each.crossing is Crossing.NO_DICTIONARY)
    told = []
    if unknown:
        told.append(
            say(
                "{names}: in another language, and the dictionary knows no word of the question; "
                "ask in that language, or have all of it read by a sweep",
                names=unknown,
            )
        )
    if without:
        told.append(
            say(
                "{names}: in another language, for which there is no dictionary; "
                "ask in that language, or have all of it read by a sweep",
                names=without,
            )
        )
    return told
