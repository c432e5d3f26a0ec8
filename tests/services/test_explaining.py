"""Every outcome of a check is said in a sentence, in both languages."""

from __future__ import annotations

import itertools

import pytest

from yidesk.core import words
from yidesk.core.types import Citation, Doubt, Stance, Support, Verdict
from yidesk.services.explaining import explain_citation, explain_support


@pytest.fixture(params=["en", "zh_CN"])
def language(request):
    words.use(request.param)
    yield request.param
    words.use("en")


def test_every_outcome_has_its_sentence(language):
    for verdict, doubt, found_on in itertools.product(Verdict, Doubt, (0, 7)):
        citation = Citation(
            document="d", page=1, quote="q", verdict=verdict, start=0, end=1, doubt=doubt,
            detail="9,999", found_on=found_on, found_in="e" if found_on else "",
        )  # fmt: skip
        told = explain_citation(citation, {"e": "other.pdf"})
        assert told
        assert "{" not in told
        assert told.isascii() is (language == "en") or "“" in told
    for stance, doubt, page in itertools.product(Stance, Doubt, (0, 7)):
        told = explain_support(
            Support(start=0, end=1, page=page, stance=stance, doubt=doubt, detail="9,999")
        )
        assert told
        assert "{" not in told


def test_what_is_said_names_the_number_the_page_and_the_document():
    citation = Citation(
        document="d", page=1, quote="", verdict=Verdict.CONTRADICTED, start=0, end=1,
        doubt=Doubt.NUMBER, detail="9,999 euros ≠ 1,250 euros",
    )  # fmt: skip
    assert "9,999 euros ≠ 1,250 euros" in explain_citation(citation, {})
