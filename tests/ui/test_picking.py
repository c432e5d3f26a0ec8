"""Selecting over the whole conversation, with the events that a mouse and a keyboard make."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.long_chat import written
from yidesk.ui.markdown.place import Place

FIRST = """The landlord pays for the **roof**.

- one item
- another item

```python
rent = 1_000
more = 2
```

| who | what |
|---|---|
| landlord | roof |

屋顶由房东负责，窗户由房客负责。"""
LEFT = Qt.MouseButton.LeftButton
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MESSAGES = 120


@pytest.fixture
def desk(open_desk):
    desk = open_desk(FIRST, "The tenant pays for the windows.")
    desk.ask("Who pays?")
    desk.ask("And the windows?")
    QGuiApplication.clipboard().clear()
    return desk


@pytest.fixture
def long_desk(open_desk):
    desk = open_desk("new words")
    desk.window.presenter.open_chat(written(desk.parts.store, MESSAGES))
    desk.wait(lambda: len(desk.screen.transcript.entries) == MESSAGES)
    desk.wait(lambda: not desk.screen.transcript._ahead.isActive())
    return desk


def texts(desk):
    return [view.view for view in desk.screen.transcript.views]


def point_of(text, words: str, *, behind: bool = False) -> QPoint:
    """Where WORDS begin in a text, or where they end."""
    for number, piece in enumerate(text.column.pieces):
        at = piece.letters.find(words)
        if at >= 0:
            caret = text.caret_at(Place(number, at + (len(words) if behind else 0)))
            return (caret.center() + QPointF(-1 if behind else 1, 0)).toPoint()
    raise AssertionError(f"{words} are nowhere")


def draw(text, begin: QPoint, other, end: QPoint) -> None:
    """Press on one text and let go over another one."""
    QTest.mousePress(text, LEFT, pos=begin)
    to = text.mapFromGlobal(other.mapToGlobal(end))
    QTest.mouseMove(text, (begin + to) / 2)
    QTest.mouseMove(text, to)
    QTest.mouseRelease(text, LEFT, pos=to)


def copied() -> str:
    return QGuiApplication.clipboard().text()


def copy(desk) -> str:
    """What Ctrl+C puts on the clipboard."""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_C, CTRL)
    desk.wait(copied)
    return copied()


def test_a_selection_runs_over_messages_and_names_who_speaks(desk):
    question, answer, following, last = texts(desk)
    bar = desk.screen.transcript.verticalScrollBar()
    bar.setValue(bar.maximum())
    draw(answer, point_of(answer, "窗户"), last, point_of(last, "tenant", behind=True))
    assert (
        copy(desk)
        == "Scripted:\n窗户由房客负责。\n\nYou:\nAnd the windows?\n\nScripted:\nThe tenant"
    )
    assert question.selection.is_empty
    assert following.selected_text() == "And the windows?"


def test_it_can_be_drawn_backwards_and_from_a_margin(desk):
    transcript = desk.screen.transcript
    bar = transcript.verticalScrollBar()
    bar.setValue(bar.maximum())
    last = texts(desk)[-1]
    sheet = transcript.sheet
    begin = QPoint(4, last.mapTo(sheet, QPoint(0, last.height() // 2)).y())
    QTest.mousePress(sheet, LEFT, pos=begin)
    QTest.mouseMove(sheet, begin - QPoint(0, 100))
    QTest.mouseRelease(sheet, LEFT, pos=begin - QPoint(0, 100))
    assert last.hasFocus()
    first, second = desk.screen.picker.selection.ends
    assert first.row < second.row == 3
    assert second.place == Place(0, 0)


def test_blocks_of_every_kind_are_copied_as_they_are_read(desk):
    answer = texts(desk)[1]
    desk.screen.transcript.verticalScrollBar().setValue(0)
    draw(answer, point_of(answer, "pays"), answer, point_of(answer, "more = 2", behind=True))
    assert copy(desk) == ("pays for the roof.\n\none item\nanother item\n\nrent = 1_000\nmore = 2")
    mime = QGuiApplication.clipboard().mimeData()
    assert not mime.hasHtml()  # a block was cut


def test_whole_blocks_are_copied_as_html_and_markdown_too(desk):
    answer = texts(desk)[1]
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_A, CTRL)
    assert copy(desk).startswith("You:\nWho pays?\n\nScripted:\nThe landlord pays for the roof.")
    mime = QGuiApplication.clipboard().mimeData()
    markdown = bytes(mime.data("text/markdown").data()).decode()
    assert markdown.startswith(f"**You:**\n\nWho pays?\n\n**Scripted:**\n\n{FIRST}\n\n**You:**")
    assert "<td>landlord</td>" in mime.html()
    assert "<strong>roof</strong>" in mime.html()
    assert '<code class="language-python">rent = 1_000\nmore = 2\n</code>' in mime.html()


def press(text, point: QPoint, kind: QEvent.Type, when: int) -> None:
    """One event of a mouse at a time of its own, in milliseconds."""
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    where, there = QPointF(point), QPointF(text.mapToGlobal(point))
    event = QMouseEvent(kind, where, there, LEFT, buttons, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(when)
    QApplication.sendEvent(text, event)


def click(text, point: QPoint, times: int) -> None:
    kinds = QEvent.Type
    for number in range(times):
        pressed = kinds.MouseButtonDblClick if number == 1 else kinds.MouseButtonPress
        press(text, point, pressed, 1_000 + 100 * number)
        press(text, point, kinds.MouseButtonRelease, 1_050 + 100 * number)


def test_twice_selects_a_word_and_thrice_a_paragraph(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "oof"), 2)  # in the middle of the word
    assert answer.selected_text() == "roof"
    click(answer, point_of(answer, "客"), 2)  # every Chinese character is a word
    assert answer.selected_text() == "客"
    click(answer, point_of(answer, "her item"), 3)
    assert answer.selected_text() == "another item"
    click(answer, point_of(answer, "land", behind=True), 3)  # paragraphs of a cell
    assert answer.selected_text() == "The landlord pays for the roof."


def test_a_slow_third_click_selects_nothing(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "roof"), 2)
    press(answer, point_of(answer, "roof"), QEvent.Type.MouseButtonPress, 60_000)
    assert desk.screen.picker.is_empty


def test_what_was_begun_with_a_word_grows_by_words(desk):
    answer = texts(desk)[1]
    begin, end = point_of(answer, "ndlord"), point_of(answer, "oof")
    click(answer, begin, 1)
    press(answer, begin, QEvent.Type.MouseButtonDblClick, 1_100)
    press(answer, end, QEvent.Type.MouseMove, 1_200)
    press(answer, end, QEvent.Type.MouseButtonRelease, 1_300)
    assert answer.selected_text() == "landlord pays for the roof"


def test_shift_and_a_click_go_on_from_where_it_was_begun(desk):
    answer = texts(desk)[1]
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "landlord"))
    QTest.mouseClick(answer, LEFT, SHIFT, pos=point_of(answer, "another", behind=True))
    assert answer.selected_text() == "landlord pays for the roof.\n\none item\nanother"
    QTest.mouseClick(answer, LEFT, SHIFT, pos=point_of(answer, "pays", behind=True))
    assert answer.selected_text() == "landlord pays"


def keys(desk, *sequences: str) -> None:
    for sequence in sequences:
        stroke = QKeySequence(sequence)[0]
        QTest.keyClick(QApplication.focusWidget(), stroke.key(), stroke.keyboardModifiers())


def test_the_keyboard_selects_letters_words_and_lines(desk):
    answer = texts(desk)[1]
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "pays"))
    keys(desk, "Shift+Right", "Shift+Right")
    assert answer.selected_text() == "pa"
    keys(desk, "Ctrl+Shift+Right")
    assert answer.selected_text() == "pays "
    keys(desk, "Shift+End")
    assert answer.selected_text() == "pays for the roof."
    keys(desk, "Shift+Down")
    assert answer.selected_text() == "pays for the roof.\n\none item"  # as far right as that is
    keys(desk, "Shift+Home", "Shift+Left")
    assert answer.selected_text() == "pays for the roof."
    keys(desk, "Shift+Up", "Ctrl+Shift+Left")
    assert answer.selected_text() == "The landlord "


def test_the_keyboard_goes_from_turn_to_turn_and_to_both_ends(desk):
    question, answer, following, last = texts(desk)
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "landlord"))
    keys(desk, "Ctrl+Shift+Home")
    assert question.selected_text() == "Who pays?"
    assert answer.selected_text() == "The "
    keys(desk, "Ctrl+Shift+End")
    assert question.selection.is_empty
    assert last.selected_text() == "The tenant pays for the windows."
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "房客负责", behind=True))
    keys(desk, "Shift+Right", "Shift+Right", "Shift+Right")
    assert following.selected_text() == "A"


def test_a_page_at_a_time(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    QTest.mouseClick(text, LEFT, pos=point_of(text, "That is"))
    before = transcript.verticalScrollBar().value()
    keys(long_desk, "Shift+PgUp", "Shift+PgUp")
    first, last = long_desk.screen.picker.selection.ends
    assert first.row < last.row
    assert transcript.verticalScrollBar().value() < before
    keys(long_desk, "Shift+PgDown", "Shift+PgDown", "Shift+PgDown")
    assert long_desk.screen.picker.selection.head == long_desk.screen.picker._spots.last()


def test_escape_clears_it_before_it_does_anything_else(desk):
    answer = texts(desk)[1]
    click(answer, point_of(answer, "roof"), 2)
    desk.screen.find_bar.open_bar()
    answer.setFocus()
    keys(desk, "Esc")
    assert desk.screen.picker.is_empty
    assert answer.selected_text() == ""
    assert desk.screen.find_bar.isVisible()
    keys(desk, "Esc")
    assert not desk.screen.find_bar.isVisible()


def test_everything_is_copied_though_little_of_it_has_widgets(long_desk):
    transcript = long_desk.screen.transcript
    transcript.views[-1].view.setFocus()
    keys(long_desk, "Ctrl+A")
    assert len(transcript.views) < 30
    QGuiApplication.clipboard().clear()
    whole = copy(long_desk)
    for number in range(1, MESSAGES, 2):
        assert f"You:\nQuestion {number}: who pays for it, and since when?\n\nYi:\n" in whole
        assert f"Answer {number + 1}. The landlord" in whole
    assert whole.endswith("ask again whenever something is not clear.")


def test_it_comes_back_with_the_turns_that_are_scrolled_away(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    entry = transcript.entries[-1]
    draw(text, point_of(text, "landlord"), text, point_of(text, "roof", behind=True))
    assert text.selected_text() == "landlord pays for the roof"
    long_desk.screen.composer.field.setFocus()  # a text that has the focus keeps its widget
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    assert entry.view is None
    bar.setValue(bar.maximum())
    assert entry.view is not None
    assert entry.view.view.selected_text() == "landlord pays for the roof"


def test_it_scrolls_while_the_mouse_is_above_what_can_be_seen(long_desk):
    transcript = long_desk.screen.transcript
    text = transcript.views[-1].view
    bar = transcript.verticalScrollBar()
    before, begin = bar.value(), point_of(text, "That is")
    QTest.mousePress(text, LEFT, pos=begin)
    above = text.mapFromGlobal(transcript.viewport().mapToGlobal(QPoint(300, -40)))
    QTest.mouseMove(text, above)
    long_desk.wait(lambda: bar.value() < before - 300)
    QTest.mouseRelease(text, LEFT, pos=above)
    stood = bar.value()
    first, last = long_desk.screen.picker.selection.ends
    assert first.row < last.row == MESSAGES - 1
    top = transcript.sheet.mapFrom(transcript.viewport(), QPoint(300, 0)).y()
    assert abs(long_desk.screen.picker._spots.caret(first).top() - top) < 120
    assert not long_desk.screen.picker._scrolling.isActive()
    assert bar.value() == stood


def test_text_that_streams_in_does_not_move_it(open_desk):
    desk = open_desk("The roof leaks, says\n\n- the landlord <wait>")
    desk.type("roof?")
    desk.press(Qt.Key.Key_Return)
    desk.wait(lambda: desk.answers and "landlord" in desk.answers[0].view.source)
    answer = desk.answers[0]
    answer.view.flush()
    answer.view.setFocus()
    keys(desk, "Ctrl+A")
    assert answer.view.selected_text() == "The roof leaks, says\nthe landlord"
    answer.append("and the tenant\n\nMore of it")
    answer.view.flush()
    assert len(answer.view.column.pieces) == 2  # the list was part of the paragraph before
    assert answer.view.selected_text() == "The roof leaks, says\n\nthe landlord"


def test_marks_that_come_with_the_end_do_not_move_it(open_desk, lease):
    desk = open_desk("The landlord [p. 1] pays for the roof [p. 1], I think.")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)
    desk.ask("roof?")
    answer = desk.answers[0]
    marked = answer.view.column.pieces[0].letters
    assert marked.count("\ufffc") == 2
    source = answer.view.source
    answer.view.restart(source)  # as it stood while it streamed
    QTest.mouseClick(answer.view, LEFT, pos=point_of(answer.view, "pays"))
    QTest.mouseClick(answer.view, LEFT, SHIFT, pos=point_of(answer.view, "think", behind=True))
    assert answer.view.selected_text() == "pays for the roof [p. 1], I think"
    entry = desk.screen.transcript.entries[-1]
    desk.wait(lambda: entry.turn is not None)
    report = entry.turn.report
    answer.finish(source, entry.turn.state, report, desk.window.presenter.desk.documents)
    assert answer.view.selected_text() == "pays for the roof [p. 1], I think"


def test_it_stays_with_its_turns_when_a_question_is_asked_after_it(desk):
    answer = texts(desk)[1]
    draw(answer, point_of(answer, "landlord"), answer, point_of(answer, "roof", behind=True))
    desk.ask("And the door?")
    assert answer.selected_text() == "landlord pays for the roof"
    desk.window.presenter.new_chat()
    assert desk.screen.picker.is_empty


def test_a_formula_is_copied_as_its_source(open_desk):
    desk = open_desk(r"Energy is $E = mc^2$, he said.")
    desk.ask("energy?")
    answer = desk.answers[0].view
    desk.wait(lambda: "\ufffc" in answer.column.pieces[0].letters)
    draw(answer, point_of(answer, "is "), answer, point_of(answer, ", he", behind=True))
    assert copy(desk) == "is $E = mc^2$, he"


def test_a_link_is_followed_by_a_click_and_not_by_a_selection(open_desk):
    desk = open_desk("See [this place](https://example.org/a) for more.")
    desk.ask("where?")
    answer = desk.answers[0].view
    draw(answer, point_of(answer, "place"), answer, point_of(answer, "place", behind=True))
    assert answer.selected_text() == "place"
    assert desk.notices == []
    QTest.mouseClick(answer, LEFT, pos=point_of(answer, "place"))
    assert desk.notices == ["The answer links to https://example.org/a"]
    assert desk.screen.picker.is_empty


def test_words_that_are_found_stay_marked_in_what_is_selected(desk):
    bar = desk.screen.find_bar
    bar.open_bar()
    bar.field.setText("landlord")
    desk.wait(lambda: bar.text.endswith(("of 2", "of 3", "of 4")))
    before = bar.text
    answer = texts(desk)[1]
    answer.setFocus()
    keys(desk, "Ctrl+A")
    assert answer.hits.words == "landlord"
    bar.go_on()
    assert bar.text != before
    assert not desk.screen.picker.is_empty


def menu(text) -> QMenu:
    point = QPoint(5, 5)
    QApplication.sendEvent(
        text,
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, text.mapToGlobal(point)),
    )
    return next(each for each in text.findChildren(QMenu) if each.isVisible())


def choose(desk, text, name: str) -> None:
    shown = menu(text)
    next(each for each in shown.actions() if each.text() == name).trigger()
    shown.close()


def test_the_menu_copies_quotes_and_selects(desk):
    answer = texts(desk)[1]
    shown = menu(answer)
    enabled = [each.text() for each in shown.actions() if each.isEnabled() and each.text()]
    assert enabled == ["Copy the whole text as Markdown", "Select all"]
    shown.close()
    draw(answer, point_of(answer, "The"), answer, point_of(answer, "another item", behind=True))
    choose(desk, answer, "Copy as Markdown")
    assert copied() == "The landlord pays for the **roof**.\n\n- one item\n- another item"
    choose(desk, answer, "Quote in the question")
    field = desk.screen.composer.field
    quoted = "> The landlord pays for the roof.\n>\n> one item\n> another item\n\n"
    assert field.toPlainText() == quoted
    assert field.hasFocus()
    choose(desk, answer, "Select all")
    assert desk.screen.picker.selection.ends[1].row == 3


def test_letters_that_are_selected_have_the_colours_of_the_theme(desk, qapp):
    from yidesk.ui.theme import Theme, colour

    answer = texts(desk)[1]
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        qapp.findChild(Theme).wear(scheme)
        answer.setFocus()
        desk.screen.picker.clear()
        line = answer.line_at(Place(0, 4)).toRect()
        plain = answer.grab(line).toImage().pixelColor(line.width() // 2, 2)
        keys(desk, "Ctrl+A")
        picked = answer.grab(line).toImage().pixelColor(line.width() // 2, 2)
        assert plain != picked
        assert picked.name() == colour("selection").name()
