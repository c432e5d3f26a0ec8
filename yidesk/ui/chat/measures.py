"""How wide the column of a chat is: its turns, and what stands below them."""

from __future__ import annotations

COLUMN = 720
"""Widest the text gets, in pixels."""
SIDE = 24
"""Pixels on both sides of it, at least."""
