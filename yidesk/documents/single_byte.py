"""Which of the old one-byte encodings a text is in, by the letters of its language.

Each of them gives another letter to the same byte, and every one of them fits. Asked is therefore
under which pair of language and encoding the bytes above 127 are likeliest (naive Bayes;
docs/decisions/0014-old-encodings.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

ASCII_END = 127
GREEK_BEGINS = "\u0370"

_LETTERS = {
    "Albanian": "ëç",
    "Catalan": "óàéíèçòúïü",
    "Croatian": "čšžćđ",
    "Czech": "íářžčýéěšůúóňťď",
    "Danish": "æøåéö",
    "Dutch": "éëïóèöüêçáà",
    "English": "éèêçïöüñ",
    "Estonian": "äõüöžš",
    "Finnish": "äöåéšž",
    "French": "éàèêôçîâùûïëœüæÿ",
    "German": "üäößéè",
    "Hungarian": "áéíóöőúüű",
    "Icelandic": "ðáþíæúóöýé",
    "Irish": "áíéúó",
    "Italian": "èàòùéìî",
    "Latvian": "āēīšļūņķžģč",
    "Lithuanian": "šėųįąžčęū",
    "Norwegian": "åøæéòô",
    "Polish": "łążśęóćńź",
    "Portuguese": "ãçáíéõóúêàâôü",
    "Romanian": "ăţşîâ",
    "Slovak": "áíčžťýéúľšňôóäďĺŕ",
    "Slovenian": "čšžćđ",
    "Spanish": "óáíúñéü",
    "Swedish": "äöåéü",
    "Turkish": "ışçüğöâîû",
    "Arabic": "الميرتةونفدعبسحقصأكطجخهشإغذضزىثئءظؤآـ،؛؟",
    "Bulgarian": "аениотрсвдзпклмъябучйгжфцшхщюь",
    "Greek": "αοετνισρμηπκυςλίδγέήόάχωθφύβώξζψϊϋΐΰ",
    "Hebrew": "יותהלמרשאבנדקפסעחגםכטןצזךץף",
    "Russian": "оеаинтрслвкпдмуяьзыйбчгжфюхшцщэёъ",
    "Thai": "าอ่รมกน้เงดัลีตบยิแวไสพขทหคจปื์ำะชูใุถฟ็โผซณึภญธษศฉๆฐฏฝฮ๊ฒฆฤ",
    "Ukrainian": "аониветрікслдпмузябйьчгжфєцхшюїщґ",
}
"""The letters of a language that ASCII lacks, the most frequent first.

The order is that of translations of free programs; rare letters were added by hand.
"""
_WEST = (
    "English German French Spanish Italian Portuguese Dutch Swedish Danish Norwegian Finnish "
    "Icelandic Catalan Irish Albanian Estonian"
)
_MIDDLE = "Polish Czech Hungarian Slovak Romanian Croatian Slovenian"
_CYRILLIC = "Russian Ukrainian Bulgarian"
_ENCODINGS = (
    # encoding, its languages, how many times rarer it is than the first
    ("cp1252", _WEST, 1),
    ("cp1250", _MIDDLE, 3),
    ("iso8859-2", _MIDDLE, 8),
    ("cp1254", "Turkish", 3),
    ("cp1257", "Lithuanian Latvian Estonian", 5),
    ("iso8859-15", _WEST, 10),
    ("cp850", _WEST.removesuffix(" Estonian"), 100),
    ("cp852", _MIDDLE, 100),
    ("cp857", "Turkish", 100),
    ("cp1251", _CYRILLIC, 1),
    ("koi8-r", "Russian", 10),
    ("koi8-u", "Ukrainian", 20),
    ("iso8859-5", _CYRILLIC, 20),
    ("cp866", _CYRILLIC, 20),
    ("cp1253", "Greek", 1),
    ("iso8859-7", "Greek", 10_000),
    ("cp1255", "Hebrew", 1),
    ("cp1256", "Arabic", 1),
    ("cp874", "Thai", 1),
)

_MARKS = (
    dict.fromkeys("‚‹›•€£§©®™¡´²³½ªº\xad", 0.0005)
    | dict.fromkeys("„“”‘’«»–—…·°¿", 0.01)
    | {"\xa0": 0.04}
)
"""Signs, and how often each is among the characters that ASCII lacks."""
_WITHIN_WORDS = "’·\xad"
_MARK_INSIDE = 0.02
"""Of other marks than those within words these stand between letters."""
_STRANGE = 1e-4
"""A letter that the language has not, in a name for example."""
_IMPOSSIBLE = 1e-7
_CAPITAL = 0.04
"""How often a letter is a capital, beside its small form."""
_CAPITAL_INSIDE = 0.02
"""Of the capitals these stand behind a small letter."""
_UNDERSTOOD = 0.9
"""So many of the characters must be letters of the language, or marks."""
_MOST_OF_LATIN = 0.25
"""So many of the bytes of Latin text may lie above 127."""
_LEAST_OF_OTHERS = 20
"""So many of other text must, side by side: a few Chinese words are good Cyrillic and Greek."""

_SMALL, _LARGE, _OTHER, _HIGH = b"aA h"
_KINDS = bytes(
    _HIGH
    if code > ASCII_END
    else _SMALL
    if chr(code).islower()
    else _LARGE
    if chr(code).isupper()
    else _OTHER
    for code in range(256)
)

Place = tuple[int, int, int]
"""A byte above 127 between the kinds of its neighbours: before, the byte, behind."""


def latin_encoding(sample: bytes) -> str | None:
    """The likeliest encoding of a text in Latin letters; None when SAMPLE is no such text."""
    seen = _count(sample)
    if sum(seen.values()) > _MOST_OF_LATIN * len(sample):
        return None
    return _likeliest(seen, are_latin=True)


def other_encoding(sample: bytes) -> str | None:
    """As `latin_encoding`, of a text in the other alphabets."""
    seen = _count(sample)
    in_words = sum(n for (before, _, behind), n in seen.items() if _HIGH in (before, behind))
    if in_words < max(_LEAST_OF_OTHERS, _UNDERSTOOD * sum(seen.values())):
        return None
    return _likeliest(seen, are_latin=False)


def _likeliest(seen: Mapping[Place, int], *, are_latin: bool) -> str | None:
    models = [model for model in _models() if model.is_latin is are_latin]
    best = max(models, key=lambda model: model.likelihood(seen))
    total = sum(seen.values())
    return best.encoding if total and best.understood(seen) >= _UNDERSTOOD * total else None


def _count(sample: bytes) -> Mapping[Place, int]:
    kinds = b" " + sample.translate(_KINDS) + b" "
    return Counter(
        (before, byte, behind)
        for before, kind, behind, byte in zip(kinds, kinds[1:], kinds[2:], sample, strict=False)
        if kind == _HIGH
    )


@dataclass(frozen=True, slots=True)
class _Model:
    """One language in one encoding."""

    encoding: str
    rarer: float
    is_latin: bool
    letters: Mapping[int, float]
    """How likely a letter of the language is, by its byte."""
    capitals: frozenset[int]
    marks: Mapping[int, str]
    strange: frozenset[int]
    """Bytes of letters and signs that are of no use to the language."""

    def likelihood(self, seen: Mapping[Place, int]) -> float:
        """The logarithm of the probability of what was SEEN."""
        return sum(n * math.log(self._chance(*place)) for place, n in seen.items()) - math.log(
            self.rarer
        )

    def understood(self, seen: Mapping[Place, int]) -> int:
        """How many of the characters are letters of the language, or marks."""
        return sum(
            n for (_, byte, _), n in seen.items() if byte in self.letters or byte in self.marks
        )

    def _chance(self, before: int, byte: int, behind: int) -> float:
        if byte in self.letters:
            is_odd = byte in self.capitals and before == _SMALL
            return self.letters[byte] * (_CAPITAL_INSIDE if is_odd else 1)
        if byte in self.marks:
            is_odd = _OTHER not in (before, behind) and self.marks[byte] not in _WITHIN_WORDS
            return _MARKS[self.marks[byte]] * (_MARK_INSIDE if is_odd else 1)
        return _STRANGE if byte in self.strange else _IMPOSSIBLE


@cache
def _models() -> Sequence[_Model]:
    return [
        _model(encoding, _LETTERS[language], rarer)
        for encoding, languages, rarer in _ENCODINGS
        for language in languages.split()
    ]


def _model(encoding: str, letters: str, rarer: float) -> _Model:
    """A letter's probability falls with its rank (Zipf)."""
    chances = {letter: 1 / rank for rank, letter in enumerate(letters, 1)}
    whole = sum(chances.values()) / (1 - sum(_MARKS.values()))
    known: dict[int, float] = {}
    capitals, marks, strange = set(), {}, set()
    for byte in range(ASCII_END + 1, 256):
        character = bytes([byte]).decode(encoding, "replace")
        if character in chances:
            known[byte] = chances[character] / whole
        elif character.lower() in chances:
            known[byte] = _CAPITAL * chances[character.lower()] / whole
            capitals.add(byte)
        elif character in _MARKS:
            marks[byte] = character
        elif character.isprintable() and character != "\ufffd":
            strange.add(byte)
    return _Model(
        encoding,
        rarer,
        letters[0] < GREEK_BEGINS,
        known,
        frozenset(capitals),
        marks,
        frozenset(strange),
    )
