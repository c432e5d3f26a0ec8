"""The window as a person uses it: real services, store and reader, a scripted engine."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from yidesk.services.chats import TurnState
from yidesk.ui.chat.links import ask_about_link
from yidesk.ui.chat.sources import SourceButton
from yidesk.ui.screens import Screen

NO = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def drop(window, *paths) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, left, NO)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(200, 200), copy, data, left, NO))


def states(desk) -> list[str]:
    return [chip.state for chip in desk.screen.chips.chips]


def key(desk, code, modifiers=CTRL) -> None:
    QTest.keyClick(desk.window, code, modifiers)


def test_a_question_is_typed_and_answered(open_desk):
    desk = open_desk("The answer is **forty-two**.")
    desk.wait(lambda: "Scripted" in desk.screen.meter.text)  # loaded before anything is asked
    desk.ask("What is it?")
    answer = desk.answers[0]
    assert answer.view.source == "The answer is **forty-two**."
    assert desk.screen.composer.field.toPlainText() == ""
    assert "of 4,096 tokens" in desk.screen.meter.text
    assert "CPU" in desk.screen.meter.text
    desk.wait(lambda: desk.screen.title.text() == "What is it?")


def test_answers_stream_and_can_be_stopped(open_desk, qtbot):
    desk = open_desk("one two three <wait>", "fine")
    desk.type("Count")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "three" in desk.answers[0].view.source)
    assert not desk.answers[0].is_finished
    assert desk.window.presenter.running
    key(desk, Qt.Key.Key_Escape, NO)
    desk.wait(desk.is_answered)
    assert desk.answers[0].view.source.startswith("one two three")
    assert "Stopped" in desk.answers[0]._state_words.text()
    desk.ask("And now?")
    assert desk.answers[1].view.source == "fine"


def test_a_dropped_document_is_read_asked_and_cited(open_desk, lease, qtbot):
    desk = open_desk("The landlord pays for the roof [p. 1]. The sea is green [p. 9].")
    drop(desk.window, lease)
    desk.wait(lambda: [each.endswith("· read ✓") for each in states(desk)] == [True])
    desk.ask("Who pays?")
    answer = desk.answers[0]
    assert [mark.label for mark in answer.view._marks] == ["p. 1", "p. 9"]
    assert answer._coverage.text() == "Read 1 of 1 page · 1 of 2 citations verified"
    [source] = answer.findChildren(SourceButton)
    assert "Verified" in source.accessibleName()

    qtbot.mouseClick(source, Qt.MouseButton.LeftButton)
    sheet = desk.window.sheet
    assert sheet.isVisible()
    assert "landlord pays for the roof" in sheet.highlighted
    key(desk, Qt.Key.Key_Escape, NO)
    assert not sheet.isVisible()


def test_a_question_waits_for_documents_that_are_being_opened(open_desk, lease):
    desk = open_desk("Yes [p. 1].")
    drop(desk.window, lease)
    desk.ask("Is it so?")
    assert "Read 1 of 1 page" in desk.answers[0]._coverage.text()


def test_a_question_is_not_asked_without_a_document_that_could_not_be_opened(open_desk, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    desk = open_desk("Yes.")
    drop(desk.window, bad)
    desk.type("Is it so?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: any("bad.pdf" in notice for notice in desk.notices))
    assert desk.answers == []
    assert desk.screen.composer.field.toPlainText() == "Is it so?"
    desk.press(Qt.Key.Key_Return)
    desk.wait(desk.is_answered)


def test_a_document_that_cannot_be_read_is_said(open_desk, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 broken")
    desk = open_desk()
    drop(desk.window, bad)
    desk.wait(lambda: bool(desk.notices))
    assert "bad.pdf" in desk.notices[0]
    assert states(desk) == []


def test_a_document_that_does_not_fit_is_refused_with_numbers_and_a_way_out(
    open_desk, tmp_path, qtbot
):
    long = tmp_path / "long.txt"
    long.write_text("word " * 3_000, "utf-8")
    desk = open_desk("Yes.", context=1024)
    drop(desk.window, long)
    desk.wait(lambda: bool(desk.notices))
    assert "Nothing was cut" in desk.notices[0]
    [notice] = desk.screen.notices.shown
    remove = next(
        each for each in notice.findChildren(QPushButton) if each.text().startswith("Remove")
    )
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert states(desk) == []
    desk.ask("Still there?")
    assert desk.answers[0].view.source == "Yes."


def test_the_engine_dies_and_the_next_question_works(open_desk):
    desk = open_desk("so far <die>", "alive again")
    desk.ask("First?")
    assert desk.answers[0].view.source.startswith("so far")
    assert "engine ended unexpectedly" in desk.notices[0]
    desk.screen.notices.clear()
    desk.ask("Second?")  # a new engine begins its list again
    assert desk.answers[1].view.source.startswith("so far")


def test_an_answer_that_the_engine_died_in_is_continued_in_its_place(open_desk):
    desk = open_desk("a b <wait>")
    desk.type("Long one")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "b" in desk.answers[0].view.source)
    os.kill(desk.parts.engine.pid, signal.SIGKILL)
    desk.wait(lambda: desk.is_answered() and desk.answers[0].resume.isVisible())
    (notice,) = desk.screen.notices.shown
    [offered] = [each for each in notice.findChildren(QPushButton) if each.text() == "Continue"]
    desk.qtbot.mouseClick(offered, Qt.MouseButton.LeftButton)
    assert desk.window.presenter.running
    assert desk.notices == []
    desk.wait(lambda: desk.answers[0].view.source.count("b") > 1)  # a new engine begins again
    key(desk, Qt.Key.Key_Escape, NO)
    desk.wait(desk.is_answered)
    assert desk.answers[0].view.source.startswith("a b")


def test_an_answer_that_failed_without_a_word_is_not_to_be_continued(open_desk):
    desk = open_desk("<die>")
    desk.ask("First?")
    desk.wait(lambda: not desk.window.bridge.busy)
    assert not desk.answers[0].resume.isVisible()
    (notice,) = desk.screen.notices.shown
    assert "Continue" not in [each.text() for each in notice.findChildren(QPushButton)]


def test_a_killed_engine_is_said_while_nothing_is_asked_and_replaced(open_desk):
    desk = open_desk("fine")
    desk.ask("First?")
    os.kill(desk.parts.engine.pid, signal.SIGKILL)
    desk.wait(lambda: desk.parts.engine.info is None)
    desk.ask("Second?")
    assert desk.answers[1].view.source == "fine"


def test_an_answer_can_be_given_again(open_desk, qtbot):
    desk = open_desk("first", "second")
    desk.ask("Question?")
    qtbot.mouseClick(desk.answers[0]._again, Qt.MouseButton.LeftButton)
    desk.wait(lambda: desk.is_answered() and desk.answers[0].view.source == "second")
    assert len(desk.answers) == 1


def typed_meanwhile(desk) -> None:
    """A question that is asked while the one before is still being answered."""
    desk.type("Long one")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "b" in desk.answers[0].view.source)
    desk.type("Second?")
    desk.press(Qt.Key.Key_Return)
    assert desk.notices == ["The question is asked as soon as this answer has ended."]
    assert desk.screen.composer.field.toPlainText() == "Second?"


def test_what_is_asked_while_an_answer_is_written_is_asked_at_its_end(open_desk, qtbot):
    desk = open_desk("a b <wait>", "second")
    typed_meanwhile(desk)
    (notice,) = desk.screen.notices.shown
    [now] = [each for each in notice.findChildren(QPushButton) if each.text() == "Ask now"]
    qtbot.mouseClick(now, Qt.MouseButton.LeftButton)
    desk.wait(lambda: len(desk.answers) == 2 and desk.is_answered())
    assert desk.answers[1].view.source == "second"
    assert desk.screen.composer.field.toPlainText() == ""
    assert desk.notices == []


def test_stop_stops_what_waits_to_be_asked_too(open_desk):
    desk = open_desk("a b <wait>", "second")
    typed_meanwhile(desk)
    key(desk, Qt.Key.Key_Escape, NO)
    desk.wait(lambda: desk.is_answered() and not desk.window.bridge.busy)
    assert len(desk.answers) == 1
    assert desk.screen.composer.field.toPlainText() == "Second?"
    assert desk.notices == []


def test_what_waits_is_not_asked_behind_an_answer_that_failed(open_desk):
    desk = open_desk("a b <wait>")
    typed_meanwhile(desk)
    os.kill(desk.parts.engine.pid, signal.SIGKILL)
    desk.wait(lambda: desk.is_answered() and not desk.window.bridge.busy)
    assert len(desk.answers) == 1
    assert desk.screen.composer.field.toPlainText() == "Second?"
    assert len(desk.notices) == 1


def test_answers_go_on_while_another_chat_is_open(open_desk):
    desk = open_desk("a b <wait>")
    desk.type("Long one")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "b" in desk.answers[0].view.source)
    first = desk.window.presenter.chat
    key(desk, Qt.Key.Key_N)
    assert desk.answers == []
    assert desk.window.presenter.running == {first}
    desk.wait(lambda: desk.window.sidebar.rows.index_of(first).isValid())
    desk.window.sidebar.opened.emit(first)
    desk.wait(lambda: desk.answers and "a b" in desk.answers[0].view.source)
    key(desk, Qt.Key.Key_Escape, NO)
    desk.wait(desk.is_answered)


def test_a_chat_is_there_again_after_a_restart(open_desk, lease):
    desk = open_desk("The landlord pays for the roof [p. 1].")
    drop(desk.window, lease)
    desk.ask("Who pays?")
    chat = desk.window.presenter.chat
    again = open_desk("other")
    again.window.presenter.open_chat(chat)
    again.wait(lambda: bool(again.answers))
    assert "Read 1 of 1 page" in again.answers[0]._coverage.text()
    assert states(again) == ["1 page"]
    assert again.parts.chats.turns(chat)[-1].state is TurnState.DONE


def test_without_a_model_the_window_says_what_to_do(open_desk, tmp_path, monkeypatch):
    monkeypatch.setattr("yidesk.services.models.Models.demonstration", lambda self: None)
    desk = open_desk("Yes.", model=False)
    missing = desk.screen.model_missing
    desk.wait(lambda: desk.window.screens.current is Screen.FIRST_RUN)
    key(desk, Qt.Key.Key_Escape, NO)
    desk.wait(missing.isVisible)
    assert "no model" in missing._what.text()
    assert "make" not in missing._next.text(), "a person is told to run a developer's command"
    desk.qtbot.mouseClick(missing.guide, Qt.MouseButton.LeftButton)
    assert desk.window.screens.current is Screen.FIRST_RUN
    desk.ask("Who pays?")
    desk.wait(lambda: bool(desk.window.notices.shown))
    find = next(
        button
        for button in desk.window.notices.shown[-1].findChildren(QPushButton)
        if button.text() == "Find a model"
    )
    key(desk, Qt.Key.Key_Escape, NO)
    desk.qtbot.mouseClick(find, Qt.MouseButton.LeftButton)
    assert desk.window.screens.current is Screen.FIRST_RUN
    desk.window.use_model(tmp_path / "scripted.json")
    desk.wait(lambda: "Scripted" in desk.screen.meter.text)
    assert not missing.isVisible()


def test_every_shortcut_leads_somewhere(open_desk):
    desk = open_desk()
    window = desk.window
    window.resize(1100, 700)
    key(desk, Qt.Key.Key_B)
    assert not window.sidebar.isVisible()
    key(desk, Qt.Key.Key_K)
    assert window.sidebar.isVisible()
    desk.wait(window.sidebar.search.hasFocus)
    key(desk, Qt.Key.Key_L)
    desk.wait(desk.screen.composer.field.hasFocus)


def test_in_a_narrow_window_panes_lie_over_each_other(open_desk):
    desk = open_desk()
    window = desk.window
    window.resize(700, 600)
    desk.wait(lambda: not window.sidebar.isVisible())
    key(desk, Qt.Key.Key_B)
    assert window.sidebar.isVisible()
    assert desk.screen.width() == 700
    key(desk, Qt.Key.Key_Escape, NO)
    assert not window.sidebar.isVisible()


def test_the_window_remembers_its_place(open_desk):
    desk = open_desk()
    desk.window.resize(780, 640)  # the offscreen screen has 800 × 800
    desk.window.panes.want_sidebar(wanted=False)
    desk.window.close()
    again = open_desk()
    assert (again.window.width(), again.window.height()) == (780, 640)
    assert not again.window.panes.wants_sidebar


def test_the_reader_who_scrolls_up_is_left_in_peace(open_desk):
    desk = open_desk("\n\n".join(f"paragraph {n}" for n in range(60)) + " <wait>")
    desk.type("Much")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "paragraph 59" in desk.answers[0].view.source)
    bar = desk.screen.transcript.verticalScrollBar()
    desk.wait(lambda: bar.maximum() > 300 and bar.value() == bar.maximum())
    bar.setValue(0)
    desk.answers[0].append("\n\nmore\n\nand more")
    desk.answers[0].view.flush()
    QApplication.processEvents()
    assert bar.value() == 0
    desk.screen.transcript.go_to_end()
    assert desk.screen.transcript.follows


def test_a_link_asks_before_it_opens(open_desk):
    desk = open_desk("see")
    ask_about_link(desk.screen.notices, QUrl("https://example.org/a"))
    assert "https://example.org/a" in desk.notices[0]
    names = {each.text() for each in desk.screen.notices.shown[0].findChildren(QPushButton)}
    assert {"Open", "Copy"} <= names
    ask_about_link(desk.screen.notices, QUrl("file:///etc/passwd"))
    last = desk.screen.notices.shown[-1]
    assert "Open" not in {each.text() for each in last.findChildren(QPushButton)}


@pytest.mark.parametrize("kind", ["answer", "sheet"])
def test_every_control_has_a_name(open_desk, lease, kind):
    desk = open_desk("The landlord pays for the roof [p. 1].")
    if kind == "sheet":
        drop(desk.window, lease)
        desk.ask("Who pays?")
        desk.answers[0].findChildren(SourceButton)[0].click()
    nameless = [
        type(button).__name__
        for button in desk.window.findChildren(QPushButton)
        if not button.accessibleName()
    ]
    assert nameless == []
