"""What happens on the models screen: joins it with the shelf, the catalogue and downloads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication

from yidesk.core.errors import Cancelled
from yidesk.services.downloads import Found, RemoteFile, Source
from yidesk.services.model_shelf import (
    Elsewhere,
    Event,
    Halt,
    LocalModel,
    OnEvent,
    Verdict,
    Way,
)
from yidesk.services.offers import Fitted, Offer
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.by_turns import ByTurns
from yidesk.ui.models.fetching import Fetching
from yidesk.ui.models.hub_search import HubRow
from yidesk.ui.models.local_row import LocalRow
from yidesk.ui.models.mirrors import Mirrors
from yidesk.ui.models.offer_row import OfferRow
from yidesk.ui.models.screen import ModelsScreen
from yidesk.ui.notices import Action
from yidesk.ui.remedies import remedies
from yidesk.ui.services import Services

Result = TypeVar("Result")


class ModelsPresenter(QObject):
    """One at a time is verified; downloads go on while another screen is shown."""

    chosen = Signal(object)
    """The Path of the model to answer with."""
    search_model_chosen = Signal(object)
    """The Path of the embedding model for the search."""
    folder_wanted = Signal(object)

    def __init__(self, bridge: Bridge, services: Services, screen: ModelsScreen) -> None:
        super().__init__(screen)
        self._bridge, self._services, self._screen = bridge, services, screen
        self._has_offers = False
        self._begun: set[str] = set()
        self._offers = ByTurns(self, self._show_offer)
        self._fetching = Fetching(bridge, services.downloads, screen.notices, self._arrived)
        self._offers.ended.connect(self._fetching.prepare)
        screen.hub.search_wanted.connect(self.search)
        self._mirrors = Mirrors(bridge, services, screen.notices, screen.mirrors)
        screen.mirrors_wanted.connect(self._mirrors.compare)
        screen.elsewhere_wanted.connect(self.look_elsewhere)

    @Slot()
    def refresh(self) -> None:
        """Look at the shelf; at the catalogue only once, since a download may be under way."""
        self._bridge.call(self._services.shelf.list, self._show_local)
        if not self._has_offers:
            self._has_offers = True
            self._bridge.run(
                lambda _errand: self._services.offers.look(),
                lambda _event: None,
                self._show_offers,
                self._screen.notices.tell_error,
            )

    def add(self, paths: Sequence[Path]) -> None:
        """Put files on the shelf."""
        for path in paths:
            add = partial(self._services.shelf.add, path)
            self._bridge.call(add, self._added, partial(self._refuse, path))

    def _refuse(self, path: Path, error: Exception) -> None:
        choose = self._screen.import_wanted.emit
        actions = remedies(error, path, again=partial(self.add, [path]), choose=choose)
        self._screen.notices.tell_error(error, actions)

    def _added(self, model: LocalModel) -> None:
        actions = [self._use_action(model)] if model.answers or model.embeds else []
        if model.stays:
            copy = partial(self.copy, model)
            actions.append(Action(self.tr("Copy it into the folder of models"), copy))
        self._screen.notices.tell(
            self.tr("{name} is here now.").format(name=model.name), actions=tuple(actions)
        )
        self.refresh()

    def _use_action(self, model: LocalModel) -> Action:
        if model.embeds:
            use = partial(self.search_model_chosen.emit, model.path)
            return Action(self.tr("Use it for searching"), use)
        return Action(self.tr("Use it"), partial(self.chosen.emit, model.path))

    def copy(self, model: LocalModel) -> None:
        """Have a copy on the shelf instead of the file elsewhere."""
        row = next((each for each in self._screen.local_rows if each.model == model), None)
        if row is None:
            return

        def work(errand: Errand[Event]) -> LocalModel:
            halt = errand.take(Halt())
            copied = self._services.shelf.add(model.path, Way.COPY, errand.report, halt)
            self._services.shelf.remove(model)
            return copied

        told = self.tr("{name} is here now.").format(name=model.name)
        self._work_on(row, work, self._added, told)

    def _fail(self, error: Exception) -> None:
        self._screen.notices.tell_error(error)
        self.refresh()

    def _show_local(self, models: Sequence[LocalModel]) -> None:
        engine = self._services.chats.engine
        loaded = Path(engine.path) if engine else self._services.preferences.model
        searching = self._services.preferences.settings.text("embedding_model")
        for row in self._screen.show_local(models, {loaded, Path(searching)}):
            row.use_wanted.connect(self.use)
            row.search_use_wanted.connect(lambda each: self.search_model_chosen.emit(each.path))
            row.show_wanted.connect(self._show_in_folder)
            row.delete_wanted.connect(self.delete)
            row.verify_wanted.connect(partial(self.verify, row))
            row.repair_wanted.connect(partial(self.repair, row))

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        self._begun = {each.name for each in self._services.downloads.unfinished()}
        self._screen.clear_offers()
        self._offers.start(offers)

    def _show_offer(self, offer: Offer) -> None:
        row = self._screen.add_offer(offer, self._begun)
        row.get_wanted.connect(self.download)
        row.check_wanted.connect(self.check)
        row.address_wanted.connect(self._copy_address)

    @Slot(object)
    def use(self, model: LocalModel) -> None:
        """Answer with it."""
        self.chosen.emit(model.path)

    @Slot(object)
    def delete(self, model: LocalModel) -> None:
        """Delete it; the row has asked."""
        self._bridge.call(
            partial(self._services.shelf.remove, model), lambda _none: self.refresh(), self._fail
        )

    def verify(self, row: LocalRow, model: LocalModel) -> None:
        """Read the whole file and say what came of it."""
        self._examine(row, partial(self._services.shelf.verify, model))

    def repair(self, row: LocalRow, model: LocalModel) -> None:
        """Fetch again what is damaged of a download."""
        self._examine(row, partial(self._services.downloads.repair, model.path))

    def _examine(self, row: LocalRow, look: Callable[[OnEvent, Halt], Verdict]) -> None:
        def work(errand: Errand[Event]) -> Verdict:
            return look(errand.report, errand.take(Halt()))

        told = self.tr("{name} has been checked.").format(name=row.model.name)
        self._work_on(row, work, partial(self._say_verdict, row), told)

    def _work_on(
        self,
        row: LocalRow,
        work: Callable[[Errand[Event]], Result],
        done: Callable[[Result], object],
        told: str,
    ) -> None:
        """Do WORK with a row's file, and show how far it is; then what has changed meanwhile."""

        def end(say: Callable[[], object]) -> None:
            row.show_busy(busy=False)
            say()
            self.refresh()

        row.show_busy(busy=True)
        errand = self._bridge.run(
            work,
            row.progress.show_event,
            lambda result: end(partial(done, result)),
            lambda error: end(partial(self._say_failure, error)),
            told=told,
        )
        row.progress.stop_wanted.connect(errand.cancel)

    def _say_verdict(self, row: LocalRow, verdict: Verdict) -> None:
        if not verdict.sound:
            row.say(self.tr("The file is damaged."), "wrong")
            row.offer_repair()
        elif verdict.expected is None:
            row.say(self.tr("The file is whole. How it was when it was made is not known."))
        else:
            row.say(self.tr("Verified: every byte is as it came."), "verified")

    def _say_failure(self, error: Exception) -> None:
        if not isinstance(error, Cancelled):
            self._screen.notices.tell_error(error)

    @Slot(object)
    def download(self, row: OfferRow) -> None:
        """Fetch the chosen file, or go on with it."""
        self._fetching.begin(row, Source.of(row.offer.entry, row.chosen.variant))

    @Slot(object)
    def check(self, row: OfferRow) -> None:
        """Ask the hub for size and hash of today, and for the header: what it tells is exact."""
        entry, variant = row.offer.entry, row.chosen.variant
        source = Source.of(entry, variant)

        def ask(_errand: Errand[object]) -> tuple[RemoteFile, Fitted]:
            file = self._services.downloads.today(source)
            shape = self._services.downloads.shape(source)
            return file, self._services.offers.fitted_exactly(entry, variant, shape)

        def show(found: tuple[RemoteFile, Fitted]) -> None:
            row.check.setEnabled(True)
            row.show_today(*found)

        def fail(error: Exception) -> None:
            row.check.setEnabled(True)
            self._screen.notices.tell_error(error)

        row.check.setEnabled(False)
        self._bridge.run(ask, lambda _event: None, show, fail)

    def _arrived(self, path: Path) -> None:
        self._bridge.call(self._services.shelf.list, partial(self._tell_arrival, path))
        self.refresh()

    def _tell_arrival(self, path: Path, models: Sequence[LocalModel]) -> None:
        for model in (each for each in models if each.path == path):
            self._screen.notices.tell(
                self.tr("{name} is here now.").format(name=path.stem),
                actions=(self._use_action(model),) if model.answers or model.embeds else (),
            )

    @Slot(str)
    def search(self, text: str) -> None:
        """Ask the hub for repositories."""
        search = self._screen.hub

        def fail(error: Exception) -> None:
            search.show_failed()
            self._screen.notices.tell_error(error)

        search.show_searching()
        self._bridge.run(
            lambda _errand: self._services.downloads.search(text),
            lambda _event: None,
            self._show_found,
            fail,
        )

    def _show_found(self, found: Sequence[Found]) -> None:
        for row in self._screen.hub.show_found(found):
            row.files_wanted.connect(self._open_repository)
            row.get_wanted.connect(lambda each: self._fetching.begin(each, each.source))

    @Slot(object)
    def _open_repository(self, row: HubRow) -> None:
        self._bridge.run(
            lambda _errand: self._services.downloads.files(row.repository),
            lambda _event: None,
            row.show_files,
            self._screen.notices.tell_error,
        )

    @Slot()
    def look_elsewhere(self) -> None:
        """Find what other programs have brought to this computer."""
        self._bridge.run(
            lambda _errand: self._services.shelf.elsewhere(),
            lambda _event: None,
            self._show_elsewhere,
            self._screen.notices.tell_error,
        )

    def _show_elsewhere(self, found: Sequence[Elsewhere]) -> None:
        if not found:
            self._screen.notices.tell(
                self.tr("No other program has brought a model to this computer.")
            )
            return
        for row in self._screen.show_elsewhere(found):
            row.use_wanted.connect(lambda path: self.add([path]))

    @Slot(object)
    def _copy_address(self, row: OfferRow) -> None:
        file = row.chosen.variant.file
        QGuiApplication.clipboard().setText(row.chosen_address)
        self._screen.notices.tell(
            self.tr("The address of {file} has been copied.").format(file=file),
            next_step=self.tr("Download it with your browser and drop it here."),
        )

    @Slot(object)
    def _show_in_folder(self, model: LocalModel) -> None:
        self.folder_wanted.emit(model.path.parent)
