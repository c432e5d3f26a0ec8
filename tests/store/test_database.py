"""The file itself: upgrades, copies, refusals, and who is writing."""

from __future__ import annotations

import sqlite3
import threading

import pytest

from yidesk.core.errors import YiDeskError
from yidesk.store.database import Database
from yidesk.store.migrations import STEPS


def test_a_new_file_has_every_step_and_no_copy(tmp_path):
    database = Database(tmp_path / "chats.db")
    assert database.rows("PRAGMA user_version")[0][0] == len(STEPS)
    assert database.rows("PRAGMA journal_mode")[0][0] == "wal"
    assert database.rows("PRAGMA foreign_keys")[0][0] == 1
    database.close()
    assert not list(tmp_path.glob("*.before-*"))


def test_an_upgrade_copies_the_old_file_first(tmp_path):
    path = tmp_path / "chats.db"
    old = Database(path)
    with old.transaction() as connection:
        connection.execute("INSERT INTO chats (title, created, changed) VALUES ('kept', 1, 1)")
    old.close()

    def add_colours(connection):
        connection.execute("ALTER TABLE chats ADD COLUMN colour INTEGER NOT NULL DEFAULT 0")

    new = Database(path, steps=(*STEPS, add_colours))
    assert [tuple(row) for row in new.rows("SELECT title, colour FROM chats")] == [("kept", 0)]
    new.close()
    copy = sqlite3.connect(f"{path}.before-{len(STEPS) + 1}")
    assert copy.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)
    assert copy.execute("SELECT title FROM chats").fetchall() == [("kept",)]
    copy.close()


def test_a_failed_upgrade_changes_nothing(tmp_path):
    path = tmp_path / "chats.db"
    Database(path).close()

    def fail(connection):
        connection.execute("DROP TABLE chat_documents")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Database(path, steps=(*STEPS, fail))
    database = Database(path)
    assert database.rows("SELECT * FROM chat_documents") == []
    database.close()


def test_a_newer_file_is_refused(tmp_path):
    path = tmp_path / "chats.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    connection.close()
    with pytest.raises(YiDeskError) as refused:
        Database(path)
    assert refused.value.code == "store_newer"
    assert "Update YiDesk" in str(refused.value)


def test_a_damaged_file_is_refused(tmp_path):
    path = tmp_path / "chats.db"
    path.write_bytes(b"no database at all, " * 400)
    with pytest.raises(YiDeskError) as refused:
        Database(path)
    assert refused.value.code == "store_damaged"


def test_damage_found_later_is_told_in_words(tmp_path):
    path = tmp_path / "chats.db"
    database = Database(path)
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO chats (title, created, changed) VALUES (?, 1, 1)", [("x" * 2000,)] * 200
        )
    database.close()
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(YiDeskError) as refused:  # noqa: PT012 - damage shows at either line
        damaged = Database(path)
        damaged.rows("SELECT sum(length(title)) FROM chats")
    assert refused.value.code == "store_damaged"


def test_a_folder_in_the_files_place_is_told_in_words(tmp_path):
    (tmp_path / "chats.db").mkdir()
    with pytest.raises(YiDeskError) as refused:
        Database(tmp_path / "chats.db")
    assert refused.value.code == "store_unavailable"


def test_a_full_disk_is_told_in_words(tmp_path):
    database = Database(tmp_path / "chats.db")
    [[pages]] = database.rows("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages}")  # SQLite itself says that there is no room
    with pytest.raises(YiDeskError, match="disk is full") as refused, database.transaction() as it:
        it.execute("INSERT INTO chats (title, created, changed) VALUES (?, 1, 1)", ("x" * 9999,))
    assert refused.value.code == "store_full"
    database.rows(f"PRAGMA max_page_count = {pages + 100}")
    with database.transaction() as connection:
        connection.execute("INSERT INTO chats (created, changed) VALUES (1, 1)")


def test_many_threads_write_through_one_connection(tmp_path):
    database = Database(tmp_path / "chats.db")

    def write():
        for _ in range(20):
            with database.transaction() as connection:
                connection.execute("INSERT INTO chats (created, changed) VALUES (1, 1)")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.rows("SELECT count(*) FROM chats")[0][0] == 80
    database.close()


def test_a_failed_transaction_is_rolled_back(tmp_path):
    database = Database(tmp_path / "chats.db")
    with (  # noqa: PT012 - the second statement fails, the first is taken back
        pytest.raises(sqlite3.IntegrityError),
        database.transaction(durable=True) as connection,
    ):
        connection.execute("INSERT INTO chats (created, changed) VALUES (1, 1)")
        connection.execute("INSERT INTO pages VALUES ('nobody', 1, '', '', '')")
    assert database.rows("SELECT * FROM chats") == []
    assert database.rows("PRAGMA synchronous")[0][0] == 1
    database.close()
