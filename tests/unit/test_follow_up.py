"""Which questions lean on the one before, and what is looked for then."""

from __future__ import annotations

import pytest

from yidesk.services.retrieval.follow_up import leans, looked_for


@pytest.mark.parametrize(
    "question",
    [
        "And in winter?",
        "What about the cellar?",
        "How much was it?",
        "Why?",
        "Which one is larger?",
        "它多少钱？",
        "那么冬天呢？",
        "为什么？",
        "其中哪个最大？",
    ],
)
def test_these_go_on_from_the_question_before(question: str):
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who pays for the roof?",
        "How much does the kerosene lamp cost a year?",
        "Does this clause apply to tenants who moved in before 2019 and never signed?",
        "租金是多少？",
        "屋顶由谁负责维修，费用多少？",
    ],
)
def test_these_stand_alone(question: str):
    assert not leans(question)


def test_a_chain_goes_back_to_the_question_that_stands_alone():
    questions = ["Is the garden large?", "Who repairs the roof tiles?", "And who pays?", "Why?"]
    assert looked_for(questions) == "Why?\nAnd who pays?\nWho repairs the roof tiles?"


def test_a_question_by_itself_is_looked_for_as_it_is():
    assert looked_for(["And in winter?"]) == "And in winter?"
    assert looked_for(["Who pays?", "Who repairs the roof?"]) == "Who repairs the roof?"
