"""What the fonts Symbol and Wingdings draw, as far as lists and forms use it."""

from __future__ import annotations

_DRAWN = {
    0xA7: "▪",
    0xA8: "□",
    0x6F: "□",
    0x71: "□",
    0x6C: "●",
    0x6E: "■",
    0xD8: "➢",
    0x76: "❖",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0x52: "☑",
    0x54: "☒",
    0xE0: "→",
    0xF0: "⇨",
}
_PRIVATE = 0xF000
"""Where the signs of such fonts lie in Unicode's private range."""


def symbol(code: int) -> str:
    """The sign CODE (a byte, or U+F000 and that); a bullet for one that is not known."""
    return _DRAWN.get(code - _PRIVATE if code >= _PRIVATE else code, "•")
