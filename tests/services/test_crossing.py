"""A question in one language about a document in another: Chinese and English by the dictionary."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from benchmarks.citations import STORED, stored
from tests.services.written import a_document, indexed
from yidesk.core import words
from yidesk.core.types import Coverage, Crossing, Translated
from yidesk.services.retrieval import bm25
from yidesk.services.retrieval.crossing import crossing, written_in
from yidesk.services.retrieval.finding import Finder
from yidesk.services.retrieval.occurrences import Text, words_of
from yidesk.services.retrieval.translating import sought_in, telling_part
from yidesk.services.searched import told_searched

ENGLISH = [f"Clause {n}. Other matters are settled by the parties in good faith." for n in range(9)]
CHINESE = [f"第{n}条 其他事项由双方协商解决，并以书面形式记录。" for n in range(9)]


@pytest.fixture
def find(store):
    """Find in documents; they are indexed first."""

    def find(question, *documents):
        kept = [indexed(store, each) for each in documents]
        return Finder(store.passages).find(question, kept)

    return find


def lease(*, chinese):
    pages = list(CHINESE if chinese else ENGLISH)
    pages[4] = (
        "第五条 押金为两个月的租金，合同终止后退还。"
        if chinese
        else "Clause 5. The deposit is two months' rent; it is returned when the lease ends."
    )
    return a_document("租约" if chinese else "lease", *pages)


@pytest.mark.parametrize(("question", "chinese", "word", "into"), [
    ("押金什么时候退还？", False, "押金", "deposit"),
    ("When is the deposit returned?", True, "deposit", "押金"),
    ("When are deposits returned?", True, "deposits", "押金"),
])  # fmt: skip
def test_the_page_is_found_and_the_words_are_told(find, question, chinese, word, into):
    document = lease(chinese=chinese)
    found = find(question, document)
    assert found.places[0].page == 5
    assert found.crossing == {document.fingerprint: Crossing.TRANSLATED}
    assert Translated(word=word, into=into) in found.translated


@pytest.mark.parametrize(("question", "chinese"), [
    ("When is the deposit returned?", False), ("押金什么时候退还？", True),
])  # fmt: skip
def test_in_its_own_language_nothing_is_translated(find, question, chinese):
    found = find(question, lease(chinese=chinese))
    assert found.places[0].page == 5
    assert found.translated == ()
    assert set(found.crossing.values()) == {Crossing.NONE}


def test_a_word_with_many_translations_counts_as_one(store):
    """However many of them a passage has, and however rare each is by itself."""
    pages = [
        *ENGLISH,
        "They manage it.",
        "They supervise it.",
        "They manage, control, supervise it.",
    ]
    document = indexed(store, a_document("house", *pages))
    (word,), _ = words_of(store.passages, sought_in("en", "管理"), [document.fingerprint])
    assert len(word.likely) == 3
    having = sum(word.likely.values())
    assert word.weight == pytest.approx(bm25.rarity(having, len(pages)))
    every = [Text(hit, said) for hit, said in store.passages.texts(sorted(word.likely))]
    weights = {next(iter(each.form.parts)): each.form.weight for each in word.occurring}
    once, _, together = (word.score(text, text.length) for text in every)
    assert once == pytest.approx(bm25.score(weights["manag"], 1, having, len(pages)))
    assert together == pytest.approx(bm25.score(sum(weights.values()), 1, having, len(pages)))
    assert once < together < word.most


def test_a_page_with_both_words_comes_before_one_with_every_translation_of_one(find):
    many = "Administer, control, handle, manage, supervise: the administration manages it all."
    pages = [*ENGLISH, many, many, "The keys are managed by the porter.", many, many]
    assert find("钥匙由谁管理？", a_document("house", *pages)).places[0].page == len(ENGLISH) + 3


def test_english_is_found_with_any_ending(find):
    pages = [*ENGLISH, "Police and politics.", "All policies are binding.", *ENGLISH]
    assert find("政策", a_document("rules", *pages)).places[0].page == len(ENGLISH) + 2
    found = find("删除", a_document("manual", *ENGLISH, "What was erased is gone."))
    assert found.places[0].page == len(ENGLISH) + 1


@pytest.mark.parametrize(("question", "chinese", "heading"), [
    ("关于来源，文中是怎么说的？", False, "5.6.1 Source"),
    ("What does it say about the source?", True, "5.6.1 来源"),
])  # fmt: skip
def test_a_heading_that_says_what_is_asked_comes_first(find, question, chinese, heading):
    other = "The source of this water is another source, as everybody says who drank of it."
    rest = "This names what a thing was built from, and much else that may be of use."
    if chinese:
        other, rest = (
            "此处的来源即是彼处的来源，村里喝过水的人都这样说。" * 3,
            "这个字段说明它由什么构成。" * 6,
        )
    pages = [f"{n}\n{other}" for n in range(30)]
    pages[20] = f"{heading}\n{rest}"
    assert find(question, a_document("d", *pages)).places[0].page == 21


def test_names_and_numbers_count_as_they_stand(find):
    pages = [f"Chapter {n}. The server is installed as usual." for n in range(20)]
    pages[11] = "Chapter 11. The server postfix is installed on port 2525."
    found = find("postfix 服务器 2525 怎么安装", a_document("manual", *pages))
    assert found.places[0].page == 12
    assert Translated(word="postfix", into="postfix") in found.translated
    assert Translated(word="服务器", into="server") in found.translated


def test_what_a_bilingual_document_says_in_the_question_s_language_is_found_too(find):
    pages = [*ENGLISH, "The tenant pays a deposit (押金条款), see above.", *ENGLISH]
    assert find("押金条款", a_document("both", *pages)).places[0].page == len(ENGLISH) + 1


def test_documents_of_both_languages_are_ranked_by_how_much_they_say(find):
    chinese, english = lease(chinese=True), lease(chinese=False)
    other = a_document("house", *ENGLISH)
    places = find("押金什么时候退还？", chinese, english).places
    assert {(each.document, each.page) for each in places[:2]} == {
        (chinese.fingerprint, 5),
        (english.fingerprint, 5),
    }
    assert find("押金什么时候退还？", other, chinese).places[0].document == chinese.fingerprint
    parties = a_document("双方", *CHINESE, "货物损坏的，由卖方退还价款。")
    assert find("押金什么时候退还？", parties, english).places[0].document == english.fingerprint


def test_what_a_question_says_around_its_words_does_not_count_against_its_own_language(find):
    assert telling_part("关于押金，文中是怎么说的？").split() == ["押金"]
    chinese = a_document("租约", *CHINESE, "押金和税款由承租人支付。")
    english = a_document(
        "lease", *ENGLISH, "The deposit is safe, and so are the keys of the house."
    )
    question = "关于押金和税款，文中是怎么说的？"
    assert find(question, chinese, english).places[0].document == chinese.fingerprint


def test_a_question_that_goes_on_is_translated_with_the_one_before(find):
    document = lease(chinese=False)
    found = find("它什么时候退还？\n押金是多少？", document)
    assert found.places[0].page == 5
    assert [each.word for each in found.translated] == ["退还", "押金"]


def test_a_word_that_the_dictionary_does_not_know_is_told(find):
    document = lease(chinese=False)
    found = find("饕餮貔貅在哪里？", document)
    assert found.crossing == {document.fingerprint: Crossing.UNKNOWN}
    assert all(not each.into for each in found.translated)


@pytest.mark.parametrize(("question", "written", "way"), [
    ("Wie hoch ist die Kaution und wann wird sie gezahlt?", "en", Crossing.NO_DICTIONARY),
    ("Wie hoch ist die Kaution und wann wird sie gezahlt?", "zh", Crossing.NO_DICTIONARY),
    ("保証金はいくらですか", "en", Crossing.NO_DICTIONARY),
    ("押金是多少？", "de", Crossing.NO_DICTIONARY),
    ("Какой залог?", "en", Crossing.NO_DICTIONARY),
    ("Wie hoch ist die Kaution und wann wird sie gezahlt?", "de", Crossing.NONE),
    ("lintian", "en", Crossing.NONE), ("lintian", "zh", Crossing.TRANSLATED),
    ("What does 押金 mean?", "en", Crossing.TRANSLATED),
    ("lintian 的标记", "zh", Crossing.NONE),
    ("Die size?", "en", Crossing.NONE), ("Die size?", "zh", Crossing.TRANSLATED),
    ("12", "zh", Crossing.TRANSLATED), ("And in winter?\n押金", "en", Crossing.TRANSLATED),
])  # fmt: skip
def test_which_languages_are_translated(question, written, way):
    assert crossing(question, written) is way


def test_the_language_of_a_document_is_that_of_most_of_its_pages():
    cover = "DEBIAN REFERENCE 2.100 (openssh, systemd, apt)"
    assert written_in(a_document("z", cover, *CHINESE)) == "zh"
    assert written_in(a_document("e", "中文封面", *ENGLISH)) == "en"
    assert written_in(a_document("none", "", " ")) == ""


def test_all_translations_of_a_word_are_of_one_word():
    (sought,) = sought_in("en", "管理")
    assert len(sought.forms) > 5
    assert sought.forms[0].parts == {"管理"}
    weights = [form.weight for form in sought.forms[1:]]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1 > weights[-1]


@pytest.mark.parametrize(("manual", "question", "page"), [
    ("debian-reference.en", "使用 doas(1) 可以授予什么权限？", 3),
    ("maint-guide.en", "lintian 命令的选项", 4),
    ("maint-guide-pages.zh-cn", "Who is the upstream author?", 2),
])  # fmt: skip
def test_a_page_of_a_manual_in_the_other_language(find, manual, question, page):
    case = stored(STORED / f"{manual}.json")[0][0]
    document = dataclasses.replace(case.documents[0], fingerprint="ab" * 32)
    assert find(question, document).places[0].page == page


def test_the_dictionary_is_read_for_another_language_alone():
    """In a program of its own, as the tests beside this one have it read long ago."""
    program = """
from pathlib import Path
from tempfile import TemporaryDirectory
from tests.services.written import a_document, indexed
from yidesk.services.languages import lexicon
from yidesk.services.retrieval.finding import Finder
from yidesk.store.store import Store
with TemporaryDirectory() as folder:
    store = Store(Path(folder) / "yidesk.db")
    document = indexed(store, a_document("d", "The deposit is two months' rent, and it is safe."))
    for question in ("How high is the deposit?", "押金是多少？"):
        assert Finder(store.passages).find(question, [document]).places
        print(lexicon.english_of.cache_info().currsize)
    store.close()
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.split() == ["0", "1"]


@pytest.fixture
def speak():
    """The sentences in a language, afterwards in the one before."""
    before = words.language()
    yield words.use
    words.use(before)


def covered(**fields):
    return Coverage(
        document="d" * 64,
        name="lease.pdf",
        pages_total=9,
        pages=(5,),
        tokens_total=900,
        tokens_read=90,
        **fields,
    )


def test_what_was_searched_for_is_told_in_words(speak):
    speak("en")
    said = (
        Translated(word="postfix", into="postfix"),
        Translated(word="压力", into="pressure"),
        Translated(word="阀门", into="valve"),
        Translated(word="饕餮"),
    )
    told = told_searched([covered(crossing=Crossing.TRANSLATED, translated=said)])
    assert told == (
        "searched for: postfix, pressure, valve (by a dictionary from 压力, 阀门)"
        " · not found in that language: 饕餮"
    )
    assert told_searched([covered(searched="roof, old")]) == "searched for: roof, old"
    assert told_searched([covered()]) == ""


@pytest.mark.parametrize("way", [Crossing.UNKNOWN, Crossing.NO_DICTIONARY])
def test_what_could_not_be_searched_is_told_with_what_to_do(speak, way):
    speak("en")
    told = told_searched([covered(crossing=way, translated=(Translated(word="饕餮"),))])
    assert told.startswith("lease.pdf: in another language")
    assert "sweep" in told
    speak("zh")
    assert "通读" in told_searched([covered(crossing=way)])
