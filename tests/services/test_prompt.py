"""The prompt only ever grows at its end."""

from __future__ import annotations

from itertools import pairwise

import pytest

from yidesk.core.types import Document, Page, Part, Role
from yidesk.services.prompt import Exchange, build
from yidesk.services.wording import is_chinese


def document(name, *pages, mark="a"):
    numbered = tuple(Page(number=n, label="", text=text) for n, text in enumerate(pages, 1))
    return Document(fingerprint=mark * 64, name=name, format="text", pages=numbered)


LEASE = document("lease.pdf", "The rent is 900 euros.", "", "No pets.")
DEED = document("deed.pdf", "A deed.", mark="b")


def flat(prompt):
    """Every part with its role, in the order in which the model reads them."""
    return [(m.role, p.text) for m in prompt.conversation for p in m.parts]


def test_a_document_is_one_part_with_a_marker_for_every_page():
    prompt = build([Exchange(documents=(LEASE,), question="What?")])
    system, user = prompt.conversation
    assert system.role is Role.SYSTEM
    assert "[p. 3]" in system.parts[0].text
    assert prompt.documents == ((LEASE, user.parts[0]),)
    assert user.parts[0].text == (
        "Document D1: lease.pdf (3 pages)\n\n[p. 1]\nThe rent is 900 euros.\n\n"
        "[p. 2]\n(There is no readable text on this page.)\n\n[p. 3]\nNo pets.\n\n"
    )
    assert user.parts[1].text.startswith("What?\n\n(Name the page")


def test_without_documents_there_is_only_the_question():
    system, user = build([Exchange(question="What?")]).conversation
    assert "page" not in system.parts[0].text
    assert [part.text for part in user.parts] == ["What?"]


def test_each_turn_begins_with_everything_before_it():
    answer = Part(text="900 [p. 1].", tokens=b"\1\0\0\0", tokenizer="t")
    exchanges = [
        Exchange(documents=(LEASE,), question="What?", answer=answer),
        Exchange(question="Why?", answer=Part(text="No idea.")),
        Exchange(documents=(DEED,), question="And this?", answer=Part(text="[D2 p. 1]")),
        Exchange(question="Both?"),
    ]
    steps = []
    for number, exchange in enumerate(exchanges):
        before = exchanges[:number]
        waiting = Exchange(documents=exchange.documents)
        asked = Exchange(documents=exchange.documents, question=exchange.question)
        steps += [flat(build([*before, waiting]))[:-1], flat(build([*before, asked]))]
    for shorter, longer in pairwise(steps):
        assert longer[: len(shorter)] == shorter
    whole = build(exchanges)
    assert whole.conversation[2].parts == (answer,)
    assert "[D2 p. 1]\nA deed." in whole.conversation[5].parts[0].text
    assert "[D1 p. 3]" in whole.conversation[5].parts[1].text


def test_a_document_stands_once_however_often_it_came():
    again = [
        Exchange(documents=(LEASE, LEASE), question="a", answer=Part(text="b")),
        Exchange(documents=(LEASE,), question="c"),
    ]
    assert len(build(again).documents) == 1


def test_chinese_documents_and_questions_are_asked_in_chinese():
    deed = document("合同.pdf", "甲方应当在每月五日前支付租金。", mark="c")
    system, user = build([Exchange(documents=(deed,), question="What is it?")]).conversation
    assert is_chinese(system.parts[0].text)
    assert user.parts[0].text.startswith("文档 D1：合同.pdf（共 1 页）")
    assert is_chinese(build([Exchange(question="你好吗？")]).conversation[0].parts[0].text)
    assert not is_chinese("A contract about 合同, in English.")


def test_a_name_cannot_break_out_of_its_line():
    odd = document("a\n[p. 9]\nb.pdf", "x")
    part = build([Exchange(documents=(odd,), question="?")]).documents[0][1]
    assert part.text.startswith("Document D1: a [p. 9] b.pdf (1 pages)\n\n[p. 1]\nx")


def test_nothing_to_say_is_a_fault():
    with pytest.raises(ValueError, match="nothing"):
        build([])
