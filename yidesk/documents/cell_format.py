"""What a spreadsheet's number looks like: dates, percentages, plain figures (ECMA-376, 18.8.30)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

from yidesk.documents.markup import Element, child, local


class Look(Enum):
    """How a number is meant to be read."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "date and time"
    ELAPSED = "elapsed"
    """Hours, minutes and seconds that something took: more than a day's is 30 h, not 6 o'clock."""


_BUILT_IN = {
    **dict.fromkeys((9, 10), Look.PERCENT),
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), Look.DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), Look.TIME),
    46: Look.ELAPSED,
    22: Look.DATE_TIME,
}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
"""Words, colours, conditions and padding inside a format."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - dates in sheets have no time zone
_DAYS_TO_1904 = 1462
_LAST_DAY = 2_958_465
"""31 December 9999."""


def looks(styles: Element) -> list[Look]:
    """The look of every cell style, in order."""
    own = {
        each.get("numFmtId"): _look_of(each.get("formatCode", ""))
        for each in styles.iter("{*}numFmt")
    }
    cells = child(styles, "cellXfs")
    ids = (
        [each.get("numFmtId", "0") for each in cells if local(each) == "xf"]
        if cells is not None
        else []
    )
    return [own.get(each) or _BUILT_IN.get(_number(each), Look.NUMBER) for each in ids]


def shown(value: str, look: Look, *, since_1904: bool) -> str:
    """A number in the file as a person sees it; as it stands when it is no number."""
    try:
        number = float(value)
    except ValueError:
        return value
    if not math.isfinite(number):
        return value
    if look is Look.PERCENT:
        return f"{number * 100:.10g}%"
    if look is Look.ELAPSED and abs(number) <= _LAST_DAY:
        return _elapsed(number)
    if look is Look.NUMBER or not 0 <= number <= _LAST_DAY:
        return value if value.lstrip("-").isdecimal() else f"{number:.15g}"
    return _moment(number + since_1904 * _DAYS_TO_1904, look)


def _elapsed(days: float) -> str:
    minutes, seconds = divmod(round(abs(days) * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' if days < 0 else ''}{hours}:{minutes:02}:{seconds:02}"


def _moment(days: float, look: Look) -> str:
    try:
        moment = _EPOCH + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return f"{days:.15g}"
    if look is Look.TIME and days < 1:
        return moment.strftime("%H:%M:%S")
    if look is Look.DATE or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return moment.strftime("%Y-%m-%d")
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def _look_of(code: str) -> Look:
    bare = _QUOTED.sub("", code.split(";", maxsplit=1)[0]).lower()
    if "general" in bare:
        return Look.NUMBER
    if _ELAPSED.search(bare):
        return Look.ELAPSED
    day = any(letter in bare for letter in "yd") or "mmm" in bare
    time = any(letter in bare for letter in "hs")
    if day and time:
        return Look.DATE_TIME
    if day or time:
        return Look.DATE if day else Look.TIME
    return Look.PERCENT if "%" in bare else Look.NUMBER


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def look_at(styles: Sequence[Look], place: str) -> Look:
    """The look of a cell by its style's number."""
    number = _number(place)
    return styles[number] if number < len(styles) else Look.NUMBER
