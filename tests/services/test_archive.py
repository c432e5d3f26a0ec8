"""Chats as files and as copies."""

from __future__ import annotations

import dataclasses
import html
import json
import os

import pytest

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import Attribution, Coverage, Doubt, Meaning, Mode, Support
from yidesk.services.archive import file_name, free_name
from yidesk.services.exchange.evidence import coverage_lines, sources
from yidesk.store.records import Report


@pytest.fixture
def chat(desk, lease):
    desk.script(
        "The rent is **900 euros** [p. 1]. “Cats are free” [p. 2].\n\n```py\n<b> & x\n```",
        "other",
        "last",
    )
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    desk.ask(chat, "What is <the> rent?")
    [_, answer] = desk.chats.turns(chat)
    list(desk.chats.regenerate(chat, answer.id))
    desk.chats.choose(chat, answer.id)
    return chat


def shape(turns) -> list[tuple]:
    return [
        (turn.role, turn.text, turn.state, turn.documents, turn.report, turn.prompt)
        for turn in turns
    ]


def test_json_comes_back_as_the_same_tree(desk, chat, tmp_path):
    path = tmp_path / "chat.json"
    desk.chats.archive.export(chat, path)
    [again] = desk.chats.archive.take_in(path).chats
    assert shape(desk.store.chats.tree(again)) == shape(desk.store.chats.tree(chat))
    assert shape(desk.chats.turns(again)) == shape(desk.chats.turns(chat))
    assert len(desk.chats.turns(again)[1].versions) == 2
    assert desk.chats.documents(again) == desk.chats.documents(chat)
    assert list(tmp_path.glob("*.part")) == []
    [first, second] = (desk.chats.summary(each) for each in (chat, again))
    assert (first.title, first.created, first.changed) == (
        second.title,
        second.created,
        second.changed,
    )


def test_several_chats_leave_in_one_file_and_come_back(desk, chat, tmp_path):
    other = desk.chats.create()
    desk.ask(other, "第二个？")
    path, told = tmp_path / "all.json", []
    desk.chats.archive.export_all([chat, other], path, lambda *where: told.append(where))
    assert told == [(0, 2), (1, 2)]
    taken = desk.chats.archive.take_in(path)
    assert (len(taken.chats), taken.failed, taken.folder) == (2, 0, None)
    assert [shape(desk.chats.turns(each)) for each in taken.chats] == [
        shape(desk.chats.turns(each)) for each in (chat, other)
    ]


def test_each_of_several_gets_a_file_and_no_file_is_overwritten(desk, chat, tmp_path):
    (tmp_path / "What is the rent.md").write_text("kept", "utf-8")
    desk.chats.rename(chat, "What is the rent?")
    archive = desk.chats.archive
    written = []
    archive.export_each([chat, chat], tmp_path, lambda _, path: written.append(path.name), ".md")
    assert written == ["What is the rent (2).md", "What is the rent (2).md"]
    with pytest.raises(Cancelled):
        archive.export_all([chat], tmp_path / "x.json", cancelled=lambda: True)
    assert not (tmp_path / "x.json").exists()


def test_a_copy_has_a_life_of_its_own(desk, chat):
    copy = desk.chats.archive.duplicate(chat, "copy")
    desk.ask(copy, "More?")
    assert len(desk.chats.turns(copy)) == 4
    assert len(desk.chats.turns(chat)) == 2
    desk.chats.delete(chat)
    assert [each.title for each in desk.chats.list("900")] == ["copy"]


def test_a_copy_keeps_the_documents_that_wait(desk, lease):
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    copy = desk.chats.archive.duplicate(chat, "copy")
    assert desk.chats.waiting.documents(copy) == desk.chats.waiting.documents(chat) != []


def test_markdown_and_html_hold_the_branch_that_is_shown(desk, chat, tmp_path):
    markdown, page = tmp_path / "c.md", tmp_path / "c.HTML"
    desk.chats.archive.export(chat, markdown)
    desk.chats.archive.export(chat, page)
    text = markdown.read_text("utf-8")
    assert text.startswith("# What is <the> rent?\n\n## You\n\n- lease.txt\n\nWhat is")
    assert "*lease.txt: read 2 of 2 pages*" in text
    assert "- ✓ lease.txt, p. 1 “" in text
    assert "- ✗ lease.txt, p. 2 – " in text
    assert "other" not in text
    made = page.read_text("utf-8")
    assert "<h1>What is &lt;the&gt; rent?</h1>" in made
    assert "The rent is <strong>900 euros</strong> [p. 1]." in made
    assert '<pre><code class="language-py">&lt;b&gt; &amp; x\n</code></pre>' in made
    assert '<p class="coverage">lease.txt: read 2 of 2 pages</p>' in made
    assert '<li class="wrong">✗ lease.txt, p. 2' in made


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Who pays / what?", "Who pays what"),
        ("a\x00b\nc", "a b c"),
        ("...", "YiDesk"),
        ("CON", "CON_"),
        ("合同：第一章", "合同：第一章"),
        ("x" * 300, "x" * 80),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(tmp_path, title, name):
    assert file_name(title) == name
    free_name(tmp_path, name, ".md").write_text("", "utf-8")
    assert free_name(tmp_path, name, ".md").name == f"{name} (2).md"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(desk, chat, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(YiDeskError):
        desk.chats.archive.export(chat, tmp_path / "c.md")
    tmp_path.chmod(0o700)


def test_a_missing_folder_is_said(desk, chat, tmp_path):
    with pytest.raises(YiDeskError) as caught:
        desk.chats.archive.export(chat, tmp_path / "none" / "c.md")
    assert caught.value.code == "export_failed"


def test_a_chat_that_failed_half_way_leaves_nothing_behind(desk, chat, tmp_path, monkeypatch):
    """A graft is one transaction: a chat without its turns is never there."""
    before = desk.chats.list()
    monkeypatch.setattr("yidesk.store.grafting.index", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        desk.chats.archive.duplicate(chat, "copy")
    assert desk.chats.list() == before


def damaged(**change) -> bytes:
    turn = {"id": 1, "parent": None, "role": "user", "text": "q", "state": "done", "created": 0}
    file = {"format": "yidesk-chat", "version": 1, "title": "t", "turns": [turn]}
    return json.dumps({**file, **change}).encode()


TURN = {"id": 1, "parent": 1, "role": "user", "text": "q", "state": "done", "created": 0}
ELSEWHERE = {"document": "d", "page": 1, "quote": "", "verdict": "verified", "start": 9, "end": 99}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_unknown"),
        (b"\xff\xfe", "import_unknown"),
        (b'{"title": 1}', "import_unknown"),
        (damaged(format="other"), "import_unknown"),
        (damaged(version=99), "import_newer"),
        (damaged(leaf=7), "import_unknown"),
        (damaged(turns=[TURN]), "import_unknown"),
        (damaged(turns=[{**TURN, "parent": None, "role": "assistant"}]), "import_unknown"),
        (b'{"format": "yidesk-chats", "version": 2, "chats": []}', "import_newer"),
        (b'{"format": "yidesk-chats", "version": 1, "chats": {}}', "import_unknown"),
        (b"[" * 100_000, "import_unknown"),
        (b'[{"title": "x", "mapping":', "import_unknown"),
        (b"PK\x05\x06" + bytes(18), "import_unknown"),
    ],
)
def test_what_is_no_export_is_refused_with_a_sentence(desk, tmp_path, data, code):
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(YiDeskError) as caught:
        desk.chats.archive.take_in(path)
    assert caught.value.code == code
    assert "x.json" in str(caught.value)
    assert desk.chats.list() == []


def test_references_that_stand_outside_their_text_are_left_out(desk, tmp_path):
    path = tmp_path / "x.json"
    turn = {**TURN, "parent": None, "report": {"citations": [ELSEWHERE]}}
    path.write_bytes(damaged(turns=[turn]))
    [chat] = desk.chats.archive.take_in(path).chats
    assert desk.chats.turns(chat) == []  # no leaf is named
    assert desk.store.chats.tree(chat)[0].report.citations == ()


def test_every_export_says_what_was_searched_and_for_which_words(desk, lease, tmp_path):
    desk.script("900 euros [p. 1].", "Before the third [p. 1].")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    desk.ask(chat, "What is the rent?", mode=Mode.SEARCH)
    coverage = desk.ask(chat, "And when is it due?", mode=Mode.SEARCH).coverage[0]
    assert "rent" in coverage.searched
    for name in ("c.md", "c.html"):
        desk.chats.archive.export(chat, tmp_path / name)
        text = html.unescape((tmp_path / name).read_text("utf-8"))
        assert f"searched for: {coverage.searched}" in text
        assert text.count("lease.txt: searched 2 pages, read passages of") == 2
    desk.chats.archive.export(chat, tmp_path / "c.json")
    turns = json.loads((tmp_path / "c.json").read_text("utf-8"))["turns"]
    [again] = turns[-1]["report"]["coverage"]
    assert (again["searched"], again["pages_total"]) == (coverage.searched, 2)


def test_an_export_says_whether_meaning_was_compared():
    each = Coverage(
        document="d", name="lease.txt", pages_total=9, pages=(2,), tokens_total=90, tokens_read=9
    )
    for meaning, said in {
        Meaning.USED: " (found by words and by meaning)",
        Meaning.FAILED: " (found by words alone, the embedding model could not be used)",
        Meaning.NONE: "",
    }.items():
        covered = dataclasses.replace(each, meaning=meaning)
        [line] = coverage_lines(Report(mode=Mode.SEARCH, coverage=(covered,)))
        assert line == f"lease.txt: searched 9 pages, read passages of 1: p. 2{said}"


def test_an_export_names_the_likely_pages_of_sentences_that_name_none():
    likely = Attribution(document="d", page=4, found=7, of=9)
    doubted = {"doubt": Doubt.LANGUAGE, "attribution": likely, "document": "d", "page": 4}
    alone = Support(start=0, end=9, quote="取暖费用", **doubted)
    cited = Support(start=0, end=9, cited=True, **doubted)
    [source] = sources(Report(supports=(alone, cited)), {"d": "lease.pdf"})
    assert str(source).startswith("? lease.pdf, p. 4 – Likely from this page: 7 of its 9 names")
    assert str(source).endswith("“取暖费用”")
