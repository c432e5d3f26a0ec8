"""How many tokens documents and conversation take, and whether they fit the window whole.

The window is made longer where it can be. What does not fit then is refused with numbers and
choices, and nothing is ever cut: which of the other ways of reading is taken
(`yidesk.services.ways`) is the person's to say.
"""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.core.errors import DocumentError, EngineError, YiDeskError
from yidesk.core.types import Coverage, Document, EngineInfo, Mode
from yidesk.core.window_limit import Limit
from yidesk.core.words import phrase
from yidesk.services.counting import TokenCounter
from yidesk.services.flaws import flaws_of, told_pages
from yidesk.services.needs_all import needs_all
from yidesk.services.prompt import Prompt
from yidesk.services.room import Room

RESERVE_TOKENS = 1024
"""Room kept for an answer, at most a quarter of the window."""
SMALLEST_WINDOW = 256
"""The smallest window that can be asked for, in tokens."""
TEMPLATE_TOKENS = 16
"""What a chat template puts around one message, generously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What one question reads."""

    mode: Mode
    coverage: tuple[Coverage, ...]
    need: int
    """Tokens of documents, conversation and question, with room for the answer."""
    window: int


def measure(prompt: Prompt, counter: TokenCounter, room: Room, question: str = "") -> Scope:
    """What the prompt will take; the window is planned anew where it must be longer.

    QUESTION decides which of the other ways of reading is proposed first. Raises DocumentError or
    EngineError when there is no memory for such a window, or the model was not trained for it.
    """
    scope = _scope(prompt, counter, room.info)
    if scope.need <= scope.window:
        return scope
    wanted = _large_enough(scope)
    trained = room.info.trained_context
    possible = room.widen(wanted) if wanted <= trained else scope.window
    scope = _scope(prompt, counter, room.info)
    if scope.need > scope.window:
        proposed = Mode.SWEEP if needs_all(question) else Mode.SEARCH
        raise _too_long(scope, proposed, possible=possible, trained=trained)
    return scope


def _scope(prompt: Prompt, counter: TokenCounter, info: EngineInfo) -> Scope:
    used = tokens(prompt, counter, info) + TEMPLATE_TOKENS * len(prompt.conversation)
    of_documents = counter.count_parts([part for _, part in prompt.documents], info.tokenizer)
    return Scope(
        mode=Mode.WHOLE if prompt.documents else Mode.CHAT,
        coverage=tuple(
            whole(document, count)
            for (document, _), count in zip(prompt.documents, of_documents, strict=True)
        ),
        need=used + _reserve(info.context),
        window=info.context,
    )


def tokens(prompt: Prompt, counter: TokenCounter, info: EngineInfo) -> int:
    """Tokens of documents and conversation, without what a chat template puts around them.

    Raises YiDeskError.
    """
    parts = [part for message in prompt.conversation for part in message.parts]
    return sum(counter.count_parts(parts, info.tokenizer))


def whole(document: Document, tokens: int) -> Coverage:
    """The coverage of a document that was read whole."""
    return Coverage(
        document=document.fingerprint,
        name=document.name,
        pages_total=len(document.pages),
        pages=told_pages(document),
        tokens_total=tokens,
        tokens_read=tokens,
        without_text=document.untold,
        flaws=flaws_of(document),
    )


def _too_long(scope: Scope, proposed: Mode, *, possible: int, trained: int) -> YiDeskError:
    """POSSIBLE: the largest window that there is memory for."""
    if not scope.coverage:
        return EngineError(
            "This conversation needs {need:,} tokens with room for an answer; "
            "the window holds {window:,}.",
            code="conversation_too_long",
            next_step="Begin a new chat, or choose a model with a larger window.",
            need=scope.need,
            window=scope.window,
        )
    larger = _large_enough(scope)
    limit = _limit(larger, possible, trained)
    largest = max(scope.coverage, key=lambda entry: entry.tokens_total)
    values: dict[str, str | int | float] = {
        "name": ", ".join(entry.name for entry in scope.coverage),
        "count": len(scope.coverage),
        "largest": largest.document,
        "tokens": sum(entry.tokens_total for entry in scope.coverage),
        "need": scope.need,
        "window": scope.window,
        "larger": larger,
        "proposed": proposed.value,
        "trained": trained,
        "limit": limit.value,
    }
    return DocumentError(
        phrase(
            "{name} has {tokens:,} tokens, the window holds {window:,}: with the question and room "
            "for an answer it takes {need:,}. Nothing was cut."
        )
        if len(scope.coverage) == 1
        else phrase(
            "The {count:,} documents have {tokens:,} tokens together, the window holds {window:,}: "
            "with the question and room for an answer they take {need:,}. Nothing was cut."
        ),
        code="document_too_long",
        next_step=_NEXT_STEPS[proposed, limit],
        **values,
    )


def _limit(larger: int, possible: int, trained: int) -> Limit:
    if larger > trained:
        return Limit.MODEL
    return Limit.MEMORY if larger > possible else Limit.CHOICE


def _large_enough(scope: Scope) -> int:
    """A window in which the same question is not refused again, hardly larger than it must be."""
    used = scope.need - _reserve(scope.window)
    # below 4 * RESERVE_TOKENS a quarter of the window is kept free, so the rest must hold it all
    return max(SMALLEST_WINDOW, min(used + RESERVE_TOKENS, -(-4 * used // 3)))


def _reserve(window: int) -> int:
    """Tokens kept free for the answer in a window of that many."""
    return min(RESERVE_TOKENS, window // 4)


_NEXT_STEPS = {
    (Mode.SEARCH, Limit.CHOICE): phrase(
        "Search it for what matches the question (--mode search), sweep all of it part by part "
        "(--mode sweep), or open a larger window (--context {larger}; this model was trained for "
        "{trained:,})."
    ),
    (Mode.SEARCH, Limit.MEMORY): phrase(
        "Search it for what matches the question (--mode search), sweep all of it part by part "
        "(--mode sweep), or close other programs: there is no memory for a window of {larger:,} "
        "tokens now."
    ),
    (Mode.SEARCH, Limit.MODEL): phrase(
        "Search it for what matches the question (--mode search), sweep all of it part by part "
        "(--mode sweep), or choose a model with a larger window (this one was trained for "
        "{trained:,} tokens)."
    ),
    (Mode.SWEEP, Limit.CHOICE): phrase(
        "The question is about all of it: sweep it part by part (--mode sweep), search it for what "
        "matches (--mode search), or open a larger window (--context {larger}; this model was "
        "trained for {trained:,})."
    ),
    (Mode.SWEEP, Limit.MEMORY): phrase(
        "The question is about all of it: sweep it part by part (--mode sweep), search it for what "
        "matches (--mode search), or close other programs: there is no memory for a window of "
        "{larger:,} tokens now."
    ),
    (Mode.SWEEP, Limit.MODEL): phrase(
        "The question is about all of it: sweep it part by part (--mode sweep), search it for what "
        "matches (--mode search), or choose a model with a larger window (this one was trained for "
        "{trained:,} tokens)."
    ),
}
