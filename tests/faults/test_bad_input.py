"""Bad input ends with a state and a reason that staff can read, and the worker lives."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest
from pypdf import PdfWriter

from dialogues.ingest import add
from dialogues.ingest.add import ArticleSource, FromText, FromUpload, FromUrl
from dialogues.models import Article
from dialogues.models.vocabularies import ArticleStage
from tests import factories
from tests.samples import cybercrime_round_one
from tests.site import Site, wait_for

MEGABYTE: Final = 1024 * 1024


class Publisher(BaseHTTPRequestHandler):
    """A page around the restated report, a page of 40 MB, and nothing else."""

    def do_GET(self) -> None:
        if self.path == "/talks":
            paragraphs = "".join(f"<p>{line}</p>" for line in cybercrime_round_one().splitlines())
            page = f"<html><head><title>A first round</title></head><body><article>{paragraphs}</article></body></html>"
            self._answer(200, page.encode())
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            try:
                for _ in range(40):
                    self.wfile.write(b"<p>talks</p>" * (MEGABYTE // 12))
            except OSError:
                return  # The client has had enough, as it should.
        else:
            self._answer(404, b"<html><body>Not here</body></html>")

    def _answer(self, status: int, page: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Silent: the test's output is for the test."""


@pytest.fixture
def publisher() -> Iterator[str]:
    """The address of a publisher on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, publisher: str) -> Iterator[Site]:
    """A worker that may fetch from the publisher on loopback, through the setting for such networks."""
    running = Site(tmp_path)
    port = publisher.rpartition(":")[2]
    running.start(FETCH_ALLOWED_NETWORKS="127.0.0.1/32", FETCH_ALLOWED_PORTS=f"80,{port},9")
    try:
        running.start_worker()
        yield running
    finally:
        running.stop()


def scan() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_each_bad_input_ends_in_a_reason_and_good_ones_still_come_through(site: Site, publisher: str) -> None:
    factories.party("CN"), factories.party("US")
    recipe = "Take two eggs and a cup of flour, stir well, and bake the cake for half an hour. "
    sources: dict[str, ArticleSource] = {
        "unreachable": FromUrl("http://127.0.0.1:9/"),
        "inside": FromUrl("http://10.0.0.1/"),
        "missing": FromUrl(f"{publisher}/missing"),
        "huge": FromUrl(f"{publisher}/endless"),
        "scan": FromUpload("scan.pdf", scan()),
        "short": FromText("Talks were held."),
        "recipe": FromText(recipe * 3),
        "report": FromUrl(f"{publisher}/talks"),
    }
    articles = {name: add.add_article(source, by=None)[0] for name, source in sources.items()}
    unfinished = [ArticleStage.ADDED, ArticleStage.FETCHED, ArticleStage.READ, ArticleStage.COMPARED]
    at_work = Article.objects.filter(stage__in=[*unfinished, ArticleStage.EXTRACTED])
    # What may pass is tried again after a minute: until then the reason stands beside the stage.
    wait_for("an end for each", lambda: not at_work.filter(problem="").exists(), seconds=60)
    again, _ = add.add_article(FromUrl(f"{publisher}/talks"), by=None)
    wait_for("the copy", lambda: Article.objects.filter(pk=again.pk, stage=ArticleStage.DUPLICATE).exists())

    ends = {name: Article.objects.get(pk=article.pk) for name, article in articles.items()}
    assert {name: (article.stage, article.problem) for name, article in ends.items()} == {
        "unreachable": (ArticleStage.ADDED, "unreachable"),
        "inside": (ArticleStage.FAILED, "refused_address"),
        "missing": (ArticleStage.FAILED, "http_error"),
        "huge": (ArticleStage.FAILED, "too_large"),
        "scan": (ArticleStage.FAILED, "no_text"),
        "short": (ArticleStage.FAILED, "too_short"),
        "recipe": (ArticleStage.NOTHING_FOUND, "nothing_found"),
        "report": (ArticleStage.READY, ""),
    }
    for name, article in ends.items():
        assert name == "report" or article.problem_detail.endswith((".", ")."))
    assert "It is tried again in 60 seconds (attempt 2 of 3)." in ends["unreachable"].problem_detail
    assert ends["report"].title == "A first round"
    assert ends["report"].suggestions.count() > 5
    assert all(process.poll() is None for process in site.processes)
