"""What a person chooses for one chat: instructions, sampling, model; and such choices by name.

A chat keeps what it was given: changing or deleting a preset later changes no chat.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from yidesk.core.declared import BY_NAME
from yidesk.core.setting import Kind, Setting, Value
from yidesk.core.types import Sampling
from yidesk.core.unicode import mend
from yidesk.core.words import phrase

LONGEST_PROMPT = 8_000
"""Characters of instructions."""
LONGEST_NAME = 60
_AS_SET = phrase("As in the settings")
_GROUP = phrase("Answers")

MODEL = Setting(
    name="model",
    group=_GROUP,
    title=phrase("Model"),
    help=phrase("Which model answers in this chat. Another one takes a while to load."),
    kind=Kind.SHELF,
    default=None,
    automatic=phrase("As chosen under Models"),
)
SAMPLING: tuple[Setting, ...] = (
    dataclasses.replace(BY_NAME["temperature"], default=None, automatic=_AS_SET),
    dataclasses.replace(BY_NAME["top_p"], default=None, automatic=_AS_SET),
    Setting(
        name="top_k",
        group=_GROUP,
        title=phrase("Top-k"),
        help=phrase("Only so many of the likeliest words are drawn from. 0: from all of them."),
        kind=Kind.WHOLE,
        default=None,
        least=0,
        most=1_000,
        automatic=_AS_SET,
    ),
    Setting(
        name="min_p",
        group=_GROUP,
        title=phrase("Min-p"),
        help=phrase("Words that are less likely than this share of the likeliest are left out."),
        kind=Kind.FRACTION,
        default=None,
        least=0,
        most=1,
        step=0.01,
        automatic=_AS_SET,
    ),
    Setting(
        name="repeat_penalty",
        group=_GROUP,
        title=phrase("Repetition penalty"),
        help=phrase("Above 1, words that were just said become less likely."),
        kind=Kind.FRACTION,
        default=None,
        least=1,
        most=2,
        step=0.05,
        automatic=_AS_SET,
    ),
    Setting(
        name="seed",
        group=_GROUP,
        title=phrase("Seed"),
        help=phrase("The same seed draws the same answer to the same question again."),
        kind=Kind.WHOLE,
        default=None,
        least=0,
        most=2**31 - 1,
        automatic=phrase("Another one every time"),
    ),
    dataclasses.replace(BY_NAME["max_tokens"], automatic=_AS_SET),
)
"""How tokens are drawn, as far as a chat may have it otherwise than the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was chosen; None, and an empty text, leave it to the settings."""

    prompt: str = ""
    """Instructions: what the model is to keep in mind with every answer."""
    model: str | None = None
    """The path of a GGUF file."""
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    seed: int | None = None
    max_tokens: int | None = None

    def checked(self) -> Choices:
        """The same within their ranges. Raises WrongUsage (bad_setting)."""
        drawn = {each.name: each.check(self.value(each.name)) for each in SAMPLING}
        prompt = mend(self.prompt).strip()[:LONGEST_PROMPT]
        return dataclasses.replace(self, prompt=prompt, **drawn)  # type: ignore[arg-type] # as declared

    def value(self, name: str) -> Value:
        """What was chosen for one of SAMPLING."""
        value: Value = getattr(self, name)
        return value

    def sampling(self, usual: Sampling) -> Sampling:
        """USUAL with what was chosen otherwise."""
        drawn = {each.name: self.value(each.name) for each in SAMPLING if each.name != "max_tokens"}
        chosen = {name: value for name, value in drawn.items() if value is not None}
        return dataclasses.replace(usual, **chosen)  # type: ignore[arg-type] # as declared


@dataclass(frozen=True, slots=True)
class Preset:
    """Choices under a name."""

    key: str
    """What it is known by; those that come with the program have words, a person's own numbers."""
    name: str
    choices: Choices
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class ChatChoices:
    """What holds in a chat, and where it came from."""

    preset: str = ""
    """Key of the preset; it may have been deleted since."""
    given: Choices = Choices()
    """What the preset gave."""
    choices: Choices = Choices()

    @property
    def is_changed(self) -> bool:
        """Whether something was chosen otherwise since."""
        return self.choices != self.given
