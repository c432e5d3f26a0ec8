"""Reads and writes a catalogue: Qt Linguist's .ts, version 2.1, without places in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from translations.collect import Sentence


def read(path: Path) -> dict[Sentence, str]:
    """Sentence -> translation; an unfinished one is empty."""
    if not path.is_file():
        return {}
    root = ElementTree.parse(path).getroot()
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext(
            "translation", ""
        )
        for context in root.iter("context")
        for message in context.iter("message")
    }


def write(
    path: Path, language: str, sentences: Iterable[Sentence], known: Mapping[Sentence, str]
) -> None:
    """Write every sentence with its known translation; one without is marked unfinished."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines.append(f'<TS version="2.1" language="{language}" sourcelanguage="en">')
    for context, group in groupby(sorted(sentences), key=lambda each: each[0]):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for sentence in group:
            lines += _message(sentence[1], known.get(sentence, ""))
        lines.append("</context>")
    lines.append("</TS>")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _message(source: str, translation: str) -> list[str]:
    kind = "" if translation else ' type="unfinished"'
    return [
        "    <message>",
        f"        <source>{escape(source)}</source>",
        f"        <translation{kind}>{escape(translation)}</translation>",
        "    </message>",
    ]
