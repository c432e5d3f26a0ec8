"""Every sentence exists in every language, whole and with its values."""

from __future__ import annotations

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
