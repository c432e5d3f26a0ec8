"""Whether a question can be answered only from all of a document."""

from __future__ import annotations

import re

_MEASURES = (
    r"(?:euros?|dollars?|pounds?|cents?|yuan|rmb|days?|weeks?|months?|years?|hours?|minutes?|"
    r"seconds?|percent|points?|met(?:re|er)s?|kilomet(?:re|er)s?|miles?|feet|inch(?:es)?|"
    r"square|kilos?|kilograms?|grams?|tonn?e?s?|lit(?:re|er)s?|degrees?|watts?|volts?|bytes?|"
    r"[kmg]b|bits?)"
)
"""How many of these is a fact that stands in one place, and no counting."""
_ENGLISH = re.compile(
    rf"""\b(?:
    list\s+(?:all|every|each|the)\b | (?:all|every|each)\s+(?:of\s+)?(?:the\s+)?[a-z-]+s?\b.*\?
    | (?:give|show|tell|name|find|collect|extract)\s+(?:me\s+)?(?:all|every|each)\b
    | enumerate | how\s+many\s+(?!{_MEASURES}\b) | how\s+often | number\s+of\s+times
    | in\s+total | count\s+(?:the|all|every|each|up)
    | summar(?:y|ies|i[sz]e|i[sz]ing) | overview | outline | abstract\s+of | tl;?dr | key\s+points
    | main\s+(?:points|ideas|topics|findings|arguments) | (?:whole|entire)\s+(?:document|book|text)
    | what\s+is\s+(?:it|this|(?:this|the)\s+[a-z]+)\s+about
    | throughout | from\s+beginning\s+to\s+end
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    r"列出|列举|罗列|总结|概括|归纳|概述|综述|摘要|梗概|大意|提纲|一共|总共|合计|共有|"
    r"所有|全部|每[一个](?!月|季|年|天|小时)|每[章节页处次条]|各[章节条项]|通篇|全文|整[本份篇个]|主要(?:内容|观点|论点|结论)|"
    r"(?:多少|几)[次处条项章种]|(?:多少|几)个(?![月点]|小时|百分点|工作日|季度|星期|礼拜)|"
    r"有(?:哪些|哪几|何)|都有(?:谁|什么)|分别(?:是|有|为)|讲了?(?:些)?什么|关于什么的?"
)


def needs_all(question: str) -> bool:
    """Whether it asks for everything of a kind, a number of them, or a summary.

    A guess from its words, which only decides what is proposed first.
    """
    return bool(_ENGLISH.search(question) or _CHINESE.search(question))
