"""Whether a passage bears a statement out, contradicts it, or neither; both in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from yidesk.core.types import Doubt, Stance
from yidesk.services.checking.exchanged import has_exchanged
from yidesk.services.checking.opposites import AT_LEAST, AT_MOST, opposites_of
from yidesk.services.checking.quantities import Quantity
from yidesk.services.checking.terms import Clause, Terms
from yidesk.services.languages.stemming import stem

BORNE_OUT = 0.7
"""Share of a statement's weight that a passage must hold to bear it out."""
SPEAKS_OF = 0.5
"""Share from which on a passage speaks of it, though it may not say it."""
SAME_THING = 0.6
"""Share of a clause's words that another must hold to be about the same thing."""
SAME_NUMBER = 0.75
"""The same where what differs is a number without a unit."""
TURNED = 0.3
"""Share of the common words that only one of two clauses must deny."""
ALIKE = 0.65
"""Share of all words of two clauses that both have, from which on one such word will do."""
SAME_WORDS = 0.9
"""Share from which on two clauses are the same but for their denials."""
CLAUSE_SHARE = 0.4
"""Share of each clause of a statement that must be there."""
MISSING_RUN = 3
"""Words in a row that a passage lacks, from which on the statement says something else there."""
COPIED = 3
"""Words in a row from which on a statement repeats a sentence rather than says it anew."""
TELLING = 4
"""Words that a sentence must have to be compared as a whole."""
FEW = 4
"""Words of a statement up to which none may be missing, and all must stand close together."""
SPREAD = 2
"""Words of a sentence, for each of so few, among which they must stand."""
_UNLESS = re.compile(
    r"\b(?:unless|except|otherwise|until|only|without)\b|除非|除了|否则|只|仅|才", re.IGNORECASE
)
_IF_NOT = re.compile(r"\bunless\b|除非", re.IGNORECASE)
"""It denies what follows without a denial."""
_UNITS = "euro eur yuan rmb dollar usd pound day week month year hour minute second percent"
UNIT_WORDS = frozenset(map(stem, _UNITS.split())) | {"人民", "民币"}
"""What a number is counted in; it says nothing of what is counted."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison came to."""

    stance: Stance
    doubt: Doubt = Doubt.NONE
    detail: str = ""


def compare(
    statement: Terms,
    passage: Sequence[Terms],
    weights: Weights,
    *,
    known: frozenset[str],
    borne_out: float = BORNE_OUT,
) -> Found:
    """What PASSAGE, sentences in their order, says of STATEMENT.

    BORNE_OUT is the share of it that the passage must hold to say it. KNOWN is what its page, or
    the name of the file, holds.
    """
    held = frozenset().union(*(sentence.held for sentence in passage))
    missing = [q for q in statement.quantities if not holds(passage, q)]
    unknown = statement.names - known - held
    score = share(statement.all, held, weights)
    if not unknown and (turned := _contradiction(statement, passage, weights, missing)):
        return turned
    if any(_denies_the_same(statement, each, weights) for each in passage):
        return Found(Stance.CONTRADICTED, Doubt.DENIAL)
    speaks_of = score >= SPEAKS_OF
    otherwise = speaks_of and _goes_on_otherwise(statement, passage, known, weights)
    if unknown:
        doubt = Found(Stance.UNSUPPORTED, Doubt.NAME, statement.written[min(unknown)])
    elif missing:
        doubt = Found(Stance.UNSUPPORTED, Doubt.NUMBER, missing[0].written)
    elif not speaks_of:
        doubt = Found(Stance.UNSUPPORTED, Doubt.WORDS)
    elif (
        score < borne_out
        or len(statement.all) < 2
        or _lacks_a_part(statement, held, weights)
        or not _is_bound(statement, passage, weights)
        or _is_scattered(statement, passage)
        or has_exchanged(statement, passage)
    ):
        stance = Stance.UNSUPPORTED if otherwise else Stance.CANNOT_TELL
        doubt = Found(stance, Doubt.WORDS)
    elif otherwise:
        doubt = Found(Stance.CANNOT_TELL, Doubt.WORDS)
    elif not _denials_agree(statement, passage):
        doubt = Found(Stance.CANNOT_TELL, Doubt.DENIAL)
    elif duty := _other_duty(statement, passage):
        doubt = Found(Stance.CANNOT_TELL, Doubt.OPPOSITE, duty)
    else:
        return Found(Stance.SUPPORTED)
    return doubt


def share(wanted: frozenset[str], held: Iterable[str], weights: Weights) -> float:
    """The weight of WANTED that is HELD, 0 to 1."""
    total = sum(weights[term] for term in wanted)
    return sum(weights[term] for term in wanted.intersection(held)) / total if total else 0.0


def holds(passage: Sequence[Terms], wanted: Quantity) -> bool:
    """Whether the passage has the number, and not in another unit."""
    return any(is_same(wanted, quantity) for quantity in _quantities(passage))


def is_same(wanted: Quantity, other: Quantity) -> bool:
    """Whether OTHER says what WANTED does; a unit that is not given fits any."""
    fits = not wanted.unit or not other.unit or wanted.unit == other.unit
    return fits and wanted.value in other.held


def kind(quantity: Quantity) -> str:
    """Numbers of one kind may stand in each other's place."""
    value = quantity.value
    if value.endswith(("%", "‰")):
        return value[-1]
    if "-" in value or (quantity.unit == "year" and len(value) == 4):
        return "date"
    if ":" in value:
        return "time"
    return "literal" if value.count(".") > 1 else f"number {quantity.unit}"


# --- contradictions ---------------------------------------------------------------------


def _contradiction(
    statement: Terms, passage: Sequence[Terms], weights: Weights, missing: Sequence[Quantity]
) -> Found | None:
    for clause, context in _with_context(statement):
        about = [each for each in passage if share(context, each.words, weights) >= SAME_THING]
        if len(context) >= 2 and (found := _opposite(clause, context, about, weights)):
            return found
        if len(context) >= 2 and any(_turns(clause, each.clauses, weights) for each in about):
            return Found(Stance.CONTRADICTED, Doubt.DENIAL)
        others = _about_the_same(context, about, weights)
        for quantity in clause.quantities:
            if quantity in missing and (
                other := _other_number(quantity, context, statement, others, weights)
            ):
                return Found(Stance.CONTRADICTED, Doubt.NUMBER, f"{quantity.written} ≠ {other}")
    return None


def _with_context(statement: Terms) -> Iterator[tuple[Clause, frozenset[str]]]:
    """Each clause with the words that say what it is about: those before a colon too."""
    before: frozenset[str] = frozenset()
    for clause in statement.clauses:
        words = clause.words - UNIT_WORDS
        context = words if len(words) >= 2 else words | before
        if context:
            yield clause, context
        before = words or before


def _about_the_same(
    context: frozenset[str], about: Sequence[Terms], weights: Weights
) -> list[Clause]:
    """The clauses that hold most of CONTEXT; where it is spread over clauses, the closest one."""
    found = [
        clause
        for sentence in about
        for clause in sentence.clauses
        if share(context, clause.words, weights) >= SAME_THING
    ]
    return found or [_closest(context, each.clauses, weights) for each in about]


def _closest(words: frozenset[str], clauses: Sequence[Clause], weights: Weights) -> Clause:
    return max(clauses, key=lambda each: sum(weights[term] for term in words & each.words))


def _opposite(
    clause: Clause, context: frozenset[str], about: Sequence[Terms], weights: Weights
) -> Found | None:
    there = frozenset().union(*(sentence.words for sentence in about))
    for word in sorted(clause.words - there):
        if opposite := opposites_of(word) & there:
            return Found(Stance.CONTRADICTED, Doubt.OPPOSITE, min(opposite))
    others = _about_the_same(context, about, weights)
    sides = frozenset().union(*(other.bounds for other in others))
    if clause.quantities and {*clause.bounds, *sides} == {AT_LEAST, AT_MOST} and len(sides) == 1:
        return Found(Stance.CONTRADICTED, Doubt.OPPOSITE, min(sides))
    return None


def _turns(clause: Clause, others: Sequence[Clause], weights: Weights) -> bool:
    """Whether a clause denies what a sentence states of the same thing, or the other way round."""
    words = clause.words - UNIT_WORDS
    if not words:
        return False
    other = _closest(words, others, weights)
    common = words & other.words
    if not common or clause.denials % 2 == other.denials % 2:
        return False
    if bool(_IF_NOT.search(clause.text)) != bool(_IF_NOT.search(other.text)):
        return False
    turned = {word for word in common if (word in clause.denied) != (word in other.denied)}
    all_words = words | (other.words - UNIT_WORDS)
    alike = sum(weights.get(word, 1.0) for word in common) / sum(
        weights.get(word, 1.0) for word in all_words
    )
    if alike >= ALIKE:
        return bool(turned) or alike >= SAME_WORDS  # a denial of a denial turns no word
    return len(common) >= 3 and share(common, turned, weights) >= TURNED


def _denies_the_same(statement: Terms, other: Terms, weights: Weights) -> bool:
    """Whether a sentence is the statement word for word, with a denial more or less in it."""
    words, others = statement.words, other.words
    if len(words) < TELLING or min(words, others, key=len) == frozenset():
        return False
    alike = min(share(words, others, weights), share(others, words, _over(others, weights)))
    if alike < SAME_WORDS or _excepts(statement) != _excepts(other):
        return False
    said, told = (sum(c.denials for c in each.clauses) for each in (statement, other))
    return said % 2 != told % 2


def _over(words: frozenset[str], weights: Weights) -> Weights:
    return {word: weights.get(word, 1.0) for word in words}


def _excepts(sentence: Terms) -> bool:
    """Whether it says by "unless" what can be said by a denial too."""
    return any(_UNLESS.search(clause.text) for clause in sentence.clauses)


def _other_number(
    wanted: Quantity,
    context: frozenset[str],
    statement: Terms,
    others: Sequence[Clause],
    weights: Weights,
) -> str:
    """The number that stands where WANTED should; empty when that cannot be said."""
    said = statement.numbers
    for other in others:
        rivals = [
            q
            for q in other.quantities
            if kind(q) == kind(wanted) and not q.loose and not q.held & said
        ]
        if not rivals:
            continue
        same_thing = len(context) >= 2 and share(context, other.words, weights) >= SAME_NUMBER
        if (
            wanted.unit
            or kind(wanted) in ("%", "date", "time")
            or (same_thing and len(rivals) == 1)
        ):
            return max(rivals, key=lambda each: len(each.held & wanted.held)).written
    return ""


# --- what belongs together --------------------------------------------------------------


def _lacks_a_part(statement: Terms, held: frozenset[str], weights: Weights) -> bool:
    """Whether several words in a row, or most of a clause, are not there: they are of elsewhere.

    Of a clause that says but one thing, that thing.
    """
    for clause in statement.clauses:
        if clause.words and not clause.words & held:
            return True
        least = 2 if all(word.isascii() for word in clause.words) else 4
        if len(clause.words) >= least and share(clause.words, held, weights) < CLAUSE_SHARE:
            return True
    run = 0
    for word in statement.order:
        run = 0 if word in held else run + 1
        if run >= MISSING_RUN * (1 if word.isascii() else 2):
            return True
    return False


def _goes_on_otherwise(
    statement: Terms, passage: Sequence[Terms], known: frozenset[str], weights: Weights
) -> bool:
    """Whether a statement repeats a part of a sentence, and goes on with what the page has not.

    Whoever says a sentence anew says it so as a whole; one half of it word by word, and in place
    of the other what is not on the page, is another sentence.
    """
    order = statement.order
    for sentence in passage:
        same = SequenceMatcher(None, order, sentence.order, autojunk=False).find_longest_match()
        rests = (frozenset(order[: same.a]), frozenset(order[same.a + same.size :]))
        rest = max(rests, key=len) - sentence.words
        if same.size >= COPIED and len(rest) >= 2 and share(rest, known, weights) < SPEAKS_OF:
            return True
    return False


def _is_scattered(statement: Terms, passage: Sequence[Terms]) -> bool:
    """Whether the few words of a statement stand in no sentence close together.

    Among many words of a long sentence they are found by chance: "models read answers" is not what
    "what the model has read is kept, so that later questions start answering sooner" says.
    """
    few = statement.words
    if not 1 < len(few) <= FEW:
        return False
    spread = SPREAD * len(few)
    return not any(
        few <= frozenset(sentence.order[at : at + spread])
        for sentence in passage
        for at in range(max(1, len(sentence.order) - len(few) + 1))
    )


def _is_bound(statement: Terms, passage: Sequence[Terms], weights: Weights) -> bool:
    """Whether each number is said of what the statement says it of, in one sentence."""
    for clause, context in _with_context(statement):
        for quantity in clause.quantities:
            if quantity.loose:
                continue
            holding = [s for s in passage if holds([s], quantity)]
            if not any(_binds(quantity, context, s, weights) for s in holding):
                return False
    return True


def _binds(quantity: Quantity, context: frozenset[str], sentence: Terms, weights: Weights) -> bool:
    """Whether a sentence says the number near words of CONTEXT."""
    clauses = sentence.clauses
    if share(context, sentence.words, weights) < SPEAKS_OF:
        return False
    for at, clause in enumerate(clauses):
        if any(is_same(quantity, other) for other in clause.quantities):
            near = clause.words - UNIT_WORDS
            back = at
            while back and not near:
                back -= 1
                near = clauses[back].words - UNIT_WORDS
            if near & context or not near:
                return True
    return False


def _denials_agree(statement: Terms, passage: Sequence[Terms]) -> bool:
    """Whether what the statement denies is denied in a clause about it.

    A denial alone ("this is not because …") must stand alone in the passage too.
    """
    denying = [c for sentence in passage for c in sentence.clauses if c.denials]
    return all(
        any(clause.words & other.words or clause.words == other.words for other in denying)
        for clause in statement.clauses
        if clause.denials % 2
    )


def _other_duty(statement: Terms, passage: Sequence[Terms]) -> str:
    """What the passage says, "may" or "must", where the statement says the other one."""
    said = {clause.obligation for clause in statement.clauses} - {""}
    there = {clause.obligation for sentence in passage for clause in sentence.clauses} - {""}
    return min(there) if len(said) == len(there) == 1 and said != there else ""


def _quantities(passage: Sequence[Terms]) -> Iterator[Quantity]:
    for sentence in passage:
        for clause in sentence.clauses:
            yield from clause.quantities


_PRONOUN = re.compile(
    r"\W*(?:it|this|that|these|those|they|he|she|such|both|the latter|the same|its|their|also)\b"
    r"|\W*(?:该|其|这|此|它|他|她|上述|前述|同时|并)",
    re.IGNORECASE,
)


def continues(sentence: str) -> bool:
    """Whether a sentence speaks of what the one before it named."""
    return bool(_PRONOUN.match(sentence))
