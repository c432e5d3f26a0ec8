"""Builds every part of the program once and joins them in a window."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from yidesk.catalog.network import Network
from yidesk.catalog.shelf import Shelf
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions
from yidesk.services.chats import Chats
from yidesk.services.computer import Computer
from yidesk.services.connections import Connections
from yidesk.services.diagnostics import Diagnostics
from yidesk.services.downloads import Downloads
from yidesk.services.library import Library
from yidesk.services.model_shelf import ModelShelf
from yidesk.services.models import Models
from yidesk.services.offers import Offers
from yidesk.services.settings import Preferences
from yidesk.store.store import Store
from yidesk.ui import fonts, icons
from yidesk.ui.instance import Instance
from yidesk.ui.language import install
from yidesk.ui.markdown import accessible
from yidesk.ui.services import Services
from yidesk.ui.theme import Theme
from yidesk.ui.trouble import show_trouble
from yidesk.ui.window import MainWindow

_log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.001
"""How long a thread in the background may keep the interpreter from the window; 5 ms by default,
and every file the window reads costs it one such wait (benchmarks/window_busy.py)."""
STOP_SECONDS = 3.0
"""How long an answer may take to stop when the window closes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the window stands on."""

    store: Store
    engine: EngineClient
    reader: ReaderClient
    network: Network
    services: Services

    @property
    def chats(self) -> Chats:
        """The chats."""
        return self.services.chats

    @classmethod
    def build(
        cls,
        paths: DataPaths,
        *,
        role: str = "engine",
        models: Models | None = None,
        settings: Settings | None = None,
        offline: bool = False,
    ) -> Parts:
        """Open the store and make ready the workers. Raises YiDeskError."""
        paths.make()
        store = Store(paths.database)
        engine = EngineClient(paths.logs, role=role)
        reader = ReaderClient(paths.logs)
        probe = ProbeClient(paths.logs, Quarantine(paths.quarantine))
        known = models or Models(paths, probe)
        library = Library(
            store,
            reader,
            lambda document: engine.remove_readings(paths.readings, owner=document),
        )
        chats = Chats(store, engine, library, known)
        preferences = Preferences(settings or Settings(paths.settings), chats, offline=offline)
        preferences.start_with()
        computer = Computer(probe, paths.models)
        shelf, connections = Shelf(paths.models), Connections(paths.logs)
        network = Network(
            paths.root / "hub-client",
            is_offline=preferences.is_offline,
            proxy=preferences.settings.text("proxy") or None,
            on_request=connections.note,
        )
        services = Services(
            paths=paths,
            chats=chats,
            library=library,
            preferences=preferences,
            computer=computer,
            shelf=ModelShelf(shelf, known),
            offers=Offers(computer, known.speeds),
            downloads=Downloads(shelf, network, lambda: preferences.settings.text("mirror")),
            diagnostics=Diagnostics(paths, preferences.settings, computer, connections),
        )
        return cls(store, engine, reader, network, services)

    def close(self, window: MainWindow) -> None:
        """End everything: first what is under way, then the workers, the store last."""
        window.shut_down()
        ended = window.bridge.join(STOP_SECONDS)
        self.reader.close()
        self.engine.close()
        self.network.close()
        if not ended:
            window.bridge.join(STOP_SECONDS)
        self.store.close()


def run_window(
    paths: DataPaths,
    *,
    language: str | None = None,
    offline: bool = False,
    model: str | Path | None = None,
    options: EngineOptions | None = None,
    documents: Sequence[Path] = (),
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    A window that uses this data already is raised, and gets DOCUMENTS. Raises YiDeskError when
    the data cannot be opened, or that window does not answer; a window has said it by then.
    """
    paths.make()
    settings = Settings(paths.settings)
    paths = paths.with_models(settings.text("models_folder"))
    application = make_application(language or _language(settings), settings.text("theme"))
    qInstallMessageHandler(_log_qt)
    _log.info("window starts; offline: %s", offline)
    instance = Instance(paths)
    try:
        if not instance.claim():
            instance.hand_over(documents)
            return 0
        parts = Parts.build(paths, settings=settings, offline=offline)
        parts.services.preferences.start_with(model, options)
        return _stay(application, parts, instance, documents)
    except YiDeskError as error:
        show_trouble(application, error)
        raise
    finally:
        instance.release()


def _stay(
    application: QApplication, parts: Parts, instance: Instance, documents: Sequence[Path]
) -> int:
    """Show the window until it is closed; returns the exit code."""
    window = MainWindow(parts.services, parts.services.paths.root / "window.ini")
    instance.called.connect(window.greet)
    _catch_faults(window)
    parts.engine.on_notice = window.bridge.failed.emit
    window.show()
    window.begin(documents)
    try:
        return int(application.exec())
    finally:
        parts.close(window)
        sys.excepthook = sys.__excepthook__


def make_application(wanted: str | None = None, theme: str = "system") -> QApplication:
    """Qt's application object in the language WANTED and in a THEME of the settings."""
    sys.setswitchinterval(SWITCH_SECONDS)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("YiDesk")
    application.setDesktopFileName("yidesk")
    application.setWindowIcon(icons.application_icon())
    install(application, wanted)
    application.setFont(fonts.interface())
    application.fontDatabaseChanged.connect(fonts.forget)
    accessible.install()
    Theme(application).choose(theme)
    return application


def _language(settings: Settings) -> str | None:
    """The language that was chosen; None: the system's."""
    chosen = settings.text("language")
    return None if chosen == "system" else chosen


def _catch_faults(window: MainWindow) -> None:
    """Log what nobody caught, and tell the person."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("a fault of the program", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            window.bridge.failed.emit(error)

    sys.excepthook = hook


_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go to the log."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
