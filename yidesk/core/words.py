"""The language in use, and the sentences that are made outside Qt.

One catalogue serves the window and the command line: `resources/translations/yidesk_LANG.ts`, the
format of Qt Linguist. Sentences made outside Qt lie in its context "words", the window's own in
the context of their class. It is read as it is, so there is no compiled file that could be stale.

English is the source language: a template that has no translation is said as it stands.
"""

from __future__ import annotations

import functools
import locale
import os
import re
from pathlib import Path

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import resources

CONTEXT = "words"
"""Context of the sentences that are not a class's own."""
LANGUAGES = ("en", "zh_CN")

Catalogue = dict[tuple[str, str], str]
"""(context, source) -> translation."""

_ENTRY = re.compile(
    r"<name>([^<]*)</name>|<source>([^<]*)</source>\s*<translation>([^<]*)</translation>"
)
"""A context, or a sentence that is translated. An XML parser takes six times as long: 6 ms of
every start. The file is our own, and a test reads it in both ways."""
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))

_language = "en"


def use(wanted: str | None = None) -> str:
    """Speak the language WANTED ("zh", "zh_CN", "en-GB"…), or the system's; returns the one chosen.

    A language without a catalogue becomes English.
    """
    global _language  # noqa: PLW0603 - one process speaks one language
    _language = _match(wanted or _of_the_system())
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


def say_error(error: YiDeskError) -> tuple[str, str]:
    """What happened, and the next step (may be empty), in the language in use."""
    return (
        say(error.sentence, **error.values),
        say(error.next_step, **error.values) if error.next_step else "",
    )


def look_up(context: str, source: str) -> str:
    """The translation of SOURCE in CONTEXT; SOURCE itself when there is none."""
    if _language == "en":
        return source
    return load_catalogue(_language).get((context, source), source)


@functools.cache
def load_catalogue(name: str) -> Catalogue:
    """Every finished translation into the language NAME; empty when there is no such file."""
    path = catalogue_path(name)
    if not path.is_file():
        return {}
    found: Catalogue = {}
    context = ""
    for of_context, source, translation in _ENTRY.findall(path.read_text(encoding="utf-8")):
        if of_context:
            context = _plain(of_context)
        elif translation:
            found[context, _plain(source)] = _plain(translation)
    return found


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


def _match(wanted: str) -> str:
    start = wanted.replace("-", "_").split("_")[0].lower()
    code = "zh" if start.startswith("chinese") else start  # Windows: "Chinese (Simplified)_China"
    return next((known for known in LANGUAGES if known.split("_")[0] == code), "en")


def _of_the_system() -> str:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return value
    return locale.getlocale()[0] or "en"
