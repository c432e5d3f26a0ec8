"""The probe with hostile files: whatever happens to it, the caller gets a sentence."""

from __future__ import annotations

import collections
import os
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from tests.engine.mutated import KILLERS, mutate, small, write
from tests.models.gguf_writer import YI_6B, sparse
from yidesk.catalog.shape import read_shape
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.worker import WorkerProcess
from yidesk.core.errors import Cancelled, EngineError, ModelError, YiDeskError
from yidesk.core.types import EngineOptions, Message, Role, Sampling

MUTATED = int(os.environ.get("YIDESK_FUZZ", "40"))
RUN_EVERY = 4 if MUTATED <= 40 else 1
"""Mutated files in a normal run; YIDESK_FUZZ=300 for the long one, which also runs all it can."""


def code(text: str):
    """A command that runs TEXT instead of the program, with `role` and `address` in it."""

    def command(role: str, address: str) -> Sequence[str]:
        return [sys.executable, "-c", f"role, address = {role!r}, {address!r}\n{text}"]

    return command


WITHOUT_RULES = code("""
import yidesk.catalog.gguf
from yidesk.__main__ import main
yidesk.catalog.gguf.check = lambda header: []
main(["--yidesk-worker", role, address])
""")
"""The probe, with nothing between the file and llama.cpp."""

GREETING = """
import os, signal, threading
from yidesk.protocol import messages
from yidesk.protocol.channel import Channel
channel = Channel.connect(address, bytes.fromhex(os.environ["YIDESK_WORKER_KEY"]))
channel.send(messages.Hello(role=role, version=messages.VERSION, pid=os.getpid()))
channel.receive()
"""
COMPUTES = code(GREETING + "while True: pass")
STANDS_STILL = code(GREETING + "os.kill(os.getpid(), signal.SIGSTOP)")
"""What a process sees of a computer that has no time for it."""
IS_KILLED = code(GREETING + "os.kill(os.getpid(), signal.SIGKILL)")
NEVER_STARTED = code("raise AssertionError('no probe was to be started')")


@pytest.fixture
def quarantine(tmp_path: Path) -> Quarantine:
    return Quarantine(tmp_path / "data" / "quarantine.json")


@pytest.fixture
def probe(tmp_path: Path, quarantine: Quarantine) -> ProbeClient:
    return ProbeClient(tmp_path / "logs", quarantine)


def other(tmp_path: Path, quarantine: Quarantine, command, seconds: float = 30) -> ProbeClient:
    return ProbeClient(tmp_path / "logs", quarantine, command=command, seconds=seconds)


def caught_code(call, *arguments, **named) -> str:
    with pytest.raises(YiDeskError) as caught:
        call(*arguments, **named)
    assert str(caught.value)
    assert caught.value.next_step
    return caught.value.code


def test_the_devices_end_with_the_processor(probe):
    *gpus, processor = probe.devices()
    assert all(gpu.is_gpu for gpu in gpus)
    assert not processor.is_gpu
    assert processor.total_bytes == psutil.virtual_memory().total > processor.free_bytes


def test_a_good_file_is_looked_at_once(tmp_path, probe, quarantine):
    path = write(small(), tmp_path / "good.gguf")
    shape = probe.look(path)
    assert (shape.layers, shape.trained_context) == (2, 4_096)
    other(tmp_path, quarantine, NEVER_STARTED).check(path)


def test_plans_of_files_and_of_shapes_agree(tmp_path, probe):
    path = sparse(tmp_path / "6b.gguf", YI_6B)
    window = EngineOptions(context=4_096)
    measured, shape = probe.plan(path, window), read_shape(path)
    giant = replace(shape, layer_bytes=tuple(1 << 50 for _ in shape.layer_bytes))
    guessed, refused = probe.plan_shapes([shape, giant], window)
    assert replace(guessed, need=measured.need) == measured
    assert guessed.need.main.total == pytest.approx(measured.need.main.total, rel=0.01)
    assert refused.code == "window_too_large"


def test_a_plan_that_does_not_fit_is_refused_with_numbers(tmp_path, probe):
    path = write(small(), tmp_path / "small.gguf")
    assert caught_code(probe.plan, path, EngineOptions(context=1 << 30)) == "window_too_large"


def test_a_file_that_was_cut_is_said_to_be_cut_and_not_to_be_unknown(tmp_path, probe):
    path = write(small(), tmp_path / "small.gguf")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 512])
    with pytest.raises(ModelError, match=r"of [0-9]+ bytes") as caught:
        probe.plan(path, EngineOptions(context=4_096))
    assert caught.value.code == "model_not_whole"


@pytest.mark.parametrize("name", KILLERS)
def test_a_killer_is_refused_by_rule(tmp_path, probe, name):
    path = write(KILLERS[name](), tmp_path / "killer.gguf")
    assert caught_code(probe.look, path) in {"model_damaged", "model_unsupported"}


@pytest.mark.parametrize("name", KILLERS)
def test_what_gets_past_the_rules_kills_the_probe_only(tmp_path, quarantine, name):
    path = write(KILLERS[name](), tmp_path / "killer.gguf")
    probe = other(tmp_path, quarantine, WITHOUT_RULES)
    assert caught_code(probe.look, path) == "model_kills_loader"
    never = other(tmp_path, quarantine, NEVER_STARTED)
    for call in (never.look, never.check, never.plan):
        assert caught_code(call, path) == "model_quarantined"


def test_a_quarantined_file_is_tried_again_when_the_person_asks(tmp_path, quarantine, probe):
    path = write(small(), tmp_path / "model.gguf")
    quarantine.record(path, "SIGABRT")
    assert caught_code(probe.look, path) == "model_quarantined"
    probe.look(path, again=True)
    probe.check(path)


def test_a_file_that_was_replaced_is_looked_at_again(tmp_path, quarantine, probe):
    path = write(small(), tmp_path / "model.gguf")
    quarantine.record(path, "SIGABRT")
    about = path.stat()
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns + 1))
    probe.look(path)


def test_a_file_that_keeps_the_probe_computing_is_quarantined(tmp_path, quarantine):
    path = write(small(), tmp_path / "slow.gguf")
    probe = other(tmp_path, quarantine, COMPUTES, seconds=1.0)
    assert caught_code(probe.look, path) == "model_kills_loader"
    assert quarantine.verdict(path).killer == "no answer in 1 s of computing"


def test_a_probe_that_the_computer_has_no_time_for_says_nothing_of_the_file(tmp_path, quarantine):
    path = write(small(), tmp_path / "good.gguf")
    starved = other(tmp_path, quarantine, STANDS_STILL, seconds=1.0)
    assert caught_code(starved.look, path) == "model_look_late"
    assert caught_code(starved.devices) == "probe_died"
    assert quarantine.verdict(path) is None
    ProbeClient(tmp_path / "logs", quarantine).check(path)


def test_a_look_is_given_up_when_nobody_waits_any_more(tmp_path, quarantine):
    path = write(small(), tmp_path / "good.gguf")
    with pytest.raises(Cancelled):
        other(tmp_path, quarantine, STANDS_STILL).check(path, lambda: True)
    assert quarantine.verdict(path) is None


def test_a_probe_that_the_system_killed_is_not_the_files_fault(tmp_path, quarantine):
    path = write(small(), tmp_path / "unlucky.gguf")
    probe = other(tmp_path, quarantine, IS_KILLED)
    assert caught_code(probe.look, path) == "model_kills_loader"
    assert quarantine.verdict(path) is None


def test_a_death_over_the_devices_is_a_sentence(tmp_path, quarantine):
    assert caught_code(other(tmp_path, quarantine, IS_KILLED).devices) == "probe_died"


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"a": 1}', b"\xff"])
def test_a_damaged_list_of_verdicts_counts_as_empty(tmp_path, content):
    path = write(small(), tmp_path / "model.gguf")
    quarantine = Quarantine(tmp_path / "quarantine.json")
    (tmp_path / "quarantine.json").write_bytes(content)
    assert quarantine.verdict(path) is None
    quarantine.record(path, "SIGSEGV")
    assert quarantine.verdict(path).killer == "SIGSEGV"


@pytest.mark.parametrize("name", ["missing.gguf", "folder"])
def test_a_file_that_cannot_be_opened_is_a_sentence(tmp_path, probe, name):
    (tmp_path / "folder").mkdir()
    assert caught_code(probe.look, tmp_path / name) == "model_missing"


def test_the_probe_ends_with_the_application(tmp_path):
    worker = WorkerProcess("probe", tmp_path)
    worker.start()
    worker._channel.close()
    assert worker.end(timeout=30).exit_code == 0


@pytest.mark.fuzz
def test_mutated_files_never_harm_the_caller(tmp_path, probe):
    """Some of what passes the probe is then loaded and run, in the engine's own process."""
    dice = random.Random(20)
    ends = collections.Counter(
        end_of(mutate(dice, tmp_path / f"{number}.gguf"), probe, run=number % RUN_EVERY == 0)
        for number in range(MUTATED)
    )
    print(dict(ends))
    assert ends.total() == MUTATED
    assert not ends["nothing said"]
    assert ends["answered"] > 0
    assert ends["model_damaged"] > MUTATED / 4


def end_of(path: Path, probe: ProbeClient, *, run: bool) -> str:
    """How it ends with this file: an error's code, "passed" or "answered"."""
    try:
        probe.look(path)
        return answer(path) if run else "passed"
    except (ModelError, EngineError) as error:
        return error.code if str(error) else "nothing said"
    finally:
        path.unlink()


def answer(path: Path) -> str:
    """Load the file and let it say two tokens. Raises YiDeskError."""
    client = EngineClient(path.parent / "logs")
    try:
        client.load(path, EngineOptions(context=512)).result()
        hello = (Message.of(Role.USER, "Hello"),)
        client.generate(hello, sampling=Sampling(temperature=0), max_tokens=2).result()
    finally:
        client.close()
    return "answered"
