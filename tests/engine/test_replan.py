"""A window that is to hold more than was planned: planned anew, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.planning import AUTOMATIC, computer, made
from tests.engine.talking import BATCH, GREEDY, ask, asked, chat, document
from yidesk.catalog.shape import read_shape
from yidesk.core.memory import GIB, Choice, Device, Need, Share
from yidesk.core.types import EngineOptions
from yidesk.engine import devices, draft_plan, plan, replan, windows
from yidesk.engine.estimate import estimate
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.worker import Engine
from yidesk.protocol import messages
from yidesk.protocol.larger_window import PlanWindow, WindowPlanned

WINDOW = 1_024
"""What the tiny model's window is planned for, of the 4,096 tokens that it was trained for."""
APPLES = asked(document("Apple"), "Which?")
LONG = asked(document("Apple"), "Which of them is it? " * 200)


# --- the plan -------------------------------------------------------------------------------


def test_a_longer_window_than_the_gpu_holds_takes_layers_from_it(shapes):
    here = computer(24, 64)
    fast = made(shapes["34b"], here)
    tokens = fast.window + 20_000
    longer = replan.replan(shapes["34b"], AUTOMATIC, here, tokens, threads=4)
    assert longer.window >= tokens
    assert 0 < longer.gpu_layers < fast.gpu_layers
    assert longer.window == tokens * 5 // 4  # room to go on


def test_a_window_that_costs_nothing_is_as_long_as_it_can_be(shapes):
    longer = replan.replan(shapes["6b"], AUTOMATIC, computer(80, 64), 20_000, threads=4)
    assert (longer.window, longer.gpu_layers) == (200_000, longer.total_layers)


def test_there_is_no_plan_beyond_memory_or_training(shapes):
    assert replan.replan(shapes["6b"], AUTOMATIC, computer(0, 8), 150_000, threads=4) is None
    assert replan.replan(shapes["6b"], AUTOMATIC, computer(0, 64), 200_001, threads=4) is None


def test_a_size_that_a_person_chose_is_planned_as_if_they_chose_more(shapes):
    chosen = replace(AUTOMATIC, context=8_192)
    longer = replan.replan(shapes["6b"], chosen, computer(0, 64), 50_000, threads=4)
    assert longer.window == 50_000


@pytest.mark.parametrize("shared", [False, True])
def test_what_the_model_holds_itself_counts_as_free(shared: bool):
    card, main = (replace(each, free_bytes=GIB) for each in computer(8, 32))
    card = replace(card, shares_main_memory=shared)
    held = Need(gpu=Share(weights=2 * GIB, kv=GIB), main=Share(kv=GIB))
    gpu, processor = replan.without((card, main), held)
    assert gpu.free_bytes == 4 * GIB
    assert processor.free_bytes == (5 if shared else 2) * GIB
    many = Need(gpu=Share(kv=100 * GIB))
    assert replan.without((card, main), many)[0].free_bytes == card.total_bytes


# --- the loaded model -----------------------------------------------------------------------


class Memory:
    """Main memory, of which other programs leave more or less."""

    def __init__(self, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._shape = read_shape(model)
        self._monkeypatch = monkeypatch

    def holds(self, window: int, beside: LoadedModel | None = None, more: int = 0) -> None:
        """So much is free now that the model can be planned with such a window and no longer.

        BESIDE: a model that has taken its part already. MORE: bytes that are free beside that.
        """
        choice = Choice(
            window=window, kv_type="q4_0", flash_attention=True, batch=BATCH, gpu_layers=0
        )
        free = plan.MARGIN_BYTES + estimate(self._shape, choice).main.total + more
        if beside is not None:
            free -= beside.windows._held().main.total
        now = Device(
            name="CPU", description="CPU", is_gpu=False, free_bytes=free, total_bytes=1 << 40
        )
        self._monkeypatch.setattr(devices, "devices", lambda: (now,))


@pytest.fixture
def memory(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)
    memory = Memory(tiny_model, monkeypatch)
    memory.holds(WINDOW)
    return memory


@pytest.fixture
def open_model(tiny_model: Path, tmp_path: Path) -> Iterator[Callable[..., LoadedModel]]:
    opened: list[LoadedModel] = []

    def open_model(**options: object) -> LoadedModel:
        chosen = EngineOptions(
            read_ahead_batch=BATCH,
            kv_type="q4_0",
            readings_folder=str(tmp_path / "readings"),
            **options,
        )
        opened.append(LoadedModel(tiny_model, chosen, lambda _done: True, lambda _error: None))
        return opened[-1]

    yield open_model
    for model in opened:
        model.close()


def test_the_window_grows_beyond_its_plan_and_keeps_what_was_read(open_model, memory):
    model = open_model()
    assert WINDOW <= model.info.context < 2 * WINDOW
    first = ask(model, APPLES)
    need = len(model.format.tokens(LONG, open_end=False).ids) + 4
    assert need > 2 * WINDOW
    memory.holds(WINDOW, beside=model)
    assert model.windows.plan_for(need) < need  # as long as memory is as it was
    assert model.info.context < 2 * WINDOW
    memory.holds(4_096, beside=model)
    assert model.windows.plan_for(need) >= need
    assert model.info.context >= need
    assert model.memory.window < need  # made when it is needed
    assert "may now grow to" in model.info.notes[-1]
    done = ask(model, LONG)
    assert model.memory.window >= need
    assert done.usage.cached_tokens + done.usage.restored_tokens > first.usage.prompt_tokens - 20
    assert ask(model, APPLES).text == first.text


def test_what_the_plan_holds_is_not_planned_anew(open_model, memory):
    model = open_model()
    before = model.plan
    assert model.windows.plan_for(WINDOW) == before.window
    assert model.plan is before
    assert model.info.notes == open_model().info.notes


def test_a_window_of_a_persons_size_stays_and_what_could_be_is_told(open_model, memory):
    model = open_model(context=WINDOW)
    memory.holds(WINDOW, beside=model)
    assert model.windows.plan_for(4_000) == WINDOW
    memory.holds(4_096, beside=model)
    assert model.windows.plan_for(4_000) == 4_000
    assert model.info.context == WINDOW


def test_layers_leave_the_gpu_when_the_window_grows(open_model, tiny_model, monkeypatch):
    """The card is simulated, the weights are loaded twice: llama.cpp has no GPU here to put to."""
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)
    monkeypatch.setattr(plan, "LEAST_WINDOW", 512)
    card, main = computer(8, 32)
    shape = read_shape(tiny_model)
    whole = Choice(window=WINDOW, kv_type="q4_0", flash_attention=True, batch=BATCH, gpu_layers=3)
    free = plan.MARGIN_BYTES + estimate(shape, whole, gpus=1).gpu.total
    monkeypatch.setattr(devices, "devices", lambda: (replace(card, free_bytes=free), main))
    model = open_model()
    assert (model.plan.gpu_layers, model.info.context) == (3, WINDOW)
    first, rivers = ask(model, APPLES), chat("Tell me of rivers. " * 3)
    ask(model, rivers)
    need = len(model.format.tokens(LONG, open_end=False).ids) + 4
    weights, vocabulary = model.model, model.vocabulary
    assert model.windows.plan_for(need) >= need
    assert model.plan.gpu_layers < 3
    assert "instead of 3 of 3 layers" in model.info.notes[-1]
    ask(model, rivers)
    assert model.windows.small.context.is_open  # there is one now, on the weights as they are
    ask(model, APPLES)
    assert model.model is weights  # nothing is loaded before it is needed
    done = ask(model, LONG)
    assert (model.model is weights, model.vocabulary is vocabulary) == (False, False)
    assert done.usage.cached_tokens + done.usage.restored_tokens > first.usage.prompt_tokens - 20
    assert ask(model, rivers).usage.evaluated_tokens == 1
    assert ask(model, APPLES).text == first.text


def test_how_far_loading_again_is_belongs_to_the_question(tiny_model: Path, monkeypatch):
    """The card is simulated, as above."""
    monkeypatch.setattr(windows, "FIRST_WINDOW", 512)
    monkeypatch.setattr(plan, "LEAST_WINDOW", 512)
    card, main = computer(8, 32)
    whole = Choice(window=WINDOW, kv_type="q4_0", flash_attention=True, batch=BATCH, gpu_layers=3)
    free = plan.MARGIN_BYTES + estimate(read_shape(tiny_model), whole, gpus=1).gpu.total
    monkeypatch.setattr(devices, "devices", lambda: (replace(card, free_bytes=free), main))
    sent: list[messages.AnyMessage] = []

    class Channel:
        send = sent.append

    engine = Engine(Channel)
    options = EngineOptions(read_ahead_batch=BATCH, kv_type="q4_0")
    engine.carry_out(messages.Load(id=1, path=str(tiny_model), options=options))
    engine.carry_out(PlanWindow(id=2, tokens=4_000))
    sent.clear()
    engine.carry_out(messages.Generate(id=3, conversation=LONG, sampling=GREEDY, max_tokens=2))
    engine.close()
    loading = [e for e in sent if isinstance(e, messages.Progress) and e.phase == "load"]
    assert {event.id for event in loading} == {3}


def test_the_application_is_told_before_it_has_the_answer(tiny_model: Path, memory):
    sent: list[messages.AnyMessage] = []

    class Channel:
        send = sent.append

    engine = Engine(Channel)
    options = EngineOptions(read_ahead_batch=BATCH, kv_type="q4_0")
    engine.carry_out(messages.Load(id=1, path=str(tiny_model), options=options))
    memory.holds(4_096)
    engine.carry_out(PlanWindow(id=2, tokens=4_000))
    engine.carry_out(messages.Generate(id=3, conversation=LONG, sampling=GREEDY, max_tokens=2))
    engine.close()
    after_load = next(n for n, event in enumerate(sent) if isinstance(event, messages.Loaded)) + 1
    notice, changed, planned, *_, done = sent[after_load:]
    assert (notice.code, changed.info.context >= 4_000) == ("window_planned", True)
    assert planned == WindowPlanned(id=2, window=changed.info.context)
    assert isinstance(done, messages.Finished)


def test_a_draft_model_stays_beside_a_longer_plan_unless_it_is_in_its_way(
    open_model, memory, others: dict[str, Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(draft_plan, "LEAST_SHARE", 0.1)
    draft = estimate(
        read_shape(others["weights"]),
        draft_plan.draft_choice(read_shape(others["weights"]), on_gpu=False),
    )
    memory.holds(WINDOW, more=draft.total)
    model = open_model(draft_model=str(others["weights"]))
    assert model.info.plan.draft is not None
    assert WINDOW <= model.info.context < 2 * WINDOW
    memory.holds(2 * WINDOW, beside=model)
    assert model.windows.plan_for(2 * WINDOW - 256) >= 2 * WINDOW - 256
    assert model.info.plan.draft.need == draft
    assert model.info.plan.need.total > draft.total
    memory.holds(4_096, beside=model, more=-1_000_000)
    assert model.windows._guessing.mapped_bytes > 1_000_000
    assert model.windows.plan_for(4_000) >= 4_000
    assert model.info.plan.draft is None
    assert ask(model, LONG).text
