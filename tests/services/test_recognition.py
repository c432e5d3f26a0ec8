"""Scanned pages in English and Chinese: recognised by the real models, kept, found, shown."""

from __future__ import annotations

import pytest

from tests.reader.make_pdf import Sheet, write_pdf
from tests.reader.scans import write_scans
from yidesk.client.recognition import RecognitionClient
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.page_picture import PageLayout, boxes_of
from yidesk.core.types import Mode, PageWarning
from yidesk.services.document_search import DocumentSearch
from yidesk.services.page_pictures import PagePictures
from yidesk.services.recognition import Recognition, pages_to_recognise

NONE, NO_TEXT, OCR = PageWarning.NONE, PageWarning.NO_TEXT, PageWarning.OCR
ENGLISH = [(80, 60, "The Keeper's Manual"), (80, 160, "Oil: 47 kilograms a night")]
CHINESE = [(80, 60, "灯塔看守手册"), (80, 160, "每晚消耗约四十七公斤煤油。")]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    pytest.importorskip("rapidocr")
    made = RecognitionClient(tmp_path_factory.mktemp("logs"))
    yield made
    made.close()


class Scripted:
    """Recognises what it is told to; for what happens around it."""

    def __init__(self, *answers: str | DocumentError) -> None:
        self.answers = list(answers)
        self.asked: list[int] = []
        self.closed = False

    def recognise(self, page, *, cancelled):
        self.asked.append(page.number)
        if cancelled():
            raise Cancelled
        answer = self.answers.pop(0)
        if isinstance(answer, DocumentError):
            raise answer
        return PageLayout(width=9, height=9, text=answer, boxes=boxes_of([None] * len(answer)))

    def close(self):
        self.closed = True


def test_scans_in_two_languages_become_text(desk, client, tmp_path):
    path = write_scans(tmp_path / "scans.pdf", ENGLISH, CHINESE)
    document = desk.library.add(path)
    assert pages_to_recognise(document) == (1, 2)
    progress = []
    recognition = Recognition(desk.store, desk.library, client)
    read = recognition.read(document, on_page=lambda *at: progress.append(at))
    assert progress == [(0, 2), (1, 2), (2, 2)]
    assert [page.warning for page in read.pages] == [OCR, OCR]
    assert read.pages[0].text == "The Keeper's Manual\nOil: 47 kilograms a night"
    assert read.pages[1].text == "灯塔看守手册\n每晚消耗约四十七公斤煤油。"
    assert desk.library.get(document.fingerprint) == read, "it is kept"
    assert pages_to_recognise(read) == ()
    assert client.pid == 0, "the models' memory is given back"

    (hit,) = DocumentSearch().find(read, "四十七公斤")
    pictures = PagePictures(desk.store, desk.library, None)
    (box,) = pictures.layout(read.fingerprint, 2).rectangles(hit.start, hit.end)
    scale = 72 / 100  # the picture has 100 pixels an inch
    start = 80 + 34 * CHINESE[1][2].index("四")
    assert box.left == pytest.approx(start * scale, abs=12)
    assert box.right == pytest.approx((start + 34 * 5) * scale, abs=12)
    assert box.top < (160 + 30) * scale < box.bottom + 6

    desk.script("47 kilograms [p. 1].")
    chat = desk.chats.create()
    desk.chats.attach(chat, [read.fingerprint])
    answer = desk.ask(chat, "How many kilograms of oil a night?", mode=Mode.SEARCH)
    assert [(flaw.warning, flaw.pages) for flaw in answer.coverage[0].flaws] == [(OCR, (1, 2))]
    assert answer.coverage[0].pages, "what was recognised is found"


@pytest.fixture
def mixed(tmp_path):
    return write_pdf(
        tmp_path / "mixed.pdf", "text", Sheet(picture=True), "text", *[Sheet(picture=True)] * 2
    )


def test_pages_are_kept_one_by_one_until_stop(desk, mixed):
    document = desk.library.add(mixed)
    done = []
    scripted = Scripted("two", "four", "five")
    recognition = Recognition(desk.store, desk.library, scripted)
    with pytest.raises(Cancelled):
        recognition.read(
            document, on_page=lambda *at: done.append(at), cancelled=lambda: len(done) > 2
        )
    assert scripted.closed
    kept = desk.library.get(document.fingerprint)
    assert [page.text for page in kept.pages] == ["text", "two", "text", "four", ""]
    assert pages_to_recognise(kept) == (5,)
    (entry,) = desk.library.list()
    assert (entry.characters, entry.warned) == (len("texttwotextfour"), 3)
    Recognition(desk.store, desk.library, scripted).read(kept)
    assert scripted.asked == [2, 4, 5, 5]


def test_a_document_is_read_on_when_another_one_is_done(desk, mixed, tmp_path):
    document = desk.library.add(mixed)
    other = desk.library.add(write_pdf(tmp_path / "other.pdf", Sheet(picture=True)))
    scripted = Scripted("two", "of the other", "four", "five")
    recognition = Recognition(desk.store, desk.library, scripted)

    def meanwhile(done, _total):
        if done == 1:
            recognition.read(other)
            assert not scripted.closed

    read = recognition.read(document, on_page=meanwhile)
    assert [page.text for page in read.pages] == ["text", "two", "text", "four", "five"]
    assert desk.library.get(other.fingerprint).pages[0].text == "of the other"
    assert scripted.closed


def test_a_page_that_fails_costs_itself_only(desk, mixed):
    document = desk.library.add(mixed)
    failed = DocumentError("no", code="page_not_drawn")
    read = Recognition(desk.store, desk.library, Scripted("two", failed, "  ")).read(document)
    assert [page.warning for page in read.pages] == [NONE, OCR, NONE, NO_TEXT, NO_TEXT]


def test_what_ends_it_is_said(desk, mixed):
    document = desk.library.add(mixed)
    missing = DocumentError("no", code="ocr_missing")
    scripted = Scripted(missing)
    with pytest.raises(DocumentError) as caught:
        Recognition(desk.store, desk.library, scripted).read(document)
    assert caught.value is missing
    assert scripted.asked == [2]


def test_a_document_that_is_not_kept_stays_out_of_the_library(desk, mixed):
    document = desk.library.look(mixed)
    recognition = Recognition(desk.store, desk.library, Scripted("two", "four", "five"))
    read = recognition.read(document, path=mixed)
    assert [page.text for page in read.pages] == ["text", "two", "text", "four", "five"]
    assert desk.library.get(document.fingerprint) is None


def test_other_formats_have_no_scans(desk, lease):
    assert pages_to_recognise(desk.library.look(lease)) == ()


def test_removing_a_document_removes_where_its_words_stood(desk, mixed):
    document = desk.library.add(mixed)
    Recognition(desk.store, desk.library, Scripted("two", "four", "five")).read(document)
    assert desk.store.library.layout(document.fingerprint, 2, "two") is not None
    desk.library.remove(document.fingerprint)
    assert desk.store.library.layout(document.fingerprint, 2, "two") is None
