"""What is longer than the planned window is read whole all the same where memory has room."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.models.gguf_writer import tiny
from tests.services.conftest import Desk, ScriptModels
from yidesk.catalog.shape import read_shape
from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.client.worker import WORKER_FLAG
from yidesk.core.errors import YiDeskError
from yidesk.core.memory import Choice
from yidesk.core.paths import DataPaths
from yidesk.core.types import EngineOptions, FinishReason, Mode, Sampling
from yidesk.engine import plan
from yidesk.engine.estimate import estimate
from yidesk.services import answer as answering
from yidesk.services.answer import Delta, Event, Reading
from yidesk.services.chats import Chats
from yidesk.services.library import Library
from yidesk.services.read_ahead import ReadAheadDone
from yidesk.store.store import Store


@pytest.fixture
def long(tmp_path: Path) -> Path:
    path = tmp_path / "long.txt"
    path.write_text("The rent is 900 euros. " * 200, encoding="utf-8")
    return path


def chat_about(desk: Desk, path: Path):
    chat = desk.chats.create()
    desk.chats.add_document(chat, path)
    return chat


def test_a_question_has_the_window_planned_anew(desk: Desk, long: Path):
    desk.script("900 euros.", context=300, memory_for=4_000, trained=8_000)
    chat = chat_about(desk, long)
    answer = desk.ask(chat, "What is the rent?")
    assert (answer.error, answer.mode, answer.reason) == (None, Mode.WHOLE, FinishReason.STOP)
    assert answer.coverage[0].tokens_read == answer.coverage[0].tokens_total > 300
    assert answer.engine.context > answer.coverage[0].tokens_total


def test_reading_ahead_does_too(desk: Desk, long: Path):
    desk.script("900 euros.", context=300, memory_for=4_000, trained=8_000)
    *_, done = desk.chats.read_ahead(chat_about(desk, long))
    assert isinstance(done, ReadAheadDone)
    assert (done.complete, done.error) == (True, None)
    assert done.engine.context > done.coverage[0].tokens_total


@pytest.mark.parametrize(("question", "first"), [
    ("What is the rent?", "--mode search"), ("List every sentence", "--mode sweep"),
])  # fmt: skip
def test_without_memory_for_it_no_window_is_proposed(
    desk: Desk, long: Path, question: str, first: str
):
    desk.script("never said", context=300, trained=8_000)
    error = desk.ask(chat_about(desk, long), question).error
    assert error.code == "document_too_long"
    assert "--context" not in str(error)
    assert f"no memory for a window of {error.values['larger']:,} tokens now" in str(error)
    assert min(("--mode search", "--mode sweep"), key=str(error).index) == first


def test_a_chosen_size_stays_and_more_is_proposed_only_when_there_is_memory(desk: Desk, long: Path):
    for memory, proposed in ((4_000, True), (500, False)):
        desk.script("never said", context=8_000, memory_for=memory)
        path, _ = desk.chats._tools.loader._wanted
        desk.chats.choose_model(path, EngineOptions(context=400))
        answer = desk.ask(chat_about(desk, long), "What?")
        assert answer.engine.context == 400
        assert ("--context" in str(answer.error)) is proposed


def test_beyond_what_the_model_was_trained_for_nothing_is_planned(desk: Desk, long: Path):
    desk.script("never said", context=300, memory_for=4_000, trained=500)
    answer = desk.ask(chat_about(desk, long), "What?")
    assert answer.engine.context == 300
    assert "this one was trained for 500 tokens" in str(answer.error)


# --- the real engine ------------------------------------------------------------------------

SIMULATED = """
import dataclasses, sys
from pathlib import Path
from yidesk.engine import devices

def devices_now():
    free = int(Path({path!r}).read_text())
    return (dataclasses.replace(devices.processor(), free_bytes=free, total_bytes=1 << 40),)

devices.devices = devices_now
from yidesk.__main__ import main
sys.exit(main())
"""
"""A worker on a computer that has as much free memory as a file says."""
Q4 = EngineOptions(kv_type="q4_0")


@pytest.fixture
def free(tmp_path: Path) -> Path:
    return tmp_path / "free"


@pytest.fixture
def real(tmp_path: Path, free: Path):
    """Everything as the program joins it, with a real engine."""

    def command(role: str, address: str) -> Sequence[str]:
        code = SIMULATED.format(path=str(free))
        return [sys.executable, "-c", code, WORKER_FLAG, role, address]

    paths = DataPaths(tmp_path / "data").make()
    store, reader = Store(paths.database), ReaderClient(paths.logs)
    engine = EngineClient(paths.logs, command=command)
    library = Library(store, reader)
    chats = Chats(store, engine, library, ScriptModels(paths))
    desk = Desk(paths, store, engine, reader, library, chats)
    yield desk
    desk.close()


def memory_for(model: Path, window: int) -> str:
    choice = Choice(window=window, kv_type="q4_0", flash_attention=True, batch=512, gpu_layers=0)
    return str(plan.MARGIN_BYTES + estimate(read_shape(model), choice).main.total)


def test_when_other_programs_have_ended_the_document_is_read(
    real: Desk, free: Path, long: Path, tmp_path: Path
):
    told: list[YiDeskError] = []
    real.engine.on_notice = told.append
    model = tiny(tmp_path / "tiny.gguf")
    free.write_text(memory_for(model, 1_024))
    real.chats.choose_model(model, Q4)
    *_, loaded = real.chats.read_ahead(real.chats.create())
    assert 1_024 <= loaded.engine.context < 2_048
    chat = chat_about(real, long)
    free.write_text("0")
    *_, done = real.chats.read_ahead(chat)
    assert done.error.code == "document_too_long"
    assert "close other programs" in str(done.error)
    assert real.engine.info == loaded.engine

    free.write_text(memory_for(model, 4_096))
    worker = real.engine.pid
    answer = real.ask(chat, "What is the rent?", sampling=Sampling(temperature=0), max_tokens=3)
    assert answer.error is None
    assert answer.coverage[0].tokens_read == answer.coverage[0].tokens_total
    assert answer.engine.context >= answer.usage.prompt_tokens > 1_024
    assert answer.engine.context == real.engine.info.context
    assert [notice.code for notice in told] == ["window_planned"]
    assert real.engine.pid == worker  # the model stayed loaded


def test_an_answer_that_fills_the_window_goes_on_in_a_larger_one(
    real: Desk, free: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(answering, "goes_in_circles", lambda _text: False)  # its weights are random
    told: list[YiDeskError] = []
    real.engine.on_notice = told.append
    model = tiny(tmp_path / "tiny.gguf")
    endless = Sampling(temperature=0, endless=True)

    def ask(limit: int) -> list[Event]:
        return list(real.chats.send(chat, "Go on.", sampling=endless, max_tokens=limit))

    free.write_text(memory_for(model, 1_024))
    real.chats.choose_model(model, Q4)
    chat = real.chats.create()
    *_, loaded = real.chats.read_ahead(chat)
    free.write_text("0")
    *_, full = ask(2_500)
    assert full.reason is FinishReason.CONTEXT_FULL  # there is no memory for more
    assert loaded.engine.context == full.engine.context == full.in_window < 2_048

    chat = real.chats.create()
    free.write_text(memory_for(model, 4_096))
    *events, answer = ask(full.engine.context + 100)
    assert (answer.error, answer.reason) == (None, FinishReason.LENGTH)
    assert answer.usage.generated_tokens == full.engine.context + 100
    assert len(answer.tokens) == 4 * answer.usage.generated_tokens
    assert answer.tokens.startswith(full.tokens[: 4 * 64])
    assert answer.engine.context == real.engine.info.context > answer.in_window
    assert [notice.code for notice in told] == ["window_planned"]
    words = next(i for i, event in enumerate(events) if isinstance(event, Delta))
    assert any(isinstance(event, Reading) for event in events[words:])  # while the window is made
