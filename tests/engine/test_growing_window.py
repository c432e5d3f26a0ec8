"""A window that starts small and grows loses nothing, holds little beside it, can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.engine.talking import BATCH, GREEDY
from yidesk.core.errors import EngineError
from yidesk.core.types import FinishReason, Message, Part, Role
from yidesk.engine import answering, devices, llama, windows
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.shelf import Shelf
from yidesk.protocol import messages

TEXT = "The river rises in the hills and falls into the sea. " * 14


@pytest.fixture(autouse=True)
def begin_with_512_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)


@pytest.fixture
def small(load: Callable[..., LoadedModel]) -> LoadedModel:
    return load()


def question(*texts: str, owner: str = "d" * 64, tokens: int = 8) -> messages.Generate:
    parts = tuple(Part(text=text, owner=owner) for text in texts)
    return messages.Generate(
        id=1,
        conversation=(Message(role=Role.USER, parts=parts),),
        sampling=GREEDY,
        max_tokens=tokens,
    )


def ask(
    model: LoadedModel, *texts: str, wanted: Callable[[], bool] = lambda: True, **options: object
) -> messages.Finished:
    request = question(*texts, **options)
    done = answering.answer(request, model, lambda _message: None, wanted)
    assert isinstance(done, messages.Finished)
    return done


def spoken(done: messages.Finished) -> int:
    """Tokens that were in memory, or came back from disk."""
    return done.usage.cached_tokens + done.usage.restored_tokens


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Bytes of KV states in main memory, whenever some came there."""
    seen: list[int] = []
    save_state, put, shelves = llama.Context.save_state, Shelf.put, []

    def counted(context: llama.Context, first: int, end: int) -> llama.Buffer:
        state = save_state(context, first, end)
        seen.append(state.nbytes + sum(shelf.bytes for shelf in shelves))
        return state

    def remembered(shelf: Shelf, *arguments: object) -> None:
        shelves.append(shelf)
        put(shelf, *arguments)
        shelves.remove(shelf)

    monkeypatch.setattr(llama.Context, "save_state", counted)
    monkeypatch.setattr(Shelf, "put", remembered)
    return seen


def test_growing_keeps_what_was_read(small: LoadedModel):
    assert small.memory.window == 512
    assert small.info.context == 4096  # what it may grow to
    first = ask(small, TEXT)
    read = first.usage.prompt_tokens
    longer = ask(small, TEXT, TEXT, TEXT)
    assert small.memory.window == 1024
    # all but what stands behind the document: the template's last words and the answer
    assert spoken(longer) >= read - 12
    assert longer.usage.evaluated_tokens == longer.usage.prompt_tokens - spoken(longer)
    assert ask(small, TEXT).text == first.text


def test_growing_holds_one_chunk_at_a_time_where_readings_are_saved(
    small: LoadedModel, held: list[int], monkeypatch: pytest.MonkeyPatch
):
    # reading again would take longer than any disk
    monkeypatch.setattr(small.memory.pace, "seconds", lambda _done, _total: 1e6)
    ask(small, TEXT)
    chunk = max(held)
    ask(small, TEXT, TEXT, TEXT)
    assert small.memory.window == 1024
    assert max(held) <= 2 * chunk  # one on its way to the disk, one behind the last whole chunk


@pytest.mark.parametrize("chunks", [0, 2])
def test_what_cannot_be_saved_is_held_as_far_as_there_is_room(
    load: Callable[..., LoadedModel],
    held: list[int],
    monkeypatch: pytest.MonkeyPatch,
    chunks: int,
):
    model = load(save_readings=False)
    ask(model, TEXT)
    chunk = model.context.save_state(0, BATCH).nbytes
    monkeypatch.setattr(windows, "SHELF_BYTES", chunks * chunk)
    memory = replace(devices.processor(), free_bytes=0)  # nothing is left beside the new window
    monkeypatch.setattr(windows.devices, "processor", lambda: memory)
    monkeypatch.setattr(windows, "SPARE_BYTES", -(1 << 40))
    held.clear()
    longer = ask(model, TEXT, TEXT, TEXT)
    assert model.memory.window == 1024
    assert max(held) <= (chunks + 1) * chunk
    assert spoken(longer) == chunks * BATCH  # the rest was read again


def test_without_saving_nothing_is_read_again_where_there_is_room(
    load: Callable[..., LoadedModel],
):
    model = load(save_readings=False)
    read = ask(model, TEXT).usage.prompt_tokens
    longer = ask(model, TEXT, TEXT, TEXT)
    assert model.memory.window == 1024
    assert longer.usage.cached_tokens >= read - 12


def test_an_answer_may_need_the_larger_window(small: LoadedModel):
    done = ask(small, TEXT, tokens=400)
    assert small.memory.window == 1024
    assert done.usage.prompt_tokens + done.usage.generated_tokens <= 1024


@pytest.mark.parametrize("save", [True, False])
def test_growth_that_does_not_fit_is_told_and_loses_nothing(
    load: Callable[..., LoadedModel], monkeypatch: pytest.MonkeyPatch, save: bool
):
    model = load(save_readings=save)
    first = ask(model, TEXT)
    real = llama.Context

    def short_of_memory(model: llama.Model, *, window: int, **rest: object) -> llama.Context:
        if window > 512:
            raise llama.LoadError
        return real(model, window=window, **rest)

    monkeypatch.setattr(llama, "Context", short_of_memory)
    with pytest.raises(EngineError) as caught:
        ask(model, TEXT, TEXT, TEXT)
    assert caught.value.code == "window_growth"
    again = ask(model, TEXT)
    assert again.text == first.text
    assert again.usage.evaluated_tokens <= 12  # what stands behind the document


def test_growth_can_be_stopped_before_anything_has_changed(small: LoadedModel):
    first = ask(small, TEXT)
    stopped = ask(small, TEXT, TEXT, TEXT, wanted=lambda: False)
    assert stopped.reason is FinishReason.STOPPED
    assert small.memory.window == 512
    assert ask(small, TEXT).usage.evaluated_tokens == 1
    assert ask(small, TEXT).text == first.text


def test_growth_can_be_stopped_while_it_restores(small: LoadedModel):
    first = ask(small, TEXT)
    answers = iter([True, True])
    stopped = ask(small, TEXT, TEXT, TEXT, wanted=lambda: next(answers, False))
    assert stopped.reason is FinishReason.STOPPED
    assert stopped.usage.evaluated_tokens <= BATCH
    assert spoken(ask(small, TEXT)) >= first.usage.prompt_tokens - 12
