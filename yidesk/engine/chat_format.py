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
import threading
from collections.abc import Iterator, Sequence
from ctypes import c_ulong, py_object, pythonapi
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from yidesk.core.errors import ModelError
from yidesk.core.types import Conversation, Message, Part, Role
from yidesk.engine.keeping import Span

Tokens = npt.NDArray[np.int32]

RENDER_SECONDS = 3.0
MAX_RENDERED = 1_000_000

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""Yi-Chat (01-ai/Yi, docs), Faro-Yi and the dolphin fine-tunes."""

COMPLETION = (
    "{% for message in messages %}"
    "{% if message.role == 'system' %}{{ message.content }}\n\n"
    "{% elif message.role == 'user' %}{{ message.context }}\n\nQuestion: {{ message.question }}\n"
    "{% else %}Answer: {{ message.content }}\n\n{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}Answer:{% endif %}"
)
"""For base models: document first, question last, in InfiniteBench's words (its src/prompt.py)."""

COMPLETION_STOPS = ("\nQuestion:", "\n问题：")
"""A base model goes on asking itself questions."""


class PlainVocabulary(Protocol):
    """What this file needs of `llama.Vocabulary`."""

    add_bos: bool
    bos: int

    @property
    def eos_text(self) -> str:
        """How the file spells its end-of-sequence token."""

    @property
    def special(self) -> dict[str, int]:
        """Control, user-defined and unknown tokens by their text."""

    def find(self, text: str) -> int | None:
        """The id of the token spelled TEXT."""

    def tokenize(self, text: str) -> Tokens:
        """Ids of TEXT with nothing added."""

    def ends_generation(self, token: int) -> bool:
        """Whether the token ends an answer."""


_MARKERS = ("<|im_start|>", "<|im_end|>", "<|im_sep|>", "<|endoftext|>", "<|startoftext|>")
"""Yi's control tokens by name: some conversions type them as ordinary words."""


class PlainText:
    """Tokenises text in which nothing may become a control token."""

    def __init__(self, vocabulary: PlainVocabulary) -> None:
        self._vocabulary = vocabulary
        named = {text: vocabulary.find(text) for text in _MARKERS}
        self.control = {
            **vocabulary.special,
            **{text: token for text, token in named.items() if token is not None},
        }
        """Texts that are control tokens when a template writes them, and their ids."""
        self._forbidden = np.fromiter(sorted(set(self.control.values())), np.int32)
        by_length = sorted(filter(None, self.control), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, by_length)) or r"(?!)")

    def split(self, text: str) -> Iterator[tuple[str, int | None]]:
        """TEXT as runs of plain text (id None) and control tokens (with their id)."""
        start = 0
        for match in self._pattern.finditer(text):
            if match.start() > start:
                yield text[start : match.start()], None
            yield match[0], self.control[match[0]]
            start = match.end()
        if start < len(text):
            yield text[start:], None

    def tokens(self, text: str) -> Tokens:
        """Ids of TEXT, none of them a control token.

        llama.cpp finds user-defined tokens even where control tokens are not asked for, and a
        marker typed as an ordinary word can be merged from its letters. Where that happened, the
        text is cut inside each marker, so that its two halves are tokenised as what they are.
        """
        ids = self._vocabulary.tokenize(text)
        if not np.isin(ids, self._forbidden).any():
            return ids
        pieces: list[str] = [""]
        for run, token in self.split(text):
            if token is None:
                pieces[-1] += run
            else:
                middle = len(run) // 2
                pieces[-1] += run[:middle]
                pieces.append(run[middle:])
        ids = np.concatenate([self._vocabulary.tokenize(piece) for piece in pieces])
        return ids if not np.isin(ids, self._forbidden).any() else self._spelled(text)

    def _spelled(self, text: str) -> Tokens:
        """Character by character; a character that alone is a control token is left out."""
        ids = [self._vocabulary.tokenize(character) for character in text]
        return np.concatenate([part for part in ids if not np.isin(part, self._forbidden).any()])


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
    """Whose text stands where."""


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
        self._template = _compile(template)
        self._skeleton = functools.lru_cache(maxsize=32)(self._make_skeleton)
        self._part_tokens = functools.lru_cache(maxsize=256)(self._plain.tokens)
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
        return COMPLETION_STOPS if self.name == "completion" else ("<|im_end|>", "<|im_start|>")

    def count(self, text: str) -> int:
        """Tokens of TEXT as a part."""
        return len(self._part_tokens(text))

    def tokens(self, conversation: Conversation, *, open_end: bool) -> Prompt:
        """The whole conversation as a prompt, ready to be answered.

        With OPEN_END they stop right after the last part, so that parts appended later extend
        them: what is read ahead of a question. Raises ModelError when the template is unusable.
        """
        shape = tuple((message.role, len(message.parts)) for message in conversation)
        pieces = list(self._skeleton(shape))
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

    def _make_skeleton(self, shape: tuple[tuple[Role, int], ...]) -> tuple[Tokens | _Slot, ...]:
        try:
            return self._cut(self._render(_placeholders(shape, self._nonce)), shape)
        except ModelError:
            if not shape or shape[0][0] is not Role.SYSTEM or len(shape) == 1:
                raise
            # Templates without a system role: its text opens the person's first message instead.
            return self._cut(self._render(_merged(shape, self._nonce)), shape)

    def _render(self, messages: Sequence[dict[str, str]]) -> str:
        answered = bool(messages) and messages[-1]["role"] == Role.ASSISTANT
        try:
            with _time_limit(RENDER_SECONDS):
                text: str = self._template.render(
                    messages=messages,
                    add_generation_prompt=not answered,
                    bos_token="",
                    eos_token=self._vocabulary.eos_text,
                    raise_exception=_refuse,
                )
        except (
            JinjaError,
            ArithmeticError,
            LookupError,
            TypeError,
            ValueError,
            MemoryError,
        ) as error:
            raise _unusable(str(error)) from error
        except _TooLongError:
            raise _unusable("it does not end") from None
        if len(text) > MAX_RENDERED:
            raise _unusable("it writes too much")
        return text

    def _cut(self, text: str, shape: tuple[tuple[Role, int], ...]) -> tuple[Tokens | _Slot, ...]:
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
        wanted = [_Slot(m, p) for m, (_, parts) in enumerate(shape) for p in range(parts)]
        if found != wanted:
            raise _unusable("it leaves messages out")
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


def _placeholders(shape: tuple[tuple[Role, int], ...], nonce: str) -> list[dict[str, str]]:
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


def _merged(shape: tuple[tuple[Role, int], ...], nonce: str) -> list[dict[str, str]]:
    system, first, *rest = _placeholders(shape, nonce)
    return [{**first, "content": f"{system['content']}\n\n{first['content']}"}, *rest]


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without the operators that make gigabytes out of a line."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Multiply numbers only, and small ones."""
        small = all(isinstance(value, int | float) and abs(value) < 1e6 for value in (left, right))
        if operator == "**" or not small:
            raise JinjaError("this template computes too much")
        return super().call_binop(context, operator, left, right)  # type: ignore[arg-type]


def _compile(template: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - jinja2.Template
    environment = _Environment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    try:
        return environment.from_string(template)
    except (JinjaError, RecursionError) as error:
        raise _unusable(str(error)) from error


def _refuse(message: str) -> None:
    raise JinjaError(message)


def _unusable(reason: str) -> ModelError:
    return ModelError(
        "This model's chat template cannot be used: {reason}.",
        code="template",
        next_step="Choose another file of this model.",
        reason=reason.strip().rstrip(".")[:200],
    )


class _TooLongError(BaseException):
    """Rendering took too long. Not an Exception, so that a template cannot swallow it."""


class _time_limit:  # noqa: N801 - reads as a statement
    """Raises _TooLongError in this thread when the block takes longer than SECONDS.

    Jinja compiles templates to Python, so an exception set from another thread reaches a loop
    in one of them. Signals would do the same only in a main thread and not on Windows.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._interrupt, (threading.get_ident(),))
        self._lock = threading.Lock()
        self._over = False

    def _interrupt(self, thread: int) -> None:
        with self._lock:
            if not self._over:
                pythonapi.PyThreadState_SetAsyncExc(c_ulong(thread), py_object(_TooLongError))

    def __enter__(self) -> None:
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            self._over = True
        self._timer.cancel()


def choose(
    vocabulary: PlainVocabulary, *, template: str, model_name: str, fingerprint: str
) -> tuple[ChatFormat, str]:
    """The format for a model, and a remark for the diagnostics (empty when all is usual).

    The file's own template, else ChatML for a model that says it chats, else completion.
    """
    make = functools.partial(ChatFormat, vocabulary, fingerprint=fingerprint)
    remark = ""
    if template:
        try:
            own = make(template=template, name="template")
            own.tokens(_TRIAL, open_end=False)
        except ModelError as error:
            remark = str(error)
        else:
            return own, ""
    chats = re.search(r"chat|instruct|faro|dolphin|hermes|sus-", model_name, re.IGNORECASE)
    if vocabulary.find("<|im_start|>") is not None and chats:
        return make(template=CHATML, name="chatml"), remark or "no template in the file: ChatML"
    return make(template=COMPLETION, name="completion"), remark or "a base model: completes text"


_TRIAL: Conversation = (
    Message.of(Role.SYSTEM, "a"),
    Message.of(Role.USER, "b"),
    Message.of(Role.ASSISTANT, "c"),
    Message.of(Role.USER, "d", "e"),
)
