"""Joins the header's button, and the window behind it, with what holds in a chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Slot

from yidesk.core import words
from yidesk.core.errors import YiDeskError
from yidesk.core.presets import ChatChoices, Choices, Preset
from yidesk.services.chat_model import Change
from yidesk.services.chats import ChatId, Chats
from yidesk.ui import numbers
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.choices_window import ChoicesWindow
from yidesk.ui.chat.presenter import ChatPresenter
from yidesk.ui.chat.screen import ChatScreen
from yidesk.ui.notices import Action

TOPIC = "model of the chat"
"""Of the notice that another model is loaded."""


class Known(NamedTuple):
    """What the services know of a chat's choices."""

    kept: ChatChoices
    presets: Sequence[Preset]
    default: str
    models: Sequence[Path]

    @property
    def name(self) -> str:
        """What the preset is called; empty when it was deleted."""
        wanted = self.kept.preset or self.presets[0].key
        return next((each.name for each in self.presets if each.key == wanted), "")


class ChoosingPresenter(QObject):
    """Shows what holds in the chat on the screen, and lets it be chosen otherwise."""

    def __init__(
        self,
        bridge: Bridge,
        chats: Chats,
        presenter: ChatPresenter,
        screen: ChatScreen,
        models: Callable[[], Sequence[Path]],
    ) -> None:
        """MODELS: those that can answer; called in the background."""
        super().__init__(screen)
        self._bridge, self._chats, self._screen = bridge, chats, screen
        self._desk = presenter.desk
        self._models = models
        self._chat: ChatId | None = None
        self._is_busy = False
        self._shown_for: ChatId | None = None
        """The chat whose choices the window shows."""
        self.shown: ChoicesWindow | None = None
        screen.choices.clicked.connect(self.open)
        presenter.opened.connect(self.follow)
        presenter.busy_changed.connect(self.mark_busy)

    @Slot(object)
    def follow(self, chat: ChatId | None) -> None:
        """Another chat is on the screen."""
        if self._shown_for is None and chat is not None and chat == self._desk.chat:
            self._shown_for = chat  # it was made while the window was open
        if self.shown is not None and chat != self._shown_for and not self.shown.is_touched:
            self.shown.reject()
        self._chat = chat
        self._screen.notices.leave(TOPIC)
        self._bridge.call(partial(self._know, chat), partial(self._show_state, chat))
        self.look_at_model(chat)

    @Slot(object)
    def look_at_model(self, chat: ChatId | None) -> None:
        """Tell what asking in this chat loads, where that costs something."""
        if chat is not None and chat == self._chat:
            if self._is_busy:
                return
            self._bridge.call(
                partial(self._chats.models.change, chat),
                partial(self._tell_change, chat),
                partial(self._tell_missing, chat),
            )

    @Slot(object)
    def mark_busy(self, running: frozenset[ChatId]) -> None:
        """These chats are being answered: what that loads was told, and is loaded."""
        was_busy, self._is_busy = self._is_busy, self._chat in running
        if self._is_busy:
            self._screen.notices.leave(TOPIC)
        elif was_busy:
            self.look_at_model(self._chat)

    def _know(self, chat: ChatId | None) -> Known:
        presets = self._chats.presets
        return Known(presets.of(chat), presets.all(), presets.default().key, ())

    def _know_all(self) -> Known:
        return self._know(self._chat)._replace(models=self._models())

    def _show_state(self, chat: ChatId | None, known: Known) -> None:
        if chat == self._chat:
            self._screen.show_choices(known.name, known.kept)

    @Slot()
    def open(self) -> None:
        """Show what holds for this chat."""
        if self.shown is not None:
            self.shown.activateWindow()
        else:
            self._bridge.call(self._know_all, self._open)

    def _open(self, known: Known) -> None:
        self._shown_for = self._chat
        window = self.shown = ChoicesWindow(known.kept, self._screen.window())
        window.offer(known.presets, known.default)
        window.offer_models(known.models)
        window.kept.connect(self._keep)
        window.add_wanted.connect(self._add)
        window.rename_wanted.connect(self._rename)
        window.change_wanted.connect(self._change)
        window.delete_wanted.connect(self._delete)
        window.default_wanted.connect(self._make_default)
        window.finished.connect(self._leave)
        window.show()

    @Slot()
    def _leave(self) -> None:
        if self.shown is not None:
            self.shown.deleteLater()
            self.shown = None

    @Slot(object)
    def _keep(self, kept: ChatChoices) -> None:
        if self._shown_for is None and self._chat is None:
            self._desk.with_chat(partial(self._keep_in, kept))
        else:  # the chat that it was opened for, whichever is on the screen by now
            self._keep_in(kept, self._shown_for)

    def _keep_in(self, kept: ChatChoices, wanted: ChatId | None) -> None:
        def work() -> tuple[ChatId, bool]:
            chat = self._chats.waiting.next() if wanted is None else wanted
            before = self._chats.presets.of(chat).choices.model
            return chat, self._chats.presets.keep(chat, kept).choices.model != before

        self._bridge.call(work, self._kept)

    def _kept(self, done: tuple[ChatId, bool]) -> None:
        chat, is_other_model = done
        if chat == self._chat:
            self.follow(chat)
            if is_other_model:
                self._desk.read_waiting()

    @Slot(str, object)
    def _add(self, name: str, choices: Choices) -> None:
        self._do(partial(self._chats.presets.add, name, choices))

    @Slot(object, str)
    def _rename(self, preset: Preset, name: str) -> None:
        self._do(partial(self._chats.presets.rename, preset, name))

    @Slot(object, object)
    def _change(self, preset: Preset, choices: Choices) -> None:
        self._do(partial(self._chats.presets.change, preset, choices))

    @Slot(str)
    def _make_default(self, key: str) -> None:
        self._do(partial(self._chats.presets.make_default, key))

    @Slot(object)
    def _delete(self, preset: Preset) -> None:
        self._do(
            partial(self._chats.presets.delete, preset), then=partial(self._offer_undo, preset)
        )

    def _offer_undo(self, preset: Preset) -> None:
        self._screen.notices.tell(
            self.tr("The preset “{name}” was deleted. Chats keep what they had of it.").format(
                name=preset.name
            ),
            actions=(
                Action(
                    self.tr("Undo"), lambda: self._do(partial(self._chats.presets.put_back, preset))
                ),
            ),
            passes=lambda: None,
        )

    def _do(self, act: Callable[[], object], then: Callable[[], object] = lambda: None) -> None:
        """Let the service do something with presets, and show those that there are then."""

        def work() -> tuple[object, Known]:
            return act(), self._know(self._chat)

        def show(done: tuple[object, Known]) -> None:
            self._show_done(done)
            then()

        self._bridge.call(work, show, self._show_trouble)

    def _show_done(self, done: tuple[object, Known]) -> None:
        preset, known = done
        if self.shown is not None:
            self.shown.close_name()
            made = preset.key if isinstance(preset, Preset) else None
            self.shown.offer(known.presets, known.default, made)
        self._show_state(self._chat, known)

    def _show_trouble(self, error: Exception) -> None:
        if self.shown is not None and isinstance(error, YiDeskError):
            self.shown.tell(" ".join(filter(None, words.say_error(error))))
        else:
            self._screen.notices.tell_error(error)

    def _tell_change(self, chat: ChatId, change: Change | None) -> None:
        if chat != self._chat:
            return
        self._screen.notices.leave(TOPIC)
        if change is None:
            return
        self._screen.notices.tell(
            self.tr("{wanted} answers in this chat; {loaded} is loaded.").format(
                wanted=change.name, loaded=change.loaded.stem
            ),
            next_step=self.tr("The next question loads it first: {size}.").format(
                size=numbers.disk(change.size)
            ),
            actions=(
                Action(self.tr("Load it now"), self._desk.read_with_other_model),
                Action(
                    self.tr("Answer with {loaded} here").format(loaded=change.loaded.stem),
                    partial(self._answer_with, chat, change.loaded),
                ),
            ),
            topic=TOPIC,
        )

    def _tell_missing(self, chat: ChatId, error: Exception) -> None:
        if chat == self._chat:
            choose = Action(self.tr("Choose another one"), self.open)
            self._screen.notices.tell_error(error, (choose,), topic=TOPIC)

    def _answer_with(self, chat: ChatId, model: Path) -> None:
        self._bridge.call(
            partial(self._chats.presets.answer_with, chat, str(model)),
            lambda _kept: self._kept((chat, True)),
        )
