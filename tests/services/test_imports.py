"""Chats of other programs: their trees become branches, what is damaged costs itself."""

from __future__ import annotations

import json
import zipfile

import pytest

from yidesk.core.errors import YiDeskError
from yidesk.core.types import Role
from yidesk.services.archive import is_of_chats
from yidesk.services.exchange import tree
from yidesk.services.exchange.tree import TreeBuilder


def node(role: str | None, text: str, parent: str | None, *children: str, **more) -> dict:
    content = {"content_type": more.pop("kind", "text"), "parts": [text]}
    facts = {"model_slug": "gpt-4"} if role == "assistant" else {}
    message = {
        "author": {"role": role},
        "content": content,
        "create_time": 1_700_000_000.5,
        "metadata": facts | more.pop("metadata", {}),
        "recipient": more.pop("recipient", "all"),
    }
    return {
        "message": message if role else None,
        "parent": parent,
        "children": list(children),
    }


def conversation(**mapping) -> dict:
    return {
        "title": "屋顶 and rent",
        "create_time": 1_700_000_000.0,
        "update_time": 1_700_000_100.0,
        "mapping": mapping,
        "current_node": "a2",
        "unknown": {"future": True},
    }


CHAT = conversation(
    root=node(None, "", None, "s"),
    s=node("system", "", "root", "q1"),
    q1=node("user", "Who pays?", "s", "t1", "a3"),
    t1=node("assistant", "search('roof')", "q1", "t2", kind="code", recipient="browser"),
    t2=node("tool", "found", "t1", "th"),
    th=node("assistant", "thinking", "t2", "a1", kind="thoughts"),
    a1=node("assistant", "The landlord.", "th", "a1b"),
    a1b=node("assistant", "See p. 3.", "a1", "q2", "q3"),
    q2=node("user", "And windows?", "a1b", "a2"),
    a2=node("assistant", "The tenant.", "q2"),
    q3=node("user", "And paint?", "a1b"),
    a3=node("assistant", "Another answer.", "q1"),
    h=node("user", "hidden", "a1b", metadata={"is_visually_hidden_from_conversation": True}),
)


@pytest.fixture
def take(desk, tmp_path):
    def take(content, name: str = "conversations.json"):
        path = tmp_path / name
        path.write_text(json.dumps(content), "utf-8")
        assert is_of_chats(path)
        return desk.chats.archive.take_in(path)

    return take


def branch(desk, chat) -> list[str]:
    return [turn.text for turn in desk.chats.turns(chat)]


def test_an_export_of_chatgpt_keeps_its_branches(desk, take):
    taken = take([CHAT])
    [chat] = taken.chats
    assert (taken.program, taken.failed, taken.folder) == ("ChatGPT", 0, None)
    assert branch(desk, chat) == [
        "Who pays?", "The landlord.\n\nSee p. 3.", "And windows?", "The tenant.",
    ]  # fmt: skip
    question, answer, second, _ = desk.chats.turns(chat)
    assert len(answer.versions) == 2
    assert len(second.versions) == 2
    assert answer.report.model == "gpt-4"
    assert branch_through(desk, chat, answer.versions[1]) == ["Who pays?", "Another answer."]
    assert question.created == 1_700_000_000.5
    summary = desk.chats.summary(chat)
    assert (summary.title, summary.changed) == ("屋顶 and rent", 1_700_000_100.0)
    assert [each.id for each in desk.chats.list("landlord")] == [chat]


def branch_through(desk, chat, turn) -> list[str]:
    return [each.text for each in desk.chats.choose(chat, turn)]


def test_a_zip_of_chatgpt_is_opened_and_what_is_damaged_costs_itself(desk, tmp_path):
    path, told = tmp_path / "export.zip", []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("user.json", "{}")
        chats = [CHAT, {"title": "no mapping"}, {**CHAT, "title": None}]
        archive.writestr("conversations.json", json.dumps(chats))
    assert is_of_chats(path)
    taken = desk.chats.archive.take_in(path, lambda *where: told.append(where))
    assert (len(taken.chats), taken.failed) == (2, 1)
    assert told[-1] == (2, 3)
    [folder] = desk.chats.folders.list()
    assert (folder.name, folder.id) == ("ChatGPT", taken.folder)
    assert {chat.folder for chat in desk.chats.list()} == {folder.id}
    assert {chat.title for chat in desk.chats.list()} == {"屋顶 and rent", "Who pays?"}


def test_chats_of_lm_studio_keep_their_versions(desk, take):
    def said(role: str, *texts: str, chosen: int = 0) -> dict:
        versions = [
            {"type": "singleStep", "role": role, "content": [{"type": "text", "text": text}]}
            for text in texts
        ]
        return {"versions": versions, "currentlySelected": chosen}

    steps = [
        {"type": "contentBlock", "content": [{"type": "text", "text": "Two"}]},
        {"type": "debugInfoBlock", "debugInfo": "x"},
        {"type": "contentBlock", "content": [{"type": "text", "text": "steps."}]},
    ]
    several = {"role": "assistant", "steps": steps, "senderInfo": {"senderName": "yi-9b"}}
    chat = {
        "name": "Lease",
        "pinned": False,
        "createdAt": 1_700_000_000_000,
        "messages": [
            said("user", "Who pays?"),
            said("assistant", "First.", "Second.", chosen=1),
            said("user", "And now?"),
            {"versions": [several], "currentlySelected": 0},
        ],
    }
    taken = take(chat, "1700.conversation.json")
    [number] = taken.chats
    assert taken.program == "LM Studio"
    assert branch(desk, number) == ["Who pays?", "Second.", "And now?", "Two\n\nsteps."]
    turns = desk.chats.turns(number)
    assert len(turns[1].versions) == 2
    assert turns[3].report.model == "yi-9b"
    assert desk.chats.summary(number).changed == 1_700_000_000.0


def test_a_file_that_leads_in_circles_or_to_nothing_ends(desk, take):
    circles = conversation(
        a=node("user", "one", "b", "b"),
        b=node("assistant", "two", "a", "a", "nowhere"),
        c=node("user", "three", None, "c"),
    )
    [chat] = take([circles]).chats
    assert branch(desk, chat) == ["three"]


def test_an_answer_without_a_question_gets_one(desk, take):
    [chat] = take([conversation(a2=node("assistant", "Hello.", None))]).chats
    assert branch(desk, chat) == ["(Nothing was asked.)", "Hello."]
    assert [turn.role for turn in desk.chats.turns(chat)] == [Role.USER, Role.ASSISTANT]


def test_deep_chats_need_no_deep_stack(desk, take):
    kinds = ("user", "assistant")
    mapping = {
        f"n{number}": node(kinds[number % 2], str(number), f"n{number - 1}", f"n{number + 1}")
        for number in range(5_000)
    }
    [chat] = take([{**conversation(**mapping), "current_node": "n4999"}]).chats
    assert branch(desk, chat)[-1] == "4999"


def test_what_is_too_long_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(tree, "LONGEST_TEXT", 10)
    monkeypatch.setattr(tree, "MOST_TURNS", 2)
    builder = TreeBuilder()
    builder.add("a", None, Role.USER, "x" * 50)
    builder.add("b", "a", Role.ASSISTANT, "fine")
    chat = builder.finish("t", "b")
    assert chat.turns[0].text.startswith("x" * 10 + "\n\n(The rest of this message")
    with pytest.raises(ValueError, match="too many"):
        builder.add("c", "b", Role.USER, "one too many")


def test_a_bomb_in_a_zip_is_refused(desk, tmp_path, monkeypatch):
    monkeypatch.setattr("yidesk.services.exchange.reading.LARGEST", 10_000)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", "[" + " " * 20_000 + "]")
    with pytest.raises(YiDeskError) as caught:
        desk.chats.archive.take_in(path)
    assert caught.value.code == "import_unknown"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("data.json", b'{"name": "x", "values": [1, 2]}'),
        ("data.json", b"[1, 2, 3]"),
        ("notes.md", b'[{"title": "x"}]'),
        ("other.zip", b"PK\x03\x04 damaged"),
        ("none.json", None),
    ],
)
def test_other_files_are_not_taken_for_chats(tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert not is_of_chats(path)


def test_stopping_keeps_what_was_read(desk, tmp_path):
    path = tmp_path / "c.json"
    path.write_text(json.dumps([CHAT] * 5), "utf-8")
    answers = iter([False, False, True])
    taken = desk.chats.archive.take_in(path, cancelled=lambda: next(answers))
    assert len(taken.chats) == len(desk.chats.list()) == 2
