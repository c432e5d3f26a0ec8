"""Carries out questions that share their start: reads it, answers them together, tells how far."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Sequence

from yidesk.core.errors import YiDeskError
from yidesk.engine.answering import ReadingProgress, ReadPrompt, Send, draw_seed, finished
from yidesk.engine.branches import Branch, Branches, no_room
from yidesk.engine.chat_format import Prompt
from yidesk.engine.context import ReadResult, TokenMemory
from yidesk.engine.llama import BRANCHES
from yidesk.engine.loaded import LoadedModel
from yidesk.engine.sampling import make_sampler
from yidesk.protocol import messages
from yidesk.protocol.together import GenerateMany, Question

MOST_ASIDE = 2_048
"""Tokens that a question in the background may have to evaluate."""


def answer_together(
    request: GenerateMany,
    loaded: LoadedModel,
    send: Send,
    *,
    cancelled: Callable[[int], bool],
    in_the_way: Callable[[], bool],
) -> bool:
    """Answer all questions, each with a final event of its own.

    CANCELLED: by a question's number. False when it was in the background and IN_THE_WAY: nothing
    has been sent then. Raises YiDeskError when none of them can even begin.
    """
    with contextlib.ExitStack() as stack:
        return _Together(request, loaded, send, cancelled, in_the_way).run(stack)


class _Together:
    """One request. A `branches.Listener`."""

    def __init__(
        self,
        request: GenerateMany,
        loaded: LoadedModel,
        send: Send,
        cancelled: Callable[[int], bool],
        in_the_way: Callable[[], bool],
    ) -> None:
        self._request = request
        self._loaded = loaded
        self._send = send
        self._cancelled = cancelled
        self._in_the_way = in_the_way
        self._made_room = False
        self._read = ReadResult()
        self._final: dict[int, messages.AnyMessage] = {}
        """Final events by number; in the background they are kept back until all are there."""
        self._began = time.perf_counter()

    def run(self, stack: contextlib.ExitStack) -> bool:
        """As `answer_together`; STACK frees what was made."""
        request, loaded = self._request, self._loaded
        start = loaded.format.tokens(request.conversation, open_end=True)
        prompts = [self._prompt(question) for question in request.questions]
        room = self._room(start, prompts)
        memory = loaded.memory_for(start, room)
        if request.background:
            shared = _shared_aside(memory, start, prompts)
        else:
            self._accept(memory, start, prompts)
            self._read = loaded.read(start, room, self._watcher(memory), memory, logits=False)
            shared = len(start.ids)
        branches = [
            self._branch(question, prompt, shared, stack)
            for question, prompt in zip(request.questions, prompts, strict=True)
        ]
        if request.background or self._read.complete:
            self._answer(memory, shared, branches)
        else:
            for branch in branches:
                self.has_ended(branch)
        return self._hand_over()

    def _prompt(self, question: Question) -> Prompt:
        *before, last = self._request.conversation
        asked = dataclasses.replace(last, parts=(*last.parts, *question.parts))
        return self._loaded.format.tokens((*before, asked), open_end=False)

    def _room(self, start: Prompt, prompts: Sequence[Prompt]) -> int:
        """Tokens of the start, and of as many questions and answers as run at a time."""
        needs = [len(each.ids) - len(start.ids) + self._request.max_tokens for each in prompts]
        return len(start.ids) + sum(sorted(needs)[-len(BRANCHES) :])

    def _accept(self, memory: TokenMemory, start: Prompt, prompts: Sequence[Prompt]) -> None:
        cached = memory.common_prefix(start.ids)
        for question, prompt in zip(self._request.questions, prompts, strict=True):
            self._send(
                messages.Accepted(
                    id=question.number,
                    prompt_tokens=len(prompt.ids),
                    cached_tokens=cached,
                )
            )

    def _watcher(self, memory: TokenMemory) -> ReadingProgress:
        numbers = [question.number for question in self._request.questions]
        return ReadingProgress(
            numbers[0], self._send, lambda: not all(map(self._cancelled, numbers)), memory.pace
        )

    def _branch(
        self, question: Question, prompt: Prompt, shared: int, stack: contextlib.ExitStack
    ) -> Branch:
        request, seed = self._request, draw_seed(self._request.sampling)
        sampler = make_sampler(request.sampling, seed, self._loaded.vocabulary, prompt.ids)
        stack.callback(sampler.close)
        return Branch(
            number=question.number,
            prompt_tokens=len(prompt.ids),
            own=prompt.ids[shared:],
            sampler=sampler,
            seed=seed,
            max_tokens=request.max_tokens,
            stops=(*self._loaded.format.stop_texts, *request.stop),
        )

    def _answer(self, memory: TokenMemory, shared: int, branches: list[Branch]) -> None:
        vocabulary = self._loaded.vocabulary
        ends = self._loaded.format.stop_ids | vocabulary.ends
        try:
            Branches(memory, shared, vocabulary, ends, self).run(branches)
        except YiDeskError as error:
            for branch in branches:
                if branch.number not in self._final:
                    self._end(messages.Failed.of(branch.number, error))

    # --- as the listener of the branches ----------------------------------------------------

    def wants(self, branch: Branch) -> bool:
        """Whether to go on with it."""
        self._made_room = self._made_room or (self._request.background and self._in_the_way())
        return not self._made_room and not self._cancelled(branch.number)

    def says(self, branch: Branch, text: str) -> None:
        """Send a piece of an answer, where somebody waits for it."""
        if not self._request.background:
            answer = branch.answer
            self._send(
                messages.Text(
                    id=branch.number,
                    text=text,
                    tokens=len(answer.tokens),
                    per_second=answer.per_second,
                )
            )

    def has_ended(self, branch: Branch) -> None:
        """Send the end of an answer; the first one counts what all share."""
        shared = branch.prompt_tokens - len(branch.own)
        first = branch.number == self._request.questions[0].number
        read = dataclasses.replace(self._read) if first else ReadResult(cached=shared)
        if first and self._request.background:
            read.cached = shared
        read.evaluated += branch.evaluated
        prompt = ReadPrompt(
            tokens=branch.prompt_tokens, read=read, asked_at=self._began, seed=branch.seed
        )
        self._end(finished(branch.number, branch.answer, prompt))

    def _end(self, event: messages.Finished | messages.Failed) -> None:
        self._final[event.id] = event
        if not self._request.background:
            self._send(event)

    def _hand_over(self) -> bool:
        if self._made_room:
            return False
        if self._request.background:
            for event in self._final.values():
                self._send(event)
        return True


def _shared_aside(memory: TokenMemory, start: Prompt, prompts: Sequence[Prompt]) -> int:
    """What of the start is in memory. Raises EngineError when too much of it is not."""
    shared = min(memory.common_prefix(start.ids), *(len(each.ids) - 1 for each in prompts))
    missing = max(len(each.ids) for each in prompts) - shared
    if missing > MOST_ASIDE or (len(prompts) > 1 and shared < len(start.ids)):
        raise no_room()
    return shared
