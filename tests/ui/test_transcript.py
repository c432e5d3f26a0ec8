"""A conversation of which only what is near has widgets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.long_chat import written
from yidesk.ui.chat.turns import AnswerView

MESSAGES = 300


@pytest.fixture
def desk(open_desk):
    desk = open_desk("new words")
    chat = written(desk.parts.store, MESSAGES)
    desk.window.presenter.open_chat(chat)
    desk.wait(lambda: len(desk.screen.transcript.entries) == MESSAGES)
    desk.wait(lambda: not desk.screen.transcript._ahead.isActive())
    return desk


def top_line(transcript) -> tuple[str, int]:
    """What stands at the upper edge of what can be seen, and how far from it."""
    for view in transcript.views:
        place = view.mapTo(transcript.viewport(), QPoint(0, 0)).y()
        if place + view.height() > 0:
            return view.view.source[:30], place
    raise AssertionError("nothing can be seen")


def test_a_long_chat_has_few_widgets_and_opens_at_its_end(desk):
    transcript = desk.screen.transcript
    assert 2 <= len(transcript.views) < 30
    assert transcript.views[-1].view.source.startswith(f"**Answer {MESSAGES}.**")
    bar = transcript.verticalScrollBar()
    assert bar.value() == bar.maximum()
    assert transcript.follows


def test_all_of_it_can_be_scrolled_through(desk):
    transcript = desk.screen.transcript
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    assert transcript.views[0].view.source.startswith("Question 1:")
    assert not transcript.follows
    seen, former = set(), -1
    while bar.value() != former:
        former = bar.value()
        seen |= {view.view.source for view in transcript.views}
        bar.setValue(former + transcript.viewport().height() * 3 // 4)
    assert len(seen) == MESSAGES
    assert len(transcript.views) < 30


def test_what_is_read_stays_where_it_is(desk):
    transcript = desk.screen.transcript
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = top_line(transcript)
    desk.wait(lambda: not transcript._ahead.isActive())  # turns above it got their heights
    assert top_line(transcript) == before
    for view in transcript.views[:2]:  # as another source or line below an answer would
        view.layout().setContentsMargins(0, 0, 0, 40)
    QApplication.processEvents()
    assert top_line(transcript)[0] == before[0]
    desk.window.resize(desk.window.width() - 150, desk.window.height())
    QApplication.processEvents()
    assert top_line(transcript)[0] == before[0]


def test_views_lie_below_each_other_without_a_gap_or_an_overlap(desk):
    transcript = desk.screen.transcript
    transcript.verticalScrollBar().setValue(4_000)
    desk.wait(lambda: not transcript._ahead.isActive())
    views = transcript.views
    for above, below in pairwise(views):
        assert below.y() - above.geometry().bottom() - 1 == 28
    for view in views:
        assert view.height() == view.height_at(view.width())


def test_words_are_found_in_turns_that_have_no_widget(desk):
    bar = desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("windows | tenant 8")
    desk.wait(lambda: not bar.finder._timer.isActive())
    assert bar.text == "No hits"  # as it is read, a table has no pipes
    bar.field.setText("Answer 8.")
    desk.wait(lambda: bar.text == "1 of 1")
    transcript = desk.screen.transcript
    assert any(view.view.source.startswith("**Answer 8.") for view in transcript.views)
    bar.field.setText("Question")
    desk.wait(lambda: bar.text == f"1 of {MESSAGES // 2}")
    bar.go_back()
    assert bar.text == f"{MESSAGES // 2} of {MESSAGES // 2}"
    assert transcript.views[-1].view.source.startswith(f"**Answer {MESSAGES}.")


def test_going_to_the_next_hit_searches_nothing_again(desk, monkeypatch):
    bar = desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("landlord")
    desk.wait(lambda: bar.text == f"1 of {MESSAGES}")
    asked = []
    monkeypatch.setattr("yidesk.ui.chat.finder.find", lambda *_: asked.append(1) or [])
    bar.go_on()
    assert bar.text == f"2 of {MESSAGES}"
    assert asked == []


def test_hits_in_an_answer_that_goes_on_are_found_too(open_desk):
    desk = open_desk("roof and <wait>")
    desk.type("roof?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "and" in desk.answers[0].view.source)
    bar = desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("roof")
    desk.wait(lambda: bar.text == "1 of 2")
    desk.answers[0].append(" another roof")
    desk.answers[0].view.flush()
    bar.go_on()
    desk.wait(lambda: bar.text == "2 of 3")


def test_the_theme_changes_all_that_is_seen(desk, qapp):
    from yidesk.ui.theme import Theme

    qapp.findChild(Theme).wear(Qt.ColorScheme.Dark)
    transcript = desk.screen.transcript
    assert all(piece.made for view in transcript.views[-1:] for piece in view.view.column.pieces)


def test_the_keyboard_scrolls_with_the_focus(desk):
    transcript = desk.screen.transcript
    answer = next(view for view in reversed(transcript.views) if isinstance(view, AnswerView))
    answer.view.setFocus(Qt.FocusReason.TabFocusReason)
    transcript.verticalScrollBar().setValue(0)
    desk.wait(lambda: not transcript._ahead.isActive())
    assert answer in transcript.views  # the keyboard is there
    QTest.keyClick(answer.view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is not answer.view
