"""Old and damaged encodings, on texts of the size people have."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest

from yidesk.documents.encoding import decode

CASES = Path(__file__).parents[1] / "services" / "citation_cases"
MIXED = CASES / "installation-guide.zh-cn.json"
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
POLISH = (
    "Najemca płaci czynsz do dziesiątego dnia każdego miesiąca; właściciel odpowiada za dach.\n"
)
CZECH = "Nájemce platí nájemné do desátého dne každého měsíce; střechu opravuje vlastník.\n"
HUNGARIAN = "A bérlő minden hónap tizedikéig fizeti a bérleti díjat, a tetőt a tulajdonos őrzi.\n"
ROMANIAN = "Chiriaşul plăteşte chiria până la data de zece; proprietarul răspunde de acoperiş.\n"
CROATIAN = "Najmoprimac plaća najamninu do desetog dana u mjesecu, a vlasnik čisti žljebove.\n"
TURKISH = (
    "Kiracı her ayın onuncu gününe kadar kira öder; çatıdan mal sahibi sorumludur, değil mi?\n"
)
LITHUANIAN = (
    "Nuomininkas moka nuomą iki dešimtos dienos, už stogą atsako savininkas, įėjęs į ūkį.\n"
)
PORTUGUESE = "O inquilino não paga a reparação; as obrigações são três: pão, maçã e coração.\n"
GREEK = "Ο ενοικιαστής πληρώνει το ενοίκιο μέχρι τη δέκατη ημέρα κάθε μήνα.\n"
HEBREW = "השוכר משלם את שכר הדירה עד העשירי בכל חודש. הבעלים אחראי לגג.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (POLISH, "cp852"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (HUNGARIAN, "cp1250"),
        (ROMANIAN, "cp1250"),
        (CROATIAN, "cp1250"),
        (TURKISH, "cp1254"),
        (LITHUANIAN, "cp1257"),
        (PORTUGUESE, "cp1252"),
        (GERMAN, "cp850"),
        (FRENCH.replace("’été", "œuvre à 3 €").replace("’", "'"), "iso8859-15"),
        (RUSSIAN.replace("—", "-"), "koi8-r"),
        (RUSSIAN.replace("—", "-"), "cp866"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (JAPANESE, "iso2022_jp"),
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


@pytest.mark.parametrize("encoding", ["gb18030", "big5"])
def test_english_with_some_chinese_in_it(encoding):
    """Each piece of a real text has another share of Chinese, down to a single word.

    A pair of Chinese quotation marks alone is taken for Latin letters.
    """
    text = MIXED.read_text("utf-8")
    for begin in range(0, len(text), 1700):
        piece = text[begin : begin + 2000]
        if not any("\u4e00" <= character <= "\u9fff" for character in piece):
            continue
        data = piece.encode(encoding, "ignore")
        decoded = decode(data)
        assert decoded is not None
        assert (begin, decoded.text) == (begin, data.decode(encoding))


def test_foreign_names_do_not_change_the_language():
    text = CZECH * 10 + "Podepsáni: Francois Müller, Łukasz Wałęsa.\n"
    decoded = decode(text.encode("cp1250"))
    assert decoded is not None
    assert (decoded.encoding, "Müller, Łukasz" in decoded.text) == ("cp1250", True)


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
