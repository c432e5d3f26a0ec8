"""A question is deleted with its answer, and comes back by Undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from yidesk.ui.chat.question import QuestionView


def asked(desk) -> list[str]:
    views = desk.screen.transcript.findChildren(QuestionView)
    return [each.view.source for each in views if not each.isHidden()]


def kept(desk) -> list[str]:
    turns = desk.parts.services.chats.turns(desk.window.presenter.chat)
    return [turn.text for turn in turns]


def button(widget, name: str) -> QPushButton:
    found = [each for each in widget.findChildren(QPushButton) if each.accessibleName() == name]
    return next(each for each in found if each.isVisible())


def two_questions(open_desk):
    desk = open_desk("Tiles.", "Stone.")
    desk.ask("What is the roof of?")
    desk.ask("What is the cellar of?")
    return desk


def delete_first(desk) -> None:
    view = desk.screen.transcript.findChildren(QuestionView)[0]
    desk.qtbot.mouseClick(
        button(view, "Delete the question and its answer"), Qt.MouseButton.LeftButton
    )
    desk.wait(lambda: asked(desk) == ["What is the cellar of?"])


def test_a_question_goes_with_its_answer_and_comes_back(open_desk):
    desk = two_questions(open_desk)
    delete_first(desk)
    assert kept(desk) == ["What is the cellar of?", "Stone."]
    desk.wait(lambda: "“What is the roof of?” is deleted, with its answer." in desk.notices)
    desk.qtbot.mouseClick(button(desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
    desk.wait(lambda: asked(desk) == ["What is the roof of?", "What is the cellar of?"])
    assert kept(desk) == ["What is the roof of?", "Tiles.", "What is the cellar of?", "Stone."]


def test_the_delete_key_in_an_answer_deletes_it_with_its_question(open_desk):
    desk = two_questions(open_desk)
    desk.answers[1].view.setFocus()
    desk.qtbot.keyClick(desk.answers[1].view, Qt.Key.Key_Delete)
    desk.wait(lambda: asked(desk) == ["What is the roof of?"])
    desk.ask("And the garden?")
    assert kept(desk)[-2:] == ["And the garden?", "Tiles."]


def test_once_its_notice_has_passed_nothing_is_kept(open_desk):
    desk = two_questions(open_desk)
    delete_first(desk)
    desk.wait(lambda: desk.notices)
    assert desk.parts.store.taken_out.kept() != []
    desk.screen.notices.clear()
    desk.wait(lambda: desk.parts.store.taken_out.kept() == [])


def test_what_the_last_run_left_undecided_is_final_at_the_next_start(open_desk):
    desk = two_questions(open_desk)
    delete_first(desk)
    desk.wait(lambda: desk.notices)
    desk.window.begin()
    desk.wait(lambda: desk.parts.store.taken_out.kept() == [])


def test_the_only_question_leaves_an_empty_chat(open_desk):
    desk = open_desk("Tiles.")
    desk.ask("What is the roof of?")
    desk.answers[0].delete()
    desk.wait(desk.screen.empty.isVisible)
    desk.wait(lambda: desk.notices)
    desk.qtbot.mouseClick(button(desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
    desk.wait(lambda: asked(desk) == ["What is the roof of?"])


def test_nothing_is_deleted_while_the_chat_is_being_answered(open_desk):
    desk = open_desk("Tiles.", "one <wait> two")
    desk.ask("What is the roof of?")
    desk.type("And the cellar?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "one" in desk.answers[-1].view.source)
    desk.answers[0].delete()
    desk.wait(lambda: "This chat is being answered." in desk.notices)
    assert len(asked(desk)) == 2
    desk.window.presenter.stop()
    desk.wait(desk.is_answered)
