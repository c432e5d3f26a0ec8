"""What the commands print, where, and the exit codes."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.reader.make_pdf import Sheet, write_pdf
from yidesk.cli import demo, window

ASK_FIELDS = {
    "answer", "finish_reason", "mode", "citations", "coverage", "usage", "timings", "engine",
}  # fmt: skip
USAGE = {
    "prompt_tokens", "cached_tokens", "restored_tokens", "evaluated_tokens", "generated_tokens",
}  # fmt: skip
FULL = Path("/dev/full")
TIMINGS = {
    "load_s", "restore_s", "read_s", "first_token_s", "prompt_tokens_per_s",
    "generated_tokens_per_s",
}  # fmt: skip
ENGINE = {"model", "quantisation", "context", "devices", "gpu_layers", "kv_type"}


def test_ask_streams_the_answer_then_coverage_and_sources(run, script, lease):
    model = script(
        "“The rent is 900 euros” [p. 1]. Cats may stay [p. 9]. "
        "Birds sing loudly. Pets are not allowed. The rent is 950 euros."
    )
    ended = run("ask", "--model", model, "--doc", lease, "What is the rent?")
    assert (ended.code, ended.err) == (0, "")
    answer, sources = ended.out.split("\n\n")
    assert answer.startswith("“The rent is 900 euros” [p. 1].")
    assert sources.splitlines() == [
        f"lease.txt: read 2 of 2 pages ({_tokens(sources)} tokens)",
        "  ✓ p. 1, verified: “The rent is 900 euros”",
        "  ✗ p. 9: There is no such page.",
        "  – “Birds sing loudly.”: No page of the documents bears this sentence out.",
        "  ≈ p. 2, found there though not cited: “Pets are not allowed.”",
        "  ≠ “The rent is 950 euros.” p. 1: The page has another number: 950 euros ≠ 900 euros.",
    ]


def test_what_an_answer_repeats_is_told_once(run, script, lease):
    said = "Birds sing loudly. The rent is 900 euros [p. 1]. "
    ended = run("ask", "--model", script(said * 3), "--doc", lease, "What is the rent?")
    sources = ended.out.split("\n\n")[1].splitlines()
    assert [line[:6] for line in sources[1:]] == ["  ✓ p.", "  – “B"]


def _tokens(sources):
    return int(sources.split("(")[1].split()[0])


def test_ask_json_is_the_object_and_nothing_else(run, script, lease):
    model = script("“The rent is 900 euros” [p. 1].")
    ended = run("--json", "ask", "--model", model, "--doc", lease, "What?")
    assert (ended.code, ended.err) == (0, "")
    result = ended.object
    assert set(result) >= ASK_FIELDS
    assert (set(result["usage"]), set(result["timings"])) == (USAGE, TIMINGS)
    assert set(result["engine"]) >= ENGINE
    assert (result["finish_reason"], result["mode"]) == ("stop", "whole")
    (citation,) = result["citations"]
    assert {"document", "page", "quote", "verified", "start", "end"} <= set(citation)
    assert (citation["document"], citation["page"]) == ("lease.txt", 1)
    assert citation["verified"] is True
    assert result["answer"][citation["start"] : citation["end"]] == "[p. 1]"
    (support,) = result["supports"]
    assert (support["stance"], support["page"], support["cited"]) == ("supported", 1, True)
    (coverage,) = result["coverage"]
    assert (coverage["document"], coverage["pages"]) == ("lease.txt", [1, 2])
    assert (coverage["pages_read"], coverage["pages_total"]) == (2, 2)
    assert coverage["tokens_read"] == coverage["tokens_total"]
    usage = result["usage"]
    assert usage["prompt_tokens"] == usage["cached_tokens"] + usage["evaluated_tokens"]


def test_ask_without_documents(run, script):
    ended = run("ask", "--model", script("Hello."), "Hi?", "--json")
    assert (ended.object["mode"], ended.object["coverage"]) == ("chat", [])


def test_the_question_is_kept_as_a_chat(run, script, tmp_path):
    run("ask", "--model", script("Hello."), "Hi?")
    with sqlite3.connect(tmp_path / "data" / "yidesk.db") as connection:
        assert connection.execute("SELECT text FROM turns").fetchall() == [("Hi?",), ("Hello.",)]
    connection.close()


def test_max_tokens_ends_the_answer_and_says_so(run, script):
    ended = run("ask", "--model", script("one two three four"), "--max-tokens", "2", "Count")
    assert ended.out.startswith("one two\n")
    assert "--max-tokens" in ended.err
    assert ended.code == 0


def test_a_document_that_does_not_fit(run, script, tmp_path):
    long = tmp_path / "long.txt"
    long.write_text("word " * 1000)
    ended = run("ask", "--model", script("x", context=300), "--doc", long, "What?", "--json")
    assert (ended.code, ended.object["error_code"]) == (4, "document_too_long")
    assert (ended.object["answer"], ended.object["coverage"]) == ("", [])
    assert "long.txt has 1,0" in ended.err
    assert "the window holds 300" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_document_that_is_not_there(run, script, tmp_path):
    ended = run("ask", "--model", script("x"), "--doc", tmp_path / "no.pdf", "What?")
    assert (ended.code, ended.out) == (4, "")
    assert "no.pdf" in ended.err
    with sqlite3.connect(tmp_path / "data" / "yidesk.db") as connection:
        assert connection.execute("SELECT count(*) FROM chats").fetchone() == (0,)
    connection.close()


def test_a_model_that_is_not_there(run):
    ended = run("ask", "--model", "no-such-model", "What?")
    assert (ended.code, ended.out) == (3, "")
    assert "no-such-model" in ended.err


def test_a_model_that_is_damaged(run, tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text("{")
    ended = run("ask", "--model", bad, "What?")
    assert (ended.code, ended.out) == (3, "")
    assert len(ended.err.splitlines()) == 1


def test_an_engine_that_dies_in_the_middle(run, script):
    ended = run("ask", "--model", script("One two <die> three"), "Count", "--json")
    assert ended.code == 5
    assert (ended.object["answer"], ended.object["finish_reason"]) == ("One two", "failed")
    assert "SIGKILL" in ended.err


@pytest.mark.parametrize("arguments", [
    ["ask"], ["ask", "--temperature", "hot", "q"], ["ask", "--max-tokens", "0", "q"],
    ["ask", "--seed", "-1", "q"], ["ask", "--seed", str(2**32), "q"],
    ["ask", "--kv-type", "f64", "q"], ["ask", "--gpu-layers", "some", "q"], ["nonsense"],
    ["docs"], ["read"],
    ["ask", ""],
    ["ask", "--mode", "search", "q"], ["ask", "--mode", "sweep", "q"],
])  # fmt: skip
def test_wrong_usage(run, script, arguments):
    if arguments[:1] == ["ask"]:
        arguments = [*arguments, "--model", str(script("x"))]
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err


def test_json_without_a_command_is_wrong_usage(run):
    ended = run("--json")
    assert (ended.code, ended.object["error_code"]) == (2, "no_command")


def test_a_wrong_value_is_told_in_words(run):
    ended = run("ask", "--temperature", "hot", "--gpu-layers", "some", "q")
    assert "invalid number value: 'hot'" in ended.err
    ended = run("ask", "--gpu-layers", "some", "q")
    assert "invalid number of layers value: 'some'" in ended.err


def test_what_fails_before_it_begins_is_an_object_too(run):
    ended = run("ask", "--model", "no-such-model", "What?", "--json")
    assert (ended.code, ended.object["error_code"]) == (3, "model_missing")
    assert ended.object["error"] == ended.err.strip()


def test_bytes_that_are_not_utf8(run, script, tmp_path):
    ended = run("ask", "--model", script("Hello."), "caf\udce9?", "--json")
    assert (ended.code, ended.object["answer"]) == (0, "Hello.")
    with sqlite3.connect(tmp_path / "data" / "yidesk.db") as connection:
        question = connection.execute("SELECT text FROM turns WHERE role = 'user'").fetchone()
    connection.close()
    assert question == ("caf\ufffd?",)
    ended = run("ask", "--model", "caf\udce9", "What?")
    assert (ended.code, ended.out) == (3, "")


def test_help_names_the_commands_but_not_the_hidden_one(run):
    ended = run("--help")
    assert ended.code == 0
    assert all(name in ended.out for name in ("ask", "read", "docs", "doctor"))
    assert "demo" not in ended.out


def test_every_option_of_ask_is_taken(run, script):
    ended = run(
        "ask", "Hi?", "--model", script("Hello."), "--mode", "auto", "--context", "512",
        "--max-tokens", "5", "--temperature", "0", "--seed", "7", "--gpu-layers", "all",
        "--kv-type", "q8_0", "--threads", "1", "--no-save-reading", "--offline", "--json",
    )  # fmt: skip
    assert ended.object["engine"]["context"] == 512


def test_read_reports_tokens(run, script, lease):
    ended = run("read", lease, "--model", script("x"), "--json")
    assert ended.code == 0
    assert ended.object["coverage"][0]["pages"] == [1, 2]
    assert ended.object["usage"]["evaluated_tokens"] > 0
    assert "read 2 of 2 pages" in run("read", lease, "--model", script("x")).out


def test_docs_inspect(run, script, lease, tmp_path):
    ended = run("docs", "inspect", lease, "--json")
    (document,) = ended.object["documents"]
    assert (document["name"], document["format"], document["pages"]) == ("lease.txt", "text", 2)
    assert document["characters"] == len("The rent is 900 euros.Pets are not allowed.")
    assert "tokens" not in document
    ended = run("docs", "inspect", lease, "--model", script("x"), "--json")
    assert ended.object["documents"][0]["tokens"] > 0
    missing = run("docs", "inspect", tmp_path / "no.txt")
    assert (missing.code, missing.out) == (4, "")


@pytest.fixture
def papers(tmp_path):
    """A folder with two documents, one broken, one hidden and one of another kind."""
    folder = tmp_path / "papers"
    (folder / "below").mkdir(parents=True)
    (folder / "one.txt").write_text("The rent is 900 euros.")
    (folder / "below" / "two.md").write_text("# Two\n\nPets are not allowed.")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (folder / ".hidden.txt").write_text("x")
    (folder / "film.mp4").write_text("x")
    return folder


def test_a_folder_is_asked_about(run, script, papers):
    ended = run("ask", "--model", script("900 [p. 1]."), "--doc", papers, "Rent?", "--json")
    assert ended.code == 0
    names = [entry["document"] for entry in ended.object["coverage"]]
    assert names == ["two.md", "one.txt"]
    (left_out,) = ended.object["left_out"]
    assert left_out["left_out"] == {"hidden": 1, "other_kind": 1}
    assert [each["file"] for each in left_out["failed"]] == ["broken.pdf"]
    assert "papers: left out, hidden: 1" in ended.err
    assert "broken.pdf" in ended.err


def test_a_folder_is_inspected_and_read(run, script, papers):
    ended = run("docs", "inspect", papers, "--json")
    assert [each["name"] for each in ended.object["documents"]] == ["two.md", "one.txt"]
    ended = run("read", papers, "--model", script("x"), "--json")
    assert len(ended.object["coverage"]) == 2
    assert ended.object["left_out"][0]["folder"] == str(papers)


def test_a_folder_without_documents_is_refused(run, tmp_path):
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "film.mp4").write_text("x")
    ended = run("docs", "inspect", tmp_path / "films")
    assert (ended.code, ended.out) == (4, "")
    assert "films holds no file that can be read." in ended.err


def test_docs_list_and_remove(run, script, lease):
    assert run("docs", "list").out == "The library is empty.\n"
    run("ask", "--model", script("900 [p. 1]."), "--doc", lease, "What is the rent?")
    (entry,) = run("docs", "list", "--json").object["documents"]
    assert (entry["name"], entry["pages"], entry["chats"]) == ("lease.txt", 2, 1)
    assert "lease.txt: text, 2 pages" in run("docs", "list").out
    asked = run("docs", "remove", "lease.txt")
    assert (asked.code, asked.out) == (2, "")
    assert "Chats that use lease.txt: 1." in asked.err
    assert "--yes" in asked.err
    removed = run("docs", "remove", entry["fingerprint"][:12], "--yes", "--json")
    assert (removed.code, removed.object["removed"]["name"]) == (0, "lease.txt")
    assert run("docs", "list", "--json").object == {"documents": []}
    assert lease.is_file()
    assert run("docs", "remove", "lease.txt").code == 2


def test_doctor_says_what_is_missing(run, monkeypatch):
    monkeypatch.setattr("yidesk.services.models.resources", lambda: ROOT / "nowhere" / "resources")
    ended = run("doctor", "--json")
    findings = {finding["name"]: finding for finding in ended.object["findings"]}
    assert ended.code == 1
    assert findings["Model"]["state"] == "missing"
    assert "models get" in findings["Model"]["advice"]
    assert findings["llama-cpp-python"]["state"] == "good"
    assert ended.object["engine"] is None


def test_doctor_looks_even_where_nothing_can_be_written(run, tmp_path):
    (tmp_path / "file").write_text("")
    ended = run("doctor", "--json", "--data-dir", tmp_path / "file" / "below")
    findings = {finding["name"]: finding for finding in ended.object["findings"]}
    assert ended.code == 1
    assert findings["Data folder"]["state"] == findings["Engine"]["state"] == "missing"
    assert findings["llama-cpp-python"]["state"] == "good"


def test_no_display(run, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    ended = run()
    assert (ended.code, ended.out) == (1, "")
    assert "yidesk ask" in ended.err


def test_the_window_is_opened_where_there_is_a_display(run, monkeypatch):
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(window, "load", lambda: lambda paths, **how: opened.append(how) or 0)
    assert run("--lang", "zh").code == 0
    assert run("demo").code == 0
    assert opened[0] == {"language": "zh", "offline": False, "documents": (), "quick": False}
    assert [path.name for path in opened[1]["documents"]] == ["yidesk-guide.pdf"]


def test_files_alone_are_opened_in_the_window(run, lease, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(window, "load", lambda: lambda paths, **how: opened.append(how) or 0)
    assert run(lease, "--offline").code == 0
    assert run("--quick").code == 0
    assert opened[0]["documents"] == (lease,)
    assert opened[0]["offline"]
    assert opened[1]["quick"]
    assert run("no-command").code == 2
    gone = tmp_path / "gone.pdf"  # of a list of recent files; it is the window that says so
    assert run(gone).code == 0
    assert opened[2]["documents"] == (gone,)


def test_the_demonstration_without_a_display(run, script, monkeypatch):
    monkeypatch.setattr(window, "has_display", lambda: False)
    monkeypatch.setenv("YIDESK_DEMO_MODEL", str(script("In one folder [p. 7].")))
    monkeypatch.setattr("yidesk.services.models.resources", lambda: ROOT / "nowhere" / "resources")
    ended = run("demo")
    assert ended.code == 0
    assert demo.QUESTION in ended.out
    assert "read 8 of 8 pages" in ended.out
    assert "no display" in ended.err


def test_a_folder_that_cannot_be_written(run, tmp_path):
    (tmp_path / "file").write_text("")
    ended = run("docs", "inspect", "x", "--data-dir", tmp_path / "file" / "below")
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)


def test_a_fault_of_ours_is_a_sentence_and_a_log(run, monkeypatch, tmp_path):
    monkeypatch.setattr("yidesk.services.library.Library.look", lambda *a, **k: 1 / 0)
    ended = run("docs", "inspect", "x")
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)
    log = (tmp_path / "data" / "logs" / "yidesk.log").read_text()
    assert "ZeroDivisionError" in log


PROGRAM = """
import sys
from tests.reader.make_pdf import Sheet, write_pdf
from yidesk.cli import app
from yidesk.services import models
models._check_start = lambda path: None
sys.exit(app.run(sys.argv[1:], role="scripted"))
"""


def start(tmp_path, *arguments, stdout=subprocess.PIPE, **variables):
    environment = {**os.environ, "YIDESK_DATA_DIR": str(tmp_path / "data"), "LANG": "C"}
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)],
        cwd=ROOT, env={**environment, **variables}, text=True, stdout=stdout,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_in_good_order(tmp_path, script, number):
    program = start(tmp_path, "ask", "--model", script("One two <wait> three"), "Count")
    assert program.stdout.read(7) == "One two"
    program.send_signal(number)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 130
    assert err == "Stopped.\n"
    with sqlite3.connect(tmp_path / "data" / "yidesk.db") as connection:
        kept = connection.execute("SELECT text, state FROM turns WHERE role = 'assistant'")
        assert kept.fetchall() == [("One two", "stopped")]
    connection.close()


@pytest.mark.skipif(os.name == "nt", reason="pipes are POSIX")
def test_a_reader_that_has_gone_is_no_fault(tmp_path, script):
    program = start(tmp_path, "ask", "--model", script("word " * 30_000), "Talk")
    assert program.stdout.read(4) == "word"
    program.stdout.close()
    assert program.wait(60) == 1
    assert program.stderr.read() == ""
    program.stderr.close()


@pytest.mark.skipif(not FULL.exists(), reason="Linux")
def test_a_full_disk_behind_the_output_is_a_sentence(tmp_path, script):
    with FULL.open("w", encoding="utf-8") as full:
        program = start(tmp_path, "ask", "--model", script("Hello."), "Hi?", stdout=full)
    _, err = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "could not be written (No space left on device)" in err
    assert len(err.splitlines()) == 1


def test_a_terminal_that_knows_only_ascii(tmp_path, script, lease):
    model = script("“The rent is 900 euros” [p. 1].")
    program = start(
        tmp_path, "ask", "--model", model, "--doc", lease, "Rent?", PYTHONIOENCODING="ascii"
    )
    out, err = program.communicate(timeout=60)
    assert (program.returncode, err) == (0, "")
    assert "  ? p. 1, verified: ?The rent is 900 euros?" in out


def test_flawed_pages_are_told_by_ask_and_inspect(run, script, tmp_path):
    scan = write_pdf(tmp_path / "scan.pdf", "The rent is 900 euros.", Sheet(picture=True))
    asked = ("ask", "--model", script("900 [p. 1]."), "--doc", scan, "The rent?")
    ended = run(*asked, "--json")
    (coverage,) = ended.object["coverage"]
    assert coverage["flaws"] == [{"warning": "no_text", "pages": [2]}]
    assert coverage["pages_read"] == 1
    said = "pictures without text (scans): p. 2"
    assert said in run(*asked).out
    assert said in run("docs", "inspect", scan).out
