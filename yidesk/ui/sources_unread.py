"""Keeps PySide from reading the source of every module that is imported after it.

It looks there for the word "PySide6", to know where `from __feature__ import …` may hold: a file
is read, and kept in `linecache`, for each of some hundred modules (4 to 8 ms of every start, and
14 MB). Nobody here uses `__feature__`, so the answer is known. The function that is replaced is an
inner one of PySide 6.11 (shibokensupport/feature.py); where another version has none, everything
stays as it is, and `tests/ui/test_start.py` says so.
"""

from __future__ import annotations

import importlib

import PySide6.QtCore  # noqa: F401 - shibokensupport comes with it

_ASKED = "_mod_uses_pyside"


try:
    _feature = importlib.import_module("shibokensupport.feature")
except ImportError:
    pass
else:
    if hasattr(_feature, _ASKED):
        setattr(_feature, _ASKED, lambda _module: False)
