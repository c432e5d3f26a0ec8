"""Markdown as HTML: its structure comes out, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from yidesk.services.exchange.markup import DEEPEST, plain_html, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*b* **c** `d<e`", "<p><em>b</em> <strong>c</strong> <code>d&lt;e</code></p>"),
        ("a ~~f~~", "<p>a <del>f</del></p>"),
        ("2 * 3 * 4 snake_case_name", "<p>2 * 3 * 4 snake_case_name</p>"),
        ("**屋顶**由房东负责", "<p><strong>屋顶</strong>由房东负责</p>"),
        ("# One\n\n### Three", "<h3>One</h3>\n<h5>Three</h5>"),
        ("a  \nb\nc", "<p>a<br>\nb\nc</p>"),
        ("> quoted\n> more", "<blockquote><p>quoted\nmore</p></blockquote>"),
        ("- a\n- b\n  - c\n\nd", "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>\n<p>d</p>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("- a\n\n  second\n- b", "<ul><li>a<p>second</p></li><li>b</li></ul>"),
        ("```py\n<\n```\nz", '<pre><code class="language-py">&lt;\n</code></pre>\n<p>z</p>'),
        ("```\na\n\nb\n```", "<pre><code>a\n\nb\n</code></pre>"),
        ("~~~\nopen", "<pre><code>open\n</code></pre>"),
        ("---", "<hr>"),
        ("[a](https://x.org/?b=1&c=2)", '<p><a href="https://x.org/?b=1&amp;c=2">a</a></p>'),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](java script:1)", "<p>[a](java script:1)</p>"),
        ("![a cat](https://x.org/cat.png)", "<p>[a cat]</p>"),
        ("<https://x.org>", '<p><a href="https://x.org">https://x.org</a></p>'),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        (r"\*not\* and \\", "<p>*not* and \\</p>"),
        ("\x00 1 \x000\x00", "<p>\ufffd 1 \ufffd0\ufffd</p>"),
    ],
)  # fmt: skip
def test_what_models_write(text, html):
    assert to_html(text) == html


def test_a_table():
    html = to_html("| a | b |\n|:-:|--:|\n| 1 | `x|y` |\n| 2 |\n\nafter")
    assert html.startswith('<table><thead><tr><th style="text-align: center">a</th>')
    assert '<td style="text-align: right"></td></tr></tbody></table>\n<p>after</p>' in html


def test_a_question_keeps_its_lines():
    assert plain_html("a <b>\nc\n\n\n# d") == "<p>a &lt;b&gt;<br>c</p>\n<p># d</p>"


def test_depth_is_bounded():
    html = to_html("> " * 500 + "deep")
    assert html.count("<blockquote>") == DEEPEST
    assert "deep" in html
    assert to_html("".join(f"{'  ' * n}- x\n" for n in range(300))).count("<ul>") <= DEEPEST + 1


MARKS = [
    *("*", "**", "_", "`", "```", "-", "1.", ">", "#", "|", "|-|", "[", "](", ")", "https://"),
    *("javascript:", "<script>", "<", "&", '"', "'", "\\", "!", "~~", "a", "b", "中文", "\x00"),
    *("0", "&lt;", "on=x"),
]
PIECES = st.lists(st.sampled_from([*MARKS, " ", "  ", "\n", "\n\n"]), max_size=60).map("".join)
ALLOWED = {
    "p", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "br", "hr", "ul", "ol", "li",
    "blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "div",
}  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(PIECES)
def test_nothing_but_known_elements_and_safe_addresses_comes_out(text):
    html = to_html(text)
    assert "\x00" not in html
    for element in lxml_html.fragment_fromstring(html, create_parent="div").iter():
        assert element.tag in ALLOWED
        for name, value in element.attrib.items():
            assert name in {"href", "class", "start", "style"}
            if name == "href":
                assert re.match(r"https?://|mailto:", value)
            if name == "style":
                assert re.fullmatch(r"text-align: (center|right)", value)


@pytest.mark.parametrize(
    "formula", [r"$$\int_0^1 x\,dx = a_1 * b * c$$", r"$x_1\,y_1$", r"\(a_1 \* b_1\)", r"\[x\]"]
)
def test_formulas_stay_as_they_were_written(formula):
    assert to_html(f"So {formula} holds.") == f"<p>So {formula} holds.</p>"


def test_prices_are_no_formulas():
    assert to_html("From $5 to *$6*, not $ 7 $.") == "<p>From $5 to <em>$6</em>, not $ 7 $.</p>"
