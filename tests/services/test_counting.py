"""Tokens of a document are counted once for each vocabulary, and kept."""

from __future__ import annotations

import pytest

from tests.services.conftest import open_desk
from yidesk.core.types import Mode, Part
from yidesk.services.counting import TokenCounter


class Engine:
    """Counts words, and how often it was asked for which texts."""

    def __init__(self):
        self.asked = []

    def count_tokens(self, texts):
        self.asked += texts
        return tuple(len(text.split()) for text in texts)


class Spy:
    """Passes on to the real engine, and notes what it was asked."""

    def __init__(self, real):
        self.real, self.asked = real, []

    def __call__(self, texts):
        self.asked += texts
        return self.real(texts)


@pytest.fixture
def part(desk, lease):
    return Part(text="four words of it", owner=desk.library.add(lease).fingerprint)


def test_what_was_counted_of_a_document_is_known_after_a_restart(desk, part):
    first, second = Engine(), Engine()
    assert TokenCounter(first, desk.store.tokens).count_parts([part, part], "words") == [4, 4]
    assert first.asked == [part.text]
    again = TokenCounter(second, desk.store.tokens)
    assert again.count_parts([part], "words") == [4]
    assert second.asked == []
    assert again.count_parts([part], "another vocabulary") == [4]
    assert again.count_parts([Part(text="other text", owner=part.owner)], "words") == [2]
    assert second.asked == [part.text, "other text"]


def test_what_belongs_to_no_document_is_remembered_and_not_kept(desk, part):
    engine = Engine()
    counter = TokenCounter(engine, desk.store.tokens)
    for owner in ("", "chat:1", "f" * 64):
        counter.count_parts([Part(text=f"of {owner}", owner=owner)], "words")
        counter.count_parts([Part(text=f"of {owner}", owner=owner)], "words")
    assert len(engine.asked) == 3
    assert desk.store._database.rows("SELECT * FROM tokens") == []


def test_counts_go_with_their_document(desk, part):
    TokenCounter(Engine(), desk.store.tokens).count_parts([part], "words")
    assert desk.store.tokens.of_documents("words") == {part.owner: 4}
    assert desk.store.tokens.of_documents("other") == {}
    desk.library.remove(part.owner)
    assert desk.store.tokens.of_documents("words") == {}


@pytest.mark.parametrize("mode", [Mode.WHOLE, Mode.SEARCH])
def test_a_question_counts_no_document_again(tmp_path, lease, monkeypatch, mode):
    for _run in range(2):
        desk = open_desk(tmp_path / "data")
        spy = Spy(desk.engine.count_tokens)
        monkeypatch.setattr(desk.engine, "count_tokens", spy)
        desk.script("900 [p. 1].")
        chat = desk.chats.create()
        document = desk.chats.add_document(chat, lease)
        answer = desk.ask(chat, "What is the rent?", mode=mode)
        assert answer.coverage[0].tokens_total > 0
        counted = [text for text in spy.asked if all(page.text in text for page in document.pages)]
        desk.close()
    assert counted == []
