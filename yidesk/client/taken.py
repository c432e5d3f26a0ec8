"""What a worker process has taken of the computer."""

from __future__ import annotations

import contextlib


class Taken:
    """Looks at one process; everything is 0 once it has ended, which its pipe will tell."""

    def __init__(self, pid: int) -> None:
        import psutil  # noqa: PLC0415 - with the first worker, and not with the program

        self._process, self._gone = None, psutil.Error
        with contextlib.suppress(self._gone):  # it may have ended before anybody looked
            self._process = psutil.Process(pid)

    def memory(self) -> int:
        """Bytes that it has in memory."""
        try:
            return int(self._process.memory_info().rss) if self._process else 0
        except self._gone:
            return 0

    def seconds(self) -> float:
        """Processor time of all its threads."""
        try:
            times = self._process.cpu_times() if self._process else None
        except self._gone:
            return 0.0
        return float(times.user + times.system) if times else 0.0
