"""The plan: formulas against llama.cpp's own figures, and what is chosen on simulated computers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.engine.planning import AUTOMATIC, MODELS, computer, made
from tests.models.gguf_writer import U32, Model, tiny, yi
from yidesk.catalog.shape import read_shape
from yidesk.core.errors import ModelError
from yidesk.core.memory import GIB, Choice, Plan
from yidesk.core.types import EngineOptions
from yidesk.engine import llama, loaded, plan, retreat, windows
from yidesk.engine.dry_run import DryRun, buffers
from yidesk.engine.estimate import estimate, kv_bytes, split_weights

# --- the formulas ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "window", "kv_type", "gib"),
    [
        ("6b", 32_768, "f16", 2.00),
        ("6b", 262_144, "q8_0", 8.50),
        ("9b", 131_072, "q4_0", 3.38),
        ("34b", 4_096, "f16", 0.94),
        ("34b", 65_536, "q8_0", 7.97),
    ],
)
def test_kv_memory_is_as_published(shapes, name, window, kv_type, gib):
    assert kv_bytes(shapes[name], window, kv_type) / GIB == pytest.approx(gib, abs=0.005)


def test_a_window_is_counted_in_llama_cpps_steps(shapes):
    assert kv_bytes(shapes["6b"], 1, "f16") == kv_bytes(shapes["6b"], 256, "f16")


@pytest.mark.parametrize("name", MODELS)
def test_the_formulas_agree_with_the_dry_run(files, shapes, name):
    """Of the whole within 1 %; the compute buffer alone never too small, and at most 10 % more."""
    dry_run = DryRun(files[name], shapes[name])
    for window in (4_096, 32_768, 200_000):
        for kv_type, flash in (("f16", True), ("f16", False), ("q8_0", True), ("q4_0", True)):
            choice = Choice(
                window=window, kv_type=kv_type, flash_attention=flash, batch=512, gpu_layers=0
            )
            told, guessed = dry_run(choice).main, estimate(shapes[name], choice).main
            assert guessed.kv == told.kv
            assert guessed.total == pytest.approx(told.total, rel=0.01)
            assert 0.999 <= guessed.compute / told.compute <= 1.1
    dry_run.close()


def test_the_dry_run_agrees_with_a_real_allocation(tmp_path):
    path = tiny(tmp_path / "tiny.gguf")
    shape = read_shape(path)
    choice = Choice(window=4096, kv_type="f16", flash_attention=True, batch=128, gpu_layers=0)
    dry_run = DryRun(path, shape)
    told = dry_run(choice).main
    dry_run.close()
    model = llama.Model(path)
    weights = sum(buffer.bytes for buffer in buffers(model.load_log))
    context = llama.Context(
        model, window=4096, batch=128, flash_attention=True, kv_type="f16", threads=1
    )
    real = {buffer.kind: buffer.bytes for buffer in buffers(llama.log_lines)}
    context.close()
    model.close()
    assert (told.kv, told.compute, told.output) == (real["KV"], real["compute"], real["output"])
    assert told.weights == pytest.approx(weights, rel=0.001)


def test_buffers_are_told_apart_by_where_they_lie():
    lines = (
        "load_tensors:   CPU_Mapped model buffer size =  3502.34 MiB",
        "llama_kv_cache:      CUDA0 KV buffer size =    90.00 MiB",
        "sched_reserve:  CUDA_Host compute buffer size =    16.01 MiB",
        "~llama_context:        CPU compute buffer size is  98.2520 MiB, matches",
    )
    found = [(b.device, b.kind, b.in_main_memory) for b in buffers(lines)]
    assert found == [
        ("CPU_Mapped", "model", True),
        ("CUDA0", "KV", False),
        ("CUDA_Host", "compute", True),
    ]


def test_weights_are_split_from_the_end(shapes):
    shape = shapes["6b"]
    assert split_weights(shape, 0) == (0, shape.weights_bytes)
    assert split_weights(shape, 1)[0] == shape.output_bytes
    assert split_weights(shape, 3)[0] == shape.output_bytes + sum(shape.layer_bytes[-2:])
    assert split_weights(shape, 99) == (
        shape.weights_bytes - shape.input_bytes,
        shape.input_bytes,
    )


def test_a_model_without_an_output_has_its_embedding_on_the_gpu_too(tmp_path):
    model = yi()
    model.tensors = [tensor for tensor in model.tensors if tensor.name != "output.weight"]
    shape = read_shape(model.write_sparse(tmp_path / "tied.gguf"))
    on_gpu, in_main = split_weights(shape, shape.total_layers)
    assert on_gpu + in_main == shape.weights_bytes + shape.input_bytes


def test_the_pieces_of_a_split_model_are_added_up(tmp_path):
    whole = yi()
    expected = read_shape(whole.write_sparse(tmp_path / "whole.gguf"))
    for number, tensors in enumerate((whole.tensors[:7], whole.tensors[7:])):
        metadata = {**whole.metadata, "split.no": U32(number), "split.count": U32(2)}
        Model(metadata, tensors).write_sparse(tmp_path / f"yi-{number + 1:05}-of-00002.gguf")
    for number in (1, 2):
        shape = read_shape(tmp_path / f"yi-{number:05}-of-00002.gguf")
        assert replace(shape, name="whole.gguf") == expected


# --- what is chosen -------------------------------------------------------------------------

# (model, GB of the card, tokens the task needs) -> (layers on it, KV type, window) by hand:
# weights 3.4, 5.0 and 19.3 GiB, KV by the table of the Yi models, 1 GiB kept free
CHOSEN = [
    ("6b", 6, 4_096, (33, "f16", 4_096)),
    ("6b", 6, 32_768, (33, "q8_0", 32_768)),
    ("6b", 8, 32_768, (33, "f16", 32_768)),
    ("6b", 12, 200_000, (33, "q8_0", 200_000)),
    ("6b", 24, 200_000, (33, "f16", 200_000)),
    ("9b", 6, 4_096, (46, "q8_0", 4_096)),
    ("9b", 8, 32_768, (49, "q8_0", 32_768)),
    ("9b", 16, 32_768, (49, "f16", 32_768)),
    ("9b", 16, 200_000, (47, "q8_0", 200_000)),
    ("9b", 24, 200_000, (49, "q8_0", 200_000)),
    ("9b", 48, 200_000, (49, "f16", 200_000)),
    ("34b", 24, 4_096, (61, "f16", 4_096)),
    ("34b", 48, 32_768, (61, "f16", 32_768)),
    ("34b", 48, 200_000, (61, "q8_0", 200_000)),
    ("34b", 80, 200_000, (61, "f16", 200_000)),
]


@pytest.mark.parametrize(("name", "gb", "task", "expected"), CHOSEN)
def test_the_first_way_that_fits_is_taken(shapes, name, gb, task, expected):
    found = made(shapes[name], computer(gb), task=task)
    assert (found.gpu_layers, found.kv_type, found.window) == expected
    assert found.flash_attention


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("gb", [6, 8, 12, 16, 24, 48, 80])
@pytest.mark.parametrize("task", [4_096, 32_768, 200_000, None])
def test_every_plan_keeps_the_margin(shapes, name, gb, task):
    devices = computer(gb)
    found = made(shapes[name], devices, task=task)
    assert found.need.gpu.total <= (gb - 1) * GIB
    assert found.need.main.total <= 63 * GIB
    assert found.kv_type != "q4_0"
    assert found.wanted_window == (task or shapes[name].trained_context)


def test_more_memory_is_never_worse(shapes):
    def worth(gb: int) -> tuple[int, int, bool]:
        found = made(shapes["9b"], computer(gb), task=65_536)
        return found.gpu_layers, found.window, found.kv_type == "f16"

    steps = [worth(gb) for gb in range(2, 33)]
    assert steps == sorted(steps)


def test_without_a_wish_the_window_shrinks_before_layers_leave_the_gpu(shapes):
    found = made(shapes["6b"], computer(8))
    assert found.gpu_layers == 33
    assert plan.LEAST_WINDOW <= found.window < 200_000
    small = estimate(shapes["6b"], found.small).of_context
    larger = estimate(shapes["6b"], replace(found, window=found.window + 256)) + small
    assert larger.gpu.total > 7 * GIB >= found.need.gpu.total


def test_two_cards_are_one_pool_with_two_margins(shapes):
    one = made(shapes["34b"], computer(24), task=12_288)
    two = made(shapes["34b"], computer(12, gpus=2), task=12_288)
    assert (one.gpu_layers, one.kv_type, one.gpu_total) == (61, "f16", 24 * GIB)
    assert (two.gpu_layers, two.kv_type, two.gpu_total) == (61, "q8_0", 24 * GIB)


def test_a_gpu_without_memory_of_its_own_takes_the_computers(shapes):
    cards, main = computer(48, 8)[:1], computer(48, 8)[1:]
    apart = made(shapes["6b"], (*cards, *main), task=200_000)
    shared = made(shapes["6b"], (replace(cards[0], shares_main_memory=True), *main), task=200_000)
    assert apart.window == 200_000
    assert shared.window < 200_000


def test_a_processor_has_flash_attention_only_where_memory_needs_it(shapes):
    plain = made(shapes["6b"], computer(0, 16), task=32_768)
    short = made(shapes["6b"], computer(0, 7), task=32_768)
    long = made(shapes["6b"], computer(0, 64), task=65_536)
    assert (plain.flash_attention, plain.kv_type) == (False, "f16")
    assert (short.flash_attention, short.kv_type) == (True, "f16")
    assert (long.flash_attention, long.kv_type) == (True, "f16")


def test_a_smaller_batch_is_the_last_resort(shapes):
    devices = computer(0, 5.8)
    assert made(shapes["6b"], devices, task=32_768).batch == 512
    fixed = EngineOptions(context=39_936)
    assert made(shapes["6b"], devices, fixed).batch == plan.SMALL_BATCH


def test_a_window_smaller_than_the_task_shows_in_the_plan(shapes):
    found = made(shapes["34b"], computer(0, 24), task=200_000)
    assert found.window < found.wanted_window == 200_000


# --- what a person fixed --------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        EngineOptions(context=8_192),
        EngineOptions(kv_type="q4_0"),
        EngineOptions(gpu_layers=7),
        EngineOptions(gpu_layers=0),
        EngineOptions(gpu_layers=-1, context=4_096, kv_type="q8_0"),
    ],
)
def test_what_a_person_fixed_is_kept(shapes, options):
    found = made(shapes["6b"], computer(8), options)
    layers = options.gpu_layers
    assert options.context in (None, found.window)
    assert options.kv_type in ("auto", found.kv_type)
    assert layers is None or found.gpu_layers == (33 if layers < 0 else layers)


def test_a_window_that_does_not_fit_is_refused_with_numbers(shapes):
    with pytest.raises(ModelError) as caught:
        made(shapes["34b"], computer(24, 32), EngineOptions(context=200_000, kv_type="f16"))
    assert caught.value.code == "window_too_large"
    assert "200,000 tokens" in str(caught.value)
    assert "65." in str(caught.value)


def test_layers_that_do_not_fit_are_refused_with_numbers(shapes):
    with pytest.raises(ModelError) as caught:
        made(shapes["34b"], computer(24, 64), EngineOptions(gpu_layers=-1, context=32_768))
    assert caught.value.code == "gpu_layers_too_many"
    assert "61 of 61 layers" in str(caught.value)
    assert "24 GB" in str(caught.value)


def test_layers_on_a_gpu_that_is_not_there_are_refused(shapes):
    with pytest.raises(ModelError) as caught:
        made(shapes["6b"], computer(0), EngineOptions(gpu_layers=20))
    assert caught.value.code == "no_gpu"


def test_a_model_that_does_not_fit_at_all_is_refused_with_numbers(shapes):
    with pytest.raises(ModelError) as caught:
        made(shapes["34b"], computer(8, 8))
    assert caught.value.code == "model_too_large"
    assert "8 GB are free" in str(caught.value)


# --- told in words --------------------------------------------------------------------------


def test_the_plan_is_told_in_words(shapes):
    whole = made(shapes["6b"], computer(8), task=32_768)
    assert str(whole) == "33 of 33 layers on the GPU, 32,768-token window, about 6 GB of 8 GB"
    part = str(made(shapes["34b"], computer(24), task=32_768))
    assert " of 61 layers on the GPU, 32,768-token window, about " in part
    assert part.endswith(" GB of main memory")
    none = made(shapes["6b"], computer(0, 16), task=4_096)
    assert str(none) == "On the processor, 4,096-token window, about 4.2 GB of 16 GB"


# --- when memory is short all the same ------------------------------------------------------


class ShortOfMemory:
    """Fails to load or to make a context the first times, as llama.cpp would say it."""

    def __init__(self, *, loads: int = 0, contexts: int = 0, line: str = "") -> None:
        self.loads, self.contexts = loads, contexts
        self.line = line or "alloc_tensor_range: failed to allocate CUDA0 buffer of size 1\n"
        self.tried: list[Plan] = []

    def load(self, gpu_layers: int) -> int:
        if self.loads:
            self.loads -= 1
            raise self._error()
        return gpu_layers

    def make(self, model: int, wanted: Plan) -> str:
        assert model == wanted.gpu_layers
        self.tried.append(wanted)
        if self.contexts:
            self.contexts -= 1
            raise self._error()
        return "context"

    def _error(self) -> llama.LoadError:
        llama.log_lines.clear()
        llama.log_lines.append(self.line)
        return llama.LoadError()


def differences(first: Plan, second: Plan) -> set[str]:
    names = ("window", "kv_type", "flash_attention", "gpu_layers")
    return {name for name in names if getattr(first, name) != getattr(second, name)}


def test_one_thing_is_given_up_at_a_time_and_told(shapes):
    wanted = made(shapes["6b"], computer(80), task=200_000)
    short = ShortOfMemory(contexts=11)
    got = retreat.allocate(wanted, AUTOMATIC, short.load, short.make)
    steps = [differences(a, b) for a, b in zip(short.tried, short.tried[1:], strict=False)]
    assert steps == [{"kv_type"}, *[{"gpu_layers"}] * 9, {"window"}]
    assert got.plan.gpu_layers == 0
    assert got.plan.window == 100_000
    assert len(got.notes) == 11
    told = [note.template.format_map(note.values) for note in got.notes]
    assert told[1].startswith("29 instead of 33 of 33 layers are on the GPU")
    assert told[-1].startswith("The window has 100,000 instead of 200,000 tokens")


def test_a_processor_turns_flash_attention_on_first(shapes):
    wanted = made(shapes["6b"], computer(0), task=16_384)
    short = ShortOfMemory(contexts=1)
    got = retreat.allocate(wanted, AUTOMATIC, short.load, short.make)
    assert differences(wanted, got.plan) == {"flash_attention"}


def test_weights_that_do_not_fit_move_layers_only(shapes):
    wanted = made(shapes["6b"], computer(24), task=4_096)
    short = ShortOfMemory(loads=2)
    got = retreat.allocate(wanted, AUTOMATIC, short.load, short.make)
    assert differences(wanted, got.plan) == {"gpu_layers"}
    assert got.plan.gpu_layers == 25


def test_what_a_person_fixed_is_not_given_up(shapes):
    options = EngineOptions(context=8_192, kv_type="f16", gpu_layers=-1)
    wanted = made(shapes["6b"], computer(24), options)
    short = ShortOfMemory(contexts=99)
    with pytest.raises(llama.LoadError):
        retreat.allocate(wanted, options, short.load, short.make)
    assert short.tried == [wanted]


def test_a_damaged_file_is_no_reason_to_step_down(shapes):
    wanted = made(shapes["6b"], computer(24))
    short = ShortOfMemory(loads=1, line="error loading model: tensor data is not within the file")
    with pytest.raises(llama.LoadError):
        retreat.allocate(wanted, AUTOMATIC, short.load, short.make)
    assert short.tried == []


def test_the_engine_tells_what_it_gave_up(tmp_path, monkeypatch):
    short, told = ShortOfMemory(contexts=2), []
    really_make = windows.Windows._make

    def make(self: windows.Windows, model: llama.Model, wanted: Plan) -> llama.Context:
        short.make(wanted.gpu_layers, wanted)
        return really_make(self, model, wanted)

    monkeypatch.setattr(windows.Windows, "_make", make)
    engine = loaded.LoadedModel(
        tiny(tmp_path / "tiny.gguf"),
        EngineOptions(gpu_layers=0),
        on_progress=lambda _done: True,
        on_trouble=lambda _error: None,
        on_step=told.append,
    )
    info = engine.info
    engine.close()
    assert (info.flash_attention, info.kv_type, info.context) == (True, "q8_0", 4_096)
    assert [note.split()[0] for note in info.notes[-2:]] == ["Flash", "KV"]
    assert [step.template.split()[0] for step in told] == ["Flash", "KV"]
    assert (info.plan.kv_type, info.plan.gpu_layers, info.plan.small) == ("q8_0", 0, None)
    assert info.plan.need == estimate(read_shape(tmp_path / "tiny.gguf"), info.plan)


@pytest.mark.parametrize(("gpu", "main"), [(0, 12), (10, 64)])
def test_an_embedding_model_beside_it_leaves_a_smaller_window(shapes, gpu, main):
    devices = computer(gpu, main)
    alone = made(shapes["6b"], devices)
    beside = made(shapes["6b"], devices, EngineOptions(beside_bytes=2 * GIB))
    assert beside.window < alone.window
    assert beside.need.gpu.total <= max(0, gpu - 1 - 2) * GIB
    assert beside.need.main.total <= (main - 1 - 2) * GIB


def test_the_refusal_counts_the_embedding_model(shapes):
    with pytest.raises(ModelError) as refused:
        made(shapes["34b"], computer(0, 21.5), EngineOptions(beside_bytes=2 * GIB))
    assert refused.value.values["margin"] == 3.0
