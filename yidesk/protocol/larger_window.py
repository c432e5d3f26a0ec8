"""A window for more than the plan holds."""

from __future__ import annotations

from yidesk.protocol.wire import Wire


class PlanWindow(Wire, frozen=True, kw_only=True):
    """Plan the loaded model anew for a window of so many `tokens`, with what is free now.

    A window whose size a person chose is not changed, and only told of. Ends with `WindowPlanned`,
    after `Changed` when the window may now be another one, or with `Failed`.
    """

    id: int
    tokens: int


class WindowPlanned(Wire, frozen=True, kw_only=True):
    """Answer to `PlanWindow`."""

    id: int
    window: int
    """The largest one there can be for so many tokens; fewer than these when they do not fit."""
