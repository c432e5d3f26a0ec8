"""The nouns of the program, as frozen values.

They cross thread and process borders unchanged (`yidesk.protocol` sends them as they are), so
they hold nothing but numbers, text and tuples.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from yidesk.core.comparing import Crossing, Meaning, Translated
from yidesk.core.document import Document as Document  # noqa: PLC0414 - a noun like these
from yidesk.core.document import Page as Page  # noqa: PLC0414 - a noun like these
from yidesk.core.document import PageWarning as PageWarning  # noqa: PLC0414 - a noun like these
from yidesk.core.memory import Comparison, Plan
from yidesk.core.mode import Mode

__all__ = [
    "Citation",
    "Conversation",
    "Coverage",
    "Crossing",
    "Document",
    "Doubt",
    "EngineInfo",
    "EngineOptions",
    "Excerpt",
    "FinishReason",
    "Flaw",
    "Meaning",
    "Message",
    "Mode",
    "Page",
    "PageWarning",
    "Part",
    "Passage",
    "Role",
    "Sampling",
    "Stance",
    "Support",
    "Timings",
    "Translated",
    "Usage",
    "Verdict",
]


class Role(StrEnum):
    """Who speaks in a message; the words that chat templates use."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of text inside a message that is tokenised by itself.

    Its token ids never depend on its neighbours, so a document keeps the same ids, and therefore
    the same KV memory, whatever is asked after it.
    """

    text: str
    tokens: bytes = b""
    """The ids the model itself produced for `text` (an earlier answer): little-endian int32."""
    tokenizer: str = ""
    """Fingerprint of the tokenizer that `tokens` belongs to; ids of another one are ignored."""
    owner: str = ""
    """Whose text it is: a document's fingerprint, or "chat:ID". What is saved of it on disk goes
    when its owner does; a conversation without a document's text is not saved at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One turn as the chat template sees it."""

    role: Role
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, role: Role, *texts: str) -> Message:
        """Make a message whose parts are the given texts."""
        return cls(role=role, parts=tuple(Part(text=text) for text in texts))


Conversation = tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How the next token is drawn.

    Order: bias, grammar, penalties, DRY, top-k, typical, top-p, min-p, temperature, draw.

    The defaults are those published for Yi-1.5-Chat (temperature 0.3, top-p 0.8).
    """

    temperature: float = 0.3
    """0 means greedy: always the likeliest token."""
    top_k: int = 40
    top_p: float = 0.8
    min_p: float = 0.05
    typical_p: float = 1.0
    """1 leaves all; less chooses among the 1,000 likeliest where `top_k` is 0."""
    repeat_penalty: float = 1.0
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    repeat_last_n: int = 256
    """Tokens that the penalties and DRY look back."""
    dry_multiplier: float = 0.0
    """0 switches DRY off."""
    dry_base: float = 1.75
    dry_allowed_length: int = 2
    logit_bias: tuple[tuple[int, float], ...] = ()
    """Token ids, and what is added to their logits."""
    grammar: str = ""
    """GBNF; empty allows everything."""
    endless: bool = False
    """Never draw what ends an answer: for measuring."""
    seed: int | None = None
    """None draws a new seed for every answer; it is reported with the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """What a person may fix about how a model is loaded; None and "auto" leave it to the plan."""

    context: int | None = None
    """Window in tokens."""
    gpu_layers: int | None = None
    """Layers on the GPU; None puts as many there as fit, -1 asks for all."""
    kv_type: str = "auto"
    """Element type of the KV cache: auto, f16, q8_0 or q4_0."""
    threads: int | None = None
    read_ahead_batch: int = 512
    """Tokens per llama_decode while reading; also the delay, in tokens, before Stop is seen."""
    readings_folder: str = ""
    """Where saved readings lie; empty: none are used."""
    save_readings: bool = True
    """Whether new ones are written; old ones are used all the same."""
    readings_quota: int = 50 << 30
    """Bytes that saved readings may take; the longest unused go first."""
    guess: bool = True
    """Whether tokens are guessed and verified together where that pays; off for measuring."""
    draft_model: str = ""
    """File of a small model with the same vocabulary that guesses ahead; empty: none."""
    beside_bytes: int = 0
    """Memory that is left for an embedding model beside this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """The loaded model and where it runs, as llama.cpp itself reports it."""

    model: str
    path: str
    architecture: str
    quantization: str
    context: int
    trained_context: int
    devices: tuple[str, ...]
    gpu_layers: int
    total_layers: int
    kv_type: str
    flash_attention: bool
    threads: int
    tokenizer: str
    """Fingerprint of the vocabulary; equal for models that share one."""
    chat_format: str
    notes: tuple[str, ...] = ()
    """Corrections that were made for this file, in words (for the diagnostics)."""
    plan: Plan | None = None
    """How it was made to fit; its `sentence` says it in words. None for the scripted engine."""
    memory: Comparison | None = None
    """What the window in use takes: as planned, and as llama.cpp reports it."""


class FinishReason(StrEnum):
    """Why an answer ended."""

    STOP = "stop"
    """The model ended it, or a stop string was reached."""
    LENGTH = "length"
    """The limit the person set was reached."""
    CIRCLES = "circles"
    """Nobody set a limit, and the model only repeated itself."""
    CONTEXT_FULL = "context_full"
    """The window is full."""
    STOPPED = "stopped"
    """The person pressed Stop."""
    FAILED = "failed"
    """The engine failed or died; the text so far is kept."""
    INTERRUPTED = "interrupted"
    """The application ended while the answer was being written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where the prompt's tokens came from. prompt = cached + restored + evaluated."""

    prompt_tokens: int = 0
    cached_tokens: int = 0
    """Were in KV memory already."""
    restored_tokens: int = 0
    """Came from a saved reading on disk."""
    evaluated_tokens: int = 0
    """Were run through the model for this answer."""
    generated_tokens: int = 0

    def __add__(self, other: Usage) -> Usage:
        """What two requests took together."""
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            restored_tokens=self.restored_tokens + other.restored_tokens,
            evaluated_tokens=self.evaluated_tokens + other.evaluated_tokens,
            generated_tokens=self.generated_tokens + other.generated_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Seconds, and tokens per second."""

    load_s: float = 0.0
    restore_s: float = 0.0
    read_s: float = 0.0
    first_token_s: float = 0.0
    """From the request's arrival in the worker to the first token, all of the above included."""
    prompt_tokens_per_s: float = 0.0
    generated_tokens_per_s: float = 0.0


class Verdict(StrEnum):
    """What the comparison of a citation with the documents' own text says; the best one first."""

    VERIFIED = "verified"
    """The quotation is on the page it names, or the statement is borne out by that page."""
    UNSURE = "unsure"
    """The page exists, but the statement could not be confirmed, or the quotation is elsewhere."""
    CONTRADICTED = "contradicted"
    """The document says otherwise: another number, the opposite, or it denies what is stated."""
    NOT_FOUND = "not_found"
    """No such page or document, or the quotation is on no page of the documents."""


class Stance(StrEnum):
    """What the documents say of one sentence of an answer."""

    SUPPORTED = "supported"
    """One passage holds what the sentence says, all its numbers and names, and denies the same."""
    UNSUPPORTED = "unsupported"
    """Nothing was found that says it."""
    CONTRADICTED = "contradicted"
    """A passage about the same thing says otherwise."""
    CANNOT_TELL = "cannot_tell"
    """Words alone do not decide it: a page in another language, or one that speaks of it only."""


class Doubt(StrEnum):
    """What keeps a citation or sentence from being confirmed; interfaces say it in words."""

    NONE = ""
    WORDS = "words"
    """Too few of its words stand together on the page."""
    NUMBER = "number"
    """A number that is not there (`detail`)."""
    NAME = "name"
    """A name that is not there (`detail`)."""
    DENIAL = "denial"
    """One of the two denies what the other one states."""
    OPPOSITE = "opposite"
    """It says the opposite word (`detail`)."""
    LIFTED = "lifted"
    """The quoted words are part of a denial, or of a wider sentence that says otherwise."""
    LANGUAGE = "language"
    """The page is in another language: only numbers, names and known terms were compared."""
    TRANSLATED = "translated"
    """The quotation is in another language than the documents; it cannot stand there so."""
    ELSEWHERE = "elsewhere"
    """It stands on another page: `found_on`, `found_in`."""
    NO_TEXT = "no_text"
    """The page is a scan without text."""
    NO_PAGE = "no_page"
    """The document has no such page."""
    NO_DOCUMENT = "no_document"
    """No document of the chat is called so (`detail`)."""
    INVENTED = "invented"
    """The quoted words are nowhere in the documents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of one page, as they stand there; runs of white space are one space."""

    page: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The page in another language that a sentence is from, by its names, numbers and words.

    It is what the sentence is about; whether the page says exactly this is not told by it.
    """

    document: str
    """Fingerprint of the document."""
    page: int
    found: int
    """Names, numbers and words of the sentence that stand together there, as translations too."""
    of: int
    """All those of the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A page reference or quotation in an answer, compared with the page."""

    document: str
    """Fingerprint of the document; empty when none fits."""
    page: int
    quote: str
    """The words of the document that bear on it; empty when there are none."""
    verdict: Verdict
    start: int
    end: int
    """Characters of the answer that carry the reference, [start, end)."""
    found_on: int = 0
    """The page on which it really is, when that is another than the one named; else 0."""
    found_in: str = ""
    """Fingerprint of the document in which it really is, when that is another; else empty."""
    passages: tuple[Passage, ...] = ()
    """`quote` page by page; two where it runs over a page break."""
    doubt: Doubt = Doubt.NONE
    detail: str = ""
    """Words of the answer, or of the page, that `doubt` is about."""
    attribution: Attribution | None = None
    """Where it is likely from, in another language; None where nothing points to one page."""

    @property
    def verified(self) -> bool:
        """Whether the reference was found where it says."""
        return self.verdict is Verdict.VERIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A sentence of an answer that states something, and the page that says most of it."""

    start: int
    end: int
    document: str = ""
    page: int = 0
    """The page that fits best, whatever the stance; 0: none has a word of it."""
    score: float = 0.0
    """Share of the sentence's weight (names, numbers, terms) that the passage holds, 0 to 1."""
    stance: Stance = Stance.CANNOT_TELL
    quote: str = ""
    """The passage that was compared."""
    doubt: Doubt = Doubt.NONE
    detail: str = ""
    cited: bool = False
    """Whether the sentence names a page or quotes, so that a `Citation` tells of it too."""
    attribution: Attribution | None = None
    """Where it is likely from, in another language; None where nothing points to one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """Characters [start, end) of a page's text."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Pages of a document with the same thing wrong with them."""

    warning: PageWarning
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of one document reached the model."""

    document: str
    name: str
    pages_total: int
    pages: tuple[int, ...]
    """Numbers of the pages whose text was in the prompt, blank ones among them."""
    tokens_total: int
    tokens_read: int
    without_text: tuple[int, ...] = field(default=())
    """Pages that hold no readable text (scans); in the prompt they stand as such."""
    flaws: tuple[Flaw, ...] = field(default=())
    """Pages of the document that are not, or not wholly, what a person sees on them."""
    excerpts: tuple[Excerpt, ...] = field(default=())
    """After a search: the passages of `pages` that were in the prompt, in their order."""
    meaning: Meaning = Meaning.NONE
    """After a search: whether more than words was compared."""
    parts: int = 0
    """After a sweep: in how many parts the document was read."""
    searched: str = ""
    """After a search: the words, where they are not the question's own alone."""
    crossing: Crossing = Crossing.NONE
    """After a search: how words were compared with a document in another language."""
    translated: tuple[Translated, ...] = field(default=())
    """After a search in another language: the question's words, in their order."""

    @property
    def pages_read(self) -> int:
        """How many pages reached the model."""
        return len(self.pages)
