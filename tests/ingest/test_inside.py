"""What a page, a feed, a robots.txt or a name server tells us leads nobody inside: the listener there counts who comes.

The addresses themselves are tried in tests/network, from `ssrf_payloads.tsv`; these need a server or a resolver.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytest_django import Settings

from dialogues import tasks
from dialogues.ingest import host
from dialogues.ingest.add import FromUrl
from dialogues.ingest.failure import HostNotFree
from dialogues.models import Article, Feed, Job
from dialogues.models.vocabularies import ArticleStage
from dialogues.network import FetchError, FetchErrorCode
from tests.ingest.stages import ingest
from tests.network.servers import LOOPBACK, NO_ROBOTS, Answer, LoopbackServer, Visit, answering, redirecting
from tests.samples import cybercrime_round_one

pytestmark = pytest.mark.django_db

INSIDE = "127.0.0.2"
STATUSES = [301, 302, 303, 307, 308]


@contextmanager
def site_and_inside(settings: Settings, answer: Answer) -> Iterator[tuple[LoopbackServer, LoopbackServer]]:
    """A site on an address that is opened, and on the same port of one that is not, what must not be reached."""
    with (
        LoopbackServer(answer, robots=NO_ROBOTS) as site,
        LoopbackServer(answering(b"secret"), address=INSIDE, port=site.port) as inside,
    ):
        settings.FETCH_ALLOWED_NETWORKS = [LOOPBACK]
        settings.FETCH_ALLOWED_PORTS = [site.port]
        settings.FETCH_DELAY_SECONDS = 0
        yield site, inside


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """The name server gives these answers in turn, the last one again and again, for whatever name."""
    waiting = list(answers)

    def getaddrinfo(name: str, port: int, *_: Any, **__: Any) -> list[Any]:
        if name in {"127.0.0.1", INSIDE}:
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]
        following = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in following]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


def code_of(url: str) -> FetchErrorCode:
    with pytest.raises(FetchError) as caught:
        host.ask(url)
    return caught.value.code


def test_a_name_that_turns_inside_between_robots_txt_and_the_page_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"], [INSIDE])
    with site_and_inside(settings, answering()) as (site, inside):
        assert code_of(site.url(host="gazette.example")) == FetchErrorCode.REFUSED_ADDRESS
        assert (len(site.robots_visits), site.visits, inside.accepted) == (1, [], 0)


def test_a_name_that_turns_inside_when_its_robots_txt_is_known_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, ["127.0.0.1"], ["127.0.0.1"], [INSIDE])
    with site_and_inside(settings, answering()) as (site, inside):
        url = site.url(host="gazette.example")
        assert host.ask(url).status == 200
        assert code_of(url) == FetchErrorCode.REFUSED_ADDRESS
        assert (site.accepted, inside.accepted) == (2, 0)


@pytest.mark.parametrize("answer", [["127.0.0.1", INSIDE], [INSIDE, "127.0.0.1"], ["127.0.0.1", "::1"], [INSIDE]])
def test_a_name_of_which_one_address_is_inside_is_asked_nowhere(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, answer: list[str]
) -> None:
    resolving(monkeypatch, answer)
    with site_and_inside(settings, answering()) as (site, inside):
        assert code_of(site.url(host="gazette.example")) == FetchErrorCode.REFUSED_ADDRESS
        assert (site.accepted, inside.accepted) == (0, 0)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("of", ["page", "robots.txt"])
def test_a_redirect_inside_is_refused_before_anything_is_asked_there(settings: Settings, status: int, of: str) -> None:
    with site_and_inside(settings, answering()) as (site, inside):
        leading = redirecting(f"http://{INSIDE}:PORT/robots.txt", status)
        if of == "page":
            site.answer = leading
        else:
            site.robots = leading
        assert code_of(site.url()) == FetchErrorCode.REFUSED_ADDRESS
        assert inside.accepted == 0


@pytest.mark.parametrize("location", ["//127.0.0.2:PORT/", "http:127.0.0.2:PORT", "\\\\127.0.0.2:PORT\\", "file:///x"])
def test_an_odd_redirect_of_robots_txt_leads_nowhere(settings: Settings, location: str) -> None:
    with site_and_inside(settings, answering()) as (site, inside):
        site.robots = redirecting(location)
        with pytest.raises((FetchError, HostNotFree)):
            host.ask(site.url())
        assert (site.visits, inside.accepted) == ([], 0)


def test_nothing_that_a_page_names_is_fetched_while_it_is_read(settings: Settings) -> None:
    def page(visit: Visit) -> None:
        there = f"http://{INSIDE}:{visit.connection.getsockname()[1]}"
        paragraphs = "".join(f"<p>{line}</p>" for line in cybercrime_round_one().splitlines())
        answering(
            f"""<html><head><title>A first round</title><base href="{there}/">
            <meta http-equiv="refresh" content="0; url={there}/refresh"><link rel="canonical" href="{there}/canonical">
            <link rel="alternate" type="application/rss+xml" href="{there}/feed"><link rel="icon" href="{there}/icon">
            <link rel="stylesheet" href="{there}/style.css"><link rel="amphtml" href="{there}/amp">
            <meta property="og:image" content="{there}/image"><meta property="og:url" content="{there}/og">
            </head><body><article>{paragraphs}<img src="{there}/image"><iframe src="{there}/frame"></iframe>
            <a rel="next" href="{there}/next">next</a></article></body></html>""".encode()
        )(visit)

    with site_and_inside(settings, page) as (site, inside):
        article = ingest(FromUrl(site.url("/talks")))
        assert (len(site.visits), inside.accepted) == (1, 0)
    assert article.stage not in {ArticleStage.ADDED, ArticleStage.FAILED}


def test_nothing_that_a_feed_names_is_asked_inside(settings: Settings) -> None:
    def feed(visit: Visit) -> None:
        there = f"http://{INSIDE}:{visit.connection.getsockname()[1]}"
        answering(
            f"""<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xml:base="{there}/"><channel>
            <title>Gazette</title><atom:link rel="next" href="{there}/next"/><link>{there}/home</link>
            <image><url>{there}/image</url></image>
            <item><title>Talks</title><link>{there}/talks</link><comments>{there}/comments</comments>
            <enclosure url="{there}/sound" type="audio/mpeg" length="1"/></item></channel></rss>""".encode(),
            kind="application/rss+xml",
        )(visit)

    with site_and_inside(settings, feed) as (site, inside):
        tasks.poll_feed(Feed.objects.create(name="Gazette", url=site.url("/feed")).pk)
        for job in Job.objects.all():
            tasks.fetch_article(job.pk)
        assert (len(site.visits), inside.accepted) == (1, 0)
    assert set(Article.objects.values_list("stage", "problem")) == {(ArticleStage.FAILED, "refused_address")}
