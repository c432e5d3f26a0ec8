"""A chat for people to read: Markdown, and one HTML page that fetches nothing."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from yidesk.core import words
from yidesk.core.presets import ChatChoices
from yidesk.core.types import Mode, Role
from yidesk.services.exchange import evidence
from yidesk.services.exchange.markup import plain_html, to_html
from yidesk.store.records import ChatSummary, Turn

_PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="YiDesk">
<title>{title}</title>
<style>{style}</style></head><body>
<h1>{title}</h1>
<p class="when">{when}</p>
{turns}
</body></html>
"""
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 45em; margin: 2em auto; padding: 0 1em; color: #1f1e1b; background: #fbfaf8;
  font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
h1 { font-size: 1.5em; margin: 0 0 .2em; }
h2 { font-size: 1em; color: #67655f; margin: 2.2em 0 .4em; }
h3, h4, h5, h6 { font-size: 1.1em; margin: 1.2em 0 .4em; }
p { margin: 0 0 .8em; }
pre { background: #f2f0ec; padding: .8em 1em; border-radius: 8px; overflow: auto; }
code { font: .92em ui-monospace, Consolas, "DejaVu Sans Mono", monospace; }
table { border-collapse: collapse; margin: 0 0 .8em; }
th, td { border: 1px solid #e4e1da; padding: .3em .7em; text-align: left; }
svg { max-width: 100%; } .formula { display: block; text-align: center; margin: .6em 0; }
blockquote { margin: 0 0 .8em; padding-left: 1em; border-left: 3px solid #e4e1da; }
.when, .documents, .coverage, .ending, .sources { color: #67655f; font-size: .88em; }
.sources { padding-left: 1.2em; } .wrong { color: #b3261e; } .unsure { color: #8a6100; }
@media (prefers-color-scheme: dark) {
  body { color: #eceae4; background: #191917; } pre { background: #2b2a28; }
  h2, .when, .documents, .coverage, .ending, .sources { color: #a8a59c; }
  th, td, blockquote { border-color: #363532; }
  .wrong { color: #f2837b; } .unsure { color: #e3b341; }
}
@media print { body { background: none; color: black; } pre { white-space: pre-wrap; } }
"""
_TONES = {"✓": "", "?": ' class="unsure"', "≠": ' class="wrong"', "✗": ' class="wrong"'}


@dataclass(frozen=True, slots=True)
class Written:
    """What is to be exported: the chat, the branch that is shown, the whole tree."""

    chat: ChatSummary
    branch: Sequence[Turn]
    tree: Sequence[Turn]
    choices: ChatChoices
    mode: Mode | None
    names: dict[str, str]
    """Fingerprint of a document -> its name."""


def to_markdown(written: Written) -> str:
    """The branch that is shown, as its author and the model wrote it, with what was checked."""
    parts = [f"# {' '.join(written.chat.title.split())}"]
    for turn in written.branch:
        parts.append(f"## {_speaker(turn)}")
        if turn.documents:
            parts.append("\n".join(f"- {written.names.get(each, each)}" for each in turn.documents))
        parts.append(turn.text)
        if turn.role is Role.ASSISTANT:
            parts += _evidence(turn, written)
    return "\n\n".join(filter(None, parts)) + "\n"


def _evidence(turn: Turn, written: Written) -> list[str]:
    lines = [*evidence.coverage_lines(turn.report), evidence.ending(turn.state)]
    found = "\n".join(f"- {each}" for each in evidence.sources(turn.report, written.names))
    return [f"*{line}*" for line in filter(None, lines)] + [found]


def to_page(
    written: Written, *, style: str = _STYLE, answer: Callable[[str], str] = to_html
) -> str:
    """The branch that is shown, as one page; everything in it is escaped.

    ANSWER marks up the Markdown of an answer.
    """
    return _PAGE.format(
        language=words.language().replace("_", "-"),
        title=html.escape(written.chat.title),
        when=_day(written.chat.created),
        style=style,
        turns="\n".join(_turn(turn, written, answer) for turn in written.branch),
    )


def _turn(turn: Turn, written: Written, answer: Callable[[str], str]) -> str:
    parts = [f"<h2>{html.escape(_speaker(turn))}</h2>"]
    if turn.documents:
        names = words.listed(written.names.get(each, each) for each in turn.documents)
        parts.append(f'<p class="documents">{html.escape(names)}</p>')
    if turn.role is Role.USER:
        parts.append(plain_html(turn.text))
        return "\n".join(parts)
    parts.append(answer(turn.text))
    if said := evidence.ending(turn.state):
        parts.append(f'<p class="ending">{html.escape(said)}</p>')
    if lines := evidence.coverage_lines(turn.report):
        parts.append(f'<p class="coverage">{"<br>".join(map(html.escape, lines))}</p>')
    if found := evidence.sources(turn.report, written.names):
        items = "".join(_source(each) for each in found)
        parts.append(f'<ul class="sources">{items}</ul>')
    return "\n".join(parts)


def _source(source: evidence.Source) -> str:
    return f"<li{_TONES[evidence.MARKS[source.verdict]]}>{html.escape(str(source))}</li>"


def _speaker(turn: Turn) -> str:
    return words.say("You") if turn.role is Role.USER else turn.report.model or "YiDesk"


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
