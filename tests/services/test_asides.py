"""What the model does when it has nothing to do: titles of chats, and questions to suggest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reader.make_pdf import Sheet, write_pdf
from tests.services.conftest import ScriptModels
from yidesk.client.engine import EngineClient
from yidesk.client.reader import ReaderClient
from yidesk.core.paths import DataPaths
from yidesk.core.types import Sampling
from yidesk.services import suggestions, titles
from yidesk.services.chats import Chats, TurnState
from yidesk.services.library import Library
from yidesk.services.one_line import one_line
from yidesk.store.store import Store

QUESTION = "May a tenant keep a dog in the flat, and who says so?"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("Dogs in the Flat", "Dogs in the Flat"),
        ('**Title:** "Dogs in the flat"\n\nThis title is short.', "Dogs in the flat"),
        ("\n\n1. Who may keep a dog?\n2. Why?", "Who may keep a dog?"),
        ("Question: What is the rent?", "What is the rent?"),
        ("标题：《租房养狗》", "租房养狗"),
        ("---\nRent", "Rent"),
        ("2024 in figures", "2024 in figures"),
        ("", ""),
        ("***\n!!", ""),
        ("far too long " * 20, ""),
    ],
)
def test_one_line_is_taken_out_of_what_was_written(written: str, line: str):
    assert one_line(written, 60) == line


# --- titles ---------------------------------------------------------------------------------


def test_a_chat_gets_the_title_that_the_model_writes(desk):
    desk.script("No [p. 2].", asides=["Title: Dogs in the flat."])
    chat = desk.chats.create()
    desk.ask(chat, QUESTION)
    assert desk.chats.titles.begin(chat).entitle() == "Dogs in the flat"
    assert [each.title for each in desk.chats.list()] == ["Dogs in the flat"]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "关于狗",
        "a " * 90,
        "No dogs [p. 2]",
        "The answer is no",
        "a dog may not live in the flat if the landlord says so",
    ],
)
def test_what_is_no_title_changes_none(desk, written: str):
    desk.script("No.", asides=[written])
    chat = desk.chats.create()
    desk.ask(chat, QUESTION)
    (before,) = (each.title for each in desk.chats.list())
    assert desk.chats.titles.begin(chat).entitle() == ""
    assert [each.title for each in desk.chats.list()] == [before]


def test_without_room_or_a_model_the_title_stays(desk):
    desk.script("No.")
    chat = desk.chats.create()
    assert desk.chats.titles.begin(chat).entitle() == ""
    desk.ask(chat, QUESTION)
    assert desk.chats.titles.begin(chat).entitle() == ""
    desk.engine.close()
    assert desk.chats.titles.begin(chat).entitle() == ""


def test_a_persons_title_is_kept(desk):
    desk.script("No.", asides=["Dogs in the flat"])
    chat = desk.chats.create()
    desk.ask(chat, QUESTION)
    desk.chats.rename(chat, "Mine")
    assert desk.chats.titles.begin(chat).entitle() == ""
    assert [each.title for each in desk.chats.list()] == ["Mine"]


def test_only_the_first_answer_makes_a_title(desk):
    desk.script("No.", asides=["Dogs in the flat"])
    chat = desk.chats.create()
    desk.ask(chat, QUESTION)
    desk.ask(chat, "And a cat?")
    assert desk.chats.titles.begin(chat).entitle() == ""


# --- suggestions ----------------------------------------------------------------------------


def test_questions_about_what_was_read(desk, lease):
    desk.script("-", asides=["1. What is the rent?", "Who wrote document D1?", "What is the rent?"])
    chat = desk.chats.create()
    desk.chats.add_document(chat, lease)
    assert desk.chats.suggest(chat).questions() == ()  # nothing is loaded for them
    *_, done = desk.chats.read_ahead(chat)
    assert done.complete
    assert desk.chats.suggest(chat).questions() == ("What is the rent?",)


def test_no_questions_about_pages_without_text(desk, tmp_path):
    desk.script("-", asides=["What is the rent?"])
    chat = desk.chats.create()
    desk.chats.add_document(chat, write_pdf(tmp_path / "scan.pdf", Sheet(picture=True)))
    *_, done = desk.chats.read_ahead(chat)
    assert done.complete
    assert desk.chats.suggest(chat).questions() == ()


def test_no_questions_without_a_document_or_when_cancelled(desk, lease):
    desk.script("-", asides=["What is the rent?"])
    chat = desk.chats.create()
    list(desk.chats.read_ahead(chat))
    assert desk.chats.suggest(chat).questions() == ()
    desk.chats.add_document(chat, lease)
    list(desk.chats.read_ahead(chat))
    suggesting = desk.chats.suggest(chat)
    suggesting.cancel()
    assert suggesting.questions() == ()


# --- with the demonstration model -----------------------------------------------------------


@pytest.fixture(scope="module")
def real(demo_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chats]:
    paths = DataPaths(tmp_path_factory.mktemp("data")).make()
    store, engine = Store(paths.database), EngineClient(paths.logs)
    reader = ReaderClient(paths.logs)
    chats = Chats(store, engine, Library(store, reader), ScriptModels(paths))
    chats.choose_model(demo_model)
    yield chats
    engine.close()
    reader.close()
    store.close()


GREEDY = Sampling(temperature=0)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the model wrote."""
    texts: list[str] = []

    def see(text: str, most: int) -> str:
        texts.append(text)
        return one_line(text, most)

    monkeypatch.setattr(titles, "one_line", see)
    monkeypatch.setattr(suggestions, "one_line", see)
    return texts


def test_a_real_title_takes_nothing_from_the_chat(real: Chats, written: list[str]):
    chat = real.create()
    list(real.send(chat, "What is a river?", sampling=GREEDY, max_tokens=400))
    assert real.turns(chat)[-1].state is TurnState.DONE
    real.titles.begin(chat).entitle()
    assert written[0].strip()
    *_, answer = real.send(chat, "And a lake?", sampling=GREEDY, max_tokens=4)
    # all but the last token of the first answer, which nothing was said behind, and the new turn
    assert answer.usage.evaluated_tokens < 24


def test_real_questions_take_nothing_from_the_document(
    real: Chats, written: list[str], tmp_path: Path
):
    path = tmp_path / "lease.txt"
    path.write_text("The rent of the flat is 900 euros. Dogs are not allowed. " * 12, "utf-8")
    chat = real.create()
    real.add_document(chat, path)
    list(real.read_ahead(chat))
    questions = real.suggest(chat).questions()
    assert all(text.strip() for text in written)
    assert len(questions) <= len(written) == 3
    assert all(question.endswith("?") for question in questions)
    *_, answer = real.send(chat, "What is the rent?", sampling=GREEDY, max_tokens=4)
    assert answer.usage.cached_tokens > 150
    assert answer.usage.evaluated_tokens < 70
