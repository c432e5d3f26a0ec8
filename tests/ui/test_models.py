"""The models screen: what is here, what fits, import, verify, delete, download."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from tests.catalog.loopback_hub import Fault, LoopbackHub
from tests.models.embedding_writer import synonyms
from tests.models.gguf_writer import YI_6B, sparse, yi
from tests.models.vocabulary import yi_like
from tests.ui.simulated import SimulatedProbe
from tests.ui.test_window import drop
from yidesk.catalog.elsewhere import Elsewhere
from yidesk.catalog.transfer import Waiting
from yidesk.core.errors import WrongUsage, YiDeskError
from yidesk.core.paths import DataPaths
from yidesk.core.settings import Settings
from yidesk.services.computer import Computer
from yidesk.services.models import Models
from yidesk.services.offers import Fit, Group, Kind, Offers, recommended
from yidesk.services.speed import Speeds
from yidesk.ui.models.elsewhere_row import ElsewhereRow
from yidesk.ui.models.progress import RowProgress
from yidesk.ui.notices import PasswordNotice
from yidesk.ui.screens import Screen

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(open_desk, monkeypatch):
    monkeypatch.setattr(Models, "demonstration", lambda _self: None)
    desk = open_desk("Yes.")
    desk.parts.services.computer.probe = SimulatedProbe(gpu=8)
    return desk


@pytest.fixture
def screen(desk):
    desk.window.navigation.open(Screen.MODELS)
    screen = desk.window.screens.currentWidget()
    desk.wait(lambda: len(screen.offer_rows) == 14)
    return screen


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "Some-Yi.Q4_K_M.gguf"
    sparse(path, YI_6B)
    return path


def local(screen, name):
    return next((row for row in screen.local_rows if row.model.name == name), None)


def test_the_hub_client_is_loaded_once_everything_is_shown(desk, monkeypatch):
    shown = []
    downloads = desk.parts.services.downloads
    monkeypatch.setattr(
        downloads, "prepare", lambda _unwanted: shown.append(len(screen.offer_rows))
    )
    desk.window.navigation.open(Screen.MODELS)
    screen = desk.window.screens.currentWidget()
    desk.wait(lambda: shown)
    assert shown == [14]


@pytest.mark.parametrize(
    ("gpu", "main", "fit"), [(24, 32, Fit.GPU), (0, 32, Fit.CPU), (0, 2, Fit.NOT)]
)
def test_the_catalogue_knows_what_fits(tmp_path, gpu, main, fit):
    offers = Offers(
        Computer(SimulatedProbe(gpu=gpu, main=main), tmp_path), Speeds(tmp_path / "speed.json")
    ).look()
    choice = recommended(offers, Group.DOCUMENTS)
    if fit is Fit.NOT:
        assert choice is None
        return
    assert choice.entry.kind is Kind.CHAT
    assert choice.best.fit is fit


def test_every_model_says_how_it_would_run(screen):
    for row in screen.offer_rows:
        assert row.fit.text()
        assert row.numbers.text()
        assert row.files.accessibleName()
        assert row.get.accessibleName()
    faro = next(row for row in screen.offer_rows if row.offer.entry.id == "faro-yi-9b-200k")
    assert faro.fit.text().startswith("Fits on the GPU")
    faro.files.setCurrentIndex(faro.files.count() - 1)  # Q8_0: 9.4 GB do not go into 8
    assert faro.fit.text().startswith("Partly on the GPU")


def test_a_dropped_model_is_used_where_it_lies_and_answers(desk, screen, model):
    assert screen.nothing.isVisible()
    drop(desk.window, model)
    desk.wait(lambda: local(screen, "Some-Yi.Q4_K_M"))
    row = local(screen, "Some-Yi.Q4_K_M")
    assert row.model.path == model
    assert row.model.stays
    desk.qtbot.mouseClick(row.use, LEFT)
    desk.wait(lambda: desk.window.screens.current is Screen.CHAT)
    assert desk.parts.services.preferences.model == model


def test_what_is_no_model_is_refused_with_a_sentence(desk, screen, tmp_path):
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"not a model")
    drop(desk.window, bad)
    desk.wait(lambda: screen.notices.shown)
    assert "bad.gguf" in screen.notices.shown[0].text
    assert screen.local_rows == []


def test_a_model_is_deleted_only_after_the_question(desk, screen, model):
    folder = desk.parts.services.paths.models
    here = folder / "Here.gguf"
    model.rename(here)
    desk.window.navigation.models.refresh()
    desk.wait(lambda: local(screen, "Here") and local(screen, "Here").isVisible())
    row = local(screen, "Here")
    desk.qtbot.mouseClick(row.delete, LEFT)
    assert row.question.isVisible()
    desk.wait(row.keep.hasFocus)
    desk.qtbot.mouseClick(row.keep, LEFT)
    assert not row.question.isVisible()
    assert here.exists()
    desk.qtbot.mouseClick(row.delete, LEFT)
    desk.qtbot.mouseClick(row.confirm, LEFT)
    desk.wait(lambda: not screen.local_rows)
    assert not here.exists()


def test_taking_a_model_off_the_list_leaves_the_file(desk, screen, model):
    drop(desk.window, model)
    desk.wait(lambda: screen.local_rows and screen.local_rows[0].isVisible())
    row = screen.local_rows[0]
    desk.qtbot.mouseClick(row.delete, LEFT)
    desk.qtbot.mouseClick(row.confirm, LEFT)
    desk.wait(lambda: not screen.local_rows)
    assert model.exists()


def test_verifying_can_be_stopped(desk, screen, model):
    drop(desk.window, model)
    desk.wait(lambda: screen.local_rows and screen.local_rows[0].isVisible())
    row = screen.local_rows[0]
    desk.qtbot.mouseClick(row.verify, LEFT)
    assert row.progress.isVisible()
    desk.wait(lambda: " of " in row.progress.words.text())
    desk.qtbot.mouseClick(row.progress.stop, LEFT)
    desk.wait(lambda: not row.progress.isVisible())
    assert row.verify.isEnabled()


def test_what_changes_while_a_file_is_verified_is_shown_at_once(desk, screen, model, tmp_path):
    other = sparse(tmp_path / "Other-Yi.Q4_K_M.gguf", YI_6B)
    drop(desk.window, model, other)
    desk.wait(lambda: len(screen.local_rows) == 2 and screen.local_rows[0].isVisible())
    row = local(screen, "Some-Yi.Q4_K_M")
    desk.qtbot.mouseClick(row.verify, LEFT)
    desk.wait(lambda: " of " in row.progress.words.text())
    desk.qtbot.mouseClick(local(screen, "Other-Yi.Q4_K_M").delete, LEFT)
    desk.qtbot.mouseClick(local(screen, "Other-Yi.Q4_K_M").confirm, LEFT)
    desk.wait(lambda: screen.local_rows == [row])
    assert row.progress.isVisible()
    model.rename(tmp_path / "Away.gguf")  # its row goes when nothing is under way with it
    desk.window.navigation.models.refresh()
    desk.qtbot.mouseClick(row.progress.stop, LEFT)
    desk.wait(lambda: local(screen, "Some-Yi.Q4_K_M") not in {None, row})
    assert "Some-Yi.Q4_K_M.gguf is not there" in local(screen, "Some-Yi.Q4_K_M").result.text()


def test_a_verdict_stays_when_the_model_comes_into_use(desk, screen, tmp_path):
    path = yi(vocabulary=yi_like(8_000)).write(tmp_path / "Small-Yi.gguf")
    drop(desk.window, path)
    desk.wait(lambda: screen.local_rows and screen.local_rows[0].isVisible())
    row = screen.local_rows[0]
    desk.qtbot.mouseClick(row.verify, LEFT)
    desk.wait(lambda: "whole" in row.result.text())
    said = row.result.text()
    desk.qtbot.mouseClick(row.use, LEFT)
    desk.wait(lambda: desk.parts.services.preferences.model == path)
    desk.window.navigation.models.refresh()
    desk.wait(lambda: screen.local_rows[0] is not row)
    assert screen.local_rows[0].result.text() == said


def test_the_address_is_copied(desk, screen):
    row = screen.offer_rows[0]
    desk.qtbot.mouseClick(row.address, LEFT)
    address = QGuiApplication.clipboard().text()
    assert address.endswith(row.chosen.variant.file)
    assert row.offer.entry.repository in address


@pytest.fixture
def hub(desk, screen, tmp_path, monkeypatch):
    """A hub that has the chosen file of the first model of the catalogue, and is the mirror."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("HF_HOME", "")  # set by the program; so it is put back afterwards
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    row = screen.offer_rows[0]
    content = yi(vocabulary=yi_like(8_000)).write(tmp_path / "any.gguf").read_bytes()
    files = {row.chosen.variant.file: content}
    with LoopbackHub(files, repository=row.offer.entry.repository) as hub:
        desk.parts.services.preferences.change("mirror", hub.url)
        yield hub


def test_a_download_is_paused_and_resumed_and_the_model_used(desk, screen, hub):
    row = screen.offer_rows[0]
    hub.rate = 40_000
    assert row.get.text() == "Download"
    desk.qtbot.mouseClick(row.get, LEFT)
    desk.wait(lambda: " of " in row.progress.words.text())
    desk.qtbot.mouseClick(row.progress.stop, LEFT)
    desk.wait(row.get.isVisible)
    assert row.get.text() == "Resume"
    assert [each.name for each in desk.parts.services.downloads.unfinished()]
    hub.rate = 0
    desk.qtbot.mouseClick(row.get, LEFT)
    desk.wait(lambda: any("is here now" in each.text for each in screen.notices.shown))
    desk.wait(lambda: screen.local_rows)
    place = screen.local_rows[0].model.path
    assert place.name == row.chosen.variant.file
    (use,) = [
        each
        for each in screen.notices.shown[-1].findChildren(QPushButton)
        if each.text() == "Use it"
    ]
    desk.qtbot.mouseClick(use, LEFT)
    desk.wait(lambda: desk.parts.services.preferences.model == place)


def test_a_download_goes_on_where_the_closed_window_left_it(desk, screen, hub, open_desk):
    row = screen.offer_rows[0]
    hub.rate = 40_000
    desk.qtbot.mouseClick(row.get, LEFT)
    desk.wait(lambda: " of " in row.progress.words.text())
    desk.window.close()
    desk.parts.close(desk.window)
    again = open_desk("Yes.")
    again.parts.services.computer.probe = SimulatedProbe(gpu=8)
    again.window.navigation.open(Screen.MODELS)
    later = again.window.screens.currentWidget()
    again.wait(lambda: any(each.get.text() == "Resume" for each in later.offer_rows))
    [row] = [each for each in later.offer_rows if each.get.text() == "Resume"]
    hub.rate = 0
    again.qtbot.mouseClick(row.get, LEFT)
    again.wait(lambda: any("is here now" in each.text for each in later.notices.shown))


def test_offline_is_told_and_asks_nobody(desk, screen, hub):
    desk.parts.services.preferences.change("offline", value=True)
    desk.qtbot.mouseClick(screen.offer_rows[0].get, LEFT)
    desk.wait(lambda: any("switched off" in each.text for each in screen.notices.shown))
    assert hub.requests == []
    assert screen.offer_rows[0].get.isVisible()


def test_a_second_download_waits_for_the_first(desk, screen, hub):
    first, second = screen.offer_rows[:2]
    hub.rate = 100_000
    desk.qtbot.mouseClick(first.get, LEFT)
    desk.wait(lambda: " of " in first.progress.words.text())
    desk.qtbot.mouseClick(second.get, LEFT)
    desk.wait(lambda: second.progress.words.text() == "Waiting for 1 before it")
    desk.qtbot.mouseClick(second.progress.stop, LEFT)
    desk.wait(second.get.isVisible)
    desk.qtbot.mouseClick(first.progress.stop, LEFT)
    desk.wait(first.get.isVisible)


def test_a_damaged_download_is_repaired(desk, screen, hub):
    told, shares = [], []
    desk.window.bridge.ended.connect(lambda _work, sentence: told.append(sentence))
    desk.window.bridge.progressed.connect(lambda _work, share: shares.append(share))
    row = screen.offer_rows[0]
    desk.qtbot.mouseClick(row.get, LEFT)
    desk.wait(lambda: screen.local_rows)
    here = screen.local_rows[0]
    content = bytearray(here.model.path.read_bytes())
    content[-10] ^= 1
    here.model.path.write_bytes(content)
    desk.qtbot.mouseClick(here.verify, LEFT)
    desk.wait(lambda: here.result.text() == "The file is damaged.")
    desk.qtbot.mouseClick(here.repair, LEFT)
    desk.wait(lambda: here.result.text() == "Verified: every byte is as it came.")
    assert not here.repair.isVisible()
    name = here.model.path.stem
    assert told == [f"{name} is here now.", *[f"{name} has been checked."] * 2]
    assert {0.0, 1.0} <= set(shares)


def test_any_repository_of_the_hub_is_found_and_downloaded(desk, screen, hub):
    desk.qtbot.keyClicks(screen.hub.field, "yi")
    desk.qtbot.keyClick(screen.hub.field, Qt.Key.Key_Return)
    desk.wait(lambda: screen.hub.rows)
    (found,) = screen.hub.rows
    assert found.repository == hub.repository
    desk.qtbot.mouseClick(found.open, LEFT)
    desk.wait(lambda: found.files.count() == 1)
    desk.qtbot.mouseClick(found.get, LEFT)
    desk.wait(lambda: screen.local_rows)
    assert screen.local_rows[0].model.path.name == next(iter(hub.files))


def test_a_gated_repository_asks_for_a_token_and_goes_on(desk, screen, hub, monkeypatch):
    kept = []
    monkeypatch.setattr("yidesk.services.downloads.tokens.save", kept.append)
    hub.facts_faults.append(Fault(status=403, code="GatedRepo"))
    row = screen.offer_rows[0]
    desk.qtbot.mouseClick(row.get, LEFT)
    desk.wait(lambda: screen.notices.shown)
    notice = screen.notices.shown[-1]
    assert isinstance(notice, PasswordNotice)
    desk.qtbot.keyClicks(notice.field, "hf_secret")
    desk.qtbot.keyClick(notice.field, Qt.Key.Key_Return)
    desk.wait(lambda: screen.local_rows)
    assert kept == ["hf_secret"]


def test_models_of_other_programs_are_used_where_they_lie(desk, screen, model, monkeypatch):
    found = Elsewhere(program="LM Studio", path=model, size=model.stat().st_size)
    monkeypatch.setattr("yidesk.catalog.elsewhere.find", lambda: iter([found]))
    desk.qtbot.mouseClick(screen.look_elsewhere, LEFT)
    desk.wait(lambda: screen.findChildren(ElsewhereRow))
    (row,) = screen.findChildren(ElsewhereRow)
    desk.qtbot.mouseClick(row.add, LEFT)
    desk.wait(lambda: local(screen, "Some-Yi.Q4_K_M"))
    assert local(screen, "Some-Yi.Q4_K_M").model.path == model


def test_the_hub_tells_size_and_exact_memory_of_today(desk, screen, hub):
    row = screen.offer_rows[0]
    desk.qtbot.mouseClick(row.check, LEFT)
    desk.wait(lambda: "On the hub today" in row.numbers.text())
    size = len(next(iter(hub.given.values())))
    assert f"{size:,} bytes · its SHA-256 is known" in row.numbers.text()
    assert row.check.isEnabled()


def test_mirrors_are_compared_and_the_fastest_is_taken(desk, screen, hub, monkeypatch):
    monkeypatch.setattr("yidesk.services.downloads.MIRRORS", ())
    entry = screen.offer_rows[0].offer.entry
    hub.put(entry.files[0].file, b"x" * 100_000)
    desk.qtbot.mouseClick(screen.mirrors, LEFT)
    desk.wait(screen.mirrors.isEnabled)
    assert hub.url in screen.notices.shown[0].text
    use = screen.notices.shown[0].findChildren(QPushButton)[0]
    desk.parts.services.preferences.change("mirror", "")
    desk.qtbot.mouseClick(use, LEFT)
    assert desk.parts.services.preferences.settings.text("mirror") == hub.url


def test_comparing_mirrors_tells_which_one_is_tried_and_can_be_stopped(
    desk, screen, hub, monkeypatch
):
    monkeypatch.setattr("yidesk.services.downloads.MIRRORS", (f"{hub.url}/", f"{hub.url}//"))
    entry = screen.offer_rows[0].offer.entry
    hub.put(entry.files[0].file, b"x" * 4_000_000)
    hub.rate = 100_000
    desk.qtbot.mouseClick(screen.mirrors, LEFT)
    [bar] = screen.notices.shown
    desk.wait(lambda: bar.accessibleName() == f"Trying {hub.url}/ (1 of 3)")
    assert not screen.mirrors.isEnabled()
    desk.qtbot.mouseClick(bar._stop, LEFT)
    desk.wait(lambda: screen.notices.shown == [])
    assert screen.mirrors.isEnabled()


def test_models_lie_in_the_folder_that_was_chosen(tmp_path):
    paths = DataPaths(tmp_path / "data").make()
    settings = Settings(paths.settings)
    (tmp_path / "disk").mkdir()
    settings.set("models_folder", str(tmp_path / "disk"))
    chosen = paths.with_models(Settings(paths.settings).text("models_folder"))
    assert chosen.models == tmp_path / "disk"
    assert paths.with_models("").models == paths.root / "models"
    with pytest.raises(WrongUsage):
        settings.set("models_folder", "somewhere")


def test_an_imported_model_can_be_copied_onto_the_shelf(desk, screen, tmp_path):
    source = yi(vocabulary=yi_like(8_000)).write(tmp_path / "Far-Yi.gguf")
    drop(desk.window, source)
    desk.wait(lambda: local(screen, "Far-Yi") and screen.notices.shown)
    (copy,) = [
        each
        for each in screen.notices.shown[-1].findChildren(QPushButton)
        if each.text().startswith("Copy it")
    ]
    desk.qtbot.mouseClick(copy, LEFT)
    place = desk.parts.services.paths.models / "Far-Yi.gguf"
    desk.wait(lambda: local(screen, "Far-Yi") and local(screen, "Far-Yi").model.path == place)
    assert place.read_bytes() == source.read_bytes()
    assert not local(screen, "Far-Yi").model.stays
    assert len(screen.local_rows) == 1


def test_an_embedding_model_serves_the_search_and_not_the_chat(desk, screen, tmp_path):
    path = synonyms(tmp_path / "words.gguf", "dog hound")
    drop(desk.window, path)
    desk.wait(lambda: local(screen, "words"))
    row = local(screen, "words")
    assert row.use is None
    assert "embedding model" in row.facts.text()
    desk.qtbot.mouseClick(row.search_use, LEFT)
    desk.wait(lambda: desk.parts.chats.meaning.is_on)
    desk.wait(lambda: any("search from now on" in text for text in desk.notices))
    assert Settings(desk.parts.services.paths.settings).text("embedding_model") == str(path)
    desk.window.navigation.models.refresh()
    desk.wait(lambda: local(screen, "words").search_use is None)


def test_a_pause_of_a_download_says_why(qtbot):
    row = RowProgress("Pause")
    qtbot.addWidget(row)
    row.show_event(Waiting(seconds=2.0, reason=YiDeskError("The hub is away.", code="away")))
    assert row.words.text() == "The hub is away. The next try is in 2 s."
