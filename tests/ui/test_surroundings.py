"""The window among the rest of the system: what it remembers, hides behind and is told."""

from __future__ import annotations

import queue
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSystemTrayIcon

from yidesk.core.counted import Counted
from yidesk.core.declared import DECLARED
from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import USUAL
from yidesk.services.chats import ChatId
from yidesk.ui.instance import Call
from yidesk.ui.screens import Screen
from yidesk.ui.system import surroundings as module
from yidesk.ui.system.activation import own_token
from yidesk.ui.system.key_claim import Held, Press, ThreadedClaim, declined, no_key, taken
from yidesk.ui.system.quick_question import QuickQuestion
from yidesk.ui.system.surroundings import Surroundings


@pytest.fixture
def desk(open_desk):
    return open_desk("It is the landlord.", "It is the tenant.")


class Clock:
    """Goes on when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def around(desk, tmp_path):
    made = surround(desk, tmp_path / "state")
    yield made
    made.close()


def surround(desk, state) -> Surroundings:
    return Surroundings(desk.window, desk.parts.chats, wants_tray=False, state=state, clock=Clock())


def test_a_quick_question_is_asked_in_a_new_chat(desk, around):
    desk.ask("Who pays?")
    first = desk.window.presenter.chat
    around.greet(Call(quick=True))
    QTest.keyClicks(around.quick.entry.field, "And who else?")
    QTest.keyClick(around.quick.entry.field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.window.presenter.chat not in {None, first} and desk.is_answered())
    assert not around.quick.entry.isVisible()
    assert around.quick.entry.field.toPlainText() == ""
    assert "tenant" in desk.answers[-1].view.source


def test_escape_keeps_what_was_written(desk, around):
    around.quick.open()
    desk.wait(around.quick.entry.isActiveWindow)
    QTest.keyClicks(around.quick.entry.field, "half a ques")
    QTest.keyClick(around.quick.entry.field, Qt.Key.Key_Escape)
    assert not around.quick.entry.isVisible()
    around.quick.open()
    assert around.quick.entry.field.toPlainText() == "half a ques"


def test_a_quick_question_leaves_alone_what_waits_in_the_next_chat(desk, around, lease):
    desk.window.take([lease])
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    desk.screen.composer.field.setPlainText("Who pays for")
    waits = desk.window.presenter.chat
    around.quick.open()
    QTest.keyClicks(around.quick.entry.field, "What is a gull?")
    QTest.keyClick(around.quick.entry.field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.window.presenter.chat not in {None, waits} and desk.is_answered())
    assert desk.screen.chips.chips == []
    assert desk.screen.composer.field.toPlainText() == ""
    assert desk.parts.chats.documents(desk.window.presenter.chat) == []
    desk.window.sidebar.new_chat_wanted.emit()
    desk.wait(lambda: desk.screen.composer.field.toPlainText() == "Who pays for")
    assert len(desk.screen.chips.chips) == 1


def test_what_was_written_is_there_after_a_restart_and_gone_once_asked(desk, tmp_path):
    state = tmp_path / "state"
    before = QuickQuestion(desk.window, desk.parts.chats, state)
    before.open()
    QTest.keyClicks(before.entry.field, "half a ques")
    before.close()
    again = QuickQuestion(desk.window, desk.parts.chats, state)
    again.open()
    assert again.entry.field.toPlainText() == "half a ques"
    QTest.keyClick(again.entry.field, Qt.Key.Key_Return)
    desk.wait(desk.is_answered)
    again.close()
    assert "half" not in state.read_text("utf-8")


def test_the_small_window_is_gone_before_the_model_is_known(desk, tmp_path):
    quick = QuickQuestion(desk.window, desk.parts.chats, tmp_path / "state")
    quick.open()
    quick.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desk.wait(lambda: not desk.window.bridge.busy)


def test_a_quick_question_that_cannot_be_asked_is_not_lost(desk, around, monkeypatch):
    def fail():
        raise YiDeskError("The disk is full.", code="disk_full")

    monkeypatch.setattr(desk.parts.chats, "create", fail)
    around.quick.open()
    QTest.keyClicks(around.quick.entry.field, "And now?")
    QTest.keyClick(around.quick.entry.field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.notices == ["The disk is full."])
    around.quick.open()
    assert around.quick.entry.field.toPlainText() == "And now?"


def test_it_is_said_which_model_will_answer(desk, around, monkeypatch):
    name = desk.parts.chats.models.answers_next()
    assert name
    around.quick.open()
    desk.wait(lambda: around.quick.entry._model.text() == f"{name} answers")
    monkeypatch.setattr(desk.parts.chats.models, "answers_next", lambda: None)
    around.quick.open()
    desk.wait(lambda: "no model yet" in around.quick.entry._model.text())


def test_the_small_window_is_as_high_as_the_question_and_asks_nothing_empty(desk, around):
    around.quick.open()
    entry = around.quick.entry
    before = entry.height()
    assert not entry._send.isEnabled()
    entry.field.setPlainText("one\ntwo\nthree")
    desk.wait(lambda: entry.height() > before)
    assert entry._send.isEnabled()
    entry.field.clear()
    desk.wait(lambda: entry.height() == before)


def test_a_model_handed_over_goes_onto_its_shelf(desk, around, tmp_path):
    model = tmp_path / "some.gguf"
    model.write_bytes(b"GGUF")
    around.greet(Call((model,)))
    assert desk.window.screens.current is Screen.MODELS
    assert desk.screen.chips.chips == []


def test_with_a_tray_closing_hides_and_quitting_ends(desk, around, monkeypatch, qtbot):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    around.want_tray(wanted=True)
    closed = []
    desk.window.closed.connect(lambda: closed.append(True))
    desk.window.close()
    assert not desk.window.isVisible()
    assert closed == []
    around.tray.window_wanted.emit()
    assert desk.window.isVisible()
    around.tray.quit_wanted.emit()
    assert closed == [True]


def test_the_settings_put_it_into_the_tray_and_out_of_it(desk, around, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    desk.window.navigation.tray_wanted.emit(True)
    assert desk.window.hides
    desk.window.navigation.tray_wanted.emit(False)
    assert not desk.window.hides


class Key(ThreadedClaim):
    """A system that gives a key, which a test presses; or gives none."""

    def __init__(self, refusal: YiDeskError | None = None) -> None:
        super().__init__()
        self._refusal = refusal
        self._released = threading.Event()

    def hold(self, hears) -> None:
        if self._refusal is not None:
            raise self._refusal
        self.press = hears.pressed
        hears.held(Held("F9", by_desktop=True))
        self._released.wait()

    def release(self) -> None:
        self._released.set()


@pytest.fixture
def give(around, monkeypatch):
    """Let the system answer so to whoever wants a key."""

    def answer(refusal: YiDeskError | None = None) -> Key:
        key = Key(refusal)
        monkeypatch.setattr(around.quick.shortcut, "_make", lambda _words, _key: key)
        return key

    return answer


@pytest.fixture
def row(desk):
    """The row of the key on the settings screen."""
    desk.window.navigation.open(Screen.SETTINGS)
    screen = desk.window.screens.currentWidget()
    desk.wait(lambda: len(screen.rows) == len(DECLARED))
    return screen.rows["quick_key"]


def test_a_key_of_the_settings_opens_the_quick_question_and_puts_it_away(desk, around, give, row):
    key = give()
    row.editor.control.click()
    desk.wait(lambda: row.note.text().startswith("In use: F9."))
    assert row.note.text() in row.editor.control.accessibleDescription()
    taken = []
    key.press(Press(take_keys=taken.append))
    desk.wait(lambda: around.quick.entry is not None and around.quick.entry.isActiveWindow())
    assert taken == [int(around.quick.entry.winId())]
    key.press(Press())
    desk.wait(lambda: not around.quick.entry.isVisible())
    row.editor.control.click()
    desk.wait(row.note.isHidden)


def test_another_key_is_claimed_as_soon_as_it_is_chosen(desk, around, monkeypatch, row):
    wanted = []
    monkeypatch.setattr(around.quick.shortcut, "_make", lambda _words, key: wanted.append(str(key)))
    row.editor.control.click()
    desk.wait(lambda: wanted == ["Ctrl+Alt+Y"])
    desk.window.screens.currentWidget().changed.emit("quick_combination", "Ctrl+Alt+Space")
    desk.wait(lambda: wanted == ["Ctrl+Alt+Y", "Ctrl+Alt+Space"])


def test_the_token_of_a_press_is_there_while_the_window_comes_and_gone_then(desk, around, give):
    key, seen = give(), []
    desk.window.navigation.quick_key_wanted.emit(USUAL)
    desk.wait(lambda: hasattr(key, "press"))
    around.quick.open()
    around.quick.entry.hide()
    around.quick.entry.showEvent = lambda _event: seen.append(own_token())
    key.press(Press(token="of the desktop"))
    desk.wait(lambda: seen == ["of the desktop"])
    assert own_token() == ""


def test_a_system_that_gives_no_key_says_what_else_can_be_done(desk, around, give, row):
    give(no_key())
    row.editor.control.click()
    desk.wait(lambda: desk.notices == ["This system gives YiDesk no key for a quick question."])
    assert "yidesk --quick" in row.note.text()
    assert row.editor.control.isChecked()


def test_a_no_of_the_person_turns_the_key_off_until_they_turn_it_on(desk, around, give, row):
    settings = desk.parts.services.preferences.settings
    give(declined())
    row.editor.control.click()
    desk.wait(lambda: desk.notices and not row.editor.control.isChecked())
    assert not settings.switch("quick_key")
    assert "turn the key on" in row.note.text()
    give()
    row.editor.control.click()
    desk.wait(lambda: row.note.text().startswith("In use: F9."))
    assert settings.switch("quick_key")


def test_what_hinders_the_key_is_told_once_and_not_at_every_start(desk, around, give):
    give(no_key())
    around.quick.want_key(USUAL)
    desk.wait(lambda: desk.notices)
    (notice,) = desk.screen.notices.shown
    notice.close_notice()
    for refusal, told in ((no_key(), False), (taken("F9"), True), (taken("F9"), False)):
        give(refusal)
        with desk.qtbot.waitSignal(around.quick.shortcut.refused):
            around.quick.want_key(USUAL)
        assert bool(desk.notices) is told
        desk.window.notices.clear()
    give()  # it comes
    with desk.qtbot.waitSignal(around.quick.shortcut.held):
        around.quick.want_key(USUAL)
    give(taken("F9"))  # and goes
    around.quick.want_key(USUAL)
    desk.wait(lambda: desk.notices)


@pytest.mark.parametrize(
    ("seconds", "active", "told"), [(30, False, True), (3, False, False), (30, True, False)]
)
def test_the_end_of_a_long_answer_is_told_to_who_is_elsewhere(
    around, monkeypatch, seconds, active, told
):
    state = Qt.ApplicationState
    now = state.ApplicationActive if active else state.ApplicationInactive
    monkeypatch.setattr(module.QGuiApplication, "applicationState", staticmethod(lambda: now))
    said = []
    monkeypatch.setattr(around.desktop, "tell", lambda *words: said.append(words))
    busy = around.parent().presenter.busy_changed
    busy.emit(frozenset({ChatId(7)}))
    around._clock.now += seconds
    busy.emit(frozenset())
    assert [words[0] for words in said] == ([7] if told else [])


def test_a_reading_is_shown_on_the_icon_and_its_end_told(desk, around, lease, monkeypatch):
    inactive = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(module.QGuiApplication, "applicationState", staticmethod(lambda: inactive))
    shown, said = [], []
    monkeypatch.setattr(around.desktop, "show_progress", shown.append)
    monkeypatch.setattr(around.desktop, "tell", lambda *words: said.append(words))
    desk.window.take([lease])
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    assert shown[-1] is None
    assert said == []  # it took no time
    chips = desk.screen.chips
    chips.progressed.emit(0.5)
    around._clock.now += 30
    chips.progressed.emit(None)
    assert shown[-2:] == [0.5, None]
    assert [words[0] for words in said] == [int(desk.window.presenter.chat)]


def test_a_reading_that_did_not_come_to_its_end_is_not_told_as_read(
    desk, around, lease, monkeypatch
):
    inactive = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(module.QGuiApplication, "applicationState", staticmethod(lambda: inactive))
    said = []
    monkeypatch.setattr(around.desktop, "tell", lambda *words: said.append(words))
    desk.window.take([lease])
    chips = desk.screen.chips
    desk.wait(lambda: [chip.is_read for chip in chips.chips] == [True])
    chips.chips[0].is_read = False
    chips.progressed.emit(0.5)
    around._clock.now += 30
    chips.show_read(complete=False)
    assert said == []
    chips.progressed.emit(0.5)
    around._clock.now += 30
    chips.show_read(complete=True)
    assert [words[0] for words in said] == [int(desk.window.presenter.chat)]


def test_all_that_is_under_way_is_shown_on_the_icon_and_its_end_told(
    desk, around, lease, monkeypatch
):
    inactive = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(module.QGuiApplication, "applicationState", staticmethod(lambda: inactive))
    shown, said, steps = [], [], queue.SimpleQueue()
    monkeypatch.setattr(around.desktop, "show_progress", shown.append)
    monkeypatch.setattr(around.desktop, "tell", lambda *words: said.append(words))

    def work(errand):
        for share in iter(steps.get, None):
            if isinstance(share, Exception):
                raise share
            errand.report(Counted(share, 100))

    def run(told):
        return desk.window.bridge.run(work, lambda _: None, failed=lambda _: None, told=told)

    run("It is done.")
    steps.put(20)
    desk.wait(lambda: shown == [0.2])
    desk.screen.chips.progressed.emit(0.6)
    assert shown == [0.2, 0.4]  # beside a reading
    desk.screen.chips.progressed.emit(None)
    around._clock.now += 30
    steps.put(None)
    desk.wait(lambda: shown == [0.2, 0.4, 0.2, None])
    assert said == [(module.NO_CHAT, "YiDesk", "It is done.")]
    run("It is done again.")
    steps.put(1)
    desk.wait(lambda: shown[-1] == 0.01)
    around._clock.now += 30
    steps.put(YiDeskError("The disk is full.", code="disk_full"))
    desk.wait(lambda: shown[-1] is None)
    assert said[-1][2] == "The disk is full."
    stopped = run("Nobody is told.")
    steps.put(1)
    desk.wait(lambda: shown[-1] == 0.01)
    around._clock.now += 30
    stopped.cancel()
    steps.put(None)
    desk.wait(lambda: shown[-1] is None)
    assert len(said) == 2
    around._show_chat(module.NO_CHAT)
    assert desk.window.isVisible()


def test_what_comes_into_the_library_is_shown_on_the_icon(desk, around, lease, monkeypatch):
    shown = []
    monkeypatch.setattr(around.desktop, "show_progress", shown.append)
    desk.window.navigation.open(Screen.LIBRARY)
    desk.window.take([lease])
    desk.wait(lambda: shown and shown[-1] is None)
    assert 1.0 in shown


def test_a_crash_is_told_of_once(desk, around, tmp_path):
    around.tell_of_crash(tmp_path)
    (tmp_path / "yidesk.crash.log").write_text("Fatal Python error: Segmentation fault", "utf-8")
    assert desk.notices == []
    around.tell_of_crash(tmp_path)
    assert len(desk.notices) == 1
    around.tell_of_crash(tmp_path)
    assert len(desk.notices) == 1


def test_a_missing_face_is_told_of_once_with_a_next_step(desk, around, monkeypatch):
    around.tell_of_faces()
    assert desk.notices == []
    monkeypatch.setattr(module.fonts, "can_write_chinese", lambda: False)
    around.tell_of_faces()
    around.tell_of_faces()
    assert desk.notices == ["No Chinese font is installed, so Chinese shows as boxes."]
    (notice,) = desk.screen.notices.shown
    notice.close_notice()
    monkeypatch.undo()
    around.tell_of_faces()  # it came
    monkeypatch.setattr(module.fonts, "can_write_chinese", lambda: False)
    around.tell_of_faces()  # and went
    assert len(desk.notices) == 1


def test_the_chat_and_the_size_are_there_again(open_desk):
    desk = open_desk("It is the landlord.")
    desk.ask("Who pays?")
    desk.window.resize(700, 640)
    chat = desk.window.presenter.chat
    desk.window.close()
    again = open_desk("x")
    again.wait(lambda: again.window.presenter.chat == chat)
    again.wait(lambda: [answer.view.source for answer in again.answers] == ["It is the landlord."])
    assert (again.window.width(), again.window.height()) == (700, 640)
