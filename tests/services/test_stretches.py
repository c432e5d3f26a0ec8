"""Answers to which nobody set a limit: they go on until they end, or the window is full."""

from __future__ import annotations

import pytest

from yidesk.client.engine import EngineClient
from yidesk.core.types import EngineOptions, FinishReason, Sampling
from yidesk.services import answer as answering
from yidesk.services.chats import Chats
from yidesk.services.stretches import STRETCH_TOKENS, goes_in_circles

LONG = " ".join(f"w{number}" for number in range(STRETCH_TOKENS + 500))


def test_an_answer_goes_on_over_the_stretch_that_is_asked_for_at_once(desk):
    desk.script(LONG, " and the end.", context=8192)
    chat = desk.chats.create()
    answer = desk.ask(chat, "Everything?")
    assert answer.text == " ".join(LONG.split()[:STRETCH_TOKENS]) + " and the end."
    assert answer.reason is FinishReason.STOP
    assert answer.usage.generated_tokens == STRETCH_TOKENS + 4
    assert answer.usage.prompt_tokens < 100  # what was said is not counted as read
    assert answer.in_window > STRETCH_TOKENS
    assert desk.chats.turns(chat)[1].text == answer.text


def test_a_limit_of_the_persons_own_is_kept(desk):
    desk.script(LONG, "never said", context=8192)
    answer = desk.ask(desk.chats.create(), "Everything?", max_tokens=STRETCH_TOKENS)
    assert (answer.reason, "never" in answer.text) == (FinishReason.LENGTH, False)


def test_it_ends_where_the_window_is_full(desk):
    desk.script(LONG, LONG.upper(), "never said", context=STRETCH_TOKENS + 800)
    answer = desk.ask(desk.chats.create(), "Everything?")
    assert (answer.reason, "never" in answer.text) == (FinishReason.CONTEXT_FULL, False)


def test_the_window_grows_for_an_answer_where_memory_has_room(desk):
    small, large = STRETCH_TOKENS + 100, 3 * STRETCH_TOKENS
    desk.script(LONG, LONG.upper(), " the end.", context=small, memory_for=large, trained=large)
    answer = desk.ask(desk.chats.create(), "Everything?")
    assert (answer.reason, answer.text[-8:]) == (FinishReason.STOP, "the end.")
    assert answer.engine.context == desk.engine.info.context > small


def test_a_model_that_only_repeats_itself_is_ended(desk):
    desk.script("and so on " * STRETCH_TOKENS, "never said", context=8192)
    answer = desk.ask(desk.chats.create(), "Everything?")
    assert (answer.reason, "never" in answer.text) == (FinishReason.CIRCLES, False)
    assert not goes_in_circles(LONG)
    assert not goes_in_circles("na " * 100)  # twice is not thrice


@pytest.mark.model
def test_a_real_model_fills_its_window_in_stretches(desk, demo_model, monkeypatch):
    monkeypatch.setattr(answering, "STRETCH_TOKENS", 7)
    monkeypatch.setattr(answering, "goes_in_circles", lambda _text: False)
    engine = EngineClient(desk.paths.logs)
    chats = Chats(desk.store, engine, desk.library, desk.chats._tools.loader._models)
    chats.choose_model(demo_model, EngineOptions(context=256))
    greedy = Sampling(temperature=0)
    chat = chats.create()
    *_, whole = chats.send(chat, "Write about rivers.", sampling=greedy, max_tokens=4_000)
    *_, pieces = chats.regenerate(chat, chats.turns(chat)[1].id, sampling=greedy)
    engine.close()
    assert pieces.reason is whole.reason is FinishReason.CONTEXT_FULL
    # a last bit that a batch of another size rounds otherwise may choose another word later on
    assert pieces.tokens[: 4 * 7] == whole.tokens[: 4 * 7]
    assert pieces.usage.prompt_tokens == whole.usage.prompt_tokens
    assert pieces.usage.generated_tokens == len(pieces.tokens) // 4 > 3 * 7
    assert pieces.in_window == pieces.usage.prompt_tokens + pieces.usage.generated_tokens
    assert whole.in_window - 7 <= pieces.in_window <= whole.in_window
