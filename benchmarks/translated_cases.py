"""Labelled answers in one language about a manual in the other, from a manual and its translation.

    python -m benchmarks.translated_cases ENGLISH CHINESE NAME SOURCE PAGES EACH SEED [held-out]

ENGLISH and CHINESE are folders with the same HTML files (or x.en.html and x.zh-cn.html).
Paragraphs of a file with as many of them in both languages are each other's translation, and so
are sentences of paragraphs with as many sentences. A case is the translator's
sentence as it stands, or changed in one way that makes it wrong. Nobody looks at what is made: it
may be held out. Writes the two files of stored cases,
NAME.en.json (a page in English, answers in Chinese) and NAME.zh-cn.json, into the folder it is in.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from benchmarks.citation_cases import (
    CODE,
    HAN,
    OTHER_LANGUAGE,
    fold,
    joined,
    turned,
    with_other_number,
)

MOST = 1_500
"""Characters of a page of an excerpt."""
_ENGLISH_END = re.compile(r"(?<=[a-z)][.?!])\s+(?=[A-Z])")
_CHINESE_END = re.compile(r"(?<=[。！？])")
_PARAGRAPHS = etree.XPath("//p[not(@accesskey)]|//div[@class='para']")
_NAME = re.compile(r"[A-Za-z][\w.+-]*[\w+]")
_SAME = re.compile(r"\s*(?:,|、|和|或|与|及|/|and|or|&)\s*")
"""Between names that may stand in any order."""
_GRAMMAR = """
about above across after again against along already also although always among another
around because become becomes been before behind being below beneath beside besides between
beyond both could cannot doing done during each either else enough especially even ever
every except first further having here however indeed inside instead into itself just later
least less like made make makes many might more most much must myself neither never
nonetheless often once only onto other others otherwise ought ourselves outside over
perhaps quite rather second several shall should simply since some someone something still
such than that their theirs them themselves then there therefore these they thing things
third this those though three through throughout thus together toward towards twice under
unless until upon using used very what whatever when whenever where whereas wherever
whether which while whole whose will with within without would your yours yourself 一些
一个 一种 一样 一般 不会 不了 不再 不同 不是 不能 不要 不过 为了 之前 之后 之间 也许 了解
于是 什么 他们 以下 以前 以及 以后 任何 但是 作为 你们 使得 使用 例如 其中 其他 其它 具有
再次 几个 几乎 出来 分别 别的 到底 包括 即使 即将 却是 原来 另外 只是 只有 只能 只要 可以
可能 各个 各种 同时 同样 后来 否则 哪个 哪些 哪里 因为 因此 大多 大家 如何 如果 如此 将会
将要 就是 尽管 已经 并且 应当 应该 开始 当前 当时 很多 必须 怎样 您们 成为 我们 或者 所以
所有 所谓 才能 无法 无论 时候 是否 曾经 有些 有关 有时 有的 根据 正在 正是 比如 比较 没有
然后 然而 现在 甚至 由于 的话 直到 看到 相关 真的 着手 离开 立即 第一 等等 经常 经过 继续
而且 而是 至于 虽然 许多 该干 起来 超过 足够 还是 还有 这个 这些 这样 这里 进行 通过 通常
那个 它们 她们 自己 本身 用来 用于 仅仅 里面 下面 上面 能够 最好 如下 仍然 大部分 大多数
过程 那些 那么 那样 那里 这种 那种 某些 某个 每个 都是 重新 需要 非常 首先 对于 对了 关于
也是 不仅 不断 来说 而言 方面 情况 方式 方法
"""
_FUNCTION_WORDS = frozenset(_GRAMMAR.split())
"""What another one of may be put for without making a sentence wrong, or makes it no sentence."""
_TOLD_BY = {"en": "[p. {}]", "zh": "[第{}页]"}
LEXICON = Path(__file__).parents[1] / "resources" / "checking" / "lexicon.txt"


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence on a page, and the translator's."""

    page: int
    english: str
    chinese: str

    def of(self, language: str) -> str:
        """One of the two."""
        return self.english if language == "en" else self.chinese


@dataclass(frozen=True, slots=True)
class Manual:
    """The same pages in two languages."""

    pages: dict[str, list[str]]
    pairs: list[Pair]


def read(english: Path, chinese: Path, most: int, draw: random.Random) -> Manual:
    """At most MOST pages, those first that have most sentences in both; then in any order."""
    found = list(_translated(english, chinese))
    found.sort(key=lambda both: -sum(len(sentence_pairs(*each)) for each in _cut(both)))
    chosen = [_cut(both) for both in found[:most]]
    draw.shuffle(chosen)
    pairs = [
        Pair(number, *both)
        for number, page in enumerate(chosen, 1)
        for paragraph in page
        for both in sentence_pairs(*paragraph)
    ]
    texts = {
        "en": ["\n".join(each[0] for each in page) for page in chosen],
        "zh": ["\n".join(each[1] for each in page) for page in chosen],
    }
    return Manual(texts, pairs)


def _translated(english: Path, chinese: Path) -> Iterator[list[tuple[str, str]]]:
    """The paragraphs of every file that has as many in both languages, in the order of names."""
    for path in sorted(english.glob("*.htm*")):
        there = chinese / path.name.replace(".en.", ".zh-cn.")
        if there.exists() and (both := _paragraphs(path, there)):
            yield both


def paragraphs(english: Path, chinese: Path) -> Iterator[tuple[str, str]]:
    """All paragraphs of a manual that are translated."""
    for both in _translated(english, chinese):
        yield from (each for each in both if _is_translated(each[1]))


def _is_translated(chinese: str) -> bool:
    return len(HAN.findall(chinese)) * 4 > len(chinese)


def _paragraphs(english: Path, chinese: Path) -> list[tuple[str, str]]:
    one, other = ([_text(p) for p in _PARAGRAPHS(_tree(path))] for path in (english, chinese))
    if len(one) != len(other):
        return []
    return [(a, b) for a, b in zip(one, other, strict=True) if a and b]


def _tree(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))


def _text(paragraph: etree._Element) -> str:
    return joined("".join(paragraph.itertext()))


def _cut(paragraphs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """So many paragraphs as fit an excerpt; those without Chinese are not translated."""
    kept, length = [], 0
    for english, chinese in paragraphs:
        if _is_translated(chinese) and length + len(english) <= MOST:
            kept.append((english, chinese))
            length += len(english)
    return kept


def sentence_pairs(english: str, chinese: str) -> list[tuple[str, str]]:
    """Sentences that translate each other, plain prose of a length that states something."""
    one = [each.strip() for each in _ENGLISH_END.split(english) if each.strip()]
    other = [each.strip() for each in _CHINESE_END.split(chinese) if each.strip()]
    if len(one) != len(other):
        return []
    return [
        (a, b)
        for a, b in zip(one, other, strict=True)
        if 40 <= len(a) <= 240
        and 13 <= len(b) <= 110
        and len(HAN.findall(b)) * 2 > len(b)
        and a.endswith(".")
        and b.endswith("。")
        and not CODE.search(a + b)
        and 0.8 <= len(b) / len(a.split()) <= 4.0  # or they are no translation
    ]


# --- cases ------------------------------------------------------------------------------


def cases(manual: Manual, spoken: str, draw: random.Random, each: int) -> list[dict[str, object]]:
    """EACH cases of every wrong kind, and as many true ones as wrong ones. Answers in SPOKEN."""
    maker = _Maker(manual, spoken, draw)
    made: list[dict[str, object]] = []
    for kind, make in maker.wrong.items():
        some: list[dict[str, object]] = []
        for pair in draw.sample(manual.pairs, len(manual.pairs)):
            if len(some) < each and (answer := make(pair)):
                some.append(_case(f"{OTHER_LANGUAGE}, {kind}", answer, verified=False))
        made += some
    wanted = len(made)
    for place, pair in enumerate(draw.sample(manual.pairs, min(wanted, len(manual.pairs)))):
        if place % 4:
            made.append(
                _case(OTHER_LANGUAGE, maker.cited(pair.of(spoken), pair.page), verified=True)
            )
        else:
            made.append(_case(f"{OTHER_LANGUAGE}, no page named", pair.of(spoken), verified=True))
    return made


def _case(kind: str, answer: str, *, verified: bool) -> dict[str, object]:
    return {"kind": kind, "answer": answer, "verified": verified, "documents": [0]}


class _Maker:
    """Answers in one language."""

    def __init__(self, manual: Manual, spoken: str, draw: random.Random) -> None:
        self._manual, self._spoken, self._draw = manual, spoken, draw
        self._words = _vocabulary() if spoken == "zh" else frozenset()
        self.wrong: dict[str, Callable[[Pair], str]] = {
            "wrong page": self.wrong_page,
            "other number": self.other_number,
            "denial turned": self.denial_turned,
            "another word": self.another_word,
            "two halves": self.two_halves,
            "names exchanged": self.names_exchanged,
        }

    def cited(self, text: str, page: int) -> str:
        """The answer with its page."""
        end = "。" if self._spoken == "zh" else "."
        return f"{text.rstrip('.。')} {_TOLD_BY[self._spoken].format(page)}{end}"

    def wrong_page(self, pair: Pair) -> str:
        """True, and said to be on a page that has it not."""
        text = fold(pair.of(self._spoken))
        pages = [
            number
            for number, page in enumerate(self._manual.pages[self._spoken], 1)
            if abs(number - pair.page) > 1 and text not in fold(page)
        ]
        return self.cited(pair.of(self._spoken), self._draw.choice(pages)) if pages else ""

    def other_number(self, pair: Pair) -> str:
        """One number replaced by one that is not on the page."""
        page = "".join(texts[pair.page - 1] for texts in self._manual.pages.values())
        changed = with_other_number(pair.of(self._spoken), page)
        return self.cited(changed, pair.page) if changed else ""

    def denial_turned(self, pair: Pair) -> str:
        """With a denial more, or one less."""
        changed = turned(pair.of(self._spoken), chinese=self._spoken == "zh")
        return self.cited(changed, pair.page) if changed else ""

    def another_word(self, pair: Pair) -> str:
        """One word replaced by one of another page."""
        text = pair.of(self._spoken)
        far = [each for each in self._manual.pairs if abs(each.page - pair.page) > 1]
        donor = self._draw.choice(far).of(self._spoken)
        page = self._manual.pages[self._spoken][pair.page - 1].casefold()
        own = self._content(text)[1:]
        others = [word for word in self._content(donor) if word not in page]
        if not own or not others:
            return ""
        word, other = self._draw.choice(own), self._draw.choice(others)
        pattern = word if self._spoken == "zh" else rf"\b{word}\b"
        return self.cited(re.sub(pattern, other, text, count=1), pair.page)

    def _content(self, text: str) -> list[str]:
        """Words that say something by themselves: with another one in its place it is wrong."""
        if self._spoken == "en":
            found = re.findall(r"(?<![\w-])[a-z]{5,}(?![\w-])", text)
        else:
            runs = re.findall(r"[\u4e00-\u9fff]+", text)
            found = [word for run in runs for word in self._cut(run) if len(word) > 1]
        return [word for word in found if word not in _FUNCTION_WORDS]

    def _cut(self, run: str) -> Iterator[str]:
        at = 0
        while at < len(run):
            lengths = (n for n in (4, 3, 2) if run[at : at + n] in self._words)
            length = next(lengths, 1)
            yield run[at : at + length]
            at += length

    def two_halves(self, pair: Pair) -> str:
        """The beginning of one sentence, and the end of one of a far page."""
        far = [each for each in self._manual.pairs if abs(each.page - pair.page) > 1]
        first, second = pair.of(self._spoken), self._draw.choice(far).of(self._spoken)
        mark = "，" if self._spoken == "zh" else " "
        head, tail = first.split(mark), second.rstrip(".。").split(mark)
        if len(head) < 2 or len(tail) < 2:
            return ""
        mixed = mark.join([*head[: (len(head) + 1) // 2], *tail[len(tail) // 2 :]])
        return self.cited(mixed, pair.page)

    def names_exchanged(self, pair: Pair) -> str:
        """Two names in each other's place, where that makes a difference."""
        text = pair.of(self._spoken)
        written = _NAME.findall(text)
        other = pair.of("zh" if self._spoken == "en" else "en")
        names = [n for n in dict.fromkeys(written) if n in other and not n.islower()]
        names = [n for n in names if written.count(n) == 1]
        if len(names) != 2 or any(one in two for one, two in (names, reversed(names))):
            return ""
        first, second = (text.find(name) for name in names)
        if _SAME.fullmatch(text[first + len(names[0]) : second]):
            return ""
        changed = text[:first] + names[1] + text[first + len(names[0]) : second] + names[0]
        return self.cited(changed + text[second + len(names[1]) :], pair.page)


def _vocabulary() -> frozenset[str]:
    lines = LEXICON.read_text("utf-8").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines if not line.startswith("#"))


def main() -> None:
    """Make the two files."""
    english, chinese, name, source, pages, each, seed, *rest = sys.argv[1:]
    draw = random.Random(int(seed))
    manual = read(Path(english), Path(chinese), int(pages), draw)
    for written, spoken, suffix in (("en", "zh", "en"), ("zh", "en", "zh-cn")):
        made = cases(manual, spoken, draw, int(each))
        content = {
            "source": source,
            "held_out": rest == ["held-out"],
            "documents": [{"name": f"{name}.{suffix}.html", "pages": manual.pages[written]}],
            "cases": made,
        }
        target = Path(f"{name}.{suffix}.json")
        target.write_text(json.dumps(content, ensure_ascii=False, indent=0) + "\n", "utf-8")
        print(target, len(manual.pairs), len(made))


if __name__ == "__main__":
    main()
