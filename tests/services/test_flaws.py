"""Scans, garbled and blank pages in the coverage of all three ways of reading."""

from __future__ import annotations

import pytest

from tests.reader.make_pdf import Font, Sheet, write_pdf
from yidesk.core.types import Coverage, Flaw, Mode, PageWarning
from yidesk.services.flaws import told_flaws

FLAWS = (
    Flaw(warning=PageWarning.NO_TEXT, pages=(2, 3)),
    Flaw(warning=PageWarning.GARBLED, pages=(5,)),
)
SAID = "pictures without text (scans): p. 2–3; text that cannot be trusted: p. 5"


@pytest.fixture
def mixed(tmp_path):
    """Seven pages: text, two scans (one with a stamp), a blank one, garbled text, text, text."""
    return write_pdf(
        tmp_path / "mixed.pdf",
        "The lamp burns 47 kilograms of oil every night of the long winter.",
        Sheet(picture=True),
        Sheet(lines=("Received 5 March",), picture=True),
        Sheet(content=b""),
        Sheet(lines=("what a person sees", "is not what is mapped"), font=Font.BROKEN),
        "Pets are not allowed in the tower.",
        "The end.",
    )


@pytest.mark.parametrize("mode", [Mode.WHOLE, Mode.SEARCH, Mode.SWEEP])
def test_every_way_of_reading_names_them(desk, mixed, mode):
    desk.script("47 kilograms [p. 1].", "47 kilograms.", "47 kilograms [p. 1].")
    chat = desk.chats.create()
    desk.chats.add_document(chat, mixed)
    (coverage,) = desk.ask(chat, "How many kilograms of oil?", mode=mode).coverage
    assert coverage.flaws == FLAWS
    assert coverage.without_text == (2, 5)
    assert told_flaws(coverage) == SAID
    if mode is not Mode.SEARCH:
        assert coverage.pages == (1, 3, 4, 6, 7), "a blank page is read"


def test_they_are_kept_with_the_answer(desk, mixed):
    desk.script("47 kilograms [p. 1].")
    chat = desk.chats.create()
    desk.chats.add_document(chat, mixed)
    desk.ask(chat, "How many kilograms of oil?")
    report = desk.chats.turns(chat)[-1].report
    assert report.coverage[0].flaws == FLAWS


def test_an_answer_of_an_earlier_version_still_says_so():
    coverage = Coverage(
        document="f",
        name="n",
        pages_total=9,
        pages=(),
        tokens_total=0,
        tokens_read=0,
        without_text=(4, 5, 6, 8),
    )
    assert told_flaws(coverage) == "pages without readable text: 4–6, 8"
