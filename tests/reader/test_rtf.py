"""RTF: code pages, Unicode, tables, headings, and what is hidden or deleted."""

from __future__ import annotations

import pytest

from tests.reader.reading import opened, pages_of, texts
from yidesk.documents.docx import DELETIONS
from yidesk.documents.package import DAMAGED


def rtf(body: str, head: str = "\\ansi\\ansicpg1252") -> str:
    return "{\\rtf1" + head + " " + body + "}"


def hexed(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


FONTS = "{\\fonttbl{\\f0\\fcharset0 Times;}{\\f1\\fcharset134 SimSun;}{\\f2\\fcharset128 Mincho;}}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("plain \\b bold\\b0  text\\par\nnext", "plain bold text\n\nnext"),
        (
            "{\\f1 " + hexed("灯塔", "gb18030") + "} and {\\f2 " + hexed("灯台", "cp932") + "}",
            "灯塔 and 灯台",
        ),
        ("\\u28783?\\u22612? \\uc0\\u-10179\\u-8704 end", "灯塔 \U0001f600end"),
        ("\\uc2\\u8364\\'80\\'80x", "€x"),
        (
            "na" + hexed("ï", "cp1252") + "ve \\endash  \\lquote q\\rquote  \\{x\\}\\~y",
            "naïve – ‘q’ {x}\xa0y",
        ),
        ("a{\\*\\generator Word;}{\\pict 89504e47}b{\\v hidden}c", "abc"),
        ("a\\bin5 \\}}{{b", "ab"),
        ('link {\\field{\\*\\fldinst HYPERLINK "x"}{\\fldrslt shown}}', "link shown"),
        ("word{\\footnote \\pard\\plain said before} goes on", "word (note: said before) goes on"),
        ("{\\*\\shpinst{\\shptxt box\\par}}", "box"),
    ],
)
def test_text(tmp_path, body, expected):
    ((_, text),) = texts(tmp_path, "a.rtf", rtf(FONTS + body))
    assert text == expected


def test_a_code_page_for_the_whole(tmp_path):
    data = rtf("价格 " + hexed("价格", "gbk"), "\\ansi\\ansicpg936").encode("gbk")
    assert texts(tmp_path, "a.doc", data) == [("", "价格 价格")]


def test_headings_and_tables(tmp_path):
    row = "\\trowd\\cellx1\\cellx2\\pard\\intbl %s\\cell %s\\cell\\row "
    body = (
        "\\pard\\outlinelevel0 One\\par\\pard text\\par\\pard\\outlinelevel0 Two\\par"
        + row % ("a", "b\\par c")
        + row % ("", "d")
        + "\\pard after\\par"
    )
    assert texts(tmp_path, "a.rtf", rtf(body)) == [
        ("One", "One\n\ntext"),
        ("Two", "Two\n\na | b c\n| d\n\nafter"),
    ]


def test_deleted_text_and_a_file_cut_off(tmp_path):
    document = opened(tmp_path, "a.rtf", rtf("The rent is {\\deleted 100}{\\revised 200}.")[:-1])
    assert pages_of(document)[0].text == "The rent is 200."
    assert set(document.notes) == {DELETIONS, DAMAGED}


def test_signs_of_picture_fonts_and_western_text_in_a_chinese_document(tmp_path):
    fonts = (
        "{\\fonttbl{\\f0\\fcharset134 SimSun;}{\\f1\\fcharset0 Arial;}{\\f3\\fcharset2 Symbol;}}"
    )
    body = (
        fonts
        + "{\\listtext\\f3\\'b7\\tab}one\\par{\\f3\\'fc} done\\par"
        + "{\\f1 caf\\'e9 \\'93q\\'94}\\par{\\f1 "
        + hexed("租金", "gb18030")
        + "}"
    )
    ((_, text),) = texts(tmp_path, "a.rtf", rtf(body, "\\ansi\\ansicpg936"))
    assert text == "•\tone\n\n✓ done\n\ncafé “q”\n\n租金"


def test_a_footnote_as_libreoffice_writes_it(tmp_path):
    ((_, text),) = texts(tmp_path, "a.rtf", rtf("word{\\*\\footnote \\pard said before} on"))
    assert text == "word (note: said before) on"
