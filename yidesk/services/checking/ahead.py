"""Making documents ready to be compared with an answer, while the model writes it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from types import TracebackType

from yidesk.core.errors import YiDeskError
from yidesk.core.types import Document

PAUSE_S = 0.001
"""Between pages, so that the window and the model come first; counting one takes as long."""


class CountingAhead:
    """Counts words in a thread of its own as long as its block lasts, then reads the dictionary.

    The dictionary, where the answer will be in another language than a document. What is not done
    by then is done when a sentence is first compared.
    """

    def __init__(self, documents: Sequence[Document], question: str = "") -> None:
        """The answer to QUESTION is awaited in its language."""
        self._documents = documents
        self._question = question
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._count, name="counting words", daemon=True)

    def __enter__(self) -> CountingAhead:
        if self._documents:
            self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        if self._documents:
            self._thread.join()  # a page at most, or the dictionary, which is wanted next

    def _count(self) -> None:
        # no window waits for them to open
        from yidesk.services.checking.evidence import index  # noqa: PLC0415
        from yidesk.services.languages.lexicon import make_ready  # noqa: PLC0415
        from yidesk.services.languages.recognising import language  # noqa: PLC0415

        with contextlib.suppress(YiDeskError):  # removed meanwhile; the comparison will say so
            for document in self._documents:
                index(document).prepare(lambda: not self._ended.wait(PAUSE_S))
            spoken = language(self._question)
            for document in self._documents:
                if not self._ended.is_set() and make_ready(spoken, index(document).spoken):
                    return
