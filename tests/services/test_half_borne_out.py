"""Statements that repeat a sentence of the page and turn it, or go on with something else."""

from __future__ import annotations

import pytest

from tests.services.test_citations import document
from yidesk.core.types import Doubt, Stance, Verdict
from yidesk.services.citations import check

SUPPORTED, CONTRADICTED = Stance.SUPPORTED, Stance.CONTRADICTED
UNSUPPORTED, CANNOT_TELL = Stance.UNSUPPORTED, Stance.CANNOT_TELL

MANUAL = document(
    "manual.pdf",
    "If it is necessary, a field can be used that works while a package is being unpacked. The "
    "editor changes its behaviour to typed key strokes based on mode. The guest is admitted unless "
    "the door of the hall is locked.",
    "A list of administrators who did what is kept in the log.",
)
HANDBOOK = document(
    "手册.pdf",
    "我们不管第 10 行，鉴于本程序是用 C 语言编写的。他们不是创建软件包所必须的，但对新维护人员而言"
    "我们强烈推荐。欲详细了解正则表达式可以参考 grep(1)。\n"
    "grep prints lines that match a pattern, and the manual of it is in the system.\n"
    "It is what the maintainers of the system use for their own work on these files.\n",
    "点号不能出现在名称里。",
)
TURNED = "If it is not necessary, a field can be used that works while a package is being unpacked."
OTHERWISE = "The editor changes its behaviour to typed key strokes, and administrators audit it."
SERVERS = document(
    "servers.pdf",
    "SMTP (Simple Mail Transfer Protocol, RFC 5321) is the protocol used by mail servers to "
    "exchange emails. However, it is not enough by itself to provide a complete configuration "
    "system. This is, without a doubt, one of the most successful administration interfaces.",
)
STANCES = [
    (
        SERVERS,
        "RFC (简单邮件传输协议，SMTP 5321) ，是邮件服务器用来交换电子邮件的协议 [第1页]。",
        CANNOT_TELL,
    ),
    (SERVERS, "然而，它本身还不足以提供完整的配置系统 [第1页]。", SUPPORTED),
    (MANUAL, TURNED, CONTRADICTED),
    (MANUAL, "The guest is admitted if the door of the hall is not locked.", CANNOT_TELL),
    (MANUAL, f"{OTHERWISE[:-1]} [p. 1].", UNSUPPORTED),
    (MANUAL, "The editor changes its behaviour by mode, on typed key strokes [p. 1].", SUPPORTED),
    (HANDBOOK, "我们不管第 10 行，以及点号 (.) [第1页]。", CANNOT_TELL),
    (HANDBOOK, "我们不管第 10 行，鉴于程序用 C 语言编写 [第1页]。", SUPPORTED),
    (HANDBOOK, "欲详细了解正则表达式可以参考 grep(13) [第1页]。", UNSUPPORTED),
]


@pytest.mark.parametrize(("source", "sentence", "stance"), STANCES)
def test_what_is_said_of_it(source, sentence, stance):
    (support,) = check(sentence, [source]).supports
    assert support.stance is stance


def test_words_that_only_name_the_source_are_no_statement_beside_a_quotation():
    quoted = "“他们不是创建软件包所必须的，但对新维护人员而言我们强烈推荐” [第1页]。"
    checked = check(f"手册中写道：{quoted}", [HANDBOOK])
    assert [each.verdict for each in checked.citations] == [Verdict.VERIFIED]
    assert [each.stance for each in checked.supports] == [SUPPORTED]


def test_a_quotation_torn_out_of_a_denial_is_no_less_so_where_only_the_source_is_named():
    (citation,) = check("手册中写道：“出现在名称里” [第2页]。", [HANDBOOK]).citations
    assert (citation.verdict, citation.doubt) == (Verdict.CONTRADICTED, Doubt.LIFTED)


def test_a_quotation_over_a_page_break_whose_lines_are_indented_by_other_spaces():
    text = document(
        "faq.txt", "因为版本发布之间\u3000\nfaq\n6", "7\n\xa0\u3000通常会间隔一年以上。"
    )
    (citation,) = check("“因为版本发布之间通常会间隔一年以上” [p. 2]", [text]).citations
    assert citation.verified
