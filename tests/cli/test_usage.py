"""A command line that cannot be understood is told so in the language of the program."""

from __future__ import annotations

import argparse
import inspect
import re

import pytest

from yidesk.cli import usage
from yidesk.core import words


@pytest.fixture(autouse=True)
def english_again():
    yield
    words.use("en")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no-command",), "无效的选项：'no-command'（可选："),
        (("ask",), "缺少必需的参数：QUESTION"),
        (("ask", "Q", "--max-tokens"), "参数 --max-tokens：需要一个值"),
        (("ask", "Q", "--max-tokens", "x"), "参数 --max-tokens：不是有效的整数：'x'"),
        (("ask", "Q", "--max-tokens", "0"), "参数 --max-tokens：0 小于 1"),
        (("ask", "Q", "--temperature", "11"), "参数 --temperature：11 不在 0.0 到 10.0 之间"),
        (("ask", "Q", "--gpu-layers", "x"), "参数 --gpu-layers：不是有效的层数：'x'"),
        (("doctor", "--what"), "无法识别的参数：--what"),
    ],
)
def test_wrong_usage_is_told_in_chinese(run, arguments, said):
    for named in (("--lang", "zh"), ("--lang=zh",)):
        ended = run(*named, *arguments)
        assert ended.code == 2
        assert ended.err.startswith("用法：yidesk")
        assert "错误：" in ended.err
        assert said in ended.err
    english = run("--lang", "en", *arguments)
    assert english.code == 2
    assert english.err.startswith("usage: yidesk")
    assert not re.search("[\u4e00-\u9fff]", english.err)


def test_the_language_of_the_system_serves_too(run, monkeypatch):
    for variable in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "无法识别的参数" in run("doctor", "--what").err


def test_every_sentence_is_one_that_argparse_says():
    source = inspect.getsource(argparse)
    other = {"unexpected option string: %s"}  # not in every version
    for sentence in set(usage.SENTENCES) - other:
        assert repr(sentence)[1:-1] in source.replace('"', "'"), sentence
