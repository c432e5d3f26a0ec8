"""An answer in another language than its document, in a real window: the page it is likely from."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from yidesk.ui.chat.sources import SourceButton
from yidesk.ui.window import SAMPLE

GRAPHICS = "借助 CUDA、Metal 或 Vulkan，显卡会被程序用上，演示模型的窗口能容纳一本小册子"
ANSWER = f"{GRAPHICS}。鲸鱼在大海深处唱歌，它们的孩子喝奶。{GRAPHICS}[第6页]。{GRAPHICS}[第3页]。"


@pytest.fixture
def desk(open_desk):
    desk = open_desk(ANSWER, context=32_768)
    desk.window.take([SAMPLE])
    desk.wait(lambda: [chip.is_read for chip in desk.screen.chips.chips] == [True])
    desk.ask("How large?")
    return desk


def test_the_likely_page_is_marked_told_and_opened_with_its_passage(desk):
    [answer] = desk.answers
    marks = answer.view._marks
    cited, wrong, alone = (each for each in marks if each.page == 6)
    assert alone.label == cited.label == "likely p. 6"
    assert wrong.label == "p. 3 → likely p. 6 ?"
    assert [each.is_likely for each in (alone, cited, wrong)] == [True, True, False]
    assert not any(each.is_likely for each in marks if each.page != 6)
    view = QAccessible.queryAccessibleInterface(answer.view)
    told = view.text(QAccessible.Text.Description)
    assert "likely p. 6. Likely from this page: " in told
    assert "3 sentences likely from pages in another language" in answer._coverage.text()

    answer.view.mark_activated.emit(alone)
    sheet = desk.window.sheet
    desk.wait(lambda: sheet.isVisible() and sheet.page == 6 and "CUDA" in sheet.highlighted)


def test_its_button_below_the_answer_says_so(desk):
    [button] = desk.answers[0].findChildren(SourceButton)
    assert button._mark.label.startswith("likely ")
    assert "Likely from this page: " in button.accessibleName()
    button.click()
    desk.wait(lambda: desk.window.sheet.page == 6)
