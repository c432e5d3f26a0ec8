"""Old and damaged encodings, on texts of the size people have."""

from __future__ import annotations

import codecs
import os

import pytest

from yidesk.documents.encoding import decode

SIMPLIFIED = "灯塔的特征是其闪光的节奏。每晚消耗约四十七公斤煤油，日落前补充储油罐。\n低时鸣号。\n"
TRADITIONAL = "燈塔的特徵是其閃光的節奏。每晚消耗約四十七公斤煤油，日落前補充儲油罐。\n低時鳴號。\n"
JAPANESE = (
    "灯台の特徴はその閃光のリズムです。毎晩およそ四十七キロの石油を使います。\n日没前に補給。\n"
)
RUSSIAN = "Характеристика маяка — это ритм его вспышек, и за него отвечает смотритель.\n" * 2
GERMAN = (
    "Die Kennung eines Leuchtturms ist der Rhythmus; größere Türme verbrauchen nachts mehr Öl.\n"
)
FRENCH = "Le caractère d’un phare est le rythme de ses éclats ; le gardien en répond à l’été.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "gb2312"),
        (TRADITIONAL, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (RUSSIAN, "cp1251"),
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SIMPLIFIED, "utf-16"),
        (GERMAN, "utf-16-le"),
        (GERMAN, "utf-16-be"),
        (SIMPLIFIED + "mixed with English words\n", "utf-16-le"),
        ("第一条 租金每月九百元。\n第二条 一次付清。\n", "utf-16-le"),
        ("第一條 租金每月九千元。\n第二條 一次付清。\n", "utf-16-be"),
        ("租金每月九百元。", "gb18030"),
        ("제1조 임대인은 서울의 주택을 임차인에게 임대한다.\n", "cp949"),
        (SIMPLIFIED, "utf-32"),
        ("an ASCII text\n", "ascii"),
    ],
)
def test_text_comes_back(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text


def test_chinese_comments_in_much_ascii():
    text = (
        "int main(void) { return 0; } /* plain */\n" * 3000
        + "/* 返回灯塔的特征和闪光节奏 */\n" * 20
    )
    decoded = decode(text.encode("gb18030"))
    assert decoded is not None
    assert decoded.text == text


def test_utf8_mark_is_no_character():
    decoded = decode(codecs.BOM_UTF8 + "文本".encode())
    assert decoded is not None
    assert decoded.text == "文本"


def test_damaged_utf8_stays_utf8():
    data = bytearray((SIMPLIFIED * 5).encode())
    data[100] = 0xFF
    decoded = decode(bytes(data[:-2]))  # its last character is cut as well
    assert decoded is not None
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") < 6
    assert "储油罐" in decoded.text


def test_data_is_no_text():
    assert decode(os.urandom(4000)) is None
