"""From a question to a kept answer, with a real store, reader and engine worker."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time

import msgspec
import pytest

from tests.conftest import ROOT
from tests.services.conftest import open_desk
from yidesk.core.errors import DocumentError, EngineError, ModelError, WrongUsage
from yidesk.core.types import FinishReason, Mode, Role, Stance, Verdict
from yidesk.protocol import messages
from yidesk.services.answer import Answering, Delta, Loading, Opening, Reading
from yidesk.services.chats import ReadAheadDone, TurnState
from yidesk.services.models import Models
from yidesk.store.store import Store


def test_an_answer_streams_and_is_kept(desk):
    desk.script("Hello there, 你好 friend.")
    chat = desk.chats.create()
    events = list(desk.chats.send(chat, "  Hi?  "))
    kinds = [type(event) for event in events]
    assert kinds[0] is Loading
    assert kinds.index(Answering) < kinds.index(Reading) < kinds.index(Delta)
    assert Answering("Script") in events
    answer = events[-1]
    assert "".join(e.text for e in events if isinstance(e, Delta)) == answer.text
    assert (answer.text, answer.reason) == ("Hello there, 你好 friend.", FinishReason.STOP)
    assert (answer.mode, answer.coverage, answer.citations) == (Mode.CHAT, (), ())
    assert answer.engine.model == "Script"
    question, kept = desk.chats.turns(chat)
    assert (question.text, question.role) == ("Hi?", Role.USER)
    assert (kept.text, kept.state) == (answer.text, TurnState.DONE)
    assert kept.report.usage == answer.usage
    assert (kept.report.model, kept.tokenizer) == ("Script", "")
    assert desk.chats.list("你好")[0].title == "Hi?"


def test_the_question_is_on_disk_before_anything_else(desk):
    desk.script("x")
    chat = desk.chats.create()
    desk.chats.send(chat, "What?")  # never iterated
    question, answer = desk.chats.turns(chat)
    assert (question.text, answer.state) == ("What?", TurnState.STREAMING)


def test_a_document_is_read_whole_and_its_citations_are_checked(desk, lease):
    desk.script("“The rent is 900 euros” [p. 1]. Pets are allowed [p. 7]. Pets are not allowed.")
    chat = desk.chats.create()
    seen = []
    document = desk.chats.add_document(chat, lease, seen.append)
    assert isinstance(seen[-1], Opening)
    assert desk.chats.documents(chat) == [document]
    answer = desk.ask(chat, "What is the rent?")
    assert answer.mode is Mode.WHOLE
    (coverage,) = answer.coverage
    assert (coverage.pages_total, coverage.pages, coverage.name) == (2, (1, 2), "lease.txt")
    assert coverage.tokens_read == coverage.tokens_total > 0
    verdicts = [(c.page, c.verdict) for c in answer.citations]
    assert verdicts == [(1, Verdict.VERIFIED), (7, Verdict.NOT_FOUND)]
    assert [(s.stance, s.page, s.cited) for s in answer.supports] == [
        (Stance.SUPPORTED, 1, True),
        (Stance.UNSUPPORTED, 0, True),
        (Stance.SUPPORTED, 2, False),
    ]
    kept = desk.chats.turns(chat)[1].report
    assert (kept.citations, kept.supports) == (answer.citations, answer.supports)
    assert (kept.coverage, kept.mode) == (answer.coverage, Mode.WHOLE)


def test_only_the_new_question_is_evaluated(desk, lease):
    desk.script("One [p. 1].", "Two [p. 2].")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    first = desk.ask(chat, "First?")
    second = desk.ask(chat, "Second?")
    assert first.usage.cached_tokens == 0
    # a scripted engine forgets its own answers, so all that was read for the first is the same
    assert second.usage.cached_tokens >= first.usage.prompt_tokens


def test_read_ahead_is_what_the_question_begins_with(desk, lease):
    desk.script("Yes.")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    *_, done = desk.chats.read_ahead(chat)
    assert isinstance(done, ReadAheadDone)
    assert done.complete
    assert done.coverage[0].pages == (1, 2)
    answer = desk.ask(chat, "Well?")
    assert answer.usage.cached_tokens == done.usage.prompt_tokens


def test_read_ahead_without_anything_to_read_loads_the_model(desk):
    desk.script("Yes.")
    *_, done = desk.chats.read_ahead(desk.chats.create())
    assert (done.complete, done.engine.model, done.error) == (True, "Script", None)


def test_a_document_in_the_middle_is_appended(desk, lease, tmp_path):
    desk.script("One.", "Two [D2 p. 1].")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    first = desk.ask(chat, "First?")
    other = tmp_path / "other.md"
    other.write_text("# Other\n\nDogs may bark.", encoding="utf-8")
    added = desk.chats.add_document(chat, other)
    second = desk.ask(chat, "Second?")
    assert second.usage.cached_tokens >= first.usage.prompt_tokens
    assert [entry.name for entry in second.coverage] == ["lease.txt", "other.md"]
    assert second.citations[0].document == added.fingerprint
    assert [len(turn.documents) for turn in desk.chats.turns(chat)] == [1, 0, 1, 0]


def test_the_same_file_twice_is_one_document(desk, lease):
    desk.script("One.")
    chat = desk.chats.create()
    first = desk.chats.add_document(chat, lease)
    assert desk.chats.add_document(chat, lease) == first
    desk.ask(chat, "First?")
    desk.chats.add_document(chat, lease)
    assert len(desk.chats.documents(chat)) == 1
    desk.chats.remove_document(chat, first.fingerprint)
    assert desk.chats.documents(chat) == []


def test_known_bytes_are_not_parsed_again(desk, lease, tmp_path):
    first = desk.library.add(lease)
    desk.reader.close()
    desk.reader.read = None  # a parser that must not be asked
    copy = tmp_path / "copy.txt"
    copy.write_bytes(lease.read_bytes())
    again = desk.library.add(copy)
    assert (again.name, again.pages) == ("copy.txt", first.pages)
    del desk.reader.read


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX")
def test_odd_files_are_told_in_words(desk, tmp_path):
    nameless = tmp_path / os.fsdecode(b"caf\xe9.txt")
    nameless.write_text("A page.")
    assert desk.library.add(nameless).name == "caf\ufffd.txt"
    os.mkfifo(tmp_path / "pipe.txt")
    for odd, code in (
        (tmp_path / "pipe.txt", "document_not_regular"),
        (tmp_path, "document_is_folder"),
        (tmp_path / "no.txt", "document_missing"),
    ):
        with pytest.raises(DocumentError) as refused:
            desk.library.add(odd)
        assert refused.value.code == code


def test_what_does_not_fit_is_refused_with_numbers(desk, lease, tmp_path):
    desk.script("never said", context=300)
    long = tmp_path / "long.txt"
    long.write_text("word " * 1000, encoding="utf-8")
    chat = desk.chats.create()
    desk.chats.add_document(chat, long)
    answer = desk.ask(chat, "What?")
    assert (answer.reason, answer.text) == (FinishReason.FAILED, "")
    assert isinstance(answer.error, DocumentError)
    assert answer.error.code == "document_too_long"
    assert "long.txt has 1,0" in str(answer.error)
    assert "the window holds 300" in str(answer.error)
    assert desk.chats.turns(chat)[1].error.code == "document_too_long"
    *_, done = desk.chats.read_ahead(chat)
    assert (done.complete, done.error.code) == (False, "document_too_long")


def test_a_larger_window_is_proposed_when_the_model_was_trained_for_it(desk, tmp_path):
    from yidesk.core.types import EngineOptions

    desk.script("never said", context=5000)
    path, _ = desk.chats._tools.loader._wanted
    desk.chats.choose_model(path, EngineOptions(context=400))
    long = tmp_path / "long.txt"
    long.write_text("word " * 1000, encoding="utf-8")
    chat = desk.chats.create()
    desk.chats.add_document(chat, long)
    error = desk.ask(chat, "What?").error
    proposed = error.values["larger"]
    assert f"--context {proposed};" in str(error)
    assert "5,000" in str(error)
    desk.chats.choose_model(path, EngineOptions(context=proposed - 2))
    assert desk.ask(chat, "What?").error is not None
    desk.chats.choose_model(path, EngineOptions(context=proposed))
    assert desk.ask(chat, "What?").error is None


def test_a_long_conversation_is_refused_too(desk):
    desk.script("never said", context=300)
    answer = desk.ask(desk.chats.create(), "word " * 400)
    assert isinstance(answer.error, EngineError)
    assert answer.error.code == "conversation_too_long"


def test_stop_keeps_what_was_said(desk):
    desk.script("One two <wait> three")
    chat = desk.chats.create()
    asking = desk.chats.send(chat, "Count")
    said = []
    for event in asking:
        if isinstance(event, Delta):
            said.append(event.text)
            if len(said) == 2:
                threading.Thread(target=asking.cancel).start()
    assert (event.text, event.reason, event.error) == ("One two", FinishReason.STOPPED, None)
    assert desk.chats.turns(chat)[1].state is TurnState.STOPPED


def test_stop_before_it_begins(desk):
    desk.script("never said")
    chat = desk.chats.create()
    asking = desk.chats.send(chat, "Count")
    asking.cancel()
    (answer,) = asking
    assert (answer.reason, answer.text, answer.error) == (FinishReason.STOPPED, "", None)


def test_only_what_was_read_counts_as_read(desk, lease):
    desk.script("<wait>", "One <die>")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    asking = desk.chats.send(chat, "Never answered")
    for event in asking:
        if isinstance(event, Reading):
            threading.Thread(target=asking.cancel).start()
    assert (event.reason, event.coverage) == (FinishReason.STOPPED, ())
    died = desk.ask(chat, "Answered with one word")
    assert (died.reason, died.text) == (FinishReason.FAILED, "One")
    assert died.coverage[0].pages == (1, 2)
    assert died.usage.prompt_tokens > 10
    assert died.usage.generated_tokens == 1


def test_a_worker_that_dies_while_it_reads_has_read_nothing(desk, lease):
    desk.script("<die>")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    answer = desk.ask(chat, "What?")
    assert (answer.error.code, answer.coverage) == ("engine_died", ())


def test_who_stops_listening_stops_the_answer(desk):
    desk.script("One two <wait> three", "next")
    chat = desk.chats.create()
    events = iter(desk.chats.send(chat, "Count"))
    while not isinstance(next(events), Delta):
        pass
    events.close()
    kept = desk.chats.turns(chat)[1]
    assert (kept.state, kept.text.split()[0]) == (TurnState.STOPPED, "One")
    assert desk.ask(chat, "And now?").text == "next"


def test_an_engine_that_dies_leaves_the_text_and_is_replaced(desk):
    desk.script("One two <die> three")
    chat = desk.chats.create()
    answer = desk.ask(chat, "Count")
    assert (answer.text, answer.reason) == ("One two", FinishReason.FAILED)
    assert answer.error.code == "engine_died"
    kept = desk.chats.turns(chat)[1]
    assert (kept.text, kept.state, kept.error.code) == ("One two", TurnState.FAILED, "engine_died")
    desk.script("All is well.")
    assert desk.ask(chat, "Again?").text == "All is well."


def test_a_failed_question_is_not_shown_to_the_model_but_its_documents_are(desk, lease):
    desk.script("<die>")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    failed = desk.ask(chat, "Unheard?")
    assert failed.reason is FinishReason.FAILED
    desk.script("The rent is 900 euros [p. 1].")
    answer = desk.ask(chat, "Heard?")
    assert [entry.name for entry in answer.coverage] == ["lease.txt"]
    assert answer.citations[0].verified


def test_answering_again_keeps_both(desk, lease):
    desk.script("First version.", "Second version.")
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    desk.ask(chat, "What?")
    first = desk.chats.turns(chat)[1]
    *_, answer = desk.chats.regenerate(chat, first.id)
    assert answer.text == "Second version."
    assert answer.usage.evaluated_tokens == 0  # the same question: all of it was read
    assert [turn.text for turn in desk.chats.turns(chat)] == ["What?", "Second version."]
    assert desk.store.chats.turn(first.id).text == "First version."


@pytest.mark.parametrize("question", ["", " \n"])
def test_what_cannot_be_asked(desk, question):
    chat = desk.chats.create()
    with pytest.raises(WrongUsage) as refused:
        desk.chats.send(chat, question)
    assert refused.value.code == "no_question"
    assert desk.chats.turns(chat) == []


def test_a_busy_chat_takes_no_second_question(desk):
    desk.script("x")
    chat = desk.chats.create()
    desk.chats.send(chat, "One?")
    with pytest.raises(WrongUsage) as refused:
        desk.chats.send(chat, "Two?")
    assert refused.value.code == "chat_busy"


def test_a_chat_deleted_while_it_is_answered_stops_the_engine(desk):
    desk.script("One two <wait> three")
    chat = desk.chats.create()
    for event in desk.chats.send(chat, "Count"):
        if isinstance(event, Delta):
            desk.chats.delete(chat)
    assert event.reason is FinishReason.STOPPED
    assert desk.chats.list() == []


def test_a_model_that_is_missing_is_an_answer_too(desk):
    desk.chats._tools.loader._models = Models(desk.paths)
    desk.chats.choose_model("no-such-model")
    answer = desk.ask(desk.chats.create(), "What?")
    assert isinstance(answer.error, ModelError)
    assert answer.engine is None


def test_an_earlier_answer_goes_back_as_its_own_tokens(desk):
    """The engine is replaced at the seam: what counts here is what it is given."""
    given = []

    class Recorder:
        info = None

        def __init__(self, real):
            self._real = real

        def __getattr__(self, name):
            return getattr(self._real, name)

        def generate(self, conversation, **options):
            given.append(conversation)
            self.info = self._real.info
            for event in self._real.generate(conversation, **options):
                ends = isinstance(event, messages.Finished)
                yield msgspec.structs.replace(event, tokens=b"\7\0\0\0") if ends else event

    desk.script("One.")
    list(desk.chats.read([]))
    recorder = Recorder(desk.engine)
    recorder.info = desk.engine.info
    desk.chats._tools.loader._engine = recorder
    tools = desk.chats._tools
    desk.chats._tools = dataclasses.replace(tools, engine=recorder)
    chat = desk.chats.create()
    desk.ask(chat, "First?")
    desk.ask(chat, "Second?")
    answer = given[-1][2].parts[0]
    assert (answer.text, answer.tokens, answer.tokenizer) == ("One.", b"\7\0\0\0", "words")


ASK_AND_HANG = """
import sys
from pathlib import Path
from tests.services.conftest import open_desk
from yidesk.services.answer import Delta
desk = open_desk(Path(sys.argv[1]))
desk.script("half an answer <wait> never")
desk.chats.add_document(chat := desk.chats.create(), Path(sys.argv[2]))
for event in desk.chats.send(chat, "A question?"):
    if isinstance(event, Delta):
        print(event.text.strip(), flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_after_kill_9_question_text_and_document_are_there(tmp_path, lease):
    root = tmp_path / "data"
    program = subprocess.Popen(
        [sys.executable, "-c", ASK_AND_HANG, root, lease],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert [program.stdout.readline().strip() for _ in range(3)] == ["half", "an", "answer"]
    watching = Store(root / "yidesk.db")  # a second instance, while the first one lives
    (summary,) = watching.chats.search()
    _wait_until(lambda: watching.chats.turns(summary.id)[1].text == "half an answer")
    assert watching.chats.turns(summary.id)[1].state is TurnState.STREAMING
    watching.close()
    program.send_signal(signal.SIGKILL)
    program.wait(60)
    program.stdout.close()

    desk = open_desk(root)
    question, answer = desk.chats.turns(summary.id)
    assert (question.text, answer.text) == ("A question?", "half an answer")
    assert answer.state is TurnState.INTERRUPTED
    assert [document.name for document in desk.chats.documents(summary.id)] == ["lease.txt"]
    desk.script("The rent is 900 euros [p. 1].")
    assert desk.ask(summary.id, "Go on").citations[0].verified
    desk.close()


def _wait_until(condition, seconds=60):
    """The promise is one second; that of a test is to pass on a busy computer too."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while not condition():
        assert time.monotonic() < end
        pause.wait(0.05)
