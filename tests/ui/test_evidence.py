"""What the report of an answer says to a person."""

from __future__ import annotations

import dataclasses

import pytest

from yidesk.core.types import (
    Attribution,
    Citation,
    Coverage,
    Document,
    Doubt,
    Flaw,
    Mode,
    Page,
    PageWarning,
    Passage,
    Stance,
    Support,
    Verdict,
)
from yidesk.services.chats import Report, TurnState
from yidesk.ui import numbers
from yidesk.ui.chat import evidence
from yidesk.ui.chat.sources import SourceButton


def document(name="lease.pdf", fingerprint="f1", pages=3) -> Document:
    return Document(
        fingerprint=fingerprint,
        name=name,
        format="pdf",
        pages=tuple(Page(number=n, label="", text=f"page {n}") for n in range(1, pages + 1)),
    )


def citation(page=1, verdict=Verdict.VERIFIED, start=0, end=6, **facts) -> Citation:
    facts = {"document": "f1", "quote": "the roof", **facts}
    return Citation(page=page, verdict=verdict, start=start, end=end, **facts)


def coverage(**facts) -> Coverage:
    facts = {
        "document": "f1", "name": "lease.pdf", "pages_total": 12, "pages": tuple(range(1, 13)),
        "tokens_total": 9, "tokens_read": 9, **facts,
    }  # fmt: skip
    return Coverage(**facts)


def test_a_reference_becomes_a_mark_in_its_place():
    report = Report(citations=(citation(page=2, start=9, end=15),))
    [mark] = evidence.marks_of("The roof [p. 2].", report, [document()])
    assert (mark.start, mark.end, mark.label, mark.page) == (9, 15, "p. 2", 2)
    assert "the roof" in mark.tip


def test_a_quotation_keeps_its_words_and_is_followed_by_its_mark():
    text = "It says “the roof”."
    report = Report(citations=(citation(page=2, start=8, end=18),))
    [mark] = evidence.marks_of(text, report, [document()])
    assert (mark.start, mark.end, mark.label) == (18, 18, "p. 2")


def test_several_documents_are_named_in_the_marks():
    report = Report(citations=(citation(),))
    documents = [document(), document("other.pdf", "f2")]
    assert evidence.marks_of("[p. 1]", report, documents)[0].label == "lease.pdf p. 1"


@pytest.mark.parametrize(
    ("stance", "page", "label", "verdict"),
    [
        (Stance.SUPPORTED, 3, "≈ p. 3", Verdict.VERIFIED),
        (Stance.CANNOT_TELL, 3, "≈ p. 3 ?", Verdict.UNSURE),
        (Stance.CONTRADICTED, 3, "≠ p. 3", Verdict.CONTRADICTED),
        (Stance.UNSUPPORTED, 3, "no source", Verdict.UNSURE),
        (Stance.UNSUPPORTED, 0, "no source", Verdict.UNSURE),
    ],
)
def test_a_sentence_without_reference_is_marked_after_it(stance, page, label, verdict):
    support = Support(start=0, end=8, document="f1" if page else "", page=page, stance=stance)
    [mark] = evidence.marks_of("The roof", Report(supports=(support,)), [document()])
    assert (mark.start, mark.end, mark.label, mark.verdict) == (8, 8, label, verdict)
    assert mark.page == page
    assert mark.told in mark.tip


def likely(page=3, document="f1") -> Attribution:
    return Attribution(document=document, page=page, found=8, of=10)


def test_a_sentence_of_another_language_has_its_likely_page():
    found = Support(
        start=0, end=8, document="f1", page=3, doubt=Doubt.LANGUAGE, attribution=likely()
    )
    report = Report(supports=(found,), coverage=(coverage(),))
    [mark] = evidence.marks_of("The roof", report, [document()])
    assert (mark.label, mark.page, mark.verdict) == ("likely p. 3", 3, Verdict.UNSURE)
    assert mark.is_likely
    assert mark.told.startswith("Likely from this page: 8 of its 10 names")
    assert evidence.verdict_line(report) == (
        "No page was cited · 1 sentence likely from a page in another language"
    )
    unclear = dataclasses.replace(found, attribution=None)
    [mark] = evidence.marks_of("The roof", Report(supports=(unclear,)), [document()])
    assert (mark.label, mark.is_likely) == ("page unclear", False)


def test_a_page_of_another_language_that_is_named_is_likely_or_another_one_is(qapp):
    unsure = {"verdict": Verdict.UNSURE, "doubt": Doubt.LANGUAGE}
    report = Report(citations=(citation(attribution=likely(1), **unsure),))
    [mark] = evidence.marks_of("[p. 1]", report, [document()])
    assert (mark.label, mark.page, mark.is_likely) == ("likely p. 1", 1, True)
    [source] = evidence.sources_of(report, [document()])
    assert (source.page, source.is_likely, source.told) == (1, True, mark.told)
    assert SourceButton(source)._mark.label == "likely lease.pdf, p. 1"

    report = Report(citations=(citation(attribution=likely(3), **unsure),))
    [mark] = evidence.marks_of("[p. 1]", report, [document()])
    assert (mark.label, mark.page, mark.is_likely) == ("p. 1 → likely p. 3 ?", 3, False)
    assert "Likely from page 3: 8 of its 10" in mark.told

    both = [document(), document("other.pdf", "f2")]
    report = Report(citations=(citation(attribution=likely(2, "f2"), **unsure),))
    [mark] = evidence.marks_of("[p. 1]", report, both)
    assert mark.label == "lease.pdf p. 1 → likely other.pdf p. 2 ?"
    assert (mark.document, mark.page) == ("f2", 2)


def test_a_sentence_with_a_reference_has_the_mark_of_that_only():
    support = Support(start=0, end=8, document="f1", page=1, cited=True)
    report = Report(citations=(citation(),), supports=(support,))
    assert len(evidence.marks_of("[p. 1]", report, [document()])) == 1


@pytest.mark.parametrize(
    ("verdict", "label"),
    [
        (Verdict.VERIFIED, "p. 1"),
        (Verdict.UNSURE, "p. 1 ?"),
        (Verdict.CONTRADICTED, "≠ p. 1"),
        (Verdict.NOT_FOUND, "p. 1"),
    ],
)
def test_the_verdict_is_told_by_more_than_a_colour(verdict, label):
    report = Report(citations=(citation(verdict=verdict),))
    [mark] = evidence.marks_of("[p. 1]", report, [document()])
    assert mark.label == label
    assert mark.told


def test_a_citation_of_a_wrong_page_leads_to_the_page_where_the_words_stand():
    found = citation(
        verdict=Verdict.UNSURE,
        doubt=Doubt.ELSEWHERE,
        found_on=3,
        passages=(Passage(page=3, words="the roof"),),
    )
    report = Report(citations=(found,))
    [mark] = evidence.marks_of("[p. 1]", report, [document()])
    assert (mark.label, mark.page, mark.quote) == ("p. 1 → p. 3 ?", 3, "the roof")
    assert "it stands on page 3" in mark.told
    [source] = evidence.sources_of(report, [document()])
    assert (source.page, source.quote, source.told) == (3, "the roof", mark.told)


def test_a_citation_of_a_wrong_document_leads_to_the_right_one():
    found = citation(verdict=Verdict.UNSURE, doubt=Doubt.ELSEWHERE, found_on=2, found_in="f2")
    both = [document(), document("other.pdf", "f2")]
    [mark] = evidence.marks_of("[p. 1]", Report(citations=(found,)), both)
    assert (mark.document, mark.page) == ("f2", 2)
    assert mark.label == "lease.pdf p. 1 → other.pdf p. 2 ?"
    assert "page 2 of other.pdf" in mark.told


@pytest.mark.parametrize(("page", "words"), [(1, "with a notice"), (2, "of three months")])
def test_a_quotation_over_a_page_break_shows_the_half_that_is_on_the_page(page, words):
    halves = (Passage(page=1, words="with a notice"), Passage(page=2, words="of three months"))
    report = Report(citations=(citation(page=page, quote="both", passages=halves),))
    [mark] = evidence.marks_of("[p. 1]", report, [document()])
    assert (mark.page, mark.quote) == (page, words)


def test_the_passage_of_a_tip_is_no_markup():
    report = Report(citations=(citation(quote="<img src=x>"),))
    assert "<img" not in evidence.marks_of("[p. 1]", report, [document()])[0].tip


def test_sources_are_the_cited_pages_once_with_their_best_verdict():
    report = Report(
        citations=(
            citation(page=2, verdict=Verdict.UNSURE),
            citation(page=2, verdict=Verdict.VERIFIED),
            citation(page=1, verdict=Verdict.UNSURE),
            citation(page=99, verdict=Verdict.NOT_FOUND),
            citation(page=0, verdict=Verdict.NOT_FOUND, document=""),
        )
    )
    sources = evidence.sources_of(report, [document()])
    assert [(each.page, each.verdict) for each in sources] == [
        (1, Verdict.UNSURE),
        (2, Verdict.VERIFIED),
    ]


def test_a_page_is_told_by_what_its_document_calls_it():
    labels = ("Prices › 2-41", "iv", "")
    pages = tuple(Page(number=n, label=said, text="x") for n, said in enumerate(labels, 1))
    book = dataclasses.replace(document(), pages=pages)
    report = Report(citations=tuple(citation(page=n) for n in (1, 2, 3)))
    assert [each.locator for each in evidence.sources_of(report, [book])] == [labels[0], "", ""]


@pytest.mark.parametrize(("text", "label"), [
    ("[Prices]", "Prices: p. 2"), ("[p. 2]", "p. 2"), ("【第2页】", "p. 2"),
    ("[p. iv]", "p. iv: p. 2"),
])  # fmt: skip
def test_a_reference_by_name_keeps_it_in_its_mark(text, label):
    report = Report(citations=(citation(page=2, end=len(text)),))
    (mark,) = evidence.marks_of(text, report, [document()])
    assert mark.label == label


def test_coverage_is_said_for_one_and_for_several_documents():
    one = Report(mode=Mode.WHOLE, coverage=(coverage(),))
    assert evidence.coverage_line(one) == "Read 12 of 12 pages"
    two = Report(mode=Mode.WHOLE, coverage=(coverage(), coverage(name="b.txt", pages=(1,))))
    assert evidence.coverage_line(two) == (
        "lease.pdf: read 12 of 12 pages · b.txt: read 1 of 12 pages"
    )
    assert evidence.coverage_line(Report()) == ""


def many(*pages: tuple[int, ...], mode: Mode = Mode.SEARCH) -> Report:
    """A report of a document for each of PAGES."""
    return Report(
        mode=mode,
        coverage=tuple(
            coverage(document=f"f{n}", name=f"{n}.txt", pages=read) for n, read in enumerate(pages)
        ),
    )


def test_many_documents_are_summed_up_and_told_one_by_one_beside():
    searched = many((), (2, 3), ())
    assert evidence.coverage_summary(searched) == (
        "Searched 36 pages of 3 documents · read passages of 1.txt p. 2–3"
    )
    assert evidence.coverage_by_document(searched) == [
        "0.txt: searched 12 pages, found nothing",
        "1.txt: searched 12 pages, read passages of 2: 2–3",
        "2.txt: searched 12 pages, found nothing",
    ]
    everywhere = evidence.coverage_summary(many((1,), (2,), (3,), (4,)))
    assert everywhere.endswith("read passages of 0.txt p. 1, 1.txt p. 2 and of 2 more")
    assert evidence.coverage_summary(many((), (), ())).endswith("3 documents · found nothing")
    whole = many((1, 2), (1,), (1,), mode=Mode.WHOLE)
    assert evidence.coverage_summary(whole) == "Read 4 of 36 pages of 3 documents"


def test_few_documents_are_told_in_the_line_itself():
    two = many((1,), (2,))
    assert evidence.coverage_by_document(two) == []
    assert evidence.coverage_summary(two) == evidence.coverage_line(two)


def test_an_answer_without_references_tells_what_was_found_of_it():
    stands = Support(start=0, end=8, document="f1", page=1, stance=Stance.SUPPORTED)
    one = Report(coverage=(coverage(),), supports=(stands,))
    assert evidence.verdict_line(one) == (
        "No page was cited, 1 sentence was found in the documents"
    )
    two = Report(coverage=(coverage(),), supports=(stands, stands))
    assert evidence.verdict_line(two).endswith(", 2 sentences were found in the documents")


def test_what_is_wrong_with_pages_is_named_page_by_page():
    flaws = (
        Flaw(warning=PageWarning.NO_TEXT, pages=(3, 4, 5, 9)),
        Flaw(warning=PageWarning.GARBLED, pages=(7,)),
    )
    assert evidence.flaws_line([coverage(flaws=flaws), coverage(name="b.txt")]) == (
        "lease.pdf: pictures without text (scans): p. 3–5, 9; text that cannot be trusted: p. 7"
    )
    earlier = [coverage(without_text=(3, 4, 5, 9))]
    assert evidence.flaws_line(earlier) == "lease.pdf: pages without readable text: 3–5, 9"
    assert evidence.flaws_line([coverage()]) == ""


def test_an_answer_about_documents_that_cites_nothing_says_so():
    assert evidence.verdict_line(Report(coverage=(coverage(),))) == "No page was cited"
    assert evidence.verdict_line(Report()) == ""


def test_contradicted_sentences_are_counted():
    turned = Support(start=0, end=8, document="f1", page=1, stance=Stance.CONTRADICTED)
    one = Report(citations=(citation(),), supports=(turned,))
    assert evidence.verdict_line(one) == (
        "1 citation, verified · 1 sentence contradicted by the documents"
    )
    two = Report(coverage=(coverage(),), supports=(turned, turned))
    assert evidence.verdict_line(two) == (
        "No page was cited · 2 sentences contradicted by the documents"
    )


@pytest.mark.parametrize("state", [each for each in TurnState if each.value != "streaming"])
def test_every_way_to_end_but_the_good_one_is_said(state):
    assert bool(evidence.state_line(state)) == (state is not TurnState.DONE)


def test_nothing_written_is_told_as_kept_where_there_was_no_word():
    told = evidence.state_line(TurnState.STOPPED, has_words=False)
    assert told == "Stopped before the first word. What was read so far is kept."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.2, "1 s left"),
        (7, "7 s left"),
        (43, "45 s left"),
        (130, "2 min left"),
        (12_100, "3 h 20 min left"),
        (7_100, "2 h 0 min left"),
    ],
)
def test_time_left_is_rounded_as_people_do(seconds, said):
    assert numbers.time_left(seconds) == said


def test_numbers_are_grouped():
    assert numbers.count(1203) == "1,203"
    assert numbers.rate(38.4) == "38 tokens/s"
    assert numbers.rate(7.2) == "7.2 tokens/s"


def test_the_coverage_line_tells_what_was_searched_for_where_a_question_leans_on_another():
    covered = Coverage(
        document="a", name="a.pdf", pages_total=9, pages=(2,), tokens_total=9, tokens_read=3,
        searched="deposit, second",
    )  # fmt: skip
    line = evidence.coverage_line(Report(mode=Mode.SEARCH, coverage=(covered,)))
    assert line.endswith("read passages of 1: 2 · searched for: deposit, second")
    plain = dataclasses.replace(covered, searched="")
    assert "searched for" not in evidence.coverage_line(Report(mode=Mode.SEARCH, coverage=(plain,)))
