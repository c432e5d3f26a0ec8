"""Builds every part of the program once and joins them in a window."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.reader import ReaderClient
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.core.types import EngineOptions
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.models import Models
from yidesk.services.settings import Preferences
from yidesk.store.store import Store
from yidesk.ui import fonts, icons
from yidesk.ui.instance import Call, Instance
from yidesk.ui.language import install
from yidesk.ui.markdown import accessible
from yidesk.ui.navigation import load_screens
from yidesk.ui.services import Services
from yidesk.ui.system import input_method
from yidesk.ui.system.opened_files import OpenedFiles
from yidesk.ui.system.surroundings import Surroundings
from yidesk.ui.theme import Theme
from yidesk.ui.trouble import show_trouble
from yidesk.ui.window import MainWindow

_log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.001
"""How long a thread in the background may keep the interpreter from the window; 5 ms by default,
and every file the window reads costs it one such wait (benchmarks/window_busy.py)."""
LATER_MS = 1_000
"""How long after the window the other screens are loaded, in the background."""
STOP_SECONDS = 3.0
"""How long an answer may take to stop when the window closes."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the window stands on."""

    store: Store
    engine: EngineClient
    reader: ReaderClient
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
        known = models or Models(paths, ProbeClient(paths.logs, Quarantine(paths.quarantine)))
        library = Library(
            store,
            reader,
            lambda document: engine.remove_readings(paths.readings, owner=document),
            paths.pasted,
        )
        chats = Chats(store, engine, library, known)
        preferences = Preferences(settings or Settings(paths.settings), chats, offline=offline)
        preferences.start_with()
        services = Services(
            paths=paths,
            store=store,
            engine=engine,
            reader=reader,
            models=known,
            chats=chats,
            library=library,
            preferences=preferences,
        )
        return cls(store, engine, reader, services)

    def close(self, window: MainWindow) -> None:
        """End everything: first what is under way, then the workers, the store last."""
        window.shut_down()
        ended = window.bridge.join(STOP_SECONDS)
        self.reader.close()
        self.services.close()
        self.engine.close()
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
    quick: bool = False,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    A window that uses this data already is raised, and gets DOCUMENTS, or opens the small one for
    a QUICK question. Raises YiDeskError when
    the data cannot be opened, or that window does not answer; a window has said it by then.
    """
    paths.make()
    settings = Settings(paths.settings)
    paths = paths.with_models(settings.text("models_folder"))
    application = make_application(
        language or _language(settings),
        settings.text("theme"),
        contrast=settings.switch("contrast"),
    )
    qInstallMessageHandler(_log_qt)
    _log.info("window starts; offline: %s", offline)
    instance = Instance(paths)
    try:
        call = Call(tuple(documents), quick)
        if not instance.claim():
            instance.hand_over(call)
            return 0
        parts = Parts.build(paths, settings=settings, offline=offline)
        parts.services.preferences.start_with(model, options)
        return _stay(application, parts, instance, call)
    except YiDeskError as error:
        show_trouble(application, error)
        raise
    finally:
        instance.release()


def _stay(application: QApplication, parts: Parts, instance: Instance, call: Call) -> int:
    """Show the window until it is closed; returns the exit code."""
    state = parts.services.paths.root / "window.ini"
    window = MainWindow(parts.services, state)
    wants_tray = parts.services.preferences.settings.switch("tray")
    around = Surroundings(window, wants_tray=wants_tray, state=state)
    application.setQuitOnLastWindowClosed(False)
    window.closed.connect(application.quit)
    instance.called.connect(around.greet)
    _catch_faults(window)
    parts.engine.on_notice = window.bridge.failed.emit
    if call.quick:
        around.ask_quickly()
    else:
        window.show()
    window.begin(call.files)
    QTimer.singleShot(LATER_MS, lambda: window.bridge.call(load_screens))
    around.listen(OpenedFiles(application))
    around.tell_of_crash(parts.services.paths.logs)
    try:
        return int(application.exec())
    finally:
        around.close()
        parts.close(window)
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__


def make_application(
    wanted: str | None = None, theme: str = "system", *, contrast: bool = False
) -> QApplication:
    """Qt's application object in the language WANTED and in a THEME of the settings."""
    sys.setswitchinterval(SWITCH_SECONDS)
    input_method.choose()
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
    dress = Theme(application)
    dress.want_contrast(contrast)
    dress.choose(theme)
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
    threading.excepthook = lambda fault: hook(
        fault.exc_type, fault.exc_value or fault.exc_type(), fault.exc_traceback
    )


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
