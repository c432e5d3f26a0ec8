"""Text whose bytes were not UTF-8, as text that can be stored, sent and printed."""

from __future__ import annotations


def mend(text: object) -> str:
    """TEXT with U+FFFD in the place of what could not be decoded.

    File names and arguments hold such bytes as lone surrogates (PEP 383), which neither SQLite
    nor a message to a worker takes.
    """
    return str(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
