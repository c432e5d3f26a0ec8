"""Conversations with the tiny model, in this process."""

from __future__ import annotations

from yidesk.core.types import Conversation, Message, Part, Role, Sampling
from yidesk.engine import answering
from yidesk.engine.loaded import LoadedModel
from yidesk.protocol import messages

BATCH = 64
"""Tokens per computation."""
GREEDY = Sampling(temperature=0)


def document(name: str) -> Conversation:
    text = "".join(f"{name} {i} costs {i * 13 % 97} euros. " for i in range(40))
    return (Message(role=Role.USER, parts=(Part(text=text, owner=name[0] * 64),)),)


def asked(before: Conversation, words: str) -> Conversation:
    """BEFORE with a question at the end of its last message."""
    *rest, last = before
    return (*rest, Message(role=Role.USER, parts=(*last.parts, Part(text=words, owner="chat:1"))))


def chat(*words: str) -> Conversation:
    parts = (Part(text=text, owner="chat:2") for text in words)
    return tuple(Message(role=Role.USER, parts=(part,)) for part in parts)


def ask(model: LoadedModel, conversation: Conversation, tokens: int = 4) -> messages.Finished:
    request = messages.Generate(id=1, conversation=conversation, sampling=GREEDY, max_tokens=tokens)
    done = answering.answer(request, model, lambda _message: None, lambda: True)
    assert isinstance(done, messages.Finished)
    return done


def followed(
    conversation: Conversation, done: messages.Finished, model: LoadedModel, words: str
) -> Conversation:
    answer = Part(
        text=done.text, tokens=done.tokens, tokenizer=model.info.tokenizer, owner="chat:1"
    )
    return (
        *conversation,
        Message(role=Role.ASSISTANT, parts=(answer,)),
        Message(role=Role.USER, parts=(Part(text=words, owner="chat:1"),)),
    )
