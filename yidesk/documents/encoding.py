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

_ANY_TEXT = re.compile(r"[\w\s\u3000-\u303f\uff00-\uffef!-~]")
_EAST_ASIAN = re.compile(r"[\s!-~\u2010-\u2026\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_HANJA = re.compile(r"[\u4e00-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
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
    decoded = _wide(data) or _utf8(data) or _old(data)  # zeros are good UTF-8 and no text
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


def _old(data: bytes) -> Decoded:
    name = "cp1252" if _is_western(data) else _guess(_sample(data))
    return Decoded(data.decode(name, "replace"), name)


def _is_western(data: bytes) -> bool:
    """Mostly ASCII with lone accented letters; in two-byte encodings high bytes come in runs.

    charset-normalizer alone takes such texts for cp1250 or cp775.
    """
    runs = _HIGH_RUNS.findall(_sample(data))
    lone = sum(len(run) == 1 for run in runs)
    return lone >= 0.8 * len(runs) and sum(map(len, runs)) < 0.25 * len(data)


def _sample(data: bytes) -> bytes:
    """Whole lines from the first byte that is not ASCII on."""
    first = _HIGH_RUNS.search(data)
    start = data.rfind(b"\n", 0, first.start()) + 1 if first else 0
    piece = data[start : start + SAMPLE_BYTES]
    whole = piece[: piece.rfind(b"\n") + 1]
    return whole if len(piece) == SAMPLE_BYTES and whole else piece


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only for old encodings

    best = from_bytes(sample).best()
    name = superset_of(best.encoding) if best else "cp1252"
    return "gb18030" if name == "cp949" and _is_chinese(sample) else name


def _is_chinese(sample: bytes) -> bool:
    """Whether what reads as Korean is full of Chinese characters: a few Chinese words do so."""
    text = sample.decode("cp949", "replace")
    few = len(_HANJA.findall(text)) <= 0.2 * len(_HANGUL.findall(text))
    return not few and "\ufffd" not in sample.decode("gb18030", "replace")


def _is_text(text: str) -> bool:
    return len(_CONTROLS.findall(text)) <= 0.01 * len(text)
