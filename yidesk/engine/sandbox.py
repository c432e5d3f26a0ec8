"""Runs chat templates, which come out of files that nobody has checked."""

from __future__ import annotations

import faulthandler
import sys
import threading
import time
from ctypes import c_ulong, py_object, pythonapi
from typing import TextIO

from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError

from yidesk.core.errors import ModelError
from yidesk.engine.bounded import Environment

RENDER_SECONDS = 3.0
LAST_RESORT = 4.0
"""How many times the limit, after which the process is ended."""
SHORTEST_WAIT = 0.01
"""Seconds from one look at the processor time to the next, at the least."""
MAX_RENDERED = 1_000_000
"""Characters; a skeleton of a hundred messages has a few thousand."""


def render(template: Template, values: dict[str, object]) -> str:
    """The template's text. Raises ModelError when it fails, does not end or writes too much."""
    try:
        with time_limit(RENDER_SECONDS):
            text = template.render(raise_exception=refuse, **values)
    except (JinjaError, ArithmeticError, LookupError, TypeError, ValueError, MemoryError) as error:
        raise unusable(str(error)) from error
    except RecursionError as error:
        raise unusable("it nests too deep") from error
    except TooLongError:
        raise unusable("it does not end") from None
    if len(text) > MAX_RENDERED:
        raise unusable("it writes too much")
    return text


def compile_template(template: str) -> Template:
    """TEMPLATE, made ready. Raises ModelError when it is no template."""
    try:
        with time_limit(RENDER_SECONDS):
            return Environment().from_string(template)
    except (JinjaError, RecursionError, SyntaxError, MemoryError) as error:
        raise unusable(str(error)) from error
    except TooLongError:
        raise unusable("it does not end") from None


def refuse(message: str) -> None:
    """What templates call `raise_exception`."""
    raise JinjaError(message)


def unusable(reason: str) -> ModelError:
    """The error for a template that cannot be used."""
    return ModelError(
        "This model's chat template cannot be used: {reason}.",
        code="template",
        next_step="Choose another file of this model.",
        reason=reason.strip().rstrip(".")[:200],
    )


class TooLongError(BaseException):
    """Rendering took too long. Not an Exception, so that a template cannot swallow it."""


class time_limit:  # noqa: N801 - reads as a statement
    """Raises TooLongError in this thread when the block computes for longer than SECONDS.

    Processor time is counted, so that a busy computer makes no template look endless.

    Jinja compiles templates to Python, so an exception set from another thread reaches a loop
    in one of them. Signals would do the same only in a main thread and not on Windows.
    What one C function computes for ever is reached by nothing: it ends with the process, which
    is told as a death of the engine.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._over = threading.Event()
        watch = (threading.get_ident(), time.process_time())
        self._watcher = threading.Thread(target=self._watch, args=watch, daemon=True)

    def _watch(self, thread: int, began: float) -> None:
        left = self._seconds
        while not self._over.wait(max(left, SHORTEST_WAIT)):
            left = began + self._seconds - time.process_time()
            if left <= 0:
                self._interrupt(thread)
                return
            self._set_last_resort()  # no C function holds the interpreter: this thread has run

    def _interrupt(self, thread: int) -> None:
        with self._lock:
            if not self._over.is_set():
                pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(TooLongError))

    def _set_last_resort(self) -> None:
        with self._lock:
            if not self._over.is_set():
                seconds = self._seconds * LAST_RESORT
                faulthandler.dump_traceback_later(seconds, exit=True, file=_stderr())

    def __enter__(self) -> None:
        self._set_last_resort()
        self._watcher.start()

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            self._over.set()
        faulthandler.cancel_dump_traceback_later()


def _stderr() -> TextIO:
    """The real one, with a file descriptor; a test may have put another in its place."""
    return sys.__stderr__ or sys.stderr
