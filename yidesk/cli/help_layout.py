"""Parsers whose help is set by what letters take on a terminal.

argparse counts characters. A Chinese one takes two columns, no spaces part its words, and a line
does not begin with a comma; so lines of help are broken here, and the names of options, which are
what argparse itself aligns, stay Latin in every language.
"""

from __future__ import annotations

import argparse
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

_HAN = "\u2e80-\u2fff\u3005-\u3007\u3040-\u9fff\uac00-\ud7af\uf900-\ufaff"
_OPENING = "(\\[（【《〈「『“‘"
_CLOSING = ")\\]）】》〉」』”’，。、；：！？％…"
_PIECE = re.compile(
    rf"[{_OPENING}]*(?:[{_HAN}]|[^\s{_HAN}{_OPENING}{_CLOSING}]+)?[{_CLOSING}]*(\s*)"
)
"""What stays on one line: a Chinese character or a Latin word, with the marks that hang on it. A
simple form of Unicode's line breaking (UAX 14, classes ID, OP and CL)."""


_HEADING = re.compile(rf"(?<=[{_HAN}]):(?=(?:\x1b\[[0-9;]*m)?$)", re.MULTILINE)
"""The colon that argparse puts behind a heading, as it is behind a Chinese one."""


class Parser(argparse.ArgumentParser):
    """A parser, as those of its commands are, whose help is set here."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - whatever argparse takes
        super().__init__(formatter_class=Formatter, **given)


class Formatter(argparse.HelpFormatter):
    """Breaks the lines of help by their width on a terminal."""

    def format_help(self) -> str:
        """The whole help."""
        return _HEADING.sub("：", super().format_help())

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        if prefix is None:
            prefix = getattr(argparse, "_")("usage: ")  # noqa: B009 - as `usage.speak` left it
        standing_in = "\x00" * columns(prefix)
        text = super()._format_usage(usage, actions, groups, standing_in)
        return text.replace(standing_in, prefix, 1)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes (UAX 11: wide letters take two)."""
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most WIDTH columns, but for a word that is longer alone."""
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if lines[-1] and columns(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    return (found[0] for found in _PIECE.finditer(text) if found[0])
