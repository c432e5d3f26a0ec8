"""Questions that may be asked about what was just read, made by the model in the background.

They go on from the document that is in memory, all in the same computations, and change nothing of
it. Where the document is not in memory, or something else is to be done, there are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yidesk.core.errors import Cancelled, YiDeskError
from yidesk.core.types import Document, Part, Sampling
from yidesk.protocol import messages
from yidesk.services import prompt
from yidesk.services.engine import Engine, Job
from yidesk.services.one_line import one_line, same_language
from yidesk.services.stopping import Stop

MOST_CHARACTERS = 140
MOST_TOKENS = 48
_ALWAYS_THE_SAME = Sampling(temperature=0.0, seed=0)
_MARKS = ("?", "？", "؟")
_NUMBERED = re.compile(r"\bD\d+\b")


class Suggesting:
    """Questions being thought of. Safe from any thread."""

    def __init__(self, engine: Engine, exchanges: Sequence[prompt.Exchange], owner: str) -> None:
        """EXCHANGES: what was read, the last one without a question, as for `ReadAhead`."""
        self._engine = engine
        self._exchanges = exchanges
        self._owner = owner
        self._stop = Stop()

    def cancel(self) -> None:
        """They are not wanted any more."""
        self._stop.press()

    def questions(self) -> tuple[str, ...]:
        """Up to three, each another one, in the language of the documents. Never raises.

        Returns after the model had time for them, however long that is.
        """
        info = self._engine.info
        if info is None or info.chat_format == "completion":
            return ()
        if not self._exchanges or not _has_text(self._exchanges[-1].documents):
            return ()  # of a scan without text anything would be made up
        try:
            return tuple(dict.fromkeys(self._ask()))
        except (YiDeskError, Cancelled):
            return ()

    def _ask(self) -> Iterator[str]:
        words = prompt.language_of(self._exchanges[0])
        jobs = self._engine.generate_together(
            prompt.build(self._exchanges, self._owner).conversation,
            [(Part(text=wanted),) for wanted in words.suggestions_wanted],
            sampling=_ALWAYS_THE_SAME,
            max_tokens=MOST_TOKENS,
            background=True,
        )
        try:
            for job in jobs:
                question = one_line(self._text(job), MOST_CHARACTERS)
                if _is_for_a_person(question) and same_language(question, words.plain):
                    yield question
        finally:
            for job in jobs:
                job.cancel()

    def _text(self, job: Job) -> str:
        """What was written to the end; nothing of what was cut off."""
        *_, end = self._stop.follow(job)
        self._stop.check()
        return end.text if isinstance(end, messages.Finished) else ""


def _has_text(documents: Sequence[Document]) -> bool:
    return any(page.text.strip() for document in documents for page in document.pages)


def _is_for_a_person(question: str) -> bool:
    """A question, which does not name a document by its number in the prompt."""
    return question.endswith(_MARKS) and not _NUMBERED.search(question)
