"""Markdown, as models write it, as HTML that holds nothing but its text and its structure.

Everything is escaped before it is marked up: whatever a model or a person wrote, no element,
attribute or address comes out that is not made here. Pictures become their descriptions, so that
a page fetches nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence

DEEPEST = 12
"""Lists and quotations inside each other; what lies deeper is text."""
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*([^`\s]*)[^`]*$")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_RULE = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_ITEM = re.compile(r"^( {0,3})([-*+]|\d{1,9}[.)])([ \t]+|$)")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DELIMITERS = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_FORMULA = re.compile(
    r"\$\$[^\x00]+?\$\$|\\\[[^\x00]+?\\\]|\\\([^\x00]+?\\\)"
    r"|(?<![\w\\$])\$(?![\s$])[^$\n\x00]*?(?<![\s\\])\$(?![\w$])"
)
"""TeX, which means other things by a backslash and an underscore; left as it was written."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\([^()\s]*(?:[ \t]+[^()]*)?\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)(?:[ \t]+[^()]*)?\)")
_BARE_LINK = re.compile(r"&lt;(https?://[^\s&]+)&gt;")
_SAFE = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
_PAIRS = (
    (re.compile(r"(?<!\*)\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL), "strong"),
    (re.compile(r"(?<![\w_])__(?=\S)(.+?)(?<=\S)__(?![\w_])", re.DOTALL), "strong"),
    (re.compile(r"(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)", re.DOTALL), "em"),
    (re.compile(r"(?<![\w_])_(?=[^\s_])(.+?)(?<=[^\s_])_(?![\w_])", re.DOTALL), "em"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL), "del"),
)
_KEPT = re.compile(r"\x00(\d+)\x00")


def to_html(text: str) -> str:
    """TEXT as the inside of an HTML element."""
    lines = text.replace("\x00", "\ufffd").expandtabs(4).splitlines()
    return "\n".join(_blocks(lines, 0))


def plain_html(text: str) -> str:
    """A text that is no Markdown: its lines and blank lines stay."""
    paragraphs = (part for part in re.split(r"\n{2,}", text.strip("\n")) if part.strip())
    return "\n".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs)


def _blocks(lines: Sequence[str], depth: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        for read in (_fence, _heading, _rule, _table, _quote, _list):
            if (found := read(lines, at, depth)) is not None:
                block, at = found
                yield block
                break
        else:
            block, at = _paragraph(lines, at, depth)
            yield block


Found = tuple[str, int] | None
"""A block, and the line behind it."""


def _fence(lines: Sequence[str], at: int, _depth: int) -> Found:
    if (opened := _FENCE.match(lines[at])) is None:
        return None
    fence, language = opened[1], opened[2]
    closing = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
    end = next((n for n in range(at + 1, len(lines)) if closing.match(lines[n])), len(lines))
    kind = f' class="language-{html.escape(language)}"' if language else ""
    code = "".join(f"{html.escape(line)}\n" for line in lines[at + 1 : end])
    return f"<pre><code{kind}>{code}</code></pre>", end + 1


def _heading(lines: Sequence[str], at: int, _depth: int) -> Found:
    """One of an answer stands below that of its turn."""
    if (found := _HEADING.match(lines[at])) is None:
        return None
    level = min(6, len(found[1]) + 2)
    return f"<h{level}>{_inline(found[2])}</h{level}>", at + 1


def _rule(lines: Sequence[str], at: int, _depth: int) -> Found:
    return ("<hr>", at + 1) if _RULE.match(lines[at]) else None


def _table(lines: Sequence[str], at: int, _depth: int) -> Found:
    if "|" not in lines[at] or at + 1 >= len(lines) or not _DELIMITERS.match(lines[at + 1]):
        return None
    head, kinds = _cells(lines[at]), _cells(lines[at + 1])
    if len(head) != len(kinds):
        return None
    end = at + 2
    while end < len(lines) and "|" in lines[end] and lines[end].strip():
        end += 1
    sides = [_side(kind) for kind in kinds]
    rows = [_row(_cells(line), sides, "td") for line in lines[at + 2 : end]]
    body = f"<tbody>{''.join(rows)}</tbody>" if rows else ""
    return f"<table><thead>{_row(head, sides, 'th')}</thead>{body}</table>", end


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith(r"\|") else inner
    return [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _side(kind: str) -> str:
    if kind.endswith(":"):
        return ' style="text-align: center"' if kind.startswith(":") else _RIGHT
    return ""


_RIGHT = ' style="text-align: right"'


def _row(cells: Sequence[str], sides: Sequence[str], kind: str) -> str:
    padded = [*cells, *[""] * len(sides)][: len(sides)]
    inside = (
        f"<{kind}{side}>{_inline(cell)}</{kind}>" for cell, side in zip(padded, sides, strict=True)
    )
    return f"<tr>{''.join(inside)}</tr>"


def _quote(lines: Sequence[str], at: int, depth: int) -> Found:
    if depth >= DEEPEST or not _QUOTE.match(lines[at]):
        return None
    end = at
    while end < len(lines) and _QUOTE.match(lines[end]):
        end += 1
    inner = [_QUOTE.sub("", line, count=1) for line in lines[at:end]]
    return f"<blockquote>{''.join(_blocks(inner, depth + 1))}</blockquote>", end


def _list(lines: Sequence[str], at: int, depth: int) -> Found:
    if depth >= DEEPEST or (first := _ITEM.match(lines[at])) is None:
        return None
    is_ordered = first[2][0].isdigit()
    items: list[str] = []
    while at < len(lines) and (found := _ITEM.match(lines[at])) is not None:
        if found[2][0].isdigit() != is_ordered or _RULE.match(lines[at]):
            break
        inner, at = _item(lines, at, found)
        blocks = list(_blocks(inner, depth + 1))
        items.append(f"<li>{_tight(blocks)}</li>")
    kind = "ol" if is_ordered else "ul"
    number = int(first[2][:-1]) if is_ordered else 1
    start = f' start="{number}"' if number != 1 else ""
    return f"<{kind}{start}>{''.join(items)}</{kind}>", at


def _item(lines: Sequence[str], at: int, found: re.Match[str]) -> tuple[list[str], int]:
    """The lines of one item without their indentation, and the line behind it."""
    width = len(found[0]) if found[3].strip("\n") and len(found[3]) < 5 else len(found[1]) + 2
    inner = [lines[at][len(found[0]) :]]
    end = at + 1
    while end < len(lines):
        line = lines[end]
        if line.strip():
            is_out = len(line) - len(line.lstrip(" ")) < min(width, 2)
            if is_out and (not inner[-1].strip() or _begins_block(line)):
                break
        elif not _goes_on(lines, end, min(width, 2)):
            break
        inner.append(line[min(width, len(line) - len(line.lstrip(" "))) :])
        end += 1
    while end < len(lines) and not lines[end].strip():
        end += 1
    return inner, end


def _goes_on(lines: Sequence[str], at: int, width: int) -> bool:
    """Whether the item goes on behind a blank line."""
    after = next((line for line in lines[at:] if line.strip()), "")
    return len(after) - len(after.lstrip(" ")) >= width


def _tight(blocks: Sequence[str]) -> str:
    """A first paragraph stands in its item as it is."""
    if blocks and blocks[0].startswith("<p>"):
        return "".join((blocks[0].removeprefix("<p>").removesuffix("</p>"), *blocks[1:]))
    return "".join(blocks)


def _begins_block(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_FENCE, _HEADING, _RULE, _QUOTE, _ITEM))


def _paragraph(lines: Sequence[str], at: int, depth: int) -> tuple[str, int]:
    end = at + 1
    while end < len(lines) and lines[end].strip():
        if depth < DEEPEST and _begins_block(lines[end]):
            break
        end += 1
    text = "\n".join(line.lstrip() for line in lines[at:end]).rstrip()
    return f"<p>{_inline(text)}</p>", end


def _inline(text: str) -> str:
    """What stands inside a block; code and links are put aside while the rest is marked up."""
    kept: list[str] = []

    def keep(markup: str) -> str:
        kept.append(markup)
        return f"\x00{len(kept) - 1}\x00"

    text = _CODE.sub(lambda found: keep(f"<code>{html.escape(found[2].strip())}</code>"), text)
    text = _FORMULA.sub(lambda found: keep(html.escape(found[0])), text)
    text = _ESCAPED.sub(lambda found: keep(html.escape(found[1])), text)
    text = _IMAGE.sub(lambda found: f"[{found[1]}]", text)
    text = html.escape(text)
    text = _LINK.sub(lambda found: _link(found, keep), text)
    text = _BARE_LINK.sub(lambda found: keep(f'<a href="{found[1]}">{found[1]}</a>'), text)
    for pattern, kind in _PAIRS:
        text = pattern.sub(rf"<{kind}>\1</{kind}>", text)
    text = re.sub(r"(?: {2,}|\\)\n", "<br>\n", text)
    return _put_back(text, kept)


def _link(found: re.Match[str], keep: Callable[[str], str]) -> str:
    """A link to the web; any other one is shown as it was written."""
    name, address = found[1], found[2]
    if not _SAFE.match(address) or "\x00" in address:
        return found[0]
    return keep(f'<a href="{address}">') + name + keep("</a>")


def _put_back(text: str, kept: Sequence[str]) -> str:
    return _KEPT.sub(lambda found: kept[int(found[1])], text)
