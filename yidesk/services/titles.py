"""Titles of chats, made by the model when it has nothing else to do.

Nothing waits for them and nothing is changed by them: they are asked for in the background, beside
what memory holds, and a chat whose title is not made keeps the one its first question gave it.
"""

from __future__ import annotations

import re

from yidesk.core.errors import YiDeskError
from yidesk.core.types import Conversation, Message, Part, Role, Sampling
from yidesk.protocol import messages
from yidesk.services.engine import Engine
from yidesk.services.one_line import one_line, same_language
from yidesk.services.stopping import Stop
from yidesk.services.wording import Wording, wording_for
from yidesk.store.chats import ChatStore
from yidesk.store.records import ChatId, Turn, TurnState

MOST_CHARACTERS = 72
QUESTION_CHARACTERS, ANSWER_CHARACTERS = 600, 600
"""Of the first question and its answer: what the title is made from."""
MOST_TOKENS = 32
MOST_WORDS = 12
_ANSWERS = re.compile(r"[\[\]［］【】]|\bthe answer is\b|(?:答案|回答)是", re.IGNORECASE)
_ALWAYS_THE_SAME = Sampling(temperature=0.0, seed=0)


class Titles:
    """Gives chats titles. Safe from any thread."""

    def __init__(self, chats: ChatStore, engine: Engine) -> None:
        self._chats = chats
        self._engine = engine

    def begin(self, chat: ChatId) -> Entitling:
        """A title for this chat, to be made by `Entitling.entitle`."""
        return Entitling(self._chats, self._engine, chat)


class Entitling:
    """One title being thought of. Safe from any thread."""

    def __init__(self, chats: ChatStore, engine: Engine, chat: ChatId) -> None:
        self._chats = chats
        self._engine = engine
        self._chat = chat
        self._stop = Stop()

    def cancel(self) -> None:
        """It is not wanted any more."""
        self._stop.press()

    def entitle(self) -> str:
        """Give a chat with one answered question a title; returns it. Never raises YiDeskError.

        Returns after the model had time for it, however long that is. Empty when the title stays
        as it is: the chat has more than one question or was named by a person, no chat model is
        loaded, nothing that could be a title was written, or `cancel` was called.
        """
        turns = self._chats.turns(self._chat)
        info = self._engine.info
        if info is None or info.chat_format == "completion" or not _has_one_answer(turns):
            return ""
        title = self._title(turns[0].text, turns[1].text)
        return title if title and self._chats.entitle(self._chat, title) else ""

    def _title(self, question: str, answer: str) -> str:
        words = wording_for(question)
        try:
            job, *_ = self._engine.generate_together(
                _conversation(question, answer, words),
                [(Part(text=words.title_wanted),)],
                sampling=_ALWAYS_THE_SAME,
                max_tokens=MOST_TOKENS,
                background=True,
            )
            *_, end = self._stop.follow(job)
        except YiDeskError:
            return ""  # there was no room, or the engine has ended
        if self._stop.pressed or not isinstance(end, messages.Finished):
            return ""
        title = one_line(end.text, MOST_CHARACTERS).rstrip(".。")
        return title if _is_title(title) and same_language(title, question) else ""


def _is_title(text: str) -> bool:
    """A small model may go on answering instead: at length, and with references to pages."""
    return len(text.split()) <= MOST_WORDS and not _ANSWERS.search(text)


def _has_one_answer(turns: list[Turn]) -> bool:
    return len(turns) == 2 and turns[1].state is TurnState.DONE and bool(turns[1].text.strip())


def _conversation(question: str, answer: str, words: Wording) -> Conversation:
    exchange = words.exchange.format(
        question=" ".join(question.split())[:QUESTION_CHARACTERS],
        answer=" ".join(answer.split())[:ANSWER_CHARACTERS],
    )
    return (Message.of(Role.SYSTEM, words.about_title), Message.of(Role.USER, exchange))
