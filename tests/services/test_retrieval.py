"""Passages: how pages are cut, what a question looks for, what fits a budget."""

from __future__ import annotations

import dataclasses
import random
from itertools import pairwise, zip_longest

import pytest

from benchmarks.citations import STORED, stored
from tests.services.written import a_document, indexed
from yidesk.core.errors import DocumentError
from yidesk.services.retrieval.cutting import HAN_CHARACTERS, LATIN_CHARACTERS, passages_of
from yidesk.services.retrieval.finding import Finder
from yidesk.services.retrieval.follow_up import looked_for
from yidesk.services.retrieval.packing import pack, show, text_of
from yidesk.services.retrieval.query import MOST_WORDS, match_of
from yidesk.store.passages import Place


def count_words(texts):
    return [len(text.split()) for text in texts]


@pytest.fixture
def find(store):
    """Find in documents; they are indexed first."""

    def find(question, *documents):
        finder = Finder(store.passages)
        return list(finder.find(question, [indexed(store, each) for each in documents]).places)

    return find


@pytest.mark.parametrize("text", [
    "", " \n ", "short", "word " * 3000, "无标点的长文本" * 400, "句子。" * 1000,
    "First paragraph. " * 40 + "\n\n" + "Second one! " * 200, "x" * 5000,
])  # fmt: skip
def test_passages_hold_everything_once(text):
    spans = list(passages_of(text))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    most = max(LATIN_CHARACTERS, HAN_CHARACTERS)
    assert all(0 < b - a <= most for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in pairwise(spans))


def test_passages_end_with_a_paragraph_or_a_sentence():
    text = ("A sentence of some length stands here. " * 25 + "\n\n") * 3
    assert all(text[:end].rstrip().endswith(".") for _, end in passages_of(text))


@pytest.mark.parametrize(("question", "match"), [
    ("Who pays the rents?", '"pay"* OR "rent"*'),
    ("What is it?", '"what"* OR "is" OR "it"'),
    ("租金是多少？", '"租金" OR "金是"'),
    ("什么？", '"什么"'),
    ("合同 AND NEAR(", '"合同" OR "near"*'),
    ('"; DROP TABLE *', '"drop"* OR "table"*'),
    ("", ""), ("***", ""),
])  # fmt: skip
def test_what_is_looked_for(question, match):
    assert match_of(question) == match


def test_a_pasted_page_is_not_looked_for_word_by_word():
    assert match_of(" ".join(f"word{n}" for n in range(9999))).count(" OR ") == MOST_WORDS - 1


def test_the_best_page_comes_first(find):
    pages = [f"Chapter {n}: nothing but the weather." for n in range(1, 30)]
    pages[16] = "The deposit is two months' rent."
    found = find("How high is the deposit?", a_document("lease", *pages))
    assert found[0].page == 17
    assert {place.page for place in found} >= {16, 17, 18}


def test_a_table_of_contents_is_not_found(find):
    contents = "\n".join(f"{n} Deposits and rent . . . . . . . . {n + 3}" for n in range(1, 20))
    found = find("deposits and rent", a_document("d", contents, "Deposits. A deposit is paid."))
    assert [place.page for place in found] == [2]


def test_a_heading_that_the_question_names_comes_first(find):
    pages = [f"{n}\nThe source of it all is another source, they say." for n in range(30)]
    pages[20] = "5.6.1 Source\nThis field names what a thing was built from, and much else besides."
    pages[25] = "5.6.2 Source of another kind\nNothing."
    assert find("What does it say about Source?", a_document("d", *pages))[0].page == 21


def test_two_characters_of_chinese(find):
    pages = [f"第{n}条 本条规定其他事项。" for n in range(1, 30)]
    pages[4] = "第五条 违约金为合同总额的百分之十。"
    assert find("违约金是多少？", a_document("合同", *pages))[0].page == 5
    assert find("押金", a_document("合同", *pages)) == []


def test_only_the_documents_that_are_asked_about(find):
    one = a_document("one", "Whales sing.")
    two = a_document("two", "Whales sleep.")
    find("whales", one)
    assert {place.document for place in find("whales", two)} == {two.fingerprint}


def test_an_index_is_taken_up_where_it_was_left(store):
    document = a_document("long", *(f"page {n} zebra{n}" for n in range(450)))
    store.library.add(document, "/x")
    finder = Finder(store.passages)
    first = next(finder.index(document, lambda: None))
    assert (first.done, first.total) == (0, 450)
    assert [event.done for event in finder.index(document, lambda: None)] == [0, 200, 400]
    assert list(finder.index(document, lambda: None)) == []
    assert [place.page for place in finder.find("zebra449", [document]).places][:1] == [450]


def test_two_who_index_one_document_at_the_same_time(store):
    document = a_document("long", *(f"page {n} zebra{n}" for n in range(450)))
    store.library.add(document, "/x")
    one = Finder(store.passages).index(document, lambda: None)
    other = Finder(store.passages).index(document, lambda: None)
    for mine, theirs in zip_longest(one, other):
        assert mine is None or theirs is None or theirs.done >= mine.done
    (row,) = store._database.rows("SELECT count(*) AS n, count(DISTINCT page) AS m FROM passages")
    assert (row["n"], row["m"]) == (450, 450)


def test_a_document_that_is_removed_while_it_is_indexed(store):
    document = a_document("gone", "Whales sing.")
    with pytest.raises(DocumentError) as refused:
        list(Finder(store.passages).index(document, lambda: None))
    assert refused.value.code == "document_removed"


def test_a_document_that_goes_takes_its_passages_along(store, find):
    document = a_document("gone", "Whales sing.")
    assert find("whales", document)
    with store._database.transaction() as connection:
        connection.execute("DELETE FROM documents")
    for table in ("passages", "passage_words", "indexed"):
        (row,) = store._database.rows(f"SELECT count(*) AS n FROM {table}")
        assert row["n"] == 0


def test_packing_keeps_the_budget_and_the_order():
    document = a_document("d", *("word " * 50 for _ in range(20)))
    wanted = [Place(document.fingerprint, page, 0, 250) for page in (9, 3, 17, 4)]
    packed = pack(wanted, [document], 50 * 3 + 12 * 3, count_words)
    assert [place.page for place in packed] == [3, 9, 17]
    assert pack(wanted, [document], 10, count_words) == []


def test_passages_that_touch_become_one():
    document = a_document("d", "One two.\n\nThree four. Five")
    first, second = (Place(document.fingerprint, 1, *span) for span in ((0, 8), (10, 21)))
    (joined,) = pack([second, first], [document], 100, count_words)
    assert text_of(joined, [document]) == "One two.\n\nThree four."
    assert show([joined], [document], "D2 ") == "[D2 p. 1]\nOne two.\n\nThree four."
    apart = [first, Place(document.fingerprint, 1, 22, 26)]
    assert show(apart, [document], "") == "[p. 1]\nOne two.\n[…]\nFive"


def test_any_question_finds_or_finds_nothing(find):
    """Whatever a person types, it is never taken for the language of the index."""
    document = a_document("d", "The rent is due. 租金到期。")
    draw = random.Random(7)
    signs = "\"'()*^:{}+-AND OR NOT NEAR 租金 rent \0\udce9\n"
    for _ in range(300):
        find("".join(draw.choice(signs) for _ in range(draw.randint(0, 30))), document)


@pytest.mark.parametrize(
    ("manual", "before", "asked", "page"),
    [
        (
            "maint-guide.en",
            "Which options does the lintian command have?",
            "What do its flags mean?",
            4,
        ),
        ("maint-guide.en", "Who is the upstream author of a program?", "And the mentor?", 2),
        ("maint-guide-pages.zh-cn", "上游作者是谁？", "那么导师呢？", 2),
        ("maint-guide-pages.zh-cn", "lintian 命令检查什么？", "它的标记是什么？", 4),
    ],
)
def test_a_follow_up_finds_its_page_of_a_manual(find, manual, before, asked, page):
    case = stored(STORED / f"{manual}.json")[0][0]
    document = dataclasses.replace(case.documents[0], fingerprint="ab" * 32)
    places = find(looked_for([before, asked]), document)
    assert places[0].page == page


def test_what_the_question_itself_says_counts_more_than_what_was_asked_before(find):
    document = a_document("ab", "The roof is old. Rain.", "The cellar is dry. Stairs.", "Nothing.")
    assert find("And the cellar?\nHow old is the roof?", document)[0].page == 2
    assert find("And the cellar?\nHow old is the roof?", document)[-1].page in (1, 3)
    assert {place.page for place in find("And?\nHow old is the roof?", document)} >= {1}
