"""Emphasis beside Chinese letters.

CommonMark lets `**` end nothing between a punctuation mark and a letter, as in `**注意：**内容`,
because it expects a space there, which Chinese does not write. A sign that counts as punctuation
is put between the two; it is taken out of the document that is made of the text.
"""

from __future__ import annotations

import re

JOINT = "\u2e31"
"""A punctuation mark of Avestan manuscripts."""
_EMPHASIS = re.compile(r"(?<!\*)(\*{1,3})(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
_CHINESE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")


def with_joints(source: str) -> str:
    """SOURCE with a JOINT wherever emphasis touches a Chinese letter outside of it."""
    return _EMPHASIS.sub(_joined, source) if "*" in source and _CHINESE.search(source) else source


def _joined(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    first = JOINT if _CHINESE.match(before) else ""
    last = JOINT if _CHINESE.match(after) else ""
    return first + found[0] + last
