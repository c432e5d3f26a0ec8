"""The language in use, and sentences made outside Qt."""

from __future__ import annotations

import pytest

from yidesk.core import words
from yidesk.core.declared import BY_NAME
from yidesk.core.errors import DocumentError, WrongUsage
from yidesk.core.ranges import ranges


@pytest.fixture(autouse=True)
def english_again():
    yield
    words.use("en")


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ("zh", "zh_CN"),
        ("zh_CN.UTF-8", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("Chinese (Simplified)_China.936", "zh_CN"),
        ("en_GB", "en"),
        ("fr", "en"),
        ("C", "en"),
    ],
)
def test_the_nearest_language_is_chosen(wanted, chosen):
    assert words.use(wanted) == chosen
    assert words.language() == chosen


def test_the_system_s_language_is_asked_when_none_is_named(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert words.use() == "zh_CN"


def test_a_template_without_translation_is_said_as_it_stands():
    words.use("zh")
    assert words.say("{n} of a kind", n=3) == "3 of a kind"


def test_an_error_is_said_with_its_next_step(monkeypatch):
    said = {"words": {"{name} is empty.": "{name} 是空的。"}}
    monkeypatch.setattr(words, "sentences", lambda _language, context: said[context])
    words.use("zh")
    error = DocumentError("{name} is empty.", code="empty", name="a.pdf")
    assert words.say_error(error) == ("a.pdf 是空的。", "")


def test_lists_have_the_comma_of_the_language():
    assert words.listed(["a", "b"]) == "a, b"
    assert ranges((3, 4, 5, 9)) == "3–5, 9"
    words.use("zh")
    assert words.listed(["甲", "乙"]) == "甲、乙"
    assert ranges((3, 4, 5, 9)) == "3–5、9"


def test_what_an_error_says_of_itself_is_in_the_language_too_and_names_are_not():
    words.use("zh")
    with pytest.raises(WrongUsage) as refused:
        BY_NAME["temperature"].check("hot")
    assert words.say_error(refused.value)[0] == "“温度”不能是 hot。"
    died = DocumentError(
        "{name} cannot be opened ({cause}).", code="x", name="Temperature", cause="no answer"
    )
    assert words.say_error(died)[0] == "无法打开 Temperature（没有应答）。"
