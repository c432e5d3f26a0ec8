"""The words of a citation on their page."""

from __future__ import annotations

import pytest

from yidesk.core.types import Document, Page, PageWarning
from yidesk.ui.document.passage import find, reflow
from yidesk.ui.document.sheet import PageSheet

PAGE = "The land-\nlord pays for   the\nroof. 房东负责修\n理屋顶。 The landlord pays."


@pytest.mark.parametrize(
    ("passage", "found"),
    [
        ("The landlord pays for the roof", "The land-\nlord pays for   the\nroof"),
        ("the LANDLORD pays.", "The landlord pays."),
        ("房东负责修理屋顶", "房东负责修\n理屋顶"),
        ("the tenant", None),
        ("", None),
        ("(roof", None),
    ],
)
def test_a_passage_is_found_across_lines(passage, found):
    span = find(PAGE, passage)
    assert (PAGE[slice(*span)] if span else None) == found


def test_wrapped_lines_are_joined_and_every_character_keeps_its_place():
    page = "A line that was wrapped\nby the printer of it, and\nends.\n\nA new one\nshort"
    flowing = reflow(page)
    assert len(flowing) == len(page)
    assert flowing.startswith("A line that was wrapped by the printer of it, and ends.\n\nA new")
    assert "\u200b" in reflow("房东负责修理屋顶和外墙\n以及花园。")


@pytest.fixture
def sheet(qtbot):
    sheet = PageSheet()
    qtbot.addWidget(sheet)
    sheet.resize(500, 400)
    return sheet


DOCUMENT = Document(
    fingerprint="f",
    name="lease.pdf",
    format="pdf",
    pages=(
        Page(number=1, label="", text="😀 The landlord pays."),
        Page(number=2, label="", text="", warning=PageWarning.NO_TEXT),
    ),
)


def test_the_cited_passage_is_highlighted(sheet):
    sheet.open_page(DOCUMENT, 1, "landlord pays")
    assert sheet.highlighted == "landlord pays"
    assert "Page 1 of 2" in sheet._where.text()


def test_other_pages_can_be_turned_to_and_scans_are_said(sheet):
    sheet.open_page(DOCUMENT, 1, "landlord")
    sheet._next.click()
    assert sheet.page == 2
    assert sheet.highlighted == ""
    assert "scan" in sheet._remark.text()
    assert not sheet._next.isEnabled()
    sheet._previous.click()
    assert sheet.highlighted == "landlord"


def test_a_passage_that_is_not_there_is_said(sheet):
    sheet.open_page(DOCUMENT, 1, "the tenant pays")
    assert sheet.highlighted == ""
    assert "not on this page" in sheet._remark.text()
