"""Saved readings: what is on disk is either exactly what was read, or it is not used."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.engine.chunks import CHAT, DOCUMENT, IDS, ROOT, header, payload, save
from yidesk.client.engine import EngineClient
from yidesk.core.errors import YiDeskError
from yidesk.core.types import EngineOptions, Message, Part, Role, Sampling
from yidesk.engine import chunk
from yidesk.engine.chunk import DamagedChunkError, next_key, root_of
from yidesk.engine.context import ReadResult
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.stock import Stock

CHUNK = 64
"""Tokens per chunk in the tests with a model; 512 would only take longer."""
GREEDY = Sampling(temperature=0)


@pytest.fixture
def folder(tmp_path: Path) -> ReadingFolder:
    return ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)


def test_what_was_saved_is_loaded(folder: ReadingFolder):
    path = save(folder, header(), payload())
    found = folder.load(path, IDS, ROOT)
    assert np.array_equal(found.payload, payload())
    assert found.header == header()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("way", range(4))
def test_nothing_damaged_is_accepted(folder: ReadingFolder, way: int):
    """Random flips, cuts, junk, and another chunk's file under this chunk's name."""
    random = np.random.default_rng(way)
    for seed in range(75):
        path = save(folder, header(), payload())
        data = path.read_bytes()
        match way:
            case 0:
                place = random.integers(len(data))
                changed = bytes([data[place] ^ random.integers(1, 256)])
                data = data[:place] + changed + data[place + 1 :]
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
    whole = b"".join(bytes(piece) for piece in chunk.encode(header(), payload()))
    for _ in range(300):
        data = np.frombuffer(whole, np.uint8).copy()
        data[random.integers(0, 60, 3)] = random.integers(0, 256, 3)
        if data.tobytes() != whole:
            with pytest.raises(DamagedChunkError):
                chunk.decode(data)


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


def test_a_single_token_behind_the_last_chunk_is_kept_too(clients):
    first, text = clients(), document(4)
    tokens = first.read(prefix(text)).result().usage.prompt_tokens
    text += " item" * ((1 - tokens) % CHUNK)
    read = first.read(prefix(text)).result().usage
    assert read.prompt_tokens % CHUNK == 1
    first.close()  # waits for what is being saved
    after = clients().read(prefix(text)).result().usage
    assert (after.restored_tokens, after.evaluated_tokens) == (read.prompt_tokens, 0)


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
    assert sum(each.tokens for each in listed) == total
    chunks = sorted(Stock(tmp_path / "readings").entries(), key=lambda entry: entry.label.first)
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
    assert Stock(folder).entries() == []
    client = clients()
    client.read(prefix(document(40))).result()
    client.remove_readings(folder, owner=DOCUMENT)
    client.generate(question(document(40)), sampling=GREEDY, max_tokens=1).result()
    client.close()
    saved = Stock(folder).entries()
    assert min(entry.label.first for entry in saved) == 0, "asked about again, it is kept again"


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
