"""Going from one chat to another and back evaluates nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.models.gguf_writer import tiny
from yidesk.core.types import Conversation, EngineOptions, Message, Part, Role, Sampling
from yidesk.engine import answering
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.readings import ReadingFolder
from yidesk.protocol import messages

BATCH = 64
GREEDY = Sampling(temperature=0)
TEMPLATE = 12
"""Tokens at most that a template puts behind the last part."""


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Callable[..., LoadedModel]]:
    """Loads the tiny model."""
    path = tiny(tmp_path / "tiny.gguf")
    made: list[LoadedModel] = []

    def load(**options: object) -> LoadedModel:
        chosen = EngineOptions(
            read_ahead_batch=BATCH, readings_folder=str(tmp_path / "readings"), **options
        )
        made.append(LoadedModel(path, chosen, lambda _done: True, lambda _error: None))
        return made[-1]

    yield load
    for model in made:
        model.close()


def document(name: str) -> Conversation:
    text = "".join(f"{name} {i} costs {i * 13 % 97} euros. " for i in range(40))
    return (Message(role=Role.USER, parts=(Part(text=text, owner=name[0] * 64),)),)


def asked(before: Conversation, words: str) -> Conversation:
    """BEFORE with a question at the end of its last message."""
    *rest, last = before
    return (*rest, Message(role=Role.USER, parts=(*last.parts, Part(text=words, owner="chat:1"))))


def chat(*words: str) -> Conversation:
    parts = (Part(text=text, owner="chat:2") for text in words)
    return tuple(Message(role=Role.USER, parts=(part,)) for part in parts)


def ask(model: LoadedModel, conversation: Conversation, tokens: int = 4) -> messages.Finished:
    request = messages.Generate(id=1, conversation=conversation, sampling=GREEDY, max_tokens=tokens)
    done = answering.answer(request, model, lambda _message: None, lambda: True)
    assert isinstance(done, messages.Finished)
    return done


def followed(
    conversation: Conversation, done: messages.Finished, model: LoadedModel, words: str
) -> Conversation:
    answer = Part(
        text=done.text, tokens=done.tokens, tokenizer=model.info.tokenizer, owner="chat:1"
    )
    return (
        *conversation,
        Message(role=Role.ASSISTANT, parts=(answer,)),
        Message(role=Role.USER, parts=(Part(text=words, owner="chat:1"),)),
    )


@pytest.mark.parametrize("save", [True, False])
def test_two_documents_in_turn_are_each_read_once(load: Callable[..., LoadedModel], save: bool):
    model = load(save_readings=save)
    apples, bananas = asked(document("Apple"), "Which?"), asked(document("Banana"), "Which?")
    read = [ask(model, each).usage.evaluated_tokens for each in (apples, bananas)]
    assert min(read) > 6 * BATCH
    again = [ask(model, each).usage.evaluated_tokens for each in (apples, bananas, apples)]
    assert again == [1, 1, 1]


def test_what_the_writer_has_not_reached_is_saved_before_it_leaves(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch
):
    model = load()
    model._shelf.limit = 0
    save, written, disk_is_ready = ReadingFolder.save, [], threading.Event()

    def counted(folder: ReadingFolder, *arguments: object) -> None:
        disk_is_ready.wait()
        save(folder, *arguments)
        written.append(arguments)

    monkeypatch.setattr(ReadingFolder, "save", counted)
    apples = asked(document("Apple"), "Which?")
    whole = len(model.format.tokens(apples, open_end=True).ids) // BATCH
    # reading again would take longer than any disk
    monkeypatch.setattr(model.memory.pace, "seconds", lambda _done, _total: 1e6)
    ask(model, apples)
    assert len(written) < whole
    disk_is_ready.set()
    ask(model, asked(document("Banana"), "Which?"))
    assert sum(arguments[1].owners[0][0] == "A" for arguments in written) >= whole
    assert ask(model, apples).usage.evaluated_tokens <= BATCH


def test_a_disk_that_is_slower_than_reading_is_not_waited_for(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch
):
    model = load()
    waits: list[float] = []
    keeper = model.memory._keeper
    monkeypatch.setattr(keeper, "wait_for_writer", waits.append)
    monkeypatch.setattr(keeper, "save_complete", lambda _ids: True)
    monkeypatch.setattr(model.memory.pace, "seconds", lambda _done, _total: 0.0)
    ask(model, asked(document("Apple"), "Which?"))
    ask(model, asked(document("Banana"), "Which?"))
    assert len(waits) <= 1


def test_the_turns_behind_a_document_come_back(load: Callable[..., LoadedModel]):
    model = load()
    first = asked(document("Apple"), "Which?")
    answer = ask(model, first, tokens=9)
    second = followed(first, answer, model, "And why?")
    told = ask(model, second)
    ask(model, asked(document("Banana"), "Which?"))
    third = ask(model, followed(second, told, model, "Really?"))
    new = third.usage.prompt_tokens - told.usage.prompt_tokens - told.usage.generated_tokens
    assert third.usage.evaluated_tokens <= new + 1


def test_chats_without_a_document_come_back(load: Callable[..., LoadedModel], tmp_path: Path):
    model = load()
    one, other = chat("Tell me of rivers. " * 30), chat("Tell me of roofs. " * 30)
    first = ask(model, one)
    assert first.usage.evaluated_tokens == first.usage.prompt_tokens
    ask(model, other)
    assert [ask(model, each).usage.evaluated_tokens for each in (one, other, one)] == [1, 1, 1]
    assert not list((tmp_path / "readings").glob("*/*.reading"))  # and lie nowhere on the disk


def test_what_comes_back_says_the_same(load: Callable[..., LoadedModel]):
    model = load()
    one, other = chat("Tell me of rivers. " * 30), chat("Tell me of roofs. " * 30)
    ask(model, one)
    logits = model.context.logits().copy()
    ask(model, one)
    kept = model.context.logits().copy()
    ask(model, other)
    ask(model, one)
    assert np.array_equal(model.context.logits(), kept)
    assert np.allclose(kept, logits, atol=1e-2)
