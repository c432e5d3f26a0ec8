"""The screens beside the chat: makes each when it is first wanted, and joins it with the rest.

Their modules are loaded then too: a start shows none of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from yidesk.core.declared import BY_NAME
from yidesk.core.errors import DocumentError
from yidesk.core.setting import Value
from yidesk.services.settings import quick_key
from yidesk.ui.bridge import Bridge
from yidesk.ui.comparison import Comparison
from yidesk.ui.page import Page
from yidesk.ui.remedies import show_folder
from yidesk.ui.screens import Screen, Screens
from yidesk.ui.services import Services
from yidesk.ui.theme import Theme

_LATER = ("library", "models", "settings", "first_run", "diagnostics")


def load_screens() -> None:
    """Load what the screens beside the chat need; in any thread. Opening one then waits less."""
    for screen in _LATER:
        for part in ("presenter", "screen"):
            importlib.import_module(f"yidesk.ui.{screen}.{part}")


P = TypeVar("P", bound=Page)


class Refreshing(Protocol):
    """What is on the screen may be old when it is shown again."""

    def refresh(self) -> None:
        """Look again."""


class Navigation(QObject):
    """Goes from screen to screen."""

    sidebar_wanted = Signal()
    reload_wanted = Signal()
    """The model is to be loaded now."""
    restart_wanted = Signal()
    """The program is to end, and to be started again."""
    model_chosen = Signal(object)
    """The Path of the model to answer with."""
    import_wanted = Signal()
    page_wanted = Signal(object, int, str)
    """A Document, a page and a passage on it."""
    ask_wanted = Signal(list)
    """Fingerprints of the documents that a new chat is to be about."""
    chat_wanted = Signal(int)
    documents_removed = Signal(list)
    """Fingerprints of documents that are no more in the library."""
    tray_wanted = Signal(bool)
    """Whether the program is to stay in the tray when its window is closed."""
    language_wanted = Signal(str)
    """A language as the settings name it; the window is to speak it."""
    quick_key_wanted = Signal(object)
    """The KeyCombination that is to open the small window for one question anywhere; or None."""

    def __init__(self, bridge: Bridge, services: Services, screens: Screens) -> None:
        super().__init__(screens)
        self._bridge, self._services, self._screens = bridge, services, screens
        self._presenters: dict[Screen, Refreshing] = {}
        self._told: dict[str, tuple[str, bool]] = {}
        """What is to be said with the rows of settings, before their screen is there."""
        makers: dict[Screen, Callable[[], Page]] = {
            Screen.LIBRARY: self._make_library,
            Screen.MODELS: self._make_models,
            Screen.FIRST_RUN: self._make_first_run,
            Screen.SETTINGS: self._make_settings,
            Screen.DIAGNOSTICS: self._make_diagnostics,
        }
        self.comparison = Comparison(bridge, services.chats.meaning, screens)
        for screen, make in makers.items():
            screens.add(screen, self._framed(make))

    @Slot(str)
    def open(self, screen: str) -> None:
        """Show a screen and give it the focus."""
        page = self._screens.open(Screen(screen))
        presenter = self._presenters.get(Screen(screen))
        if presenter is not None:
            presenter.refresh()
        if isinstance(page, Page):
            page.take_keys()

    def _heard(self, page: P) -> P:
        """PAGE, which says what it has to say in the window's own bars."""
        page.say_through(self._screens.notices)
        return page

    def _framed(self, make: Callable[[], Page]) -> Callable[[], QWidget]:
        def framed() -> QWidget:
            page = make()
            page.sidebar_wanted.connect(self.sidebar_wanted)
            return page

        return framed

    def _make_settings(self) -> Page:
        from yidesk.ui.settings.presenter import SettingsPresenter
        from yidesk.ui.settings.screen import SettingsScreen

        paths = self._services.paths
        folders = {
            self.tr("All data"): paths.root,
            self.tr("Models"): paths.models,
            self.tr("Readings"): paths.readings,
            self.tr("Logs"): paths.logs,
        }
        screen = self._heard(SettingsScreen(folders))
        presenter = SettingsPresenter(
            self._bridge,
            self._services.preferences,
            screen,
            lambda: [model.path for model in self._services.shelf.embedding()],
        )
        presenter.taken.connect(self._take_setting)
        presenter.reload_wanted.connect(self.reload_wanted)
        presenter.restart_wanted.connect(self.restart_wanted)
        screen.models_wanted.connect(lambda: self.open(Screen.MODELS))
        screen.diagnostics_wanted.connect(lambda: self.open(Screen.DIAGNOSTICS))
        screen.folder_wanted.connect(self.show_folder)
        self._presenters[Screen.SETTINGS] = self._settings = presenter
        for name, (text, is_trouble) in self._told.items():
            presenter.tell(name, text, is_trouble=is_trouble)
        return screen

    def _make_library(self) -> Page:
        from yidesk.ui.library.presenter import LibraryPresenter
        from yidesk.ui.library.screen import LibraryScreen

        screen = self._heard(LibraryScreen())
        presenter = LibraryPresenter(self._bridge, self._services, screen)
        self.comparison.show_on(screen.comparing)
        presenter.page_wanted.connect(self.page_wanted)
        presenter.ask_wanted.connect(self.ask_wanted)
        presenter.chat_wanted.connect(self.chat_wanted)
        presenter.removed.connect(self.documents_removed)
        presenter.folder_wanted.connect(self.show_folder)
        presenter.screen_wanted.connect(lambda: self.open(Screen.LIBRARY))
        self._presenters[Screen.LIBRARY] = self.library = presenter
        return screen

    def add_documents(self, paths: Sequence[Path]) -> None:
        """Put files and folders into the library, and show it."""
        self.open(Screen.LIBRARY)
        self.library.add(paths)

    def _make_models(self) -> Page:
        from yidesk.ui.models.presenter import ModelsPresenter
        from yidesk.ui.models.screen import ModelsScreen

        screen = self._heard(ModelsScreen())
        presenter = ModelsPresenter(self._bridge, self._services, screen)
        presenter.folder_wanted.connect(self.show_folder)
        presenter.chosen.connect(self.model_chosen)
        presenter.search_model_chosen.connect(self._compare_by)
        screen.import_wanted.connect(self.import_wanted)
        self._presenters[Screen.MODELS] = self.models = presenter
        return screen

    def _make_first_run(self) -> Page:
        from yidesk.ui.first_run.presenter import FirstRunPresenter
        from yidesk.ui.first_run.screen import FirstRunScreen

        screen = self._heard(FirstRunScreen())
        presenter = FirstRunPresenter(self._bridge, self._services, screen)
        presenter.chosen.connect(self.model_chosen)
        screen.import_wanted.connect(self.import_wanted)
        screen.models_wanted.connect(lambda: self.open(Screen.MODELS))
        screen.folder_wanted.connect(lambda: self.show_folder(self._services.shelf.folder))
        self._presenters[Screen.FIRST_RUN] = presenter
        return screen

    @Slot(object)
    def _compare_by(self, path: Path) -> None:
        """Let the search use an embedding model."""
        self._bridge.call(
            partial(self._services.preferences.change, "embedding_model", str(path)),
            lambda _value: self._screens.notices.tell(
                self.tr("{name} serves the search from now on.").format(name=path.stem),
                next_step=self.tr(
                    "What was read before is made ready for it in the background; "
                    "the Library shows how far that is."
                ),
            ),
        )

    def add_models(self, paths: Sequence[Path]) -> None:
        """Put model files on the shelf, and show it."""
        self.open(Screen.MODELS)
        self.models.add(paths)

    def _make_diagnostics(self) -> Page:
        from yidesk.ui.diagnostics.presenter import DiagnosticsPresenter
        from yidesk.ui.diagnostics.screen import DiagnosticsScreen

        screen = self._heard(DiagnosticsScreen())
        presenter = DiagnosticsPresenter(self._bridge, self._services, screen)
        presenter.folder_wanted.connect(self.show_folder)
        self._presenters[Screen.DIAGNOSTICS] = presenter
        return screen

    def tell_of_setting(self, name: str, text: str, *, is_trouble: bool) -> None:
        """Say with a setting what is true of it on this system; empty: nothing."""
        self._told[name] = text, is_trouble
        if Screen.SETTINGS in self._presenters:
            self._settings.tell(name, text, is_trouble=is_trouble)

    def set_back(self, name: str) -> None:
        """Give a setting its default, and show that."""

        def show(_value: Value) -> None:
            if Screen.SETTINGS in self._presenters:
                self._settings.refresh()

        default = BY_NAME[name].default
        self._bridge.call(partial(self._services.preferences.change, name, default), show)

    @Slot(str, object)
    def _take_setting(self, name: str, value: Value) -> None:
        if name == "theme":
            choose_theme(str(value))
        elif name == "contrast":
            choose_contrast(wanted=value is True)
        elif name == "language":
            self.language_wanted.emit(str(value))
        elif name == "tray":
            self.tray_wanted.emit(value is True)
        elif name in {"quick_key", "quick_combination"}:
            self.quick_key_wanted.emit(quick_key(self._services.preferences.settings))

    @Slot(str, bool)
    def open_outside(self, fingerprint: str, folder: bool) -> None:
        """Open a document in the system's own program for it, or show it in its folder."""

        def find() -> Path:
            entry = self._services.library.entry(fingerprint)
            path = Path(entry.path) if entry else Path()
            if entry is None or not path.is_file():
                raise DocumentError(
                    "{name} does not lie where it was any more.",
                    code="document_missing",
                    next_step="Add it again from where it lies now.",
                    name=path.name or "-",
                )
            return path.parent if folder else path

        self._bridge.call(find, self.show_folder)

    @Slot(object)
    def show_folder(self, folder: Path) -> None:
        """Show a folder, or open a file, in the system's own program for it."""
        show_folder(folder)


def choose_theme(name: str) -> None:
    """Dress the application in a theme by its name in the settings."""
    if theme := _theme():  # after what asked for it: every widget is laid out anew
        theme.wanted.emit(name)


def choose_contrast(*, wanted: bool) -> None:
    """Dress the application in strong contrast, or as the system says."""
    if theme := _theme():
        theme.contrast_wanted.emit(wanted)


def _theme() -> Theme | None:
    application = QApplication.instance()
    return application.findChild(Theme) if application else None
