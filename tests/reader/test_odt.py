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
