"""Chats and documents: what is written is what is read, also after the program died."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from yidesk.core.errors import DocumentError, EngineError
from yidesk.core.types import (
    Citation,
    Coverage,
    Document,
    Mode,
    Page,
    PageWarning,
    Role,
    Usage,
    Verdict,
)
from yidesk.store.records import Report, TurnState
from yidesk.store.store import Store

ROOT = Path(__file__).parents[2]
DOCUMENT = Document(
    fingerprint="ab" * 32,
    name="合同.pdf",
    format="pdf",
    pages=(
        Page(number=1, label="i", text="One 页"),
        Page(number=2, label="", text="", warning=PageWarning.NO_TEXT),
    ),
    notes=("one note",),
)
KEPT = dataclasses.replace(DOCUMENT, prompt_name=DOCUMENT.name)
REPORT = Report(
    mode=Mode.WHOLE,
    citations=(
        Citation(document="ab", page=1, quote="页", verdict=Verdict.VERIFIED, start=0, end=3),
    ),
    coverage=(
        Coverage(document="ab", name="n", pages_total=2, pages=(1,), tokens_total=9, tokens_read=9),
    ),
    usage=Usage(prompt_tokens=9, evaluated_tokens=9),
    seed=2**31 + 5,
    model="Yi",
)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "yidesk.db")
    yield opened
    opened.close()


def finish(store, answer, text="done", state=TurnState.DONE, **more):
    return store.chats.finish(answer.id, text=text, state=state, report=Report(), **more)


def test_a_document_comes_back_as_it_was(store):
    store.library.add(DOCUMENT, "/here/合同.pdf")
    assert store.library.get(DOCUMENT.fingerprint) == KEPT
    assert store.library.get("cd" * 32) is None


def test_known_bytes_under_a_new_name_keep_their_pages(store):
    store.library.add(DOCUMENT, "/here/合同.pdf")
    renamed = Document(fingerprint=DOCUMENT.fingerprint, name="b.pdf", format="pdf", pages=())
    store.library.add(renamed, "/there/b.pdf")
    found = store.library.get(DOCUMENT.fingerprint)
    assert (found.name, found.pages) == ("b.pdf", DOCUMENT.pages)
    assert found.prompt_name == DOCUMENT.name


def test_question_and_empty_answer_are_there_at_once(store):
    chat = store.chats.create()
    question, answer = store.chats.begin(chat, "What   is\nthis? " + "x" * 100)
    assert store.chats.turns(chat) == [question, answer]
    assert (answer.role, answer.text, answer.state) == (Role.ASSISTANT, "", TurnState.STREAMING)
    assert answer.parent == question.id
    title = store.chats.get(chat).title
    assert title.startswith("What is this? x")
    assert len(title) == 80


def test_an_answer_ends_with_everything_known_about_it(store):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    error = EngineError("It died of {cause}.", code="engine_died", next_step="Again.", cause="SEGV")
    kept = store.chats.finish(
        answer.id,
        text="part",
        state=TurnState.FAILED,
        report=REPORT,
        error=error,
        tokens=b"\1\0\0\0",
        tokenizer="tok",
    )
    assert str(kept.error) == str(store.chats.turns(chat)[1].error) == str(error)
    assert kept.report == REPORT
    assert (type(kept.error), kept.error.values) == (EngineError, {"cause": "SEGV"})
    assert (kept.tokens, kept.tokenizer, kept.text) == (b"\1\0\0\0", "tok", "part")


def test_a_partial_answer_is_not_written_over_an_ended_one(store):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    assert store.chats.save_partial(answer.id, "so far")
    assert store.chats.turn(answer.id).text == "so far"
    finish(store, answer, "the end")
    assert not store.chats.save_partial(answer.id, "so far")
    assert store.chats.turn(answer.id).text == "the end"


def test_answering_again_keeps_both_branches(store):
    chat = store.chats.create()
    question, first = store.chats.begin(chat, "q")
    finish(store, first, "one")
    _, second = store.chats.begin_again(chat, question.id)
    finish(store, second, "two")
    assert [turn.text for turn in store.chats.turns(chat)] == ["q", "two"]
    assert store.chats.turn(first.id).text == "one"
    assert len(store.chats.tree(chat)) == 3


@pytest.mark.parametrize(("text", "versions"), [("", 1), ("It was", 2)])
@pytest.mark.parametrize("state", [TurnState.FAILED, TurnState.STOPPED, TurnState.INTERRUPTED])
def test_an_answer_without_a_word_is_no_version_to_go_back_to(store, state, text, versions):
    chat = store.chats.create()
    question, first = store.chats.begin(chat, "q")
    store.chats.finish(first.id, text=text, state=state, report=Report())
    _, second = store.chats.begin_again(chat, question.id)
    assert len(second.versions) == versions
    assert second.id > first.id


def test_an_answer_without_a_word_stays_where_the_talk_went_on(store):
    chat = store.chats.create()
    question, first = store.chats.begin(chat, "q")
    store.chats.finish(first.id, text="", state=TurnState.STOPPED, report=Report())
    store.chats.begin(chat, "and then?")
    _, second = store.chats.begin_again(chat, question.id)
    assert len(second.versions) == 2


def test_documents_come_with_the_next_question(store):
    store.library.add(DOCUMENT, "/a")
    chat = store.chats.create()
    assert store.chats.attach(chat, DOCUMENT.fingerprint)
    assert not store.chats.attach(chat, DOCUMENT.fingerprint)
    assert store.chats.waiting_documents(chat) == [DOCUMENT.fingerprint]
    question, _ = store.chats.begin(chat, "q")
    assert question.documents == (DOCUMENT.fingerprint,)
    assert store.chats.waiting_documents(chat) == []
    assert store.chats.detach(chat, DOCUMENT.fingerprint)
    assert store.chats.turns(chat)[0].documents == ()


def test_search_takes_what_is_typed_literally(store):
    for question in ("100% sure", "100 euros", "甲方 and 乙方"):
        _, answer = store.chats.begin(store.chats.create(), question)
        finish(store, answer, f"about {question}")
    assert [found.title for found in store.chats.search("100%")] == ["100% sure"]
    assert [found.title for found in store.chats.search("甲方")] == ["甲方 and 乙方"]
    assert store.chats.search()[0].title == "甲方 and 乙方"


def test_deleting_a_chat_takes_its_turns_and_leaves_the_library(store):
    store.library.add(DOCUMENT, "/a")
    chat = store.chats.create()
    store.chats.attach(chat, DOCUMENT.fingerprint)
    _, answer = store.chats.begin(chat, "q")
    assert store.chats.delete(chat)
    assert not store.chats.delete(chat)
    assert store.chats.turn(answer.id) is None
    assert finish(store, answer) is None
    assert store.library.get(DOCUMENT.fingerprint) == KEPT


def test_a_second_instance_leaves_a_living_answer_alone(store, tmp_path):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    second = Store(tmp_path / "yidesk.db")
    assert second.chats.turn(answer.id).state is TurnState.STREAMING
    second.close()


def test_errors_of_every_kind_survive(store):
    chat = store.chats.create()
    _, answer = store.chats.begin(chat, "q")
    finish(store, answer, error=DocumentError("{name} is long", code="long", name="a"))
    assert str(store.chats.turns(chat)[1].error) == "a is long"


DIE = """
import os, signal, sys
from pathlib import Path
from yidesk.store.store import Store
store = Store(Path(sys.argv[1]))
chat = store.chats.create()
_, answer = store.chats.begin(chat, "a question")
store.chats.save_partial(answer.id, "half an ans")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_after_kill_9_the_answer_is_interrupted_with_its_text(tmp_path):
    path = tmp_path / "yidesk.db"
    died = subprocess.run([sys.executable, "-c", DIE, path], check=False, timeout=30, cwd=ROOT)
    assert died.returncode == -signal.SIGKILL
    store = Store(path)
    (summary,) = store.chats.search()
    question, answer = store.chats.turns(summary.id)
    assert question.text == "a question"
    assert (answer.text, answer.state) == ("half an ans", TurnState.INTERRUPTED)
    assert len(list((tmp_path / "instances").glob("*.lock"))) == 1  # the dead one's is gone
    store.close()
