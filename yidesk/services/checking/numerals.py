"""Numbers written in words: Chinese numerals and English number words."""

from __future__ import annotations

import re
from decimal import Decimal

HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    **{c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "兩": 2, "貳": 2, "參": 3, "陸": 6,
}  # fmt: skip
HAN_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
HAN_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
HAN_NUMERAL = f"[{''.join(HAN_DIGITS)}{''.join(HAN_TENS)}{''.join(HAN_MYRIADS)}]+"

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
MAGNITUDES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "dozen": 12}
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), start=1)}
_WORD = "|".join(sorted([*_WORDS, *MAGNITUDES], key=len, reverse=True))
ENGLISH_NUMERAL = rf"\b(?:{_WORD})(?:(?:[ -]|\s+and\s+)(?:{_WORD}))*\b"


def han_value(numeral: str) -> int | None:
    """The number that Chinese numerals say: 八千五百, 一万二, 二〇二四; None for what is none."""
    if not any(c in HAN_TENS or c in HAN_MYRIADS for c in numeral):
        return int("".join(str(HAN_DIGITS[c]) for c in numeral))
    total = section = 0
    digit: int | None = None
    unit = 1
    for character in numeral:
        if character in HAN_DIGITS:
            digit = HAN_DIGITS[character]
            unit = 1 if digit == 0 else unit
        elif character in HAN_TENS:
            unit = HAN_TENS[character]
            section += (1 if digit is None else digit) * unit
            digit = None
        else:
            section += digit or 0
            if not total and not section:
                return None  # 万一: no number begins with it
            unit = HAN_MYRIADS[character]
            total = (total + section) * unit
            section, digit = 0, None
    if digit and unit >= 10:
        # 一万二 is 12,000; 一万零二 is 10,002
        is_short = len(numeral) >= 2 and numeral[-2] not in HAN_DIGITS and unit >= 100
        section += digit * (unit // 10 if is_short else 1)
        digit = None
    return total + section + (digit or 0)


def english_value(words: str) -> Decimal:
    """The number that words say: "twenty-four", "one hundred and five", "two million"."""
    total = current = 0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word in _WORDS:
            current += _WORDS[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * MAGNITUDES[word]
        elif word in MAGNITUDES:
            total += (current or 1) * MAGNITUDES[word]
            current = 0
    return Decimal(total + current)
