"""Documents larger than the window: refused with a proposal, searched, swept."""

from __future__ import annotations

import threading

import pytest

from yidesk.client.engine import EngineClient
from yidesk.core.errors import DocumentError, EngineError
from yidesk.core.types import EngineOptions, FinishReason, Mode
from yidesk.services.answer import Indexing, Sweeping
from yidesk.services.chats import Chats
from yidesk.services.needs_all import needs_all
from yidesk.services.ways import sweep

PAGES = 40
CANARY = "The rusty anchor was sold for 417 guilders."


def write_book(folder, canary_page: int = 23, pages: int = PAGES):
    """A book of PAGES pages, about 60 words each, one of which holds the canary."""
    filler = "Waves broke over the pier while gulls cried and nobody spoke. " * 5
    texts = [f"Chapter {n}. {filler}" for n in range(1, pages + 1)]
    texts[canary_page - 1] += CANARY
    path = folder / "book.txt"
    path.write_text("\f".join(texts), encoding="utf-8")
    return path


@pytest.fixture
def book(tmp_path):
    return write_book(tmp_path)


@pytest.fixture
def seen(desk, monkeypatch):
    """Every conversation that was generated from, as one text each."""
    texts: list[str] = []
    generate = desk.engine.generate

    def spy(conversation, **options):
        texts.append("\n".join(part.text for message in conversation for part in message.parts))
        return generate(conversation, **options)

    monkeypatch.setattr(desk.engine, "generate", spy)
    return texts


def chat_about(desk, *paths):
    chat = desk.chats.create()
    for path in paths:
        desk.chats.add_document(chat, path)
    return chat


@pytest.mark.parametrize(("question", "proposed"), [
    ("Who sold the anchor?", "search"), ("List every chapter", "sweep"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_with_a_proposal(desk, book, question, proposed):
    desk.script("never said", context=1000)
    error = desk.ask(chat_about(desk, book), question).error
    assert isinstance(error, DocumentError)
    assert error.values["proposed"] == proposed
    first, second = sorted(["--mode search", "--mode sweep"], key=str(error).index)
    assert first == f"--mode {proposed}"
    assert second in str(error)


# --- search ---------------------------------------------------------------------------------


def test_a_search_reads_the_passages_that_match(desk, book, seen):
    desk.script("“sold for 417 guilders” [p. 23].", context=1000)
    chat = chat_about(desk, book)
    *events, answer = desk.chats.send(chat, "What was the anchor sold for?", mode=Mode.SEARCH)
    assert any(isinstance(event, Indexing) for event in events)
    assert (answer.mode, answer.reason) == (Mode.SEARCH, FinishReason.STOP)
    assert "[p. 23]\n" in seen[0]
    assert CANARY in seen[0]
    (coverage,) = answer.coverage
    assert 23 in coverage.pages
    assert coverage.pages == tuple(sorted(coverage.pages))
    assert len(coverage.pages) < coverage.pages_total == PAGES
    assert coverage.tokens_read < coverage.tokens_total
    page = desk.chats.documents(chat)[0].pages[22].text
    (excerpt,) = [each for each in coverage.excerpts if each.page == 23]
    assert CANARY in page[excerpt.start : excerpt.end]
    for each in coverage.excerpts:
        assert f"[p. {each.page}]" in seen[0]
    assert answer.citations[0].verified
    assert desk.chats.turns(chat)[-1].report.mode is Mode.SEARCH


def test_a_follow_up_is_searched_for_with_what_it_leans_on(desk, tmp_path, seen):
    desk.script("Noted.", context=1000)
    chat = chat_about(desk, write_book(tmp_path))
    list(desk.chats.send(chat, "What happened to the rusty anchor?", mode=Mode.SEARCH))
    *_, answer = desk.chats.send(chat, "And how much was it?", mode=Mode.SEARCH)
    assert seen[-1].count(CANARY) == 1
    assert 23 in answer.coverage[0].pages
    assert answer.coverage[0].searched == "much, happened, rusty, anchor"
    assert desk.chats.turns(chat)[1].report.coverage[0].searched == ""  # it stood alone


def test_a_search_never_takes_more_than_the_window(desk, book, seen):
    desk.script("Yes.", context=900)
    answer = desk.ask(chat_about(desk, book), "waves pier gulls chapter", mode=Mode.SEARCH)
    assert answer.error is None
    assert len(seen[0].split()) < 900 * 3 / 4
    assert len(answer.coverage[0].pages) > 2


def test_a_second_search_indexes_nothing(desk, book):
    desk.script("Yes.", context=1000)
    chat = chat_about(desk, book)
    desk.ask(chat, "anchor?", mode=Mode.SEARCH)
    events = list(desk.chats.send(chat, "guilders?", mode=Mode.SEARCH))
    assert not any(isinstance(event, Indexing) for event in events)
    assert 23 in events[-1].coverage[0].pages


def test_what_was_said_stays_before_what_is_found(desk, book, seen):
    desk.script("It was sold.", "For 417.", context=1000)
    chat = chat_about(desk, book)
    desk.ask(chat, "What happened to the anchor?", mode=Mode.SEARCH)
    desk.ask(chat, "For how many guilders?", mode=Mode.SEARCH)
    history = seen[1].index("What happened to the anchor?")
    assert history < seen[1].index("It was sold.") < seen[1].index("[p. 23]")
    assert seen[1].count(CANARY) == 1


def test_a_search_that_finds_nothing_says_so(desk, book, seen):
    desk.script("No.", context=1000)
    answer = desk.ask(chat_about(desk, book), "xylophone", mode=Mode.SEARCH)
    (coverage,) = answer.coverage
    assert (coverage.pages, coverage.tokens_read, coverage.excerpts) == ((), 0, ())
    assert "Nothing was found" in seen[0]


def test_two_documents_are_searched_together(desk, book, tmp_path, seen):
    other = tmp_path / "other.txt"
    other.write_text("An anchor chain weighs nine tons. " + "Ropes. " * 900, encoding="utf-8")
    desk.script("Yes.", context=1000)
    answer = desk.ask(chat_about(desk, book, other), "anchor", mode=Mode.SEARCH)
    assert [entry.name for entry in answer.coverage] == ["book.txt", "other.txt"]
    assert all(entry.pages for entry in answer.coverage)
    assert "[p. 23]" in seen[0]
    assert "[D2 p. 1]" in seen[0]


def test_a_conversation_that_leaves_no_room_is_refused(desk, book):
    desk.script("x", context=400)
    answer = desk.ask(chat_about(desk, book), "word " * 300, mode=Mode.SEARCH)
    assert isinstance(answer.error, EngineError)
    assert answer.error.code == "conversation_too_long"


# --- sweep ----------------------------------------------------------------------------------


def test_a_sweep_reads_every_page_once_and_answers_from_the_notes(desk, book, seen):
    desk.script("A note [p. 1].", context=1000)
    chat = chat_about(desk, book)
    *events, answer = desk.chats.send(chat, "List every chapter", mode=Mode.SWEEP)
    sweeps = [event for event in events if isinstance(event, Sweeping)]
    parts = sweeps[0].parts
    assert parts > 2
    assert [*dict.fromkeys(event.part for event in sweeps)] == [*range(1, parts + 1)]
    assert (sweeps[0].first, sweeps[-1].last) == (1, PAGES)
    *readings, final = seen
    assert len(readings) == parts
    assert "".join(readings).count(CANARY) == 1
    for number in range(1, PAGES + 1):
        assert sum(f"[p. {number}]\nChapter {number}." in text for text in readings) == 1
    assert final.count("A note [p. 1].") == parts
    assert CANARY not in final
    (coverage,) = answer.coverage
    assert (coverage.pages_read, coverage.pages_total) == (PAGES, PAGES)
    assert coverage.parts == parts
    assert coverage.tokens_read == coverage.tokens_total
    usage = answer.usage
    assert usage.prompt_tokens == sum(len(text.split()) for text in seen)
    assert usage.prompt_tokens == usage.cached_tokens + usage.evaluated_tokens
    assert answer.mode is Mode.SWEEP
    assert answer.in_window == len(final.split()) + len(["A", "note", "[p.", "1]."])


def test_parts_with_nothing_in_them_are_left_out(desk, book, seen):
    desk.script(*["Nothing."] * 3, "Found it [p. 9].", *["Nothing."] * 30, context=1000)
    desk.ask(chat_about(desk, book), "What?", mode=Mode.SWEEP)
    assert "Nothing." not in seen[-1].split("Question:")[0]
    assert seen[-1].count("Notes from pages") == 1


def test_a_stopped_sweep_goes_on_where_it_stopped(desk, book, seen):
    desk.script("One.", "Two.", "<wait> three", context=1000)
    chat = chat_about(desk, book)
    asking = desk.chats.send(chat, "Sum up", mode=Mode.SWEEP)
    for event in asking:
        if isinstance(event, Sweeping) and event.part == 3:
            threading.Thread(target=asking.cancel).start()
    stopped = event
    assert stopped.reason is FinishReason.STOPPED
    (coverage,) = stopped.coverage
    assert coverage.parts == 2
    assert 0 < coverage.pages_read < PAGES
    assert coverage.tokens_read < coverage.tokens_total
    asked = len(seen)
    desk.script("Note.", context=1000)
    turn = desk.chats.turns(chat)[-1].id
    *events, answer = desk.chats.regenerate(chat, turn, mode=Mode.SWEEP)
    parts = next(event.parts for event in events if isinstance(event, Sweeping))
    assert len(seen) - asked == parts - 2 + 1
    assert "One." in seen[-1]
    assert answer.coverage[0].pages_read == PAGES


def test_parts_are_the_same_whatever_is_asked(desk, book, seen):
    desk.script("Note.", context=1000)
    desk.ask(chat_about(desk, book), "First question?", mode=Mode.SWEEP)
    first = [text.split("Question:")[0] for text in seen[:-1]]
    seen.clear()
    desk.ask(chat_about(desk, book), "Quite another, longer question?", mode=Mode.SWEEP)
    assert [text.split("Question:")[0] for text in seen[:-1]] == first


@pytest.mark.model
def test_a_second_sweep_by_a_real_model_costs_the_questions(
    desk, tmp_path, demo_model, monkeypatch
):
    monkeypatch.setattr(sweep, "goes_in_circles", lambda _text: True)  # one reading of each part
    book = write_book(tmp_path, pages=8, canary_page=2)
    engine = EngineClient(desk.paths.logs)
    chats = Chats(desk.store, engine, desk.library, desk.chats._tools.loader._models)
    chats.choose_model(demo_model, EngineOptions(context=640))
    answers = []
    for question in ("What did it cost?", "Who sold it, and for how much?"):
        chat = chats.create()
        chats.add_document(chat, book)
        *_, answer = chats.send(chat, question, mode=Mode.SWEEP, max_tokens=2)
        answers.append(answer)
    engine.close()
    (first, second), tokens = answers, answers[0].coverage[0].tokens_read
    assert second.coverage[0].parts == first.coverage[0].parts > 1
    assert second.coverage[0].pages_read == 8
    assert (first.usage.restored_tokens, first.usage.evaluated_tokens > tokens) == (0, True)
    assert second.usage.restored_tokens > 0.9 * tokens
    assert second.usage.evaluated_tokens < first.usage.evaluated_tokens - 0.6 * tokens


def pages_in(text):
    return [line.split(".")[0] for line in text.split("\n") if line.startswith("Chapter ")]


def test_parts_do_not_change_with_a_little_more_memory(desk, tmp_path, seen):
    book = write_book(tmp_path, pages=200)
    parts = []
    for number, context in enumerate((1100, 4096, 4500, 6000, 6144)):
        desk.script("Note.", context=context)
        desk.ask(chat_about(desk, book), f"Question {number}?", mode=Mode.SWEEP)
        parts.append([pages_in(text) for text in seen[:-1]])
        seen.clear()
    assert parts[0] != parts[1] == parts[2] == parts[3] != parts[4]
    whole = [f"Chapter {n}" for n in range(1, 201)]
    assert all([page for part in each for page in part] == whole for each in parts)


def test_a_sweep_in_another_chat_goes_on_too(desk, book, seen):
    desk.script("Note.", context=1000)
    desk.ask(chat_about(desk, book), "Sum up", mode=Mode.SWEEP)
    seen.clear()
    desk.ask(chat_about(desk, book), "Sum up", mode=Mode.SWEEP)
    assert len(seen) == 1


def test_notes_that_do_not_fit_are_taken_of_halves(desk, book, seen):
    limit = 1000 // 8
    halves = "Upper [p. 1].", "Lower [p. 2]."
    too_much = " ".join(f"too much {n}" for n in range(limit))
    desk.script(too_much, *halves, *["Nothing."] * 60, context=1000)
    answer = desk.ask(chat_about(desk, book), "Sum up", mode=Mode.SWEEP)
    whole, upper, lower = (pages_in(text) for text in seen[:3])
    assert upper + lower == whole
    assert all(half in seen[-1] for half in halves)
    assert "too much" not in seen[-1]
    assert answer.coverage[0].pages_read == PAGES


def test_notes_of_one_page_that_do_not_fit_say_so(desk, tmp_path, seen):
    page = write_book(tmp_path, canary_page=1, pages=1)
    desk.script(" ".join(f"note {n}" for n in range(200)), "The answer.", context=1000)
    desk.ask(chat_about(desk, page), "Sum up", mode=Mode.SWEEP)
    assert len(seen) == 2
    assert "note 0 note 1" in seen[-1]
    assert "say more about it than could be noted" in seen[-1]


def test_a_model_that_repeats_itself_is_not_asked_page_by_page(desk, book, seen):
    circle = "The wind blew west. "
    desk.script("First. " + circle * 40, context=1000)
    chat = chat_about(desk, book)
    *events, answer = desk.chats.send(chat, "List every wind", mode=Mode.SWEEP)
    parts = next(event.parts for event in events if isinstance(event, Sweeping))
    assert len(seen) == parts + 1
    assert seen[-1].count("First.") == seen[-1].count("more about it than could be noted") == parts
    assert seen[-1].count(circle.strip()) < 10 * parts
    assert answer.coverage[0].pages_read == PAGES


def test_too_many_notes_are_summed_up_first(desk, book, seen):
    desk.script("long note " * 40, context=600)
    answer = desk.ask(chat_about(desk, book), "Sum up", mode=Mode.SWEEP)
    assert answer.error is None
    assert any("Notes from some parts" in text for text in seen[:-1])
    assert len(seen[-1].split()) < 600


def test_a_page_larger_than_a_part_is_read_in_pieces(desk, tmp_path, seen):
    path = tmp_path / "roll.txt"
    words = [f"w{n}" for n in range(500)]
    path.write_text(" ".join(words), encoding="utf-8")
    desk.script("Note.", context=500)
    answer = desk.ask(chat_about(desk, path), "Sum up", mode=Mode.SWEEP)
    read = [word for text in seen[:-1] for word in text.split() if word in set(words)]
    assert answer.error is None
    assert read == words
    assert answer.coverage[0].pages == (1,)
    assert answer.coverage[0].parts > 1


def test_a_question_too_long_for_a_sweep_is_refused(desk, book):
    desk.script("x", context=1000)
    error = desk.ask(chat_about(desk, book), "word " * 200, mode=Mode.SWEEP).error
    assert error.code == "question_too_long"


def test_a_conversation_that_leaves_no_room_is_refused_before_the_sweep(desk, book, seen):
    desk.script("x", context=400)
    error = desk.ask(chat_about(desk, book), "word " * 40, mode=Mode.SWEEP).error
    assert (error.code, seen) == ("conversation_too_long", [])


def test_an_interrupted_sweep_is_continued_as_a_sweep(desk, book):
    desk.script("Note.", context=1000)
    chat = chat_about(desk, book)
    answer = desk.ask(chat, "Sum up", mode=Mode.SWEEP, max_tokens=1)
    desk.script("Note. and more", context=1000)
    again = list(desk.chats.regenerate(chat, desk.chats.turns(chat)[-1].id, mode=Mode.SWEEP))[-1]
    assert answer.mode is again.mode is Mode.SWEEP


EVERYTHING = """
List every date in it
How many plaintiffs are there?
Please summarise the report
What is this document about?
Count every plaintiff
Give me all the dates
Name each party to the contract
How often is arbitration mentioned?
Which chapters are there in total?
What are the main findings?
Give an overview of the whole document
列出所有日期
请总结全文
一共有多少个条款？
合同里有哪些条款？
每一章讲了什么？
都有谁签了字？
"""
ONE_PLACE = """
Who pays for the roof?
When does the lease end?
How many euros is the rent?
How many days' notice must be given?
How many square metres has the flat?
Is smoking permitted?
What does clause 7 say?
房东是谁？
违约金是多少？
租期是几个月？
利率上浮多少个点？
每个月的租金是多少？
押金什么时候退还？
"""


@pytest.mark.parametrize(
    ("question", "everything"),
    [
        (line, kind is EVERYTHING)
        for kind in (EVERYTHING, ONE_PLACE)
        for line in kind.split("\n")[1:-1]
    ],
)
def test_questions_about_everything(question, everything):
    assert needs_all(question) is everything
