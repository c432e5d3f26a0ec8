"""Finds the words of a citation on their page."""

from __future__ import annotations

import re

_GAP = r"[\s\u00ad\-‐]*"
"""What may lie between two words of a passage: white space, and hyphens at a line's end."""
LONGEST = 4_000


def find(page: str, passage: str) -> tuple[int, int] | None:
    """[start, end) of PASSAGE in PAGE; white space, hyphens and case may differ."""
    passage = passage.strip()[:LONGEST]
    if not passage:
        return None
    exact = page.find(passage)
    if exact >= 0:
        return exact, exact + len(passage)
    pattern = _GAP.join(re.escape(each) for each in _pieces(passage))
    found = re.search(pattern, page, re.IGNORECASE)
    return found.span() if found else None


def _pieces(passage: str) -> list[str]:
    """Words; and single Chinese characters, which a line may end after."""
    return re.findall(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\-‐\u2e80-\u9fff\uff00-\uffef]+", passage)
