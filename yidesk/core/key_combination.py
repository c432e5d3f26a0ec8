"""A key with its modifiers, as it is written in the settings: "Ctrl+Alt+Y".

Qt's portable spelling. On macOS Ctrl stands for Command, and Meta for Control, as Qt has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MODIFIERS = ("Meta", "Ctrl", "Alt", "Shift")
"""In the order in which they are written."""
_KEY = re.compile(r"[A-Z0-9]|Space|F([1-9]|1[0-9]|2[0-4])")


@dataclass(frozen=True, slots=True)
class KeyCombination:
    """One key, and what is held down with it."""

    key: str
    """A letter A to Z, a digit, "Space", or "F1" to "F24"."""
    modifiers: frozenset[str]

    @classmethod
    def read(cls, text: str) -> KeyCombination:
        """The combination in TEXT.

        Raises ValueError where it is none that a program may take from all others: a letter would
        not be typed any more, and so only function keys may stand without Ctrl, Alt or Meta.
        """
        *held, key = text.split("+")
        names = {name.casefold(): name for name in (*MODIFIERS, "Space")}
        modifiers = [names.get(each.strip().casefold(), "") for each in held]
        key = key.strip()
        key = names.get(key.casefold(), key.upper())
        is_known = _KEY.fullmatch(key) and set(modifiers) <= set(MODIFIERS)
        is_typed = not set(modifiers) - {"Shift"} and not is_function(key)
        if not is_known or is_typed or len(set(modifiers)) < len(modifiers):
            raise ValueError(text)
        return cls(key, frozenset(modifiers))

    def __str__(self) -> str:
        held = [name for name in MODIFIERS if name in self.modifiers]
        return "+".join((*held, self.key))


def is_function(key: str) -> bool:
    """Whether it is one of F1 to F24."""
    return len(key) > 1 and key != "Space"


USUAL = KeyCombination("Y", frozenset({"Ctrl", "Alt"}))
"""For a quick question, where nobody chose another one."""
