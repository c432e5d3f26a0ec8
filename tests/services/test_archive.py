"""Chats as files and as copies."""

from __future__ import annotations

import json
import os

import pytest

from yidesk.core.errors import YiDeskError


@pytest.fixture
def chat(desk, lease):
    desk.script("The rent is 900 euros [p. 1].\n\n```\n<b> & x\n```", "other", "last")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    desk.ask(chat, "What is <the> rent?")
    [_, answer] = desk.chats.turns(chat)
    list(desk.chats.regenerate(chat, answer.id))
    desk.chats.choose(chat, answer.id)
    return chat


def shape(turns) -> list[tuple]:
    return [(turn.role, turn.text, turn.state, turn.documents, turn.report) for turn in turns]


def test_json_comes_back_as_the_same_tree(desk, chat, tmp_path):
    path = tmp_path / "chat.json"
    desk.chats.archive.export(chat, path)
    again = desk.chats.archive.take_in(path)
    assert shape(desk.store.chats.tree(again)) == shape(desk.store.chats.tree(chat))
    assert shape(desk.chats.turns(again)) == shape(desk.chats.turns(chat))
    assert len(desk.chats.turns(again)[1].versions) == 2
    assert desk.chats.documents(again) == desk.chats.documents(chat)
    assert list(tmp_path.glob("*.part")) == []


def test_a_copy_has_a_life_of_its_own(desk, chat):
    copy = desk.chats.archive.duplicate(chat, "copy")
    desk.ask(copy, "More?")
    assert len(desk.chats.turns(copy)) == 4
    assert len(desk.chats.turns(chat)) == 2
    desk.chats.delete(chat)
    assert [each.title for each in desk.chats.list("900")] == ["copy"]


def test_markdown_and_html_hold_the_branch_that_is_shown(desk, chat, tmp_path):
    markdown, page = tmp_path / "c.md", tmp_path / "c.HTML"
    desk.chats.archive.export(chat, markdown)
    desk.chats.archive.export(chat, page)
    text = markdown.read_text("utf-8")
    assert text.startswith("# What is <the> rent?\n\n## You\n\n- lease.txt\n\nWhat is")
    assert "other" not in text
    assert "<pre><code>&lt;b&gt; &amp; x\n</code></pre>" in page.read_text("utf-8")
    assert "<h1>What is &lt;the&gt; rent?</h1>" in page.read_text("utf-8")


def damaged(**change) -> bytes:
    turn = {"id": 1, "parent": None, "role": "user", "text": "q", "state": "done", "created": 0}
    file = {"format": "yidesk-chat", "version": 1, "title": "t", "turns": [turn]}
    return json.dumps({**file, **change}).encode()


TURN = {"id": 1, "parent": 1, "role": "user", "text": "q", "state": "done", "created": 0}


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
