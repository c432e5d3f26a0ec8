"""Places that answers name as their document does: slides, sheets, chapters, printed numbers."""

from __future__ import annotations

import pytest

from tests.services.test_citations import NOT_FOUND, UNSURE, VERIFIED
from yidesk.core.types import Document, Page
from yidesk.services.checking.locators import located
from yidesk.services.checking.references import narrow, references
from yidesk.services.citations import check


def labelled(form, *pages, mark="a", name=""):
    """A document of pages, each a label and a text."""
    return Document(
        fingerprint=mark * 64,
        name=name or f"file.{form}",
        format=form,
        pages=tuple(
            Page(number=number, label=label, text=text)
            for number, (label, text) in enumerate(pages, 1)
        ),
    )


BOOK = labelled(
    "epub",
    ("Chapter 1 The lamp", "The lamp burns forty-seven kilograms of paraffin."),
    ("Chapter 2 Fog › The horn", "The horn sounds twice every minute in fog."),
    ("Chapter 2 Fog › The reed", "The reed is changed every forty days."),
    ("第三章 值班", "值班的人每天夜里两点钟检查灯芯。"),
    mark="b",
    name="keeper.epub",
)
MANUAL = labelled(
    "pdf",
    ("iii", "This preface thanks the harbour master."),
    ("iv", "The second edition was printed in 1911."),
    ("", "The lamp stands 52 metres above the sea."),
)
LAW = labelled(
    "docx",
    ("1 Scope", "This law holds for lighthouses."),
    ("4 Oil › 4.1 Kinds", "Only paraffin is burned."),
    ("4 Oil › 4.2 Amounts", "Forty-seven kilograms are burned a night."),
    ("7 Fines", "A fine is 20 crowns."),
)
SHEETS = labelled(
    "xlsx",
    ("Prices › 2-41", "Oil | 47 euros"),
    ("Prices › 42-80", "Wick | 3 euros"),
    ("Wages › 2-9", "Keeper | 900 euros a month"),
    mark="c",
    name="accounts.xlsx",
)
SLIDES = labelled(
    "pptx", ("Oil", "Oil burns at night."), ("Fog", "Fog came on 112 days."), mark="d"
)


def pages_of(text, *documents):
    text = narrow(text)
    return [(r.hint, r.first, r.last) for r in located(text, references(text), documents)]


@pytest.mark.parametrize(("document", "text", "pages"), [
    (BOOK, "[Chapter 1 The lamp]", (1, 1)), (BOOK, "[chapter 2]", (2, 3)),
    (BOOK, "[The horn]", (2, 2)), (BOOK, "[Section: The reed]", (3, 3)),
    (BOOK, "[keeper.epub, Chapter 2 Fog › The reed]", (3, 3)), (BOOK, "【第三章】", (4, 4)),
    (LAW, "[Section 4.2]", (3, 3)), (LAW, "[§ 4]", (2, 3)), (LAW, "[4 Oil]", (2, 3)),
    (LAW, "[Chapter 7]", (4, 4)), (MANUAL, "[p. iv]", (2, 2)), (MANUAL, "[page III]", (1, 1)),
    (SHEETS, "[Prices]", (1, 2)), (SHEETS, "[Sheet Wages]", (3, 3)),
    (SHEETS, "[工作表 Wages]", (3, 3)), (SHEETS, "[Prices › 42–80]", (2, 2)),
    (SLIDES, "[slide 2]", (2, 2)), (SLIDES, "On slides 1-2 oil", (1, 2)),
    (SLIDES, "（幻灯片2）", (2, 2)), (SLIDES, "第２张幻灯片说", (2, 2)),
])  # fmt: skip
def test_a_place_is_found_by_what_its_document_calls_it(document, text, pages):
    assert pages_of(text, document) == [("", *pages)]


@pytest.mark.parametrize(
    "text",
    [
        *("[p. 2]", "[1]", "[x]", "[sic]", "[Chapter 9]", "[The horn](https://a.b)", "words[iv]"),
        *("(The horn)", "[Chapter 20]", "slide 2", "[]", "[Fees]"),
        *("[Section 3]", "[§]", "[i]", "[Table 2]"),
    ],
)
def test_what_is_no_place_of_the_document(text):
    assert pages_of(text, BOOK, MANUAL) == []


def test_the_document_is_told_by_whose_place_it_is():
    every = (BOOK, SHEETS, SLIDES)
    assert pages_of("[Wages] [slide 1] [D1 The reed]", *every) == [
        ("D3", 1, 1),
        ("D2", 3, 3),
        ("D1", 3, 3),
    ]
    assert pages_of("[accounts.xlsx: The reed]", *every) == []


@pytest.mark.parametrize(("document", "answer", "verdict", "page"), [
    (BOOK, "“The reed is changed every forty days” [The reed].", VERIFIED, 3),
    (BOOK, "The horn sounds twice every minute in fog [Chapter 2].", VERIFIED, 2),
    (BOOK, "The horn sounds twice every minute in fog [Chapter 1].", UNSURE, 1),
    (SHEETS, "“900 euros a month” [Sheet Wages]", VERIFIED, 3),
    (SLIDES, "Slide 2 says “Fog came on 112 days”.", VERIFIED, 2),
    (SLIDES, "Oil burns at night (slide 7).", NOT_FOUND, 7),
    (MANUAL, "The second edition was printed in 1911 [p. iv].", VERIFIED, 2),
])  # fmt: skip
def test_what_an_answer_says_of_such_a_place_is_checked(document, answer, verdict, page):
    (citation,) = check(answer, [document]).citations
    assert (citation.verdict, citation.page) == (verdict, page)
