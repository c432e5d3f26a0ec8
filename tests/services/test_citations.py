"""Promise 3: every page reference and quotation is compared with the page text.

The table holds answers a model might give about the two documents below, and what a careful
reader says of each.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidesk.core.types import Document, Page, PageWarning, Verdict
from yidesk.services.checking.folding import fold, trace
from yidesk.services.checking.references import narrow, quotations, references
from yidesk.services.checking.sentences import split
from yidesk.services.citations import check

VERIFIED, UNSURE, NOT_FOUND = Verdict.VERIFIED, Verdict.UNSURE, Verdict.NOT_FOUND
CONTRADICTED = Verdict.CONTRADICTED


def document(name, *pages, mark="a"):
    """A document of pages with these texts; an empty one is a scan."""
    return Document(
        fingerprint=mark * 64,
        name=name,
        format="pdf",
        pages=tuple(
            Page(
                number=number,
                label="",
                text=text,
                warning=PageWarning.NONE if text else PageWarning.NO_TEXT,
            )
            for number, text in enumerate(pages, 1)
        ),
    )


LEASE = document(
    "Lease 2024.pdf",
    "LEASE AGREEMENT\nbetween Maria Keller (the lessor) and Tomás Ortega (the lessee).\n"
    "The lessee shall pay a monthly rent of 1,250 euros. The deposit amounts to three months'\n"
    "rent and is returned within 30 days.",
    "§ 4 Pets and smoking. Smoking is not permitted in any room. Small pets such as\n"
    "ham\u00adsters may be kept with\u00adout con-\nsent; dogs need the writ-\nten consent of "
    "the lessor.",
    "§ 5 Term. The contract begins on 1 April 2024 and ends on 31 March 2027. It may be\n"
    "terminated by either party with a notice of\nLease Agreement, Keller/Ortega",
    "Page 4\nthree months to the end of a quarter. Heating costs are shared: 70 % by consumption "
    "and 30 % by floor area.",
    "",
    "§ 9 The oﬃcial inventory lists 14 windows, “two of them cracked”, and a boiler — built "
    "in 1998 — of type ThermaQ 20-B. Room temperature never fell below -5 °C.",
)
CONTRACT = document(
    "租赁合同.pdf",
    "甲方（出租人）：北京华远置业有限公司。乙方（承租人）：李明。租金为每月人民币８５００元，"
    "押金为两个月租金。",
    "第四条 乙方不得在房屋内饲养宠物，未经甲方书面同意不得转租。违约金为合同总额的百分之五。",
    "第五条 租赁期限自2024年5月1日起至2026年4月30日止。任何一方提前解除合同，应当提前六十日",
    "以书面形式通知对方。⽔电费由⼄⽅承担，每⽉缴纳⼀次。物业管理费由甲方承担。",
    mark="b",
)

ENGLISH = [
    # answer, verdict, page, page where it really is
    ("true", "“The lessee shall pay a monthly rent of 1,250 euros” [p. 1].", VERIFIED, 1, 0),
    ("straight marks", 'It says "Smoking is not permitted in any room" [p. 2].', VERIFIED, 2, 0),
    ("quote first", "[p. 2] says: “Smoking is not permitted in any room.”", VERIFIED, 2, 0),
    ("full stop inside", "“Smoking is not permitted in any room.” [p. 2]", VERIFIED, 2, 0),
    ("case folded", "“smoking is NOT permitted in any room” [p. 2]", VERIFIED, 2, 0),
    ("line break", "“such as hamsters may be kept” [p. 2]", VERIFIED, 2, 0),
    ("soft hyphen", "“may be kept without consent” [p. 2]", VERIFIED, 2, 0),
    ("hyphenated", "“dogs need the written consent of the lessor” [p. 2]", VERIFIED, 2, 0),
    ("ligature", "“The official inventory lists 14 windows” [p. 6]", VERIFIED, 6, 0),
    ("inner marks", "“14 windows, 'two of them cracked', and a boiler” [p. 6]", VERIFIED, 6, 0),
    ("dashes", "“a boiler - built in 1998 - of type ThermaQ 20-B” [p. 6]", VERIFIED, 6, 0),
    ("accent", "“Tomás Ortega (the lessee)” [p. 1]", VERIFIED, 1, 0),
    ("decomposed accent", "“Toma\u0301s Ortega (the lessee)” [p. 1]", VERIFIED, 1, 0),
    ("full width", "“１４ ｗｉｎｄｏｗｓ” ［ｐ．６］", VERIFIED, 6, 0),
    (
        "ellipsis",
        "“Smoking is not permitted ... dogs need the written consent” [p. 2]",
        VERIFIED,
        2,
        0,
    ),
    ("ellipsis, wrong order", "“dogs need ... Smoking is not permitted” [p. 2]", NOT_FOUND, 2, 0),
    ("bracketed letter", "“[s]moking is not permitted in any room” [p. 2]", VERIFIED, 2, 0),
    ("emphasis", "“**Smoking** is *not* permitted” [p. 2]", VERIFIED, 2, 0),
    ("negative number", "“never fell below -5 °C” [p. 6]", VERIFIED, 6, 0),
    ("minus sign lost", "“never fell below 5 °C” [p. 6]", NOT_FOUND, 6, 0),
    (
        "page break",
        "“terminated by either party with a notice of three months” [p. 3]",
        VERIFIED,
        3,
        0,
    ),
    ("page break, next page", "“with a notice of three months to the end” [p. 4]", VERIFIED, 4, 0),
    (
        "page break, both",
        "“a notice of three months to the end of a quarter” [pp. 3-4]",
        VERIFIED,
        3,
        0,
    ),
    ("wrong page", "“Smoking is not permitted in any room” [p. 1].", UNSURE, 1, 2),
    ("wrong page, far", "“70 % by consumption” [p. 1].", UNSURE, 1, 4),
    ("quoted, no such page", "“Smoking is not permitted in any room” [p. 12].", NOT_FOUND, 12, 2),
    ("altered number", "“a monthly rent of 1,350 euros” [p. 1].", NOT_FOUND, 1, 0),
    ("altered word", "“Smoking is permitted in any room” [p. 2].", NOT_FOUND, 2, 0),
    ("invented", "“The lessor pays for all repairs of the roof” [p. 4].", NOT_FOUND, 4, 0),
    ("one of two invented", "“14 windows” and “a golden door knob” [p. 6].", NOT_FOUND, 6, 0),
    ("two quotations", "“14 windows” and “a boiler” [p. 6].", VERIFIED, 6, 0),
    ("numbers run together", "“2024 and ends on 313 March” [p. 3]", NOT_FOUND, 3, 0),
    ("on a scan", "“Garage number 7 is included” [p. 5].", UNSURE, 5, 0),
    ("range", "“Heating costs are shared” [pp. 3–5].", VERIFIED, 4, 0),
    ("round brackets", "“Heating costs are shared” (p. 4).", VERIFIED, 4, 0),
    ("see", "“Heating costs are shared” (see page 4).", VERIFIED, 4, 0),
    ("document named", "“Heating costs are shared” [Lease 2024.pdf, p. 4].", VERIFIED, 4, 0),
    ("document numbered", "“Heating costs are shared” [D1 p.4].", VERIFIED, 4, 0),
    ("running text", "On page 4 it says “Heating costs are shared”.", VERIFIED, 4, 0),
    ("next line", "“Heating costs are shared”\n[p. 4]", VERIFIED, 4, 0),
    ("statement", "The lessee pays a monthly rent of 1,250 euros [p. 1].", VERIFIED, 1, 0),
    ("statement, reference behind", "The monthly rent is 1,250 euros. [p. 1]", VERIFIED, 1, 0),
    ("number words", "The deposit amounts to 3 months' rent [p. 1].", VERIFIED, 1, 0),
    ("thousands", "The lessee pays a monthly rent of 1250 euros [p. 1].", VERIFIED, 1, 0),
    ("list item", "1. Smoking is not permitted in any room [p. 2]", VERIFIED, 2, 0),
    ("name in place", "The lessor is Maria Keller [p. 1].", VERIFIED, 1, 0),
    (
        "two sentences",
        "The contract begins on 1 April 2024 and ends in March 2027 [p. 3].",
        VERIFIED,
        3,
        0,
    ),
    (
        "two sentences made one",
        (
            "Smoking is not permitted in any room, and dogs need the written consent "
            "of the lessor [p. 2]."
        ),
        VERIFIED,
        2,
        0,
    ),
    (
        "two sentences made one, subjects exchanged",
        (
            "Dogs are not permitted in any room, and smoking needs the written consent "
            "of the lessor [p. 2]."
        ),
        UNSURE,
        2,
        0,
    ),
    (
        "two sentences made one, numbers exchanged",
        (
            "The lessee shall pay a rent of 30 euros and the deposit is returned "
            "within 1,250 days [p. 1]."
        ),
        UNSURE,
        1,
        0,
    ),
    ("wrong number", "The lessee pays a monthly rent of 1,350 euros [p. 1].", CONTRADICTED, 1, 0),
    (
        "wrong name",
        "The lessee and Peter Schmidt pay a monthly rent of 1,250 euros [p. 1].",
        UNSURE,
        1,
        0,
    ),
    ("denial lost", "Smoking is permitted in any room [p. 2].", CONTRADICTED, 2, 0),
    ("denial added", "Heating costs are not shared by consumption [p. 4].", CONTRADICTED, 4, 0),
    ("statement, wrong page", "Smoking is not permitted in any room [p. 4].", UNSURE, 4, 2),
    ("statement, no such page", "Smoking is not permitted in any room [p. 99].", NOT_FOUND, 99, 0),
    ("page zero", "Smoking is not permitted [p. 0].", NOT_FOUND, 0, 0),
    ("unrelated", "The garden has an old apple tree [p. 4].", UNSURE, 4, 0),
    ("on a scan, statement", "The garage is included [p. 5].", UNSURE, 5, 0),
    (
        "one word in marks",
        "The “lessee” pays a monthly rent of 1,250 euros [p. 1].",
        VERIFIED,
        1,
        0,
    ),
]

CHINESE = [
    ("引文", "合同规定“乙方不得在房屋内饲养宠物” [p. 2]。", VERIFIED, 2, 0),
    ("方引号", "「未经甲方书面同意不得转租」【第2页】", VERIFIED, 2, 0),
    ("双方引号", "『违约金为合同总额的百分之五』（第 2 页）", VERIFIED, 2, 0),
    ("全角数字", "“租金为每月人民币8500元” [第1页]", VERIFIED, 1, 0),
    ("半角标点", "“租金为每月人民币8500元,押金为两个月租金” [第1页]", VERIFIED, 1, 0),
    ("康熙部首", "“水电费由乙方承担，每月缴纳一次” [第4页]", VERIFIED, 4, 0),
    ("跨页", "“应当提前六十日以书面形式通知对方”【第3页】", VERIFIED, 3, 0),
    ("跨页，次页", "“应当提前六十日以书面形式通知对方”[p. 4]", VERIFIED, 4, 0),
    ("跨页范围", "“应当提前六十日以书面形式通知对方”[第3-4页]", VERIFIED, 3, 0),
    ("页码错误", "“乙方不得在房屋内饲养宠物” [第1页]", UNSURE, 1, 2),
    ("篡改", "“乙方可以在房屋内饲养宠物” [第2页]", NOT_FOUND, 2, 0),
    ("篡改数字", "“租金为每月人民币9500元” [第1页]", NOT_FOUND, 1, 0),
    ("捏造", "“甲方应当为乙方提供停车位” [第4页]", NOT_FOUND, 4, 0),
    ("无此页", "“乙方不得在房屋内饲养宠物” [第8页]", NOT_FOUND, 8, 2),
    ("陈述", "租金为每月8500元人民币 [第1页]。", VERIFIED, 1, 0),
    ("正文页码", "第2页规定，未经甲方书面同意不得转租。", VERIFIED, 2, 0),
    ("陈述数字错误", "租金为每月人民币9500元 [第1页]。", CONTRADICTED, 1, 0),
    ("陈述否定丢失", "乙方在房屋内饲养宠物 [第2页]。", CONTRADICTED, 2, 0),
    ("陈述日期", "租赁期限自2024年5月1日起至2026年4月30日止。[p. 3]", VERIFIED, 3, 0),
    ("两句合一", "乙方不得在房屋内饲养宠物，违约金为合同总额的百分之五 [第2页]。", VERIFIED, 2, 0),
    ("无此页陈述", "物业管理费由甲方承担 [第9页]。", NOT_FOUND, 9, 0),
]


def judge(source, answer, verdict, page, found_on):
    found = check(answer, [source]).citations
    assert len(found) == 1
    assert (found[0].verdict, found[0].page, found[0].found_on) == (verdict, page, found_on)
    assert found[0].verified is (verdict is VERIFIED)
    if verdict is VERIFIED:
        assert found[0].quote


@pytest.mark.parametrize(
    ("answer", "verdict", "page", "found_on"),
    [pytest.param(*case, id=name) for name, *case in ENGLISH],
)
def test_english(answer, verdict, page, found_on):
    judge(LEASE, answer, verdict, page, found_on)


@pytest.mark.parametrize(
    ("answer", "verdict", "page", "found_on"),
    [pytest.param(*case, id=name) for name, *case in CHINESE],
)
def test_chinese(answer, verdict, page, found_on):
    judge(CONTRACT, answer, verdict, page, found_on)


def test_the_quote_is_the_pages_own_words():
    (citation,) = check('"DOGS need the written consent" [p. 2]', [LEASE]).citations
    assert citation.quote == "dogs need the writ- ten consent"
    (citation,) = check("“每月人民币8500元”[第1页]", [CONTRACT]).citations
    assert citation.quote == "每月人民币８５００元"


def test_start_and_end_cover_the_reference():
    answer = "甲：“Smoking is not permitted” ［ｐ．２］。"
    (citation,) = check(answer, [LEASE]).citations
    assert answer[citation.start : citation.end] == "［ｐ．２］"


def test_a_list_of_pages_is_judged_page_by_page():
    answer = "Smoking is not permitted in any room [p. 2, 4]."
    found = check(answer, [LEASE]).citations
    assert [(c.page, c.verdict) for c in found] == [(2, VERIFIED), (4, UNSURE)]


def test_each_reference_of_a_sentence_stands_for_the_words_before_it():
    answer = (
        "The monthly rent is 1,250 euros [p. 1] and smoking is not permitted in any room [p. 2]."
    )
    found = check(answer, [LEASE]).citations
    assert [(c.page, c.verdict) for c in found] == [(1, VERIFIED), (2, VERIFIED)]


@pytest.mark.parametrize(("source", "answer"), [
    (LEASE, "The deposit is returned in 30 days [p. 1]. Page 2 says “Smoking is not permitted”."),
    (CONTRACT, "乙方是李明[第1页]。第2页说“未经甲方书面同意不得转租”。"),
    (LEASE, "The deposit is returned within 30 days. p. 1\n\nSmoking is not permitted. Page 2."),
])  # fmt: skip
def test_a_page_that_a_sentence_begins_with_belongs_to_that_sentence(source, answer):
    found = check(answer, [source]).citations
    assert [(c.page, c.verdict) for c in found] == [(1, VERIFIED), (2, VERIFIED)]


def test_several_documents_are_told_apart():
    both = [LEASE, CONTRACT]
    for reference in ("[租赁合同.pdf, p. 2]", "[D2 p. 2]", "[租赁合同 第2页]", "[p. 2]"):
        (citation,) = check(f"“未经甲方书面同意不得转租” {reference}", both).citations
        assert (citation.document, citation.verdict) == (CONTRACT.fingerprint, VERIFIED)
    found = check("Both say so [D1 p. 2; D2 p. 2].", both).citations
    assert [c.document for c in found] == [LEASE.fingerprint, CONTRACT.fingerprint]


def test_a_quotation_of_another_document_is_not_verified():
    (citation,) = check("“未经甲方书面同意不得转租” [D1 p. 2]", [LEASE, CONTRACT]).citations
    assert not citation.verified
    assert (citation.found_in, citation.found_on) == (CONTRACT.fingerprint, 2)


def test_a_quotation_without_a_page_is_looked_up():
    (citation,) = check("It says “Heating costs are shared”.", [LEASE]).citations
    assert (citation.page, citation.verdict) == (4, VERIFIED)
    (citation,) = check("It says “the moon is made of green cheese”.", [LEASE]).citations
    assert (citation.document, citation.page, citation.verdict) == ("", 0, NOT_FOUND)
    assert check("This is called a “thing”.", [LEASE]).citations == ()


def test_the_page_that_says_it_in_one_passage_is_preferred():
    apart = "Reading begins here. Nobody knew why. All went well. Soon it grew dark."
    together = "Reading begins soon, while you type."
    found = check("Reading begins soon.", [document("g.pdf", apart, together)])
    assert found.supports[0].page == 2


def test_without_documents_or_words_there_is_nothing_to_check():
    assert check("Anything [p. 1].", []) == check("  ", [LEASE])
    assert check("Anything [p. 1].", [document("empty.pdf")]).citations[0].verdict is NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "(2024)",
        "[see below]",
        "a map. 3 roads",
        "(p < 0.05)",
        "step 3",
        "《第三页》",
        "http://a.b/p?3",
        "[x](y)",
    ],
)
def test_what_is_not_a_reference(text):
    assert references(narrow(text)) == []


@pytest.mark.parametrize(("text", "pages"), [
    ("[p. 3]", [(3, 3)]), ("[p.3]", [(3, 3)]), ("[P3]", [(3, 3)]), ("[page 3]", [(3, 3)]),
    ("[pp. 3-5]", [(3, 5)]), ("[pp. 3–5, 9]", [(3, 5), (9, 9)]), ("[p. 3, 7]", [(3, 3), (7, 7)]),
    ("[p. 3 and 7]", [(3, 3), (7, 7)]), ("[p. 3, p. 7]", [(3, 3), (7, 7)]),
    ("[p. 3; p. 7]", [(3, 3), (7, 7)]), ("[p. 3; 7]", [(3, 3), (7, 7)]), ("(p. 3)", [(3, 3)]),
    ("[第3页]", [(3, 3)]), ("【第 3 页】", [(3, 3)]), ("（第3至5页）", [(3, 5)]),
    ("[第3页、第5页]", [(3, 3), (5, 5)]), ("[第3页至第5页]", [(3, 5)]), ("[第３頁]", [(3, 3)]),
    ("[a, b.pdf, p. 3]", [(3, 3)]), ("on page 3, 5 people", [(3, 3)]),
    ("see pages 3 and 5", [(3, 3), (5, 5)]), ("[pp. 5-3]", [(3, 5)]),
])  # fmt: skip
def test_references(text, pages):
    assert [(r.first, r.last) for r in references(narrow(text))] == pages


def test_quotations_nest_and_titles_are_none():
    text = "「他说『好』。」与《合同法》"
    assert [q.text for q in quotations(text)] == ["他说『好』。"]


@pytest.mark.parametrize(("text", "sentences"), [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("It costs 3.5 euros. Yes.", ["It costs 3.5 euros.", "Yes."]),
    ("Dr. Smith came. He left.", ["Dr. Smith came.", "He left."]),
    ("See e.g. J. Doe. Next.", ["See e.g. J. Doe.", "Next."]),
    ("甲方同意。乙方不同意！为什么？", ["甲方同意。", "乙方不同意！", "为什么？"]),
    ("他说：“好。”然后走了。", ["他说：“好。”", "然后走了。"]),
    ("1. First\n2. Second", ["1. First", "2. Second"]),
    ("第3.5条 规定。", ["第3.5条 规定。"]),
    ("A line that\nis wrapped. Next.", ["A line that\nis wrapped.", "Next."]),
    ("Lease of the house\nThe rent is due.", ["Lease of the house", "The rent is due."]),
    ("# Title\nText\n\nMore", ["# Title", "Text", "More"]),
    ("Rent: 900\n- one\n- two", ["Rent: 900", "- one", "- two"]),
    ("", []),
])  # fmt: skip
def test_sentences(text, sentences):
    assert [text[span.start : span.end] for span in split(text)] == sentences


@given(
    st.text(
        st.sampled_from('ab 7.。,;-\n[]()【】第页p“”"「」D1\u00ad\u0301ﬁ⺠Ａ３ＡＺ…§*'),
        max_size=120,
    )
)
@settings(deadline=None, max_examples=300)
def test_whatever_a_model_says_can_be_checked(answer):
    checked = check(answer, [LEASE, CONTRACT])
    for found in (*checked.citations, *checked.supports):
        assert 0 <= found.start < found.end <= len(answer)


@given(st.text(max_size=60))
@settings(deadline=None)
def test_every_folded_character_is_traced_to_its_origin(text):
    assert len(trace(text)) == len(fold(text))
    assert trace(text) == sorted(trace(text))
