"""The way from the command line to the window, where there is a display and Qt can be loaded.

`yidesk.ui` and `yidesk.cli` do not import each other, and Qt is loaded only when a window is
wanted; so this one file goes there by name.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from pathlib import Path
from typing import Protocol, cast

from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths


class RunWindow(Protocol):
    """`yidesk.ui.app.run_window`."""

    def __call__(
        self,
        paths: DataPaths,
        *,
        language: str | None,
        offline: bool,
        model: str | Path | None = None,
        documents: tuple[Path, ...] = (),
        quick: bool = False,
    ) -> int:
        """Open the window and stay until it is closed; returns the exit code."""


def has_display() -> bool:
    """Whether a window could be seen, or Qt was told to do without a screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def tell(error: YiDeskError, language: str | None) -> None:
    """Show a sentence where who clicked on an icon looks, when it is too early for the window."""
    if has_display():
        with contextlib.suppress(ImportError):
            importlib.import_module("yidesk.ui.trouble").tell(error, language)


def load() -> RunWindow:
    """The function that opens the window. Raises YiDeskError when Qt cannot be loaded."""
    gc.disable()  # there is no rubbish yet to look for; `run_window` has it on again
    try:
        module = importlib.import_module("yidesk.ui.app")
    except ImportError as error:
        raise YiDeskError(
            "The window cannot be opened: Qt could not be loaded ({cause}).",
            code="qt_missing",
            next_step="`yidesk doctor` says what is missing; `yidesk ask` needs no window.",
            cause=str(error),
        ) from error
    return cast(RunWindow, module.run_window)
