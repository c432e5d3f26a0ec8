"""What a setting is: its kind, its range, what it is called, and when a change is seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from yidesk.core.errors import WrongUsage
from yidesk.core.key_combination import KeyCombination
from yidesk.core.words import listed

Value = str | int | float | bool | None
"""None stands for "automatic", where a setting allows it."""


class Kind(StrEnum):
    """What a person enters."""

    CHOICE = "choice"
    SWITCH = "switch"
    WHOLE = "whole"
    """A whole number; None is automatic."""
    FRACTION = "fraction"
    TEXT = "text"
    MODEL = "model"
    """A model file; it is chosen on a screen of its own."""
    FILE = "file"
    """A model file that a person picks in the file dialog."""
    SHELF = "shelf"
    """A model file; one of those on the shelf that can do what the setting is for."""
    KEY = "key"
    """A key with its modifiers, as `KeyCombination` reads it."""
    FOLDER = "folder"
    """The absolute path of a folder."""


_TEXTS = (Kind.TEXT, Kind.MODEL, Kind.FILE, Kind.SHELF, Kind.KEY)


class Effect(StrEnum):
    """When a change is seen."""

    AT_ONCE = "at_once"
    RELOAD = "reload"
    """When the model is loaded again, which the next question does."""
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Option:
    """One of several."""

    value: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One declaration."""

    name: str
    group: str
    title: str
    help: str
    kind: Kind
    default: Value
    options: tuple[Option, ...] = ()
    least: float = 0
    most: float = 0
    step: float = 1
    unit: str = ""
    automatic: str = ""
    """What None means, in words; empty where None is not allowed."""
    effect: Effect = Effect.AT_ONCE
    starts: tuple[str, ...] = ()
    """What a text that is not empty may begin with; empty: anything."""

    def check(self, value: object) -> Value:
        """VALUE as this setting takes it. Raises WrongUsage (bad_setting)."""
        if value is None and self.automatic:
            return None
        if self.kind is Kind.SWITCH and isinstance(value, bool):
            return value
        if self.kind in (Kind.WHOLE, Kind.FRACTION):
            return self._check_number(value)
        if self.kind is Kind.CHOICE and value in {option.value for option in self.options}:
            return str(value)
        if self.kind is Kind.FOLDER and isinstance(value, str) and Path(value).is_absolute():
            return value
        if self.kind in _TEXTS and isinstance(value, str):
            return self._check_text(value.strip())
        raise self._refusal(value)

    def _check_number(self, value: object) -> Value:
        allowed = int if self.kind is Kind.WHOLE else (int, float)
        if isinstance(value, bool) or not isinstance(value, allowed):
            raise self._refusal(value)
        if not self.least <= value <= self.most:
            raise WrongUsage(
                "{title} can be from {least} to {most}, not {value}.",
                code="bad_setting",
                next_step="Choose a value in this range.",
                title=self.title,
                least=_said(self.least),
                most=_said(self.most),
                value=_said(value),
            )
        return value if self.kind is Kind.WHOLE else float(value)

    def _check_text(self, text: str) -> str:
        if self.kind is Kind.KEY:
            return _check_key(text)
        if text and self.starts and not text.startswith(self.starts):
            raise WrongUsage(
                "{value} is no address that can be used here.",
                code="bad_setting",
                next_step="It begins with one of: {starts}",
                value=text,
                starts=listed(self.starts),
            )
        return text

    def _refusal(self, value: object) -> WrongUsage:
        return WrongUsage(
            "{title} cannot be {value}.",
            code="bad_setting",
            next_step="Choose another value, or go back to the default.",
            title=self.title,
            value=str(value),
        )


def _check_key(text: str) -> str:
    try:
        return str(KeyCombination.read(text))
    except ValueError as error:
        raise WrongUsage(
            "{value} cannot be taken from all other programs.",
            code="bad_setting",
            next_step="Press a letter, a digit or Space with Ctrl, Alt or the system’s own key, or "
            "one of F1 to F24.",
            value=text,
        ) from error


def _said(number: float) -> str:
    """1,048,576 and 0.05, never 1e+06."""
    return f"{number:,.12g}"
