"""Things that happen to a running engine: its files go, its disk fills, another one is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import numpy as np
import pytest

from tests.engine.mutated import unknown_rope_scaling, write
from tests.engine.test_probe import WITHOUT_RULES, code
from tests.models.gguf_writer import TINY, tiny, yi
from tests.models.vocabulary import yi_like
from yidesk.client.engine import EngineClient
from yidesk.client.probe import ProbeClient
from yidesk.client.quarantine import Quarantine
from yidesk.client.worker import Command, this_program
from yidesk.core.errors import EngineError, ModelError, YiDeskError
from yidesk.core.types import Conversation, EngineOptions, Message, Part, Role, Sampling
from yidesk.engine import chunk
from yidesk.engine.stock import Stock
from yidesk.protocol import messages

CHUNK = 64
GREEDY = Sampling(temperature=0)

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tiny(tmp_path / "tiny.gguf", vocabulary=yi_like(1_000))


@pytest.fixture
def start(model: Path, tmp_path: Path) -> Iterator[Callable[..., EngineClient]]:
    """Starts engines with the tiny model."""
    made: list[EngineClient] = []

    def start(
        readings: Path | None = None, command: Command = this_program, **options: object
    ) -> EngineClient:
        client = EngineClient(tmp_path / f"logs-{len(made)}", command=command)
        made.append(client)
        folder = str(readings) if readings else ""
        chosen = EngineOptions(
            context=1024, read_ahead_batch=CHUNK, readings_folder=folder, **options
        )
        client.load(model, chosen).result()
        return client

    yield start
    for client in made:
        client.close()


def conversation(number: int = 0, words: str = "Which?") -> Conversation:
    """A document of some 400 tokens, and a question."""
    text = "".join(f"Item {number} {i} costs {i * 13 % 97} euros. " for i in range(16))
    document = Part(text=text, owner=f"{number:064x}")
    question = Part(text=words, owner=f"chat:{number}")
    return (Message(role=Role.USER, parts=(document, question)),)


def ask(client: EngineClient, number: int = 0, words: str = "Which?") -> messages.Finished:
    job = client.generate(conversation(number, words), sampling=GREEDY, max_tokens=6)
    return job.result()


# --- the model's file -----------------------------------------------------------------------


@needs_posix
def test_a_model_file_that_is_cut_while_it_is_loaded_is_a_sentence_and_a_restart(start, model):
    client = start()
    before = ask(client).text
    whole = model.read_bytes()
    os.truncate(model, len(yi(TINY, vocabulary=yi_like(1_000)).header) + 64)
    with pytest.raises(EngineError) as lost:
        ask(client, number=1)
    assert lost.value.code == "model_lost"
    assert "tiny.gguf" in str(lost.value)
    with pytest.raises(ModelError) as damaged:  # still cut: a sentence again, and no crash
        ask(client)
    assert damaged.value.next_step
    model.write_bytes(whole)
    assert ask(client).text == before


def test_last_words_of_llama_cpp_reach_the_sentence(tmp_path: Path):
    path = write(unknown_rope_scaling(), tmp_path / "killer.gguf")
    for _ in range(2):
        quarantine = Quarantine(tmp_path / "quarantine.json")
        probe = ProbeClient(tmp_path / "logs", quarantine, command=WITHOUT_RULES)
        with pytest.raises(ModelError) as caught:
            probe.look(path, again=True)
        cause = str(caught.value.values["cause"])
        assert "GGML_ASSERT(hparams.rope_scaling_type_train" in cause
        assert cause.split(": ")[1].startswith("llama-model.cpp:")  # and not where it was built


DIES_SILENTLY = code("""
import os
from yidesk.__main__ import main
if os.path.exists("silent"):
    os.abort()
main(["--yidesk-worker", role, address])
""")


def test_last_words_of_an_earlier_worker_are_not_those_of_a_later_one(tmp_path: Path):
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "worker-engine.log").write_text("ggml aborts: /src/ggml.c:1: GGML_ASSERT(x) failed\n")
    (logs / "silent").touch()
    client = EngineClient(logs, command=DIES_SILENTLY)
    with pytest.raises(EngineError) as caught:
        client.list_readings(tmp_path)
    assert "GGML_ASSERT" not in str(caught.value)


# --- the disk -------------------------------------------------------------------------------

TRIES_AGAIN_AT_ONCE = """
from yidesk.__main__ import main
from yidesk.engine import chunk_writer
chunk_writer.RETRY_SECONDS = 0.0
main(["--yidesk-worker", role, address])
"""
FILES_OF_8_KB = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mounts a file system of its own, with these options."""
    with contextlib.ExitStack() as mounted:

        def mount(options: str) -> Path:
            place = tmp_path / "disk"
            place.mkdir()
            command = ["mount", "-t", "tmpfs", "-o", options, "none", str(place)]
            try:
                subprocess.run(command, check=True, capture_output=True)
            except (OSError, subprocess.CalledProcessError) as error:
                pytest.skip(f"no file system can be mounted here, which takes root: {error}")
            mounted.callback(subprocess.run, ["umount", "--lazy", str(place)], check=True)
            return place

        yield mount


def check_undisturbed(client: EngineClient, expected: list[str]) -> list[YiDeskError]:
    """Ask about two documents, several times; returns what a person was told meanwhile."""
    told: list[YiDeskError] = []
    client.on_notice = told.append
    assert [ask(client, number).text for number in (0, 1, 0, 1)] == expected * 2
    return told


@pytest.fixture
def expected(start) -> list[str]:
    """What an engine says that saves nothing."""
    client = start()
    return [ask(client, number).text for number in (0, 1)]


@needs_posix
def test_files_that_may_not_be_so_large_are_told_once_and_leave_nothing(start, expected, tmp_path):
    client = start(tmp_path / "readings", command=code(FILES_OF_8_KB + TRIES_AGAIN_AT_ONCE))
    told = check_undisturbed(client, expected)
    client.close()
    assert [notice.code for notice in told] == ["readings_not_saved"]
    assert [path for path in (tmp_path / "readings").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("full", ["bytes", "inodes"])
def test_a_full_disk_is_told_once_and_used_again_when_there_is_room(
    start, expected, small_disk, full
):
    """`bytes`: seen before anything is written. `inodes`: the system says ENOSPC."""
    disk = small_disk("size=4m,nr_inodes=64")
    ballast = disk / "ballast"
    ballast.mkdir()
    if full == "bytes":
        (ballast / "0").write_bytes(bytes(shutil.disk_usage(disk).free - 420_000))
    else:
        with contextlib.suppress(OSError):
            for number in range(60):
                (ballast / str(number)).touch()
    client = start(disk / "readings", command=code(TRIES_AGAIN_AT_ONCE))
    told = check_undisturbed(client, expected)
    assert [notice.code for notice in told] == ["readings_not_saved"]
    assert Stock(disk / "readings").entries() == []
    shutil.rmtree(ballast)
    assert ask(client).text == expected[0]
    client.close()
    assert [notice.code for notice in told] == ["readings_not_saved"]
    assert sum(entry.label.tokens for entry in Stock(disk / "readings").entries()) > 5 * CHUNK
    again = start(disk / "readings")
    assert ask(again).usage.restored_tokens > 5 * CHUNK


# --- another program ------------------------------------------------------------------------

DOCUMENTS = 6
ROUNDS = 8


def test_two_programs_share_a_folder_that_is_too_small_for_both(start, tmp_path: Path):
    """Both save, restore and evict at once, and a third removes: nobody says anything wrong."""
    third = start()
    expected = [ask(third, number) for number in range(DOCUMENTS)]
    size = chunk_bytes(start, tmp_path / "one")
    quota = int(2.5 * size * (expected[0].usage.prompt_tokens // CHUNK))  # of six documents
    folder = tmp_path / "readings"
    programs = [start(folder, readings_quota=quota) for _ in range(2)]
    told: list[YiDeskError] = []
    restored: list[int] = []
    done = threading.Event()

    def use(client: EngineClient, seed: int) -> None:
        client.on_notice = told.append
        dice = np.random.default_rng(seed)
        for number in np.concatenate([dice.permutation(DOCUMENTS) for _ in range(ROUNDS)]):
            finished = ask(client, int(number))
            assert finished.tokens == expected[number].tokens
            restored.append(finished.usage.restored_tokens)
        client.close()

    def tend() -> None:
        while not done.wait(0.05):
            third.list_readings(folder)
            third.remove_readings(folder, owner=f"{0:064x}")

    with ThreadPoolExecutor() as pool:
        tending = pool.submit(tend)
        users = [pool.submit(use, client, seed) for seed, client in enumerate(programs)]
        wait(users)
        done.set()
    for ended in (*users, tending):
        ended.result()
    assert told == []
    assert sum(count >= CHUNK for count in restored) > DOCUMENTS
    assert Stock(folder).size() <= quota + size  # one may write while the other counts
    assert not list(folder.rglob("*.part"))
    for entry in Stock(folder).entries():
        assert chunk.decode(np.fromfile(entry.path, np.uint8)).header.count == entry.label.tokens


def chunk_bytes(start: Callable[..., EngineClient], folder: Path) -> int:
    """What a full chunk takes on the disk."""
    client = start(folder)
    ask(client)
    client.close()
    return max(entry.bytes for entry in Stock(folder).entries())
