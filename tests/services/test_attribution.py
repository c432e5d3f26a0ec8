"""The page that a sentence in another language is from, and that none is named where none is."""

from __future__ import annotations

import pytest

from benchmarks import attribution as measured
from benchmarks.citations import STORED, stored
from tests.services.written import a_document as document
from yidesk.core import words
from yidesk.core.types import Doubt, Stance, Verdict
from yidesk.services.citations import check
from yidesk.services.explaining import explain_citation, explain_support

PAGES = (
    "租赁双方于二〇二四年四月签订本合同，房屋位于城市东部，面积为八十五平方米。乙方负责支付水费和电费。",
    "未经甲方书面同意，乙方不得转租房屋。房屋内禁止吸烟。宠物须经邻居同意后方可饲养。",
    "屋顶和外墙由甲方维修。取暖费用由全体住户按面积分摊，每年十月结算一次。",
    "合同终止时乙方应当归还全部钥匙，并将花园恢复原状。押金在三十天内退还。",
    "争议由法院解决。本合同一式两份，双方各执一份，自签字之日起生效。",
)
LEASE = document("租赁合同.pdf", *PAGES)
MANUAL = document(
    "manual.pdf",
    "The printer needs paper. Open the tray and put paper into it.",
    "The mirror of the archive is updated every six hours by a script.",
    "A kernel with support for this network card must be installed first.",
)
HEATING = "The cost of heating is shared by all residents according to area, settled each October"
OTHER = "Whales sing long songs in the ocean, and their young ones drink milk"


def test_a_sentence_is_attributed_to_the_page_its_words_stand_on():
    [support] = check(f"{HEATING}.", [MANUAL, LEASE]).supports
    assert support.stance is Stance.CANNOT_TELL
    likely = support.attribution
    assert (likely.document, likely.page) == (LEASE.fingerprint, 3)
    assert (support.document, support.page) == (LEASE.fingerprint, 3)
    assert 4 <= likely.found <= likely.of
    assert support.quote.startswith("取暖费用")
    assert f"{likely.found} of its {likely.of} names" in explain_support(support)


def test_the_other_way_round_too():
    [support] = check("档案的镜像由一个脚本每六小时更新一次。", [LEASE, MANUAL]).supports
    assert (support.document, support.page) == (MANUAL.fingerprint, 2)
    assert support.attribution or support.stance is Stance.SUPPORTED


def test_a_page_in_its_own_language_amid_others_bears_it_out():
    both = document("both.pdf", *(page.text for page in MANUAL.pages), PAGES[2])
    said = "取暖费用由全体住户按面积分摊，每年十月结算一次。"
    [support] = check(said, [both]).supports
    assert (support.stance, support.page) == (Stance.SUPPORTED, 4)
    [support] = check("取暖费用由房东一人承担，每年九月结算两次。", [both]).supports
    assert support.attribution is None


GUIDE = document(
    "guide.pdf",
    "Models. A model is one file. The program uses the graphics card through CUDA, Metal or\n"
    "Vulkan, and the processor otherwise.\n"
    "Command line. Everything works without a window too.\n"
    "This command asks a question about a file:",
    "The tenant pays for the paint.",
)
"""Lines with one short word that is another language's too."""


def test_names_alone_bear_nothing_out():
    [support] = check("演示模型喜欢 CUDA 和 Metal，跳舞唱歌。", [GUIDE]).supports
    assert support.stance is Stance.CANNOT_TELL


def test_a_language_without_a_dictionary_is_searched_for_names_and_numbers():
    french = document(
        "bail.pdf",
        "Le locataire paie 640 euros par mois à la banque Crédit Mutuel de Strasbourg.",
        "Le bail est conclu pour trois ans et les parties le signent le 4 mai 2021.",
    )
    [support] = check(
        "租客每月向 Strasbourg 的 Crédit Mutuel 银行付款 640 欧元。", [french]
    ).supports
    assert (support.stance, support.page) == (Stance.CANNOT_TELL, 1)
    assert support.attribution is None or support.attribution.found < support.attribution.of


def test_no_page_is_named_where_nothing_points_to_one():
    [support] = check(f"{OTHER}.", [LEASE]).supports
    assert support.attribution is None
    emptied = document("租赁合同.pdf", *PAGES[:2], "", *PAGES[3:])
    [support] = check(f"{HEATING}.", [emptied]).supports
    assert support.attribution is None
    assert support.stance in (Stance.CANNOT_TELL, Stance.UNSUPPORTED)


def test_a_page_that_is_named_is_told_to_be_likely():
    [citation] = check(f"{HEATING} [p. 3].", [LEASE]).citations
    assert (citation.verdict, citation.doubt) == (Verdict.UNSURE, Doubt.LANGUAGE)
    assert (citation.page, citation.attribution.page) == (3, 3)
    assert explain_citation(citation, {}).startswith("Likely from this page: ")


@pytest.mark.parametrize("page", [1, 5])
def test_a_wrong_page_that_is_named_leads_to_the_likely_one(page):
    checked = check(f"{HEATING} [p. {page}].", [LEASE])
    [citation], [support] = checked.citations, checked.supports
    assert citation.verdict is Verdict.UNSURE
    assert (citation.page, citation.found_on, citation.attribution.page) == (page, 0, 3)
    assert {each.page for each in citation.passages} == {3}
    assert (support.page, support.cited, support.attribution) == (3, True, citation.attribution)
    assert "Likely from page 3: " in explain_citation(citation, {})


def test_a_page_that_there_is_not_is_told_and_the_likely_one_too():
    [citation] = check(f"{HEATING} [p. 9].", [LEASE]).citations
    assert (citation.verdict, citation.doubt) == (Verdict.NOT_FOUND, Doubt.NO_PAGE)
    told = explain_citation(citation, {})
    assert told.startswith("There is no such page. Likely from page 3: ")


def test_another_document_is_named():
    [citation] = check(f"{HEATING} [manual.pdf, p. 2].", [MANUAL, LEASE]).citations
    names = {LEASE.fingerprint: LEASE.name, MANUAL.fingerprint: MANUAL.name}
    assert "Likely from page 3 of 租赁合同.pdf: " in explain_citation(citation, names)


def test_a_changed_number_is_told_as_before():
    text = "The deposit is returned within 45 days when the lease ends and all keys are returned"
    [citation] = check(f"{text} [p. 4].", [LEASE]).citations
    assert not citation.verified
    assert citation.doubt is Doubt.NUMBER
    assert "45" in explain_citation(citation, {})
    [support] = check(f"{text}.", [LEASE]).supports
    assert support.stance in (Stance.UNSUPPORTED, Stance.CONTRADICTED)
    assert support.doubt is Doubt.NUMBER


def test_a_translated_quotation_is_attributed():
    quoted = "“The cost of heating is shared by all residents according to area.”"
    for answer in (f"{quoted} [p. 1]", quoted):
        [citation] = check(answer, [LEASE]).citations
        assert citation.doubt is Doubt.TRANSLATED
        assert citation.attribution.page == 3


def test_it_is_said_in_chinese():
    words.use("zh_CN")
    try:
        [support] = check(f"{HEATING}.", [LEASE]).supports
        assert explain_support(support).startswith("很可能出自本页：")
    finally:
        words.use("en")


def test_of_stored_cases_the_page_named_is_the_right_one():
    sets = [
        (path.stem, stored(path)[0])
        for path in sorted(STORED.glob("*.json"))
        if path.stem in ("debian-faq.zh-cn", "debian-handbook.zh-cn")
    ]
    found = measured.together(list(measured.of_cases(sets).values()))
    assert found["sentences"] >= 60
    assert found["attributed"] >= 0.6, found
    assert found["right of attributed"] >= measured.RIGHT, found
    assert found["attributed, page removed"] <= 0.05, found
    assert found["attributed, other manual"] <= 0.05, found
    assert found["wrong page named, that one told"] == 0, found
    assert found["wrong page named, another page told"] >= 12, found
