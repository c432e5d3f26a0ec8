"""Numbers of list items as word processors write them (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_CHINESE_DIGITS = "零一二三四五六七八九"
_CHINESE_FORMS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "japaneseCounting"}
)


def numeral(number: int, form: str) -> str:
    """NUMBER in the given form; in figures where the form is not known.

    >>> [numeral(12, form) for form in ("decimal", "lowerRoman", "upperLetter", "chineseCounting")]
    ['12', 'xii', 'L', '十二']
    """
    if form in {"lowerRoman", "upperRoman"} and 0 < number < 4000:
        written = _roman(number)
    elif form in {"lowerLetter", "upperLetter"} and 0 < number <= 780:
        written = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in _CHINESE_FORMS and 0 < number < 100:
        written = _chinese(number)
    elif form == "decimalZero":
        written = f"{number:02}"
    else:
        written = str(number)
    return written.upper() if form.startswith("upper") else written


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    written = "" if tens == 0 else "十" if tens == 1 else _CHINESE_DIGITS[tens] + "十"
    return written + (_CHINESE_DIGITS[ones] if ones else "")
