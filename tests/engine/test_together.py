"""Questions answered together get the answers they get alone, and share what they begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engine.talking import BATCH, GREEDY, ask, asked, chat, document
from yidesk.client.engine import EngineClient
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import EngineError
from yidesk.core.types import (
    Conversation,
    EngineOptions,
    FinishReason,
    Message,
    Part,
    Role,
    Sampling,
)
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.together import answer_together
from yidesk.protocol import messages
from yidesk.protocol.together import GenerateMany, Question

APPLES = document("Apple")
WORDS = ("Which?", "What does item 7 cost, and why?", "Name the dearest.")


def many(start: Conversation, *words: str, tokens: int = 12, **options: object) -> GenerateMany:
    return GenerateMany(
        conversation=start,
        questions=tuple(
            Question(number=number, parts=(Part(text=text, owner="chat:1"),))
            for number, text in enumerate(words, 1)
        ),
        sampling=options.pop("sampling", GREEDY),
        max_tokens=tokens,
        **options,
    )


def together(
    model: LoadedModel,
    request: GenerateMany,
    *,
    cancelled: Callable[[int], bool] = lambda _number: False,
    in_the_way: Callable[[], bool] = lambda: False,
) -> tuple[bool, list[messages.AnyMessage]]:
    """Whether they were answered, and every event."""
    events: list[messages.AnyMessage] = []
    model.rearm()
    done = answer_together(
        request, model, events.append, cancelled=cancelled, in_the_way=in_the_way
    )
    return done, events


def finals(events: list[messages.AnyMessage]) -> list[messages.Finished]:
    found = [event for event in events if isinstance(event, messages.Finished)]
    return sorted(found, key=lambda event: event.id)


def ids(done: messages.Finished) -> list[int]:
    return np.frombuffer(done.tokens, "<i4").tolist()


def test_each_answer_is_the_one_it_gets_alone(load: Callable[..., LoadedModel]):
    model = load()
    alone = [ids(ask(model, asked(APPLES, text), tokens=12)) for text in WORDS]
    _, events = together(model, many(APPLES, *WORDS))
    assert [ids(done) for done in finals(events)] == alone
    for number in (1, 2, 3):
        said = "".join(e.text for e in events if isinstance(e, messages.Text) and e.id == number)
        assert said == finals(events)[number - 1].text != ""


def test_more_of_them_than_sequences_are_answered_in_turn(load: Callable[..., LoadedModel]):
    model = load()
    words = [f"What does item {number} cost?" for number in range(9)]
    alone = [ids(ask(model, asked(APPLES, text), tokens=5)) for text in words]
    _, events = together(model, many(APPLES, *words, tokens=5))
    assert [ids(done) for done in finals(events)] == alone


def test_only_the_questions_are_evaluated(load: Callable[..., LoadedModel]):
    model = load(save_readings=False)
    first = finals(together(model, many(APPLES, *WORDS))[1])
    start = len(model.format.tokens(APPLES, open_end=True).ids)
    assert first[0].usage.evaluated_tokens == first[0].usage.prompt_tokens > start
    again = finals(together(model, many(APPLES, *WORDS))[1])
    for done in (*first[1:], *again):
        assert done.usage.cached_tokens == start
        assert done.usage.evaluated_tokens == done.usage.prompt_tokens - start


def test_the_conversation_in_memory_stays_as_it_is(load: Callable[..., LoadedModel]):
    model = load(save_readings=False)
    question = asked(APPLES, "Which?")
    before = ask(model, question)
    together(model, many(APPLES, *WORDS))
    assert model.memory.count == len(model.format.tokens(APPLES, open_end=True).ids)
    after = ask(model, question)
    assert (after.text, after.usage.evaluated_tokens) == (before.text, 1)


def test_those_that_have_no_room_wait_for_the_others(load: Callable[..., LoadedModel]):
    model = load(context=1_024)
    alone = [ids(ask(model, asked(APPLES, text), tokens=150)) for text in WORDS]
    assert model.memory.window == 1_024
    _, events = together(model, many(APPLES, *WORDS, tokens=150))
    assert [ids(done) for done in finals(events)] == alone


def test_one_that_is_cancelled_ends_and_the_others_do_not(load: Callable[..., LoadedModel]):
    model = load()
    alone = [ids(ask(model, asked(APPLES, text), tokens=12)) for text in WORDS]
    events: list[messages.AnyMessage] = []

    def unwanted(number: int) -> bool:
        said = [e for e in events if isinstance(e, messages.Text) and e.id == 2]
        if number == 2 and said:
            model.abort()  # as the receiving thread does
        return number == 2 and bool(said)

    answer_together(
        many(APPLES, *WORDS),
        model,
        events.append,
        cancelled=unwanted,
        in_the_way=lambda: False,
    )
    done = finals(events)
    assert [ids(done[0]), ids(done[2])] == [alone[0], alone[2]]
    assert done[1].reason is FinishReason.STOPPED
    assert ids(done[1]) == alone[1][: len(ids(done[1]))]
    assert 0 < len(ids(done[1])) < 12


def test_reading_that_is_stopped_ends_all(load: Callable[..., LoadedModel]):
    model = load()
    done, events = together(model, many(APPLES, *WORDS), cancelled=lambda _number: True)
    assert done
    assert [end.reason for end in finals(events)] == [FinishReason.STOPPED] * 3
    assert not any(isinstance(event, messages.Text) for event in events)


def test_a_device_that_fails_fails_those_that_are_not_done(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch
):
    model = load()
    together(model, many(APPLES, *WORDS))
    monkeypatch.setattr(model.context, "decode_many", lambda *_, **__: -3)
    _, events = together(model, many(APPLES, *WORDS))
    failed = [event for event in events if isinstance(event, messages.Failed)]
    assert [event.code for event in failed] == ["decode"] * 3


def test_a_bad_grammar_is_refused(load: Callable[..., LoadedModel]):
    sampling = Sampling(grammar="nonsense ::=")
    with pytest.raises(EngineError, match="grammar"):
        together(load(), many(APPLES, *WORDS, sampling=sampling))


# --- in the background ----------------------------------------------------------------------


def test_the_background_sends_nothing_but_ends(load: Callable[..., LoadedModel]):
    model = load()
    ask(model, asked(APPLES, "Which?"))
    done, events = together(model, many(APPLES, *WORDS, background=True))
    assert done
    assert [type(event) for event in events] == [messages.Finished] * 3


def test_the_background_makes_room_and_says_nothing(load: Callable[..., LoadedModel]):
    model = load()
    ask(model, asked(APPLES, "Which?"))
    looks = iter([False] * 9)
    request = many(APPLES, *WORDS, background=True)
    assert together(model, request, in_the_way=lambda: next(looks, True)) == (False, [])
    done, events = together(model, request)
    assert done
    assert len(events) == 3


def test_the_background_reads_no_document(load: Callable[..., LoadedModel]):
    model = load()
    with pytest.raises(EngineError) as caught:
        together(model, many(APPLES, *WORDS, background=True))
    assert caught.value.code == "no_room"
    assert model.memory.count == 0


def test_the_background_leaves_a_chat_where_it_is(load: Callable[..., LoadedModel]):
    model = load()
    rivers = chat("Tell me of rivers. " * 30)
    ask(model, rivers)
    held = model.windows.small.ids.copy()
    title = many(chat("Tell me of rivers."), "A title, please.", background=True)
    done, events = together(model, title)
    assert done
    assert finals(events)[0].text
    assert model.windows.small.ids.tolist() == held.tolist()
    assert ask(model, rivers).usage.evaluated_tokens == 1


# --- the worker, and a real model -----------------------------------------------------------


@pytest.fixture(scope="module")
def engine(demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    client = EngineClient(tmp_path_factory.mktemp("logs"))
    client.load(demo_model, EngineOptions(read_ahead_batch=BATCH)).result()
    yield client
    client.close()


REPORT = "".join(f"Item {i} of the report costs {i * 13 % 97} euros. " for i in range(20))
START = (
    Message.of(Role.SYSTEM, "Answer from the document."),
    Message(role=Role.USER, parts=(Part(text=REPORT, owner="d" * 64),)),
)
QUESTIONS = tuple((Part(text=f" What does item {i} cost?", owner="chat:1"),) for i in (3, 7, 11))


def test_a_real_models_answers_are_what_sampling_alone_gives(demo_model: Path, tmp_path: Path):
    """Each token is, after the tokens before it, the likeliest alone too: within what the shape
    of a batch changes in the logits of a quantised model."""
    options = EngineOptions(read_ahead_batch=BATCH)
    model = LoadedModel(demo_model, options, lambda _done: True, lambda _error: None)
    words = [parts[0].text for parts in QUESTIONS]
    done = finals(together(model, many(START, *words, tokens=10))[1])
    for text, answer in zip(words, done, strict=True):
        ask(model, asked(START, text), tokens=1)
        for token in ids(answer):
            logits = model.memory.context.logits()
            assert logits[token] >= logits.max() - 1.0
            model.memory.append([token])
    model.close()


def test_questions_are_jobs_of_their_own(engine: EngineClient):
    jobs = engine.generate_together(START, QUESTIONS, sampling=GREEDY, max_tokens=60)
    for event in jobs[1]:
        if isinstance(event, messages.Text):
            jobs[1].cancel()
    assert event.reason is FinishReason.STOPPED
    others = [jobs[0].result(), jobs[2].result()]
    assert all(done.reason is not FinishReason.STOPPED for done in others)
    assert all(done.usage.generated_tokens > event.usage.generated_tokens for done in others)


def test_a_question_breaks_the_background_off_and_it_begins_again(
    engine: EngineClient, monkeypatch: pytest.MonkeyPatch
):
    arrived: list[tuple[type, int]] = []
    deliver = engine._deliver

    def see(worker: WorkerProcess, event: messages.AnyMessage) -> None:
        arrived.append((type(event), event.id))
        deliver(worker, event)

    engine.read(START).result()
    monkeypatch.setattr(engine, "_deliver", see)
    aside = engine.generate_together(
        START, QUESTIONS, sampling=GREEDY, max_tokens=100, background=True
    )
    question = engine.generate(asked(START, "Why?"), sampling=GREEDY, max_tokens=2)
    question.result()
    ends = [job.result() for job in aside]
    assert all(end.text for end in ends)
    order = [number for kind, number in arrived if kind is messages.Finished]
    assert order[0] == question.id
    assert {number for _, number in arrived} >= {job.id for job in aside}
