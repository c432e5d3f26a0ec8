"""Going from one chat to another and back evaluates nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.engine.talking import BATCH, ask, asked, chat, document, followed
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.readings import ReadingFolder


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
    model.windows.shelf.limit = 0
    save, written, disk = ReadingFolder.save, [], threading.Event()

    def counted(folder: ReadingFolder, *arguments: object) -> None:
        disk.wait(60)
        save(folder, *arguments)
        written.append(arguments)

    monkeypatch.setattr(ReadingFolder, "save", counted)
    apples = asked(document("Apple"), "Which?")
    whole = len(model.format.tokens(apples, open_end=True).ids) // BATCH
    # reading again would take longer than any disk
    monkeypatch.setattr(model.memory.pace, "seconds", lambda _done, _total: 1e6)
    ask(model, apples)
    assert not written
    disk.set()
    ask(model, asked(document("Banana"), "Which?"))
    assert sum(arguments[1].owners[0][0] == "A" for arguments in written) >= whole
    assert ask(model, apples).usage.evaluated_tokens <= BATCH


def test_another_question_looks_for_no_file_of_what_stays_in_memory(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch
):
    model = load()
    apples = document("Apple")
    ask(model, asked(apples, "Which? " * 20))
    model.memory.save_rest(10)
    whole = len(model.format.tokens(apples, open_end=True).ids) // BATCH
    stays = set(model.memory._keeper._keys[:whole])
    sought: list[str] = []
    has = ReadingFolder.has

    def counted(folder: ReadingFolder, key: str) -> bool:
        sought.append(key)
        return has(folder, key)

    monkeypatch.setattr(ReadingFolder, "has", counted)
    ask(model, asked(apples, "And what of the others? " * 20))
    assert len(stays) > 4
    assert sought
    assert len(stays.intersection(sought)) <= 1  # the first tells with which memory it was read


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
    for each in (one, other, one):
        usage = ask(model, each).usage
        assert (usage.evaluated_tokens, usage.restored_tokens) == (1, 0)
    assert not list((tmp_path / "readings").glob("*/*.reading"))  # and lie nowhere on the disk


def test_what_comes_back_says_the_same(load: Callable[..., LoadedModel]):
    model = load()
    one, other = chat("Tell me of rivers. " * 30), chat("Tell me of roofs. " * 30)
    seen = []
    for each in (one, one, other, one):
        ask(model, each, tokens=1)
        seen.append(model.memory_for(model.format.tokens(each, open_end=False), 1).context.logits())
        seen[-1] = seen[-1].copy()
    assert np.array_equal(seen[1], seen[3])
    assert not np.array_equal(seen[1], seen[2])
    assert np.allclose(seen[0], seen[1], atol=1e-2)  # evaluated alone instead of in a batch
