"""Where the command line speaks: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from typing import TextIO

from yidesk.core import words
from yidesk.core.errors import YiDeskError

_CLEAR = "\r\x1b[2K"
"""Back to the first column, and erase the line (ECMA-48 EL)."""


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

    def say(self, template: str = "", **values: str | int | float) -> None:
        """A line for people on standard output, in their language; nothing with `as_json`."""
        if not self.as_json:
            self.end_progress()
            print(words.say(template, **values) if template else "", file=self._out, flush=True)

    def stream(self, text: str) -> None:
        """A piece of an answer, as it comes; nothing with `as_json`."""
        if not self.as_json:
            self.end_progress()
            print(text, end="", file=self._out, flush=True)

    def give(self, result: dict[str, object]) -> None:
        """The one JSON object; nothing without `as_json`."""
        if self.as_json:
            self.end_progress()
            print(json.dumps(result, ensure_ascii=False, indent=2), file=self._out, flush=True)

    def progress(self, template: str, **values: str | int | float) -> None:
        """Write over the line of progress, if standard error is a terminal."""
        if self._shows_progress:
            self._line = words.say(template, **values)
            print(_CLEAR + self._line, end="", file=self._err, flush=True)

    def end_progress(self) -> None:
        """Take the line of progress away."""
        if self._line:
            self._line = ""
            print(_CLEAR, end="", file=self._err, flush=True)

    def note(self, template: str, **values: str | int | float) -> None:
        """A line for people on standard error."""
        self.end_progress()
        print(words.say(template, **values), file=self._err, flush=True)

    def error(self, error: YiDeskError) -> None:
        """What went wrong, and the next step."""
        self.end_progress()
        print(" ".join(filter(None, words.say_error(error))), file=self._err, flush=True)
