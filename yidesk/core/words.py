"""The language in use, and the sentences that are made outside Qt.

One catalogue serves the window and the command line: `resources/translations/yidesk_LANG.ts`, the
format of Qt Linguist. Sentences made outside Qt lie in its context "words", the window's own in
the context of their class. It is read as it is, so there is no compiled file that could be stale.

English is the source language: a template that has no translation is said as it stands.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import resources

CONTEXT = "words"
"""Context of the sentences that are not a class's own."""
LANGUAGES = ("en", "zh_CN")
_PHRASES = frozenset({"cause", "reason", "role", "title"})
"""Values of errors that may be phrases of our own; a name is never one, whatever it reads."""

Sentences = dict[str, str]
"""Source -> translation."""

_CONTEXT = re.compile(r"<context>\s*<name>([^<]*)</name>(.*?)</context>", re.DOTALL)
_SENTENCE = re.compile(r"<source>([^<]*)</source>\s*<translation>([^<]+)</translation>")
"""A sentence that is translated. Not by an XML parser, and only in the contexts of which something
is said: the first frame has a quarter of all sentences, and would wait 6 ms for the others. The
file is our own, and a test reads it in both ways."""
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))

_language = "en"


def use(wanted: str | None = None) -> str:
    """Speak the language WANTED ("zh", "zh_CN", "en-GB"…), or the system's; returns the one chosen.

    A language without a catalogue becomes English.
    """
    global _language  # noqa: PLW0603 - one process speaks one language
    _language = nearest(wanted or _of_the_system())
    return _language


def language() -> str:
    """The language in use, one of LANGUAGES."""
    return _language


def say(template: str, **values: str | int | float) -> str:
    """The template in the language in use, with its values filled in."""
    return look_up(CONTEXT, template).format_map(values)


def phrase(text: str) -> str:
    """TEXT itself: marks a literal that is said later, so that the catalogues have it."""
    return text


def listed(things: Iterable[str]) -> str:
    """Several things one after the other: "a, b", and in Chinese with the comma of a list."""
    return look_up(CONTEXT, SEPARATOR).join(things)


def say_error(error: YiDeskError) -> tuple[str, str]:
    """What happened, and the next step (may be empty), in the language in use."""
    values = {
        name: look_up(CONTEXT, value) if name in _PHRASES and isinstance(value, str) else value
        for name, value in error.values.items()
    }
    return (
        say(error.sentence, **values),
        say(error.next_step, **values) if error.next_step else "",
    )


def look_up(context: str, source: str) -> str:
    """The translation of SOURCE in CONTEXT; SOURCE itself when there is none."""
    if _language == "en":
        return source
    return sentences(_language, context).get(source, source)


SEPARATOR = phrase(", ")


@functools.cache
def sentences(name: str, context: str) -> Sentences:
    """Every finished translation into the language NAME in one CONTEXT; empty: there is none."""
    found = _SENTENCE.findall(contexts(name).get(context, ""))
    return {_plain(source): _plain(translation) for source, translation in found}


@functools.cache
def contexts(name: str) -> dict[str, str]:
    """The contexts of the language NAME, each with its part of the file as it stands there."""
    path = catalogue_path(name)
    if not path.is_file():
        return {}
    return dict(_CONTEXT.findall(path.read_text(encoding="utf-8")))


def _plain(text: str) -> str:
    """TEXT of an XML file as it was before it was escaped."""
    if "&" not in text:
        return text
    for entity, letter in _ESCAPED:
        text = text.replace(entity, letter)
    return text


def catalogue_path(name: str) -> Path:
    """Where the catalogue of a language lies."""
    return resources() / "translations" / f"yidesk_{name}.ts"


def nearest(wanted: str) -> str:
    """The one of LANGUAGES that is nearest to WANTED; English where none is."""
    start = wanted.replace("-", "_").split("_")[0].lower()
    code = "zh" if start.startswith("chinese") else start  # Windows: "Chinese (Simplified)_China"
    return next((known for known in LANGUAGES if known.split("_")[0] == code), "en")


def _of_the_system() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    import locale  # noqa: PLC0415 - where there are variables it is a millisecond of a start

    return locale.getlocale()[0] or "en"
