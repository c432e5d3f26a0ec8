"""Documents are known by their bytes, whatever their files are called."""

from __future__ import annotations

from yidesk.core.types import Verdict
from yidesk.services.prompt import Exchange, build


def test_another_name_for_the_same_bytes_changes_no_prompt(desk, lease, tmp_path):
    desk.script("One [p. 1].", "Two [p. 2].")
    chat = desk.chats.create()
    document = desk.chats.add_document(chat, lease)
    first = desk.ask(chat, "First?")
    renamed = lease.rename(tmp_path / "the lease, signed.txt")
    again = desk.chats.add_document(desk.chats.create(), renamed)
    assert (again.name, again.prompt_name) == ("the lease, signed.txt", "lease.txt")
    [shown] = desk.chats.documents(chat)
    assert shown.name == "the lease, signed.txt"
    prompts = [build([Exchange(documents=(each,))]).conversation for each in (document, shown)]
    assert prompts[0] == prompts[1]
    second = desk.ask(chat, "Second?")
    assert second.usage.cached_tokens >= first.usage.prompt_tokens
    assert second.coverage[0].name == "the lease, signed.txt"


def test_a_citation_may_use_either_name(desk, lease, tmp_path):
    answer = "“The rent is 900 euros” [lease, p. 1]. “Pets are not allowed” [signed, p. 2]."
    desk.script(answer)
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    other = tmp_path / "other.txt"
    other.write_text("Nothing of that kind.")
    desk.chats.add_document(chat, other)
    desk.chats.add_document(chat, lease.rename(tmp_path / "signed.txt"))
    citations = desk.ask(chat, "What is said?").citations
    assert [each.verdict for each in citations] == [Verdict.VERIFIED] * 2
