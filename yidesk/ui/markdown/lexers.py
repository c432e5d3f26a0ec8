"""Lexers of programming languages, loaded beside the window: the first one takes 30 ms."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterable
from functools import partial
from typing import Protocol

from yidesk.ui.markdown.workshop import Workshop


class Lexer(Protocol):
    """What is used of a lexer of pygments."""

    def get_tokens(self, text: str) -> Iterable[tuple[object, str]]:
        """Kinds and letters, as they are asked for."""


_loaded: dict[str, Lexer | None] = {}


@functools.cache
def workshop() -> Workshop:
    """Where lexers are loaded; its `made` tells that one has come."""
    return Workshop("lexers")


def is_known(language: str) -> bool:
    """Whether it was found out what `lexer_of` says; if not, it is from now on."""
    if language in _loaded:
        return True
    workshop().order(language, partial(_load, language))
    return False


def lexer_of(language: str) -> Lexer | None:
    """The lexer of a language that is known; None where there is none."""
    return _loaded[language]


def _load(language: str) -> None:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - only when code is shown
    from pygments.util import ClassNotFound  # noqa: PLC0415

    found: Lexer | None = None
    with contextlib.suppress(ClassNotFound, ImportError):
        found = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    _loaded[language] = found
