"""How far work is of which the whole is known, and how long it takes still."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counted:
    """How far work is that is done one by one."""

    done: int
    total: int
    per_second: float = 0.0
    """0 while nobody can tell."""
    seconds_left: float | None = None
    """None while nobody can tell."""

    @property
    def share(self) -> float:
        """How far it is, 0 to 1."""
        return self.done / self.total if self.total else 0.0
