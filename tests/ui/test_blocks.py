"""Markdown cut into blocks while it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidesk.ui.markdown.blocks import Kind, Splitter, split

LINES = st.sampled_from(
    [
        "",
        "text",
        "- item",
        "  more",
        "1. one",
        "```",
        "```py",
        "~~~",
        "| a |",
        "> q",
        "    x",
        "# h",
    ]
)


def shape(source: str) -> list[tuple[Kind, str]]:
    return [(block.kind, block.source) for block in split(source)]


def test_paragraphs_are_blocks_of_their_own():
    assert [source.strip() for _, source in shape("one\n\ntwo\n\n\nthree")] == [
        "one",
        "two",
        "three",
    ]


def test_a_loose_list_stays_together_and_ends_at_a_paragraph():
    kinds = shape("- one\n\n- two\n\n  more of two\n\nafter")
    assert [source.strip() for _, source in kinds] == ["- one\n\n- two\n\n  more of two", "after"]


def test_a_fence_is_code_even_with_blank_lines_and_marks_in_it():
    assert shape("before\n```python\na = 1\n\n# not a heading\n```\nafter") == [
        (Kind.TEXT, "before\n"),
        (Kind.CODE, "a = 1\n\n# not a heading\n"),
        (Kind.TEXT, "after\n"),
    ]


@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_a_fence_ends_with_its_own_kind_only(fence):
    source = f"{fence}\ninner ``` ~~~ text\n``\n{fence}\n"
    assert shape(source) == [(Kind.CODE, "inner ``` ~~~ text\n``\n")]


def test_a_fence_inside_a_list_belongs_to_the_list():
    kinds = shape("1. do\n\n   ```sh\n   ls\n\n   pwd\n   ```\n\n2. then\n\nend")
    assert [kind for kind, _ in kinds] == [Kind.TEXT, Kind.TEXT]


def test_the_language_is_the_fence_s_first_word():
    assert split("```python title=x\n```")[0].language == "python title=x"


def test_what_may_become_a_fence_is_not_shown_yet():
    splitter = Splitter()
    splitter.feed("text\n``")
    assert splitter.tail == ""


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14), st.integers(1, 7))
def test_the_way_it_arrives_makes_no_difference(lines, step):
    source = "\n".join(lines)
    splitter = Splitter()
    closed: list[tuple[int, str]] = []
    for at in range(0, len(source), step):
        splitter.feed(source[at : at + step])
        for number, text in closed:
            assert splitter.blocks[number].source == text  # what is closed never changes
        closed = [(n, each.source) for n, each in enumerate(splitter.blocks) if each.closed]
    splitter.finish()
    assert [(each.kind, each.source) for each in splitter.blocks] == shape(source)
