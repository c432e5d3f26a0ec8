"""Numbers and durations as a person says them, in the language in use."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from yidesk.core.time_left import LONG_SECONDS, time_left

__all__ = ["byte_rate", "count", "disk", "duration", "memory", "page_rate", "rate", "time_left"]


def count(number: int) -> str:
    """1203 -> "1,203"."""
    return QLocale().toString(number)


def memory(size: int) -> str:
    """Bytes of memory; GB stands for 2^30 bytes, as on the boxes of memory."""
    return QLocale().toString(size / (1 << 30), "f", 1) + " GB"


def disk(size: int) -> str:
    """Bytes of a file or a disk; GB stands for 10^9 bytes, as on the boxes of disks."""
    if size < 1e9:
        return QLocale().toString(max(1, round(size / 1e6)) if size else 0) + " MB"
    digits = 1 if size < 1e11 and size % 10**9 else 0
    return QLocale().toString(size / 1e9, "f", digits) + " GB"


def rate(per_second: float) -> str:
    """Tokens per second; one decimal only where it matters."""
    digits = 1 if per_second < 10 else 0
    number = QLocale().toString(per_second, "f", digits)
    return QCoreApplication.translate("Numbers", "{n} tokens/s").format(n=number)


def page_rate(per_second: float) -> str:
    """Pages per second; one decimal only where it matters."""
    digits = 1 if per_second < 10 else 0
    number = QLocale().toString(per_second, "f", digits)
    return QCoreApplication.translate("Numbers", "{n} pages/s").format(n=number)


def byte_rate(per_second: float) -> str:
    """Bytes per second; MB stands for 10^6 bytes, as everywhere where something is transferred."""
    if per_second < 1e6:
        return QLocale().toString(max(1, round(per_second / 1e3))) + " KB/s"
    digits = 1 if per_second < 10e6 else 0
    return QLocale().toString(per_second / 1e6, "f", digits) + " MB/s"


def duration(seconds: float) -> str:
    """Rounded as an estimate is: "20 s", "4 min", "3 h"."""
    if seconds < 90:
        return QCoreApplication.translate("Numbers", "{n} s").format(n=max(1, round(seconds)))
    if seconds < LONG_SECONDS:
        return QCoreApplication.translate("Numbers", "{n} min").format(n=round(seconds / 60))
    return QCoreApplication.translate("Numbers", "{n} h").format(n=round(seconds / 3600))
