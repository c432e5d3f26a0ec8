"""What of a document a search compared with a question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """Whether a search compared what question and passages mean, beside their words."""

    NONE = ""
    """No embedding model was chosen."""
    USED = "used"
    NOT_READY = "not_ready"
    """The vectors of the document's passages are not all there yet."""
    FAILED = "failed"
    """The embedding model could not be used."""


class Crossing(StrEnum):
    """How a search came from the language of a question to that of a document."""

    NONE = ""
    """They are in the same language."""
    TRANSLATED = "translated"
    """A dictionary told what its words are there."""
    UNKNOWN = "unknown"
    """The dictionary has none of them: only what is the same in both was compared."""
    NO_DICTIONARY = "no_dictionary"
    """There is none for these languages: the words were compared as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A word of a question, and by what word of another language it was found."""

    word: str
    into: str = ""
    """The word itself where it is the same there, as names are; empty: it was not found."""
