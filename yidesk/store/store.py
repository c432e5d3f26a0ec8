"""The parts of the store, opened and closed together."""

from __future__ import annotations


class Store:
    """Chats and library in one database."""
