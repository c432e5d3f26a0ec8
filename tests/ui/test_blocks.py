"""Markdown cut into blocks while it arrives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidesk.ui.markdown.blocks import CODE_LINES, Kind, Splitter, split, typed

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


@pytest.mark.parametrize(
    ("source", "tail"),
    [
        ("text\n``", ""),
        ("text\n```py", ""),
        ("~", ""),
        ("> ``", ""),
        ("`code` begins", "`code` begins"),
        ("```\nx = `", "x = `"),
        ("```\n``", ""),
        ("```\n  y", "  y"),
        ("  ```\n  y", "y"),
    ],
)
def test_only_what_may_become_a_fence_is_not_shown_yet(source, tail):
    splitter = Splitter()
    splitter.feed(source)
    assert splitter.tail == tail


def test_what_is_indented_below_an_item_belongs_to_it_wherever_the_list_began():
    assert [kind for kind, _ in shape("Steps:\n1. a\n\n    detail\n\n2. b\n\nend")] == [
        Kind.TEXT,
        Kind.TEXT,
    ]
    assert len(shape("1998. was a year\n\n    code")) == 1
    assert len(shape("In\n1998. was a year\n\n    code")) == 2
    assert len(shape("- a\n\n---\n\n- b")) == 3


def test_a_fence_in_an_item_ends_with_the_item():
    assert [source for _, source in shape("- a\n  ```\n  x\n\nafter\n\nlast")] == [
        "- a\n  ```\n  x\n\n",
        "after\n\n",
        "last\n",
    ]


def test_long_blocks_are_cut_where_it_does_not_show():
    items = "\n".join(f"- item {n} of a list" for n in range(600))
    for source in (items, items.replace("- ", "line "), f"```\n{items}\n```"):
        blocks = split(source)
        assert len(blocks) > 2
        assert [block.continues for block in blocks] == [False] + [True] * (len(blocks) - 1)
        assert "".join(block.source for block in blocks).strip() == source.strip("`\n")
    table = "\n".join("| a | b |" for _ in range(600)).replace("| a | b |", "|---|---|", 1)
    assert len(split("| a | b |\n" + table)) == 1


def test_a_program_that_comes_at_once_is_the_one_that_comes_line_by_line():
    lines = [f"  {'  ' * (n % 3)}x = {n}" for n in range(2 * CODE_LINES + 30)]
    lines[20], lines[CODE_LINES] = "  ``` is no end", ""
    source = "\n".join(["  ```py", *lines, "  ```  ", "after"])
    by_lines = Splitter()
    for line in source.split("\n"):
        by_lines.feed(line + "\n")
    by_lines.finish()
    blocks = split(source)
    assert [len(block.lines) for block in blocks] == [CODE_LINES, CODE_LINES, 30, 1]
    assert blocks == by_lines.blocks
    assert blocks[0].lines[:3] == ["x = 0", "  x = 1", "    x = 2"]
    assert blocks[0].lines[20] == "``` is no end"


def test_what_a_person_typed_is_cut_at_its_line_ends():
    text = "\n".join("word " * 20 for _ in range(200))
    blocks = typed(text)
    assert len(blocks) > 2
    assert "\n".join("\n".join(block.lines) for block in blocks) == text
    assert [block.lines for block in typed("")] == [[""]]


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
