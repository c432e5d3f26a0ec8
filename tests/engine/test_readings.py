"""Saved readings: what is on disk is either exactly what was read, or it is not used."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from yidesk.client.engine import EngineClient
from yidesk.core.errors import YiDeskError
from yidesk.core.types import EngineOptions, Message, Part, Role, Sampling
from yidesk.engine import readings
from yidesk.engine.context import ReadResult
from yidesk.engine.readings import ChunkHeader, DamagedChunkError, ReadingFolder, next_key, root_of

CHUNK = 64
"""Tokens per chunk in the tests with a model; 512 would only take longer."""
GREEDY = Sampling(temperature=0)
ROOT = root_of(["a model"])
IDS = np.arange(512, dtype=np.int32)
DOCUMENT, CHAT = "d" * 64, "chat:1"


def header(ids: np.ndarray = IDS, parent: str = ROOT, first: int = 0, owner: str = DOCUMENT):
    return ChunkHeader(
        root=ROOT,
        parent=parent,
        key=next_key(parent, ids),
        first=first,
        ids=ids.astype("<i4").tobytes(),
        owners=(owner,),
        model="a model",
    )


def payload(seed: int = 0, size: int = 4096) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, size, dtype=np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> ReadingFolder:
    return ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)


def save(folder: ReadingFolder, head: ChunkHeader, data: np.ndarray) -> Path:
    path = folder.path_of(head.key)
    folder.save(path, head, data)
    return path


def test_what_was_saved_is_loaded(folder: ReadingFolder):
    path = save(folder, header(), payload())
    chunk = folder.load(path, IDS, ROOT)
    assert np.array_equal(chunk.payload, payload())
    assert chunk.header == header()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("seed", range(300))
def test_nothing_damaged_is_accepted(folder: ReadingFolder, seed: int):
    """Random flips, cuts, junk, and another chunk's file under this chunk's name."""
    random = np.random.default_rng(seed)
    path = save(folder, header(), payload())
    data = path.read_bytes()
    match seed % 4:
        case 0:
            place = random.integers(len(data))
            data = data[:place] + bytes([data[place] ^ random.integers(1, 256)]) + data[place + 1 :]
        case 1:
            data = data[: random.integers(len(data))]
        case 2:
            data += random.bytes(random.integers(1, 100))
        case 3:
            other = save(folder, header(ids=IDS + int(random.integers(1, 9))), payload(seed))
            data = other.read_bytes()
    path.write_bytes(data)
    assert folder.load(path, IDS, ROOT) is None
    assert not path.exists()  # it will be read again and saved anew


def test_a_reading_of_another_model_or_behind_another_text_is_not_taken(folder: ReadingFolder):
    path = save(folder, header(), payload())
    assert folder.load(path, IDS, next_key(ROOT, IDS)) is None
    path = save(folder, header(), payload())
    other = ReadingFolder(path.parent.parent, root_of(["another model"]), quota_bytes=1 << 40)
    assert other.load(path, IDS, other.root) is None


def test_damage_never_escapes_as_something_else():
    random = np.random.default_rng(5)
    whole = b"".join(bytes(piece) for piece in readings.encode(header(), payload()))
    for _ in range(300):
        data = np.frombuffer(whole, np.uint8).copy()
        data[random.integers(0, 60, 3)] = random.integers(0, 256, 3)
        if data.tobytes() != whole:
            with pytest.raises(DamagedChunkError):
                readings.decode(data)


def test_the_longest_unused_reading_goes_when_the_quota_is_full(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=20_000)
    paths = []
    for index in range(4):
        head = header(ids=IDS + index)
        paths.append(save(folder, head, payload(index, 4096)))
        os.utime(paths[-1], (index, index))
    assert [path.exists() for path in paths] == [False, True, True, True]
    assert readings.sum_of_sizes(tmp_path) <= 20_000


def test_what_cannot_fit_is_an_error_and_leaves_nothing_behind(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=1000)
    with pytest.raises(OSError, match="no room"):
        save(folder, header(), payload())
    assert list(tmp_path.glob("*/*")) == []


def test_what_cannot_fit_removes_nothing(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=20_000)
    there = save(folder, header(), payload())
    with pytest.raises(OSError, match="no room"):
        save(folder, header(ids=IDS + 1), payload(1, 30_000))
    assert there.exists()


def chain(folder: ReadingFolder, length: int, *, ids: np.ndarray, used: int) -> list[Path]:
    """Chunks that build on each other, the first one used last but one second."""
    paths, parent = [], ROOT
    for index in range(length):
        head = header(ids=ids + index, parent=parent, first=512 * index)
        paths.append(save(folder, head, payload(index, 4096)))
        os.utime(paths[-1], (used - index, used - index))
        parent = head.key
    return paths


def test_a_chunk_goes_before_those_it_builds_on(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=40_000)
    older = chain(folder, 3, ids=IDS, used=1000)
    os.utime(older[0], (1, 1))  # its first chunk was looked at long before the others
    younger = chain(folder, 2, ids=IDS + 100, used=2000)
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=readings.sum_of_sizes(tmp_path) + 100)
    save(folder, header(ids=IDS + 200), payload(9, 4096))
    assert [path.exists() for path in (*older, *younger)] == [True, True, False, True, True]


def test_the_chain_that_is_being_written_stays(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=40_000)
    mine = chain(folder, 2, ids=IDS, used=1000)
    other = chain(folder, 1, ids=IDS + 100, used=2000)
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=readings.sum_of_sizes(tmp_path) + 100)
    parent = folder.header_of(mine[1]).key
    save(folder, header(ids=IDS + 5, parent=parent, first=1024), payload(9, 4096))
    assert [path.exists() for path in (*mine, *other)] == [True, True, False]


def test_removing_a_document_removes_what_builds_on_it(tmp_path: Path, folder: ReadingFolder):
    first = header()
    second = header(ids=IDS + 1, parent=first.key, first=512, owner=CHAT)
    other = header(ids=IDS + 2, owner="e" * 64)
    kept = [save(folder, head, payload()) for head in (first, second, other)][2]
    assert readings.remove(tmp_path, owner=DOCUMENT) > 2 * 4096
    assert list(tmp_path.glob(f"*/*{readings.SUFFIX}")) == [kept]


# --- with the real model --------------------------------------------------------------------


def document(lines: int) -> str:
    return "".join(
        f"Line {i} of the report says that item {i * 7 % 113} costs {i * 13 % 97} euros.\n"
        for i in range(lines)
    )


def prefix(text: str) -> tuple[Message, ...]:
    return (
        Message.of(Role.SYSTEM, "Answer from the document."),
        Message(role=Role.USER, parts=(Part(text=text, owner=DOCUMENT),)),
    )


def question(text: str, words: str = "\nWhat does item 7 cost?") -> tuple[Message, ...]:
    system, user = prefix(text)
    asked = Part(text=words, owner=CHAT)
    return (system, Message(role=Role.USER, parts=(*user.parts, asked)))


@pytest.fixture
def clients(demo_model: Path, tmp_path: Path) -> Iterator[object]:
    """Makes engines that share one folder of readings, one after the other."""
    made: list[EngineClient] = []

    def make(**options: object) -> EngineClient:
        client = EngineClient(tmp_path / "logs")
        client.load(
            demo_model,
            EngineOptions(
                readings_folder=str(tmp_path / "readings"), read_ahead_batch=CHUNK, **options
            ),
        ).result()
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


def test_a_document_that_was_read_once_is_not_read_again(clients):
    text = document(12)
    first = clients()
    read = first.read(prefix(text)).result()
    before = first.generate(question(text), sampling=GREEDY, max_tokens=12).result()
    first.close()  # waits for what is being saved
    second = clients()
    after = second.generate(question(text), sampling=GREEDY, max_tokens=12).result()
    assert after.usage.restored_tokens == read.usage.prompt_tokens
    assert after.usage.evaluated_tokens == before.usage.evaluated_tokens
    assert after.text == before.text  # bit for bit the same memory says the same
    assert second.read(prefix(text)).result().usage.evaluated_tokens == 0


def test_a_reading_that_was_killed_goes_on_from_its_last_chunk(clients, tmp_path: Path):
    text = document(20)
    first = clients()
    for _event in first.read(prefix(text)):
        if list((tmp_path / "readings").glob("*/*.reading")):
            break
    os.kill(first.pid, signal.SIGKILL)
    saved = len(list((tmp_path / "readings").glob("*/*.reading")))
    again = clients().read(prefix(text)).result()
    assert again.complete
    assert again.usage.restored_tokens == saved * CHUNK


def test_a_damaged_chunk_costs_its_own_tokens_only(clients, tmp_path: Path):
    text = document(16)
    first = clients()
    total = first.read(prefix(text)).result().usage.prompt_tokens
    first.close()
    listed = clients().list_readings(tmp_path / "readings")
    assert sum(chunk.tokens for chunk in listed) == total
    chunks = sorted(
        readings.entries_in(tmp_path / "readings"), key=lambda entry: entry.header.first
    )
    data = bytearray(chunks[1].path.read_bytes())
    data[len(data) // 2] ^= 1
    chunks[1].path.write_bytes(data)
    again = clients().read(prefix(text)).result()
    assert again.usage.evaluated_tokens == CHUNK
    assert again.usage.restored_tokens == total - CHUNK


def test_documents_that_begin_alike_share_chunks(clients):
    text = document(12)
    first = clients()
    first.read(prefix(text)).result()
    first.close()
    longer = clients().read(prefix(text + document(5))).result()
    assert longer.usage.restored_tokens >= 2 * CHUNK


def test_a_chat_without_documents_is_not_saved(clients, tmp_path: Path):
    client = clients()
    asked = (Message(role=Role.USER, parts=(Part(text=document(12), owner=CHAT),)),)
    client.read(asked).result()
    client.close()
    assert list((tmp_path / "readings").glob("*/*.reading")) == []


def test_nothing_is_saved_when_that_is_asked_for(clients, tmp_path: Path):
    client = clients(save_readings=False)
    client.read(prefix(document(12))).result()
    client.close()
    assert not (tmp_path / "readings").exists()


def test_a_full_disk_is_told_once_and_disturbs_no_answer(clients):
    client = clients(readings_quota=1000)
    notices: list[YiDeskError] = []
    client.on_notice = notices.append
    assert client.read(prefix(document(20))).result().complete
    assert client.generate(question(document(20)), sampling=GREEDY, max_tokens=2).result().text
    client.close()
    assert [notice.code for notice in notices] == ["readings_not_saved"]


def test_what_was_removed_is_not_saved_again_unasked(clients, tmp_path: Path):
    client = clients()
    client.read(prefix(document(40))).result()
    folder = tmp_path / "readings"
    assert client.remove_readings(folder, owner=DOCUMENT) > 0
    client.count_tokens(("a request, after which there is idle time again",))
    client.close()  # saves what is left to save
    assert list(readings.entries_in(folder)) == []
    client = clients()
    client.read(prefix(document(40))).result()
    client.remove_readings(folder, owner=DOCUMENT)
    client.generate(question(document(40)), sampling=GREEDY, max_tokens=1).result()
    client.close()
    saved = list(readings.entries_in(folder))
    assert min(entry.header.first for entry in saved) == 0, "asked about again, it is kept again"


def test_a_larger_window_takes_the_same_reading(clients):
    text = document(12)
    first = clients(context=4096)
    before = first.generate(question(text), sampling=GREEDY, max_tokens=8).result()
    first.close()
    after = clients(context=6144).generate(question(text), sampling=GREEDY, max_tokens=8).result()
    assert after.usage.restored_tokens >= 2 * CHUNK
    assert after.text == before.text


def test_a_prompt_that_is_saved_whole_has_its_last_token_evaluated(clients):
    text = document(12)
    first = clients()
    asked = first.generate(prefix(text), sampling=GREEDY, max_tokens=2).result().usage
    first.close()
    usage = clients().generate(prefix(text), sampling=GREEDY, max_tokens=2).result().usage
    assert usage.restored_tokens + usage.evaluated_tokens == asked.prompt_tokens


def test_the_rate_of_reading_leaves_out_what_was_restored():
    assert ReadResult().per_second == 0
    result = ReadResult(restored=100_000, restore_seconds=3.0, evaluated=100, seconds=2.0)
    assert result.per_second == 50
