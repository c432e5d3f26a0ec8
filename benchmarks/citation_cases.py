"""Answers about a manual whose verdict is known from how they were made.

Each is made out of the manual's own sentences: quoted as they stand, or changed in one way that
makes them wrong. Nothing here uses the checker that is measured with them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from yidesk.core.types import Document, Page

_ENGLISH = re.compile(r"(?<=[.?!]\s)[A-Z][a-z]*\s[^.!?“”•\"]{40,220}?[a-z)]\.(?=\s|$)")
_CHINESE = re.compile(
    r"(?<=[。！？])\s*(?!下面|以下|如下)[\u4e00-\u9fff][^。！？“”•\"]{13,89}[。！？]"
)
CODE = re.compile(r"[$|{}<>=~#\\]|\S{28,}|→|…|\.\.\.|https?:")
HAN = re.compile(r"[\u4e00-\u9fff]")
_NUMBER = re.compile(r"(?<![\w.,/-])\d{1,6}(?![\w.,/-])")
_AUXILIARY = re.compile(r"\b(is|are|can|must|should|will|was|were)\b (?!only\b|just\b)")
_NOT = re.compile(
    r"\b(?:not|never)\b (?!only\b|just\b|necessarily\b|yet\b|even\b|more\b|less\b|to\b)"
)
_DENIES = re.compile(
    r"\b(?:not|no|never|without|cannot|nor|none|nothing|neither|only|un\w+able)\b|n['’]t\b|[不没無无未非勿]"
)
_HAN_AFFIRMS = re.compile(r"(?<![不没])(可以|能够|会|是|需要|应该|必须)")
_HAN_NOT = re.compile(r"不能|不会|没有|不是|不需要|不应该|不可以|不必")


OTHER_LANGUAGE = "other language"
"""How the kinds of answers begin whose document is in another language."""
_OF_ANOTHER = ("quotation, invented", "statement, of another manual")


@dataclass(frozen=True, slots=True)
class Case:
    """One answer, and whether its one reference or sentence should be verified."""

    kind: str
    answer: str
    verified: bool
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a manual, on one page."""

    page: int
    text: str
    """In one line."""


def sentences(document: Document) -> list[Sentence]:
    """The plain prose of a manual: no code, no tables; each stands once in it."""
    found = []
    pattern = _CHINESE if is_chinese(document) else _ENGLISH
    for page in document.pages:
        for match in pattern.finditer(_body(page, document)):
            first, _, rest = match[0].strip().partition("\n")
            if rest and len(first) < (25 if pattern is _CHINESE else 50):
                continue  # a heading that the sentence follows
            text = joined(match[0])
            if not CODE.search(text) and text.count("(") == text.count(")"):
                found.append(Sentence(page.number, text))
    whole = [fold(page.text) for page in document.pages]
    return [each for each in found if sum(fold(each.text) in page for page in whole) == 1]


def joined(text: str) -> str:
    """Lines joined: with a space, but not between Chinese characters."""
    text = re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text
    )
    return " ".join(text.split())


def fold(text: str) -> str:
    """Only letters and digits, to see whether two texts are the same."""
    return "".join(c for c in text.casefold() if c.isalnum())


def is_chinese(document: Document) -> bool:
    """Whether a manual is written in Chinese."""
    text = "".join(page.text for page in document.pages)
    return len(HAN.findall(text)) * 8 > len(text)


def with_other_number(text: str, page: str) -> str:
    """One number of TEXT replaced by one that PAGE has not; empty where it has none."""
    match = _NUMBER.search(text)
    other = next((n for n in range(13, 97) if str(n) not in page), None)
    if not match or other is None:
        return ""
    return text[: match.start()] + str(other) + text[match.end() :]


def turned(text: str, *, chinese: bool) -> str:
    """With a denial more, or one less; empty where that cannot be told."""
    pattern = _HAN_NOT if chinese else _NOT
    if (match := pattern.search(text)) and len(_DENIES.findall(text)) == 1:
        positive = {"没有": "有"}.get(match[0], match[0][1:]) if chinese else ""
        return text[: match.start()] + positive + text[match.end() :]
    if _DENIES.search(text):
        return ""
    affirms = _HAN_AFFIRMS if chinese else _AUXILIARY
    if not (match := affirms.search(text)):
        return ""
    at = match.start() if chinese else match.end()
    return text[:at] + ("不" if chinese else "not ") + text[at:]


def cases(document: Document, other: Document, draw: random.Random, each: int) -> Iterator[Case]:
    """EACH cases of every kind that can be made of a manual; OTHER is another manual."""
    maker = _Maker(document, other, draw)
    for kind, make in maker.kinds.items():
        made = 0
        for sentence in draw.sample(maker.own, len(maker.own)):
            if made == each:
                break
            for case in make(sentence):
                yield replace(case, kind=maker.told(kind))
                made += 1


class _Maker:
    """The kinds of cases, each from one sentence."""

    def __init__(self, document: Document, other: Document, draw: random.Random) -> None:
        self._document, self._other, self._draw = document, other, draw
        self._chinese = is_chinese(document)
        self.own = sentences(document)
        self._foreign = sentences(other)
        self._pages = {page.number: fold(page.text) for page in document.pages}
        self.kinds: dict[str, Callable[[Sentence], Iterator[Case]]] = {
            "quotation": self.quotation,
            "quotation, wrong page": self.wrong_page,
            "quotation, altered": self.altered,
            "quotation, invented": self.invented,
            "quotation, hyphenated": self.hyphenated,
            "quotation, full width": self.full_width,
            "quotation, torn out of a denial": self.denied,
            "quotation, wrong document": self.wrong_document,
            "quotation, other number beside it": self.number_beside,
            "statement": self.statement,
            "statement, wrong page": self.statement_wrong_page,
            "statement, other number": self.statement_number,
            "statement, denial turned": self.statement_denied,
            "statement, of another manual": self.statement_invented,
            "statement, two halves": self.statement_halves,
            "sentence without reference": self.sentence,
            "sentence without reference, wrong": self.sentence_wrong,
        }

    def told(self, kind: str) -> str:
        """A kind by its name: a sentence in another language cannot stand there as it is."""
        is_foreign = is_chinese(self._other) != self._chinese
        return f"{OTHER_LANGUAGE}, {kind}" if is_foreign and kind in _OF_ANOTHER else kind

    def _case(self, answer: str, *, verified: bool, documents: Sequence[Document] = ()) -> Case:
        return Case("", answer, verified, tuple(documents) or (self._document,))

    def _quoted(self, text: str) -> str:
        return f"“{text}”"

    def _cited(self, words: str, page: int) -> str:
        style = self._draw.choice(["[p. {}]", "(p. {})"] if not self._chinese else ["[第{}页]", "[p. {}]", "【第 {} 页】"])  # fmt: skip  # noqa: E501
        return f"{words.rstrip('.。')} {style.format(page)}" + ("。" if self._chinese else ".")

    def _piece(self, text: str) -> str:
        """The whole sentence, or a run of it that begins where it begins."""
        if self._chinese:
            parts = re.split(r"(?<=，)", text)
            return "".join(parts[: self._draw.randint(1, len(parts))]).rstrip("，。") if len(parts[0]) >= 9 else text  # fmt: skip  # noqa: E501
        words = text.split()
        return " ".join(words[: self._draw.randint(min(7, len(words)), len(words))])

    def _text(self, number: int) -> str:
        return next(page.text for page in self._document.pages if page.number == number)

    def _far(self, page: int, text: str) -> int | None:
        """A page that has not these words, nor is next to one that has."""
        wanted = fold(text)
        pages = [
            n for n, folded in self._pages.items() if abs(n - page) > 1 and wanted not in folded
        ]
        return self._draw.choice(pages) if pages else None

    # --- quotations ---------------------------------------------------------------------

    def quotation(self, sentence: Sentence) -> Iterator[Case]:
        """As it stands on its page."""
        piece = self._piece(sentence.text)
        yield self._case(self._cited(self._quoted(piece), sentence.page), verified=True)

    def wrong_page(self, sentence: Sentence) -> Iterator[Case]:
        """As it stands, with a page that has it not."""
        if page := self._far(sentence.page, sentence.text):
            yield self._case(self._cited(self._quoted(sentence.text), page), verified=False)

    def altered(self, sentence: Sentence) -> Iterator[Case]:
        """One word or number of it replaced."""
        changed = self._with_other_word(sentence.text)
        if changed and all(fold(changed) not in page for page in self._pages.values()):
            yield self._case(self._cited(self._quoted(changed), sentence.page), verified=False)

    def _with_other_word(self, text: str) -> str:
        donor = self._draw.choice(self.own).text
        if self._chinese:
            runs = re.findall(r"[\u4e00-\u9fff]{2}", text[3:-3])
            others = [each for each in re.findall(r"[\u4e00-\u9fff]{2}", donor) if each not in text]
            return text.replace(runs[-1], self._draw.choice(others), 1) if runs and others else ""
        words = re.findall(r"[a-z]{4,}", text)
        others = [word for word in re.findall(r"[a-z]{4,}", donor) if word not in text]
        if not words or not others:
            return ""
        return re.sub(rf"\b{self._draw.choice(words)}\b", self._draw.choice(others), text, count=1)

    def invented(self, _sentence: Sentence) -> Iterator[Case]:
        """A sentence of another manual."""
        foreign = self._draw.choice(self._foreign)
        if any(fold(foreign.text) in page for page in self._pages.values()):
            return
        page = self._draw.choice(list(self._pages))
        yield self._case(self._cited(self._quoted(foreign.text), page), verified=False)

    def hyphenated(self, sentence: Sentence) -> Iterator[Case]:
        """True; the page breaks every long word at the ends of narrow lines."""
        if self._chinese:
            return
        broken = re.sub(
            r"\b([a-z]{4})([a-z]{3,})\b",
            lambda m: (
                f"{m[1]}{self._draw.choice(['-' + chr(10), chr(0xAD), chr(0xAD) + chr(10)])}{m[2]}"
            ),
            self._text(sentence.page),
        )
        changed = _with_page(self._document, sentence.page, broken)
        answer = self._cited(self._quoted(sentence.text), sentence.page)
        yield self._case(answer, verified=True, documents=[changed])

    def full_width(self, sentence: Sentence) -> Iterator[Case]:
        """True; the answer or the page writes signs and digits in full width."""
        if not re.search(r"[0-9A-Za-z,:()]", sentence.text):
            return
        wide = sentence.text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
        if self._draw.random() < 0.5:
            yield self._case(self._cited(self._quoted(wide), sentence.page), verified=True)
            return
        text = self._text(sentence.page)
        changed = _with_page(
            self._document,
            sentence.page,
            text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
        )
        answer = self._cited(self._quoted(sentence.text), sentence.page)
        yield self._case(answer, verified=True, documents=[changed])

    def denied(self, sentence: Sentence) -> Iterator[Case]:
        """What stands behind a denial, quoted as if it were said; and the same with its denial."""
        pattern = re.compile(r"不能|不会|不是|不应该|不可以|不需要") if self._chinese else _NOT
        match = pattern.search(sentence.text)
        rest = sentence.text[match.end() :].rstrip(".。") if match else ""
        if not match or len(rest) < (8 if self._chinese else 24) or _DENIES.search(rest):
            return
        if re.match(r"[仅但只同]", rest):
            return
        says = "手册中写道：" if self._chinese else "The manual says it is so: "
        yield self._case(self._cited(says + self._quoted(rest), sentence.page), verified=False)
        whole = self._quoted(sentence.text.rstrip(".。"))
        yield self._case(self._cited(says + whole, sentence.page), verified=True)

    def wrong_document(self, sentence: Sentence) -> Iterator[Case]:
        """True words, said to be in another document: one of the chat, or one that is not."""
        quoted = self._quoted(sentence.text.rstrip(".。"))
        documents = [self._document, self._other]
        pages = {page.number for page in self._other.pages}
        if sentence.page not in pages:
            return
        name = self._draw.choice(["D2", self._other.name, "D9", "handbook-1998.pdf"])
        answer = f"{quoted} [{name} p. {sentence.page}]"
        yield self._case(answer, verified=False, documents=documents)
        right = self._draw.choice(["D1", self._document.name])
        answer = f"{quoted} [{right}, p. {sentence.page}]"
        yield self._case(answer, verified=True, documents=documents)

    def number_beside(self, sentence: Sentence) -> Iterator[Case]:
        """A number that is nowhere, beside a true quotation."""
        number = self._draw.randint(20_011, 98_989)
        says = f"一共有 {number} 个软件包：" if self._chinese else f"It takes {number} packages: "
        quoted = self._quoted(self._piece(sentence.text))
        yield self._case(self._cited(says + quoted, sentence.page), verified=False)

    # --- statements ---------------------------------------------------------------------

    def _restated(self, text: str) -> str:
        """The same said a little differently: clauses swapped, a parenthesis left out."""
        text = re.sub(r"\s*[(（][^()（）]*[)）]", "", text).rstrip(".。")
        if self._chinese:
            return self._draw.choice(["", "手册指出，", "根据文档，"]) + text
        begin = self._draw.choice(["", "According to the manual, ", "The manual says that "])
        text = re.sub(r"\bmust\b", "has to", text) if self._draw.random() < 0.3 else text
        if not _DENIES.search(text):
            text = re.sub(r"\b(?:usually|also|simply|just|really|very)\b ", "", text)
        return begin + (text[0].lower() + text[1:] if begin and not text[1:2].isupper() else text)

    def statement(self, sentence: Sentence) -> Iterator[Case]:
        """Said in other words on the right page."""
        restated = self._restated(sentence.text)
        yield self._case(self._cited(restated, sentence.page), verified=True)

    def statement_wrong_page(self, sentence: Sentence) -> Iterator[Case]:
        """The same with another page."""
        if page := self._far(sentence.page, sentence.text):
            yield self._case(self._cited(self._restated(sentence.text), page), verified=False)

    def statement_number(self, sentence: Sentence) -> Iterator[Case]:
        """One number of it replaced by one that the page has not."""
        if changed := with_other_number(sentence.text, self._text(sentence.page)):
            yield self._case(self._cited(changed, sentence.page), verified=False)

    def statement_denied(self, sentence: Sentence) -> Iterator[Case]:
        """With a denial more, or one less, than the page has."""
        if changed := turned(sentence.text, chinese=self._chinese):
            yield self._case(self._cited(changed, sentence.page), verified=False)

    def statement_invented(self, _sentence: Sentence) -> Iterator[Case]:
        """What another manual says."""
        foreign = self._draw.choice(self._foreign)
        if any(fold(foreign.text) in page for page in self._pages.values()):
            return
        page = self._draw.choice(list(self._pages))
        yield self._case(self._cited(foreign.text, page), verified=False)

    def statement_halves(self, sentence: Sentence) -> Iterator[Case]:
        """The beginning of one sentence and the end of another, of a far page."""
        mark = "，" if self._chinese else " "
        other = self._draw.choice(self.own)
        first, second = sentence.text.split(mark), other.text.rstrip(".。").split(mark)
        if abs(other.page - sentence.page) < 2 or len(first) < 2 or len(second) < 2:
            return
        head, tail = first[: (len(first) + 1) // 2], second[len(second) // 2 :]
        mixed = mark.join((*head, *tail))
        if fold(mark.join(tail)) not in self._pages[sentence.page]:
            yield self._case(self._cited(mixed, sentence.page), verified=False)

    def sentence(self, sentence: Sentence) -> Iterator[Case]:
        """Said without naming a page."""
        yield self._case(self._restated(sentence.text) + ("。" if self._chinese else "."), verified=True)  # fmt: skip  # noqa: E501

    def sentence_wrong(self, sentence: Sentence) -> Iterator[Case]:
        """With a number or a denial that is not the manual's."""
        changed = with_other_number(sentence.text, self._text(sentence.page)) or turned(
            sentence.text, chinese=self._chinese
        )
        numbers = _NUMBER.findall(changed)
        everywhere = all(any(n in page for page in self._pages.values()) for n in numbers)
        if changed and (not numbers or everywhere):
            yield self._case(changed, verified=False)


def _with_page(document: Document, number: int, text: str) -> Document:
    pages = tuple(
        replace(page, text=text) if page.number == number else page for page in document.pages
    )
    return replace(document, pages=pages)


def across_breaks(document: Document, draw: random.Random, most: int) -> list[Case]:
    """Sentences over a page break: a page is cut inside one, and gets a foot and a head there.

    Half of them are quoted as they stand, half with a changed end.
    """
    made: list[Case] = []
    own = sentences(document)
    for sentence in draw.sample(own, len(own)):
        text = next(page.text for page in document.pages if page.number == sentence.page)
        if len(made) >= most or not (halves := _cut(text, sentence.text)):
            continue
        foot = f"{document.name.partition('.')[0]}\n{sentence.page}"
        head = f"第 {sentence.page + 1} 页" if is_chinese(document) else f"Page {sentence.page + 1}"
        pages = (f"{halves[0]}\n{foot}", f"{head}\n{halves[1]}")
        cut = replace(
            document, pages=tuple(Page(number=n, label="", text=t) for n, t in enumerate(pages, 1))
        )
        kind, page = "quotation, over a page break", draw.choice([1, 2])
        quoted = sentence.text.rstrip(".。")
        made.append(Case(kind, f"“{quoted}” [p. {page}]", True, (cut,)))
        made.append(Case(kind, f"“{quoted[:-6]} zebras” [p. {page}]", False, (cut,)))
    return made[:most]


def _cut(text: str, sentence: str) -> tuple[str, str] | None:
    """The page cut at the end of a line inside a sentence; None where that has one line only."""
    wanted = fold(sentence)
    lines = text.split("\n")
    for at in range(1, len(lines)):
        before, after = fold("\n".join(lines[:at])), fold("\n".join(lines[at:]))
        for length in range(8, len(wanted) - 8):
            if before.endswith(wanted[:length]) and after.startswith(wanted[length:]):
                return "\n".join(lines[:at]), "\n".join(lines[at:])
    return None


def _body(page: Page, document: Document) -> str:
    """The page without its head."""
    lines = page.text.split("\n")
    if len(document.pages) > 2 and lines and _is_head(lines[0], document):
        lines = lines[1:]
    return "\n".join(lines)


def _is_head(line: str, document: Document) -> bool:
    bare = re.sub(r"\d+", "#", line)
    alike = sum(re.sub(r"\d+", "#", p.text.split("\n")[0]) == bare for p in document.pages)
    return alike > 2
