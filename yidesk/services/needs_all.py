"""Whether a question can be answered only from all of a document."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"""\b(?:
    list\s+(?:all|every|each|the)\b | (?:all|every|each)\s+(?:of\s+)?(?:the\s+)?[a-z-]+s?\b.*\?
    | enumerate | how\s+many | how\s+often | number\s+of\s+times | in\s+total | count\s+(?:the|all)
    | summar(?:y|ies|i[sz]e|i[sz]ing) | overview | outline | abstract\s+of | tl;?dr | key\s+points
    | main\s+(?:points|ideas|topics|findings|arguments) | (?:whole|entire)\s+(?:document|book|text)
    | what\s+is\s+(?:it|this|(?:this|the)\s+[a-z]+)\s+about
    | throughout | from\s+beginning\s+to\s+end
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    r"列出|列举|罗列|总结|概括|归纳|概述|综述|摘要|梗概|大意|提纲|一共|总共|合计|共有|"
    r"所有|全部|每[一个章节页处次条]|各[章节条项]|通篇|全文|整[本份篇个]|主要(?:内容|观点|论点|结论)|"
    r"(?:多少|几)[个次处条项章种]|讲了?(?:些)?什么|关于什么的?"
)


def needs_all(question: str) -> bool:
    """Whether it asks for everything of a kind, a number of them, or a summary.

    A guess from its words, which only decides what is proposed first.
    """
    return bool(_ENGLISH.search(question) or _CHINESE.search(question))
