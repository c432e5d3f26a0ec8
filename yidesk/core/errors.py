"""Errors of the world, each with a sentence for the person and a next step.

    YiDeskError
    ├── WrongUsage          exit 2   the command line was used wrongly
    ├── ModelError          exit 3   missing, damaged, too large
    ├── DocumentError       exit 4   cannot be read, does not fit
    ├── EngineError         exit 5   the worker failed or died
    └── Cancelled           exit 130 the person pressed Stop

A sentence is a template with named values (`"{name} is not a PDF"`), so that an interface can
look the template up in its own language before the values are filled in. Everything that is not
a YiDeskError is a fault of the program and is reported as such.
"""

from __future__ import annotations

from typing import ClassVar


class YiDeskError(Exception):
    """Something outside the program went wrong, said so that a person can act on it."""

    exit_code: ClassVar[int] = 1

    def __init__(
        self, sentence: str, *, code: str, next_step: str = "", **values: str | int | float
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
        self.next_step = next_step
        self.values = values

    def __str__(self) -> str:
        """The English sentence and next step, values filled in."""
        return " ".join(
            template.format_map(self.values)
            for template in (self.sentence, self.next_step)
            if template
        )

    def __reduce__(self) -> str | tuple[object, ...]:
        """Keep keyword arguments when copied or pickled."""
        return (_rebuild, (type(self), self.sentence, self.code, self.next_step, self.values))


def _rebuild(
    cls: type[YiDeskError],
    sentence: str,
    code: str,
    next_step: str,
    values: dict[str, str | int | float],
) -> YiDeskError:
    return cls(sentence, code=code, next_step=next_step, **values)


class WrongUsage(YiDeskError):  # noqa: N818 - named for what the person did
    """The command line or a setting was used wrongly."""

    exit_code = 2


class ModelError(YiDeskError):
    """A model file is missing, damaged, unsupported or too large for this computer."""

    exit_code = 3


class DocumentError(YiDeskError):
    """A document could not be read, or does not fit."""

    exit_code = 4


class EngineError(YiDeskError):
    """The engine worker failed, or died."""

    exit_code = 5


class Cancelled(YiDeskError):  # noqa: N818 - an event, not a fault
    """The person pressed Stop."""

    exit_code = 130

    def __init__(
        self,
        sentence: str = "Stopped.",
        *,
        code: str = "cancelled",
        next_step: str = "",
        **values: str | int | float,
    ) -> None:
        super().__init__(sentence, code=code, next_step=next_step, **values)


ERRORS_BY_KIND: dict[str, type[YiDeskError]] = {
    cls.__name__: cls
    for cls in (YiDeskError, WrongUsage, ModelError, DocumentError, EngineError, Cancelled)
}
"""How an error's class is named when it crosses a process border."""
