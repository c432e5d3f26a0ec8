"""The models this program knows: resources/catalog.json, checked against the types below.

It holds facts with their sources, and works without a network. The hub is asked for the sizes and
hashes of today when the person looks (yidesk.catalog.hub).
"""

from __future__ import annotations

import functools
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from yidesk.core import words
from yidesk.core.errors import ModelError
from yidesk.core.paths import resources

Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Repository = Annotated[str, Meta(pattern=r"^[\w.-]+/[\w.-]+$")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Meta(gt=0)]
Link = Annotated[str, Meta(pattern=r"^https://")]
Sentence = Annotated[str, Meta(min_length=1)]


class Group(StrEnum):
    """What a person wants a model for."""

    DOCUMENTS = "documents"
    CHAT = "chat"


class Kind(StrEnum):
    """Whether it was trained to answer."""

    CHAT = "chat"
    BASE = "base"


class PromptFormat(StrEnum):
    """How a conversation is written for it."""

    CHATML = "chatml"
    YI_1_5 = "yi-1.5"
    """ChatML with the system text bare at the start."""
    USER_ASSISTANT = "user-assistant"
    """`USER: … ASSISTANT:`"""
    NONE = "none"
    """A base model."""


class Variant(Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a model: the same weights, stored more or less exactly."""

    quantization: str
    file: Annotated[str, Meta(pattern=r"^[\w.-]+\.gguf$")]
    size: Count | None
    """Bytes, where they are known exactly."""
    gigabytes: Annotated[float, Meta(gt=0)]
    """Decimal, as the hub shows it; or of another file of the same shape and quantisation."""
    sha256: Sha256 | None

    @property
    def bytes(self) -> int:
        """Bytes, exact or rounded as the hub shows them."""
        return self.size or round(self.gigabytes * 1e9)


class Shape(Struct, frozen=True, forbid_unknown_fields=True):
    """What decides a model's memory; the file's own header, once it is here, says it better."""

    layers: Count
    width: Count
    heads: Count
    kv_heads: Count
    feed_forward: Count
    vocabulary: Count


class Remarks(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person should know before choosing it, in each language, sentence by sentence."""

    en: Annotated[tuple[Sentence, ...], Meta(min_length=1)]
    zh_CN: Annotated[tuple[Sentence, ...], Meta(min_length=1)]  # noqa: N815 - a language's name


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """A model and its files."""

    id: Name
    name: str
    group: Group
    kind: Kind
    recommended: bool
    """The one to propose in its group."""
    parameters: Count
    window: Count
    """Tokens it was trained for."""
    shape: Shape
    prompt_format: PromptFormat
    license: str
    made_from: Repository
    """The repository of the original weights."""
    repository: Repository
    """Where the files lie."""
    sources: Annotated[tuple[Link, ...], Meta(min_length=1)]
    remarks: Remarks
    files: Annotated[tuple[Variant, ...], Meta(min_length=1)]
    """The smallest first."""

    def variant(self, quantization: str) -> Variant:
        """The file of a quantisation, or of that name. Raises ModelError."""
        folded = quantization.casefold()
        for variant in self.files:
            if folded in (variant.quantization.casefold(), variant.file.casefold()):
                return variant
        raise ModelError(
            "{name} has no file {quantization}.",
            code="model_missing",
            next_step="There are: {known}.",
            name=self.name,
            quantization=quantization,
            known=words.listed(variant.quantization for variant in self.files),
        )

    def say_remarks(self) -> tuple[str, ...]:
        """The remarks in the language in use."""
        return self.remarks.zh_CN if words.language() == "zh_CN" else self.remarks.en


class Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    """All of them."""

    version: int
    checked: Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
    """The day on which the facts were looked up."""
    models: tuple[Entry, ...]

    def find(self, wanted: str) -> Entry | None:
        """The model with that id; None when there is none."""
        return next((entry for entry in self.models if entry.id == wanted.casefold()), None)

    def group(self, group: Group) -> tuple[Entry, ...]:
        """The models for one purpose, in the catalogue's order."""
        return tuple(entry for entry in self.models if entry.group is group)


@functools.cache
def load() -> Catalogue:
    """The catalogue that comes with the program."""
    return decode((resources() / "catalog.json").read_bytes())


def decode(content: bytes) -> Catalogue:
    """A catalogue from JSON. Raises msgspec.ValidationError with the place that is wrong."""
    return msgspec.json.decode(content, type=Catalogue)
