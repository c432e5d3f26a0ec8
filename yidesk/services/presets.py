"""Presets, and what of them holds in a chat: instructions, sampling, model.

Instructions go behind the documents, with the first question that they hold for: what was read of
a document stays valid whatever is written here, and nothing that was said before is rewritten.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from yidesk.core.errors import WrongUsage
from yidesk.core.presets import LONGEST_NAME, ChatChoices, Choices, Preset
from yidesk.core.unicode import mend
from yidesk.core.words import listed, phrase, say
from yidesk.store.manners import as_json
from yidesk.store.records import ChatId
from yidesk.store.store import Store

USUAL = "usual"
"""Key of the preset that leaves everything to the settings."""
_PROVIDED: tuple[Preset, ...] = (
    Preset(USUAL, phrase("Usual"), Choices(), is_own=False),
    Preset(
        "documents",
        phrase("Close to the documents"),
        Choices(
            temperature=0.0,
            prompt=phrase(
                "Say only what the documents say, and name the page of every statement. "
                "If they do not say it, say that they do not."
            ),
        ),
        is_own=False,
    ),
    Preset(
        "summary",
        phrase("Summary"),
        Choices(
            temperature=0.2,
            prompt=phrase(
                "Answer in at most seven short points, the most important first, each with its "
                "page. Leave out what is not needed to understand the whole."
            ),
        ),
        is_own=False,
    ),
    Preset(
        "translation",
        phrase("Translation"),
        Choices(
            temperature=0.1,
            prompt=phrase(
                "Translate what I write: Chinese into English, everything else into Chinese. "
                "Keep names, numbers and layout. Answer with the translation alone."
            ),
        ),
        is_own=False,
    ),
    Preset(
        "conversation",
        phrase("Free conversation"),
        Choices(temperature=0.8, top_p=0.95, repeat_penalty=1.05),
        is_own=False,
    ),
)


class Presets:
    """Every method may be called from any thread."""

    def __init__(self, store: Store) -> None:
        self._presets, self._manners, self._chats = store.presets, store.manners, store.chats

    def all(self) -> Sequence[Preset]:
        """Those that come with the program, in the language in use, then a person's own."""
        return [*map(_said, _PROVIDED), *self._presets.all()]

    def find(self, key: str) -> Preset | None:
        """The preset with this key; None when it was deleted."""
        return next((each for each in self.all() if each.key == key), None)

    def named(self, name: str) -> Preset:
        """The preset of this name (or key), in any case. Raises WrongUsage."""
        wanted = " ".join(name.split()).casefold()
        every = self.all()
        for preset in every:
            if wanted in {preset.name.casefold(), "" if preset.is_own else preset.key}:
                return preset
        raise WrongUsage(
            "There is no preset {name}.",
            code="preset_missing",
            next_step="There are: {known}.",
            name=mend(name),
            known=listed(each.name for each in every),
        )

    def default(self) -> Preset:
        """The preset that new chats begin with."""
        return self.find(self._presets.default()) or _said(_PROVIDED[0])

    def make_default(self, key: str) -> None:
        """Let new chats begin with this preset; the one that waits to be begun, too."""
        before = self.default()
        self._presets.keep_default(key)
        waiting = self._chats.unasked()
        if waiting is not None and self.of(waiting) in (given_by(before), ChatChoices()):
            self.choose(waiting, self.default())

    def add(self, name: str, choices: Choices) -> Preset:
        """Keep choices under a name. Raises WrongUsage: no name, one that there is."""
        checked = choices.checked()
        named = self._free(name)
        return Preset(self._presets.add(named, checked), named, checked)

    def rename(self, preset: Preset, name: str) -> Preset:
        """Give one of a person's own another name. Raises WrongUsage."""
        renamed = dataclasses.replace(preset, name=self._free(name, but=preset.key))
        self._presets.change(renamed)
        return renamed

    def change(self, preset: Preset, choices: Choices) -> Preset:
        """Give one of a person's own other choices; chats keep what they have."""
        changed = dataclasses.replace(preset, choices=choices.checked())
        self._presets.change(changed)
        return changed

    def delete(self, preset: Preset) -> None:
        """Delete one of a person's own; chats keep what they have of it."""
        self._presets.take_out(preset.key)

    def put_back(self, preset: Preset) -> bool:
        """Undo the last deletion; False when it was of another one."""
        return self._presets.put_back(preset.key)

    def of(self, chat: ChatId | None) -> ChatChoices:
        """What holds in a chat; in one that is not begun, what new ones begin with."""
        return self._manners.choices(chat) if chat is not None else given_by(self.default())

    def choose(self, chat: ChatId, preset: Preset) -> ChatChoices:
        """Let everything hold in a chat that this preset gives, from the next question on."""
        kept = given_by(preset)
        self._manners.keep_choices(chat, kept)
        return kept

    def keep(self, chat: ChatId, kept: ChatChoices) -> ChatChoices:
        """Let this hold in a chat, from the next question on. Raises WrongUsage."""
        checked = dataclasses.replace(kept, choices=kept.choices.checked())
        self._manners.keep_choices(chat, checked)
        return checked

    def answer_with(self, chat: ChatId, model: str | None) -> ChatChoices:
        """Let this model file (None: the one that the settings name) answer in a chat."""
        kept = self._manners.choices(chat)
        choices = dataclasses.replace(kept.choices, model=model)
        return self.keep(chat, dataclasses.replace(kept, choices=choices))

    def beginning(self) -> str:
        """What a new chat is made with, as the store keeps it."""
        return as_json(given_by(self.default()))

    def _free(self, name: str, but: str = "") -> str:
        """NAME as it is kept. Raises WrongUsage when it is none, or another preset's."""
        named = " ".join(mend(name).split())[:LONGEST_NAME]
        if not named:
            raise WrongUsage("A preset needs a name.", code="preset_name", next_step="Type one.")
        taken = {each.name.casefold() for each in self.all() if each.key != but}
        if named.casefold() in taken:
            raise WrongUsage(
                "There is a preset {name} already.",
                code="preset_name",
                next_step="Choose another name, or change that one.",
                name=named,
            )
        return named


def given_by(preset: Preset) -> ChatChoices:
    """What holds in a chat that was given this preset."""
    return ChatChoices(preset.key, preset.choices, preset.choices)


def _said(preset: Preset) -> Preset:
    """A preset that comes with the program, in the language in use."""
    prompt = preset.choices.prompt
    choices = dataclasses.replace(preset.choices, prompt=say(prompt) if prompt else "")
    return dataclasses.replace(preset, name=say(preset.name), choices=choices)
