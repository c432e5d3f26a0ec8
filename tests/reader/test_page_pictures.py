"""Pages as pictures: what is drawn, and that a passage of the text is where its boxes say."""

from __future__ import annotations

import contextlib
import hashlib
import random
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reader.conftest import FILES
from tests.reader.make_pdf import Font, Sheet, write_pdf
from yidesk.client.pictures import PictureClient
from yidesk.core.errors import Cancelled, DocumentError
from yidesk.core.page_picture import MAX_PICTURE_PIXELS, PageLayout, PageOf, PagePicture, Rectangle
from yidesk.documents import limits
from yidesk.documents.pdf import PdfFile

DARK = 128


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Iterator[PictureClient]:
    client = PictureClient(tmp_path_factory.mktemp("logs"))
    yield client
    client.close()


def page_of(path: Path, number: int = 1, password: str = "") -> PageOf:
    mark = hashlib.sha256(path.read_bytes()).hexdigest()
    return PageOf(path=path, fingerprint=mark, number=number, password=password)


def text_of(page: PageOf) -> str:
    return PdfFile(page.path, page.password).page(page.number).text


def ink(picture: PagePicture) -> list[tuple[float, float]]:
    """The middles of dark pixels, in points."""
    return [
        ((at % picture.width + 0.5) / picture.scale, (at // picture.width + 0.5) / picture.scale)
        for at, green in enumerate(picture.pixels[1::4])
        if green < DARK
    ]


def holds(boxes: tuple[Rectangle, ...], x: float, y: float, slack: float = 1.0) -> bool:
    return any(
        box.left - slack <= x <= box.right + slack and box.top - slack <= y <= box.bottom + slack
        for box in boxes
    )


def passage(layout: PageLayout, words: str) -> tuple[Rectangle, ...]:
    start = layout.text.index(words)
    return layout.rectangles(start, start + len(words))


TURNS = {
    "upright": b"",
    "right": b"/Rotate 90",
    "upside down": b"/Rotate 180",
    "left": b"/Rotate 270",
    "cropped": b"/CropBox [50 700 400 800]",
    "cropped and turned": b"/CropBox [50 700 400 800] /Rotate 90",
    "mirrored crop": b"/CropBox [400 800 50 700] /Rotate 270",
}


@pytest.mark.parametrize("extra", TURNS.values(), ids=TURNS)
def test_all_ink_is_where_the_text_says(pictures, tmp_path, extra):
    sheet = Sheet(lines=("Elevation of the lamp", "", "kilograms of oil"), extra=extra)
    page = page_of(write_pdf(tmp_path / "one.pdf", sheet))
    text = text_of(page)
    layout = pictures.lay_out(page, text)
    picture = pictures.render(page, scale=2)
    assert (picture.page_width, picture.page_height) == (layout.width, layout.height)
    everything = layout.rectangles(0, len(text))
    dark = ink(picture)
    inside = [point for point in dark if holds(everything, *point)]
    assert len(inside) == len(dark) > 100
    lamp, oil = passage(layout, "lamp"), passage(layout, "of oil")
    assert len(lamp) == len(oil) == 1
    for word in (lamp, oil):
        assert any(holds(word, *point, slack=0) for point in dark)
        box = word[0]
        assert {round(min(box.right - box.left, box.bottom - box.top))} <= set(range(9, 17))
    assert not holds(oil, *[(lamp[0].left + lamp[0].right) / 2, lamp[0].top], slack=0)


def test_every_character_of_real_files_has_its_place():
    for name in ("groff.pdf", "pango-chinese.pdf", "pr-columns.pdf", "encrypted.pdf"):
        file = PdfFile(FILES / name, "opensesame" if name == "encrypted.pdf" else "")
        for number in range(1, file.page_count + 1):
            from yidesk.documents.page_picture import lay_out

            text = file.page(number).text
            leaf = file.leaf(number)
            layout = lay_out(leaf, text)
            leaf.close()
            assert [
                each
                for place, each in enumerate(text)
                if not each.isspace() and layout.box(place) is None
            ] == [], name
        file.close()


def test_columns_are_highlighted_in_their_own_column(pictures):
    page = page_of(FILES / "pr-columns.pdf")
    text = text_of(page)
    layout = pictures.lay_out(page, text)
    middle = layout.width / 2
    lines = [line for line in text.split("\n") if len(line) > 20]
    start = text.index(lines[1])
    pair = layout.rectangles(start, start + len(lines[1]) + 1 + len(lines[2]))
    assert len(pair) == 2, "a rectangle a line, though they were drawn across the gutter"
    assert all(box.right < middle for box in pair)
    last = text.index(lines[-1])
    assert all(box.left > middle - 20 for box in layout.rectangles(last, last + 5))


def test_words_joined_from_two_lines(pictures):
    page = page_of(FILES / "groff.pdf")
    layout = pictures.lay_out(page, text_of(page))
    boxes = passage(layout, "incandescent apparatus consumes approximately forty-seven kilograms")
    assert len(boxes) >= 2
    tops = sorted(box.top for box in boxes)
    assert tops[0] + 5 < tops[-1]


def test_rare_characters_keep_the_others_in_place(pictures, tmp_path):
    sheet = Sheet(lines=("𠀀和😀灯塔", "你好，世界"), font=Font.UNICODE)
    page = page_of(write_pdf(tmp_path / "rare.pdf", sheet))
    text = text_of(page)
    layout = pictures.lay_out(page, text)
    (tower,), (world,) = passage(layout, "灯塔"), passage(layout, "世界")
    assert tower.bottom <= world.top + 1
    assert tower.right - tower.left == pytest.approx(24, abs=1)


def test_a_piece_is_the_same_as_that_piece_of_the_whole(pictures):
    page = page_of(FILES / "groff.pdf")
    whole = pictures.render(page, scale=2)
    piece = pictures.render(page, scale=2, region=(200, 150, 300, 250))
    assert (piece.left, piece.top, piece.width, piece.height) == (200, 150, 300, 250)

    def difference(left: int) -> float:
        rows = (
            whole.pixels[4 * (whole.width * row + left) : 4 * (whole.width * row + left + 300)]
            for row in range(150, 400)
        )
        return sum(abs(a - b) for a, b in zip(b"".join(rows), piece.pixels, strict=True))

    assert difference(200) < difference(199) / 20, "but for the edges of a few letters"
    corner = pictures.render(page, scale=2, region=(whole.width - 10, whole.height - 5, 999, 999))
    assert (corner.width, corner.height) == (10, 5)


def test_no_picture_is_larger_than_the_limit(pictures):
    page = page_of(FILES / "groff.pdf")
    whole = pictures.render(page, scale=50)
    assert whole.width * whole.height <= MAX_PICTURE_PIXELS
    assert whole.scale < 50
    piece = pictures.render(page, scale=50, region=(10, 10, 30_000, 30_000))
    assert piece.scale == 50
    assert piece.width * piece.height <= MAX_PICTURE_PIXELS


def test_an_encrypted_page_needs_its_password(pictures):
    with pytest.raises(DocumentError) as caught:
        pictures.render(page_of(FILES / "encrypted.pdf"), scale=1)
    assert caught.value.code == "password_needed"
    page = page_of(FILES / "encrypted.pdf", password="opensesame")
    assert ink(pictures.render(page, scale=1))


def test_another_file_in_its_place_is_refused(pictures, tmp_path):
    page = page_of(write_pdf(tmp_path / "a.pdf", "one"))
    pictures.render(page, scale=1)
    write_pdf(page.path, "another file")
    with pytest.raises(DocumentError) as caught:
        pictures.render(page, scale=1)
    assert caught.value.code == "document_changed"
    page.path.unlink()
    with pytest.raises(DocumentError) as caught:
        pictures.render(page, scale=1)
    assert caught.value.code == "document_missing"


def test_what_has_no_pictures(pictures, tmp_path):
    page = page_of(write_pdf(tmp_path / "a.pdf", "one"), number=2)
    with pytest.raises(DocumentError) as caught:
        pictures.render(page, scale=1)
    assert caught.value.code == "page_not_shown"
    text = tmp_path / "a.txt"
    text.write_text("words")
    with pytest.raises(DocumentError) as caught:
        pictures.render(page_of(text), scale=1)
    assert caught.value.code == "no_page_pictures"


def endless_page() -> Sheet:
    """A few megabytes packed to little that take PDFium a minute: curves, one over the other."""
    curves = b"0 0 m 600 800 0 800 600 0 c 9 w S\n" * 400_000
    return Sheet(content=curves)


def test_a_picture_that_nobody_waits_for_is_given_up(pictures, tmp_path):
    page = page_of(write_pdf(tmp_path / "slow.pdf", endless_page(), "quick"))
    asked = threading.Event()

    def cancelled() -> bool:
        if asked.is_set():
            return True
        asked.set()
        return False

    with pytest.raises(Cancelled):
        pictures.render(page, scale=4, cancelled=cancelled)
    worker = pictures.pid
    quick = PageOf(path=page.path, fingerprint=page.fingerprint, number=2)
    assert ink(pictures.render(quick, scale=1))
    assert pictures.pid == worker != 0, "it noticed Cancel while it drew"


def test_a_page_that_hangs_costs_itself_only(tmp_path):
    client = PictureClient(tmp_path / "logs", stall_seconds=0.5)
    page = page_of(write_pdf(tmp_path / "slow.pdf", endless_page(), "quick"))
    try:
        with pytest.raises(DocumentError) as caught:
            client.render(page, scale=4)
        assert caught.value.code == "page_not_drawn"
        assert client.pid == 0
        quick = PageOf(path=page.path, fingerprint=page.fingerprint, number=2)
        client._stall_seconds = 20
        assert ink(client.render(quick, scale=1))
    finally:
        client.close()


def test_damaged_files_are_drawn_or_refused(pictures, tmp_path):
    chance = random.Random(9)
    source = (FILES / "groff.pdf").read_bytes()
    drawn = 0
    for _ in range(25):
        data = bytearray(source)
        for _ in range(40):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path = tmp_path / "damaged.pdf"
        path.write_bytes(data)
        with contextlib.suppress(DocumentError):
            drawn += pictures.render(page_of(path), scale=0.5).width > 0
    assert drawn
    assert ink(pictures.render(page_of(FILES / "groff.pdf"), scale=1))


def test_the_largest_picture_leaves_the_worker_room():
    assert MAX_PICTURE_PIXELS * 4 * 3 < limits.MEMORY_BYTES
