"""What the documents say of every sentence: supported, contradicted, nothing found, cannot tell."""

from __future__ import annotations

import pytest

from tests.services.test_citations import CONTRACT, LEASE, document
from yidesk.core.types import Doubt, Passage, Stance, Verdict
from yidesk.services.citations import check

SUPPORTED, CONTRADICTED = Stance.SUPPORTED, Stance.CONTRADICTED
UNSUPPORTED, CANNOT_TELL = Stance.UNSUPPORTED, Stance.CANNOT_TELL

UNCITED = [
    # sentence, stance, best page, doubt, detail
    ("Smoking is not permitted in any room.", SUPPORTED, 2, Doubt.NONE, ""),
    ("Smoking is prohibited in any room.", SUPPORTED, 2, Doubt.NONE, ""),
    ("Dogs need the written consent of the lessor.", SUPPORTED, 2, Doubt.NONE, ""),
    ("Small pets may be kept without consent.", SUPPORTED, 2, Doubt.NONE, ""),
    ("The deposit is returned within 30 days.", SUPPORTED, 1, Doubt.NONE, ""),
    ("The deposit amounts to the rent of three months.", SUPPORTED, 1, Doubt.NONE, ""),
    ("The contract ends on March 31, 2027.", SUPPORTED, 3, Doubt.NONE, ""),
    ("Smoking is permitted in any room.", CONTRADICTED, 2, Doubt.DENIAL, ""),
    ("Smoking is allowed in all rooms.", CONTRADICTED, 2, Doubt.DENIAL, ""),
    ("Dogs do not need the written consent of the lessor.", CONTRADICTED, 2, Doubt.DENIAL, ""),
    ("The rent is 9,999 euros.", CONTRADICTED, 1, Doubt.NUMBER, "9,999 euros ≠ 1,250 euros"),
    ("The contract ends on March 31, 2028.", CONTRADICTED, 3, Doubt.NUMBER,
     "March 31, 2028 ≠ 31 March 2027"),
    ("The deposit is returned after 45 days.", CONTRADICTED, 1, Doubt.NUMBER, "45 days ≠ 30 days"),
    ("Dogs need the written consent of the lessee.", CONTRADICTED, 2, Doubt.OPPOSITE, "lessor"),
    ("The deposit is 1,250 euros.", CANNOT_TELL, 1, Doubt.WORDS, ""),
    ("Peter Schmidt and the lessee pay a monthly rent.", UNSUPPORTED, 1, Doubt.NAME, "Schmidt"),
    ("The garden has an old apple tree.", UNSUPPORTED, 0, Doubt.WORDS, ""),
]  # fmt: skip

UNCITED_CHINESE = [
    ("租金为每月8500元。", SUPPORTED, 1, Doubt.NONE, ""),
    ("任何一方提前解除合同，应当提前60天书面通知对方。", SUPPORTED, 3, Doubt.NONE, ""),
    ("违约金为合同总额的5%。", SUPPORTED, 2, Doubt.NONE, ""),
    ("未经甲方书面同意，乙方不得转租。", SUPPORTED, 2, Doubt.NONE, ""),
    ("水电费由乙方承担。", SUPPORTED, 4, Doubt.NONE, ""),
    ("租金为九千五百元每月。", CONTRADICTED, 1, Doubt.NUMBER, "九千五百元 ≠ 8500元"),
    ("违约金为合同总额的百分之十。", CONTRADICTED, 2, Doubt.NUMBER, "百分之十 ≠ 百分之五"),
    ("乙方可以在房屋内饲养宠物。", CONTRADICTED, 2, Doubt.DENIAL, ""),
    ("水电费由甲方承担。", CONTRADICTED, 4, Doubt.OPPOSITE, "乙方"),
    ("押金为8500元。", CANNOT_TELL, 1, Doubt.WORDS, ""),
    ("停车位归甲方所有。", UNSUPPORTED, None, Doubt.WORDS, ""),
]

FOREIGN = [
    # a sentence about a document in the other language
    (CONTRACT, "The monthly rent is 8,500 yuan.", SUPPORTED, 1),
    (CONTRACT, "The penalty is 5 % of the total amount of the contract.", SUPPORTED, 2),
    (CONTRACT, "The lease runs from May 1, 2024 to April 30, 2026.", SUPPORTED, 3),
    (CONTRACT, "The deposit is 8,500 yuan.", CANNOT_TELL, 1),
    (CONTRACT, "Pets are not allowed.", CANNOT_TELL, 2),
    (CONTRACT, "The penalty is 8 % of the total amount of the contract.", CONTRADICTED, 2),
    (CONTRACT, "The monthly rent is 9,500 yuan.", CONTRADICTED, 1),
    (LEASE, "月租金为1250欧元。", SUPPORTED, 1),
    (LEASE, "押金应在三十天内退还。", SUPPORTED, 1),
    (LEASE, "合同自2024年4月1日起，至2027年3月31日止。", SUPPORTED, 3),
    (LEASE, "锅炉型号为 ThermaQ 20-B，制造于1998年。", SUPPORTED, 6),
    (LEASE, "月租金为1350欧元。", CONTRADICTED, 1),
    (LEASE, "室内不得吸烟。", CANNOT_TELL, 2),
]


def support_of(sentence, source):
    (support,) = check(sentence, [source]).supports
    assert not support.cited
    return support


@pytest.mark.parametrize(("sentence", "stance", "page", "doubt", "detail"), UNCITED)
def test_a_sentence_is_compared_number_by_number_name_by_name(
    sentence, stance, page, doubt, detail
):
    support = support_of(sentence, LEASE)
    assert (support.stance, support.page, support.doubt) == (stance, page, doubt)
    assert support.detail == detail
    assert (support.document == LEASE.fingerprint) is (page > 0)


@pytest.mark.parametrize(("sentence", "stance", "page", "doubt", "detail"), UNCITED_CHINESE)
def test_a_chinese_sentence_is_compared_too(sentence, stance, page, doubt, detail):
    support = support_of(sentence, CONTRACT)
    assert (support.stance, support.doubt, support.detail) == (stance, doubt, detail)
    assert page is None or support.page == page


@pytest.mark.parametrize(("source", "sentence", "stance", "page"), FOREIGN)
def test_numbers_names_and_known_terms_decide_where_the_languages_differ(
    source, sentence, stance, page
):
    support = support_of(sentence, source)
    assert (support.stance, support.page) == (stance, page)
    if stance in (SUPPORTED, CANNOT_TELL):
        assert support.doubt is Doubt.LANGUAGE


def test_a_translated_quotation_is_neither_verified_nor_called_invented():
    for source, quotation in (
        (CONTRACT, "“The rent is 8,500 yuan per month” [p. 1]"),
        (LEASE, "“月租金为1250欧元，每月支付” [p. 1]"),
    ):
        checked = check(quotation, [source])
        assert checked.citations[0].verdict is Verdict.UNSURE
        assert checked.citations[0].doubt is Doubt.TRANSLATED
        assert checked.supports[0].page == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "Here is a summary of the lease:",
        "I could not find the answer in the documents.",
        "I'm sorry, but the document does not say anything about parking.",
        "The document does not mention parking.",
        "Based on the provided documents, here are the key points:",
        "## Summary",
        "**Costs**",
        "Rent and deposit:",
        "Would you like to know more?",
        "Let me know if you need anything else.",
        "Yes.",
        "In summary:",
        "以下是合同的要点：",
        "根据文档内容，总结如下：",
        "文档中没有提到停车位。",
        "抱歉，我无法在文档中找到答案。",
        "希望这对您有帮助！",
        "如果您还有其他问题，请随时告诉我。",
        "```\nx = 1\n```",
    ],
)
def test_a_form_of_words_needs_no_source(sentence):
    for source in (LEASE, CONTRACT):
        assert check(sentence, [source]).supports == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "I could not find it, but the rent is paid by the lessor's dog.",
        "If you need a dog, ask the lessor for written consent.",
        "Here the rent is 9,999 euros.",
        "如果您需要养狗，请先取得甲方书面同意。",
    ],
)
def test_a_claim_is_no_form_of_words(sentence):
    assert len(check(sentence, [LEASE]).supports) == 1


def test_a_cited_sentence_gets_its_stance_too():
    answer = "Smoking is permitted in any room [p. 2]. The rent is 1,250 euros a month [p. 1]."
    supports = check(answer, [LEASE]).supports
    assert [(s.stance, s.page, s.cited) for s in supports] == [
        (CONTRADICTED, 2, True),
        (SUPPORTED, 1, True),
    ]


def test_words_torn_out_of_a_denial_are_not_verified():
    (citation,) = check("Smoking is “permitted in any room” [p. 2].", [LEASE]).citations
    assert (citation.verdict, citation.doubt) == (Verdict.CONTRADICTED, Doubt.LIFTED)
    assert "not permitted" in citation.quote
    (citation,) = check("“permitted in any room” [p. 2]", [LEASE]).citations
    assert citation.verdict is Verdict.UNSURE
    (citation,) = check("Smoking is not “permitted in any room” [p. 2].", [LEASE]).citations
    assert citation.verified
    (citation,) = check("乙方可以“在房屋内饲养宠物” [第2页]。", [CONTRACT]).citations
    assert citation.verdict is Verdict.CONTRADICTED


def test_numbers_and_names_around_a_quotation_are_checked():
    (citation,) = check("The rent is 9,999 euros, “between Maria Keller” [p. 1]", [LEASE]).citations
    assert (citation.verdict, citation.doubt) == (Verdict.CONTRADICTED, Doubt.NUMBER)
    (citation,) = check("The lessee is Bob, “between Maria Keller” [p. 1]", [LEASE]).citations
    assert (citation.verdict, citation.doubt, citation.detail) == (
        Verdict.UNSURE,
        Doubt.NAME,
        "Bob",
    )
    (citation,) = check("Two rules: “Heating costs are shared” [p. 4]", [LEASE]).citations
    assert citation.verified
    (citation,) = check("Tomás Ortega must know: “Heating costs are shared” [p. 4]", [LEASE]).citations  # fmt: skip  # noqa: E501
    assert citation.verified


@pytest.mark.parametrize("hint", ["deed.pdf,", "D7", "Document 7,", "文档7"])
def test_a_document_that_is_not_in_the_chat_verifies_nothing(hint):
    for documents in ([LEASE], [LEASE, CONTRACT]):
        (citation,) = check(f"“Heating costs are shared” [{hint} p. 4]", documents).citations
        assert (citation.verdict, citation.doubt) == (Verdict.NOT_FOUND, Doubt.NO_DOCUMENT)
        assert (citation.found_in, citation.found_on) == (LEASE.fingerprint, 4)


def test_a_name_that_fits_none_of_several_documents_is_told():
    both = [LEASE, CONTRACT]
    (citation,) = check("“Heating costs are shared” [Deed of sale, p. 4]", both).citations
    assert (citation.verdict, citation.doubt) == (Verdict.UNSURE, Doubt.NO_DOCUMENT)
    for hint in ("§ 5", "Section 5", "Heating costs", "lease-2024", "Lease"):
        (citation,) = check(f"“Heating costs are shared” [{hint}, p. 4]", both).citations
        assert citation.verified, hint


def test_a_statement_of_another_document_is_found_there():
    (citation,) = check("Smoking is not permitted in any room [D2 p. 2].", [LEASE, CONTRACT]).citations  # fmt: skip  # noqa: E501
    assert (citation.verdict, citation.doubt) == (Verdict.UNSURE, Doubt.ELSEWHERE)
    assert (citation.found_in, citation.found_on) == (LEASE.fingerprint, 2)


def test_a_quotation_over_a_page_break_is_kept_page_by_page():
    (citation,) = check("“with a notice of three months to the end” [p. 4]", [LEASE]).citations
    assert citation.passages == (
        Passage(page=3, words="with a notice of"),
        Passage(page=4, words="three months to the end"),
    )
    assert (citation.page, citation.quote) == (4, "with a notice of three months to the end")
    (citation,) = check("“提前六十日以书面形式”[第3页]", [CONTRACT]).citations
    assert citation.quote == "提前六十日以书面形式"


def test_a_statement_over_a_page_break_is_verified():
    answer = "It may be terminated with a notice of three months to the end of a quarter [p. 3]."
    (citation,) = check(answer, [LEASE]).citations
    assert citation.verified
    assert [passage.page for passage in citation.passages] == [3, 4]


def test_pieces_of_lines_are_no_quotation_over_a_page_break():
    pages = document("b.pdf", "The red house\nstands here alone.", "No one lives\nnear the river.")
    (citation,) = check("“The red house near the river” [p. 1]", [pages]).citations
    assert citation.verdict is Verdict.NOT_FOUND


def test_a_footnote_may_stand_inside_a_sentence_at_a_page_break():
    pages = document(
        "b.pdf",
        "The package must\n1 This is a long footnote about packages in general.\n12",
        "Manual\nhave a name.",
    )
    assert check("“The package must have a name” [p. 1]", [pages]).citations[0].verified


def test_the_page_that_contradicts_is_named_where_another_one_was():
    (citation,) = check("The monthly rent is 9,999 euros [p. 4].", [LEASE]).citations
    assert (citation.verdict, citation.page, citation.found_on) == (Verdict.CONTRADICTED, 4, 1)


def test_items_of_a_list_are_one_passage():
    items = "\n".join(f"- the {name} file of the package;" for name in ("control", "copyright"))
    listed = document("p.pdf", f"These are needed:\n{items}\n- the changelog file.")
    answer = "The control, copyright and changelog files are needed [p. 1]."
    assert check(answer, [listed]).citations[0].verified


def test_two_sentences_about_two_things_say_nothing_together():
    pages = document("h.pdf", "The roof is red. Cats sleep in the cellar.")
    (support,) = check("Cats are red.", [pages]).supports
    assert support.stance is not SUPPORTED


def test_must_is_not_may():
    pages = document("p.pdf", "A package may contain a manual page for each program.")
    (citation,) = check("A package must contain a manual page for each program [p. 1].", [pages]).citations  # fmt: skip  # noqa: E501
    assert (citation.verdict, citation.doubt) == (Verdict.UNSURE, Doubt.OPPOSITE)


def test_not_more_than_denies_nothing():
    pages = document("p.pdf", "The file must be no larger than a page and not more than 5 MB big.")
    assert check("The file is at most 5 MB big [p. 1].", [pages]).citations[0].verified
    (citation,) = check("The file is at least 5 MB big [p. 1].", [pages]).citations
    assert citation.verdict is Verdict.CONTRADICTED


DUTIES = document(
    "d.pdf",
    "The tenant pays the landlord for the roof every month. Iron is heavier than wood.\n"
    "What the model has read is kept on the disk, so that later questions are answered sooner.",
)
TURNED_ROUND = [
    ("The landlord pays the tenant for the roof every month.", CANNOT_TELL),
    ("Wood is heavier than iron.", CANNOT_TELL),
    ("The model answers questions.", CANNOT_TELL),
    ("The tenant pays the landlord for the roof every month.", SUPPORTED),
    ("Every month the tenant pays the landlord for the roof.", SUPPORTED),
    ("The landlord is paid by the tenant for the roof every month.", SUPPORTED),
    ("Iron is heavier than wood.", SUPPORTED),
    ("What the model has read is kept on the disk.", SUPPORTED),
]


@pytest.mark.parametrize(("sentence", "stance"), TURNED_ROUND)
def test_who_does_it_and_to_whom(sentence, stance):
    (support,) = check(sentence, [DUTIES]).supports
    assert support.stance is stance


@pytest.mark.parametrize(
    ("sentence", "is_said"),
    [
        ("房东每月向房客支付屋顶的费用。", False),
        ("房客每月向房东支付屋顶的费用。", True),
        ("屋顶的费用由房客每月向房东支付。", True),
    ],
)
def test_who_does_it_in_chinese(sentence, is_said):
    duties = document("d.pdf", "房客每月向房东支付屋顶的费用。房东负责修理屋顶。")
    (support,) = check(sentence, [duties]).supports
    assert (support.stance is SUPPORTED) is is_said
