"""Every setting there is. Screens, services and the file on disk are made from this one list."""

from __future__ import annotations

from collections.abc import Mapping

from yidesk.core.key_combination import USUAL
from yidesk.core.setting import Effect, Kind, Option, Setting
from yidesk.core.words import phrase

APPEARANCE = phrase("Appearance")
MODEL = phrase("Model and memory")
ANSWERS = phrase("Answers")
PRIVACY = phrase("Readings and data")
NETWORK = phrase("Network")
GROUPS = (APPEARANCE, MODEL, ANSWERS, PRIVACY, NETWORK)

DECLARED: tuple[Setting, ...] = (
    Setting(
        name="language",
        group=APPEARANCE,
        title=phrase("Language"),
        help=phrase("The language of the window."),
        kind=Kind.CHOICE,
        default="system",
        options=(
            Option("system", phrase("As the system")),
            Option("en", "English"),
            Option("zh_CN", "简体中文"),
        ),
    ),
    Setting(
        name="theme",
        group=APPEARANCE,
        title=phrase("Theme"),
        help=phrase("Light or dark colours."),
        kind=Kind.CHOICE,
        default="system",
        options=(
            Option("system", phrase("As the system")),
            Option("light", phrase("Light")),
            Option("dark", phrase("Dark")),
        ),
    ),
    Setting(
        name="contrast",
        group=APPEARANCE,
        title=phrase("Strong contrast"),
        help=phrase("Darker text and clearer lines. Off follows the system."),
        kind=Kind.SWITCH,
        default=False,
    ),
    Setting(
        name="read_out",
        group=APPEARANCE,
        title=phrase("Answers aloud as they are written"),
        help=phrase(
            "A screen reader says every sentence of an answer once it is finished, and waits "
            "while you type. Off: it says the answer when it is whole."
        ),
        kind=Kind.SWITCH,
        default=True,
    ),
    Setting(
        name="tray",
        group=APPEARANCE,
        title=phrase("Stay in the tray"),
        help=phrase(
            "Closing the window leaves YiDesk running behind its icon in the tray, "
            "where the system has one."
        ),
        kind=Kind.SWITCH,
        default=False,
    ),
    Setting(
        name="quick_key",
        group=APPEARANCE,
        title=phrase("Key for a quick question"),
        help=phrase(
            "A key that opens a small window for one question while you work elsewhere, as long as "
            "YiDesk runs. Some desktops ask you which key."
        ),
        kind=Kind.SWITCH,
        default=False,
    ),
    Setting(
        name="quick_combination",
        group=APPEARANCE,
        title=phrase("Quick question: which key"),
        help=phrase(
            "Go into the field and press it. To a desktop that asks you itself it is only proposed."
        ),
        kind=Kind.KEY,
        default=str(USUAL),
    ),
    Setting(
        name="model",
        group=MODEL,
        title=phrase("Model"),
        help=phrase("The model that answers. It is chosen on the Models screen."),
        kind=Kind.MODEL,
        default=None,
        automatic=phrase("The one used last"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="draft_model",
        group=MODEL,
        title=phrase("Draft model"),
        help=phrase(
            "A small model of the same family that guesses ahead; the model that answers checks "
            "several guesses at a time. Answers stay the same and may come faster. It takes "
            "memory, and rests where it does not pay."
        ),
        kind=Kind.FILE,
        default=None,
        automatic=phrase("None"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="models_folder",
        group=MODEL,
        title=phrase("Folder of models"),
        help=phrase("Where models are put, as plain files. Those in the old one stay there."),
        kind=Kind.FOLDER,
        default=None,
        automatic=phrase("In the data folder"),
        effect=Effect.RESTART,
    ),
    Setting(
        name="context",
        group=MODEL,
        title=phrase("Window"),
        help=phrase(
            "How many tokens the model holds at a time: documents, questions and answers. "
            "A page has about 600. A larger window takes more memory."
        ),
        kind=Kind.WHOLE,
        default=None,
        least=512,
        most=1_048_576,
        step=1024,
        unit=phrase("tokens"),
        automatic=phrase("As large as fits"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="gpu_layers",
        group=MODEL,
        title=phrase("Layers on the GPU"),
        help=phrase(
            "How much of the model lies in graphics memory. More is faster, as long as it fits. "
            "0 leaves the GPU alone."
        ),
        kind=Kind.WHOLE,
        default=None,
        least=0,
        most=999,
        unit=phrase("layers"),
        automatic=phrase("As many as fit"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="kv_type",
        group=MODEL,
        title=phrase("Precision of the memory"),
        help=phrase(
            "How exactly the model remembers what it has read. "
            "Half the precision holds twice the pages; a quarter begins to forget details."
        ),
        kind=Kind.CHOICE,
        default="auto",
        options=(
            Option("auto", phrase("Automatic")),
            Option("f16", phrase("Full (f16)")),
            Option("q8_0", phrase("Half (q8_0)")),
            Option("q4_0", phrase("A quarter (q4_0)")),
        ),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="threads",
        group=MODEL,
        title=phrase("Threads"),
        help=phrase("How many processor cores compute. More than there are makes it slower."),
        kind=Kind.WHOLE,
        default=None,
        least=1,
        most=512,
        unit=phrase("threads"),
        automatic=phrase("As this computer has"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="embedding_model",
        group=MODEL,
        title=phrase("Embedding model for searching"),
        help=phrase(
            "A search then finds what means the same in other words, or in another language. "
            "Every passage is computed once, in the background; the model takes memory beside the "
            "one that answers."
        ),
        kind=Kind.SHELF,
        default=None,
        automatic=phrase("None: by words alone"),
        effect=Effect.RELOAD,
    ),
    Setting(
        name="temperature",
        group=ANSWERS,
        title=phrase("Temperature"),
        help=phrase("0 always says the likeliest word; higher values vary more, and err more."),
        kind=Kind.FRACTION,
        default=0.3,
        least=0,
        most=2,
        step=0.05,
    ),
    Setting(
        name="top_p",
        group=ANSWERS,
        title=phrase("Top-p"),
        help=phrase("Only words from the likeliest part of this size are drawn."),
        kind=Kind.FRACTION,
        default=0.8,
        least=0.05,
        most=1,
        step=0.05,
    ),
    Setting(
        name="max_tokens",
        group=ANSWERS,
        title=phrase("Longest answer"),
        help=phrase("Where an answer is cut off. It can be continued then."),
        kind=Kind.WHOLE,
        default=None,
        least=16,
        most=1_048_576,
        step=256,
        unit=phrase("tokens"),
        automatic=phrase("As long as the window has room"),
    ),
    Setting(
        name="model_titles",
        group=ANSWERS,
        title=phrase("Titles by the model"),
        help=phrase(
            "After the first answer of a chat the model gives it a short title, "
            "when it has nothing else to do. Off: the first question is the title."
        ),
        kind=Kind.SWITCH,
        default=True,
    ),
    Setting(
        name="suggest_questions",
        group=ANSWERS,
        title=phrase("Suggest questions"),
        help=phrase(
            "When documents were read and nothing was asked yet, the model thinks of up to three "
            "questions about them."
        ),
        kind=Kind.SWITCH,
        default=True,
    ),
    Setting(
        name="save_readings",
        group=PRIVACY,
        title=phrase("Keep readings on disk"),
        help=phrase(
            "What the model has read is kept, so that a document is not read again after a "
            "restart. A reading can be turned back into the text of its document."
        ),
        kind=Kind.SWITCH,
        default=True,
        effect=Effect.RELOAD,
    ),
    Setting(
        name="readings_quota",
        group=PRIVACY,
        title=phrase("Disk space for readings"),
        help=phrase("When it is full, the readings that were not used for longest go first."),
        kind=Kind.WHOLE,
        default=50,
        least=1,
        most=100_000,
        step=10,
        unit="GB",
        effect=Effect.RELOAD,
    ),
    Setting(
        name="offline",
        group=NETWORK,
        title=phrase("Offline"),
        help=phrase("No connection at all. Chats and documents never need one; downloads do."),
        kind=Kind.SWITCH,
        default=False,
    ),
    Setting(
        name="mirror",
        group=NETWORK,
        title=phrase("Mirror"),
        help=phrase(
            "Where models are downloaded from, for example https://hf-mirror.com. "
            "Empty: the model hub itself."
        ),
        kind=Kind.TEXT,
        default="",
        starts=("https://", "http://"),
    ),
    Setting(
        name="proxy",
        group=NETWORK,
        title=phrase("Proxy"),
        help=phrase("For downloads, for example http://127.0.0.1:8080 or socks5://127.0.0.1:1080."),
        kind=Kind.TEXT,
        default="",
        starts=("http://", "https://", "socks5://", "socks5h://"),
        effect=Effect.RESTART,
    ),
)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in DECLARED}
