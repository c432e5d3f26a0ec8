"""Where the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from typing import TextIO

from yidesk.core import words
from yidesk.core.errors import YiDeskError

_CLEAR = "\r\x1b[2K"
"""Back to the first column, and erase the line (ECMA-48 EL)."""


class OutputLost(YiDeskError):  # noqa: N818 - named for what happened
    """Standard output takes nothing any more: its reader has gone, or the disk is full."""


class Console:
    """Two streams, one of which may show a line of progress that is written over.

    With `as_json` nothing but one object goes to standard output.
    """

    def __init__(
        self, *, as_json: bool = False, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._shows_progress = self._err.isatty()
        self._line = ""
        self._gave = False
        for stream in (self._out, self._err):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal may know fewer characters

    def say(self, template: str = "", **values: str | int | float) -> None:
        """A line for people on standard output, in their language; nothing with `as_json`."""
        if not self.as_json:
            self.end_progress()
            self._print(words.say(template, **values) if template else "")

    def stream(self, text: str) -> None:
        """A piece of an answer, as it comes; nothing with `as_json`."""
        if not self.as_json:
            self.end_progress()
            self._print(text, end="")

    def give(self, result: dict[str, object]) -> None:
        """The one JSON object; nothing without `as_json`."""
        if self.as_json:
            self._gave = True
            self.end_progress()
            self._print(json.dumps(result, ensure_ascii=False, indent=2))

    def progress(self, template: str, *remarks: str, **values: str | int | float) -> None:
        """Write over the line of progress, if standard error is a terminal.

        REMARKS stand behind it: the rate, the time left. Those that are empty are left out.
        """
        if self._shows_progress:
            self._line = " · ".join(filter(None, (words.say(template, **values), *remarks)))
            self._tell(_CLEAR + self._line, end="")

    def end_progress(self) -> None:
        """Take the line of progress away."""
        if self._line:
            self._line = ""
            self._tell(_CLEAR, end="")

    def note(self, template: str, **values: str | int | float) -> None:
        """A line for people on standard error."""
        self.end_progress()
        self._tell(words.say(template, **values))

    def warn(self, error: YiDeskError) -> None:
        """What a person should know and act on, on standard error; the command goes on."""
        self.end_progress()
        self._tell(" ".join(filter(None, words.say_error(error))))

    def error(self, error: YiDeskError) -> None:
        """What ended the command, and the next step; with `as_json` an object that says so too."""
        self.warn(error)
        if not self._gave:
            self.give({"error": str(error), "error_code": error.code})

    def _print(self, text: str, end: str = "\n") -> None:
        try:
            print(text, end=end, file=self._out, flush=True)
        except OSError as error:
            raise OutputLost(
                "The output could not be written ({cause}).",
                code="output_lost",
                next_step="See that there is room where it goes to.",
                cause=error.strerror or str(error),
            ) from error

    def _tell(self, text: str, end: str = "\n") -> None:
        with contextlib.suppress(OSError):  # nobody is left to be told
            print(text, end=end, file=self._err, flush=True)
