"""Opens the window: first what is seen and written in, then, in the background, what works."""

from __future__ import annotations

import gc
import importlib
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtWidgets
from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QTimer,
    QtMsgType,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication

from yidesk.core import log
from yidesk.core.errors import YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.ui import fonts, icons
from yidesk.ui.by_turns import ByTurns
from yidesk.ui.first_frame import FirstFrame
from yidesk.ui.instance import Call, Instance
from yidesk.ui.language import install, language_named
from yidesk.ui.system import input_method
from yidesk.ui.system.activation import own_token
from yidesk.ui.system.application import Application
from yidesk.ui.system.ending import Ending
from yidesk.ui.theme import Theme
from yidesk.ui.window import MainWindow

if TYPE_CHECKING:
    from yidesk.core.types import EngineOptions
    from yidesk.store.listing import ChatSummary
    from yidesk.ui.bridge import Bridge
    from yidesk.ui.chat.running import Running
    from yidesk.ui.parts import Parts
    from yidesk.ui.renewal import Seen
    from yidesk.ui.system.surroundings import Surroundings

_log = logging.getLogger(__name__)
SWITCH_SECONDS = 0.001
"""How long a thread in the background may keep the interpreter from the window; 5 ms by default,
and every file the window reads costs it one such wait (benchmarks/window_busy.py)."""
NEXT = (
    "PySide6.QtNetwork",
    "yidesk.ui.behind",
    "yidesk.ui.chat.picking",
    "yidesk.ui.chat.transcript",
    "yidesk.ui.system.surroundings",
)
"""What is loaded in the background before the window is joined."""
LATER_MS = 1_000
"""How long after the window the other screens are loaded, in the background."""
STOP_SECONDS = 3.0
"""How long what is under way may take to stop when the window closes."""


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
    instance = Instance(paths)
    with ThreadPoolExecutor(1) as aside:
        claimed = aside.submit(instance.claim)  # it waits for the disk
        application = make_application(
            language or language_named(settings.text("language")),
            settings.text("theme"),
            contrast=settings.switch("contrast"),
        )
    qInstallMessageHandler(_log_qt)
    _log.info("window starts; offline: %s", offline)
    opening: Opening | None = None
    begins_anew = False
    try:
        call = Call(tuple(documents), quick, own_token())
        if not claimed.result() and instance.hand_over(call):
            return 0

        def build() -> Parts:
            gc.freeze()  # what is there by now stays, and need not be looked through again
            gc.enable()
            from yidesk.ui.parts import Parts

            parts = Parts.build(paths, settings=settings, offline=offline)
            parts.services.preferences.start_with(model, options)
            return parts

        opening = Opening(application, paths, instance, call)
        return opening.stay(build)
    except YiDeskError as error:
        begins_anew = _begin_anew(application, paths, error)
        if not begins_anew:
            raise
        return 0
    finally:
        instance.release()
        if begins_anew or (opening is not None and opening.starts_again):
            from yidesk.ui.system.start_again import start_again

            _log.info("started again: %s", start_again(paths.root, offline=offline))


def _begin_anew(application: Application, paths: DataPaths, error: YiDeskError) -> bool:
    """Show what is wrong; put a damaged file of chats aside where the person wants that."""
    from yidesk.ui.trouble import show_trouble

    if not show_trouble(application, error):
        return False
    from yidesk.store.database import move_away

    _log.info("put aside: %s", move_away(paths.database).name)
    return True


class Opening(QObject):
    """A window from its first frame to its end."""

    def __init__(
        self, application: Application, paths: DataPaths, instance: Instance, call: Call
    ) -> None:
        super().__init__()
        self._application, self._paths = application, paths
        self._instance, self._call = instance, call
        self._state = paths.root / "window.ini"
        self._window = MainWindow(None, self._state)
        self._seen: Seen | None = None
        """What was seen of the window in whose place this one is."""
        self._running: list[Running] = []
        """The answers that are being written for it."""
        self._left: list[Bridge] = []
        """What those windows had under way."""
        self._parts: Parts | None = None
        self._last: ChatSummary | None = None
        """The chat that was on the screen the last time."""
        self._around: Surroundings | None = None
        self._trouble: Exception | None = None
        self.starts_again = False
        """Whether the program is to be started again once this window is closed."""
        self._former: MainWindow | None = None
        """It is there until services speak to this one instead."""
        self._steps = _steps_of(self._window)

    def stay(self, build: Callable[[], Parts]) -> int:
        """Show the window, BUILD what is behind it, wait until it is closed; the exit code.

        Raises what BUILD raises.
        """
        window = self._window
        self._application.setQuitOnLastWindowClosed(False)
        window.closed.connect(self._application.quit)
        ending = Ending(self._application)
        ending.asked.connect(self._quit)
        self._application.quitting.connect(self._stay_no_longer)
        self._application.file_came.connect(self._take)
        _catch_faults(self._tell)
        if self._call.quick:
            QTimer.singleShot(0, partial(self._build, build))
        else:
            FirstFrame(window).painted.connect(partial(self._build, build))
            window.show()
        try:
            code = int(self._application.exec())
        finally:
            self._close()
            ending.close()
            self._application.setQuitOnLastWindowClosed(True)
            sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__
        if self._trouble is not None:
            raise self._trouble
        return code if ending.exit_code is None else ending.exit_code

    def _build(self, build: Callable[[], Parts]) -> None:
        last = self._window.memory.chat

        def keep() -> None:
            log.rotate()
            for name in NEXT:
                importlib.import_module(name)  # here, not on the GUI thread
            make_classes()
            self._parts = build()  # whether or not there is a window by then
            self._last = self._parts.last_chat(last)

        self._window.bridge.call(keep, lambda _none: self._join(), self._give_up)

    def _join(self) -> None:
        """Put behind the window what was built; keys come in between the steps."""
        steps = (self._begin, self._join_surroundings, self._hear_other_starts, self._look_back)
        self._steps.start(steps)

    def _begin(self) -> None:
        from yidesk.ui.renewal import Renewal

        window = self._window
        window.join(self._built.services)
        window.begin(self._call.files, self._last)
        window.navigation.restart_wanted.connect(self._start_again)
        renewal = Renewal(window, self._built.chats)
        renewal.due.connect(self._renew)
        window.navigation.language_wanted.connect(renewal.want)

    @Slot(str, object)
    def _renew(self, language: str, last: ChatSummary | None) -> None:
        """Have another window in the place of this one, which speaks LANGUAGE; see `ui.renewal`."""
        from yidesk.ui.renewal import Seen

        old = self._window
        self._seen, self._running = Seen.of(old), old.presenter.let_go()
        self._leave(old.bridge)
        self._close_around()
        old.closed.disconnect(self._application.quit)
        install(self._application, language_named(language))
        self._last, self._call = last, Call()
        self._window = window = MainWindow(None, self._state)
        window.closed.connect(self._application.quit)
        self._steps = _steps_of(window)
        FirstFrame(window).painted.connect(self._join_again)
        if old.isVisible():
            window.setWindowState(old.windowState())
            window.show()
            window.activateWindow()
        old.hide()
        self._former = old

    def _leave(self, bridge: Bridge) -> None:
        """Let the answers that are under way there go on, and nothing else."""
        self._left = [each for each in self._left if not each.join(0)]
        bridge.setParent(self)
        bridge.rested.connect(bridge.cancel_all)
        bridge.hand_on(each.errand for each in self._running if each.errand is not None)
        self._left.append(bridge)

    @Slot()
    def _join_again(self) -> None:
        self._steps.start((self._begin_again, self._join_surroundings, self._drop_former))

    def _begin_again(self) -> None:
        running, self._running = self._running, []
        self._begin()
        self._window.presenter.go_on_with(running)
        if self._seen is not None:
            self._seen.show_on(self._window)

    def _drop_former(self) -> None:
        former, self._former = self._former, None
        if former is not None:
            former.deleteLater()

    def _tell(self, error: Exception) -> None:
        """Tell of a fault, from any thread."""
        self._window.bridge.failed.emit(error)

    @Slot()
    def _quit(self) -> None:
        self._window.quit()

    @Slot()
    def _start_again(self) -> None:
        self.starts_again = True
        self._window.quit()

    def _join_surroundings(self) -> None:
        from yidesk.services.settings import quick_key
        from yidesk.ui.system.surroundings import Surroundings

        window, settings = self._window, self._built.services.preferences.settings
        around = Surroundings(
            window, self._built.chats, wants_tray=settings.switch("tray"), state=self._state
        )
        self._around = around
        around.quick.want_key(quick_key(settings))
        self._built.engine.on_notice = window.bridge.failed.emit
        if self._call.quick:
            around.quick.open()

    def _hear_other_starts(self) -> None:
        self._instance.called.connect(self._greet)
        self._instance.listen()

    @Slot(object)
    def _greet(self, call: Call) -> None:
        """The program was started again."""
        if self._around is not None:
            self._around.greet(call)
        else:  # its window is just being made anew
            self._window.take(call.files)

    def _look_back(self) -> None:
        if self._around is not None:
            self._around.tell_of_crash(self._paths.logs)
            self._around.tell_of_faces()
        later = QTimer(self._window, singleShot=True, interval=LATER_MS)
        later.timeout.connect(self._load_screens)
        later.start()
        _log.info("window is joined")

    @Slot(object)
    def _take(self, file: Path) -> None:
        """The system gives the program a file to open."""
        self._window.take([file])

    @Slot()
    def _stay_no_longer(self) -> None:
        """From now on closing ends the program: staying in the tray would keep a session open."""
        self._window.hides = False

    @property
    def _built(self) -> Parts:
        if self._parts is None:
            raise AssertionError("joined before it was built")
        return self._parts

    def _load_screens(self) -> None:
        from yidesk.ui.navigation import load_screens

        # beside the calls, for which a question waits
        self._window.bridge.run(lambda _errand: load_screens(), lambda _event: None)

    def _give_up(self, error: Exception) -> None:
        """There can be nothing behind the window."""
        self._trouble = error
        self._window.close()

    def _close(self) -> None:
        self._steps.start(())
        self._close_around()
        self._window.shut_down()
        for bridge in self._left:
            bridge.cancel_all()
        for bridge in (self._window.bridge, *self._left):
            bridge.join(STOP_SECONDS)
        if self._parts is not None:
            self._parts.close(self._window)
        self._application.quitting.disconnect(self._stay_no_longer)
        self._application.file_came.disconnect(self._take)
        self._drop_former()
        self._window.deleteLater()

    def _close_around(self) -> None:
        around, self._around = self._around, None
        if around is not None:
            around.close()


def make_application(
    wanted: str | None = None, theme: str = "system", *, contrast: bool = False
) -> Application:
    """Qt's application object in the language WANTED and in a THEME of the settings."""
    sys.setswitchinterval(SWITCH_SECONDS)
    input_method.choose()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    existing = Application.instance()
    application = existing if isinstance(existing, Application) else Application()
    application.setApplicationName("YiDesk")
    application.setDesktopFileName("yidesk")
    application.setWindowIcon(icons.application_icon())
    install(application, wanted)
    application.setFont(fonts.interface())
    application.fontDatabaseChanged.connect(fonts.forget)
    dress = Theme(application)
    dress.want_contrast(contrast)
    dress.choose(theme)
    return application


def make_classes() -> None:
    """Have PySide make the classes of all widgets, one after the other; from any thread.

    It makes a class when that is first named; and all of them, in 15 ms, when it first has to tell
    what kind of widget Qt has returned.
    """
    for name in dir(QtWidgets):
        getattr(QtWidgets, name)


def _steps_of(window: MainWindow) -> ByTurns[Callable[[], None]]:
    """What is done behind a window, keys coming in between."""
    return ByTurns(window, lambda step: step())


def _catch_faults(tell: Callable[[Exception], object]) -> None:
    """Log what nobody caught, and TELL the person."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("a fault of the program", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            tell(error)

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
