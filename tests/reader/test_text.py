"""Where text is cut, and that nothing is lost by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidesk.core.errors import DocumentError
from yidesk.documents.formats import Format
from yidesk.documents.text import (
    PAGE_CHARACTERS,
    clean,
    open_text,
    places_of,
    places_of_code,
    spans,
)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(st.lists(st.sampled_from(["word ", "一个词。", "\n", "\n\n", " ", "\f", "x" * 40, "End. "])))
def test_nothing_is_lost_and_no_page_is_too_long(pieces):
    text = "".join(pieces)
    found = list(spans(text, 50))
    assert without_space("".join(text[a:b] for a, b in found)) == without_space(text)
    assert all(0 < b - a <= 50 for a, b in found)
    assert all(text[a:b].strip() for a, b in found)


def test_paragraphs_stay_whole():
    paragraphs = [f"Paragraph {n}. " + "words and more words " * 20 for n in range(40)]
    pages = [place.text for place in places_of("\n\n".join(paragraphs))]
    assert len(pages) > 4
    assert [p for page in pages for p in page.split("\n\n")] == paragraphs
    assert all(len(page) <= PAGE_CHARACTERS for page in pages)


def test_a_heading_does_not_stand_alone_before_a_long_paragraph():
    pages = list(places_of("Chapter 1\n\n" + "A sentence of words. " * 400))
    assert pages[0].text.startswith("Chapter 1\n\nA sentence")
    assert len(pages[0].text) > PAGE_CHARACTERS // 2
    assert pages[0].text.rstrip().endswith(".")


def test_long_chinese_paragraph_is_cut_behind_a_sentence():
    pages = list(places_of("灯塔的特征是其闪光的节奏。" * 500))
    assert len(pages) > 1
    assert all(page.text.endswith("。") for page in pages)


def test_text_without_any_border_is_cut_all_the_same():
    pages = list(places_of("x" * 10_000))
    assert [len(page.text) for page in pages] == [3000, 3000, 3000, 1000]


def test_form_feeds_are_page_ends():
    assert [p.text for p in places_of("one\n\ftwo\n\f\n\fthree\f")] == ["one", "two", "three"]


def test_code_is_labelled_with_its_lines():
    lines = [f"line {n}" + (" " * 60) + "#" for n in range(1, 301)]
    lines[99] = ""
    pages = list(places_of_code("\n".join(lines) + "\n"))
    assert len(pages) > 3
    for page in pages:
        first, last = map(int, re.findall(r"\d+", page.label))
        assert page.text.split("\n") == lines[first - 1 : last]


def test_indented_code_keeps_its_indentation():
    block = "    if x:\n        return 1\n"
    pages = list(places_of_code("\n".join([block] * 200)))
    assert all(page.text.startswith("    if x:") for page in pages)


def test_line_ends_and_controls():
    assert clean("a\r\nb\rc\x85d\x00\x07\ufeffe\tf\fg") == "a\nb\nc\nde\tf\fg"


def test_notes_name_an_old_encoding(tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes("灯塔的特征是其闪光的节奏，每晚消耗煤油。".encode("gb18030"))
    document = open_text(path)
    assert document.notes == ("Encoding: GB18030",)
    assert document.page(1).text.startswith("灯塔的特征")


@pytest.mark.parametrize("data", [b" \n\t\n", b"\f\f"])
def test_white_space_is_no_document(tmp_path, data):
    path = tmp_path / "blank.txt"
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        open_text(path, Format.TEXT)
    assert caught.value.code == "document_empty"
