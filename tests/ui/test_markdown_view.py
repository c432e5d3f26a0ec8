"""The view of a text that streams in."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QTextFormat, QTextTable
from PySide6.QtTest import QTest

from yidesk.core.types import Verdict
from yidesk.ui import fonts
from yidesk.ui.markdown import code, documents, formulas
from yidesk.ui.markdown.blocks import CODE_LINES, Kind
from yidesk.ui.markdown.code_head import CodeHead
from yidesk.ui.markdown.marks import FIRST, Mark, base_line, with_marks
from yidesk.ui.markdown.paragraphs import blocks_of
from yidesk.ui.markdown.place import Place
from yidesk.ui.markdown.tex import Tex
from yidesk.ui.markdown.view import MarkdownView
from yidesk.ui.theme import Theme, colour

TEXT = """# 标题

Some *text* with `code` and 中文。

- one
- two

```python
x = 1  # 注释
```

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def view(qtbot):
    view = MarkdownView()
    qtbot.addWidget(view)
    view.resize(600, 40)
    view.show()
    return view


def mark(text: str, reference: str, verdict: Verdict = Verdict.VERIFIED) -> Mark:
    start = text.index(reference)
    return Mark(
        start=start,
        end=start + len(reference),
        label=reference.strip("[]"),
        verdict=verdict,
        tip="<b>tip</b>",
        document="d",
        page=3,
        quote="words",
    )


def everything(view: MarkdownView) -> str:
    view.choose(Place(0, 0), view.column.end())
    return view.selected_text()


def test_a_streamed_text_becomes_what_the_whole_text_is(view):
    for at in range(0, len(TEXT), 5):
        view.append(TEXT[at : at + 5])
        view.flush()
    streamed = everything(view)
    view.set_source(TEXT)
    assert streamed == everything(view)
    assert view.source == TEXT


@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize("until", [TEXT.index("code") + 2, TEXT.index("x = 1") + 3, len(TEXT) - 8])
def test_a_theme_that_changes_while_text_streams_in_changes_no_letter(view, qapp, until, is_shown):
    view.append(TEXT[:until])
    if is_shown:
        view.flush()
    qapp.findChild(Theme).wear(Qt.ColorScheme.Dark)
    view.append(TEXT[until:])
    view.flush()
    streamed = everything(view)
    heads = [each for each in view.findChildren(CodeHead) if each.isVisible()]
    assert view.source == TEXT
    view.set_source(TEXT)
    assert streamed == everything(view)
    assert len(heads) == 1


LINES = st.sampled_from(
    (
        "",
        "text **bold**",
        "`code` 中**文**",
        "- item",
        "  more",
        "1. one",
        "   ```py",
        "```",
        "```py",
        "| a | b |",
        "|---|---|",
        "> q",
        "> ```",
        "    x = 1",
        "# h",
        "---",
        "~~~",
        "$x$",
    )
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_the_pieces_in_which_a_text_arrives_make_no_difference(view, lines, steps):
    formulas._set(Tex("$x$", "x", is_display=False))  # it comes at no time between the two
    source, at = "\n".join(lines), 0
    view.restart("")
    for step in itertools.cycle(steps):
        view.append(source[at : at + step])
        view.flush()
        at += step
        if at >= len(source):
            break
    streamed = MarkdownView()
    view.set_source(source)
    streamed.set_source(source)
    assert dressed(view) == dressed(streamed)


def dressed(view: MarkdownView) -> list[tuple[Kind, bool, str]]:
    return [(each.kind, each.is_end, each.document.toHtml()) for each in view.column.pieces]


def test_letters_that_arrive_together_are_shown_together(qtbot, view):
    with qtbot.waitSignal(view.grown):
        for letter in "some letters":
            view.append(letter)
    assert everything(view) == "some letters"


def test_what_is_closed_is_never_made_again(view):
    view.append("first\n\nsecond\n\n```\ncode\n")
    view.flush()
    closed = [piece.document for piece in view.column.pieces]
    view.append("more code\n```\n\nlast")
    view.flush()
    assert [piece.document for piece in view.column.pieces[:3]] == closed
    assert "code\nmore code" in everything(view)


def test_code_is_coloured_when_it_closes(qtbot, view):
    view.append("```python\nimport this\n")
    view.flush()
    document = view.column.pieces[0].document
    assert document.begin().layout().formats() == []
    view.append("```\n")
    view.flush()
    qtbot.waitUntil(lambda: bool(document.begin().layout().formats()))


def test_nothing_is_ever_fetched(view, monkeypatch):
    asked = []
    monkeypatch.setattr(
        documents.QuietDocument, "loadResource", lambda self, *args: asked.append(args)
    )
    view.set_source(
        "![a plan](https://example.org/plan.png) ![](file:///etc/passwd) "
        "<img src='https://example.org/x.png'>"
    )
    view.grab()
    assert asked == []
    assert "[a plan]" in everything(view)


def test_a_link_is_told_and_not_opened(qtbot, view):
    view.set_source("[docs](https://example.org/a)")
    with qtbot.waitSignal(view.link_activated) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    assert told.args == [QUrl("https://example.org/a")]


def test_a_mark_stands_in_the_text_and_leads_to_its_page(qtbot, view):
    text = "The roof [p. 3] is old."
    view.set_source(text, [mark(text, "[p. 3]")])
    assert everything(view) == "The roof [p. 3] is old."
    view.grab()
    box = view.column.pieces[0].document.drawer.places[0]
    with qtbot.waitSignal(view.mark_activated) as told:
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert told.args[0].page == 3


def test_marks_do_not_disturb_markdown_around_them(view):
    text = "**All of it.** Next *one* [p. 1].\n\n- a [p. 2]\n- b\n\n`[p. 3]` 😀 [p. 4]"
    marks = [mark(text, f"[p. {n}]") for n in (1, 2, 3, 4)]
    marks.append(Mark(start=12, end=12, label="no source", verdict=Verdict.UNSURE, tip=""))
    view.set_source(text, marks)
    assert everything(view) == (
        "All of it. [no source] Next one [p. 1].\n\na [p. 2]\nb\n\n[p. 3] 😀 [p. 4]"
    )


def test_a_mark_in_a_program_is_written_out(view):
    text = "```\na [p. 1] b\n```\n"
    view.set_source(text, [mark(text, "[p. 1]")])
    assert everything(view) == "a [p. 1] b"


def test_private_characters_of_the_model_make_no_marks(view):
    view.set_source("odd \ue000 letter", [])
    assert everything(view) == "odd � letter"


def test_a_line_ends_where_the_model_ended_it(view):
    view.set_source("one\ntwo 😀\n三\n\n- a\n- b\n\n# h\n| h |\n|---|\n| c |\n\n1. x\n2. y")
    assert everything(view).split("\n\n")[:2] == ["one\ntwo 😀\n三", "a\nb"]
    assert everything(view).split()[3:] == ["三", "a", "b", "h", "h", "c", "x", "y"]


def test_a_question_is_shown_as_it_was_typed(view):
    view.set_plain("# not a heading\n*as typed*")
    assert everything(view) == "# not a heading\n*as typed*"


def test_the_height_follows_the_width(view):
    view.set_source("word " * 200)
    before = view.height()
    view.resize(300, view.height())
    assert view.height() > before


def test_an_open_program_grows_at_its_end_only(view):
    """20,000 characters of open fence are appended, not made again."""
    view.hide()  # no screen is as high
    view.height_at(600)
    view.append("```\n" + "x = compute()\n" * 1_450)
    view.flush()
    view.look(view.height() - 500, view.height())
    before = [piece.made for piece in view.column.pieces]
    assert before[-1] is not None
    assert before[1] is None  # too far away to be made
    for _ in range(80):
        view.append("y = more()\n")
        view.flush()
    assert [piece.made for piece in view.column.pieces][: len(before)] == before
    assert everything(view).count("y = more()") == 80


def test_lines_that_are_added_to_a_program_leave_those_above_as_they_are(view):
    view.append("```\n" + "x = compute()\n" * 90)
    view.flush()
    document = view.column.pieces[0].document
    end, changed = document.size().height(), []
    document.documentLayout().update.connect(lambda box: changed.append(QRectF(box)))
    view.append("y = more()\n")
    view.flush()
    assert changed
    assert min(each.top() for each in changed) >= end - 40


def test_what_passes_by_while_a_long_program_comes_at_once_is_not_made(view, monkeypatch):
    made = []
    monkeypatch.setattr("yidesk.ui.markdown.view.TEXT_S", 60.0)  # all of it in one frame
    monkeypatch.setattr(code, "code", lambda text, make=code.code: made.append(text) or make(text))
    view.hide()  # no screen is as high
    view.height_at(600)
    view.grown.connect(lambda: view.look(view.height() - 500, view.height()))
    view.append("```\n" + "".join(f"x_{n} = compute()\n" for n in range(5_000)))
    view.flush()
    assert len(view.column.pieces) == 5_000 / CODE_LINES
    assert len(made) <= 2
    assert "x_4999" in made[-1]
    assert view.column.pieces[-1].is_laid_out(600)


def test_a_program_that_ends_far_below_what_is_seen_is_coloured(qtbot, view):
    view.hide()  # no screen is as high
    view.height_at(600)
    view.set_source("```python\n" + "x = 'text'  # a note\n" * 1_400 + "```\n")
    assert view.column.pieces[-1].made is None
    first = view.column.pieces[0].document
    for line in (0, CODE_LINES - 1):  # painted in several strokes
        block = first.findBlockByNumber(line)
        qtbot.waitUntil(lambda block=block: bool(block.layout().formats()))


def test_a_program_that_was_cut_is_copied_whole(view):
    lines = "\n".join(f"x = {n}" for n in range(450))
    view.set_source(f"```python\n{lines}\n```\n\nafter")
    [head] = [each for each in view.findChildren(CodeHead) if each.isVisible()]
    head.copy.click()
    assert QGuiApplication.clipboard().text() == lines
    assert everything(view) == f"{lines}\n\nafter"


def test_what_a_complete_text_has_in_common_with_the_streamed_one_is_kept(view):
    text = "one [p. 1]\n\ntwo\n\n```\nx\n```\n\n- a"
    view.append(text)
    view.flush()
    before = [piece.document for piece in view.column.pieces]
    view.set_source(text, [mark(text, "[p. 1]")])
    after = [piece.document for piece in view.column.pieces]
    assert after[0] is not before[0]
    assert after[1:] == before[1:]


@pytest.mark.parametrize("is_program", [True, False])
def test_what_is_kept_of_a_long_text_is_kept_wherever_it_is_cut(view, is_program):
    view.hide()  # no screen is as high
    view.height_at(600)
    text = "\n\n".join(f"paragraph {n} " * 30 for n in range(100))
    if is_program:
        text = "```\n" + "x = compute()\n" * 2_500 + "```\n"
    view.append(text)
    view.flush()
    view.look(0, 2 * view.height())
    before = [piece.made for piece in view.column.pieces[:-1]]  # the last one was not complete
    view.set_source(text)
    view.flush()
    assert None not in before
    assert [piece.made for piece in view.column.pieces[: len(before)]] == before


def test_a_text_that_is_very_long_comes_in_slices(qtbot, view):
    view.hide()  # no screen is as high
    view.height_at(600)
    text = "\n\n".join(f"paragraph {n}" for n in range(5_000))
    view.set_source(text)
    assert len(view.column.pieces) < 2_000
    qtbot.waitUntil(lambda: len(view.column.pieces) == 5_000)
    view.set_source(text + "\n\nmore")
    assert len(view.column.pieces) == 5_000  # what was shown is shown meanwhile
    view.flush()
    assert view.column.pieces[-1].text == "more"


def test_a_long_text_is_laid_out_where_it_is_looked_at(view):
    view.hide()  # no screen is as high
    view.height_at(600)
    view.set_source("\n\n".join(f"paragraph {n}" for n in range(1_000)))
    assert view.column.pieces[0].made is not None
    assert view.column.pieces[999].made is None
    view.look(view.height() - 300, view.height())
    assert view.column.pieces[999].made is not None
    assert view.column.pieces[0].made is None  # given up again
    assert view.height() == round(view.column.pieces[999].bottom)


@pytest.mark.parametrize("label", ["p. 5", "第 5 页", "无出处"])
def test_the_letters_of_a_mark_stand_in_its_middle(qapp, label):
    box = QRectF(0, 0, 80, 18)
    font = fonts.small()
    body = QFontMetricsF(font).tightBoundingRect("国" if ord(label[0]) > 0x3400 else "H")
    body.translate(0, base_line(font, label, box))
    assert abs(body.center().y() - box.center().y()) < 0.6
    assert box.top() < body.top()
    assert body.bottom() < box.bottom()


def test_a_chinese_sentence_stands_apart_from_the_mark_before_it():
    behind = Mark(start=3, end=3, label="x", verdict=Verdict.UNSURE, tip="")
    assert with_marks("甲方。乙方。", [behind])[4:] == chr(FIRST) + " 乙方。"


def test_tab_goes_through_links_and_marks_and_enter_follows(qtbot, view):
    text = "A [li**n**k](https://example.org/a), a mark [p. 3]\n\nand [another](https://b.org)."
    view.set_source(text, [mark(text, "[p. 3]")])
    view.setFocus()
    view.grab()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    with qtbot.waitSignal(view.link_activated) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [QUrl("https://example.org/a")]
    plain = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view.grab().toImage() != plain  # the ring is elsewhere
    assert view._name_of_target().startswith("p. 3. tip")
    with qtbot.waitSignal(view.mark_activated) as told:
        QTest.keyClick(view, Qt.Key.Key_Space)
    assert told.args[0].page == 3
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert view._name_of_target() == "another. https://b.org"
    QTest.keyClick(view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert view.target.mark == 0
    view.clearFocus()
    assert view.target is None


def test_a_head_stands_as_the_column_below_it():
    document = documents.markdown("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n")
    [table] = [each for each in document.rootFrame().childFrames() if isinstance(each, QTextTable)]
    for column in range(3):
        head, below = (
            table.cellAt(row, column).firstCursorPosition().blockFormat().alignment()
            for row in (0, 1)
        )
        assert head == below


def test_a_rule_is_a_hairline_and_tasks_have_boxes_of_the_theme():
    document = documents.markdown("- [ ] open\n- [x] done\n\n---\n\nEnd.")
    assert (len(document.marked.open), len(document.marked.done)) == (1, 1)
    rule = QTextFormat.Property.BlockTrailingHorizontalRulerWidth
    forms = [block.blockFormat() for block in blocks_of(document)]
    rules = [form.background().color() for form in forms if form.hasProperty(rule)]
    assert rules == [colour("hairline")]
