"""How Markdown of models is read: their line ends, lists, tables, Chinese emphasis, fences."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument, QTextTable

from yidesk.ui.markdown import documents
from yidesk.ui.markdown.paragraphs import blocks_of, fragments_of


def paragraphs(source: str) -> list[str]:
    """What is read, one string a paragraph; line ends inside of one are ⏎."""
    document = documents.markdown(source)
    return [block.text().replace("\u2028", "⏎") for block in blocks_of(document)]


def bold(source: str) -> list[str]:
    return [
        fragment.text()
        for block in blocks_of(documents.markdown(source))
        for fragment in fragments_of(block)
        if fragment.charFormat().fontWeight() > 500
    ]


def items(source: str) -> list[tuple[str, str, int]]:
    """Number or bullet, text and depth of every item."""
    document = documents.markdown(source)
    return [
        (block.textList().itemText(block), block.text(), block.textList().format().indent())
        for block in blocks_of(document)
        if block.textList() is not None
    ]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("one\ntwo", ["one⏎two"]),
        ("**Name:** x\n**Age:** y", ["Name: x⏎Age: y"]),
        ("**名称：**\n内容", ["名称：⏎内容"]),
        ("`code` first\n-5 degrees\n*then* this", ["code first⏎-5 degrees⏎then this"]),
        ("one  \ntwo\\\nthree", ["one⏎two⏎three"]),
        ("- a\n  more of a\n- b", ["a⏎more of a", "b"]),
        ("> 床前明月光\n> 疑是地上霜", ["床前明月光⏎疑是地上霜"]),
        ("text\n- a\n- b", ["text", "a", "b"]),
        ("# Head\ntext\nmore", ["Head", "text⏎more"]),
        ("Head\n====\ntext", ["Head", "text"]),
        ("text\n2020. was a year", ["text⏎2020. was a year"]),
        ("1. a\n\n   b\n   c", ["a", "b⏎c"]),
        ("    code\n    more", ["code", "more"]),
        ("- a\n  ```\n  x\n  y\n  ```", ["a", "x", "y"]),
    ],
)
def test_a_line_ends_where_a_model_ended_it(qapp, source, read):
    assert paragraphs(source) == read


@pytest.mark.parametrize(
    "source", ["a | b\n---|---\n1 | 2\n3 | 4", "| a | b |\n|:-:|--|\n| 1 | 2 |\n|3|4|"]
)
def test_a_table_needs_no_pipes_at_its_sides(qapp, source):
    document: QTextDocument = documents.markdown(source)
    [table] = [each for each in document.rootFrame().childFrames() if isinstance(each, QTextTable)]
    cells = [
        table.cellAt(row, column).firstCursorPosition().block().text()
        for row in range(table.rows())
        for column in range(table.columns())
    ]
    assert cells == ["a", "b", "1", "2", "3", "4"]


def test_lists_are_numbered_and_nested_as_they_are_written(qapp):
    source = "7. a\n   - b\n     1. c\n   - d\n8. e\n\n   more of e\n\n9. f"
    [(bullet, _, _)] = items("- x")
    assert items(source) == [
        ("7.", "a", 1),
        (bullet, "b", 2),
        ("1.", "c", 3),
        (bullet, "d", 2),
        ("8.", "e", 1),
        ("9.", "f", 1),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("**注意：**内容", ["注意："]),
        ("他说**“不行”**就走了", ["“不行”"]),
        ("中文**加粗**中文", ["加粗"]),
        ("**one**, **two**。", ["one", "two"]),
    ],
)
def test_emphasis_ends_beside_chinese_letters(qapp, source, words):
    assert bold(source) == words
    assert "".join(paragraphs(source)) == source.replace("**", "")


def test_programs_in_lists_and_quotations_are_found(qapp):
    sources = "1. a\n   ```py\n   x\n\n   y\n   ```\n2. b", "> ```\n> z\n> ```"
    found = [
        (run.language, run.indent, run.level, run.last - run.first)
        for source in sources
        for run in documents.markdown(source).marked.programs
    ]
    assert found == [("py", 1, 0, 2), ("", 0, 1, 0)]
