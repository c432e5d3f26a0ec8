"""Words of two languages: what a dictionary knows of them, and what a statement needs of a page."""

from __future__ import annotations

import pytest

from yidesk.services.checking.alignment import align
from yidesk.services.checking.concepts import Bag, concepts
from yidesk.services.languages.lexicon import chinese_words, english_of, han_of, run_around, segment
from yidesk.services.languages.stemming import stem


def test_a_word_is_known_in_both_directions():
    assert frozenset({stem("contract")}) in english_of()["合同"]
    assert "合同" in han_of(stem("contracts"))
    assert "维护" in han_of(stem("maintainer"))  # by the word that it is made of


def test_chinese_is_cut_at_the_longest_known_words():
    assert list(segment("软件包的许可证")) == ["软件包", "的", "许可证"]
    assert list(segment("软件包的许可证", chinese_words())) == ["软件包", "的", "许可证"]
    assert list(segment("是非常稀缺的")) == ["是", "非常", "稀缺", "的"]
    assert chinese_words() == english_of().keys()


def test_a_run_of_chinese_characters_ends_at_anything_else():
    text = "The 房东负责, all"
    assert [run_around(text, at) for at in (3, 4, 7, 8)] == [None, (4, 8), (4, 8), None]


@pytest.mark.parametrize(
    ("statement", "spoken", "page", "language"),
    [
        ("Volunteers come.", "en", "我们都是志愿者。", "zh"),
        ("志愿者来了", "zh", "We all are volunteers.", "en"),
    ],
)
def test_a_concept_is_found_as_its_translation(statement, spoken, page, language):
    volunteers = concepts(statement, spoken, language)[0]
    assert Bag.of(page, language).has(volunteers.forms)
    assert not Bag.of("Teachers keep it simple. 这里没有老师。", language).has(volunteers.forms)


def aligned(statement, spoken, passage, language):
    return align(concepts(statement, spoken, language), passage, language)


def test_every_word_of_a_statement_needs_a_place_of_its_own():
    page = "志愿者维护软件包。"
    assert not aligned("Volunteers maintain packages.", "en", page, "zh").absent
    changed = aligned("Volunteers delete packages.", "en", page, "zh")
    assert [each.word for each in changed.absent] == [stem("delete")]
    twice = aligned("The packages depend on packages.", "en", "软件包依赖库。", "zh")
    assert twice.once == 1


def test_a_compound_is_found_by_its_halves():
    found = aligned("文件系统损坏", "zh", "The file system is corrupt.", "en")
    assert not found.absent


def test_a_word_that_grammar_may_say_may_be_absent():
    assert not aligned("使用软件包", "zh", "with the packages", "en").absent


def test_words_of_two_languages_without_a_dictionary_have_no_concepts():
    assert concepts("Die Miete ist hoch.", "de", "zh") == ()


def test_a_character_at_the_end_makes_another_word():
    assert aligned("The service is installed.", "en", "先安装服务器。", "zh").absent


def test_the_shortest_stretch_that_has_all_of_it_is_looked_at():
    page = "Packages are many. Volunteers maintain packages. Teachers read books about volunteers."
    first, last = aligned("志愿者维护软件包。", "zh", page, "en").stretch
    assert page[first:last] == "Volunteers maintain "
