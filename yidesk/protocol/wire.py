"""What all messages are."""

from __future__ import annotations

import msgspec


class Wire(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of all messages."""
