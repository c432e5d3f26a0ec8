"""The Chinese words of a text: its letters stand without spaces, and Qt takes each for a word.

The lexicon is read beside the window, when somebody presses the mouse on a Chinese text.
"""

from __future__ import annotations

import functools

from yidesk.services.languages import lexicon
from yidesk.ui.markdown.workshop import Workshop


@functools.cache
def workshop() -> Workshop:
    """Where the lexicon is read; its `made` tells that it is there."""
    made = Workshop("lexicon")
    made.made.connect(_Lexicon.take)
    return made


class _Lexicon:
    """Whether it was asked for, and is there.

    Read on another thread, there only once the window's own thread has taken it: else it could come
    between the question for a word and `is_coming`, and nobody would look for the word again.
    """

    is_asked = False
    words: frozenset[str] | None = None
    _read: frozenset[str] | None = None

    @classmethod
    def read(cls) -> None:
        cls._read = lexicon.chinese_words()

    @classmethod
    def take(cls) -> None:
        cls.words = cls._read


def is_coming() -> bool:
    """Whether the lexicon is being read."""
    return _Lexicon.is_asked and _Lexicon.words is None


def word_around(text: str, at: int) -> tuple[int, int] | None:
    """Beginning and end of the Chinese word around a letter.

    None for another letter, and as long as the lexicon is not read.
    """
    run = lexicon.run_around(text, at)
    if run is None:
        return None
    if _Lexicon.words is None:
        _Lexicon.is_asked = True
        workshop().order("lexicon", _Lexicon.read)
        return None
    first, last = run
    for word in lexicon.segment(text[first:last], _Lexicon.words):
        if at < first + len(word):
            return first, first + len(word)
        first += len(word)
    return None
