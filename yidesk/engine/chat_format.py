"""Messages to token ids, so that nobody's text can become a control token.

A chat template is rendered on a *skeleton*: the real roles, with a placeholder for every part of
every message. Only the text between placeholders, which the template wrote, is searched for
control tokens; what people and documents say is tokenised by itself as plain text and put in as
ids. So a document that contains `<|im_end|>` stays a document, and every part keeps the same ids
wherever it stands, which is what lets KV memory be used again.
"""

from __future__ import annotations

import functools
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from yidesk.core.at_hand import AtHand
from yidesk.core.errors import ModelError
from yidesk.core.types import Conversation, Message, Part, Role
from yidesk.engine import sandbox, templates
from yidesk.engine.corrections import is_chat
from yidesk.engine.keeping import Span
from yidesk.engine.plain_text import PlainText, PlainVocabulary

Tokens = npt.NDArray[np.int32]
CACHE_BYTES = 32 << 20
"""Texts with their ids: a document of 200,000 tokens takes 2 MB, and is asked about for hours."""
Shape = tuple[tuple[Role, int], ...]
"""Role and number of parts of each message."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a part goes in a rendered skeleton."""

    message: int
    part: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """A conversation as the model gets it."""

    ids: Tokens
    spans: tuple[Span, ...]
    """Whose text stands where; the last ones are of the last message's parts if it ends there."""

    def tokens_of_last(self, parts: int) -> int:
        """How many tokens the last PARTS parts have, of a prompt that ends with a part."""
        return len(self.ids) - self.spans[-parts].start if parts else 0


class ChatFormat:
    """Turns conversations into ids for one model."""

    def __init__(
        self, vocabulary: PlainVocabulary, *, template: str, name: str, fingerprint: str
    ) -> None:
        """TEMPLATE is Jinja; NAME is shown in the diagnostics; FINGERPRINT names the tokenizer."""
        self.name = name
        self._vocabulary = vocabulary
        self._plain = PlainText(vocabulary)
        self._fingerprint = fingerprint
        self._template = sandbox.compile_template(template)
        self._skeleton = functools.lru_cache(maxsize=32)(self._make_skeleton)
        self._known: AtHand[str, Tokens] = AtHand(CACHE_BYTES)
        self._nonce = secrets.token_hex(4)

    @property
    def stop_ids(self) -> frozenset[int]:
        """Ids that end an answer besides llama.cpp's own: Yi's, whatever the file says of them."""
        names = ("<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|endoftext|>")
        found = (self._plain.control.get(name) for name in names)
        return frozenset(token for token in found if token is not None)

    @property
    def stop_texts(self) -> tuple[str, ...]:
        """Texts that end an answer in this format."""
        return templates.STOP_TEXTS.get(self.name, templates.CHATML_STOPS)

    def count(self, text: str) -> int:
        """Tokens of TEXT as a part."""
        return len(self._part_tokens(text))

    def tokens(self, conversation: Conversation, *, open_end: bool) -> Prompt:
        """The whole conversation as a prompt, ready to be answered.

        With OPEN_END they stop right after the last part, so that parts appended later extend
        them: what is read ahead of a question. Raises ModelError when the template is unusable.
        """
        shape = tuple((message.role, len(message.parts)) for message in conversation)
        pieces = list(self._skeleton(shape, _language(conversation)))
        if open_end:
            last = max(i for i, piece in enumerate(pieces) if isinstance(piece, _Slot))
            pieces = pieces[: last + 1]
        ids: list[Tokens] = [np.empty(0, np.int32)]
        spans: list[Span] = []
        length = 0
        for piece in pieces:
            owner = ""
            if isinstance(piece, _Slot):
                part = conversation[piece.message].parts[piece.part]
                owner = part.owner
                piece = self._ids(part)  # noqa: PLW2901
            ids.append(piece)
            spans.append(Span(length, length + len(piece), owner))
            length += len(piece)
        return Prompt(ids=np.concatenate(ids), spans=tuple(spans))

    def _ids(self, part: Part) -> Tokens:
        if part.tokens and part.tokenizer == self._fingerprint:
            return np.frombuffer(part.tokens, "<i4").astype(np.int32)
        return self._part_tokens(part.text)

    def _part_tokens(self, text: str) -> Tokens:
        ids = self._known.get(text)
        if ids is None:
            ids = self._plain.tokens(text)
            self._known.put(text, ids, sys.getsizeof(text) + ids.nbytes)
        return ids

    def _make_skeleton(self, shape: Shape, language: str) -> tuple[Tokens | _Slot, ...]:
        try:
            return self._cut(self._render(_placeholders(shape, self._nonce), language), shape)
        except ModelError:
            if not shape or shape[0][0] is not Role.SYSTEM or len(shape) == 1:
                raise
            # Templates without a system role: its text opens the person's first message instead.
            return self._cut(self._render(_merged(shape, self._nonce), language), shape)

    def _render(self, messages: Sequence[dict[str, str]], language: str) -> str:
        answered = bool(messages) and messages[-1]["role"] == Role.ASSISTANT
        return sandbox.render(
            self._template,
            {
                "messages": messages,
                "add_generation_prompt": not answered,
                "bos_token": "",
                "eos_token": self._vocabulary.eos_text,
                **templates.COMPLETION_WORDS[language],
            },
        )

    def _cut(self, text: str, shape: Shape) -> tuple[Tokens | _Slot, ...]:
        """The rendered skeleton as ids and slots; every part must be there once, in order."""
        pieces: list[Tokens | _Slot] = []
        if self._vocabulary.add_bos:
            pieces.append(np.array([self._vocabulary.bos], np.int32))
        found: list[_Slot] = []
        marked = re.split(f"\ue000{self._nonce}:(\\d+):(\\d+)\ue001", text)
        for index in range(0, len(marked), 3):
            pieces.extend(self._written(marked[index]))
            if index + 2 < len(marked):
                found.append(_Slot(int(marked[index + 1]), int(marked[index + 2])))
                pieces.append(found[-1])
        wanted = [
            _Slot(message, part)
            for message, (role, parts) in enumerate(shape)
            for part in range(parts)
            # a base model is given a task instead of a system text
            if self.name != "completion" or role is not Role.SYSTEM
        ]
        if found != wanted:
            raise sandbox.unusable("it leaves messages out")
        return tuple(pieces)

    def _written(self, text: str) -> Iterator[Tokens]:
        """Ids of text the template wrote, with its control tokens."""
        for run, token in self._plain.split(text):
            if token is not None:
                yield np.array([token], np.int32)
            else:
                yield self._vocabulary.tokenize(run)


def _marker(nonce: str, message: int, part: int) -> str:
    return f"\ue000{nonce}:{message}:{part}\ue001"


def _placeholders(shape: Shape, nonce: str) -> list[dict[str, str]]:
    messages = []
    for index, (role, parts) in enumerate(shape):
        markers = [_marker(nonce, index, part) for part in range(parts)]
        messages.append(
            {
                "role": str(role),
                "content": "".join(markers),
                "context": "".join(markers[:-1]),
                "question": "".join(markers[-1:]),
            }
        )
    return messages


def _merged(shape: Shape, nonce: str) -> list[dict[str, str]]:
    system, first, *rest = _placeholders(shape, nonce)
    return [{**first, "content": f"{system['content']}\n\n{first['content']}"}, *rest]


def _language(conversation: Conversation) -> str:
    """The language a base model is asked in: that of the first thing a person gave."""
    given = (m.parts[0].text[:2000] for m in conversation if m.role is Role.USER and m.parts)
    text = next(given, "")
    return "zh" if 4 * len(re.findall(r"[\u4e00-\u9fff]", text)) > len(text) else "en"


def choose(
    vocabulary: PlainVocabulary, *, template: str, model_name: str, fingerprint: str
) -> tuple[ChatFormat, str]:
    """The format for a model, and a remark for the diagnostics (empty when all is usual).

    The file's own template, else one by the model's name, else completion: a base model.
    """
    make = functools.partial(ChatFormat, vocabulary, fingerprint=fingerprint)
    if template:
        try:
            own = make(template=template, name="template")
            own.tokens(_TRIAL, open_end=False)
        except ModelError as error:
            remark = str(error)
        else:
            return own, ""
    else:
        remark = "the file holds no chat template"
    name, source = _by_name(vocabulary, model_name)
    return make(template=source, name=name), f"{remark}; {name} is used"


def _by_name(vocabulary: PlainVocabulary, model_name: str) -> tuple[str, str]:
    if re.search(r"capybara|tess", model_name, re.IGNORECASE):
        return "vicuna", templates.VICUNA
    if vocabulary.find("<|im_start|>") is None or not is_chat(model_name):
        return "completion", templates.COMPLETION
    if re.search(r"yi-1\.5.*chat", model_name, re.IGNORECASE):
        return "yi-1.5", templates.YI_1_5
    return "chatml", templates.CHATML


_TRIAL: Conversation = (
    Message.of(Role.SYSTEM, "a"),
    Message.of(Role.USER, "b"),
    Message.of(Role.ASSISTANT, "c"),
    Message.of(Role.USER, "d", "e"),
)
