"""Every sentence exists in every language, whole and with its values."""

from __future__ import annotations

import re
import string
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT
from yidesk.core import words
from yidesk.core.paths import resources

sys.path.insert(0, str(ROOT / "packaging"))

from translations import catalogue, collect

SENTENCES = collect.collect(ROOT / "yidesk")
CATALOGUE = catalogue.read(words.catalogue_path("zh_CN"))
SAME_IN_CHINESE = frozenset({"CPU", "GPU {n}/{total}"})
"""Words that are not translated on purpose."""


HAN = "\u4e00-\u9fff"
OTHER_NAMES = {
    "你": ("您",),
    "加载": ("载入", "装载"),
    "搜索": ("检索", "查询"),
    "模型站": ("模型中心", "站点", "模型库"),
    "词元": ("令牌数", "标记数", "token", "Token"),
    "KV 缓存": ("KV 内存", "键值缓存"),
    "{n} 份文档": ("个文档", "篇文档"),
    "{n} 词元": ("个词元",),
    "本对话": ("本次对话", "此对话", "该对话"),
    "还需 {n} 秒": ("剩余 {}",),
    "阅读存档": ("读数", "阅读记录", "阅读缓存"),
    "文档库": ("图书馆", "资料库"),
    "读取进程": ("阅读进程",),
}
"""What is said for a thing, and what could be said and is not."""
PHRASES_OF_OURS = frozenset(
    {"The {role} could not be started ({cause}).", "invalid %(type)s value: %(value)r"}
)
"""Sources with a value that is always Chinese where the sentence is."""
ALLOWED = frozenset({"Ask the hub for its size and exact memory"})
"""Sources in which another word means something else: to enquire is no search."""


@pytest.fixture
def chinese():
    words.use("zh")
    yield
    words.use("en")


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(f"pyside6-{name}"))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_no_sentence_is_missing_or_unfinished():
    missing = sorted(each for each in SENTENCES if not CATALOGUE.get(each))
    assert missing == [], "run `python packaging/translations` and translate what it names"


def test_no_sentence_is_translated_that_nobody_says():
    assert sorted(set(CATALOGUE) - SENTENCES) == []


def test_every_translation_has_the_values_of_its_source():
    wrong = {
        source: text for (_, source), text in CATALOGUE.items() if fields(source) != fields(text)
    }
    assert wrong == {}


def test_chinese_is_chinese_and_uses_its_punctuation():
    english = {
        source
        for (_, source), text in CATALOGUE.items()
        if text
        and any(each.isalpha() for each in without_fields(source))
        and not any("\u4e00" <= each <= "\u9fff" for each in text)
    }
    assert english == SAME_IN_CHINESE
    assert [text for text in CATALOGUE.values() if text.endswith((".", "?", ","))] == []


NO_TEXT = re.compile(r"`[^`]*`|%\(\w+\)\w|\w+://\S+")
"""Commands, conversions of C, addresses."""


def offences(pattern: str, *, but: frozenset[str] = frozenset()) -> list[str]:
    """Translations in whose running text PATTERN is found; the names of values are no text."""
    return [
        text
        for (_, source), text in sorted(CATALOGUE.items())
        if source not in but
        and re.search(pattern, re.sub(r"{[^}]*}", "{}", NO_TEXT.sub("X", text.strip())))
    ]


def test_chinese_sentences_have_no_latin_punctuation():
    closing, opening = "”》）", "“《（"
    assert offences(rf"[{HAN}{closing}] ?[,;:?!()]|[,;:?!()] ?[{HAN}{opening}]") == []
    assert offences(r"\.\.\.|[\w}] %(?![sr])") == []


def test_latin_and_chinese_are_set_apart_by_a_space():
    """And a value, which may be either, is too; not so where marks part them already."""
    date = frozenset({"d MMM yyyy"})
    assert offences(rf"[{HAN}][A-Za-z0-9{{]|[A-Za-z0-9}}][{HAN}]", but=date | PHRASES_OF_OURS) == []
    marks = "，。：；、！？（）“”…"
    assert offences(rf"[{marks}] +[{HAN}{marks}]|[{HAN}] +[{marks}{HAN}]") == []


def test_one_thing_has_one_name():
    others = [other for names in OTHER_NAMES.values() for other in names]
    assert offences("|".join(map(re.escape, others)), but=ALLOWED) == []


def test_qt_s_own_tool_finds_the_same_sentences(tmp_path):
    """pyside6-lupdate reads `self.tr` only; what it finds, our collector must have found."""
    found = tmp_path / "found.ts"
    sources = [str(path) for path in sorted((ROOT / "yidesk" / "ui").rglob("*.py"))]
    command = [tool("lupdate"), *sources, "-ts", str(found)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    root = ElementTree.parse(found).getroot()
    theirs = {
        (context.findtext("name"), message.findtext("source"))
        for context in root.iter("context")
        for message in context.iter("message")
    }
    assert theirs
    assert theirs - SENTENCES == set()


def test_the_catalogue_is_one_that_qt_s_tools_can_read(tmp_path):
    command = [
        tool("lrelease"),
        str(words.catalogue_path("zh_CN")),
        "-qm",
        str(tmp_path / "zh.qm"),
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    finished = sum(map(bool, CATALOGUE.values()))
    assert f"Generated {finished} translation" in done.stdout


def test_the_collector_finds_what_people_read(tmp_path):
    (tmp_path / "screen.py").write_text(
        'HINT = "Later."\n'
        "class Bar:\n"
        "    def show(self):\n"
        '        self.tr("Close {name}")\n'
        '        raise SomeError("It is {n}.", code="x", next_step=HINT if a else "Now.")\n'
        "def say_it():\n"
        '    words.say("Hello" " you")\n',
        "utf-8",
    )
    assert collect.collect(tmp_path) == {
        ("Bar", "Close {name}"),
        ("words", "It is {n}."),
        ("words", "Later."),
        ("words", "Now."),
        ("words", "Hello you"),
    }


def test_an_untranslated_sentence_is_marked_unfinished(tmp_path):
    path = tmp_path / "x.ts"
    catalogue.write(path, "zh_CN", {("A", "one <b>"), ("A", "two")}, {("A", "one <b>"): "一 <b>"})
    assert 'type="unfinished"' in path.read_text("utf-8")
    assert catalogue.read(path) == {("A", "one <b>"): "一 <b>", ("A", "two"): ""}


def test_the_window_speaks_chinese(qtbot, qapp, chinese):
    from yidesk.ui.language import Translator
    from yidesk.ui.sidebar.panel import SidebarPanel

    translator = Translator()
    qapp.installTranslator(translator)
    try:
        panel = SidebarPanel()
        qtbot.addWidget(panel)
        assert panel.new_chat.text() == "新对话"
        assert panel.search.placeholderText() == "搜索"
    finally:
        qapp.removeTranslator(translator)


def test_the_catalogues_are_where_the_program_looks():
    assert words.catalogue_path("zh_CN").parent == resources() / "translations"


def test_the_program_reads_what_is_written():
    read = {
        (context, source): said
        for context in words.contexts("zh_CN")
        for source, said in words.sentences("zh_CN", context).items()
    }
    assert read == {each: said for each, said in CATALOGUE.items() if said}


def without_fields(template: str) -> str:
    return "".join(text for text, *_ in string.Formatter().parse(template))
