"""What the person sees: one line a step, and one sentence when it fails."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Problem(Exception):  # noqa: N818 - named for what the person has
    """Something is missing outside this program; the text is one sentence with the next step."""


def say(line: str) -> None:
    """Print a line now, also when the output goes to a file."""
    print(line, flush=True)


def warn(line: str) -> None:
    """Print a line on standard error."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Frame a step that takes a while with its title and the time it took."""
    say(f"· {title}")
    started = time.monotonic()
    yield
    say(f"  done in {elapsed(started)}")


def elapsed(started: float) -> str:
    """The time since `started` (of the monotonic clock), for a person."""
    seconds = round(time.monotonic() - started)
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min {seconds % 60:02d} s"
