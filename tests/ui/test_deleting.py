"""A question is deleted with its answer, and comes back by Undo."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from yidesk.ui.chat.question import QuestionView


def asked(desk) -> list[str]:
    views = desk.screen.transcript.findChildren(QuestionView)
    return [each.view.source for each in views if not each.isHidden()]


def kept(desk) -> list[str]:
    turns = desk.parts.services.chats.turns(desk.window.presenter.chat)
    return [turn.text for turn in turns]


def button(desk, widget, name: str) -> QPushButton:
    """A button, once it is there: what can be deleted is known a moment after the answer."""

    def found() -> list[QPushButton]:
        named = (each for each in widget.findChildren(QPushButton) if each.accessibleName() == name)
        return [each for each in named if each.isVisible()]

    desk.wait(found)
    return found()[0]


def two_questions(open_desk):
    desk = open_desk("Tiles.", "Stone.")
    desk.ask("What is the roof of?")
    desk.ask("What is the cellar of?")
    return desk


def delete_first(desk) -> None:
    view = desk.screen.transcript.findChildren(QuestionView)[0]
    desk.qtbot.mouseClick(
        button(desk, view, "Delete the question and its answer"), Qt.MouseButton.LeftButton
    )
    desk.wait(lambda: asked(desk) == ["What is the cellar of?"])


def test_a_question_goes_with_its_answer_and_comes_back(open_desk):
    desk = two_questions(open_desk)
    delete_first(desk)
    assert kept(desk) == ["What is the cellar of?", "Stone."]
    desk.wait(lambda: "“What is the roof of?” is deleted, with its answer." in desk.notices)
    desk.qtbot.mouseClick(button(desk, desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
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
    desk.qtbot.mouseClick(button(desk, desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
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


def answered_twice(open_desk):
    desk = open_desk("Tiles.", "Slate.")
    desk.ask("What is the roof of?")
    desk.wait(lambda: desk.answers[0].turn is not None)
    button(desk, desk.answers[0], "Answer again").click()
    desk.wait(desk.is_answered)
    desk.wait(lambda: desk.answers[0].versions.text == "2/2")
    return desk


def test_one_version_of_an_answer_goes_alone_and_comes_back(open_desk):
    desk = answered_twice(open_desk)
    desk.qtbot.mouseClick(
        button(desk, desk.answers[0], "Delete this version of the answer"),
        Qt.MouseButton.LeftButton,
    )
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "Tiles.")
    assert asked(desk) == ["What is the roof of?"]
    desk.wait(lambda: not desk.answers[0].versions.text)
    desk.wait(
        lambda: "One version of the answer to “What is the roof of?” is deleted." in desk.notices
    )
    desk.qtbot.mouseClick(button(desk, desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "Slate.")
    desk.wait(lambda: desk.answers[0].versions.text == "2/2")


def test_the_delete_key_takes_a_version_and_then_the_question_with_the_last_one(open_desk):
    desk = answered_twice(open_desk)
    desk.answers[0].view.setFocus()
    desk.qtbot.keyClick(desk.answers[0].view, Qt.Key.Key_Delete)
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "Tiles.")
    desk.wait(lambda: not desk.answers[0].versions.text)
    desk.answers[0].view.setFocus()
    desk.qtbot.keyClick(desk.answers[0].view, Qt.Key.Key_Delete)
    desk.wait(lambda: asked(desk) == [])


def menu_of(view) -> QMenu:
    """The menu over a text."""
    point = view.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, point, view.mapToGlobal(point)))
    [menu] = view.findChildren(QMenu)
    return menu


def delete_by_menu(view, wanted: str) -> None:
    menu = menu_of(view)
    action = menu.actions()[-1]
    assert action.text() == wanted
    action.trigger()
    menu.close()


def test_the_menu_of_a_text_deletes_too(open_desk):
    desk = answered_twice(open_desk)
    delete_by_menu(desk.answers[0].view, "Delete this version of the answer")
    desk.wait(lambda: desk.answers and desk.answers[0].view.source == "Tiles.")
    desk.wait(lambda: not desk.answers[0].versions.text)
    delete_by_menu(desk.answers[0].view, "Delete the question and its answer")
    desk.wait(lambda: asked(desk) == [])


def test_the_title_follows_the_first_question(open_desk):
    desk = two_questions(open_desk)
    desk.wait(lambda: desk.screen.title.text() == "What is the roof of?")
    delete_first(desk)
    desk.wait(lambda: desk.screen.title.text() == "What is the cellar of?")
    desk.qtbot.mouseClick(button(desk, desk.screen.notices, "Undo"), Qt.MouseButton.LeftButton)
    desk.wait(lambda: desk.screen.title.text() == "What is the roof of?")


def test_what_can_be_done_with_an_answer_fits_the_smallest_window(open_desk):
    desk = open_desk("Tiles.", "Slate, or <wait> thatch")
    desk.ask("What is the roof of?")
    desk.wait(lambda: desk.answers[0].turn is not None)
    button(desk, desk.answers[0], "Answer again").click()
    desk.wait(lambda: desk.answers and "Slate" in desk.answers[-1].view.source)
    desk.window.presenter.stop()
    desk.wait(lambda: desk.is_answered() and not desk.answers[-1].resume.isHidden())
    desk.window.resize(desk.window.minimumSize())
    actions = desk.answers[-1]._actions

    def fits(each: QPushButton) -> bool:
        room = actions.rect().contains(each.geometry())
        return room and each.width() >= each.sizeHint().width()

    there = actions.findChildren(QPushButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    shown = [each for each in there if not each.isHidden()]
    assert len(shown) == 4
    desk.wait(lambda: all(fits(each) for each in shown))
