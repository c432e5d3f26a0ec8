"""What lies in a folder of readings: the quota, what goes first, what stays, what is left over."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from tests.engine.chunks import CHAT, DOCUMENT, IDS, ROOT, header, payload, save
from yidesk.engine import stock
from yidesk.engine.chunk import SUFFIX, read_header, root_of
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.stock import PART, Stock


@pytest.fixture
def folder(tmp_path: Path) -> ReadingFolder:
    return ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)


def test_the_longest_unused_reading_goes_when_the_quota_is_full(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=20_000)
    paths = []
    for index in range(4):
        head = header(ids=IDS + index)
        paths.append(save(folder, head, payload(index, 4096)))
        os.utime(paths[-1], (index, index))
    assert [path.exists() for path in paths] == [False, True, True, True]
    assert Stock(tmp_path).size() <= 20_000


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
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=Stock(tmp_path).size() + 1_000)
    save(folder, header(ids=IDS + 200), payload(9, 4096))
    assert [path.exists() for path in (*older, *younger)] == [True, True, False, True, True]


def test_the_chain_that_is_being_written_stays(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=40_000)
    mine = chain(folder, 2, ids=IDS, used=1000)
    other = chain(folder, 1, ids=IDS + 100, used=2000)
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=Stock(tmp_path).size() + 1_000)
    parent = read_header(mine[1]).key
    save(folder, header(ids=IDS + 5, parent=parent, first=1024), payload(9, 4096))
    assert [path.exists() for path in (*mine, *other)] == [True, True, False]


def test_removing_a_document_removes_what_builds_on_it(tmp_path: Path, folder: ReadingFolder):
    first = header()
    second = header(ids=IDS + 1, parent=first.key, first=512, owner=CHAT)
    other = header(ids=IDS + 2, owner="e" * 64)
    kept = [save(folder, head, payload()) for head in (first, second, other)][2]
    assert Stock(tmp_path).remove(owner=DOCUMENT) > 2 * 4096
    assert list(tmp_path.glob(f"*/*{SUFFIX}")) == [kept]


def test_removing_everything_leaves_nothing_and_no_pin(tmp_path: Path, folder: ReadingFolder):
    save(folder, header(), payload())
    folder.stock.pin(DOCUMENT, pinned=True)
    assert Stock(tmp_path).remove() > 4096
    assert (Stock(tmp_path).entries(), Stock(tmp_path).pinned()) == ([], frozenset())


def test_a_pinned_reading_stays_with_all_it_builds_on(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=40_000)
    first = header(owner="")  # what every chat begins with
    second = header(ids=IDS + 1, parent=first.key, first=512)
    pinned = [save(folder, head, payload(1)) for head in (first, second)]
    other = save(folder, header(ids=IDS + 2, owner="e" * 64), payload(2))
    os.utime(pinned[0], (1, 1))
    os.utime(pinned[1], (1, 1))
    folder.stock.pin(DOCUMENT, pinned=True)
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=Stock(tmp_path).size() + 1_000)
    new = save(folder, header(ids=IDS + 3, owner="f" * 64), payload(3))
    assert [path.exists() for path in (*pinned, other, new)] == [True, True, False, True]
    with pytest.raises(OSError, match="no room"):
        save(folder, header(ids=IDS + 4), payload(4, 20_000))
    folder.stock.pin(DOCUMENT, pinned=False)
    save(folder, header(ids=IDS + 5), payload(5))
    assert not pinned[1].exists()


def test_pruning_spares_what_is_pinned_and_what_others_build_on(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)
    in_use = chain(folder, 2, ids=IDS, used=1000)
    os.utime(in_use[1])  # the last chunk alone was used: it was in memory all the time
    unused = chain(folder, 2, ids=IDS + 100, used=1000)
    pinned = save(folder, header(ids=IDS + 200, owner="e" * 64), payload())
    os.utime(pinned, (1000, 1000))
    folder.stock.pin("e" * 64, pinned=True)
    assert Stock(tmp_path).remove(unused_since=time.time() - 60) > 2 * 4096
    assert [path.exists() for path in (*in_use, *unused, pinned)] == [
        True,
        True,
        False,
        False,
        True,
    ]


def test_removing_a_pinned_reading_unpins_it(tmp_path: Path, folder: ReadingFolder):
    path = save(folder, header(), payload())
    folder.stock.pin(DOCUMENT, pinned=True)
    folder.stock.pin("e" * 64, pinned=True)
    Stock(tmp_path).remove(owner=DOCUMENT)
    assert not path.exists()
    assert Stock(tmp_path).pinned() == {"e" * 64}


@pytest.mark.parametrize("owner", [DOCUMENT, CHAT, "../../x", "a b/c"])
def test_any_name_can_be_pinned_and_stays_in_the_folder(tmp_path: Path, owner: str):
    place = Stock(tmp_path / "readings")
    place.pin(owner, pinned=True)
    assert place.pinned() == {owner}
    assert [each.name for each in tmp_path.iterdir()] == ["readings"]
    place.pin(owner, pinned=False)
    assert place.pinned() == frozenset()


@pytest.mark.parametrize("root", [ROOT, root_of(["another model"])])
def test_what_another_program_saves_counts(tmp_path: Path, root: str):
    mine = ReadingFolder(tmp_path, ROOT, quota_bytes=30_000)
    theirs = ReadingFolder(tmp_path, root, quota_bytes=1 << 40)
    save(mine, header(), payload())
    for index in range(1, 5):
        save(theirs, header(ids=IDS + index), payload(index))
    save(mine, header(ids=IDS + 9), payload(9))
    assert 20_000 < Stock(tmp_path).size() <= 30_000


def test_sizes_are_added_up_anew_only_when_somebody_else_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sums: list[int] = []
    real = Stock._add_up
    monkeypatch.setattr(Stock, "_add_up", lambda stock: sums.append(real(stock)) or sums[-1])
    now = [1000.0]
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)
    folder.stock = Stock(tmp_path, quota_bytes=1 << 40, clock=lambda: now[0])
    for index in range(20):
        save(folder, header(ids=IDS + index), payload(index))
    assert len(sums) == 1
    now[0] += stock.LOOK_AGAIN_SECONDS
    save(folder, header(ids=IDS + 20), payload())
    assert len(sums) == 2


def test_headers_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=20_000)
    read: list[Path] = []
    real = stock.read_header
    monkeypatch.setattr(stock, "read_header", lambda path: [read.append(path), real(path)][1])
    for index in range(12):
        save(folder, header(ids=IDS + index), payload(index))
    assert len(read) == len(set(read))
    assert len(read) >= 9


def test_what_a_killed_program_left_is_swept_away_and_counted(tmp_path: Path):
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)
    save(folder, header(), payload())
    place = next(tmp_path.iterdir())
    old, young = place / f".old{PART}", place / f".young{PART}"
    old.write_bytes(b"x" * 1000)
    young.write_bytes(b"x" * 500)
    os.utime(old, (1, 1))
    whole = Stock(tmp_path).size()
    assert Stock(tmp_path).sweep() == 1000
    assert (old.exists(), young.exists()) == (False, True)
    assert Stock(tmp_path).size() == whole - 1000


def test_a_file_that_cannot_be_removed_is_left_and_the_next_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """On Windows, whoever has a file open keeps it."""
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40)
    paths = [save(folder, header(ids=IDS + index), payload(index)) for index in range(3)]
    for used, path in enumerate(paths):
        os.utime(path, (used, used))
    real = Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path == paths[0]:
            raise PermissionError(13, "in use")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    folder = ReadingFolder(tmp_path, ROOT, quota_bytes=Stock(tmp_path).size() + 1_000)
    new = save(folder, header(ids=IDS + 9), payload(9))
    assert [path.exists() for path in (*paths, new)] == [True, False, True, True]


def test_a_chunk_that_is_there_and_open_elsewhere_need_not_be_replaced(
    tmp_path: Path, folder: ReadingFolder, monkeypatch: pytest.MonkeyPatch
):
    path = save(folder, header(), payload())

    def replace(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", replace)
    folder.save(path, header(), payload())
    assert [each.path for each in Stock(tmp_path).entries()] == [path]
    with pytest.raises(PermissionError):
        save(folder, header(ids=IDS + 1), payload())
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_tail_that_another_program_saved_is_found(tmp_path: Path):
    mine, theirs = (ReadingFolder(tmp_path, ROOT, quota_bytes=1 << 40) for _ in range(2))
    mine.look_again()
    head = header(ids=np.arange(40, dtype=np.int32))
    theirs.save(theirs.tail_path_of(ROOT, head.key), head, payload())
    mine.look_again()
    assert mine.tails(ROOT) == [mine.tail_path_of(ROOT, head.key)]
    assert SUFFIX in mine.tails(ROOT)[0].name
