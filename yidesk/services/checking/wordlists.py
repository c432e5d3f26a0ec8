"""The lists of words that comparing texts needs, from resources/checking."""

from __future__ import annotations

from yidesk.core.paths import resources


def entries(name: str) -> list[list[str]]:
    """The lines of a list, each in words; `#` begins a remark."""
    text = (resources() / "checking" / f"{name}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [line.replace(":", " ").split() for line in lines]
