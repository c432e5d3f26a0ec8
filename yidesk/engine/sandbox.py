"""Runs chat templates, which come out of files that nobody has checked."""

from __future__ import annotations

import threading
from ctypes import c_ulong, py_object, pythonapi

from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from yidesk.core.errors import ModelError

RENDER_SECONDS = 3.0
MAX_RENDERED = 1_000_000
"""Characters; a skeleton of a hundred messages has a few thousand."""


def render(template: Template, values: dict[str, object]) -> str:
    """The template's text. Raises ModelError when it fails, does not end or writes too much."""
    try:
        with time_limit(RENDER_SECONDS):
            text = template.render(raise_exception=refuse, **values)
    except (JinjaError, ArithmeticError, LookupError, TypeError, ValueError, MemoryError) as error:
        raise unusable(str(error)) from error
    except TooLongError:
        raise unusable("it does not end") from None
    if len(text) > MAX_RENDERED:
        raise unusable("it writes too much")
    return text


class Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without the operators that make gigabytes out of a line."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Multiply numbers only, and small ones."""
        small = all(isinstance(value, int | float) and abs(value) < 1e6 for value in (left, right))
        if operator == "**" or not small:
            raise JinjaError("this template computes too much")
        return super().call_binop(context, operator, left, right)  # type: ignore[arg-type]


def compile_template(template: str) -> Template:
    """TEMPLATE, made ready. Raises ModelError when it is no template."""
    environment = Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    try:
        return environment.from_string(template)
    except (JinjaError, RecursionError) as error:
        raise unusable(str(error)) from error


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
    """Raises TooLongError in this thread when the block takes longer than SECONDS.

    Jinja compiles templates to Python, so an exception set from another thread reaches a loop
    in one of them. Signals would do the same only in a main thread and not on Windows.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._interrupt, (threading.get_ident(),))
        self._lock = threading.Lock()
        self._over = False

    def _interrupt(self, thread: int) -> None:
        with self._lock:
            if not self._over:
                pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(TooLongError))

    def __enter__(self) -> None:
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()
