"""The person's choices, kept in one JSON file.

    {"version": 1, "values": {"theme": "dark", "context": 32768}}

Only what differs from its default is written. Names this version does not know are kept, so an
older program does not lose what a newer one wrote. A damaged file is put aside, never overwritten.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from pathlib import Path

from yidesk.core.declared import BY_NAME
from yidesk.core.errors import WrongUsage, YiDeskError
from yidesk.core.setting import Value

VERSION = 1
KEPT_ASIDE = ".damaged"


class Settings:
    """The values in use. Safe from any thread."""

    def __init__(self, path: Path) -> None:
        """Read PATH. Whatever is wrong with it is in `notice`, and the defaults are used."""
        self._path = path
        self._lock = threading.Lock()
        self._values: dict[str, Value] = {}
        self._unknown: dict[str, object] = {}
        self.notice: YiDeskError | None = None
        """What a person should know about the file; None when it was read, or is not there."""
        self._read()

    def get(self, name: str) -> Value:
        """The value in use. Raises KeyError for a name that is not declared."""
        return self._values.get(name, BY_NAME[name].default)

    def names(self) -> tuple[str, ...]:
        """All of them, as they are declared."""
        return tuple(BY_NAME)

    def whole(self, name: str) -> int | None:
        """A whole number, None where it is automatic."""
        value = self.get(name)
        return None if value is None else int(value)

    def fraction(self, name: str) -> float:
        """A number."""
        return float(self.get(name) or 0)

    def switch(self, name: str) -> bool:
        """On or off."""
        return bool(self.get(name))

    def text(self, name: str) -> str:
        """A text or a choice; empty where it is automatic."""
        return str(self.get(name) or "")

    def is_default(self, name: str) -> bool:
        """Whether nobody changed it."""
        return self.get(name) == BY_NAME[name].default

    def set(self, name: str, value: object) -> Value:
        """Take VALUE and write it down; returns it as it is used.

        Raises WrongUsage (bad_setting), YiDeskError (cannot_write) and then nothing has changed.
        """
        setting = BY_NAME[name]
        checked = setting.check(value)
        with self._lock:
            values = {**self._values, name: checked}
            if checked == setting.default:
                del values[name]
            self._write(values)
            self._values = values
        return checked

    def _read(self) -> None:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
            values = dict(content["values"])
        except FileNotFoundError:
            return
        except OSError as error:
            self.notice = _unreadable(self._path, error)
            return
        except (ValueError, TypeError, KeyError, RecursionError):
            self._put_aside()
            return
        self._unknown = {name: value for name, value in values.items() if name not in BY_NAME}
        for name in values.keys() & BY_NAME.keys():
            try:
                self._values[name] = BY_NAME[name].check(values[name])
            except WrongUsage as error:
                self.notice = error

    def _put_aside(self) -> None:
        aside = self._path.with_name(self._path.name + KEPT_ASIDE)
        try:
            self._path.replace(aside)
        except OSError as error:
            self.notice = _unreadable(self._path, error)
            return
        self.notice = YiDeskError(
            "The settings could not be read, so the defaults are used.",
            code="settings_damaged",
            next_step="What was there is kept as {name}.",
            name=aside.name,
        )

    def _write(self, values: Mapping[str, Value]) -> None:
        """Replace the file at once: a power cut leaves the old one or the new one."""
        content = {"version": VERSION, "values": {**self._unknown, **values}}
        temporary = self._path.with_name(self._path.name + ".new")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(content, file, ensure_ascii=False, indent=2)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError as error:
            raise YiDeskError(
                "The settings cannot be written ({cause}).",
                code="cannot_write",
                next_step="See that there is room on the disk and that you may write there.",
                cause=error.strerror or str(error),
            ) from error


def _unreadable(path: Path, error: OSError) -> YiDeskError:
    return YiDeskError(
        "{name} cannot be opened ({cause}), so the defaults are used.",
        code="settings_unreadable",
        next_step="See that you may read this file, then start YiDesk again.",
        name=path.name,
        cause=error.strerror or str(error),
    )
