"""Page pictures and search inside a document, over a real store, reader and worker."""

from __future__ import annotations

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import Font, Sheet, write_pdf
from yidesk.client.pictures import PictureClient
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.types import Document, Page
from yidesk.services import page_pictures
from yidesk.services.document_search import MOST_HITS, DocumentSearch, Hit
from yidesk.services.page_pictures import PagePictures


class Counting(PictureClient):
    """The real client, and how often it was asked."""

    drawn = laid_out = 0

    def render(self, *args, **kwargs):
        self.drawn += 1
        return super().render(*args, **kwargs)

    def lay_out(self, *args, **kwargs):
        self.laid_out += 1
        return super().lay_out(*args, **kwargs)


@pytest.fixture
def client(desk):
    made = Counting(desk.paths.logs)
    yield made
    made.close()


@pytest.fixture
def pictures(desk, client):
    return PagePictures(desk.store, desk.library, client)


def test_a_passage_of_the_library_is_found_on_its_page(desk, pictures):
    document = desk.library.add(FILES / "groff.pdf")
    assert pictures.has_pictures(document)
    (hit,) = DocumentSearch().find(document, "forty-seven KILOGRAMS")
    boxes = pictures.layout(document.fingerprint, hit.page).rectangles(hit.start, hit.end)
    picture = pictures.picture(document.fingerprint, hit.page, scale=2)
    assert boxes
    assert all(
        box.right <= picture.page_width and box.bottom < picture.page_height for box in boxes
    )


def test_the_same_page_is_drawn_once(desk, client, pictures):
    mark = desk.library.add(FILES / "groff.pdf").fingerprint
    first = pictures.picture(mark, 1, scale=1)
    assert pictures.picture(mark, 1, scale=1) is first
    pictures.picture(mark, 1, scale=2)
    pictures.picture(mark, 1, scale=2, region=(0, 0, 50, 50))
    assert pictures.layout(mark, 1) is pictures.layout(mark, 1)
    assert (client.drawn, client.laid_out) == (3, 1)


def test_the_oldest_pictures_go_first(desk, client, monkeypatch):
    mark = desk.library.add(FILES / "groff.pdf").fingerprint
    monkeypatch.setattr(page_pictures, "KEPT_BYTES", 4_500_000)  # two pages and a bit
    pictures = PagePictures(desk.store, desk.library, client)
    pictures.picture(mark, 1, scale=1)
    pictures.picture(mark, 2, scale=1)
    pictures.picture(mark, 1, scale=1)  # used again: page 2 is the oldest now
    pictures.picture(mark, 1, scale=0.9)
    assert client.drawn == 3
    pictures.picture(mark, 1, scale=1)
    assert client.drawn == 3
    pictures.picture(mark, 2, scale=1)
    assert client.drawn == 4


def test_closed_and_opened_again(desk, client, pictures):
    mark = desk.library.add(FILES / "groff.pdf").fingerprint
    pictures.picture(mark, 1, scale=1)
    pictures.close()
    assert client.pid == 0
    assert pictures.picture(mark, 1, scale=1).width
    assert client.drawn == 2


def test_a_password_is_asked_for_and_remembered(desk, pictures):
    mark = desk.library.add(FILES / "encrypted.pdf", password="opensesame").fingerprint
    with pytest.raises(DocumentError) as caught:
        pictures.picture(mark, 1, scale=1)
    assert caught.value.code == "password_needed"
    pictures.unlock(mark, "opensesame")
    assert pictures.picture(mark, 1, scale=1).width
    assert pictures.layout(mark, 1).rectangles(0, 10)


def test_what_is_not_there(desk, pictures, lease):
    text = desk.library.add(lease)
    assert not pictures.has_pictures(text)
    with pytest.raises(DocumentError):
        pictures.picture("0" * 64, 1, scale=1)
    with pytest.raises(DocumentError):
        pictures.layout(text.fingerprint, 99)


def found(document: Document, query: str) -> list[str]:
    return [
        document.pages[hit.page - 1].text[hit.start : hit.end]
        for hit in DocumentSearch().find(document, query)
    ]


def test_search_sees_through_how_a_page_writes_it(desk, tmp_path):
    document = desk.library.add(
        write_pdf(
            tmp_path / "a.pdf",
            "The Office of the Keeper\nThe of-\nfice",
            Sheet(lines=("⽂⾔ and ﬁne print, ＡＢＣ 123", "灯塔看守", "手册"), font=Font.UNICODE),
        )
    )
    assert found(document, "office") == ["Office", "office"]
    assert found(document, "文言") == ["⽂⾔"]
    assert found(document, "FINE") == ["fine"]  # PDFium writes ligatures out
    assert found(document, "abc") == ["ＡＢＣ"]
    assert found(document, "看守手册") == ["看守\n手册"]
    assert found(document, "nothing of this") == []
    assert found(document, "  ") == []


def test_search_goes_through_all_pages_in_order_and_ends():
    pages = tuple(Page(number=n, label="", text="aa b " * n) for n in range(1, 4))
    document = Document(fingerprint="f", name="n", format="text", pages=pages)
    search = DocumentSearch()
    assert search.find(document, "b")[:2] == (Hit(1, 3, 4), Hit(2, 3, 4))
    assert [hit.page for hit in search.find(document, "b")] == [1, 2, 2, 3, 3, 3]
    many = Document(
        fingerprint="g",
        name="n",
        format="text",
        pages=(Page(number=1, label="", text="a" * 2 * MOST_HITS),),
    )
    assert len(search.find(many, "a")) == MOST_HITS
    with pytest.raises(Cancelled):
        search.find(many, "a", cancelled=lambda: True)
