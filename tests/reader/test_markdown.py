"""Sections, their labels, and what only looks like a heading."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from yidesk.documents.markdown import headings, places


def labels(text: str) -> list[str]:
    return [place.label for place in places(text)]


def test_a_page_for_each_section():
    text = (
        "# Manual\n\nIntro.\n\n## Lamp\n\nOil.\n\n### Wick\n\nCotton.\n\n## Fog *signal*\n\nTwo.\n"
    )
    assert labels(text) == ["Manual", "Manual › Lamp", "Manual › Fog signal"]
    pages = list(places(text))
    assert pages[1].text == "## Lamp\n\nOil.\n\n### Wick\n\nCotton.\n"[:-1]


def test_a_long_section_is_cut_at_its_subheadings():
    body = "Words of a sentence. " * 100 + "\n\n"
    text = f"# A\n\n## One\n\n{body}### Deep `q8_0`\n\n{body}### Deeper\n\n{body}## Two\n\nshort\n"
    assert labels(text) == ["A › One", "A › One › Deep q8_0", "A › One › Deeper", "A › Two"]


def test_a_title_with_nothing_below_it_is_no_page_of_its_own():
    text = "Title\n=====\n\n## First\n\ntext\n\n## Second\n\ntext\n"
    assert labels(text) == ["Title › First", "Title › Second"]
    assert next(iter(places(text))).text.startswith("Title\n=====")


def test_a_long_section_behind_a_bare_title():
    text = "# Title\n## First\n" + "A sentence. " * 600
    assert set(labels(text)) == {"Title › First"}


def test_what_is_no_heading():
    text = (
        "---\ntitle: front matter\n---\n\n```sh\n# a comment\n```\n~~~~\n~~~\n# too\n~~~~\n"
        "#no space\n\n    # code\n\n- item\n---\n\n| a |\n---\n"
    )
    assert headings(text) == []


def test_setext_and_closing_marks():
    found = headings("Intro text\nOver\n---\n\n## Closed ##\n\n#\n\nx\n")
    assert [(h.level, h.title) for h in found] == [(2, "Over"), (2, "Closed"), (1, "")]


def test_text_without_headings_is_cut_as_text():
    pages = list(places("A paragraph of text.\n\n" * 400))
    assert len(pages) > 2
    assert {page.label for page in pages} == {""}


LINES = ["# A", "## B", "### C", "Title", "===", "---", "words " * 90, "", "```", "- item", "#"]


@given(st.lists(st.sampled_from(LINES), max_size=60))
def test_nothing_is_lost(lines):
    text = "\n".join(lines)
    joined = "".join(place.text for place in places(text))
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)
