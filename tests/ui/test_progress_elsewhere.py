"""Progress on the taskbar of Windows and in the Dock of macOS, as far as it can be tried elsewhere.

COM's table and Objective-C's runtime are made here, of real functions of C: what is called, in
which order and with which arguments is what these systems would see.
"""

from __future__ import annotations

import ctypes
import logging
import struct
import threading
import uuid
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from yidesk.ui.system import dock_macos, taskbar_windows
from yidesk.ui.system.desktop import Desktop

REFUSED = -2147417850  # RPC_E_CHANGED_MODE: the thread has another model already
NOT_REGISTERED = -2147221164  # REGDB_E_CLASSNOTREG
WINDOW = 0x7FFF_0000_0000_0010


class Com:
    """ole32.dll with one class, whose object has a table of functions of C."""

    def __init__(self, *, begins: int = 0, makes: int = 0, answers: int = 0) -> None:
        self.calls: list[tuple] = []
        self.threads: set[str] = set()
        self._begins, self._makes, self._answers = begins, makes, answers
        word, pointer = ctypes.c_int32, ctypes.c_void_p
        place = ctypes.CFUNCTYPE(word, pointer)
        self._functions = {
            2: place(lambda this: self._take("Release", this)),
            3: place(lambda this: self._take("HrInit", this)),
            9: ctypes.CFUNCTYPE(word, pointer, pointer, ctypes.c_uint64, ctypes.c_uint64)(
                lambda this, window, done, whole: self._take(
                    "SetProgressValue", this, window, done, whole
                )
            ),
            10: ctypes.CFUNCTYPE(word, pointer, pointer, word)(
                lambda this, window, state: self._take("SetProgressState", this, window, state)
            ),
        }
        self._table = (pointer * 21)()
        for number, function in self._functions.items():
            self._table[number] = ctypes.cast(function, pointer).value
        self._object = pointer(ctypes.addressof(self._table))

    def CoInitializeEx(self, reserved, model):  # noqa: N802
        self.threads.add(threading.current_thread().name)
        self.calls.append(("CoInitializeEx", reserved, model))
        return self._begins

    def CoCreateInstance(self, kind, outer, context, interface, made):  # noqa: N802
        self.calls.append(("CoCreateInstance", uuid.UUID(bytes_le=kind), context))
        assert uuid.UUID(bytes_le=interface) == taskbar_windows.TASKBAR_LIST_3
        if self._makes == 0:
            made._obj.value = ctypes.addressof(self._object)
        return self._makes

    def CoUninitialize(self):  # noqa: N802
        self.calls.append(("CoUninitialize",))

    @property
    def names(self) -> list[str]:
        return [call[0] for call in self.calls]

    def _take(self, name, this, *rest):
        assert this == ctypes.addressof(self._object)
        self.calls.append((name, *rest))
        return 0 if name == "Release" else self._answers


def test_the_taskbar_shows_how_much_is_done():
    com = Com()
    taskbar_windows.show(WINDOW, 0.25, com)
    assert com.calls == [
        ("CoInitializeEx", None, 2),
        ("CoCreateInstance", taskbar_windows.TASKBAR_LIST, 1),
        ("HrInit",),
        ("SetProgressState", WINDOW, 2),
        ("SetProgressValue", WINDOW, 250, 1000),
        ("Release",),
        ("CoUninitialize",),
    ]


def test_the_taskbar_shows_nothing_when_it_is_done():
    com = Com()
    taskbar_windows.show(WINDOW, None, com)
    assert ("SetProgressState", WINDOW, 0) in com.calls
    assert "SetProgressValue" not in com.names


def test_identifiers_lie_in_memory_as_com_has_them():
    first = struct.unpack_from("<I", taskbar_windows.TASKBAR_LIST.bytes_le)[0]
    assert first == 0x56FDF344


def test_a_thread_that_has_com_already_is_left_as_it_was():
    com = Com(begins=REFUSED)
    taskbar_windows.show(WINDOW, 1.5, com)
    assert ("SetProgressValue", WINDOW, 1000, 1000) in com.calls
    assert "CoUninitialize" not in com.names


def test_what_was_begun_is_ended_also_where_there_is_no_taskbar():
    com = Com(makes=NOT_REGISTERED)
    with pytest.raises(OSError, match="0x80040154"):
        taskbar_windows.show(WINDOW, 0.5, com)
    assert com.names == ["CoInitializeEx", "CoCreateInstance", "CoUninitialize"]
    refusing = Com(answers=-1)
    with pytest.raises(OSError, match="0xffffffff"):
        taskbar_windows.show(WINDOW, 0.5, refusing)
    assert refusing.names[-2:] == ["Release", "CoUninitialize"]


class Runtime:
    """libobjc with an application, its tile in the Dock, and texts."""

    def __init__(self, *, has_dock: bool = True) -> None:
        self.labels: list[str | None] = []
        self._names: list[bytes] = []
        self._texts: list[bytes] = []
        self._has_dock = has_dock
        self.objc_getClass = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)(
            lambda name: {b"NSApplication": 0x100, b"NSString": 0x200}[name]
        )
        self.sel_registerName = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_char_p)(self._name)
        self.objc_msgSend = ctypes.CFUNCTYPE(
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
        )(self._send)

    def _name(self, name: bytes) -> int:
        self._names.append(name)
        return len(self._names)

    def _send(self, receiver: int, message: int, argument: int | None) -> int:
        match receiver, self._names[message - 1]:
            case 0x100, b"sharedApplication":
                return 0x101
            case 0x101, b"dockTile":
                return 0x102 if self._has_dock else 0
            case 0x200, b"stringWithUTF8String:":
                self._texts.append(ctypes.string_at(argument))
                return 0x300 + len(self._texts)
            case 0x102, b"setBadgeLabel:":
                self.labels.append(self._texts[argument - 0x301].decode() if argument else None)
        return 0


def test_the_dock_shows_how_much_is_done():
    runtime = Runtime()
    for share in (0.254, 1.0, 7.0, None):
        dock_macos.show(share, runtime)
    assert runtime.labels == ["25%", "100%", "100%", None]


def test_without_a_dock_nothing_is_sent_to_nobody():
    with pytest.raises(OSError, match="setBadgeLabel"):
        dock_macos.show(0.5, Runtime(has_dock=False))


@pytest.fixture
def window(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_the_desktop_shows_progress_on_the_taskbar_off_the_gui_thread(window, monkeypatch):
    com = Com()
    monkeypatch.setattr(taskbar_windows, "_ole32", lambda: com)
    desktop = Desktop(window=window, platform="win32")
    desktop.show_progress(None)  # nothing was shown
    desktop.show_progress(0.5)
    desktop.show_progress(None)
    desktop._work.submit(int).result()  # behind them in the queue
    desktop.close()
    window_id = int(window.winId())
    shown = [call for call in com.calls if call[0].startswith("Set")]
    assert shown == [
        ("SetProgressState", window_id, 2),
        ("SetProgressValue", window_id, 500, 1000),
        ("SetProgressState", window_id, 0),
    ]
    assert all(name.startswith("ui-desktop") for name in com.threads)


def test_the_desktop_shows_progress_in_the_dock(window, monkeypatch):
    runtime = Runtime()
    monkeypatch.setattr(dock_macos, "_runtime", lambda: runtime)
    desktop = Desktop(window=window, platform="darwin")
    desktop.show_progress(0.5)
    desktop.show_progress(None)
    desktop.close()
    assert runtime.labels == ["50%", None]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_what_a_desktop_refuses_once_is_logged_and_not_asked_again(
    window, monkeypatch, caplog, platform
):
    asked = []

    def refuse(*_):
        asked.append(True)
        raise OSError("there is none")

    monkeypatch.setattr(taskbar_windows, "show", refuse)
    monkeypatch.setattr(dock_macos, "show", refuse)
    desktop = Desktop(window=window, platform=platform)
    with caplog.at_level(logging.INFO):
        for share in (0.1, 0.2):
            desktop.show_progress(share)
            desktop._work.submit(int).result()
    desktop.close()
    assert asked == [True]
    assert "there is none" in caplog.text


def test_without_a_bus_an_icon_comes_into_the_tray_with_what_it_tells(window, monkeypatch, qtbot):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    shown = []
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda self, *words: shown.append(words[:2])
    )
    desktop = Desktop(window=window, platform="win32")
    desktop.tell(7, "Read", "lease.pdf has been read.")
    balloon = desktop._balloon
    assert (shown, balloon.isVisible()) == ([("Read", "lease.pdf has been read.")], True)
    with qtbot.waitSignal(desktop.chosen) as chosen:
        balloon.messageClicked.emit()
    assert (chosen.args, balloon.isVisible()) == ([7], False)
    tray = SimpleNamespace(
        isVisible=lambda: True,
        showMessage=lambda *words: shown.append(words),
        messageClicked=SimpleNamespace(connect=lambda _act: None),
    )
    desktop.use_tray(tray)
    desktop.tell(8, "Read", "again")
    assert shown[-1] == ("Read", "again")
    assert not balloon.isVisible()
    desktop.close()
    desktop.deleteLater()
