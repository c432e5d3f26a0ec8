"""Bytes to text: byte order mark, strict UTF-8, then the likeliest of the old encodings."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

SAMPLE_BYTES = 64 * 1024
"""Enough to tell the old encodings apart; guessing takes time proportional to it."""

_MARKS = (  # UTF-32 first: its little-endian mark begins like that of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ascii": "cp1252",
}
"""What files that claim the smaller set really hold."""

_MOST_COMMON = "cp1252"
_FEW_LETTERS, _FEW_BYTES = 2, 100
"""So few accented letters in so short a text do not tell the languages of Europe apart."""

_ANY_TEXT = re.compile(r"[\w\s\u3000-\u303f\uff00-\uffef!-~]")
_EAST_ASIAN = re.compile(r"[\s!-~\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
_TO_JAPANESE = re.compile(rb"\x1b\$[@B]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name of the encoding it was in; characters that did not fit are U+FFFD."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded | None:
    """The text in DATA; None when it is no text in any encoding."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(name, "replace"), name)
    # zeros and escapes are good UTF-8 and no text
    decoded = _wide(data) or _escaped(data) or _utf8(data) or _old(data)
    return decoded if _is_text(decoded.text) else None


def superset_of(name: str) -> str:
    """The larger set that texts hold which claim to be in NAME; NAME where there is none.

    Raises LookupError when there is no such encoding.
    """
    known = codecs.lookup(name).name
    return _SUPERSETS.get(known, known)


def utf16_without_mark(data: bytes) -> str | None:
    """The byte order of UTF-16 that lacks its mark; None when DATA is something else.

    Line ends and spaces have a zero in their upper byte, so all zeros fall on one side; but for 一
    (U+4E00) and its like, which the characters of Chinese and Japanese texts alone make believable.
    """
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if even == odd:
        return None
    expected = _ANY_TEXT if not (even and odd) else _EAST_ASIAN
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data[: len(data) // 2 * 2].decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 4:  # a sample may end inside a surrogate pair
            return None
        text = data[: error.start].decode(name)
    return name if len(expected.findall(text)) > 0.9 * len(text) else None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also when a few bytes of it were damaged or its end was cut off."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    return Decoded(text, "utf-8") if right > 20 * wrong else None


def _wide(data: bytes) -> Decoded | None:
    name = utf16_without_mark(data) if b"\0" in data[:SAMPLE_BYTES] else None
    return Decoded(data.decode(name, "replace"), name) if name else None


def _escaped(data: bytes) -> Decoded | None:
    """Japanese as old mail has it: seven bits, escapes between the character sets."""
    if not _TO_JAPANESE.search(data[:SAMPLE_BYTES]):
        return None
    try:
        return Decoded(data.decode("iso2022_jp_ext"), "iso2022_jp")
    except UnicodeDecodeError:
        return None


def _old(data: bytes) -> Decoded:
    sample = _sample(data)
    name = _MOST_COMMON if _tells_little(data) else _guess(sample)
    return Decoded(data.decode(name, "replace"), name)


def _tells_little(data: bytes) -> bool:
    """Whether there are but a few accented letters, as in a header of a mail."""
    if len(data) >= _FEW_BYTES:
        return False
    runs = _HIGH_RUNS.findall(data)
    return len(runs) <= _FEW_LETTERS and all(len(run) == 1 for run in runs)


def _guess(sample: bytes) -> str:
    import chardet  # noqa: PLC0415 - seldom needed

    found = chardet.detect(sample)["encoding"]
    return superset_of(found) if found else _MOST_COMMON


def _sample(data: bytes) -> bytes:
    """Whole lines from the first byte that is not ASCII on."""
    first = _HIGH_RUNS.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    piece = data[start : start + SAMPLE_BYTES]
    whole = piece[: piece.rfind(b"\n") + 1]
    return whole if len(piece) == SAMPLE_BYTES and whole else piece


def _is_text(text: str) -> bool:
    return len(_CONTROLS.findall(text)) <= 0.01 * len(text)
