"""Comparing a statement with a passage in another language: numbers, names, known terms.

Its words say nothing there. What stands in both languages alike is looked for instead: numbers and
dates in any spelling, Latin names, commands and abbreviations, and the terms of a small glossary.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from yidesk.core.types import Doubt, Stance
from yidesk.services.checking.bearing import Found, holds, is_same, kind
from yidesk.services.checking.glossary import ENGLISH_OF, HAN_OF, han_terms
from yidesk.services.checking.quantities import Quantity
from yidesk.services.checking.terms import Terms, terms

ENOUGH = 2.0
"""Points from which on a statement is attributed to a passage."""
RARE = 0.2
"""Share of the pages from which on a term says nothing about where it stands."""
_SMALL = 100
"""Numbers below this stand everywhere, without a unit at least."""
_TERM = 0.5
_MOST_TERMS = 1.5
_KNOWN = 0.25
"""What a translated or common term is worth when passages are looked for."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: its terms, and the text for what is no token of its language."""

    terms: tuple[Terms, ...]
    text: str
    language: str

    @property
    def held(self) -> frozenset[str]:
        """All words and numbers."""
        return frozenset().union(*(each.held for each in self.terms))


def compare_foreign(statement: Side, passage: Side, common: frozenset[str]) -> Found:
    """What a passage in another language says of a statement, as far as that can be told.

    COMMON are the terms that stand on many pages.
    """
    [said] = statement.terms
    missing = [q for q in said.quantities if not holds(passage.terms, q)]
    pairs = _known_terms(statement, passage)
    if missing:
        return _other_number(said, passage, pairs, missing[0])
    held = passage.held
    words = _international(statement, said)
    if absent := {word for word in words if word not in held and word in said.written}:
        return Found(Stance.CANNOT_TELL, Doubt.NAME, said.written[min(absent)])
    points = sum(_worth(q) for q in said.quantities)
    points += sum(0.5 if word in common else 1.0 for word in words & held)
    found = sum(pairs.values())
    agrees = len(pairs) - found <= found or points >= ENOUGH
    agrees = agrees and _same_denial(said, passage) and _near(said, passage, pairs)
    if points and agrees and points + min(_MOST_TERMS, _TERM * found) >= ENOUGH:
        return Found(Stance.SUPPORTED, Doubt.LANGUAGE)
    return Found(Stance.CANNOT_TELL, Doubt.LANGUAGE)


def shared_weights(
    said: Terms, translated: frozenset[str], common: frozenset[str]
) -> dict[str, float]:
    """What two languages share of a statement: numbers, words that stand in both, known terms."""
    weights = dict.fromkeys(translated, _KNOWN)
    weights |= {word: _KNOWN if word in common else 1.0 for word in said.words}
    return weights | {q.value: _worth(q) for q in said.quantities}


@functools.lru_cache(maxsize=1024)
def translated(statement: str, spoken: str, other: str) -> frozenset[str]:
    """The words that a page in language OTHER may have for the known terms of a statement."""
    if other == "zh":
        han = (each for word in terms(statement).words for each in HAN_OF.get(word, ()))
        return frozenset().union(*(terms(each).words for each in han))
    if spoken == "zh" and other == "en":
        return frozenset().union(*(ENGLISH_OF[each] for each in han_terms(statement)))
    return frozenset()


def _worth(quantity: Quantity) -> float:
    is_small = quantity.value.isdigit() and int(quantity.value) < _SMALL
    if is_small:
        return 1.0 if quantity.unit else 0.25
    return 1.5 if quantity.unit or kind(quantity) == "date" else 1.0


def _international(statement: Side, said: Terms) -> frozenset[str]:
    """The words that are the same in any language: Latin ones amid Chinese, identifiers, names."""
    latin = frozenset(word for word in said.words if word.isascii() and len(word) >= 2)
    if statement.language in ("zh", "ja", "ko"):
        return latin
    return frozenset(word for word in said.names if _is_identifier(said.written[word]))


def _is_identifier(name: str) -> bool:
    """Whether nobody would translate it: GPL, x86, iPhone, a part of a path."""
    return name[0].islower() or any(c.isupper() or c.isdigit() for c in name[1:])


def _known_terms(statement: Side, passage: Side) -> dict[str, bool]:
    """Terms of the statement that the glossary has -> whether the passage has them."""
    [said] = statement.terms
    if passage.language == "zh":
        return {
            word: any(han in passage.text for han in HAN_OF[word])
            for word in said.words
            if word in HAN_OF
        }
    if statement.language == "zh" and passage.language == "en":
        held = passage.held
        return {term: bool(ENGLISH_OF[term] & held) for term in han_terms(statement.text)}
    return {}


def _same_denial(said: Terms, passage: Side) -> bool:
    denies = any(clause.denials for clause in said.clauses)
    return denies == any(clause.denials for each in passage.terms for clause in each.clauses)


def _near(said: Terms, passage: Side, pairs: dict[str, bool]) -> bool:
    """Whether known terms stand in the clause of the passage that holds the number they go with."""
    there = [term for term, is_there in pairs.items() if is_there]
    for clause in said.clauses:
        known = [word for word in clause.words if word in there]
        if not known and len(said.clauses) == 1:
            known = there
        for quantity in clause.quantities:
            if known and not quantity.loose and not _beside(known, quantity, passage):
                return False
    return True


def _beside(known: Sequence[str], quantity: Quantity, passage: Side) -> bool:
    for piece in re.split(r"[,，;；。!?！？]+(?!\d)", passage.text):
        if not _written_in(quantity, piece, passage):
            continue
        for term in known:
            if any(han in piece for han in HAN_OF.get(term, ())):
                return True
            if any(word in piece.casefold() for word in ENGLISH_OF.get(term, ())):
                return True
    return False


def _written_in(quantity: Quantity, piece: str, passage: Side) -> bool:
    there = [
        other
        for each in passage.terms
        for clause in each.clauses
        for other in clause.quantities
        if is_same(quantity, other)
    ]
    return any(other.written in piece for other in there)


def _other_number(said: Terms, passage: Side, pairs: dict[str, bool], missing: Quantity) -> Found:
    """A number that is not there; where the same thing has another one, that contradicts it."""
    known = [term for term, is_there in pairs.items() if is_there]
    rivals = [
        other
        for each in passage.terms
        for clause in each.clauses
        for other in clause.quantities
        if kind(other) == kind(missing) != "number " and other.value not in said.numbers
    ]
    if known and len(known) == len(pairs):
        for other in rivals:
            if _beside(known, other, passage):
                detail = f"{missing.written} ≠ {other.written}"
                return Found(Stance.CONTRADICTED, Doubt.NUMBER, detail)
    return Found(Stance.UNSUPPORTED, Doubt.NUMBER, missing.written)
