"""The lists of words that comparing texts needs, from resources/checking."""

from __future__ import annotations

from collections.abc import Iterator

from yidesk.core.paths import resources


def entries(name: str) -> list[list[str]]:
    """The lines of a list, each in words; `#` begins a remark."""
    return [line.replace(":", " ").split() for line in _lines(name)]


def heads(name: str) -> list[str]:
    """The first word of every line of a list."""
    return [line.split(" ", 1)[0] for line in _lines(name)]


def _lines(name: str) -> Iterator[str]:
    text = (resources() / "checking" / f"{name}.txt").read_text("utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))
