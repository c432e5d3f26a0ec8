"""What a person does in a conversation: edit, go back to a version, continue, find, copy."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from yidesk.core.errors import YiDeskError
from yidesk.services.chats import Chats, TurnState
from yidesk.ui.chat.question import QuestionView
from yidesk.ui.controls import Button
from yidesk.ui.markdown.code_head import CodeHead

CTRL = Qt.KeyboardModifier.ControlModifier
NO = Qt.KeyboardModifier.NoModifier


def questions(desk) -> list[QuestionView]:
    return [view for view in desk.screen.transcript.views if isinstance(view, QuestionView)]


def button(widget, name: str) -> Button:
    return next(each for each in widget.findChildren(Button) if each.accessibleName() == name)


def sources(desk) -> list[str]:
    return [view.view.source for view in desk.screen.transcript.views]


def edit(desk, number: int, text: str) -> None:
    """Press the pencil of a question, write something else, press Enter."""
    view = questions(desk)[number]
    desk.wait(lambda: view.turn is not None)
    button(view, "Edit the question").click()
    view.editor.field.selectAll()
    desk.qtbot.keyClicks(view.editor.field, text)
    desk.qtbot.keyClick(view.editor.field, Qt.Key.Key_Return)
    desk.wait(lambda: text in sources(desk) and desk.is_answered())


def test_a_question_is_edited_and_both_branches_can_be_seen(open_desk):
    desk = open_desk("one", "two", "three")
    desk.ask("roof?")
    desk.ask("and then?")
    edit(desk, 0, "windows?")
    assert sources(desk) == ["windows?", "three"]
    [question] = questions(desk)
    desk.wait(lambda: question.versions.text == "2/2")
    button(question, "Earlier version").click()
    desk.wait(lambda: sources(desk) == ["roof?", "one", "and then?", "two"])
    assert questions(desk)[0].versions.text == "1/2"
    assert questions(desk)[1].versions.text == ""


def test_answers_given_again_are_numbered(open_desk):
    desk = open_desk("one", "two", "three")
    desk.ask("q")
    for number in (2, 3):
        button(desk.answers[0], "Answer again").click()
        desk.wait(desk.is_answered)
        desk.wait(lambda n=number: desk.answers[-1].versions.text == f"{n}/{n}")
    button(desk.answers[0], "Earlier version").click()
    desk.wait(lambda: sources(desk) == ["q", "two"] and desk.answers)
    assert desk.answers[0].versions.accessibleName() == "Version 2 of 3"


def test_up_in_an_empty_field_asks_the_last_question_differently(open_desk):
    desk = open_desk("one", "two")
    desk.ask("roof?")
    desk.ask("doors?")
    field = desk.screen.composer.field
    first, last = questions(desk)
    desk.wait(lambda: last.turn is not None)
    field.setPlainText("x")
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert last.editor is None, "in a text Up goes through its lines"
    field.clear()
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert (first.editor, last.editor.field.toPlainText()) == (None, "doors?")
    desk.wait(last.editor.field.hasFocus)


def test_letters_typed_beside_every_field_belong_to_the_question(open_desk):
    desk = open_desk("one")
    desk.ask("roof?")
    view = desk.answers[0].view
    view.setFocus()
    desk.wait(view.hasFocus)
    QTest.keyClicks(view, "Wh")
    assert desk.screen.composer.field.hasFocus()
    assert desk.screen.composer.field.toPlainText().startswith("W")
    view.setFocus()
    desk.wait(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.hasFocus(), "these keys mean the text"


def test_escape_leaves_a_question_as_it_was(open_desk):
    desk = open_desk("one")
    desk.ask("roof?")
    [question] = questions(desk)
    question.edit()
    QTest.keyClick(question.editor.field, Qt.Key.Key_Escape)
    assert question.editor is None
    assert question.view.isVisible()


@pytest.mark.parametrize("way", ["cancel", "ask", "answer again"])
def test_the_keyboard_is_in_the_field_after_a_question_was_edited(open_desk, way):
    desk = open_desk("one", "two")
    field = desk.screen.composer.field
    field.setFocus()
    desk.ask("roof?")
    [question] = questions(desk)
    desk.wait(lambda: question.turn is not None and not desk.window.bridge.busy)
    if way == "answer again":
        again = button(desk.answers[0], "Answer again")
        again.setFocus()
        QTest.keyClick(again, Qt.Key.Key_Space)
    else:
        QTest.keyClick(field, Qt.Key.Key_Up)
        editor = question.editor.field
        desk.wait(editor.hasFocus)
        QTest.keyClicks(editor, " And why?")  # behind what was asked
        QTest.keyClick(editor, Qt.Key.Key_Escape if way == "cancel" else Qt.Key.Key_Return)
    assert field.hasFocus()
    desk.wait(desk.is_answered)
    asked = "roof? And why?" if way == "ask" else "roof?"
    assert [each.view.source for each in questions(desk)] == [asked]


@pytest.mark.parametrize("leave", ["new chat", "close"])
def test_a_question_that_is_being_edited_is_not_lost_when_it_is_left(open_desk, leave):
    desk = open_desk("one")
    desk.ask("roof?")
    desk.type("and then?")
    [question] = questions(desk)
    desk.wait(lambda: question.turn is not None)
    question.edit()
    question.editor.field.setPlainText("windows?")
    chat = desk.window.presenter.chat
    if leave == "close":
        desk.window.close()
        desk.wait(lambda: not desk.window.bridge.busy)
        desk = open_desk("one")
    else:
        desk.window.presenter.new_chat()
        assert desk.screen.composer.field.toPlainText() == ""
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.screen.composer.field.toPlainText() == "and then?\n\nwindows?")


def test_a_stopped_answer_is_continued_in_its_place(open_desk):
    desk = open_desk("one two <wait>", " three")
    desk.type("Count")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "two" in desk.answers[0].view.source)
    QTest.keyClick(desk.window, Qt.Key.Key_Escape)
    desk.wait(lambda: desk.is_answered() and desk.answers[0].resume.isVisible())
    [stopped] = desk.answers
    stopped.resume.click()
    assert not stopped.resume.isVisible()
    desk.wait(desk.is_answered)
    assert desk.answers == [stopped]
    assert stopped.view.source == "one two three"
    desk.wait(lambda: not stopped.resume.isVisible())
    assert desk.parts.chats.turns(desk.window.presenter.chat)[-1].state is TurnState.DONE


def test_who_answers_is_said_while_it_is_written(open_desk):
    desk = open_desk("one <wait>")
    desk.type("Count")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and desk.answers[0].speaker == "Scripted")
    desk.wait(lambda: desk.answers[0].turn is not None)
    chat = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.answers)
    assert desk.answers[0].speaker == "Scripted"
    assert desk.answers[0].is_busy
    desk.window.presenter.stop()
    desk.wait(desk.is_answered)


def test_words_are_found_in_questions_and_answers(open_desk):
    desk = open_desk("The roof leaks.\n\nThe ROOF is old.\n\n```\nroof()\n```")
    desk.ask("Who pays for the roof?")
    QTest.keyClick(desk.window, Qt.Key.Key_F, CTRL)
    bar = desk.screen.find_bar
    desk.wait(bar.field.hasFocus)
    desk.qtbot.keyClicks(bar.field, "roof")
    desk.wait(lambda: bar.text == "1 of 4")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.text == "2 of 4"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.text == "4 of 4"
    desk.qtbot.keyClicks(bar.field, "less")
    desk.wait(lambda: bar.text == "No hits")
    assert not bar.next.isEnabled()
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    desk.wait(desk.screen.composer.field.hasFocus)


def test_a_hit_far_away_is_scrolled_into_sight_and_marked(open_desk):
    desk = open_desk("needle\n\n" + "\n\n".join(f"paragraph {n}" for n in range(80)))
    desk.ask("q")
    bar = desk.screen.transcript.verticalScrollBar()
    desk.wait(lambda: bar.value() > 500)
    desk.screen.find_bar.open_bar()
    desk.screen.find_bar.field.setText("needle")
    desk.wait(lambda: bar.value() < 200)
    assert desk.answers[0].view.hits.words == "needle"


def test_code_is_copied_by_its_own_button(open_desk):
    desk = open_desk("Like this:\n\n```python\nx = 1\ny = 2\n```\n\nDone.")
    desk.ask("How?")
    [head] = [each for each in desk.answers[0].findChildren(CodeHead) if each.isVisible()]
    assert head._label.text() == "python"
    head.copy.click()
    assert QGuiApplication.clipboard().text() == "x = 1\ny = 2"


@pytest.mark.parametrize("ending", ["", "\n```"])
def test_streamed_code_keeps_one_head(open_desk, ending):
    desk = open_desk()
    desk.ask("q")
    view = desk.answers[0].view
    view.restart("```c\nint x;\n")
    for piece in ("int y;\n", "int z;", ending):
        view.append(piece)
        view.flush()
    heads = [each for each in view.findChildren(CodeHead) if not each.isHidden()]
    assert len(heads) == 1
    assert heads[0].geometry().width() == view.width()


def test_an_answer_is_copied_as_markdown(open_desk):
    desk = open_desk("**bold** and `code`")
    desk.ask("q")
    button(desk.answers[0], "Copy").click()
    assert QGuiApplication.clipboard().text() == "**bold** and `code`"


@pytest.fixture
def refuse(monkeypatch):
    """Let a method of the service of chats fail as on a full disk."""

    def make(name: str) -> None:
        def fail(*_args, **_facts):
            raise YiDeskError("The disk is full.", code="disk_full")

        monkeypatch.setattr(Chats, name, fail)

    return make


def test_a_question_that_cannot_be_kept_stands_in_the_field_again(open_desk, refuse, lease):
    desk = open_desk("one")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)
    refuse("send")
    desk.type("roof?")
    desk.press(Qt.Key.Key_Return)
    desk.type("more")
    desk.wait(lambda: "The disk is full." in desk.notices)
    assert sources(desk) == []
    assert desk.screen.empty.isVisible()
    assert desk.screen.composer.field.toPlainText() == "roof?\nmore"
    assert desk.window.presenter.desk.take_waiting() != []
    assert not desk.window.presenter.running


def test_answers_stay_on_the_screen_when_another_one_cannot_be_begun(open_desk, refuse):
    desk = open_desk("one", "two")
    desk.ask("roof?")
    desk.ask("and then?")
    before = sources(desk)
    refuse("regenerate")
    button(desk.answers[0], "Answer again").click()
    assert len(sources(desk)) == 2
    desk.wait(lambda: sources(desk) == before)
    assert "The disk is full." in desk.notices
    assert desk.answers[0].is_finished
    desk.wait(lambda: desk.window.presenter.conversation.answer is None)


def test_an_edited_question_comes_back_when_it_cannot_be_kept(open_desk, refuse):
    desk = open_desk("one")
    desk.ask("roof?")
    refuse("edit")
    [question] = questions(desk)
    desk.wait(lambda: question.turn is not None)
    question.edit()
    question.editor.field.setPlainText("windows?")
    desk.qtbot.keyClick(question.editor.field, Qt.Key.Key_Return)
    desk.wait(lambda: "The disk is full." in desk.notices)
    assert sources(desk) == ["roof?", "one"]
    [question] = questions(desk)
    assert question.editor is not None  # with what was typed, to be tried again
    assert question.editor.field.toPlainText() == "windows?"


def test_an_answer_that_cannot_go_on_stays_as_it_was(open_desk, refuse):
    desk = open_desk("one two <wait>")
    desk.type("Count")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "two" in desk.answers[0].view.source)
    desk.window.presenter.stop()
    desk.wait(lambda: desk.is_answered() and desk.answers[0].resume.isVisible())
    before = sources(desk)
    refuse("resume")
    desk.answers[0].resume.click()
    desk.wait(lambda: "The disk is full." in desk.notices)
    desk.wait(lambda: desk.answers and desk.answers[0].resume.isVisible())
    assert sources(desk) == before


@pytest.mark.parametrize("what", ["edit", "again"])
def test_what_has_to_wait_for_an_answer_says_so(open_desk, what):
    desk = open_desk("one", "two <wait>")
    desk.ask("roof?")
    desk.type("and then?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: len(desk.answers) == 2 and "two" in desk.answers[1].view.source)
    question = questions(desk)[0]
    if what == "edit":
        question.edit()
        question.editor.field.setPlainText("windows?")
        desk.qtbot.keyClick(question.editor.field, Qt.Key.Key_Return)
        assert question.editor.field.toPlainText() == "windows?"
    else:
        button(desk.answers[0], "Answer again").click()
    assert "This chat is being answered." in desk.notices
    assert len(sources(desk)) == 4
    button(desk.screen.notices.shown[-1], "Stop").click()
    desk.wait(desk.is_answered)
