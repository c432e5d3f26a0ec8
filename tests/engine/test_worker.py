"""The engine worker as the application meets it: real process, real pipe, real model."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.conftest import ROOT
from yidesk.client import worker as worker_module
from yidesk.client.engine import EngineClient
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import Cancelled, EngineError, ModelError, YiDeskError
from yidesk.core.types import EngineOptions, FinishReason, Message, Part, Role, Sampling
from yidesk.protocol import messages

GREEDY = Sampling(temperature=0)
BATCH = 64
"""Tokens per computation; the usual 512 would only take longer here."""
OPTIONS = EngineOptions(read_ahead_batch=BATCH)
QUESTION = (
    Message.of(Role.SYSTEM, "You are helpful."),
    Message.of(Role.USER, "Count from one to ten."),
)
LONG = (Message.of(Role.USER, "Once upon a time there was a river. " * 80),)


@pytest.fixture(scope="module")
def engine(demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineClient]:
    """One worker with the demonstration model for the tests that do not harm it."""
    client = EngineClient(tmp_path_factory.mktemp("logs"))
    client.load(demo_model, OPTIONS).result()
    yield client
    client.close()


@pytest.fixture
def own_engine(demo_model: Path, tmp_path: Path) -> Iterator[EngineClient]:
    """A worker that a test may kill."""
    client = EngineClient(tmp_path)
    client.load(demo_model, OPTIONS).result()
    yield client
    client.close()


def answered(conversation: tuple[Message, ...], done: messages.Finished, tokenizer: str, text: str):
    """The conversation with the answer and a new question."""
    answer = Part(text=done.text, tokens=done.tokens, tokenizer=tokenizer)
    return (
        *conversation,
        Message(role=Role.ASSISTANT, parts=(answer,)),
        Message.of(Role.USER, text),
    )


def test_the_pieces_of_an_answer_are_the_answer(engine: EngineClient):
    events = list(engine.generate(QUESTION, sampling=GREEDY, max_tokens=24))
    done = events[-1]
    assert isinstance(done, messages.Finished)
    assert isinstance(events[0], messages.Accepted)
    assert "".join(e.text for e in events if isinstance(e, messages.Text)) == done.text != ""
    assert done.reason is FinishReason.LENGTH
    assert done.usage.generated_tokens == 24 == len(np.frombuffer(done.tokens, "<i4"))


def test_a_follow_up_evaluates_only_what_is_new(engine: EngineClient):
    first = engine.generate(QUESTION, sampling=GREEDY, max_tokens=16).result()
    follow_up = answered(QUESTION, first, engine.info.tokenizer, "And to eleven?")
    second = engine.generate(follow_up, sampling=GREEDY, max_tokens=4).result()
    # In memory: the prompt and the answer but its last token, which was drawn and not evaluated.
    assert second.usage.cached_tokens == first.usage.prompt_tokens + 16 - 1
    assert second.usage.evaluated_tokens == (
        second.usage.prompt_tokens - second.usage.cached_tokens
    )


def test_reading_ahead_leaves_only_the_question_to_evaluate(engine: EngineClient):
    system, document = Message.of(Role.SYSTEM, "Be brief."), "The roof is green. " * 60
    read = engine.read((system, Message.of(Role.USER, document))).result()
    assert read.complete
    asked = (system, Message.of(Role.USER, document, "What is green?"))
    done = engine.generate(asked, sampling=GREEDY, max_tokens=2).result()
    assert done.usage.cached_tokens == read.usage.prompt_tokens
    assert 0 < done.usage.evaluated_tokens < 20


def test_reading_reports_progress_and_stops_within_a_batch(engine: EngineClient):
    job = engine.read(LONG)
    progress = []
    for event in job:
        if isinstance(event, messages.Progress):
            progress.append(event)
            job.cancel()
        else:
            done = event
    assert isinstance(done, messages.ReadDone)
    assert not done.complete
    assert done.usage.evaluated_tokens <= 2 * BATCH
    told: list[messages.Progress] = []
    again = engine.read(LONG).result(told.append)
    assert again.complete
    assert told[-1].done == told[-1].total
    assert told[-1].seconds_left == 0
    assert all(progress.seconds_left is not None for progress in told)
    assert again.usage.cached_tokens >= done.usage.evaluated_tokens - 1


def test_a_question_goes_before_reading_ahead(
    engine: EngineClient, monkeypatch: pytest.MonkeyPatch
):
    arrived: list[type] = []
    deliver = engine._deliver

    def see(worker: WorkerProcess, event: messages.AnyMessage) -> None:
        arrived.append(type(event))
        deliver(worker, event)

    monkeypatch.setattr(engine, "_deliver", see)
    reading = engine.read((Message.of(Role.USER, "Rain and rivers and roofs. " * 80),))
    next(iter(reading))
    done = engine.generate(QUESTION, sampling=GREEDY, max_tokens=1).result()
    assert done.usage.generated_tokens == 1
    assert reading.result().complete  # it went on afterwards
    assert arrived.index(messages.Finished) < arrived.index(messages.ReadDone)


def test_stop_ends_an_answer_and_keeps_its_text(engine: EngineClient):
    job = engine.generate(QUESTION, sampling=GREEDY, max_tokens=2000)
    for event in job:
        if isinstance(event, messages.Text):
            job.cancel()
    assert isinstance(event, messages.Finished)
    assert event.reason is FinishReason.STOPPED
    assert event.text
    assert event.usage.generated_tokens < 2000


def test_a_request_cancelled_while_it_waits_never_runs(engine: EngineClient):
    running = engine.generate(QUESTION, sampling=GREEDY, max_tokens=30)
    waiting = engine.read(LONG)
    waiting.cancel()
    running.result()
    with pytest.raises(Cancelled):
        waiting.result()


def test_a_stop_text_ends_the_answer_and_is_not_shown(engine: EngineClient):
    whole = engine.generate(QUESTION, sampling=GREEDY, max_tokens=24).result().text
    stop = whole[len(whole) // 2 :][:3]
    cut = engine.generate(QUESTION, sampling=GREEDY, max_tokens=24, stop=(stop,)).result()
    assert cut.reason is FinishReason.STOP
    assert cut.text == whole[: whole.index(stop)]


def test_penalties_count_the_end_of_the_conversation(engine: EngineClient):
    never_again = Sampling(temperature=0, presence_penalty=1000.0)
    done = engine.generate(QUESTION, sampling=never_again, max_tokens=20).result()
    said = np.frombuffer(done.tokens, "<i4").tolist()
    assert len(said) == len(set(said)) > 10
    words = (Message.of(Role.USER, "Repeat this: a green river, a green river, a green river."),)
    assert " green" in engine.generate(words, sampling=GREEDY, max_tokens=20).result().text
    done = engine.generate(words, sampling=never_again, max_tokens=20).result()
    assert " green" not in done.text  # the prompt has that token


def test_a_grammar_is_kept(engine: EngineClient):
    rules = Sampling(temperature=0, grammar='root ::= "{\\"answer\\": " ("true" | "false") "}"')
    done = engine.generate(QUESTION, sampling=rules, max_tokens=30).result()
    assert isinstance(json.loads(done.text)["answer"], bool)
    assert done.reason is FinishReason.STOP
    begun = (*QUESTION, Message.of(Role.ASSISTANT, '{"answer": '))
    done = engine.generate(begun, sampling=rules, max_tokens=30).result()
    assert done.text in ("true}", "false}")


def test_a_bad_grammar_is_refused_before_anything_is_read(engine: EngineClient):
    broken = Sampling(grammar="root ::= nothing")
    events = []
    with pytest.raises(EngineError, match="grammar"):
        events.extend(engine.generate(LONG, sampling=broken, max_tokens=5))
    assert not events
    assert engine.generate(QUESTION, sampling=GREEDY, max_tokens=1).result().text


@pytest.mark.parametrize("seed", [7, 2**32 - 1])
def test_the_same_seed_gives_the_same_answer(engine: EngineClient, seed):
    warm = Sampling(temperature=1.0, top_p=1.0, top_k=0, min_p=0.0, seed=seed)
    answers = [engine.generate(QUESTION, sampling=warm, max_tokens=12).result() for _ in range(2)]
    # The first may come from a longer evaluation; from then on memory holds the same tokens.
    answers.append(engine.generate(QUESTION, sampling=warm, max_tokens=12).result())
    assert answers[1].text == answers[2].text
    assert {answer.seed for answer in answers} == {seed}


def test_a_conversation_larger_than_the_window_is_refused_with_numbers(engine: EngineClient):
    with pytest.raises(EngineError) as caught:
        engine.read((Message.of(Role.USER, "word " * 9000),)).result()
    assert caught.value.code == "context_overflow"
    assert caught.value.values["window"] == 8192
    assert caught.value.values["need"] > 9000


def test_tokens_are_counted_part_by_part(engine: EngineClient):
    one, two, none = engine.count_tokens(["hello", "hello hello", ""])
    assert (one, two, none) == (1, 2, 0)


def test_an_answer_that_was_cut_goes_on_where_it_ended(engine: EngineClient):
    whole = engine.generate(QUESTION, sampling=GREEDY, max_tokens=12).result()
    begun = engine.generate(QUESTION, sampling=GREEDY, max_tokens=8).result()
    part = Part(text=begun.text, tokens=begun.tokens, tokenizer=engine.info.tokenizer)
    so_far = (*QUESTION, Message(role=Role.ASSISTANT, parts=(part,)))
    rest = engine.generate(so_far, sampling=GREEDY, max_tokens=4).result()
    assert rest.usage.evaluated_tokens == 1  # the answer's last token; the rest is in memory
    assert begun.text + rest.text == whole.text


@pytest.mark.parametrize("moment", ["prefill", "decode"])
def test_a_killed_worker_is_told_in_words_and_replaced(own_engine: EngineClient, moment: str):
    conversation = LONG if moment == "prefill" else QUESTION
    job = own_engine.generate(conversation, sampling=GREEDY, max_tokens=500)
    wanted = messages.Progress if moment == "prefill" else messages.Text
    text: list[str] = []

    def shoot(event: messages.AnyMessage) -> None:
        if isinstance(event, messages.Text):
            text.append(event.text)
        if isinstance(event, wanted):
            os.kill(own_engine.pid, signal.SIGSEGV)

    with pytest.raises(EngineError) as caught:
        job.result(shoot)
    assert caught.value.code == "engine_died"
    assert "SIGSEGV" in str(caught.value)
    assert bool(text) == (moment == "decode")
    again = own_engine.generate(QUESTION, sampling=GREEDY, max_tokens=3).result()
    assert again.usage.generated_tokens == 3


def test_a_worker_killed_while_it_loads_is_told_in_words(demo_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    job = client.load(demo_model)
    os.kill(client.pid, signal.SIGKILL)
    with pytest.raises(ModelError) as caught:
        job.result()
    assert caught.value.code == "load_killed"
    assert client.load(demo_model).result().info.context == 8192
    client.close()


def test_a_load_that_is_cancelled_says_nothing_about_the_file(demo_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    job = client.load(demo_model)
    job.cancel()
    with pytest.raises(Cancelled):
        job.result()
    client.close()


def test_stop_during_a_load_waits_for_nothing_and_the_next_question_loads_again(
    demo_model: Path, tmp_path: Path
):
    client = EngineClient(tmp_path)
    client.list_readings(tmp_path)  # starts the worker
    loading = psutil.Process(client.pid)
    loading.suspend()  # nothing it does can matter
    job, behind = client.load(demo_model), client.read((Message.of(Role.USER, "Hello"),))
    job.cancel()
    with pytest.raises(Cancelled):
        job.result()
    with pytest.raises(EngineError) as closed:
        behind.result()
    assert closed.value.code == "engine_closed"
    assert client.count_tokens(["Hello"])[0] > 0
    assert not loading.is_running()
    job.cancel()  # it ended long ago
    assert client.count_tokens(["Hello"])[0] > 0
    client.close()


def test_a_late_word_of_a_replaced_worker_is_not_heard(own_engine: EngineClient, tmp_path: Path):
    info = own_engine.info
    late = messages.Loaded(id=0, info=dataclasses.replace(info, model="Late"), seconds=0)
    own_engine._deliver(WorkerProcess("engine", tmp_path), late)
    assert own_engine.info == info


DAMAGE = {
    "truncated": lambda data: data[: len(data) // 2],
    "zeroed": lambda data: data[:4] + bytes(len(data) - 4),
    "random": lambda data: data[:4] + np.random.default_rng(1).bytes(200_000),
    "empty": lambda _data: b"",
    "text": lambda _data: b"This is no model.",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_model_file_is_a_sentence(demo_model: Path, tmp_path: Path, damage: str):
    path = tmp_path / "damaged.gguf"
    path.write_bytes(DAMAGE[damage](demo_model.read_bytes()))
    client = EngineClient(tmp_path)
    with pytest.raises(ModelError) as caught:
        client.load(path).result()
    assert "damaged.gguf" in str(caught.value)
    assert caught.value.next_step
    client.close()


def test_a_missing_model_file_is_a_sentence(tmp_path: Path):
    client = EngineClient(tmp_path)
    with pytest.raises(ModelError, match=r"nowhere\.gguf"):
        client.load(tmp_path / "nowhere.gguf").result()
    client.close()


def test_a_window_that_does_not_fit_is_refused_with_numbers(demo_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    with pytest.raises(ModelError) as caught:
        client.load(demo_model, EngineOptions(context=200_000_000)).result()
    assert caught.value.code == "window_too_large"
    client.close()


def test_the_worker_ends_when_the_application_is_killed(demo_model: Path, tmp_path: Path):
    program = textwrap.dedent(f"""
        from pathlib import Path
        from yidesk.client.engine import EngineClient
        from yidesk.core.types import Message, Role, Sampling
        client = EngineClient(Path({str(tmp_path)!r}))
        client.load(Path({str(demo_model)!r})).result()
        job = client.generate((Message.of(Role.USER, "Tell me a story."),),
                              sampling=Sampling(), max_tokens=4000)
        next(iter(job))
        print(client.pid, flush=True)
        job.result()
    """)
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT
    ) as application:
        worker = psutil.Process(int(application.stdout.readline()))
        application.kill()
    _, alive = psutil.wait_procs([worker], timeout=60)
    # Where nobody adopts orphans, what has ended stays in the process table as a zombie.
    assert all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that ends by itself is not killed, however busy the computer is."""
    monkeypatch.setattr(worker_module, "STOP_SECONDS", 60)


def exit_code(client: EngineClient) -> int | None:
    """How the worker ends when CLIENT is closed."""
    worker = client._worker
    client.close()
    return worker.end().exit_code


@pytest.mark.usefixtures("patient")
def test_closing_while_it_answers_saves_what_was_read_and_kills_nothing(
    demo_model: Path, tmp_path: Path
):
    client = EngineClient(tmp_path)
    options = dataclasses.replace(OPTIONS, readings_folder=str(tmp_path / "readings"))
    client.load(demo_model, options).result()
    text = Part(text="The roof of the house is green. " * 100, owner="d" * 64)
    conversation = (Message(role=Role.USER, parts=(text,)),)
    job = client.generate(conversation, sampling=GREEDY, max_tokens=5000)
    for event in job:
        if isinstance(event, messages.Text):
            break
    assert exit_code(client) == 0
    with pytest.raises(EngineError, match="closed"):
        job.result()
    saved = client.list_readings(tmp_path / "readings")
    assert sum(chunk.tokens for chunk in saved) >= 700
    client.close()


@pytest.mark.usefixtures("patient")
def test_closing_while_it_reads_ends_it(demo_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    client.load(demo_model, OPTIONS).result()
    next(iter(client.read((Message.of(Role.USER, "Rain and roofs. " * 1900),))))
    assert exit_code(client) == 0


def test_cancel_does_not_wait_for_a_worker_that_ends(
    own_engine: EngineClient, monkeypatch: pytest.MonkeyPatch
):
    job = own_engine.read(LONG)
    ending, cancelled = threading.Event(), threading.Event()
    close = WorkerProcess.close

    def slow(worker: WorkerProcess) -> None:
        ending.set()
        assert cancelled.wait(60)
        close(worker)

    monkeypatch.setattr(WorkerProcess, "close", slow)
    closing = threading.Thread(target=own_engine.close)
    closing.start()
    assert ending.wait(60)
    job.cancel()
    cancelled.set()
    closing.join()
    with pytest.raises(EngineError, match="closed"):
        job.result()


def test_closing_ends_the_worker(demo_model: Path, tmp_path: Path):
    client = EngineClient(tmp_path)
    client.load(demo_model).result()
    worker = psutil.Process(client.pid)
    client.close()
    assert not worker.is_running()
    with pytest.raises(YiDeskError):
        client.count_tokens(["nothing is loaded"])
