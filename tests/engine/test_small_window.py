"""Chats without documents have a small window of their own, and take nothing from the large one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.engine.talking import ask, asked, chat, document, followed
from yidesk.engine import llama
from yidesk.engine.loaded import LoadedModel

RIVERS = chat("Tell me of rivers. " * 30)


def test_a_short_chat_leaves_a_document_where_it_is(load: Callable[..., LoadedModel]):
    model = load(save_readings=False)
    apples = asked(document("Apple"), "Which?")
    ask(model, apples)
    held = model.memory.ids.copy()
    done = ask(model, RIVERS)
    assert done.usage.evaluated_tokens == done.usage.prompt_tokens
    assert model.memory.ids.tolist() == held.tolist()
    assert model.windows.shelf.bytes == 0
    assert ask(model, apples).usage.evaluated_tokens == 1


def test_it_is_made_when_it_is_needed(load: Callable[..., LoadedModel]):
    model = load()
    assert model.plan.small.window == 2_048
    ask(model, asked(document("Apple"), "Which?"))
    assert model.windows.small is None
    ask(model, RIVERS)
    assert model.windows.small.window == 2_048


def test_a_chat_that_becomes_long_moves_and_is_not_read_again(load: Callable[..., LoadedModel]):
    model = load()
    first = ask(model, RIVERS, tokens=20)
    second = followed(RIVERS, first, model, "And the sea? " * 400)
    done = ask(model, second)
    assert done.usage.prompt_tokens > 2_048
    assert done.usage.cached_tokens >= first.usage.prompt_tokens
    assert ask(model, second).usage.evaluated_tokens == 1


def test_an_answer_that_may_become_long_is_given_room(load: Callable[..., LoadedModel]):
    model = load()
    ask(model, RIVERS, tokens=2_000)
    assert model.windows.small is None


def test_without_memory_for_it_the_large_one_serves(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch
):
    model = load()
    real = llama.Context

    def short_of_memory(*arguments: object, window: int, **rest: object) -> llama.Context:
        if window == 2_048:
            raise llama.LoadError
        return real(*arguments, window=window, **rest)

    monkeypatch.setattr(llama, "Context", short_of_memory)
    ask(model, RIVERS)
    assert model.plan.small is None
    assert ask(model, RIVERS).usage.evaluated_tokens == 1
    assert model.memory.count > 100
