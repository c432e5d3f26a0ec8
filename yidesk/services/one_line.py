"""One line out of what a model wrote, when a title or a question was asked of it."""

from __future__ import annotations

import re

from yidesk.services.wording import is_chinese

_LABEL = re.compile(
    r"^(?:\W*\b(?:title|question|answer|q)\b\W*[:：]|\W*(?:标题|题目|问题|回答)\W*[:：])\s*",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*(?:[-*•#>]+|\(?\d{1,2}[.)、])\s*")
_AROUND = " \t\"'`*_#“”‘’「」『』《》【】"
_LETTER = re.compile(r"\w")


def one_line(text: str, most: int) -> str:
    """The first line with words, bare of labels, numbers, quotation marks and emphasis.

    Empty when there is none of at most MOST characters.
    """
    for line in text.splitlines():
        bare = line.strip(_AROUND)
        for pattern in (_NUMBER, _LABEL):
            bare = pattern.sub("", bare).strip(_AROUND)
        if _LETTER.search(bare):
            bare = " ".join(bare.split())
            return bare if len(bare) <= most else ""
    return ""


def same_language(text: str, other: str) -> bool:
    """Whether both are Chinese, or neither is."""
    return is_chinese(text) == is_chinese(other)
