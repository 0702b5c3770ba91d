"""Taking in archives: folders, WARC files, JSON lines; broken ones too, and again."""

import gzip
import io
import os
import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from dialogues import tasks
from dialogues.ingest.archive import take_in
from dialogues.models import Archive, ArchiveEntry, Article, Job, Snapshot
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, JobKind
from tests import factories
from tests.events import events_of
from tests.ingest.archive.archives import PAGE, Warc, entry, lines

pytestmark = pytest.mark.django_db

SITE: Final = "https://gazette.example"


def run(path: Path | str, *options: str) -> tuple[int, str, str]:
    """Exit status, what was said on standard output, and what on standard error."""
    said, complained = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("ingest_archive", str(path), *options, stdout=said, stderr=complained)
    except CommandError as error:
        status = error.returncode
        complained.write(str(error))
    return status, said.getvalue(), complained.getvalue()


def json_lines(folder: Path, *entries: Any) -> Path:
    file = folder / "talks.ndjson"
    file.write_bytes(lines(*entries))
    return file


def urls() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("url", flat=True))


# --- JSON lines


def test_a_line_becomes_an_article_with_all_that_it_says(tmp_path: Path) -> None:
    daily = factories.publisher()
    whole = {
        "url": f"{SITE}/1",
        "title": "Talks",
        "html": "<p>Two sides met.</p>",
        "published_on": "2015-12-03",
        "language": "en",
        "publisher": daily.name.upper(),
        "fetched_at": "2015-12-04T01:00:00+08:00",
    }
    status, said, complained = run(json_lines(tmp_path, whole))
    assert (status, complained) == (0, "")
    assert said.splitlines() == ["Taken in: 1", "Held already: 0", "Not taken in: 0", "No articles: 0"]
    article = Article.objects.get()
    assert (article.url, article.title, str(article.published_on)) == (f"{SITE}/1", "Talks", "2015-12-03")
    assert (article.published_on_basis, article.language, article.publisher) == ("given by the archive", "en", daily)
    assert (article.origin, article.stage) == (ArticleOrigin.ARCHIVE, ArticleStage.FETCHED)
    snapshot = Snapshot.objects.get()
    assert (snapshot.stored_bytes(), snapshot.content_type) == (b"<p>Two sides met.</p>", "text/html; charset=utf-8")
    assert snapshot.fetched_at == datetime(2015, 12, 3, 17, tzinfo=UTC)
    assert Job.objects.get().kind == JobKind.READ


def test_lines_are_read_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        given = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + lines(entry(1), b"\n", entry(2))))
        monkeypatch.setattr("sys.stdin", given)
        status, _, _ = run("-")
        assert status == 0
    assert urls() == [f"{SITE}/1", f"{SITE}/2"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "Two sides met."\n', "It is no JSON: Expecting ',' delimiter"),
        (b"\xff\xfe\n", "It is not UTF-8 (byte 1)."),
        (b"[1]\n", "It is no JSON object"),
        (b"[" * 100_000 + b"\n", "It is nested too deeply."),
        ({"text": "x", "texts": "y"}, "texts: there is no such key. There are url, title, text, html"),
        ({"text": 7}, "text: it must be a text in quotation marks, or null."),
        (b'{"text": "x", "text": "y"}\n', "A key stands in it twice."),
        ({"url": f"{SITE}/1"}, "Give text or html, one of the two."),
        ({"text": "x", "html": "y"}, "Give text or html, one of the two."),
        ({"text": " \n"}, "It is empty."),
        ({"text": "\ud800"}, "It holds half of a character."),
        ({"text": "x", "title": "\u0000"}, "title: it holds a control character."),
        ({"text": "x", "title": "x" * 501}, "title: it is longer than 500 characters."),
        ({"text": "x", "url": "ftp://gazette.example"}, "Give a full http or https address."),
        ({"text": "x", "published_on": "yesterday"}, "published_on: "),
        ({"text": "x", "fetched_at": "2015-12-03T12:00:00"}, "fetched_at: give a time with its zone"),
        ({"text": "x", "fetched_at": "0001-01-01T00:00:00+14:00"}, "fetched_at: give a time with its zone"),
        ({"text": "x", "language": "English please"}, "language: give a tag like en or zh-Hans"),
        ({"text": "x", "publisher": "Nobody"}, "publisher: the record has no publisher named Nobody."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_bad_line_is_named_with_its_reason_and_stops_no_other(tmp_path: Path, line: Any, reason: str) -> None:
    file = json_lines(tmp_path, entry(1), line, entry(3))
    status, said, complained = run(file)
    assert status == 3
    assert "Not taken in: 1" in said
    assert f"line 2: {reason}" in complained
    assert complained.endswith("One entry was not taken in.")
    assert urls() == [f"{SITE}/1", f"{SITE}/3"]
    _, listed, _ = run(file, "--problems")
    assert listed.startswith(f"line 2: {reason}")


def test_a_line_that_is_too_long_is_read_over(tmp_path: Path, settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    long = entry(2, text="x" * 3 * settings.UPLOAD_MAX_BYTES)
    status, _, complained = run(json_lines(tmp_path, entry(1), long, entry(3)))
    assert (status, urls()) == (3, [f"{SITE}/1", f"{SITE}/3"])
    assert "line 2: It is longer than 1 MB." in complained


def test_the_last_line_may_lack_its_end(tmp_path: Path) -> None:
    run(json_lines(tmp_path, lines(entry(1)).rstrip()))
    assert urls() == [f"{SITE}/1"]


def test_problems_are_those_of_the_last_run(tmp_path: Path) -> None:
    run(json_lines(tmp_path, entry(1), b"broken\n", b"broken too\n"))
    file = json_lines(tmp_path, entry(1), entry(2), b"broken too\n")
    run(file)
    _, listed, _ = run(file, "--problems")
    assert [line.partition(":")[0] for line in listed.splitlines()] == ["line 3"]
    assert urls() == [f"{SITE}/1", f"{SITE}/2"]


def test_of_many_problems_the_first_are_listed_and_the_rest_counted(tmp_path: Path) -> None:
    _, _, complained = run(json_lines(tmp_path, entry(1), *[b"broken\n"] * 30))
    assert complained.count(": It is no JSON") == 20
    assert "and 10 more; all of them: manage.py ingest_archive" in complained


def test_a_file_that_is_something_else_is_given_up(tmp_path: Path) -> None:
    status, _, complained = run(json_lines(tmp_path, *[b"\xff\n"] * 1_500))
    assert status == 1
    assert "None of the first 1,000 entries can be used. line 1: It is not UTF-8" in complained


def test_one_address_with_two_texts_is_two_articles_and_one_line_twice_is_one(tmp_path: Path) -> None:
    same, other = entry(1), entry(1, text="Quite another report: nobody met.")
    _, said, _ = run(json_lines(tmp_path, same, other, same))
    assert said.splitlines()[:2] == ["Taken in: 2", "Held already: 1"]


# --- Again


def test_the_same_archive_again_brings_nothing_new_and_what_was_added_does(tmp_path: Path) -> None:
    file = json_lines(tmp_path, entry(1), entry(2))
    run(file)
    _, said, _ = run(file)
    assert said.splitlines()[:2] == ["Taken in: 0", "Held already: 2"]
    _, said, _ = run(json_lines(tmp_path, entry(0), entry(1), entry(2)))
    assert said.splitlines()[:2] == ["Taken in: 1", "Held already: 2"]
    assert Archive.objects.count() == 1


def test_a_limit_stops_and_the_next_run_goes_on(tmp_path: Path) -> None:
    file = json_lines(tmp_path, *map(entry, range(5)))
    for expected in (2, 4, 5, 5):
        run(file, "--limit", "2")
        assert Article.objects.count() == expected


def test_an_interruption_keeps_what_is_committed_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogues.management.commands.ingest_archive.BATCH", 2)
    file, write, batches = json_lines(tmp_path, *map(entry, range(6))), take_in.write, []

    def interrupted_at_the_second(*arguments: Any, **named: Any) -> take_in.Tally:
        tally = write(*arguments, **named)
        batches.append(tally)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return tally

    with monkeypatch.context() as patch:
        patch.setattr(take_in, "write", interrupted_at_the_second)
        status, said, complained = run(file)
    assert (status, Article.objects.count()) == (130, 2)
    assert said.startswith("Taken in: 2\n")
    assert complained == "Interrupted. Run the same command again, and it goes on."
    run(file)
    assert sorted(urls()) == [f"{SITE}/{number}" for number in range(6)]


def test_a_dry_run_checks_everything_and_writes_nothing(tmp_path: Path) -> None:
    status, said, complained = run(json_lines(tmp_path, entry(1), b"broken\n"), "--dry-run")
    assert (status, said.splitlines()[0]) == (3, "Would be taken in: 1")
    assert "line 2: It is no JSON" in complained
    assert not Article.objects.exists()
    assert not Archive.objects.exists()


def test_the_workers_are_told_once_for_each_batch(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(tasks, "_send", lambda task, *_: rung.append(task.name))
    file = json_lines(tmp_path, *map(entry, range(150)))
    with django_capture_on_commit_callbacks(execute=True):
        run(file)
        run(file)
    assert rung == ["dialogues.tasks.ring_due_jobs"] * 2


def test_entries_held_already_cost_one_look_for_each_batch(tmp_path: Path) -> None:
    def queries_of_the_second_run(number: int) -> int:
        file = json_lines(tmp_path, *map(entry, range(number)))
        run(file)
        with CaptureQueriesContext(connection) as queries:
            run(file)
        return len(queries)

    assert queries_of_the_second_run(2) == queries_of_the_second_run(90)


def test_who_took_it_in_and_from_where_stands_in_the_history(tmp_path: Path) -> None:
    staff, daily, file = factories.staff_user(), factories.publisher(), json_lines(tmp_path, entry(1))
    run(file, "--by", staff.username, "--publisher", "china daily")
    article = Article.objects.get()
    assert (article.added_by, article.publisher) == (staff, daily)
    assert f"manage.py ingest_archive {file}" in str(events_of(article).first().pgh_context)


# --- WARC


def test_a_record_of_a_warc_keeps_its_address_time_and_headers(tmp_path: Path) -> None:
    headers = [("Content-Type", "text/html; charset=gb18030"), ("ETag", '"a"')]
    file = (
        Warc().response(f"{SITE}/1", PAGE, *headers, date="2015-12-03T15:30:00.123456789Z").at(tmp_path / "a.warc.gz")
    )
    assert run(file)[0] == 0
    article, snapshot = Article.objects.get(), Snapshot.objects.get()
    assert (article.url, article.canonical_url, article.origin) == (f"{SITE}/1", f"{SITE}/1", ArticleOrigin.ARCHIVE)
    assert snapshot.fetched_at == datetime(2015, 12, 3, 15, 30, 0, 123456, tzinfo=UTC)
    assert (snapshot.final_url, snapshot.http_status) == (f"{SITE}/1", 200)
    assert (snapshot.http_headers, snapshot.content_type) == ([list(pair) for pair in headers], headers[0][1])
    assert snapshot.stored_bytes() == PAGE


@pytest.mark.parametrize("packed", [True, False])
def test_only_answers_that_can_be_read_are_taken(tmp_path: Path, packed: bool) -> None:
    warc = Warc(packed=packed).response(f"{SITE}/1")
    warc.response(f"{SITE}/2", b"gone", status="404 Not Found")
    warc.response(f"{SITE}/3.png", b"\x89PNG", ("Content-Type", "image/png"))
    warc.response(f"{SITE}/4", PAGE, ("Server", "no type"))
    warc.response(f"{SITE}/5", b"", status="GET / HTTP/1.1", kind="request")
    warc.response(f"{SITE}/6", PAGE)
    status, said, _ = run(warc.at(tmp_path / ("a.warc.gz" if packed else "a.warc")))
    assert (status, urls()) == (0, [f"{SITE}/1", f"{SITE}/6"])
    assert "2 responses of a type that is not read" in said
    assert "1 responses with another status than 200" in said
    assert "1 request records" in said


def test_bodies_are_unpacked(tmp_path: Path) -> None:
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    html = ("Content-Type", "text/html")
    warc = Warc().response(f"{SITE}/1", gzip.compress(PAGE), html, ("Content-Encoding", "gzip"))
    warc.response(f"{SITE}/2", chunks, html, ("Transfer-Encoding", "chunked"))
    run(warc.at(tmp_path / "a.warc.gz"))
    assert [snapshot.stored_bytes() for snapshot in Snapshot.objects.all()] == [PAGE, PAGE]


NOISE: Final = random.Random(7).randbytes(100_000)  # noqa: S311 - only noise, the same each time
GZIPPED: Final = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
BAD_RECORDS: Final[dict[str, tuple[Warc, str]]] = {
    "empty": (Warc().response(f"{SITE}/2", b""), "It is empty."),
    "no date": (Warc().response(f"{SITE}/2", date="yesterday"), "It does not say when it was received (WARC-Date)."),
    "no target": (Warc().response(""), "It does not say which address it is of (WARC-Target-URI)."),
    "no host": (Warc().response("http://:80/2"), "Give a full http or https address."),
    "long target": (Warc().response(f"{SITE}/{'x' * 2000}"), "The address is longer than 2,000 characters."),
    "zstd": (
        Warc().response(f"{SITE}/2", PAGE, ("Content-Type", "text/html"), ("Content-Encoding", "zstd")),
        "It is packed in a way that is not read (zstd).",
    ),
    "damaged": (
        Warc().response(f"{SITE}/2", gzip.compress(NOISE)[:50_000] + b"\xff" * 50_000, *GZIPPED),
        "It is not packed as it says, or is damaged.",
    ),
    "damaged at once": (
        Warc().response(f"{SITE}/2", gzip.compress(NOISE)[:10] + b"\xff" * 99, *GZIPPED),
        "It is not packed as it says, or is damaged.",
    ),
    "cut": (
        Warc().response(f"{SITE}/2", gzip.compress(NOISE)[:50_000], *GZIPPED),
        "It is packed and breaks off before its end.",
    ),
    "large": (Warc().response(f"{SITE}/2", b"x" * (1024 * 1024 + 1)), "It is larger than 1 MB."),
    "bomb": (
        Warc().response(f"{SITE}/2", gzip.compress(b" " * 50 * 1024 * 1024), *GZIPPED),
        "Unpacked, it is larger than 1 MB.",
    ),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_bad_record_is_named_with_its_reason_and_stops_no_other(
    tmp_path: Path, settings: Settings, name: str
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    warc, reason = BAD_RECORDS[name]
    file = tmp_path / "a.warc.gz"
    file.write_bytes(Warc().response(f"{SITE}/1").bytes() + warc.bytes() + Warc().response(f"{SITE}/3").bytes())
    status, _, complained = run(file)
    assert (status, urls()) == (3, [f"{SITE}/1", f"{SITE}/3"])
    assert complained.startswith("record 2 (")
    assert reason in complained


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("lost", [1, 40, 250])
def test_a_warc_that_breaks_off_is_read_up_to_there(tmp_path: Path, packed: bool, lost: int) -> None:
    whole = Warc(packed=packed).response(f"{SITE}/1").response(f"{SITE}/2", os.urandom(300).hex().encode()).bytes()
    file = tmp_path / ("a.warc.gz" if packed else "a.warc")
    file.write_bytes(whole[:-lost])
    status, _, complained = run(file)
    if lost == 1:  # the end of the last record's frame, or an empty line after it
        assert (status, len(urls())) == (0, 2)
        return
    assert (status, urls()) == (3, [f"{SITE}/1"])
    assert "record 2" in complained


@pytest.mark.parametrize(
    "body",
    [b"no archive at all", os.urandom(5_000), gzip.compress(b"nor this"), b"\x1f\x8b" + b"\x00" * 99, b"WARC/1.0\r\n"],
    ids=["text", "noise", "packed text", "damaged gzip", "only a beginning"],
)
def test_what_is_no_warc_is_told(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(body)
    status, said, complained = run(file)
    assert (status, "Taken in: 0" in said) == (3, True)
    assert complained.startswith("record 1")


# --- Folders


def test_the_files_of_a_folder_become_articles_whatever_stands_beside_them(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("A secret.")
    folder = tmp_path / "talks"
    (folder / "2015").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / ".git" / "notes.txt").write_text("hidden")
    (folder / ".draft.txt").write_text("hidden")
    (folder / "2015" / "round.html").write_bytes(PAGE)
    (folder / "notes.txt").write_text("Two sides met.")
    (folder / "style.css").write_text("p {}")
    (folder / "README").write_text("x")
    (folder / "link.txt").symlink_to(outside)
    (folder / "elsewhere").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    status, said, complained = run(folder)
    assert (status, complained) == (0, "")
    assert sorted(Article.objects.values_list("description", flat=True)) == ["notes.txt", "round.html"]
    assert said.splitlines()[-1] == (
        "No articles: 7 (1 .css, 2 hidden, 2 links, 1 no regular files, 1 without an ending)"
    )
    assert sorted(ArchiveEntry.objects.values_list("place", flat=True)) == ["2015/round.html", "notes.txt"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("b.txt", b"", "The file is empty."),
        ("b.pdf", b"no PDF", "The file is named .pdf but is no PDF."),
        ("b.html", b"x" * (1024 * 1024 + 1), "The file is larger than 1 MB."),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_stops_no_other(
    tmp_path: Path, settings: Settings, name: str, content: bytes, reason: str
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    (tmp_path / "a.txt").write_text("Two sides met.")
    (tmp_path / name).write_bytes(content)
    (tmp_path / "c.txt").write_text("They met again.")
    status, _, complained = run(tmp_path)
    assert (status, Article.objects.count()) == (3, 2)
    assert complained.startswith(f"{name}: {reason}")


def test_names_that_are_no_utf_8_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Two sides met.")
    assert run(tmp_path)[0] == 0
    assert Article.objects.get().description == "caf\ufffd.txt"


# --- What is no archive


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("https://archive.example/a.warc.gz", "is an address. Download the archive and give its path."),
        ("nowhere.warc", "does not exist."),
        ("a.tar.gz", "is a packed folder. Unpack it and give the folder."),
        ("a.csv", "is no archive that Readout reads: give a folder or a file (.warc, .warc.gz, .ndjson, .jsonl)."),
        ("empty.ndjson", "is empty."),
        ("empty.warc.gz", "is empty."),
    ],
)
def test_what_is_no_archive_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.tar.gz").write_bytes(b"x")
    Path("a.csv").write_bytes(b"x")
    Path("empty.ndjson").touch()
    Path("empty.warc.gz").touch()
    assert run(name) == (1, "", f"{name} {reason}")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--limit", "0"], "--limit: give a number from 1 on."),
        (["--publisher", "Nobody"], "--publisher: the record has no publisher named Nobody."),
        (["--by", "nobody"], "--by: there is no active user named nobody."),
    ],
)
def test_bad_options_are_named(tmp_path: Path, options: list[str], reason: str) -> None:
    status, said, complained = run(json_lines(tmp_path, entry(1)), *options)
    assert (status != 0, said, complained) == (True, "", reason)
    assert not Article.objects.exists()
