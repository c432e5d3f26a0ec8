"""What happens in the first-run guide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from yidesk.services.computer import Hardware
from yidesk.services.downloads import Source
from yidesk.services.model_shelf import LocalModel
from yidesk.services.offers import Group, Offer, recommended
from yidesk.ui.bridge import Bridge
from yidesk.ui.first_run.screen import FirstRunScreen
from yidesk.ui.models.fetching import Fetching
from yidesk.ui.models.mirrors import Mirrors
from yidesk.ui.services import Services

Found = tuple[Hardware, list[Offer], Sequence[LocalModel]]


class FirstRunPresenter(QObject):
    """Looks at the computer, and proposes."""

    chosen = Signal(object)
    """The Path of the model to answer with."""

    def __init__(self, bridge: Bridge, services: Services, screen: FirstRunScreen) -> None:
        super().__init__(screen)
        self._bridge, self._services, self._screen = bridge, services, screen
        self._demonstration: LocalModel | None = None
        self._proposed: Offer | None = None
        self._fetching = Fetching(bridge, services.downloads, screen.notices, self.chosen.emit)
        self._mirrors = Mirrors(bridge, services, screen.notices, screen.mirrors)
        screen.get_wanted.connect(self.get)
        screen.mirrors_wanted.connect(self._mirrors.compare)
        screen.demonstration_wanted.connect(self.try_demonstration)

    @Slot()
    def refresh(self) -> None:
        """Look again."""
        services = self._services

        def look() -> Found:
            return services.computer.look(), services.offers.look(), services.shelf.list()

        self._bridge.run(
            lambda _errand: look(),
            lambda _event: None,
            self._show,
            self._screen.notices.tell_error,
        )

    @Slot()
    def get(self) -> None:
        """Download what is proposed; it answers as soon as it is here."""
        best = self._proposed.best if self._proposed else None
        if self._proposed is not None and best is not None:
            self._fetching.begin(self._screen, Source.of(self._proposed.entry, best.variant))

    @Slot()
    def try_demonstration(self) -> None:
        """Answer with the demonstration model."""
        if self._demonstration is not None:
            self.chosen.emit(self._demonstration.path)

    def _show(self, found: Found) -> None:
        hardware, offers, models = found
        self._screen.show_hardware(hardware, self._services.shelf.folder)
        self._proposed = recommended(offers, Group.DOCUMENTS)
        self._screen.show_proposal(self._proposed, hardware.disk_free)
        self._demonstration = _demonstration(models)
        self._screen.show_demonstration(is_here=self._demonstration is not None)
        self._fetching.prepare()


def _demonstration(models: Sequence[LocalModel]) -> LocalModel | None:
    return next((model for model in models if model.is_demonstration), None)
