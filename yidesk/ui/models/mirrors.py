"""Compares the hub and its mirrors from a button, and lets a person take the fastest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from yidesk.core import words
from yidesk.core.errors import Cancelled
from yidesk.services.downloads import Speed
from yidesk.services.model_shelf import Halt
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.controls import Button
from yidesk.ui.notices import Action, Notices, ProgressNotice
from yidesk.ui.services import Services


class _At(NamedTuple):
    """The address that is tried now."""

    address: str
    number: int
    """How many were before it."""
    total: int


class Mirrors:
    """One comparison at a time; the button is out of use meanwhile."""

    def __init__(
        self, bridge: Bridge, services: Services, notices: Notices, button: Button
    ) -> None:
        self._bridge, self._services = bridge, services
        self._notices, self._button = notices, button
        self._errand: Errand[_At] | None = None

    def compare(self) -> None:
        """Fetch a little from each, and say how fast it came."""
        self._button.setEnabled(False)

        def work(errand: Errand[_At]) -> list[Speed]:
            compare = self._services.downloads.compare_mirrors
            return list(compare(errand.take(Halt()), lambda *at: errand.report(_At(*at))))

        def show(at: _At) -> None:
            line = _tr("Trying {address} ({n} of {total})").format(
                address=at.address, n=at.number + 1, total=at.total
            )
            bar.show_progress(line, at.number / at.total)

        bar = self._notices.follow(_tr("Comparing mirrors"), self._stop)
        self._errand = self._bridge.run(
            work, show, partial(self._show, bar), partial(self._fail, bar), is_needed=True
        )

    def _stop(self) -> None:
        if self._errand is not None:
            self._errand.cancel()

    def _fail(self, bar: ProgressNotice, error: Exception) -> None:
        bar.close_notice()
        self._button.setEnabled(True)
        if not isinstance(error, Cancelled):
            self._notices.tell_error(error)

    def _show(self, bar: ProgressNotice, speeds: Sequence[Speed]) -> None:
        bar.close_notice()
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
