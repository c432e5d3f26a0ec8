"""Numbers are the same in every spelling and language."""

from __future__ import annotations

import pytest

from yidesk.services.checking.quantities import quantities
from yidesk.services.checking.terms import plain
from yidesk.services.languages.recognising import differ, language


@pytest.mark.parametrize(
    ("value", "unit", "spellings"),
    [
        ("1250", "", ["1,250", "1250", "1250.00", "一千二百五十", "1\u00a0250"]),
        ("1250", "EUR", ["1.250 Euro", "€1,250", "1\u202f250 €", "1250欧元"]),
        ("8500", "CNY", ["8,500 yuan", "８５００元", "八千五百元", "RMB 8,500", "人民币8500"]),
        ("5%", "", ["5%", "5 %", "５％", "five percent", "百分之五", "5 per cent"]),
        ("12.5%", "", ["12.5 %", "12,5 %", "百分之12.5"]),
        ("85000", "CNY", ["8.5万元", "八万五千元", "85,000 yuan"]),
        ("2000000", "", ["2 million", "two million", "二百万", "200万", "2,000,000"]),
        ("300000000", "", ["3亿", "300 million", "三亿"]),
        ("60", "day", ["60 days", "sixty days", "六十日", "60天", "60-day", "60 calendar days"]),
        ("3", "month", ["three months", "3个月", "三个月", "3-month"]),
        ("1", "month", ["one month", "一个月", "1 month"]),
        ("24", "hour", ["twenty-four hours", "24小时", "二十四小时"]),
        (
            "2024-04-01",
            "",
            [
                "1 April 2024", "April 1, 2024", "1st of April 2024", "2024年4月1日", "2024-04-01",
                "二〇二四年四月一日", "2024/4/1", "Apr. 1, 2024", "1.4.2024",
            ],
        ),
        ("2024-03", "", ["March 2024", "2024年3月"]),
        ("--03-01", "", ["March 1", "3月1日", "1 March"]),
        ("15:00", "", ["15:00", "3 p.m.", "3:00 pm", "下午3点", "下午三点"]),
        ("10002", "", ["10,002", "一万零二"]),
        ("12000", "", ["一万二", "12 thousand", "1.2万"]),
        ("7", "chapter", ["chapter 7", "第7章", "第七章"]),
        ("1.2.53", "", ["1.2.53"]),
    ],
)  # fmt: skip
def test_one_number_in_many_spellings(value, unit, spellings):
    for spelling in spellings:
        (found,) = quantities(plain(spelling))
        assert (found.value, found.unit) == (value, unit), spelling
        assert found.value in found.held


@pytest.mark.parametrize(
    "text", ["万一", "十分重要", "统一", "一般", "第三方", "may", "单一的", "千万不要"]
)
def test_words_with_a_numeral_in_them_are_no_numbers(text):
    assert quantities(text) == []


def test_a_date_says_its_year_and_its_month_too():
    (date,) = quantities("1 April 2024")
    assert {"2024", "2024-04", "--04-01"} <= date.held


def test_what_is_said_in_passing_need_not_be_found_again():
    assert [q.loose for q in quantities("the first one, 一个")] == [True, True]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The lessee shall pay the rent."),
        ("de", "Der Mieter zahlt die Miete."),
        ("fr", "Le locataire paie le loyer dans les délais."),
        ("zh", "乙方应当支付租金。"),
        ("zh", "使用 dpkg-buildpackage -us -uc 命令构建软件包。"),
        ("ja", "パッケージをインストールする"),
        ("ko", "패키지를 설치한다"),
        ("Cyrl", "Арендатор платит"),
        ("Latn", "dpkg-buildpackage -us -uc"),
        ("", "12 % — 7"),
    ],
)
def test_languages_are_told_apart(code, text):
    assert language(text) == code


def test_latin_letters_of_an_unknown_language_may_be_any_of_them():
    assert not differ("Latn", "en")
    assert differ("Latn", "zh")
    assert differ("de", "en")
    assert not differ("", "zh")
