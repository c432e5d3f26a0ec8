"""Answers that name a document which is not in the chat, or not in the library, any more."""

from __future__ import annotations

from yidesk.ui.chat.question import QuestionView
from yidesk.ui.chat.sources import SourceButton

ANSWER = "The landlord pays for the roof [p. 1]."


def a_cited_answer(open_desk, lease):
    desk = open_desk(ANSWER)
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: desk.window.presenter.desk.documents)
    desk.ask("Who pays?")
    [document] = desk.window.presenter.desk.documents
    return desk, document


def source_of(desk):
    return desk.answers[-1].findChildren(SourceButton)[0]


def reopened(desk):
    """The same chat, on the screen again."""
    chat = desk.window.presenter.chat
    desk.window.presenter.new_chat()
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: desk.answers and desk.answers[-1].is_finished)


def test_a_document_that_was_taken_out_of_the_chat_still_shows_its_page(open_desk, lease):
    desk, document = a_cited_answer(open_desk, lease)
    desk.window.presenter.desk.remove(document.fingerprint)
    desk.wait(lambda: not desk.parts.chats.documents(desk.window.presenter.chat))
    source_of(desk).click()
    desk.wait(desk.window.sheet.isVisible)


def test_a_document_that_was_removed_altogether_is_said(open_desk, lease):
    desk, document = a_cited_answer(open_desk, lease)
    desk.parts.services.library.remove(document.fingerprint)
    reopened(desk)
    [question] = desk.screen.transcript.findChildren(QuestionView)
    assert question.documents == ["lease.md (removed)"]
    assert desk.screen.chips.chips == []
    source_of(desk).click()
    desk.wait(lambda: desk.notices)
    assert desk.notices == ["lease.md was removed from the library, with its pages."]
    assert not desk.window.sheet.isVisible()
