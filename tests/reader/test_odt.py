"""ODT: headings, white space, lists, tables, notes and tracked changes."""

from __future__ import annotations

import pytest

from tests.reader.make_package import make_odt
from tests.reader.reading import opened, pages_of, texts
from yidesk.core.errors import DocumentError
from yidesk.documents.docx import COMMENTS, DELETIONS

BODY = """
<text:tracked-changes><text:changed-region><text:deletion><text:p>was here</text:p></text:deletion>
</text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Lamp</text:h>
<text:p>Burns   <text:span>oil</text:span>:<text:s text:c="3"/>one<text:tab/>two<text:line-break/>
three<text:note><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Paraffin.</text:p></text:note-body></text:note>, always<office:annotation>
<text:p>really?</text:p></office:annotation>.</text:p>
<text:list><text:list-item><text:p>wick</text:p></text:list-item><text:list-item><text:p>glass</text:p>
</text:list-item></text:list>
<text:h text:outline-level="1">Fog</text:h>
<table:table><table:table-row><table:table-cell><text:p>雾号</text:p></table:table-cell>
<table:table-cell><text:p>two</text:p><text:p>blasts</text:p></table:table-cell></table:table-row>
</table:table>
"""


def test_everything_in_order(tmp_path):
    document = opened(tmp_path, "a.odt", make_odt(BODY))
    assert [(page.label, page.text) for page in pages_of(document)] == [
        (
            "Lamp",
            (
                "Lamp\n\nBurns oil:   one\ttwo\nthree (note 1), always.\n\n(note 1) Paraffin.\n"
                "- wick\n- glass"
            ),
        ),
        ("Fog", "Fog\n\n雾号 | two blasts"),
    ]
    assert set(document.notes) == {DELETIONS, COMMENTS}


def test_asking_for_a_billion_spaces(tmp_path):
    body = '<text:p>a<text:s text:c="1000000000"/>b</text:p>'
    ((_, text),) = texts(tmp_path, "a.odt", make_odt(body))
    assert len(text) < 200


def test_encrypted(tmp_path):
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(DocumentError) as caught:
        opened(tmp_path, "a.odt", make_odt("", manifest=manifest))
    assert caught.value.code == "document_encrypted"
    assert "save a copy without a password" in caught.value.next_step


LIST_STYLES = """<office:automatic-styles><text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."
 style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="1"
 style:num-prefix="(" style:num-suffix=")" text:start-value="3"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="x"/></text:list-style>
</office:automatic-styles>"""


def items(*texts: str, more: str = "") -> str:
    return "".join(
        f"<text:list-item><text:p>{text}</text:p>{more}</text:list-item>" for text in texts
    )


def test_items_are_numbered_as_their_list_says(tmp_path):
    third = f"<text:list>{items('third')}</text:list>"
    second = f"<text:list>{items('c', more=third)}{items('d')}</text:list>"
    body = (
        f'<text:list text:style-name="L">{items("a", more=second)}{items("b")}</text:list>'
        "<text:p>between</text:p>"
        '<text:list text:style-name="L" text:continue-numbering="true">'
        f'{items("goes on")}<text:list-item text:start-value="9"><text:p>nine</text:p>'
        "</text:list-item></text:list>"
        f'<text:list text:style-name="L">{items("anew")}</text:list>'
        f'<text:list text:style-name="unknown">{items("plain")}</text:list>'
    )
    ((_, text),) = texts(tmp_path, "a.odt", make_odt(body, styles=LIST_STYLES))
    assert text.split("\n") == [
        *("一、 a", "(3) c", "- third", "(4) d", "二、 b", "", "between", ""),
        *("三、 goes on", "九、 nine", "一、 anew", "- plain"),
    ]
