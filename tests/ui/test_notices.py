"""Bars that say something, and what can be done about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from yidesk.core.errors import EngineError
from yidesk.ui.controls import Words
from yidesk.ui.notices import Action, Notices


@pytest.fixture
def notices(qtbot):
    notices = Notices()
    notices.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    notices.setFocus()  # the keyboard is in no bar
    qtbot.addWidget(notices)
    notices.show()
    return notices


def button(notice, name):
    return next(each for each in notice.findChildren(QPushButton) if each.text() == name)


def test_an_error_is_said_with_its_next_step(notices):
    notice = notices.tell_error(
        EngineError("It died ({cause}).", code="x", next_step="Ask again.", cause="SIGKILL")
    )
    assert notice.text == "It died (SIGKILL)."
    assert "Ask again." in notice.accessibleName()


def test_a_fault_of_the_program_is_said_too(notices):
    assert "went wrong: division" in notices.tell_error(ZeroDivisionError("division")).text


def test_an_action_closes_the_bar(qtbot, notices):
    done = []
    notice = notices.tell("Deleted.", actions=(Action("Undo", lambda: done.append(1)),))
    qtbot.mouseClick(button(notice, "Undo"), Qt.MouseButton.LeftButton)
    assert done == [1]
    assert notices.shown == []


def test_what_nobody_undid_becomes_final(qtbot, notices):
    final = []
    notice = notices.tell("Deleted.", passes=lambda: final.append(1))
    notice._timer.setInterval(1)
    qtbot.waitUntil(lambda: final == [1])
    assert notices.shown == []


def test_what_was_undone_does_not_become_final(qtbot, notices):
    final = []
    notice = notices.tell(
        "Deleted.", actions=(Action("Undo", lambda: None),), passes=lambda: final.append(1)
    )
    qtbot.mouseClick(button(notice, "Undo"), Qt.MouseButton.LeftButton)
    assert final == []


def test_the_same_sentence_stands_there_once_and_few_at_a_time(notices):
    notices.tell("same")
    notices.tell("same")
    assert len(notices.shown) == 1
    for number in range(5):
        notices.tell(str(number))
    assert len(notices.shown) == Notices.MOST


def test_two_things_that_go_on_by_the_same_name_have_a_bar_each(notices):
    first, second = (notices.follow("Importing chats.json", lambda: None) for _ in range(2))
    assert notices.shown == [first, second]
    first.close_notice()
    assert notices.shown == [second]


def test_a_password_is_asked_in_place(qtbot, notices):
    given = []
    notice = notices.ask_password("a.pdf is protected.", given.append)
    qtbot.keyClicks(notice.field, "secret")
    qtbot.keyClick(notice.field, Qt.Key.Key_Return)
    assert given == ["secret"]
    assert notices.shown == []


@pytest.mark.parametrize(("width", "below"), [(760, False), (360, True)])
def test_a_long_button_leaves_the_words_their_room(qtbot, notices, width, below):
    action = Action("Read 2 scanned pages by OCR", lambda: None)
    notices.resize(width, 200)
    notice = notices.tell("scan.pdf has scanned pages: pictures without text.", actions=(action,))
    [words] = [each for each in notice.findChildren(Words) if "scanned pages:" in each.text()]
    pressed = button(notice, action.name)

    def is_below() -> bool:
        return pressed.mapTo(notice, pressed.rect().topLeft()).y() >= words.geometry().bottom()

    qtbot.waitUntil(lambda: is_below() is below)
    qtbot.waitUntil(lambda: words.width() > width / 2)
    assert pressed.width() >= pressed.sizeHint().width()


def seen(notices) -> list[str]:
    return [each.text for each in notices.shown if not each.isHidden()]


@pytest.fixture
def three(qtbot, notices):
    """Three bars, in a place for two of them at most."""
    notices.resize(400, 200)
    for text in ("One.", "Two.", "Three."):
        notices.tell(text, next_step="There is something that can be done.")
    notices.give_room(360)
    qtbot.waitUntil(lambda: len(seen(notices)) == 2)
    return notices


def test_what_has_no_room_waits_behind_a_button_that_counts_it(qtbot, three):
    assert seen(three) == ["Two.", "Three."]
    more = button(three, "1 more message")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert seen(three) == ["One.", "Three."]
    three.give_room(100)
    assert seen(three) == ["One."]
    assert more.text() == "2 more messages"
    three.give_room(1_000)
    assert seen(three) == ["One.", "Two.", "Three."]
    assert more.isHidden()


def test_what_waited_is_seen_when_another_has_gone(qtbot, three):
    three.shown[-1].close_notice()
    qtbot.waitUntil(lambda: seen(three) == ["One.", "Two."])
    assert three._more.isHidden()


def test_nothing_passes_while_it_has_no_room(qtbot, notices):
    notices.resize(400, 200)
    notices.give_room(100)
    first = notices.tell("Deleted.", passes=lambda: None)
    qtbot.waitUntil(first._timer.isActive)
    second = notices.tell("Something else.")
    qtbot.waitUntil(lambda: seen(notices) == ["Something else."])
    assert not first._timer.isActive()
    second.close_notice()
    qtbot.waitUntil(first._timer.isActive)


def test_a_bar_in_which_a_person_writes_stays(qtbot, notices):
    notices.resize(400, 200)
    notices.give_room(100)
    notices.activateWindow()
    qtbot.waitUntil(notices.isActiveWindow)
    notices.ask_password("A password?", lambda _password: None)
    qtbot.waitUntil(notices.shown[0].field.hasFocus)
    notices.tell("Something else.")
    qtbot.waitUntil(notices._more.isVisible)
    assert seen(notices) == ["A password?"]


def test_a_bar_that_is_closed_at_once_is_never_a_window_of_its_own(notices):
    notice = notices.tell("Deleted.")
    notice.close_notice()
    QApplication.sendPostedEvents(notice)  # among them Qt's own wish to show it
    assert not notice.isVisible()
