"""Compares the hub and its mirrors from a button, and lets a person take the fastest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from yidesk.core import words
from yidesk.services.downloads import Speed
from yidesk.services.model_shelf import Halt
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge
from yidesk.ui.controls import Button
from yidesk.ui.notices import Action, Notices
from yidesk.ui.services import Services


class Mirrors:
    """One comparison at a time; the button is out of use meanwhile."""

    def __init__(
        self, bridge: Bridge, services: Services, notices: Notices, button: Button
    ) -> None:
        self._bridge, self._services = bridge, services
        self._notices, self._button = notices, button

    def compare(self) -> None:
        """Fetch a little from each, and say how fast it came."""
        self._button.setEnabled(False)
        self._bridge.run(
            lambda errand: list(self._services.downloads.compare_mirrors(errand.take(Halt()))),
            lambda _event: None,
            self._show,
            self._fail,
        )

    def _fail(self, error: Exception) -> None:
        self._button.setEnabled(True)
        self._notices.tell_error(error)

    def _show(self, speeds: Sequence[Speed]) -> None:
        self._button.setEnabled(True)
        ranked = sorted(speeds, key=lambda each: -each.per_second)
        use = partial(self._services.preferences.change, "mirror")
        actions = tuple(
            Action(
                _tr("Use {host}").format(host=each.endpoint.rpartition("/")[2]),
                partial(use, each.endpoint),
            )
            for each in ranked[:2]
            if each.problem is None
        )
        lines = [f"{each.endpoint}: {_told(each)}" for each in ranked]
        self._notices.tell("\n".join(lines), actions=actions)


def _told(speed: Speed) -> str:
    if speed.problem is not None:
        return words.say_error(speed.problem)[0]
    return numbers.byte_rate(speed.per_second)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Mirrors", text)
