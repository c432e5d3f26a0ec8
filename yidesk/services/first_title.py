"""The title of a chat before anybody gives it one: what its first question is about."""

from __future__ import annotations

import re

LONGEST = 60
"""Letters of a title; a Chinese character counts as two."""
_MARKS = re.compile(r"^[\s#>*_`\-•·\d.)、（）()]+(?=\S)")
_POLITE = re.compile(
    r"^(?:(?:please|kindly|(?:can|could|would|will) you(?: please)?|help me(?: to)?|"
    r"i(?: would|'d) like you to|i want you to|hi|hello|hey)\b[\s,!.]*|"
    r"(?:你好|您好|请问|请你|请|麻烦你?|能不能|可以|帮我|给我)[，,！!、 ]*)+",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=[.!?;])\s+|(?<=[。！？；])")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]")


def first_title(question: str) -> str:
    """Its first sentence, without courtesies and marks, cut at a word where it is long."""
    lines = (line.strip() for line in question.splitlines())
    line = " ".join(next(filter(None, lines), "").split())
    bare = _POLITE.sub("", _MARKS.sub("", line))
    bare = bare if re.search(r"\w", bare) else line
    sentence = next((part for part in _ENDS.split(bare) if len(part.strip()) > 2), bare)
    title = _cut(sentence.strip().rstrip(".。；;，,"))
    return title[:1].upper() + title[1:] if bare != line else title


def _cut(text: str) -> str:
    """TEXT as far as a title reaches."""
    room = LONGEST
    for at, letter in enumerate(text):
        room -= 2 if _WIDE.match(letter) else 1
        if room < 0:
            space = text.rfind(" ", at - 16 if at > 16 else 0, at)
            return text[: space if space > 0 else at].rstrip(" ,;，；、") + "…"
    return text
