"""Text of people and documents to token ids, none of which is a control token."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]


class PlainVocabulary(Protocol):
    """What this file needs of `llama.Vocabulary`."""

    add_bos: bool
    bos: int

    @property
    def eos_text(self) -> str:
        """How the file spells its end-of-sequence token."""

    @property
    def special(self) -> dict[str, int]:
        """Control, user-defined and unknown tokens by their text."""

    def find(self, text: str) -> int | None:
        """The id of the token spelled TEXT."""

    def tokenize(self, text: str) -> Tokens:
        """Ids of TEXT with nothing added."""


_MARKERS = ("<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|endoftext|>", "<|startoftext|>")
"""Yi's control tokens by name: some conversions type them as ordinary words."""


_MARKER = re.compile(r"^(<\S+>|\[\S+\])$")
"""What a control token looks like. Yi's line break, tabs and runs of spaces are user-defined too,
and are nothing but text."""


class PlainText:
    """Tokenises text in which nothing may become a control token."""

    def __init__(self, vocabulary: PlainVocabulary) -> None:
        self._vocabulary = vocabulary
        named = {text: vocabulary.find(text) for text in _MARKERS}
        self.control = {
            **{text: token for text, token in vocabulary.special.items() if _MARKER.search(text)},
            **{text: token for text, token in named.items() if token is not None},
        }
        """Texts that are control tokens when a template writes them, and their ids."""
        self._forbidden = np.fromiter(sorted(set(self.control.values())), np.int32)
        by_length = sorted(filter(None, self.control), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, by_length)) or r"(?!)")

    def split(self, text: str) -> Iterator[tuple[str, int | None]]:
        """TEXT as runs of plain text (id None) and control tokens (with their id)."""
        start = 0
        for match in self._pattern.finditer(text):
            if match.start() > start:
                yield text[start : match.start()], None
            yield match[0], self.control[match[0]]
            start = match.end()
        if start < len(text):
            yield text[start:], None

    def tokens(self, text: str) -> Tokens:
        """Ids of TEXT, none of them a control token.

        llama.cpp finds user-defined tokens even where control tokens are not asked for, and a
        marker typed as an ordinary word can be merged from its letters. Where that happened, the
        text is cut behind the first character of each marker, which is then nothing but text.
        """
        ids = self._vocabulary.tokenize(text)
        if not np.isin(ids, self._forbidden).any():
            return ids
        pieces: list[str] = [""]
        for run, token in self.split(text):
            if token is None:
                pieces[-1] += run
            else:
                pieces[-1] += run[:1]
                pieces.append(run[1:])
        ids = np.concatenate([self._vocabulary.tokenize(piece) for piece in pieces])
        return ids if not np.isin(ids, self._forbidden).any() else self._spelled(text)

    def _spelled(self, text: str) -> Tokens:
        """Character by character; a character that alone is a control token is left out."""
        ids = [self._vocabulary.tokenize(character) for character in text]
        return np.concatenate([part for part in ids if not np.isin(part, self._forbidden).any()])
