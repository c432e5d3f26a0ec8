"""Numbers of a text in one spelling, whatever language and form they are written in.

    1,250.00 · 1250 · 一千二百五十            -> 1250
    5 % · five percent · 百分之五             -> 5%
    8.5 million · 850万 · 八百五十万          -> 8500000
    1 April 2024 · April 1, 2024 · 2024年4月1日 · 二〇二四年四月一日 · 2024-04-01 -> 2024-04-01
    3 p.m. · 15:00 · 下午3点                  -> 15:00

A unit is kept with the number where it is one of a small list that has names in both languages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yidesk.services.checking.numerals import (
    ENGLISH_NUMERAL,
    HAN_NUMERAL,
    MAGNITUDES,
    ORDINALS,
    english_value,
    han_value,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a text states."""

    value: str
    unit: str
    """"" where it has none that is known."""
    written: str
    """As it stands in the text."""
    start: int
    end: int
    held: frozenset[str]
    """What whoever says this number says as well: a date its year and month."""
    loose: bool
    """Said in passing: "the first", "one", "一个": nothing that must be found again."""


_UNITS = {
    "day": "days? 天 日 号",
    "week": "weeks? 周 星期 礼拜",
    "month": "months? 月",
    "year": "years? 年 岁 周岁",
    "hour": "hours? 小时 钟头 时",
    "minute": "minutes? mins? 分钟 分",
    "second": "seconds? secs? 秒 秒钟",
    "EUR": "euros? eur € 欧元",
    "CNY": "yuan rmb cny 人民币 元 块",
    "USD": r"dollars? usd us\$ \$ 美元 美金",
    "GBP": "pounds? gbp £ 英镑",
    "JPY": "yen jpy 日元 日圆",
    "byte": "bytes? 字节",
    "KB": "ki?b kilobytes? 千字节",
    "MB": "mi?b megabytes? 兆字节 兆",
    "GB": "gi?b gigabytes? 吉字节",
    "metre": "metres? meters? m 米",
    "kilometre": "kilometres? kilometers? km 公里 千米",
    "square metre": "m² m2 sqm 平方米 平米 ㎡",
    "kilogram": "kilograms? kg 公斤 千克",
    "section": "sections? 节",
    "chapter": "chapters? 章",
    "article": "articles? clauses? 条",
    "page": "pages? 页",
}
_UNIT_OF = {form: unit for unit, forms in _UNITS.items() for form in forms.split()}
_FORMS = sorted(_UNIT_OF, key=len, reverse=True)
_LATIN_FORMS = "|".join(f for f in _FORMS if f.isascii() and f[0].isalpha())
_OTHER_FORMS = "|".join(f for f in _FORMS if not (f.isascii() and f[0].isalpha()))
_UNIT = re.compile(
    rf"[\s-]{{0,2}}(?:(?:calendar|working|business|full|whole)\s+)?(?P<latin>{_LATIN_FORMS})(?![^\W_])"
    rf"|\s?(?:个|個)?(?:工作|自然)?(?P<other>{_OTHER_FORMS})",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?P<money>€|us\$|\$|£|eur|usd|gbp|cny|rmb|人民币|美元|欧元)\s?$"
    r"|(?P<place>sections?|chapters?|articles?|clauses?|pages?|§+)\s?$",
    re.IGNORECASE,
)
_PLACES = {"s": "section", "c": "chapter", "a": "article", "p": "page", "§": "section"}
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|个百分点)", re.IGNORECASE)

_MONTHS = "january february march april may june july august september october november december"
_MONTH_OF = {name[:3]: number for number, name in enumerate(_MONTHS.split(), start=1)}
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{}>[12]\d{{3}})(?!\d)"
_HAN_COUNT = rf"(?:\d{{1,2}}|{HAN_NUMERAL})"
_DATE = re.compile(
    rf"(?<![\w.])(?:{_DAY.format('d1')}\s+(?:of\s+)?(?P<m1>{_MONTH})(?:,?\s+{_YEAR.format('y1')})?"
    rf"|(?P<m2>{_MONTH})\s+{_DAY.format('d2')}(?!\d)(?:,?\s+{_YEAR.format('y2')})?"
    rf"|(?P<m3>{_MONTH})\s+{_YEAR.format('y3')}"
    rf"|(?P<y4>[12]\d{{3}})[-/.](?P<m4>\d{{1,2}})[-/.](?P<d4>\d{{1,2}})(?![\d.])"
    r"|(?P<d6>\d{1,2})\.(?P<m6>\d{1,2})\.(?P<y6>[12]\d{3})(?![\d.]))"
    rf"|(?P<y5>(?<!\d)[12]\d{{3}}|[一二][〇零一二三四五六七八九]{{3}})\s?年"
    rf"(?:\s?(?P<m5>{_HAN_COUNT})\s?月(?!份?以)(?:\s?(?P<d5>{_HAN_COUNT})\s?[日号號])?)?"
    rf"|(?P<m7>{_HAN_COUNT})\s?月\s?(?P<d7>{_HAN_COUNT})\s?[日号號]",
)
_TIME = re.compile(
    r"(?<![\w.:])(?P<h1>[012]?\d):(?P<s1>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<p1>[ap])\.?m\b\.?)?(?![\d:])"
    r"|(?<![\w.:])(?P<h2>1?\d)\s?(?P<p2>[ap])\.?m\b\.?"
    rf"|(?P<p3>上午|下午|晚上|中午|早上|凌晨)\s?(?P<h3>{_HAN_COUNT})\s?[点點时時](?:(?P<s3>\d{{1,2}})分|(?P<half>半))?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"(?P<percent>(?P<of>百|千)分之(?P<share>\d+(?:\.\d+)?|{HAN_NUMERAL}))"
    r"|(?:(?<![A-Za-z])|(?<=EUR)|(?<=USD)|(?<=GBP)|(?<=CNY)|(?<=RMB))(?P<digits>\d+(?:[.,]\d+)*)(?:(?P<nth>st|nd|rd|th)\b)?"
    rf"|(?P<before>第)?(?P<han>{HAN_NUMERAL})"
    rf"|(?P<english>{ENGLISH_NUMERAL})"
    rf"|\b(?P<ordinal>{'|'.join(ORDINALS)})\b",
    re.IGNORECASE,
)
_MAGNITUDE = re.compile(
    r"(?:\s?(?P<english>hundred|thousand|million|billion|dozen)\b"
    r"|\s?(?P<han>[十百千]?[万萬亿億]|[百千](?!分|米|克|字)))(?![一二三四五六七八九]分)",
    re.IGNORECASE,
)
_ANY = re.compile(
    rf"\d|{HAN_NUMERAL}|\b(?:{'|'.join(ORDINALS)})\b|{ENGLISH_NUMERAL}", re.IGNORECASE
)
_IDIOMS = re.compile(
    r"万一|十分(?!钟)|第三方|第三者|千万(?!元|美|欧|人|吨)|百姓|一一|三角|四处|五金|七夕|八卦|千方百计"
)
_CURRENCIES = frozenset(("EUR", "CNY", "USD", "GBP", "JPY"))
MEASURES = _CURRENCIES | {"day", "week", "month", "year", "hour", "minute", "second"}
"""Units that make a number of "one" and of lone Chinese numerals."""


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text that went through `terms.plain`, in order."""
    if not _ANY.search(text):
        return []
    found = [*_dates(text), *_times(text)]
    taken = [(each.start, each.end) for each in found]
    last = 0
    for match in _NUMBER.finditer(text):
        if match.start() < last or any(s < match.end() and match.start() < e for s, e in taken):
            continue
        if (quantity := _number(text, match)) is not None:
            found.append(quantity)
            last = quantity.end
    return sorted(found, key=lambda each: each.start)


def _dates(text: str) -> Iterator[Quantity]:
    for match in _DATE.finditer(text):
        year, month, day = (
            next((v for n in range(1, 8) if (v := match.groupdict().get(f"{part}{n}"))), "")
            for part in "ymd"
        )
        values = [_date_part(each) for each in (year, month, day)]
        if values[1] > 12 or values[2] > 31:
            continue
        value, held = _date(*values)
        unit = "" if "-" in value else "year"
        yield Quantity(value, unit, match[0], *match.span(), frozenset(held), loose=False)


def _date(year: int, month: int, day: int) -> tuple[str, set[str]]:
    """The date in ISO 8601, and all that it says: 2024-04-01, 2024-04, --04-01, 2024."""
    if not month:
        return str(year), {str(year)}
    short = f"{month:02}" + (f"-{day:02}" if day else "")
    held = {f"--{short}", f"--{month:02}"}
    if day:
        held.add(str(day))
    if year:
        held |= {f"{year}-{short}", f"{year}-{month:02}", str(year)}
    return (f"{year}-{short}" if year else f"--{short}"), held


def _date_part(written: str) -> int:
    if not written:
        return 0
    if written.isdigit():
        return int(written)
    if written[0].isascii():
        return _MONTH_OF[written[:3].casefold()]
    return han_value(written) or 0


def _times(text: str) -> Iterator[Quantity]:
    for match in _TIME.finditer(text):
        hour = _date_part(match["h1"] or match["h2"] or match["h3"])
        half = (match["p1"] or match["p2"] or match["p3"] or "").casefold()
        if half in ("p", "下午", "晚上") and hour < 12:
            hour += 12
        minute = match["s1"] or match["s3"] or ("30" if match["half"] else "00")
        value = f"{hour}:{int(minute):02}"
        held = frozenset({value, match["h1"] or match["h2"] or str(hour)})
        yield Quantity(value, "", match[0], *match.span(), held, loose=False)


def _number(text: str, match: re.Match[str]) -> Quantity | None:
    if match["percent"]:
        share = match["share"]
        part = Decimal(share) if share[0].isdigit() else Decimal(han_value(share) or 0)
        value = f"{_plain(part)}%" if match["of"] == "百" else f"{_plain(part)}‰"
        return Quantity(value, "", match[0], *match.span(), frozenset({value}), loose=False)
    number, held = _value(match)
    if number is None:
        return _literal(match)
    end = match.end()
    if magnitude := _MAGNITUDE.match(text, end):
        word = (magnitude["english"] or magnitude["han"]).casefold()
        number *= MAGNITUDES.get(word) or han_value("一" + word) or 1
        end = magnitude.end()
    money = _unit(text, match.start(), end)[0] in _CURRENCIES
    if money and (digits := match["digits"]) and re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        number = Decimal(digits.replace(".", ""))  # nobody counts money in thousandths
    value = _plain(number)
    if percent := _PERCENT.match(text, end):
        held = {f"{value}%", value}
        written = text[match.start() : percent.end()]
        return Quantity(
            f"{value}%", "", written, match.start(), percent.end(), frozenset(held), loose=False
        )
    unit, unit_end = _unit(text, match.start(), end)
    if not text[unit_end - 1].isascii():
        end = unit_end  # 六十日: no word of its own, as "days" is one
    if match["han"] and _is_idiom(text, match, unit):
        return None
    loose = bool(match["ordinal"]) or (value == "1" and not match["digits"] and not unit)
    return Quantity(
        value,
        unit,
        text[match.start() : unit_end].strip(),
        match.start(),
        end,
        frozenset(held | {value}),
        loose,
    )


def _value(match: re.Match[str]) -> tuple[Decimal | None, set[str]]:
    """The number, and other readings of it: 1.250 may be 1250."""
    if digits := match["digits"]:
        return _digits(digits)
    if han := match["han"]:
        said = han_value(han)
        return (None if said is None else Decimal(said)), set()
    if match["ordinal"]:
        return Decimal(ORDINALS[match["ordinal"].casefold()]), set()
    return english_value(match["english"]), set()


def _digits(digits: str) -> tuple[Decimal | None, set[str]]:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return Decimal(digits.replace(",", "")), set()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", digits):
        continental = Decimal(digits.replace(".", "").replace(",", "."))
        if digits.count(".") > 1 or "," in digits:
            return continental, {digits}
        return Decimal(digits), {_plain(continental)}
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return Decimal(digits.replace(",", ".")), set(digits.split(","))
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return Decimal(digits), set()
    return None, set()


def _literal(match: re.Match[str]) -> Quantity | None:
    """Digits that are no number: a version, a section 5.6.13, a list 1,2,3."""
    digits = match["digits"]
    if not digits:
        return None
    parts = [] if "." in digits else digits.split(",")
    return Quantity(digits, "", digits, *match.span(), frozenset({digits, *parts}), loose=False)


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    if match := _UNIT.match(text, end):
        form = (match["latin"] or match["other"]).casefold()
        return _unit_of(form), match.end()
    before = _BEFORE.search(text, max(0, start - 12), start)
    if before and before["money"]:
        return _unit_of(before["money"].casefold()), end
    if before:
        return _PLACES[before["place"][0].casefold()], end
    return "", end


@functools.lru_cache(maxsize=512)
def _unit_of(form: str) -> str:
    for pattern, unit in _UNIT_OF.items():
        if form == pattern or re.fullmatch(pattern, form):
            return unit
    return ""


def _is_idiom(text: str, match: re.Match[str], unit: str) -> bool:
    """Whether numerals only belong to a word: 一般, 统一, 万一, 第三方 is a third party."""
    han = match["han"]
    if _IDIOMS.match(text, match.start()):
        return True
    if match["before"] or unit in MEASURES:
        return False
    if len(han) >= 2:
        return False
    return han in "一万千百零" or not re.match(
        r"[个個人次份张項项条章节款页点种位名台部册套间层间倍级家只件方步类类句行列组]",
        text[match.end() : match.end() + 1],
    )


def _plain(number: Decimal) -> str:
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
