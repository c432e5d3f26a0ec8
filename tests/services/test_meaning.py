"""Search by meaning: fused rankings, vectors that are made once, kept, taken up and removed."""

from __future__ import annotations

import json
import math
import shutil

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.models.embedding_writer import synonyms
from tests.services.conftest import ScriptModels
from tests.services.test_ways import chat_about
from tests.services.written import a_document, indexed
from yidesk.client.engine import EngineClient
from yidesk.core.errors import Cancelled, EngineError, ModelError, YiDeskError
from yidesk.core.types import Document, EngineOptions, Meaning, Mode
from yidesk.services.answer import Comparing
from yidesk.services.models import Models
from yidesk.services.retrieval.chance import least_near
from yidesk.services.retrieval.finding import Finder
from yidesk.services.retrieval.fusion import fuse
from yidesk.services.retrieval.meaning import PASSAGES_AT_ONCE, MeaningSearch
from yidesk.services.stopping import Stop
from yidesk.store.passages import Hit, Place

GROUPS = ("dog hound canine 狗", "rent lease 租金", "rain weather")
PAGES = [f"Clause {n}. Nothing but the weather and rain." for n in range(1, 41)]
PAGES[16] = "Clause 17. No canine is allowed."
QUESTION = "Is my hound welcome?"


@pytest.fixture
def embedding_script(tmp_path):
    """Scripted vectors in which the words of a group are one direction."""
    vectors = {
        word: [float(number == n) for n in range(len(GROUPS))]
        for number, group in enumerate(GROUPS)
        for word in group.split()
    }
    path = tmp_path / "embedding.json"
    path.write_text(json.dumps({"vectors": vectors}))
    return path


@pytest.fixture
def meaning(desk, embedding_script):
    desk.chats.meaning.choose(embedding_script, EngineOptions())
    return desk.chats.meaning


def made(meaning, document: Document) -> list[Comparing]:
    return list(meaning.compare(document.fingerprint, document.name, Stop()))


def pages_of(store, meaning, document, question=QUESTION) -> list[int]:
    near = meaning.near(question, [document], Stop())
    found = Finder(store.passages).find(question, [document], near.hits).places
    return [place.page for place in found]


# --- fusion ---------------------------------------------------------------------------------


def hit(number: int) -> Hit:
    return Hit(number, Place("d", number, 0, 1), 0.0)


def numbers(fused: list[Hit]) -> list[int]:
    return [each.number for each in fused]


def test_of_passages_that_one_ranking_found_every_third_is_of_meaning():
    words, near = [hit(n) for n in (1, 2, 3, 4, 5)], [hit(n) for n in (91, 92)]
    assert numbers(fuse(words, near)) == [1, 2, 91, 3, 4, 92, 5]
    assert numbers(fuse(words[:1], near)) == [1, 91, 92]


@pytest.mark.parametrize(
    ("near", "fused"),
    [
        ([5], [1, 5, 2, 3, 4]),  # 1/5 + 1/2 is more than 1/2
        ([2], [1, 2, 3, 4, 5]),  # 1/2 + 1/2 is as much as the first by words has
        ([91, 4], [1, 2, 4, 91, 3, 5]),  # 1/4 + 1/4 is as much as meaning's first has: words first
        ([91, 92, 5], [1, 2, 91, 5, 3, 4, 92]),  # 1/5 + 1/6 is more than 1/3
    ],
)
def test_what_both_found_counts_twice(near, fused):
    assert numbers(fuse([hit(n) for n in range(1, 6)], [hit(n) for n in near])) == fused


@given(st.permutations(range(1, 31)), st.integers(0, 30))
def test_whatever_meaning_finds_the_best_by_words_stay(order, unknown):
    """A model that is no better than chance: some of what it finds, words found nowhere."""
    near = [n + 100 if n <= unknown else n for n in order]
    fused = numbers(fuse([hit(n) for n in range(1, 31)], [hit(n) for n in near]))
    assert fused[0] == 1
    assert 2 in fused[:4]
    assert len({1, 2, 3, 4, 5} & set(fused[:5])) >= 3
    assert sorted(fused) == sorted({*range(1, 31), *near})


def test_fusing_one_ranking_changes_nothing():
    ranking = [hit(n) for n in (5, 2, 9)]
    assert fuse(ranking, []) == fuse([], ranking) == ranking
    assert fuse([], []) == []


# --- what stands out -----------------------------------------------------------------------


@pytest.mark.parametrize("alike", [0.1, 0.8])
def test_what_chance_gives_does_not_stand_out(alike):
    """However near a model calls any two texts: few of many unrelated passages count."""
    draw = np.random.default_rng(5)
    counts = []
    for _ in range(200):
        scores = draw.normal(alike, 0.03, 1000).astype(np.float32)
        counts.append(int((scores >= least_near(scores)).sum()))
        related = np.append(scores, np.float32(alike + 0.15))
        assert related[-1] >= least_near(related)
    assert 0.5 <= np.mean(counts) <= 2


def test_among_passages_that_are_all_alike_none_stands_out():
    same = np.full(9, 0.7, np.float32)
    assert not (same >= least_near(same)).any()
    other = np.append(same, np.float32(0.71))
    assert [*(other >= least_near(other))] == [False] * 9 + [True]
    assert least_near(np.array([0.1], np.float32)) < 0.1


# --- the vectors of a document ---------------------------------------------------------------


def test_a_paraphrase_is_found_only_by_meaning(desk, meaning):
    document = indexed(desk.store, a_document("lease", *PAGES))
    assert 17 not in pages_of(desk.store, meaning, document)[:3]
    made(meaning, document)
    assert pages_of(desk.store, meaning, document)[0] == 17
    assert pages_of(desk.store, meaning, document, "狗")[0] == 17


def test_the_real_engine_finds_it_too(store, tmp_path, desk):
    """Chinese asks about English, and a word about another one, by vectors of llama.cpp."""
    engine = EngineClient(tmp_path / "logs")
    try:
        real = MeaningSearch(store, engine, Models(desk.paths))
        real.choose(synonyms(tmp_path / "words.gguf", *GROUPS), EngineOptions(gpu_layers=0))
        document = indexed(store, a_document("lease", *PAGES))
        made(real, document)
        assert pages_of(store, real, document)[0] == 17
        assert pages_of(store, real, document, "狗")[0] == 17
        assert real.near(QUESTION, [document], Stop()).state == {document.fingerprint: Meaning.USED}
    finally:
        engine.close()


def test_progress_names_passages_and_ends_with_all(desk, meaning):
    document = indexed(desk.store, a_document("lease", *PAGES))
    events = made(meaning, document)
    assert [event.done for event in events] == list(range(0, len(PAGES), PASSAGES_AT_ONCE))
    assert {event.total for event in events} == {len(PAGES)}
    assert meaning.undone() == []
    assert made(meaning, document) == []


def test_it_goes_on_where_it_was_broken_off(desk, meaning, monkeypatch):
    document = indexed(desk.store, a_document("lease", *PAGES))
    stop = Stop()
    events = meaning.compare(document.fingerprint, document.name, stop)
    assert [next(events).done, next(events).done] == [0, PASSAGES_AT_ONCE]
    stop.press()
    with pytest.raises(Cancelled):
        next(events)
    half = meaning.near(QUESTION, [document], Stop())
    assert half.state == {document.fingerprint: Meaning.NOT_READY}
    assert not half.hits
    asked: list[str] = []
    embed = desk.engine.embed

    def spy(model, texts, *more, **options):
        asked.extend(texts)
        return embed(model, texts, *more, **options)

    monkeypatch.setattr(desk.engine, "embed", spy)
    again = MeaningSearch(desk.store, desk.engine, ScriptModels(desk.paths))  # after a restart
    again.choose(desk.chats.meaning._model, EngineOptions())
    assert again.undone() == [document.fingerprint]
    made(again, document)
    assert asked == PAGES[PASSAGES_AT_ONCE:]  # none is made twice
    assert pages_of(desk.store, again, document)[0] == 17


def test_another_model_makes_vectors_of_its_own(desk, meaning, embedding_script, tmp_path):
    document = indexed(desk.store, a_document("lease", *PAGES))
    made(meaning, document)
    other = tmp_path / "other.json"
    other.write_text(embedding_script.read_text() + " ")
    meaning.choose(other, EngineOptions())
    assert meaning.undone() == [document.fingerprint]
    made(meaning, document)
    rows = desk.store._database.rows("SELECT DISTINCT model FROM passage_vectors")
    assert len(rows) == 1


def test_vectors_go_with_the_document_and_with_a_changed_page(desk, meaning):
    kept, gone = (indexed(desk.store, a_document(name, *PAGES)) for name in ("kept", "gone"))
    for document in (kept, gone):
        made(meaning, document)
    sizes = desk.store.vectors.sizes()
    assert sizes == dict.fromkeys((kept.fingerprint, gone.fingerprint), len(PAGES) * 3 * 2)
    desk.library.remove(gone.fingerprint)
    assert [*desk.store.vectors.sizes()] == [kept.fingerprint]
    with desk.store._database.transaction() as connection:
        connection.execute("DELETE FROM passages WHERE page = 3")
    assert desk.store.vectors.sizes() == {}


def test_what_was_cut_anew_meanwhile_is_not_kept(store):
    document = indexed(store, a_document("lease", *PAGES))
    mark = document.fingerprint
    missing = store.vectors.missing(mark, "m", 2)
    changed = [missing[0], missing[1]._replace(text="other")]
    assert not store.vectors.keep(mark, "m", changed, 1, b"\0" * 4)
    assert store.vectors.keep(mark, "m", missing, 1, b"\0" * 4)
    assert not store.vectors.keep(mark, "m", missing, 1, b"\0" * 4)
    assert store.vectors.progress(mark, "m") == (2, len(PAGES))
    assert store.vectors.matrix(mark, "m") is None


def test_the_nearest_are_exact_across_blocks(desk, meaning, monkeypatch):
    """Against a plain sum over numbers, with blocks smaller than the document."""
    monkeypatch.setattr("yidesk.services.retrieval.meaning.ROWS_AT_ONCE", 7)
    monkeypatch.setattr("yidesk.services.retrieval.meaning.least_near", lambda _scores: -1.0)
    texts = [f"dog {'rent ' * (n % 9)} {'rain ' * (n % 7)}" for n in range(40)]
    document = indexed(desk.store, a_document("d", *texts))
    made(meaning, document)
    found = [hit.place.page for hit in meaning.near("hound rent", [document], Stop()).hits]

    def nearness(text: str) -> float:
        counts = [text.split().count(word) for word in ("dog", "rent", "rain")]
        return (counts[0] + counts[1]) / math.hypot(*counts)

    best = sorted(range(40), key=lambda n: -nearness(texts[n]))
    assert len(found) == 40
    exact = [round(nearness(texts[page - 1]), 2) for page in found]
    assert exact == [round(nearness(texts[n]), 2) for n in best]


class Guard:
    """A probe that lets everything pass but what was condemned."""

    def __init__(self) -> None:
        self.condemned: list[str] = []

    def check(self, path, _cancelled) -> None:
        if self.condemned:
            raise ModelError("{name} is not opened.", code="model_quarantined", name=path.name)

    def condemn(self, _path, killer: str) -> None:
        self.condemned.append(killer)


def test_a_model_that_ends_the_engine_twice_is_not_tried_again(desk, embedding_script, monkeypatch):
    guard, asked = Guard(), []
    meaning = MeaningSearch(desk.store, desk.engine, ScriptModels(desk.paths, guard))
    meaning.choose(embedding_script, EngineOptions())
    document = indexed(desk.store, a_document("lease", *PAGES))

    def dies(*_arguments, **_options):
        asked.append(1)
        raise EngineError("It died.", code="engine_died", cause="SIGSEGV")

    monkeypatch.setattr(desk.engine, "embed", dies)
    for code in ("engine_died", "model_quarantined"):
        with pytest.raises(YiDeskError) as refused:
            made(meaning, document)
        assert refused.value.code == code
    assert (len(asked), guard.condemned) == (2, ["SIGSEGV"])


# --- in a chat -------------------------------------------------------------------------------


@pytest.fixture
def lease_chat(desk, tmp_path):
    path = tmp_path / "lease.txt"
    path.write_text("\f".join(PAGES), encoding="utf-8")
    desk.script("It may not. [p. 17]", context=1000)
    return chat_about(desk, path)


def state_of(answer) -> Meaning:
    (coverage,) = answer.coverage
    return coverage.meaning


def test_coverage_tells_whether_meaning_was_compared(desk, lease_chat, embedding_script):
    ask = {"mode": Mode.SEARCH}
    assert state_of(desk.ask(lease_chat, QUESTION, **ask)) is Meaning.NONE
    desk.chats.meaning.choose(embedding_script, EngineOptions())
    assert state_of(desk.ask(lease_chat, QUESTION, **ask)) is Meaning.NOT_READY
    (document,) = desk.chats.documents(lease_chat)
    made(desk.chats.meaning, document)
    answer = desk.ask(lease_chat, QUESTION, **ask)
    assert state_of(answer) is Meaning.USED
    assert 17 in answer.coverage[0].pages
    turn = desk.chats.turns(lease_chat)[-1]
    assert turn.report.coverage[0].meaning is Meaning.USED


def test_a_model_that_fails_leaves_the_search_by_words(desk, lease_chat, embedding_script):
    desk.chats.meaning.choose(embedding_script, EngineOptions())
    desk.ask(lease_chat, "rain", mode=Mode.SEARCH)
    (document,) = desk.chats.documents(lease_chat)
    made(desk.chats.meaning, document)
    embedding_script.write_text("no script")
    desk.chats.meaning.choose(embedding_script, EngineOptions())
    answer = desk.ask(lease_chat, "rain", mode=Mode.SEARCH)
    assert answer.error is None
    assert answer.coverage[0].pages
    assert state_of(answer) is not Meaning.USED
    with pytest.raises(YiDeskError):
        made(desk.chats.meaning, document)


def test_a_search_that_waits_makes_the_vectors_first(desk, lease_chat, embedding_script):
    desk.chats.meaning.choose(embedding_script, EngineOptions(), waits=True)
    *events, answer = desk.chats.send(lease_chat, QUESTION, mode=Mode.SEARCH)
    assert any(isinstance(event, Comparing) for event in events)
    assert state_of(answer) is Meaning.USED
    assert 17 in answer.coverage[0].pages


# --- models ----------------------------------------------------------------------------------


def test_an_embedding_model_on_the_shelf_is_never_the_default(tmp_path, desk, demo_model):
    folder = desk.paths.models
    synonyms(folder / "a-first.gguf", *GROUPS)
    models = Models(desk.paths)
    assert models.resolve().stem == demo_model.stem
    assert not models.answers(folder / "a-first.gguf")
    copy = shutil.copy(folder / "a-first.gguf", tmp_path / "copy.gguf")
    assert models.identity(folder / "a-first.gguf") == models.identity(tmp_path / copy)
