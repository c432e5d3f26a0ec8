"""How long work takes still, as a person says it in the language in use."""

from __future__ import annotations

from yidesk.core import words

LONG_SECONDS = 90 * 60
"""From here on a time is told in hours."""


def time_left(seconds: float) -> str:
    """Rounded so that it does not flicker: "40 s left", "2 min left", "3 h 20 min left"."""
    if seconds < 60:
        rounded = max(1, round(seconds)) if seconds < 10 else round(seconds / 5) * 5
        return words.say("{n} s left", n=rounded)
    if seconds < LONG_SECONDS:
        return words.say("{n} min left", n=round(seconds / 60))
    hours, tens = divmod(round(seconds / 600), 6)
    return words.say("{hours} h {minutes} min left", hours=hours, minutes=10 * tens)
