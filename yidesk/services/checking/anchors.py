"""Comparing a statement with a passage in another language: numbers, names, translated words.

What stands in both languages alike must be there: numbers and dates in any spelling, Latin names,
commands, abbreviations. Of the other words most must be there as one of their translations, and
what is denied, excepted or said to be the only one must be so there too. A dictionary cannot tell
more: what it does not bear out "cannot be told" and is not called wrong.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from yidesk.core.types import Doubt, Stance
from yidesk.services.checking import denial
from yidesk.services.checking.alignment import MAY_BE_ABSENT, Alignment, align
from yidesk.services.checking.bearing import UNIT_WORDS, Found, holds, is_same, kind
from yidesk.services.checking.concepts import Bag, Concept, are_known, concepts
from yidesk.services.checking.quantities import MEASURES, Quantity
from yidesk.services.checking.terms import Clause, Terms, plain, terms

ENOUGH = 2.0
"""Points from which on a statement is attributed to a passage."""
FIRM = 2.0
"""Points of sums, dates, shares and names from which on some words may be said in other words."""
COVERED = 0.75
"""Share of what a statement speaks of that must be there even so."""
TOGETHER = 0.7
"""Share of that which one sentence of the passage must have."""
TELLING = 6
LITTLE = 0.2
"""Where of so many words less than this share is there, the passage does not say it."""
RARE = 0.2
"""Share of the pages from which on a term says nothing about where it stands."""
_SMALL = 100
"""Numbers below this stand everywhere, without a unit at least."""
_TERM = 0.7
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

    @property
    def bag(self) -> Bag:
        """What translations are looked up in."""
        return Bag.of(self.text, self.language)


def compare_foreign(statement: Side, passage: Side, common: frozenset[str]) -> tuple[Found, float]:
    """What a passage in another language says of a statement, as far as that can be told.

    Also the share of what the statement speaks of that the passage has. COMMON are the terms that
    stand on many pages.
    """
    [said] = statement.terms
    words = international(statement.language, said)
    spoken_of = _spoken_of(statement, passage, words)
    aligned = align(spoken_of, passage.text, passage.language)
    held, there = passage.held, [each for each in spoken_of if each.word in aligned.places]
    missing = [q for q in said.quantities if not holds(passage.terms, q)]
    unknown = _not_looked_up(statement, passage, words)
    total = len(spoken_of) + len(words) + len(said.quantities) + len(unknown)
    literal = frozenset(word for word in said.words & held if word.isascii() and len(word) > 1)
    found = len(there) + len(words & held) + len(said.quantities) - len(missing)
    score = found / total if total else 0.0
    if missing:
        return _without_number(said, passage, spoken_of, missing), score
    if absent := {word for word in words if word not in held and word in said.written}:
        return Found(Stance.CANNOT_TELL, Doubt.NAME, said.written[min(absent)]), score
    points = sum(_worth(q) for q in said.quantities)
    points += sum(0.5 if word in common else 1.0 for word in literal)
    measured = [q for q in said.quantities if _is_measured(q)]
    firm = sum(_worth(q) for q in measured) + (len(literal) / 2 if measured else 0.0)
    core = _Core.of(passage, there, literal)
    if (
        not unknown
        and (not aligned.absent or (firm >= FIRM and score >= COVERED))
        and (firm >= 1.0 or not _passed_over(statement, passage, aligned))
        and points + _TERM * sum(each.word not in MAY_BE_ABSENT for each in there) >= ENOUGH
        and (core.share >= TOGETHER or points >= ENOUGH)
        and _in_order(plain(statement.text), passage.text, there, aligned)
        and all(_stands_with(clause, there, literal, core, passage) for clause in said.clauses)
    ):
        return _turned(statement.text, core), score
    if (
        not unknown
        and len(there) + len(aligned.absent) >= TELLING
        and max(aligned.share, score) < LITTLE
    ):
        return Found(Stance.UNSUPPORTED, Doubt.WORDS), score
    return Found(Stance.CANNOT_TELL, Doubt.LANGUAGE), score


def _is_measured(quantity: Quantity) -> bool:
    """Whether a number says how much or when, as a number of a chapter does not."""
    return quantity.unit in MEASURES or kind(quantity) in ("date", "time", "%", "‰")


def _passed_over(statement: Side, passage: Side, aligned: Alignment) -> bool:
    """Whether the passage says something amid what the statement says that the statement does not.

    It is what stands there in place of a word that was changed; so may be a word that the
    statement says more often than the passage.
    """
    first, last = aligned.stretch
    amid = [
        each
        for each in concepts(passage.text, passage.language, statement.language)
        if first < each.at < last and each.word not in statement.held
    ]
    return bool(aligned.once or align(amid, plain(statement.text), statement.language).absent)


def shared_weights(
    said: Terms, translated: frozenset[str], common: frozenset[str]
) -> dict[str, float]:
    """What two languages share of a statement: numbers, words that stand in both, known terms."""
    weights = dict.fromkeys(translated, _KNOWN)
    weights |= {word: _KNOWN if word in common else 1.0 for word in said.words}
    return weights | {q.value: _worth(q) for q in said.quantities}


@functools.lru_cache(maxsize=1024)
def translated(statement: str, spoken: str, other: str) -> tuple[frozenset[frozenset[str]], ...]:
    """For each word of a statement what it may be in OTHER, in the terms of an index."""
    return tuple(
        frozenset(_indexed(form, other) for form in each.forms)
        for each in concepts(statement, spoken, other)
    )


@functools.lru_cache(maxsize=50_000)
def _indexed(form: frozenset[str], language: str) -> frozenset[str]:
    if language != "zh":
        return form
    return frozenset().union(*(terms(word).words for word in form))


def _worth(quantity: Quantity) -> float:
    is_small = quantity.value.isdigit() and int(quantity.value) < _SMALL
    if is_small:
        return 1.0 if quantity.unit else 0.25
    return 1.5 if quantity.unit or kind(quantity) == "date" else 1.0


def international(language: str, said: Terms) -> frozenset[str]:
    """The words that are the same in any language: Latin ones amid Chinese, identifiers, names."""
    latin = frozenset(word for word in said.words if word.isascii() and len(word) >= 2)
    if language in ("zh", "ja", "ko"):
        return latin
    return frozenset(word for word in said.names if _is_identifier(said.written[word]))


def _is_identifier(name: str) -> bool:
    """Whether nobody would translate it: GPL, x86, iPhone, a part of a path."""
    return name[0].islower() or any(c.isupper() or c.isdigit() for c in name[1:])


def _spoken_of(statement: Side, passage: Side, words: frozenset[str]) -> list[Concept]:
    """The concepts of a statement but its international words, and those that stand there as is."""
    held = passage.held
    found = concepts(statement.text, statement.language, passage.language)
    return [each for each in found if each.word not in words and each.word not in held]


def _not_looked_up(statement: Side, passage: Side, words: frozenset[str]) -> frozenset[str]:
    """The words of a statement of which nothing can be told, for want of a dictionary."""
    if are_known(statement.language, passage.language):
        return frozenset()
    [said] = statement.terms
    return said.words - words - passage.held - UNIT_WORDS


# --- denials and exceptions -------------------------------------------------------------

_NEGATOR = re.compile(
    r"\b(?:not|no|never|none|nor|neither|cannot|without|nothing|nobody|unable|impossible"
    r"|forbid\w*|forbade|prohibit\w*|avoid\w*|prevent\w*|refus\w+|lack\w*)\b|n't\b|"
    r"(?:不得|不能|不可|不会|不应|不准|不许|不允许|不予|不需|不必|不用|不要|不再|不是|不|没有|没|沒|尚未|未能|未曾|未"
    r"|无法|无权|无须|无需|毋须|毋需|并非|绝非|严禁|禁止|切勿|请勿|勿|避免|防止|阻止|拒绝|缺少|缺乏)",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"而不是|而非|也可能不是|不一定|说不定|拿不准|不错|不少|不久|不过|不便|不中断|以避免|以防止?|以免|来避免|以阻止|[为来](?:了)?(?:阻止|防止)|目的.{0,3}避免"
    r"|\bto\s+(?:avoid|prevent)\b|\b(?:and|but|,)\s+not\b",
    re.IGNORECASE,
)
"""What is named only to say that it is another: "rather than" denies nothing either."""
_ONLY = re.compile(r"\b(?:only|merely|solely|just|simply|exactly)\b|只|仅|唯一", re.IGNORECASE)
_PLAIN_DENIAL = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may)\s+not\b|cannot|n't\b"
    r"|不得|不能|不可以|不会|不应该?|不应当|不是|不需要|没有",
    re.IGNORECASE,
)
"""That turn what is said, and are no manner of speaking."""
_UNLESS = re.compile(r"\b(?:unless|except)\b|除非|除了|除外|除.{1,30}外", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Core:
    """The sentences of a passage that have most of what is there of a statement."""

    text: str
    quantities: tuple[Quantity, ...]
    sentences: int
    share: float
    """Of what the passage has, that its best sentence has alone."""

    @staticmethod
    def of(passage: Side, there: Sequence[Concept], names: frozenset[str]) -> _Core:
        """The best sentence, and those that are nearly as good."""
        texts = ["\n".join(clause.text for clause in each.clauses) for each in passage.terms]
        held = [
            len(align(there, text, passage.language).places) + len(names & each.words)
            for text, each in zip(texts, passage.terms, strict=True)
        ]
        most = max(held, default=0)
        best = [place for place, n in enumerate(held) if 3 * n >= 2 * most]
        return _Core(
            "\n".join(texts[place] for place in best),
            tuple(q for place in best for q in passage.terms[place].quantities),
            len(best),
            most / max(1, len(there) + len(names)),
        )


_NAME = re.compile(r"[a-z][\w.+-]*\w", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:(?:,|、|/|和|或者?|与|及|\band\b|\bor\b)\s*)+", re.IGNORECASE)
"""Between names of which it does not matter which comes first."""


def _in_order(statement: str, passage: str, there: Sequence[Concept], aligned: Alignment) -> bool:
    """Whether names follow each other as there, and stand by the same words.

    "A replaces B" is not "B replaces A". Languages turn sentences round: where names do not follow
    each other in the same order, it cannot be told.
    """
    said, told = _places_of_names(statement), _places_of_names(passage)
    both = [name for name in sorted(said, key=lambda name: said[name]) if name in told]
    if len(both) < 2:
        return True
    listed: dict[str, set[str]] = {name: {name} for name in both}
    for one, two in itertools.pairwise(both):
        if _LISTED.fullmatch(statement[said[one][0] + len(one) : said[two][0]]):
            listed[two] = listed[one]
            listed[one].add(two)
        elif told[one][0] > told[two][0]:
            return False
    return all(_by_the_same(listed[name], said, told, there, aligned) for name in both)


def _places_of_names(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for match in _NAME.finditer(text):
        for part in {match[0], *match[0].split("-")}:  # Unix-like
            found.setdefault(part.casefold(), []).append(match.start())
    return found


def _by_the_same(
    names: Collection[str],
    said: Mapping[str, Sequence[int]],
    told: Mapping[str, Sequence[int]],
    there: Sequence[Concept],
    aligned: Alignment,
) -> bool:
    """Whether the word that stands nearest to names stands nearest to them in the passage too."""
    own = [at for name in names for at in said[name]]
    near = min(there, key=lambda each: min(abs(each.at - at) for at in own), default=None)
    others = [at for name in said if name in told and name not in names for at in told[name]]
    if near is None or not others:
        return True
    mine = [told[name][0] for name in names]
    return any(
        min(abs(place - at) for at in mine) <= min(abs(place - at) for at in others)
        for place in aligned.places[near.word]
    )


def _turned(statement: str, core: _Core) -> Found:
    """Supported, where both deny, and name an exception, or neither; what is "only" so must be so.

    Where a single sentence has a denial more or less, and nothing else in it does, it says the
    opposite.
    """
    passage = core.text
    if bool(_UNLESS.search(statement)) != bool(_UNLESS.search(passage)):
        return Found(Stance.CANNOT_TELL, Doubt.LANGUAGE)
    if _ONLY.search(_unturned(statement)) and not _ONLY.search(_unturned(passage)):
        return Found(Stance.CANNOT_TELL, Doubt.LANGUAGE)
    said, told = _denials(statement), _denials(passage)
    if len(said) == len(told):
        return Found(Stance.SUPPORTED, Doubt.LANGUAGE)
    contrasts = _CONTRAST.search(statement) or _CONTRAST.search(passage)
    plainly = (
        not contrasts
        and len(_PLAIN_DENIAL.findall(statement + passage)) == len(said) + len(told) == 1
    )
    if plainly and core.sentences == 1:
        return Found(Stance.CONTRADICTED, Doubt.DENIAL)
    return Found(Stance.CANNOT_TELL, Doubt.DENIAL)


def _unturned(text: str) -> str:
    bare = denial.NEUTRAL.sub(" ", _CONTRAST.sub(" ", text))
    return denial.HAN_DENIAL.sub(lambda m: " " if m["neutral"] else m[0], bare)


def _denials(text: str) -> list[str]:
    return _NEGATOR.findall(_unturned(text))


# --- numbers ----------------------------------------------------------------------------


def _stands_with(
    clause: Clause, there: Sequence[Concept], names: frozenset[str], core: _Core, passage: Side
) -> bool:
    """Whether the numbers of a clause stand with its words, or on the line of its names."""
    known = [each for each in there if each.word in clause.words or each.word in clause.text]
    return all(
        quantity.loose
        or (
            any(is_same(quantity, other) for other in core.quantities)
            and (not known or _beside(known, quantity, passage))
        )
        or _on_a_line(clause.words & names, quantity, passage)
        for quantity in clause.quantities
    )


def _on_a_line(names: frozenset[str], quantity: Quantity, passage: Side) -> bool:
    """A table names a row once, and says in its head what the columns are."""
    return any(
        names and names <= terms(line).words and _written_in(quantity, line, passage)
        for line in passage.text.splitlines()
    )


def _beside(known: Sequence[Concept], quantity: Quantity, passage: Side) -> bool:
    for piece in re.split(r"[,，;；。!?！？]+(?!\d)", passage.text):
        if _written_in(quantity, piece, passage):
            bag = Bag.of(piece, passage.language)
            if any(bag.has(each.forms) for each in known):
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


def _without_number(
    said: Terms, passage: Side, spoken_of: Sequence[Concept], missing: Sequence[Quantity]
) -> Found:
    """Numbers that are not there. A small one in words may be there as "a", "both" or "twice"."""
    figures = [q for q in missing if any(c.isdecimal() for c in q.written)]
    if figures:
        return _other_number(said, passage, spoken_of, figures[0])
    return Found(Stance.CANNOT_TELL, Doubt.NUMBER, missing[0].written)


def _other_number(
    said: Terms, passage: Side, spoken_of: Sequence[Concept], missing: Quantity
) -> Found:
    """A number that is not there; where the same thing has another one, that contradicts it."""
    known = [each for each in spoken_of if passage.bag.has(each.forms)]
    rivals = [
        other
        for each in passage.terms
        for clause in each.clauses
        for other in clause.quantities
        if kind(other) == kind(missing) != "number " and other.value not in said.numbers
    ]
    if known and len(known) == len(spoken_of):
        for other in rivals:
            if _beside(known, other, passage):
                detail = f"{missing.written} ≠ {other.written}"
                return Found(Stance.CONTRADICTED, Doubt.NUMBER, detail)
    return Found(Stance.UNSUPPORTED, Doubt.NUMBER, missing.written)
