"""Windows are made as the task needs them; when memory is short one thing is given up at a time."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.engine.planning import AUTOMATIC, computer, made
from tests.engine.talking import BATCH, GREEDY, ask, asked, chat, document
from yidesk.client.engine import EngineClient
from yidesk.core.errors import EngineError
from yidesk.core.memory import Sentence
from yidesk.core.types import EngineOptions
from yidesk.engine import devices, llama, plan, windows
from yidesk.engine.estimate import estimate
from yidesk.engine.llama import model as llama_model
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.worker import Engine
from yidesk.protocol import messages

APPLES = asked(document("Apple"), "Which?")
LONG = asked(document("Apple"), "Which of them is it? " * 90)
"""The same document, and so much behind it that it needs a larger window."""


@pytest.fixture(autouse=True)
def begin_with_768_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "FIRST_WINDOW", 768)


@pytest.fixture
def told() -> list[str]:
    """First words of what was given up."""
    return []


@pytest.fixture
def open_model(
    tiny_model: Path, tmp_path: Path, told: list[str]
) -> Iterator[Callable[..., LoadedModel]]:
    opened: list[LoadedModel] = []

    def tell(step: Sentence) -> None:
        told.append(step.template.split()[0])

    def open_model(**options: object) -> LoadedModel:
        chosen = EngineOptions(
            read_ahead_batch=BATCH, readings_folder=str(tmp_path / "readings"), **options
        )
        opened.append(
            LoadedModel(tiny_model, chosen, lambda _done: True, lambda _error: None, tell)
        )
        return opened[-1]

    yield open_model
    for model in opened:
        model.close()


@pytest.fixture
def only_if(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., bool]], None]:
    """From now on there is memory only for contexts for which this is true."""
    real = llama.Context

    def only_if(fits: Callable[..., bool]) -> None:
        def make(model: llama.Model, **how: object) -> llama.Context:
            if not fits(model=model, **how):
                raise llama.LoadError("short", out_of_memory=True)
            return real(model, **how)

        monkeypatch.setattr(llama, "Context", make)

    return only_if


# --- memory that is short while the window grows --------------------------------------------


def test_a_window_that_is_just_large_enough_is_better_than_none(open_model, only_if, told):
    model = open_model()
    first = ask(model, APPLES)
    need = len(model.format.tokens(LONG, open_end=False).ids) + 4
    only_if(lambda window, **_: window <= need + 255)
    done = ask(model, LONG)
    assert need <= model.memory.window < need + 256 < 2_048
    assert done.usage.cached_tokens + done.usage.restored_tokens > first.usage.prompt_tokens - 20
    assert told == []


def test_the_small_window_goes_before_anything_else(open_model, only_if, told):
    model = open_model()
    rivers = chat("Tell me of rivers. " * 30)
    ask(model, rivers)
    only_if(lambda **_: model.windows.small is None)
    ask(model, LONG)
    assert told == ["Short"]
    assert model.info.plan.small is None
    assert model.memory.window > 768
    assert ask(model, rivers).usage.evaluated_tokens <= 12  # it came along


def test_one_thing_is_given_up_at_a_time_and_told(open_model, only_if, told):
    model = open_model()
    only_if(lambda kv_type, **_: kv_type == "q8_0")
    before = model.info.plan.need
    done = ask(model, LONG)
    assert told == ["Short", "Flash", "KV"]
    assert [note.split()[0] for note in model.info.notes[-3:]] == told
    assert (model.info.kv_type, model.info.flash_attention) == ("q8_0", True)
    assert model.info.plan.kv_type == "q8_0"
    assert model.info.plan.need.total < before.total
    assert model.info.context == 4_096
    assert done.text
    again = ask(model, LONG)
    assert (again.text, again.usage.evaluated_tokens) == (done.text, 1)
    assert told == ["Short", "Flash", "KV"]  # once


def test_a_choice_of_the_person_is_not_given_up(open_model, only_if, told):
    model = open_model(kv_type="f16")
    first = ask(model, APPLES)
    only_if(lambda kv_type, window, **_: kv_type == "q8_0" or window <= 768)
    with pytest.raises(EngineError) as caught:
        ask(model, LONG)
    assert caught.value.code == "window_growth"
    again = ask(model, APPLES)
    assert again.text == first.text
    assert again.usage.evaluated_tokens <= 12


def test_layers_leave_the_gpu_and_the_weights_are_loaded_again(
    open_model, only_if, told, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(devices, "devices", lambda: computer(8))
    layers: dict[int, int] = {}
    load = llama.Model.__init__

    def remember(model: llama.Model, path: Path, **how: object) -> None:
        load(model, path, **how)
        layers[id(model)] = how["gpu_layers"]

    monkeypatch.setattr(llama.Model, "__init__", remember)
    model = open_model(kv_type="f16")
    first, vocabulary = ask(model, APPLES), model.vocabulary
    assert model.info.gpu_layers == 3
    only_if(lambda model, **_: layers[id(model)] <= 1)
    assert ask(model, LONG).text
    assert told == ["Short", "{layers}", "{layers}"]
    assert (model.info.gpu_layers, model.info.plan.gpu_layers) == (1, 1)
    assert model.vocabulary is not vocabulary
    again = ask(model, APPLES)
    assert (again.text, again.usage.evaluated_tokens <= 12) == (first.text, True)


def test_main_memory_is_not_taken_where_it_is_not_there(
    open_model, told, monkeypatch: pytest.MonkeyPatch
):
    model = open_model(kv_type="f16")
    ask(model, APPLES)
    nothing = replace(devices.processor(), free_bytes=windows.SPARE_BYTES)
    with monkeypatch.context() as patch:
        patch.setattr(devices, "processor", lambda: nothing)
        for conversation in (LONG, APPLES):  # not even the old window comes back
            with pytest.raises(EngineError) as caught:
                ask(model, conversation)
            assert caught.value.code == "window_growth"
    assert ask(model, APPLES).text  # and then it does


def test_the_application_is_told(tiny_model: Path, tmp_path: Path, only_if):
    sent: list[messages.AnyMessage] = []

    class Channel:
        send = sent.append

    engine = Engine(Channel)
    options = EngineOptions(read_ahead_batch=BATCH)
    engine.carry_out(messages.Load(id=1, path=str(tiny_model), options=options))
    only_if(lambda kv_type, **_: kv_type == "q8_0")
    engine.carry_out(messages.Generate(id=2, conversation=LONG, sampling=GREEDY, max_tokens=2))
    engine.close()
    notices = [event for event in sent if isinstance(event, messages.Notice)]
    assert [notice.code for notice in notices] == ["memory_short"] * 3
    *_, changed, finished = [event for event in sent if not isinstance(event, messages.Text)]
    assert isinstance(finished, messages.Finished)
    assert changed.info.kv_type == "q8_0"
    client = EngineClient(tmp_path)
    client._deliver(client._worker, changed)
    assert client.info == changed.info


# --- kinds of memory ------------------------------------------------------------------------


@pytest.fixture
def plain_up_to_1024(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor computes without flash attention in windows of up to 1,024 tokens."""
    monkeypatch.setattr(plan, "SMALL_WINDOW", 1_024)


@pytest.mark.usefixtures("plain_up_to_1024")
def test_a_window_is_of_the_kind_that_suits_its_size(open_model, monkeypatch):
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)
    model = open_model()
    assert not model.info.flash_attention  # though a window of 4,096 has it
    assert model.plan.flash_attention
    other = document("Banana")
    ask(model, asked((*other, *document("Cherry"), *document("Date")), "Which?"))
    assert model.memory.window == 2_048
    assert model.info.flash_attention


@pytest.mark.usefixtures("plain_up_to_1024")
def test_what_was_read_in_memory_of_another_kind_is_found(open_model, monkeypatch):
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)
    short = document("Apple")[0]
    text = replace(short.parts[0], text=short.parts[0].text[:450])
    apples = asked((replace(short, parts=(text,)),), "Which?")
    model = open_model()
    first = ask(model, apples)
    ask(model, asked((*document("Banana"), *document("Cherry"), *document("Date")), "Which?"))
    assert model.info.flash_attention
    model.memory.save_rest(10)
    again = ask(model, apples)
    assert not model.info.flash_attention
    assert again.text == first.text
    assert again.usage.evaluated_tokens <= BATCH
    assert again.usage.restored_tokens >= 2 * BATCH


@pytest.mark.usefixtures("plain_up_to_1024")
def test_what_is_in_memory_keeps_its_kind_where_that_fits(open_model, monkeypatch):
    monkeypatch.setattr(windows, "FIRST_WINDOW", 768)
    monkeypatch.setattr(plan, "SMALL_WINDOW", 4_096)
    model = open_model()
    first = ask(model, APPLES)
    assert not model.info.flash_attention
    done = ask(model, LONG)
    assert not model.info.flash_attention
    assert done.usage.cached_tokens + done.usage.restored_tokens > first.usage.prompt_tokens - 20


def test_the_kind_that_holds_twice_as_much_comes_first(shapes):
    # 3.4 GiB of weights and 1 GiB free: f16 holds 16,384 tokens in 6 GB, and not 32,768
    devices = computer(6)
    chosen = made(shapes["6b"], devices)
    assert chosen.kv_type == "q8_0"
    found = plan.ways(shapes["6b"], AUTOMATIC, devices, replace(chosen, small=None), 16_384)
    assert [way.kv_type for way in found] == ["q8_0", "f16"]
    found = plan.ways(shapes["6b"], AUTOMATIC, devices, replace(chosen, small=None), 4_096)
    assert [way.kv_type for way in found] == ["f16", "q8_0"]


# --- what llama.cpp reports -----------------------------------------------------------------


def test_the_plan_is_held_against_what_llama_cpp_reports(open_model):
    model = open_model()
    for conversation, window in ((APPLES, 768), (LONG, 2_048)):
        ask(model, conversation)
        memory = model.info.memory
        assert model.memory.window == window
        assert memory.planned == estimate(model.windows._terms.shape, model.windows.way)
        assert memory.reported.main.kv == pytest.approx(memory.planned.main.kv, rel=0.05)
        assert abs(memory.error) < 0.05


def test_without_a_layer_there_the_gpu_is_left_alone(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
):
    seen = []
    load, make = (
        llama_model.lib.llama_model_load_from_file,
        llama_model.lib.llama_init_from_model,
    )

    def loads(path: bytes, parameters: object) -> object:
        listed = ctypes.cast(parameters.devices, ctypes.POINTER(ctypes.c_void_p))
        seen.append([listed[0]] if listed else "all")
        return load(path, parameters)

    def makes(handle: object, parameters: object) -> object:
        seen.append((parameters.op_offload, parameters.offload_kqv))
        return make(handle, parameters)

    monkeypatch.setattr(llama_model.lib, "llama_model_load_from_file", loads)
    monkeypatch.setattr(llama_model.lib, "llama_init_from_model", makes)
    for layers in (0, 3):
        model = llama.Model(tiny_model, gpu_layers=layers)
        context = llama.Context(
            model, window=512, batch=64, flash_attention=True, kv_type="f16", threads=1
        )
        assert context.decode(np.array([1, 2], np.int32), 0) is llama.Status.OK
        context.close()
        model.close()
    assert seen == [[None], (False, False), "all", (True, True)]
