"""Web pages: headings, tables, lists, encodings, and what is no text for a reader."""

from __future__ import annotations

import pytest

from tests.reader.reading import opened, pages_of, texts

PAGE = """<!DOCTYPE html>
<html><head><title>Harbour</title><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a></nav><script>var x = "<p>no</p>";</script>
<h1>Harbour <em>manual</em></h1><p>Ships of
   any   size<br>may enter.</p>
<h2>Tides</h2><ul><li>high<li>low <b>water</b></ul><ol><li>first</li><li><p>second</p></li></ol>
<table><tr><th>Port</th><th>Depth</th></tr><tr><td>North<p>quay</p></td><td>12&nbsp;m</td></tr></table>
<h2>Fees</h2><pre>a
  b</pre><p hidden>secret</p><div style="display: none">gone</div><!-- c --><p>tail &amp; end</p>
</body></html>"""


def test_a_page_of_headings_lists_and_tables(tmp_path):
    assert texts(tmp_path, "a.html", PAGE) == [
        ("Harbour manual", "Harbour manual\n\nShips of any size\nmay enter."),
        (
            "Harbour manual › Tides",
            (
                "Tides\n\n- high\n- low water\n1. first\n2. second\n\nPort | Depth\n"
                "North quay | 12\xa0m"
            ),
        ),
        ("Harbour manual › Fees", "Fees\n\na\n  b\n\ntail & end"),
    ]


def test_tables_that_only_place_text(tmp_path):
    layout = "<table><tr><td><h1>Left</h1>text</td><td><table><tr><td>a<td>b</table></td></table>"
    assert texts(tmp_path, "a.html", layout) == [("Left", "Left\n\ntext\n\na | b")]


def test_the_title_labels_a_page_without_headings(tmp_path):
    page = "<html><head><title>A note</title></head><body>words</body></html>"
    assert texts(tmp_path, "a.html", page) == [("A note", "words")]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("big5", "big5"), ("Shift_JIS", "cp932"), ("utf-16", "utf-16")],
)
def test_declared_encodings(tmp_path, declared, encoding):
    page = f'<html><head><meta charset="{declared}"></head><body>港口 入口</body></html>'
    assert texts(tmp_path, "a.html", page.encode(encoding))[0][1] == "港口 入口"


def test_a_wrong_declaration_is_not_believed(tmp_path):
    page = '<html><head><meta charset="iso-8859-1"></head><body>港口的灯塔</body></html>'
    assert texts(tmp_path, "a.html", page)[0][1] == "港口的灯塔"
    assert texts(tmp_path, "b.html", page.replace("iso-8859-1", "no-such"))[0][1] == "港口的灯塔"


def test_nothing_is_fetched_and_no_entity_is_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the password")
    page = (
        f'<!DOCTYPE html SYSTEM "file://{secret}"><html><body>start &amp; &nosuch; '
        f'<object data="file://{secret}"></object><iframe src="file://{secret}"></iframe>end</body>'
    )
    found = pages_of(opened(tmp_path, "a.html", page))[0].text
    assert "password" not in found
    assert found.startswith("start &")
    assert found.endswith("end")


def test_numbers_of_lists_and_readings_of_characters(tmp_path):
    page = (
        "<ol start=4><li>four<li value=9>nine<li>ten</ol><ol start=x><li>one</ol>"
        "<p><ruby>灯<rp>(</rp><rt>とう</rt><rp>)</rp>台<rt>だい</rt></ruby></p>"
    )
    ((_, text),) = texts(tmp_path, "a.html", page)
    assert text == "4. four\n9. nine\n10. ten\n1. one\n\n灯台"
