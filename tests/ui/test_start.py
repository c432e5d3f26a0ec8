"""A start: the window can be written in before anything stands behind it, and loses nothing."""

from __future__ import annotations

import json
import string
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.conftest import ROOT
from tests.ui.conftest import ScriptedModels
from yidesk.core.paths import DataPaths
from yidesk.store.records import ChatId
from yidesk.store.store import Store
from yidesk.ui.app import Opening
from yidesk.ui.instance import Call, Instance
from yidesk.ui.parts import Parts
from yidesk.ui.screens import Screen

WAIT_MS = 120_000
FIRST_FRAME = {"yidesk.ui", "yidesk.core", "yidesk.store.listing", "yidesk.store.snippet"}
"""What the module that opens the window may load; and the packages these stand in."""
LATER = (
    "yidesk.ui.markdown", "yidesk.ui.document", "yidesk.ui.behind", "yidesk.ui.parts",
    "yidesk.core.types",
)  # fmt: skip
HEAVY = {
    "numpy", "sqlite3", "msgspec", "multiprocessing", "huggingface_hub", "pygments", "ziamath",
    "ssl", "asyncio", "subprocess", "PySide6.QtNetwork", "PySide6.QtDBus",
}  # fmt: skip


def test_the_first_frame_loads_only_what_is_seen():
    code = "import yidesk.ui.app, sys, json; print(json.dumps([*sys.modules]))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()
    ours = {name for name in loaded if name.startswith("yidesk.")}
    allowed = {name for name in ours if _is_allowed(name)}
    assert ours == allowed
    assert len(allowed) > 40  # it is the whole window


def _is_allowed(name: str) -> bool:
    if name.startswith(LATER):
        return False
    return name == "yidesk.store" or any(
        name == each or name.startswith(f"{each}.") for each in FIRST_FRAME
    )


@pytest.fixture
def opening(qapp, tmp_path):
    """A window at its start, of which nothing is built before `go` is set."""
    paths = DataPaths(tmp_path / "data").make()
    go, begun = threading.Event(), threading.Event()
    script = tmp_path / "scripted.json"
    script.write_text(json.dumps({"name": "Scripted", "context": 4096, "answers": ["Yes."]}))

    def build() -> Parts:
        begun.set()
        assert go.wait(WAIT_MS / 1000)
        parts = Parts.build(paths, role="scripted", models=ScriptedModels(paths))
        parts.services.preferences.start_with(script)
        return parts

    instance = Instance(paths)
    assert instance.claim()
    opening = Opening(qapp, paths, instance, Call())

    def stay(during) -> int:
        QTimer.singleShot(0, during)
        return opening.stay(build)

    opening.run, opening.go, opening.begun = stay, go, begun
    yield opening
    instance.release()


OPENED = """
import sys
from pathlib import Path
import PySide6.QtWidgets
from yidesk.ui.app import make_application
from yidesk.ui.window import MainWindow
application = make_application("zh")
window = MainWindow(None, Path(sys.argv[1]))
window.show()
while application.focusWidget() is None or not window.windowHandle().isExposed():
    application.processEvents()
window.repaint()
print(*vars(PySide6.QtWidgets))
"""
"""A window that is seen, and the classes that PySide has made for it."""
UNUSED = {"QWizard", "QDial", "QStyle", "QFileDialog"}


def test_the_first_frame_makes_no_class_that_it_does_not_use(tmp_path):
    """Each has its enumerations; all of them take 20 ms."""
    made = subprocess.run(
        [sys.executable, "-c", OPENED, str(tmp_path / "window.ini")],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    classes = set(made.stdout.split())
    assert "QPlainTextEdit" in classes
    assert classes & UNUSED == set()


def when(condition, then) -> None:
    """Do THEN as soon as CONDITION holds."""
    if condition():
        then()
    else:
        QTimer.singleShot(5, lambda: when(condition, then))


def test_no_source_is_read_for_what_pyside_wants_to_know():
    read = subprocess.run(
        [sys.executable, "-c", "import yidesk.ui.app, linecache; print(*linecache.cache)"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "yidesk" not in read.stdout


def test_what_is_asked_before_anything_works_is_answered(opening, qtbot):
    window = opening._window
    field = window.screen_.composer.field
    seen = {}

    def write() -> None:
        assert not window.is_joined
        qtbot.keyClicks(QApplication.focusWidget(), "Is it yes?")
        qtbot.keyClick(field, "\r")
        seen["early"] = field.toPlainText()
        opening.go.set()
        when(answered, window.close)

    def answered() -> bool:
        turns = window.is_joined and window.screen_.transcript.entries
        return bool(turns) and len(turns) == 2 and not window.presenter.running

    assert opening.run(lambda: when(lambda: QApplication.focusWidget() is field, write)) == 0
    assert seen["early"] == "Is it yes?"
    store = Store(DataPaths(opening._paths.root).database)
    [chat] = store.chats.search()
    assert [turn.text for turn in store.chats.turns(chat.id)] == ["Is it yes?", "Yes."]
    store.close()


def test_what_is_only_written_stays_in_the_field(opening, qtbot):
    window = opening._window
    field = window.screen_.composer.field
    seen = []

    def write() -> None:
        qtbot.keyClicks(field, "not yet")
        opening.go.set()
        when(lambda: window.is_joined, lambda: (seen.append(field.toPlainText()), window.close()))

    opening.run(lambda: when(window.isActiveWindow, write))
    assert seen == ["not yet"]


def test_a_window_closed_before_it_works_ends_what_was_built(opening):
    def leave() -> None:
        opening._window.close()
        opening.go.set()

    assert opening.run(lambda: when(opening.begun.is_set, leave)) == 0
    assert [each.name for each in threading.enumerate() if each.name.startswith("ui-")] == []
    assert opening._parts is not None
    assert not opening._window.is_joined


def test_files_that_the_system_opens_early_and_late_come_into_the_chat(opening, lease, tmp_path):
    chips = opening._window.screen_.chips
    later = tmp_path / "later.md"
    later.write_text("# Later\n\nWords.", "utf-8")

    def send(path) -> None:
        QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(str(path)))

    def begin() -> None:
        send(lease)
        opening.go.set()
        when(lambda: are_read(1), go_on)

    def go_on() -> None:
        send(later)
        when(lambda: are_read(2), opening._window.close)

    def are_read(number) -> bool:
        return [each.is_read for each in chips.chips] == [True] * number

    opening.run(begin)
    assert [each.name for each in chips.chips] == [lease.name, later.name]


def last_chat(opening, draft: str = "") -> ChatId:
    """A chat that was on the screen when the program was closed."""
    store = Store(opening._paths.database)
    chat = store.chats.create()
    store.chats.begin(chat, "Who pays?")
    if draft:
        store.chats.keep_draft(chat, draft)
    store.close()
    opening._window.memory.keep_chat(chat)
    return chat


def joined_and_opened(opening, chat) -> bool:
    window = opening._window
    return (
        window.is_joined
        and window.presenter.chat == chat
        and "transcript" in vars(window.screen_)
        and bool(window.screen_.transcript.entries)
    )


@pytest.mark.parametrize("draft", ["", "What I wanted"])
def test_whatever_is_typed_while_it_opens_is_in_the_field(opening, draft):
    """Keys as the system sends them, in every turn of the event loop from the first focus on."""
    window, field = opening._window, opening._window.screen_.composer.field
    chat = last_chat(opening, draft)
    letters = string.ascii_lowercase
    typed = []

    def type_one() -> None:
        typed.append(letters[len(typed) % len(letters)])
        QTest.keyClick(window.windowHandle(), typed[-1])
        if len(typed) == 5:
            opening.go.set()
        if joined_and_opened(opening, chat) and has_draft() and typed[-1] == "z":
            window.close()
        else:
            QTimer.singleShot(0, type_one)

    def has_draft() -> bool:
        return field.toPlainText().startswith(draft)

    opening.run(lambda: when(lambda: QApplication.focusWidget() is not None, type_one))
    assert field.toPlainText() == (f"{draft}\n" if draft else "") + "".join(typed)
    assert len(typed) >= len(letters)


def wish(opening, do, done) -> None:
    """Open the window, DO something before anything stands behind it, and wait until it is DONE."""
    window = opening._window

    def act() -> None:
        assert not window.is_joined
        do()
        opening.go.set()
        when(lambda: window.is_joined and done(), window.close)

    assert opening.run(lambda: when(window.isActiveWindow, act)) == 0


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        ("Ctrl+Shift+L", Screen.LIBRARY),
        ("Ctrl+Shift+M", Screen.MODELS),
        ("Ctrl+,", Screen.SETTINGS),
    ],
)
def test_a_shortcut_that_comes_early_waits(opening, keys, screen):
    window = opening._window
    wish(opening, lambda: press(window, keys), lambda: window.screens.current is screen)


def test_what_is_typed_after_an_early_shortcut_comes_to_what_it_opens(opening):
    """A key in every turn of the event loop."""
    window, screens = opening._window, opening._window.screens
    typed = []

    def type_one() -> None:
        letter = string.ascii_lowercase[len(typed) % 26]
        typed.append(letter)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(window.windowHandle(), key)
        if len(typed) == 5:
            opening.go.set()
        if screens.current is Screen.SETTINGS and letter == "z":
            when(has_all, window.close)
        else:
            QTimer.singleShot(0, type_one)

    def has_all() -> bool:
        return screens.currentWidget().search.text() == "".join(typed)

    def begin() -> None:
        press(window, "Ctrl+,")
        type_one()

    assert opening.run(lambda: when(window.isActiveWindow, begin)) == 0
    assert window.screen_.composer.field.toPlainText() == ""


def composed(field) -> str:
    """What is seen of letters that an input method is still being given."""
    return field.textCursor().block().layout().preeditAreaText()


def test_letters_of_an_input_method_come_there_too_and_a_new_chat_has_its_own(opening, qtbot):
    window, field = opening._window, opening._window.screen_.composer.field
    library = []

    def write() -> None:
        qtbot.mouseClick(window.sidebar.screens[Screen.LIBRARY], Qt.MouseButton.LeftButton)
        QApplication.sendEvent(QApplication.focusWidget(), QInputMethodEvent("he tong", []))
        assert composed(field) == "he tong"
        chinese = QInputMethodEvent()
        chinese.setCommitString("合同")
        QApplication.sendEvent(QApplication.focusWidget(), chinese)
        assert (field.toPlainText(), composed(field)) == ("", "")
        press(window, "Ctrl+N")
        qtbot.keyClicks(QApplication.focusWidget(), "Who pays?")
        window.screens.shown.connect(lambda _name: library.append(window.screens.currentWidget()))

    def done() -> bool:
        """The draft of the next chat is put away with Ctrl+N, and comes back."""
        is_there = bool(library) and library[0].search.text() == "合同"
        return is_there and window.screens.current is Screen.CHAT and has_draft()

    def has_draft() -> bool:
        return field.toPlainText() == "Who pays?"

    wish(opening, write, done)


def test_a_button_that_is_pressed_early_waits(opening, qtbot):
    window = opening._window
    button = window.sidebar.screens[Screen.LIBRARY]
    wish(
        opening,
        lambda: qtbot.mouseClick(button, Qt.MouseButton.LeftButton),
        lambda: window.screens.current is Screen.LIBRARY,
    )


def test_the_sidebar_is_hidden_at_once(opening):
    window = opening._window

    def hide() -> None:
        press(window, "Ctrl+B")
        assert window.sidebar.isHidden()

    wish(opening, hide, lambda: True)


def test_a_new_chat_that_is_wanted_early_is_there_instead_of_the_last_one(opening):
    window = opening._window
    chat = last_chat(opening)
    listed = []

    def done() -> bool:
        listed.append(window.presenter.chat)
        return window.sidebar.rows.index_of(chat).isValid()

    wish(opening, lambda: press(window, "Ctrl+N"), done)
    assert set(listed) == {None}


def test_a_search_that_is_typed_early_is_made_and_keeps_the_keyboard(opening, qtbot):
    window = opening._window
    chat, rows = last_chat(opening), window.sidebar.rows
    store = Store(opening._paths.database)
    other = store.chats.create()
    store.chats.rename(other, "about the roof")
    store.close()

    def search() -> None:
        press(window, "Ctrl+K")
        qtbot.keyClicks(QApplication.focusWidget(), "roof")

    def done() -> bool:
        is_narrowed = rows.index_of(other).isValid() and not rows.index_of(chat).isValid()
        return joined_and_opened(opening, chat) and is_narrowed

    held = []
    wish(opening, search, lambda: done() and (held.append(QApplication.focusWidget()) or True))
    assert not rows.index_of(chat).isValid()
    assert held == [window.sidebar.search]


def press(window, keys: str) -> None:
    """Press a shortcut as the system sends it."""
    combination = QKeySequence(keys)[0]
    QTest.keyClick(window.windowHandle(), combination.key(), combination.keyboardModifiers())


def test_ten_thousand_chats_hold_the_window_never(opening):
    """No event takes longer than the watch over the window allows (`the_window_answers`)."""
    window = opening._window
    store = Store(opening._paths.database)
    with store._database.transaction() as connection:
        connection.executemany(
            "INSERT INTO chats (id, title, created, changed) VALUES (?, ?, ?, ?)",
            ((number, f"Chat {number}", number, number) for number in range(1, 10_001)),
        )
    store.close()
    wish(opening, lambda: None, lambda: window.sidebar.rows.rowCount() > 10_000)


def test_the_model_is_loaded_though_the_last_chat_is_opened(opening):
    chat = last_chat(opening)

    def done() -> bool:
        return joined_and_opened(opening, chat) and opening._built.engine.info is not None

    wish(opening, lambda: None, done)
