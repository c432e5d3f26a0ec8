"""What a text is about: its words, numbers and names, clause by clause, and what it denies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from yidesk.core.folding import RADICALS
from yidesk.services.checking import denial
from yidesk.services.checking.opposites import bounds, obligation
from yidesk.services.checking.quantities import Quantity, quantities
from yidesk.services.languages.stemming import stem

_LETTER = r"[^\W\d_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]"
_WORD = re.compile(rf"{_LETTER}(?:{_LETTER}|\d)*(?:'{_LETTER}+)?")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_TOKEN = re.compile(
    rf"(?P<word>{_WORD.pattern})"
    rf"|(?P<han>{_HAN.pattern})"
    r"|(?P<break>[;:!?。()\[\]]|,(?!\d)|--+|[–—]|\.(?=\s|$))"
)
_NEW_CLAUSE = """but unless whereas because although though if when while until except however
which who"""
_CLAUSE_WORDS = frozenset(_NEW_CLAUSE.split())
_HAN_CLAUSE = re.compile(r"但是?|除非|如果|否则|因为|虽然|然而|只有|只要")
_LINE_START = re.compile(r"(?m)^[ \t]*(?:[-*•>#]+[ \t]+|\d{1,3}[.)、](?!\d)[ \t]*)+")
"""List markers, headings, quotes: their numbers say nothing."""
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_MANUAL_SECTION = re.compile(r"(?<=\w)\([1-9][a-z]?\)")
"""`grep(1)` names a command; it is no number and ends no clause."""
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])(?:-\n|\u00ad\n?)(?=[^\W\d_A-Z])")
_BROKEN_LINE = re.compile(r"(?<=[\u3040-\u9fff])\n(?=[\u3040-\u9fff])")

_RADICALS = str.maketrans(RADICALS)

_COMMON = """a about above according after again all also am an and any are as at be because been
before being below between both but by can could did do does doing document documents during each
few for from further had has have having he her here hers him his how however i if in into is it its
itself just like may me mention mentioned mentions might more most must my of off on once one only
or other our out over own page pages per said same say says shall she should so some state stated
states such text than that the their them then there these they this those through thus to too under
until up upon very was we were what when where which while who whom why will with would you your
unless whereas although though except namely within e.g i.e etc"""
_STOP_WORDS = frozenset(_COMMON.split())
_HAN_STOP = re.compile(
    r"根据|文档|文件|提到|指出|表示|说明|其中|以及|因此|所以|可以|应当|应该|必须|需要|关于|对于|通过"
    r"|(?<![功性智才效])能(?![力源量])|(?<![社机协都议工])会(?![议员计话])"
    r"|(?<![所拥具固私公占])有(?![效限关用些时趣机])"
    r"|[的了是在和与及或等被把这那就也都而且其之于以为由对将并]"
)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
SHORTEST_TERM = 3
_LIST_ITEM = 2
"""Words of a clause that is only one more of what a denial before it names."""


def is_common(word: str) -> bool:
    """Whether an English word says nothing of what a text is about."""
    return word in _STOP_WORDS


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that states or denies one thing."""

    words: frozenset[str]
    quantities: tuple[Quantity, ...]
    denied: frozenset[str]
    """The words that a denial reaches; all of them where it stands at the end: 吸烟是不允许的."""
    denials: int
    text: str

    @property
    def bounds(self) -> frozenset[str]:
        """The sides of its numbers: `opposites.AT_LEAST`, `AT_MOST`."""
        return bounds(self.text)

    @property
    def obligation(self) -> str:
        """Whether it says "must" or "may"; empty for neither and both."""
        return obligation(self.text)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text. The names are among the words."""

    words: frozenset[str]
    names: frozenset[str]
    """Words with a capital that does not come from the beginning of a sentence, and identifiers."""
    clauses: tuple[Clause, ...]
    order: tuple[str, ...] = field(compare=False, hash=False)
    """The words as they follow each other."""
    written: dict[str, str] = field(compare=False, hash=False)
    """A name as it stands in the text."""

    quantities: tuple[Quantity, ...]
    """All numbers that must be found again."""
    all: frozenset[str]
    """Words, and the values of those numbers."""
    held: frozenset[str]
    """Words, and all that the numbers say: a date its year and month."""

    @property
    def numbers(self) -> frozenset[str]:
        """The values of `quantities`."""
        return frozenset(quantity.value for quantity in self.quantities)


def terms(text: str) -> Terms:
    """The terms of a sentence."""
    return _Scan(plain(text)).run()


def page_terms(text: str) -> frozenset[str]:
    """Words and numbers of a whole page, as `Terms.held` has them."""
    text = plain(text)
    return frozenset().union(_words(text), *(q.held for q in quantities(text)))


def index_terms(text: str) -> frozenset[str]:
    """Words, and numbers in digits, of a whole page: enough to find it by, and sooner made."""
    text = plain(text)
    numbers = (match[0].replace(",", "").lstrip("0") for match in _DIGITS.finditer(text))
    return frozenset().union(_words(text), numbers)


def _words(text: str) -> set[str]:
    words = {word.casefold() for word in _WORD.findall(text)} - _STOP_WORDS
    found = {stem(word) for word in words if not denial.reach(word)}
    for run in set(_HAN.findall(text)):
        for piece, _ in _han_pieces(run):
            found.update(_bigrams(piece))
    return found


def plain(text: str) -> str:
    """The text in compatible forms, words broken at a line's end mended, list markers away."""
    text = _LINE_START.sub("", _THOUSANDS.sub("", text.replace("，", ", ")))
    text = unicodedata.normalize("NFKC", text).translate(_RADICALS)
    text = _BROKEN_LINE.sub("", _BROKEN_WORD.sub("", text)).replace("’", "'")
    return _MANUAL_SECTION.sub("", text)


class _Scan:
    """One text, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._numbers = quantities(text)
        self._neutral = [match.span() for match in denial.NEUTRAL.finditer(text)]
        self._names: set[str] = set()
        self._order: list[str] = []
        self._written: dict[str, str] = {}
        self._clauses: list[Clause] = []
        self._carried = 0.0
        """What is left of a denial's reach where a comma ended its clause."""
        self._begin(0)

    def _begin(self, at: int) -> None:
        self._start = at
        self._words: set[str] = set()
        self._denied: set[str] = set()
        self._denials = 0
        self._reach = 0.0

    def run(self) -> Terms:
        numbers = iter([*self._numbers, None])
        number = next(numbers)
        for match in _TOKEN.finditer(self._text):
            while number is not None and number.end <= match.start():
                number = next(numbers)
            inside = number is not None and number.start <= match.start() < number.end
            if match["break"]:
                if not inside:
                    self._end(match.start(), listed=match[0] == ",")
            elif match["han"]:
                self._han(match[0], match.start(), number.end if inside and number else 0)
            elif not inside:
                self._word(match)
        self._end(len(self._text), listed=False)
        words = frozenset().union(*(clause.words for clause in self._clauses))
        firm = tuple(q for clause in self._clauses for q in clause.quantities if not q.loose)
        return Terms(
            words,
            frozenset(self._names),
            tuple(self._clauses),
            tuple(self._order),
            self._written,
            firm,
            words.union(q.value for q in firm),
            words.union(*(q.held for q in self._numbers)) if self._numbers else words,
        )

    def _word(self, match: re.Match[str]) -> None:
        word = match[0].casefold()
        if word in _CLAUSE_WORDS:
            self._end(match.start(), listed=False)
        elif reach := denial.reach(word):
            if not any(start <= match.start() < end for start, end in self._neutral):
                self._denials += 1
                self._reach = reach
        elif word not in _STOP_WORDS:
            term = stem(word)
            self._add(term, 1.0)
            if _is_name(self._text, match) or self._is_amid_han(word, match):
                self._names.add(term)
                self._written.setdefault(term, match[0])

    def _is_amid_han(self, word: str, match: re.Match[str]) -> bool:
        """Whether a Latin word stands in Chinese text: a name, a command, a term."""
        beside = self._text[max(0, match.start() - 2) : match.end() + 2]
        return len(word) >= SHORTEST_TERM and bool(_IDEOGRAPH.search(beside))

    def _han(self, run: str, at: int, number_end: int) -> None:
        """A run of Chinese characters; the first of them may belong to a number: 百分之五."""
        run = run[max(0, number_end - at) :]
        for number in self._numbers:  # a number inside the run, as in 提前六十日通知
            if at < number.start < at + len(run):
                inner = number.start - at
                self._han(run[:inner], at, 0)
                rest = number.end - at
                if rest < len(run):
                    self._han(run[rest:], number.end, 0)
                return
        for piece, kind in _han_pieces(run):
            if kind == "break":
                self._end(at + run.find(piece), listed=False)
            elif kind == "denial":
                self._denials += 1
                self._reach = denial.REACH
            else:
                for term in _bigrams(piece):
                    self._add(term, 0.0)
                self._reach = max(0.0, self._reach - len(piece) / 2)

    def _add(self, term: str, length: float) -> None:
        self._words.add(term)
        self._order.append(term)
        if self._reach > 0:
            self._denied.add(term)
            self._reach -= length

    def _end(self, at: int, *, listed: bool) -> None:
        """A clause ends; what is listed behind a denial's clause is denied as well."""
        numbers = tuple(q for q in self._numbers if self._start <= q.start < at)
        reach = self._reach
        if self._words or numbers or self._denials:
            if (
                self._carried
                and not self._denials
                and len(self._words) <= _LIST_ITEM
                and not numbers
            ):
                self._denied, self._denials, reach = set(self._words), 1, self._carried
            denied = self._denied or (self._words if self._denials else set())
            clause = Clause(
                frozenset(self._words),
                numbers,
                frozenset(denied),
                self._denials,
                self._text[self._start : at],
            )
            self._clauses.append(clause)
            self._carried = reach if listed else 0.0
        self._begin(at)


def _han_pieces(run: str) -> Iterator[tuple[str, str]]:
    """(piece, kind) of a run: "words", "denial" or "break"."""
    position = 0
    for match in _HAN_SPLIT.finditer(run):
        if match["neutral"]:
            continue
        if position < match.start():
            yield run[position : match.start()], "words"
        yield match[0], "denial" if match["denial"] else "break"
        position = match.end()
    if position < len(run):
        yield run[position:], "words"


_HAN_SPLIT = re.compile(f"{denial.HAN_DENIAL.pattern}|(?P<clause>{_HAN_CLAUSE.pattern})")


def _is_name(text: str, match: re.Match[str]) -> bool:
    word = match[0]
    if word.islower() and word.isalpha():
        return text[max(0, match.start() - 1) : match.start()] == "/" and len(word) >= SHORTEST_TERM
    if len(word) > 1 and any(c.isupper() or c.isdigit() for c in word[1:]):
        return True
    before = text[max(0, match.start() - 8) : match.start()].rstrip(" \"'“‘(«")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?:;\n。！？：；*#"


def _bigrams(run: str) -> Iterator[str]:
    """Overlapping pairs of characters between function words; a lone character by itself."""
    for piece in _HAN_STOP.split(run):
        if len(piece) == 1:
            yield piece
        yield from (piece[i : i + 2] for i in range(len(piece) - 1))
