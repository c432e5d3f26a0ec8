"""Scanned pages on the desk: offered to be read by text recognition, and read when wanted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from yidesk.core import words
from yidesk.core.counted import Counted
from yidesk.core.errors import Cancelled
from yidesk.core.types import Document
from yidesk.services.recognition import OFFER_MANY, OFFER_ONE, Recognition, pages_to_recognise
from yidesk.services.remaining import Counting
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge, Errand
from yidesk.ui.chat.desk import Desk
from yidesk.ui.chat.progress_lines import counted_pace
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.notices import THIS_CHAT, Action


class Scans(QObject):
    """Offers and reads; a document that leaves the desk is not read on."""

    def __init__(
        self, bridge: Bridge, recognition: Recognition, screen: ChatScreen, desk: Desk
    ) -> None:
        super().__init__(screen)
        self._bridge, self._recognition = bridge, recognition
        self._screen, self._desk = screen, desk
        self._errands: dict[str, Errand[Counted]] = {}
        desk.opened.connect(self.offer)

    @Slot(object, str)
    def offer(self, document: Document, password: str) -> None:
        """Say which document has scanned pages, and that they can be read."""
        count = len(pages_to_recognise(document))
        if not count:
            return
        template = OFFER_ONE if count == 1 else OFFER_MANY
        action = Action(
            words.say(template, count=numbers.count(count)), partial(self.read, document, password)
        )
        self._screen.notices.tell(
            self.tr("{name} has scanned pages: pictures without text.").format(name=document.name),
            tone="warning",
            actions=(action,),
            topic=THIS_CHAT,
        )

    def read(self, document: Document, password: str) -> None:
        """Recognise the text of its scanned pages; every page is kept as it comes."""
        key = document.fingerprint
        if key in self._errands or self._desk.document(key) is None:
            return
        self._desk.stop_reading()  # the model would read it without these pages

        counting = Counting()

        def work(errand: Errand[Counted]) -> Document:
            try:
                return self._recognition.read(
                    document,
                    password=password,
                    on_page=lambda done, total: errand.report(counting.at(done, total)),
                    cancelled=lambda: errand.cancelled,
                )
            except Cancelled:
                return self._recognition.kept(document)

        self._errands[key] = self._bridge.run(
            work,
            partial(self._show, key),
            partial(self._take, key, password),
            partial(self._fail, key),
            told=self.tr("The text of {name} has been recognised.").format(name=document.name),
        )

    def _show(self, key: str, at: Counted) -> None:
        if self._desk.document(key) is None:
            self._errands[key].cancel()
            return
        chip = self._screen.chips.chip_of(key)
        if chip is not None:
            line = self.tr("recognising text, {done} of {total}").format(
                done=numbers.count(at.done), total=numbers.count(at.total)
            )
            line = " · ".join(filter(None, (line, counted_pace(at))))
            chip.show_doing(line, at.share, self._errands[key].cancel)

    def _take(self, key: str, password: str, document: Document) -> None:
        is_stopped = self._errands.pop(key).cancelled
        if self._desk.document(key) is None:
            return
        self._desk.replace(document)
        left = len(pages_to_recognise(document))
        if left and is_stopped:
            self.offer(document, password)  # what was read is kept, the rest can be read later
        elif left:
            self._screen.notices.tell(
                (
                    self.tr("{name}: no text was recognised on 1 page.")
                    if left == 1
                    else self.tr("{name}: no text was recognised on {count} pages.")
                ).format(name=document.name, count=numbers.count(left)),
                topic=THIS_CHAT,
            )

    def _fail(self, key: str, error: Exception) -> None:
        del self._errands[key]
        if self._desk.document(key) is not None:
            self._screen.chips.show_read(complete=False)
            self._screen.notices.tell_error(error, topic=THIS_CHAT)
            self._desk.read_waiting()
