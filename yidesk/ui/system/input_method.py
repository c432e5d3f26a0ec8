"""Typing Chinese on Linux.

Qt's wheels bring the plug-in for ibus and none for fcitx5; fcitx5 speaks ibus' protocol too, and
its maintainers advise QT_IM_MODULE=ibus where their own plug-in is missing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

VARIABLE = "QT_IM_MODULE"
FCITX = ("fcitx", "fcitx5")


def choose(environment: MutableMapping[str, str] = os.environ) -> None:
    """Let Qt reach fcitx5 where it would not. Must come before QApplication is made."""
    if not sys.platform.startswith("linux"):
        return
    wanted = environment.get(VARIABLE, "") or environment.get("XMODIFIERS", "").removeprefix("@im=")
    if wanted in FCITX and not _has_own_plugin():
        environment[VARIABLE] = "ibus"


def _has_own_plugin() -> bool:
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    return any((plugins / "platforminputcontexts").glob("*fcitx*"))
