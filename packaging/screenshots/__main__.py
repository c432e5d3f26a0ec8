"""`make screenshots`: the real window, engine and demonstration model, without a screen.

What is on the pictures happened: nothing in them is drawn or typed by hand but the question.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec  # noqa: E402
import pypdfium2  # noqa: E402
from PySide6.QtCore import QDeadlineTimer, Qt  # noqa: E402 - the folder is found first
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from yidesk.cli.demo import QUESTION, SAMPLE  # noqa: E402
from yidesk.core.paths import DataPaths, resources  # noqa: E402
from yidesk.core.types import Coverage, Mode, Role, Sampling  # noqa: E402
from yidesk.services import citations  # noqa: E402
from yidesk.services.archive import Archive  # noqa: E402
from yidesk.services.exchange.own import FORMAT, VERSION, ChatFile, TurnFile  # noqa: E402
from yidesk.services.manner import Manner  # noqa: E402
from yidesk.store.records import Report, TurnState  # noqa: E402
from yidesk.ui.app import make_application  # noqa: E402
from yidesk.ui.chat.turns import AnswerView  # noqa: E402
from yidesk.ui.language import install  # noqa: E402
from yidesk.ui.parts import Parts  # noqa: E402
from yidesk.ui.screens import Screen  # noqa: E402
from yidesk.ui.theme import Theme  # noqa: E402
from yidesk.ui.window import MainWindow  # noqa: E402

IMAGES = ROOT / "docs" / "images"
SIZE = (1280, 760)
WAIT_MS = 300_000
"""Two slow cores read the sample within this time."""
LANGUAGES = {"en": "en", "zh": "zh_CN"}
CHINESE_PAGE = 8
RECORD_ASKED = "数据放在哪里？怎样停止回答？"
RECORD = (
    "所有数据都放在一个文件夹里，在 Linux 上是 ~/.local/share/YiDesk [第 8 页]。"
    "停止回答按 Esc：“Shift+Enter 换行，Esc 停止回答，Ctrl+N 新建对话” [第 8 页]。"
    "不联网就不能使用 [第 8 页]。"
)
"""The last sentence is wrong on purpose."""
ALL_OF_IT = {
    "en": "List every day with more than a hundred gulls.",
    "zh": "列出海鸥超过一百只的每一天。",
}


def main() -> None:
    """Write every picture anew."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    application = make_application("en", "light")
    for name, language in LANGUAGES.items():
        install(application, language)
        with _window() as window:
            _take_chat(window, name)
            _take_search(window, name)
            if name == "zh":
                _take_cited(window)
            _take_screens(window, name)
            _take_scan(window, name)
            _take_sweep(window, name)


@contextmanager
def _window() -> Iterator[MainWindow]:
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts.build(DataPaths(Path(folder)), offline=True)
        parts.chats.manner = Manner(sampling=Sampling(temperature=0), max_tokens=100)
        window = MainWindow(parts.services, Path(folder) / "window.ini")
        window.resize(*SIZE)
        window.show()
        try:
            yield window
        finally:
            parts.close(window)
            window.deleteLater()


def _take_chat(window: MainWindow, name: str) -> None:
    """Ask the sample what the demonstration asks, and open the first source."""
    window.begin((resources() / SAMPLE,))
    window.screen_.composer.field.setPlainText(QUESTION)
    _wait(lambda: not window.presenter.desk.is_opening)
    window.screen_.composer.submit()
    _wait(lambda: any(view.is_finished for view in _answers(window)))
    _wait(lambda: not window.presenter.running)
    sources = _answers(window)[0]._sources.buttons  # noqa: SLF001 - what a person would press
    if sources:
        sources[0].click()
        _wait(lambda: bool(window.sheet.highlighted) and window.sheet.picture.is_drawn)
    _take(window, f"window-{name}")
    _wear(Qt.ColorScheme.Dark)
    _take(window, f"window-{name}-dark")
    _wear(Qt.ColorScheme.Light)
    window.sheet.close_sheet()


def _take_search(window: MainWindow, name: str) -> None:
    """Find words in the sample, beside the chat."""
    window.sheet.open_page(window.presenter.desk.documents[0], CHINESE_PAGE)
    window.panes.arrange()
    _wait(lambda: window.sheet.picture.is_drawn)
    window.sheet.open_search()
    window.sheet.search.field.setText("文件夹")
    _wait(lambda: bool(window.sheet.search.hit))
    _take(window, f"search-{name}")
    window.sheet.close_over()
    window.sheet.close_sheet()


def _take_cited(window: MainWindow) -> None:
    """A record of an answer in Chinese, which the demonstration model does not write, taken in.

    The answer was written by a person; its marks are made here by the checker and the sample.
    """
    document = window.presenter.desk.documents[0]
    found = citations.check(RECORD, [document])
    covered = Coverage(
        document=document.fingerprint, name=document.name, pages_total=len(document.pages),
        pages=tuple(page.number for page in document.pages), tokens_total=0, tokens_read=0,
    )  # fmt: skip
    report = Report(
        mode=Mode.WHOLE, citations=found.citations, supports=found.supports, coverage=(covered,)
    )
    asked = TurnFile(
        id=1, parent=None, role=Role.USER, text=RECORD_ASKED, state=TurnState.DONE, created=1.0,
        documents=(document.fingerprint,),
    )  # fmt: skip
    answer = TurnFile(
        id=2, parent=1, role=Role.ASSISTANT, text=RECORD, state=TurnState.DONE, created=2.0,
        report=report,
    )  # fmt: skip
    chat = ChatFile(
        format=FORMAT, version=VERSION, title=RECORD_ASKED, leaf=2, turns=(asked, answer)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.json"
        path.write_bytes(msgspec.json.encode(chat))
        taken = Archive(window._services.store).take_in(path)  # noqa: SLF001
    window.presenter.open_chat(taken.chats[0])
    _wait(lambda: any(view.is_finished for view in _answers(window)))
    _wait(lambda: bool(_answers(window)[0]._sources.buttons))  # noqa: SLF001
    _answers(window)[0]._sources.buttons[0].click()  # noqa: SLF001 - what a person would press
    _wait(lambda: bool(window.sheet.highlighted) and window.sheet.picture.is_drawn)
    _take(window, "cited-zh")
    window.sheet.close_sheet()


def _take_scan(window: MainWindow, name: str) -> None:
    """Bring a document of which one page is a picture."""
    window._new_chat()  # noqa: SLF001 - what a person would press
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / "scan.pdf"
        _write_scan(scan)
        window.take([scan])
        _wait(lambda: not window.presenter.desk.is_opening and bool(window.notices.shown))
        _wait_for_work(window)
        _take(window, f"scan-{name}")
        for document in window.presenter.desk.documents:
            window.presenter.desk.remove(document.fingerprint)


def _write_scan(path: Path) -> None:
    """The first page of the sample as a picture, the second as it is."""
    sample = pypdfium2.PdfDocument(resources() / SAMPLE)
    made = pypdfium2.PdfDocument.new()
    width, height = sample[0].get_size()
    page = made.new_page(width, height)
    image = pypdfium2.PdfImage.new(made)
    image.set_bitmap(sample[0].render(scale=2))
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page.insert_obj(image)
    page.gen_content()
    made.import_pages(sample, [1])
    made.save(path)


def _take_sweep(window: MainWindow, name: str) -> None:
    """Ask a question about all of a document that does not fit, and look while it is read."""
    window._new_chat()  # noqa: SLF001
    with tempfile.TemporaryDirectory() as folder:
        diary = Path(folder) / "diary.txt"
        day = "Day {n}. The wind came from the west, and {n} gulls sat on the pier. " * 12
        diary.write_text("\f".join(day.format(n=n) for n in range(1, 121)), "utf-8")
        window.take([diary])
        _wait(lambda: not window.presenter.desk.is_opening)
        window.screen_.mode.choose(Mode.SWEEP)
        window.screen_.composer.field.setPlainText(ALL_OF_IT[name])
        window.screen_.composer.submit()
        _wait(lambda: bool(window.presenter.running) and _is_sweeping(window))
        _take(window, f"sweep-{name}")
        window.presenter.stop()
        _wait(lambda: not window.presenter.running)


def _is_sweeping(window: MainWindow) -> bool:
    return any(not view.is_finished and view._bar.isVisible() for view in _answers(window))  # noqa: SLF001


def _take_screens(window: MainWindow, name: str) -> None:
    for screen in (Screen.LIBRARY, Screen.MODELS, Screen.SETTINGS):
        window.navigation.open(screen)
        _wait_for_work(window)
        _take(window, f"{screen.value}-{name}")


def _wait_for_work(window: MainWindow) -> None:
    """Wait until everything that was asked for in the background has come."""
    passed: list[None] = []
    window.bridge.call(lambda: None, passed.append)  # calls are done in their order
    _wait(lambda: bool(passed) and not window.bridge.busy)


def _answers(window: MainWindow) -> list[AnswerView]:
    return [view for view in window.screen_.transcript.views if isinstance(view, AnswerView)]


def _wear(scheme: Qt.ColorScheme) -> None:
    theme = QApplication.instance().findChild(Theme)  # type: ignore[union-attr] # it is there
    theme.wear(scheme)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(WAIT_MS)
    while not condition():
        if deadline.hasExpired():
            raise SystemExit("The window did not come so far; its log says more.")
        QTest.qWait(20)  # it holds the lock of the interpreter, so not for long


def _take(window: MainWindow, name: str) -> None:
    for _ in range(20):  # what has just come is laid out in the next turns of the loop
        QTest.qWait(20)
    target = IMAGES / f"{name}.png"
    window.grab().save(str(target))
    print(target.relative_to(ROOT))


if __name__ == "__main__":
    main()
