"""The schema, as numbered steps that are only ever added to.

`PRAGMA user_version` holds how many steps a file has seen. A released step is never edited:
whoever needs another schema appends a step, and the tests run it on files of every age.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from yidesk.store.words import index_words

Step = Callable[[sqlite3.Connection], None]

_WORDS_GO_WITH_TURNS = """CREATE TRIGGER turn_words_go AFTER DELETE ON turns
    BEGIN DELETE FROM turn_words WHERE rowid = old.id; END"""


def step_001_chats_and_library(connection: sqlite3.Connection) -> None:
    """Chats as trees of turns, documents as pages, and which document came with which turn."""
    for statement in (
        """CREATE TABLE documents (
            fingerprint TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            path TEXT NOT NULL,
            format TEXT NOT NULL,
            notes TEXT NOT NULL,
            added REAL NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE pages (
            document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            number INTEGER NOT NULL,
            label TEXT NOT NULL,
            text TEXT NOT NULL,
            warning TEXT NOT NULL,
            UNIQUE (document, number)
        )""",
        """CREATE TABLE chats (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL DEFAULT '',
            created REAL NOT NULL,
            changed REAL NOT NULL,
            leaf INTEGER REFERENCES turns ON DELETE SET NULL
        )""",
        """CREATE TABLE turns (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            parent INTEGER REFERENCES turns ON DELETE CASCADE,
            role TEXT NOT NULL,
            text TEXT NOT NULL,
            state TEXT NOT NULL,
            created REAL NOT NULL,
            owner TEXT NOT NULL DEFAULT '',
            report TEXT NOT NULL DEFAULT '{}',
            error TEXT,
            tokens BLOB NOT NULL DEFAULT x'',
            tokenizer TEXT NOT NULL DEFAULT ''
        )""",
        "CREATE INDEX turns_by_chat ON turns (chat)",
        "CREATE INDEX turns_by_parent ON turns (parent)",
        "CREATE INDEX turns_being_written ON turns (owner) WHERE state = 'streaming'",
        """CREATE TABLE chat_documents (
            id INTEGER PRIMARY KEY,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            document TEXT NOT NULL REFERENCES documents,
            turn INTEGER REFERENCES turns ON DELETE CASCADE
        )""",
        "CREATE INDEX documents_by_chat ON chat_documents (chat)",
    ):
        connection.execute(statement)


def step_002_search_and_pins(connection: sqlite3.Connection) -> None:
    """Pinned chats, and an index over the words of all turns; a deleted turn leaves it."""
    connection.execute("ALTER TABLE chats ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0")
    connection.execute("CREATE VIRTUAL TABLE turn_words USING fts5 (words)")
    connection.execute(_WORDS_GO_WITH_TURNS)
    turns = connection.execute("SELECT id, text FROM turns WHERE state <> 'streaming'").fetchall()
    connection.executemany(
        "INSERT INTO turn_words (rowid, words) VALUES (?, ?)",
        ((turn, index_words(text)) for turn, text in turns),
    )


def step_003_beginnings_of_words(connection: sqlite3.Connection) -> None:
    """Beginnings of one to four characters get an index of their own: `"w"*` is in most turns."""
    connection.execute("CREATE VIRTUAL TABLE new_words USING fts5 (words, prefix = '1 2 3 4')")
    connection.execute("INSERT INTO new_words (rowid, words) SELECT rowid, words FROM turn_words")
    connection.execute("DROP TRIGGER turn_words_go")
    connection.execute("DROP TABLE turn_words")
    connection.execute("ALTER TABLE new_words RENAME TO turn_words")
    connection.execute(_WORDS_GO_WITH_TURNS)


def step_004_passages(connection: sqlite3.Connection) -> None:
    """An index over the passages of documents, and the notes of parts that were swept."""
    for statement in (
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY,
            document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            page INTEGER NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL
        )""",
        "CREATE INDEX passages_by_document ON passages (document, id)",
        # a ranked list of words is all that is asked of it: no positions are kept
        "CREATE VIRTUAL TABLE passage_words USING fts5 (words, detail = none)",
        """CREATE TRIGGER passage_words_go AFTER DELETE ON passages
            BEGIN DELETE FROM passage_words WHERE rowid = old.id; END""",
        """CREATE TABLE indexed (
            document TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            pages INTEGER NOT NULL,
            cutting INTEGER NOT NULL
        ) WITHOUT ROWID""",
        """CREATE TABLE notes (
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            key BLOB NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (chat, key)
        ) WITHOUT ROWID""",
    ):
        connection.execute(statement)


def step_005_names_in_prompts(connection: sqlite3.Connection) -> None:
    """What the model is told a document is called no longer changes with the file's name."""
    connection.execute("ALTER TABLE documents ADD COLUMN prompt_name TEXT NOT NULL DEFAULT ''")
    connection.execute("UPDATE documents SET prompt_name = name")


def step_006_removed_documents(connection: sqlite3.Connection) -> None:
    """What a list of documents shows, kept with each; and documents that are known to be gone.

    A removed document leaves its names behind for the chats that used it, and goes with the last
    of them. Notes know whose text they are of ('': not known).
    """
    for statement in (
        "ALTER TABLE documents ADD COLUMN removed REAL",
        "ALTER TABLE documents ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN page_count INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN characters INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE documents ADD COLUMN warned INTEGER NOT NULL DEFAULT 0",
        """UPDATE documents SET (page_count, characters, warned) =
            (SELECT count(*), coalesce(sum(length(text)), 0), coalesce(sum(warning <> ''), 0)
            FROM pages WHERE document = fingerprint)""",
        "CREATE INDEX chats_by_document ON chat_documents (document)",
        """CREATE TRIGGER removed_documents_go AFTER DELETE ON chat_documents
            WHEN NOT EXISTS (SELECT 1 FROM chat_documents WHERE document = old.document)
            BEGIN DELETE FROM documents
                WHERE fingerprint = old.document AND removed IS NOT NULL; END""",
        "ALTER TABLE notes ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    ):
        connection.execute(statement)


def step_007_chats_in_order(connection: sqlite3.Connection) -> None:
    """Folders of chats, what is written but not asked, and how each chat is answered.

    A chat in which nothing was asked is not listed any more: it is the next new one.
    """
    for statement in (
        """CREATE TABLE chat_folders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            is_open INTEGER NOT NULL DEFAULT 1
        )""",
        "ALTER TABLE chats ADD COLUMN folder INTEGER REFERENCES chat_folders ON DELETE SET NULL",
        "ALTER TABLE chats ADD COLUMN draft TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE chats ADD COLUMN is_next INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE chats ADD COLUMN is_named INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE chats ADD COLUMN manner TEXT NOT NULL DEFAULT '{}'",
        "ALTER TABLE turns ADD COLUMN prompt TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX chats_by_folder ON chats (folder) WHERE folder IS NOT NULL",
        """UPDATE chats SET title = coalesce((SELECT documents.name
            FROM chat_documents JOIN documents ON documents.fingerprint = chat_documents.document
            WHERE chat_documents.chat = chats.id ORDER BY chat_documents.id LIMIT 1), '')
        WHERE title = '' AND leaf IS NULL""",
        "DELETE FROM chats WHERE title = '' AND leaf IS NULL",
    ):
        connection.execute(statement)


def step_008_folders_and_tokens(connection: sqlite3.Connection) -> None:
    """Folders of documents with the state of each file, and tokens that were counted once."""
    for statement in (
        """CREATE TABLE document_folders (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL UNIQUE,
            added REAL NOT NULL,
            looked REAL NOT NULL DEFAULT 0,
            is_missing INTEGER NOT NULL DEFAULT 0,
            left_out TEXT NOT NULL DEFAULT '{}'
        )""",
        """CREATE TABLE folder_files (
            folder INTEGER NOT NULL REFERENCES document_folders ON DELETE CASCADE,
            path TEXT NOT NULL,
            state TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            changed INTEGER NOT NULL,
            document TEXT REFERENCES documents ON DELETE SET NULL,
            error TEXT,
            PRIMARY KEY (folder, path)
        ) WITHOUT ROWID""",
        "CREATE INDEX files_by_document ON folder_files (document)",
        "CREATE INDEX documents_by_path ON documents (path)",
        """CREATE TABLE tokens (
            document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            tokenizer TEXT NOT NULL,
            text BLOB NOT NULL,
            n INTEGER NOT NULL,
            PRIMARY KEY (document, tokenizer, text)
        ) WITHOUT ROWID""",
    ):
        connection.execute(statement)


def step_009_recognised_text(connection: sqlite3.Connection) -> None:
    """Where the characters of text stand that was recognised in a picture of a page."""
    connection.execute(
        """CREATE TABLE page_boxes (
            document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            number INTEGER NOT NULL,
            width REAL NOT NULL,
            height REAL NOT NULL,
            boxes BLOB NOT NULL,
            PRIMARY KEY (document, number)
        ) WITHOUT ROWID"""
    )


def step_010_radicals_are_characters(connection: sqlite3.Connection) -> None:
    """Radicals of the CJK supplement are found as the characters they stand for."""
    has_radicals = "text GLOB '*[\u2e81-\u2ef3]*'"
    turns = connection.execute(f"SELECT id, text FROM turns WHERE {has_radicals}").fetchall()  # noqa: S608 - from above
    connection.executemany(
        "UPDATE turn_words SET words = ? WHERE rowid = ?",
        ((index_words(text), turn) for turn, text in turns),
    )
    for table in ("passages", "indexed"):  # made anew at the next search
        connection.execute(
            f"""DELETE FROM {table} WHERE document IN
            (SELECT DISTINCT document FROM pages WHERE {has_radicals})"""  # noqa: S608 - from above
        )


def step_011_vectors(connection: sqlite3.Connection) -> None:
    """Vectors of passages, in runs of consecutive ones; they go with any of their passages."""
    for statement in (
        """CREATE TABLE passage_vectors (
            document TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            model TEXT NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            n INTEGER NOT NULL,
            dimensions INTEGER NOT NULL,
            data BLOB NOT NULL,
            PRIMARY KEY (document, model, first)
        )""",
        """CREATE TRIGGER passage_vectors_go AFTER DELETE ON passages
            BEGIN DELETE FROM passage_vectors WHERE document = old.document; END""",
    ):
        connection.execute(statement)


def step_012_taken_out(connection: sqlite3.Connection) -> None:
    """Questions that were taken out of chats, for as long as that can be undone."""
    for statement in (
        """CREATE TABLE taken_out (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat INTEGER NOT NULL REFERENCES chats ON DELETE CASCADE,
            taken REAL NOT NULL,
            kept BLOB NOT NULL
        )""",
        "CREATE INDEX taken_out_by_chat ON taken_out (chat)",
    ):
        connection.execute(statement)


def step_013_pages_that_are_not_whole(connection: sqlite3.Connection) -> None:
    """What is wrong with which pages is known without going through the text of all.

    The condition is that of `store/pages.py`, word for word: so the index is found.
    """
    connection.execute(
        """CREATE INDEX pages_not_whole ON pages (document, number, warning)
        WHERE (warning != '' OR trim(text, char(9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160,
            5760, 8239, 8287, 12288)) = '')"""
    )


def step_014_presets(connection: sqlite3.Connection) -> None:
    """Choices under a name, and the one that new chats begin with."""
    for statement in (
        """CREATE TABLE presets (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            choices TEXT NOT NULL,
            taken_out INTEGER NOT NULL DEFAULT 0
        )""",
        "CREATE TABLE default_preset (key TEXT NOT NULL)",
    ):
        connection.execute(statement)


STEPS: tuple[Step, ...] = (
    step_001_chats_and_library,
    step_002_search_and_pins,
    step_003_beginnings_of_words,
    step_004_passages,
    step_005_names_in_prompts,
    step_006_removed_documents,
    step_007_chats_in_order,
    step_008_folders_and_tokens,
    step_009_recognised_text,
    step_010_radicals_are_characters,
    step_011_vectors,
    step_012_taken_out,
    step_013_pages_that_are_not_whole,
    step_014_presets,
)
"""Every step there is; step N brings a file from version N-1 to version N."""
