"""What the model does while nobody asks: titles in the sidebar, questions to choose from."""

from __future__ import annotations

from PySide6.QtCore import Qt

QUESTION = "Who pays for the roof of the house?"


def titles(desk) -> list[str]:
    return [each.title for each in desk.parts.services.chats.list()]


def shown_title(desk) -> str:
    return desk.screen.title.text()


def suggestions(desk) -> list[str]:
    return [each.accessibleName() for each in desk.screen.empty.suggested.buttons]


def test_the_first_answer_gives_the_chat_a_title(open_desk):
    desk = open_desk("The landlord.", asides=("The roof",))
    desk.ask(QUESTION)
    desk.wait(lambda: titles(desk) == ["The roof"])
    desk.wait(lambda: shown_title(desk) == "The roof")


def test_the_title_stays_when_the_setting_is_off(open_desk, qtbot):
    desk = open_desk("The landlord.", asides=("The roof",))
    desk.parts.services.preferences.change("model_titles", False)
    with qtbot.waitSignal(desk.window.presenter.answered):
        desk.ask(QUESTION)
    desk.wait(lambda: not desk.window.bridge.busy)
    assert titles(desk) == [QUESTION]


def test_questions_are_suggested_once_a_document_was_read(open_desk, lease):
    desk = open_desk("The landlord.", asides=("Who pays?", "When?", "Where?"))
    desk.window.take([lease])
    desk.wait(lambda: sorted(suggestions(desk)) == ["When?", "Where?", "Who pays?"])
    buttons = desk.screen.empty.suggested.buttons
    first = next(each for each in buttons if each.accessibleName() == "Who pays?")
    desk.wait(first.isVisible)
    assert first.width() >= 200
    desk.qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    desk.wait(desk.is_answered)
    assert [turn.text for turn in desk.parts.services.chats.turns(desk.window.presenter.chat)] == [
        "Who pays?",
        "The landlord.",
    ]
    assert suggestions(desk) == []


def test_a_suggestion_never_takes_the_place_of_what_is_written(open_desk, lease):
    desk = open_desk("The landlord.", asides=("Who pays?", "When?", "Where?"))
    desk.window.take([lease])
    desk.type("Please tell me:")
    desk.wait(lambda: suggestions(desk))
    desk.qtbot.mouseClick(desk.screen.empty.suggested.buttons[1], Qt.MouseButton.LeftButton)
    assert desk.screen.composer.field.toPlainText() == "Please tell me:\nWhen?"
    assert desk.answers == []


def test_another_chat_has_no_suggestions_of_this_one(open_desk, lease):
    desk = open_desk("The landlord.", asides=("Who pays?", "When?", "Where?"))
    desk.ask("Hello?")
    other = desk.window.presenter.chat
    desk.window._new_chat()
    desk.window.take([lease])
    desk.wait(lambda: suggestions(desk))
    desk.window.open_chat(other)
    assert suggestions(desk) == []


def test_no_questions_are_suggested_when_the_setting_is_off(open_desk, lease, qtbot):
    desk = open_desk("The landlord.", asides=("Who pays?", "When?", "Where?"))
    desk.parts.services.preferences.change("suggest_questions", False)
    with qtbot.waitSignal(desk.window.presenter.desk.was_read):
        desk.window.take([lease])
    desk.wait(lambda: not desk.window.bridge.busy)
    assert suggestions(desk) == []
