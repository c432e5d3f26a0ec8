"""Takes PySide's `__feature__` out of the way of every import that comes after it.

For each module PySide looks whether it begins with `from __feature__ import …`: it reads the source
of some hundred modules (4 to 8 ms of every start, and 14 MB in `linecache`), and even where it
need not, an import takes eight times as long (2 ms). Nobody here uses `__feature__`. PySide 6.11
keeps the function that was there before; where another version keeps none, everything stays as it
is, and `tests/ui/test_start.py` says so.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 - it puts its function in the place of Python's

_before = getattr(builtins, "__orig_import__", None)
if _before is not None:
    builtins.__import__ = _before
