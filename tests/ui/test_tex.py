"""Formulas found in Markdown, and money that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yidesk.ui.markdown.tex import FIRST, LONGEST, masked


def found(source: str) -> list[tuple[str, bool]]:
    return [(each.tex, each.is_display) for each in masked(source)[1]]


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("so $E = mc^2$ holds", [("E = mc^2", False)]),
        ("公式$x_i$是", [("x_i", False)]),
        (r"\(a\) and \[b\]", [("a", False), ("b", True)]),
        ("$$\na\n+ b\n$$", [("a\n+ b", True)]),
        ("- $$x$$\n- y", [("x", True)]),
        (r"cost \$5 and $x$", [("x", False)]),
        ("($a$), $b$.", [("a", False), ("b", False)]),
        (r"$\text{a \$ b}$", [(r"\text{a \$ b}", False)]),
    ],
)
def test_formulas_are_found(source, formulas):
    assert found(source) == formulas


@pytest.mark.parametrize(
    "source",
    [
        "$5 and $6",
        "US$5-$6",
        "between $100,000 and $200,000.",
        "(US$5)和(US$6)",
        "$HOME and $PATH",
        "a $ b $ c",
        "$5/day or $30/week",
        "`$x$` and ``a ` $y$``",
        "```\n$x$\n\n$y$\n```",
        "~~~tex\n\\[x\\]\n~~~",
        "- a\n  ```\n  $x$\n  ```",
        "    $x$\n    $y$",
        "> ```\n> $x$\n> ```",
        r"\\(not\\)",
        "$" + "x" * (LONGEST + 1) + "\n$",
        "$a\n\nb$",
        "$$a\n\nb$$ c",
        "no \ue001 $marks \ue001 inside$",
        "$$ $$",
    ],
)
def test_what_is_no_formula_stays_as_it_is(source):
    text, formulas = masked(source)
    assert formulas == []
    assert text == source


def test_a_formula_without_an_end_is_taken_as_it_is_written():
    text, [open_] = masked("so\n\n$$\na_1 * b_2 * c")
    assert text == "so\n\n" + chr(FIRST)
    assert (open_.source, open_.tex) == ("$$\na_1 * b_2 * c", "")


@given(st.text(st.sampled_from("$\\()[] a1`~\n中x{}"), max_size=60))
def test_nothing_is_lost(source):
    text, formulas = masked(source)
    for index, each in enumerate(formulas):
        text = text.replace(chr(FIRST + index), each.source)
    assert text == source
