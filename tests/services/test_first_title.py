"""What a chat is called before anybody gives it a title."""

from __future__ import annotations

import pytest

from yidesk.services.first_title import LONGEST, first_title


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("Who pays for the roof?", "Who pays for the roof?"),
        ("  \n Who pays?\nAnd who does not?", "Who pays?"),
        ("Could you please summarise the lease. It is long.", "Summarise the lease"),
        ("Hello, can you list all dates?", "List all dates?"),
        ("请帮我总结这份合同。谢谢！", "总结这份合同"),
        ("请问租金是多少？", "租金是多少？"),
        ("# Notes\n\ntext", "Notes"),
        ("1. first thing", "First thing"),
        ("Please", "Please"),
        ("v2.1?", "v2.1?"),
        ("", ""),
    ],
)
def test_the_first_sentence_without_courtesies(question, title):
    assert first_title(question) == title


def test_a_long_one_is_cut_at_a_word():
    title = first_title("word " * 40)
    assert title == "word " * 11 + "word…"
    assert len(first_title("字" * 200)) == LONGEST // 2 + 1
    assert len(first_title("x" * 500)) == LONGEST + 1
