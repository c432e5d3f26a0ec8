"""What argparse itself says, in its help and of a command line that it cannot understand.

It writes these sentences in English, and looks each up under two names that gettext would fill.
Their translations stand in the catalogue of everything else.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from yidesk.core import words
from yidesk.core.words import phrase

SENTENCES = (
    phrase("usage: "),
    phrase("options"),
    phrase("positional arguments"),
    phrase("show this help message and exit"),
    phrase("%(prog)s: error: %(message)s\n"),
    phrase("argument %(argument_name)s: %(message)s"),
    phrase("the following arguments are required: %s"),
    phrase("one of the arguments %s is required"),
    phrase("unrecognized arguments: %s"),
    phrase("not allowed with argument %s"),
    phrase("ignored explicit argument %r"),
    phrase("expected one argument"),
    phrase("expected at most one argument"),
    phrase("expected at least one argument"),
    phrase("expected %s argument"),
    phrase("expected %s arguments"),
    phrase("ambiguous option: %(option)s could match %(matches)s"),
    phrase("unexpected option string: %s"),
    phrase("invalid %(type)s value: %(value)r"),
    phrase("invalid choice: %(value)r (choose from %(choices)s)"),
    phrase("unknown parser %(parser_name)r (choices: %(choices)s)"),
)
"""Those that can be met; a sentence of a newer argparse is said in English."""


def speak() -> None:
    """Let argparse speak the language in use."""
    setattr(argparse, "_", _translated)  # noqa: B010 - no name that the library declares
    setattr(argparse, "ngettext", _counted)  # noqa: B010


def named_language(arguments: Sequence[str]) -> str | None:
    """The language that a command line asks for, whatever else is wrong with it."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--lang":
            return following or None
        if word.startswith("--lang="):
            return word.partition("=")[2] or None
    return None


def _translated(text: str) -> str:
    return words.look_up(words.CONTEXT, text)


def _counted(one: str, many: str, number: int) -> str:
    return _translated(one if number == 1 else many)
