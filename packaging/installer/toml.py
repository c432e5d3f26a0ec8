"""Writes TOML: tables of text, truth values, numbers, and lists of text. Nothing else is needed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

Value = str | bool | int | list[str] | list[dict[str, str]] | Mapping[str, "Value"]


def dumps(tables: Mapping[str, Value]) -> str:
    """A TOML document; tables are written after the plain values beside them."""
    return "\n".join(_table((), tables)) + "\n"


def _table(path: tuple[str, ...], table: Mapping[str, Value]) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    if path and (plain or not table):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, inner in table.items():
        if isinstance(inner, Mapping):
            yield from _table((*path, key), inner)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() else _text(name)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return (
            "{ " + ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items()) + " }"
        )
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """A basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
