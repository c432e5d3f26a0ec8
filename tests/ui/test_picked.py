"""What is selected of a conversation: how it looks, and what the clipboard gets of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.pointing import (
    CTRL,
    FIRST,
    MESSAGES,
    choose,
    copied,
    copy,
    draw,
    keys,
    menu,
    open_answered,
    open_long,
    point_of,
    texts,
)
from yidesk.ui.markdown.place import Place


@pytest.fixture
def desk(open_desk):
    return open_answered(open_desk)


@pytest.fixture
def long_desk(open_desk):
    return open_long(open_desk)


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


def test_a_formula_is_copied_as_its_source(open_desk):
    desk = open_desk(r"Energy is $E = mc^2$, he said.")
    desk.ask("energy?")
    answer = desk.answers[0].view
    desk.wait(lambda: "\ufffc" in answer.column.pieces[0].letters)
    draw(answer, point_of(answer, "is "), answer, point_of(answer, ", he", behind=True))
    assert copy(desk) == "is $E = mc^2$, he"


def test_the_menu_copies_quotes_and_selects(desk):
    answer = texts(desk)[1]
    shown = menu(answer)
    enabled = [each.text() for each in shown.actions() if each.isEnabled() and each.text()]
    assert enabled == [
        "Copy the whole text as Markdown",
        "Select all",
        "Delete the question and its answer",
    ]
    shown.close()
    draw(answer, point_of(answer, "The"), answer, point_of(answer, "another item", behind=True))
    choose(desk, answer, "Copy as Markdown")
    read = "The landlord pays for the **roof**.\n\n- one item\n- another item"
    desk.wait(lambda: copied() == read)
    choose(desk, answer, "Quote in the question")
    field = desk.screen.composer.field
    quoted = "> The landlord pays for the roof.\n>\n> one item\n> another item\n\n"
    desk.wait(lambda: field.toPlainText() == quoted)
    desk.wait(field.hasFocus)
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


def test_marks_are_not_painted_over_and_lie_on_the_ground_of_what_is_selected(open_desk, lease):
    desk = open_desk("The landlord pays [p. 1] for the roof.")
    desk.window.presenter.desk.add([lease])
    desk.wait(lambda: not desk.window.presenter.desk.is_opening)
    desk.ask("roof?")
    text = desk.answers[0].view
    text.setFocus()
    keys(desk, "Ctrl+A")
    [piece] = text.column.pieces
    at = piece.letters.index("\ufffc")
    runs = text.selection.in_document(0, piece.document)
    assert [(run.cursor.selectionStart(), run.cursor.selectionEnd()) for run in runs] == [
        (0, at),
        (at + 1, len(piece.letters)),
    ]
    [ground] = text.selection.behind(0, piece.document)
    assert piece.drawer.places == {} or ground.contains(piece.drawer.places[0].center())
    text.grab()
    assert piece.drawer.picked == (0, len(piece.letters))
    assert text.column.pieces[0].drawer.places[0].width() <= ground.width()


def test_the_flat_paragraph_before_a_table_is_not_painted(desk):
    answer = texts(desk)[1]
    answer.setFocus()
    keys(desk, "Ctrl+A")
    number, table = next(
        (n, each) for n, each in enumerate(answer.column.pieces) if "roof" in each.letters and n
    )
    runs = answer.selection.in_document(number, table.document)
    assert [run.cursor.selectedText() for run in runs] == ["who", "what", "landlord", "roof"]
    assert answer.selection.text(answer.column.pieces).count("landlord") == 2
