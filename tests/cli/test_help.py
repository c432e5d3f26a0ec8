"""The help of every command is in the language of the program, and fits the terminal."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from yidesk.cli import commands, usage
from yidesk.cli.help_layout import columns, wrapped
from yidesk.core import words

HAN = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"(?<!--)\b[a-z]{2,}[,;:]? [a-z]{2,}\b")
"""Two words of running text. Commands that a sentence names are taken out first."""


@pytest.fixture
def chinese():
    words.use("zh")
    usage.speak()
    yield
    words.use("en")


def parsers(outer: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and all that stand behind its commands."""
    yield outer
    for action in outer._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


def helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str | None]]:
    """Everything a person reads of one parser, by what it is about."""
    yield "description", parser.description
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for choice in action._choices_actions:
                yield choice.dest, choice.help
        else:
            yield action.dest, action.help
    for group in parser._action_groups:
        if group._group_actions:
            yield "heading", group.title


def test_every_text_of_every_command_is_chinese(chinese):
    all_parsers = list(parsers(commands.parser()))
    assert len(all_parsers) > len(commands.COMMANDS) + 10
    unsaid = {
        (parser.prog, about): text
        for parser in all_parsers
        for about, text in helps(parser)
        if not HAN.search(text or "")
    }
    assert unsaid == {}


def test_nothing_english_is_left_in_a_chinese_help(chinese):
    left = {
        parser.prog: found.group()
        for parser in parsers(commands.parser())
        for text in [re.sub("`[^`]*`", "", parser.format_help().partition("\n\n")[2])]
        if (found := ENGLISH.search(text))
    }
    assert left == {}


def test_a_help_that_is_asked_for_is_in_the_language_that_is_named(run):
    chinese = run("--lang", "zh", "models", "--help")
    assert chinese.code == 0
    assert chinese.out.startswith("用法：yidesk models")
    assert "\n选项：\n" in chinese.out
    assert "显示本帮助并退出" in chinese.out
    english = run("models", "--help", "--lang", "en")
    assert "show this help message and exit" in english.out
    assert not HAN.search(english.out)


@pytest.mark.parametrize("width", [40, 62, 80, 120])
def test_no_line_is_wider_than_the_terminal(chinese, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    for parser in parsers(commands.parser()):
        for line in parser.format_help().partition("\n\n")[2].splitlines():
            if not line.lstrip().startswith("-"):  # an option's name is never broken
                assert columns(line) <= width, line


def test_usage_goes_on_below_its_beginning(chinese, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")
    first, second, *_ = commands.parser().format_usage().splitlines()
    assert columns(first[: first.index("[")]) == columns(second[: second.index("[")])


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("读取整个文件，与下载时比对", 14, ["读取整个文件，", "与下载时比对"]),
        ("读取整个文件，与下载时比对", 12, ["读取整个文", "件，与下载时", "比对"]),
        ("改在（模型站）上", 6, ["改在", "（模型", "站）上"]),
        ("words are kept whole", 9, ["words are", "kept", "whole"]),
        ("放在 GPU 上的层数", 8, ["放在 GPU", "上的层数"]),
        ("unbreakable", 4, ["unbreakable"]),
        ("", 10, [""]),
    ],
)
def test_lines_are_broken_where_chinese_may_be(text, width, lines):
    assert wrapped(text, width) == lines


def test_every_letter_is_kept():
    text = "随机种子（seed），相同则回答相同：`yidesk ask --seed 7`… “引号”，[ocr]！"
    for width in range(1, columns(text) + 1):
        assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())
