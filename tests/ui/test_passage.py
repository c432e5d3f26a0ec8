"""The words of a citation on their page."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from yidesk.core.types import Document, Page, PageWarning
from yidesk.ui.bridge import Bridge
from yidesk.ui.document.passage import find, places, reflow
from yidesk.ui.document.sheet import PageSheet

PAGE = "The land-\nlord pays for   the\nroof. 房东负责修\n理屋顶。 The landlord pays."


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("The landlord pays for the roof", "The land-\nlord pays for   the\nroof"),
        ("the LANDLORD pays.", "The land-\nlord pays"),
        ("房东负责修理屋顶", "房东负责修\n理屋顶"),
        ("the tenant", None),
        ("", None),
        ("(roof", "roof"),
        ("(", None),
    ],
)
def test_a_passage_is_found_across_lines(passage, found):
    span = find(PAGE, passage)
    assert (PAGE[slice(*span)] if span else None) == found


PAGES = (
    Page(number=1, label="", text="Before. The tenant must give notice of\nthree months\n\n1"),
    Page(number=2, label="", text="Lease\nbefore the contract ends. After."),
)


@pytest.mark.parametrize(
    ("number", "passage", "found"),
    [
        (1, "give notice", {1: "give notice"}),
        (
            1,
            "The tenant must give notice of three months before the contract ends.",
            {
                1: "The tenant must give notice of\nthree months",
                2: "before the contract ends",
            },
        ),
        (
            2,
            "must give notice of three months before the contract",
            {1: "must give notice of\nthree months", 2: "before the contract"},
        ),
        (1, "The tenant must give notice of nine months before the contract ends.", {}),
    ],
)
def test_a_passage_across_a_page_break_is_found_on_both(number, passage, found):
    spans = places(PAGES, number, passage)
    assert {page: PAGES[page - 1].text[slice(*span)] for page, span in spans.items()} == found


def test_wrapped_lines_are_joined_and_every_character_keeps_its_place():
    page = "A line that was wrapped\nby the printer of it, and\nends.\n\nA new one\nshort"
    flowing = reflow(page)
    assert len(flowing) == len(page)
    assert flowing.startswith("A line that was wrapped by the printer of it, and ends.\n\nA new")
    assert "\u200b" in reflow("房东负责修理屋顶和外墙\n以及花园。")


def test_items_of_a_list_stay_on_lines_of_their_own():
    lines = (
        "• fakeroot - 以普通用户来模拟 root 用户环境 (参看 fakeroot(1))",
        "• file - 这个小程序可以检测文件的类型",
        "（一）甲方应当按照约定的日期将房屋交付给乙方使用",
        "（二）乙方应当按照约定的日期向甲方支付租金",
        "The tenant pays for the garden and the roof",
        "2) The landlord pays for whatever else",
    )
    page = "\n".join(lines)
    assert reflow(page) == page


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.cancel_all()
    assert bridge.join(5)


@pytest.fixture
def sheet(qtbot, bridge):
    sheet = PageSheet(bridge, None)
    qtbot.addWidget(sheet)
    sheet.resize(500, 400)
    return sheet


DOCUMENT = Document(
    fingerprint="f",
    name="lease.md",
    format="markdown",
    pages=(
        Page(number=1, label="", text="😀 The landlord pays."),
        Page(number=2, label="", text="", warning=PageWarning.NO_TEXT),
    ),
)


def test_the_cited_passage_is_highlighted(sheet):
    sheet.open_page(DOCUMENT, 1, "landlord pays")
    assert sheet.highlighted == "landlord pays"
    assert (sheet.tools.number.text(), sheet.tools.total.text()) == ("1", "of 2")


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("iv", "Page number in the document: iv"),
        ("3-12", "Page number in the document: 3-12"),
        ("Chapter 2", "Chapter 2"),
        ("1", ""),
    ],
)
def test_what_the_document_calls_the_page_is_said_so_that_it_is_understood(sheet, label, said):
    page = Page(number=1, label=label, text="The rent.")
    sheet.open_page(Document(fingerprint="g", name="a", format="text", pages=(page,)), 1)
    assert sheet._remark.text() == said


@pytest.mark.parametrize(
    ("label", "source"), [("Prices › 2-41", "a.xlsx › Prices › 2-41, p. 1"), ("iv", "a.xlsx, p. 1")]
)
def test_what_is_copied_names_the_place_as_the_document_does(sheet, label, source):
    page = Page(number=1, label=label, text="The rent.")
    sheet.open_page(
        Document(fingerprint="g", name="a.xlsx", format="xlsx", pages=(page,)), 1, "rent"
    )
    sheet.copy()
    assert QGuiApplication.clipboard().text() == f"“rent” ({source})"


def test_other_pages_can_be_turned_to_and_scans_are_said(sheet):
    sheet.open_page(DOCUMENT, 1, "landlord")
    sheet.tools.next.click()
    assert sheet.page == 2
    assert sheet.highlighted == ""
    assert "scan" in sheet._remark.text()
    assert not sheet.tools.next.isEnabled()
    sheet.tools.previous.click()
    assert sheet.highlighted == "landlord"


def test_a_passage_that_is_not_there_is_said(sheet):
    sheet.open_page(DOCUMENT, 1, "the tenant pays")
    assert sheet.highlighted == ""
    assert "not on this page" in sheet._remark.text()
