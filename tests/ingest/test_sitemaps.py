"""Asking for sitemaps and indexes of them, against a server on loopback."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from django.db.models.functions import Now
from pytest_django import Settings

from dialogues import tasks
from dialogues.ingest import feeds
from dialogues.models import Article, Feed, FeedEntry
from dialogues.models.vocabularies import ArticleOrigin, FeedKind
from tests.ingest.feed_server import publisher, rss, serving
from tests.network.servers import LOOPBACK, NO_ROBOTS, LoopbackServer, Visit, answering
from tests.text.test_sitemap import DATE, news, page, sitemap

pytestmark = pytest.mark.django_db

SITE: Final = "https://ministry.example"


def poll(feed: Feed) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_due_at=Now())
    tasks.poll_feed(feed.pk)
    return Feed.objects.get(pk=feed.pk)


def part(address: str, lastmod: str = "2015-12-03") -> str:
    return f"<sitemap><loc>{address}</loc><lastmod>{lastmod}</lastmod></sitemap>"


def index(*parts: str) -> bytes:
    return sitemap(*parts, root="sitemapindex")


@contextmanager
def site(settings: Settings, pages: dict[str, bytes], *headers: str) -> Iterator[tuple[LoopbackServer, Feed]]:
    """A server that gives these bodies by their path and 404 for the rest; and a feed that asks for /sitemap.xml."""

    def answer(visit: Visit) -> None:
        found = pages.get(visit.path)
        status = "404 Not Found" if found is None else "200 OK"
        kind = "application/x-gzip" if visit.path.endswith(".gz") else "application/xml"
        answering(found or b"", *headers, status=status, kind=kind)(visit)

    with LoopbackServer(answer, robots=NO_ROBOTS) as server:
        settings.FETCH_ALLOWED_NETWORKS = [LOOPBACK]
        settings.FETCH_ALLOWED_PORTS = [server.port]
        settings.FETCH_DELAY_SECONDS = 0
        yield server, Feed.objects.create(name="Ministry", url=server.url("/sitemap.xml"))


def titles() -> list[str]:
    return list(Article.objects.order_by("pk").values_list("title", flat=True))


def test_a_news_sitemap_brings_titles_the_publishers_day_and_the_language(settings: Settings) -> None:
    with publisher(settings, serving(sitemap(page(f"{SITE}/1", "2016-01-01", news())))) as (_, feed):
        polled = poll(feed)
    article = Article.objects.get()
    assert (article.url, article.title, article.language) == (f"{SITE}/1", "Talks", "zh-Hans")
    assert (str(article.published_on), article.published_on_basis) == ("2015-12-03", f"feed: {DATE}")
    assert (article.origin, polled.kind) == (ArticleOrigin.FEED, FeedKind.NEWS_SITEMAP)


def test_a_plain_sitemap_brings_addresses_alone(settings: Settings) -> None:
    with publisher(settings, serving(sitemap(page(f"{SITE}/1", "2015-12-03")))) as (_, feed):
        assert poll(feed).kind == FeedKind.SITEMAP
    article = Article.objects.get()
    assert (article.published_on, article.language) == (None, "")


@pytest.mark.parametrize("language", ["en'; --", "english, mostly", ""])
def test_a_language_that_is_none_is_left_to_reading(language: str, settings: Settings) -> None:
    with publisher(settings, serving(sitemap(page(f"{SITE}/1", "", news(language=language))))) as (_, feed):
        poll(feed)
    assert Article.objects.get().language == ""


def test_only_addresses_that_contain_the_filter_become_articles(settings: Settings) -> None:
    pages = [page(f"{SITE}/press/1"), page(f"{SITE}/gardens/1"), page(f"{SITE}/gardens/2")]
    with publisher(settings, serving(sitemap(*pages))) as (_, feed):
        Feed.objects.filter(pk=feed.pk).update(only_containing="/press/")
        polled = poll(feed)
    assert Article.objects.get().url == f"{SITE}/press/1"
    assert polled.last_result.startswith("3 entries, 1 new")
    assert "2 left out by the filter" in polled.last_result


def test_the_filter_holds_for_other_feeds_too(settings: Settings) -> None:
    with publisher(settings, serving(rss(1, 2))) as (_, feed):
        Feed.objects.filter(pk=feed.pk).update(only_containing="/talks/2")
        assert poll(feed).kind == FeedKind.RSS
    assert titles() == ["Talks 2"]


def test_a_long_backlog_comes_bit_by_bit_the_newest_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_NEW", 2)
    pages = [page(f"{SITE}/{day}", f"2015-12-0{day}", news(f"Day {day}")) for day in (1, 2, 3)]
    days = sitemap(*(text.replace(DATE, f"2015-12-0{day}") for day, text in enumerate(pages, start=1)))
    with publisher(settings, serving(days, 'ETag: "a"')) as (server, feed):
        first = poll(feed)
        assert titles() == ["Day 2", "Day 3"]
        second = poll(feed)
        poll(feed)
    assert titles() == ["Day 2", "Day 3", "Day 1"]
    assert "1 wait for the next times, 2 at a time" in first.last_result
    assert (first.etag, second.etag) == ("", '"a"')
    assert [visit.header("if-none-match") is not None for visit in server.visits] == [False, False, True]


def test_the_newest_sitemaps_of_an_index_are_read(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_PARTS", 2)
    pages = {
        "/sitemap.xml": index(part("/1.xml", "2015-01-01"), part("/2.xml.gz", "2015-02-01"), part("/3.xml", "2015-03")),
        "/2.xml.gz": gzip.compress(sitemap(page(f"{SITE}/2", "2015-02-01"))),
        "/3.xml": sitemap(page(f"{SITE}/3", "2015-03-01")),
    }
    with site(settings, pages, 'ETag: "a"') as (server, feed):
        polled = poll(feed)
        poll(feed)
    assert sorted(Article.objects.values_list("url", flat=True)) == [f"{SITE}/2", f"{SITE}/3"]
    assert [visit.path for visit in server.visits] == ["/sitemap.xml", "/3.xml", "/2.xml.gz"] * 2
    assert polled.last_result.startswith("2 of 3 sitemaps read. 2 entries, 2 new")
    # Unchanged, it would not say that its sitemaps are.
    assert (polled.kind, polled.etag) == (FeedKind.SITEMAP_INDEX, "")


def test_a_sitemap_that_fails_does_not_hold_up_the_others(settings: Settings) -> None:
    pages = {
        "/sitemap.xml": index(part("/lost.xml", "2016"), part("/cut.xml"), part("/1.xml")),
        "/cut.xml": sitemap()[:-5],
        "/1.xml": sitemap(page(f"{SITE}/1")),
    }
    with site(settings, pages) as (_, feed):
        polled = poll(feed)
    assert FeedEntry.objects.count() == 1
    assert polled.last_result.startswith("1 of 3 sitemaps read (http://127.0.0.1:")
    assert "404" in polled.last_result


def test_an_index_within_an_index_is_not_followed_so_there_are_no_circles(settings: Settings) -> None:
    pages = {"/sitemap.xml": index(part("/sitemap.xml"), part("/deeper.xml")), "/deeper.xml": index(part("/a.xml"))}
    with site(settings, pages) as (server, feed):
        polled = poll(feed)
    assert [visit.path for visit in server.visits] == ["/sitemap.xml", "/sitemap.xml", "/deeper.xml"]
    assert "an index within an index is not followed" in polled.last_error
    assert polled.failures == 1


def test_sitemaps_of_another_site_are_not_followed(settings: Settings) -> None:
    with LoopbackServer(answering(sitemap(), kind="application/xml"), robots=NO_ROBOTS) as elsewhere:
        other = f"http://localhost:{elsewhere.port}/1.xml"
        with site(settings, {"/sitemap.xml": index(part(other))}) as (_, feed):
            settings.FETCH_ALLOWED_PORTS.append(elsewhere.port)
            polled = poll(feed)
    assert elsewhere.visits == []
    assert "on the index's own site" in polled.last_error


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://news.ministry.example/1.xml", True),
        ("http://MINISTRY.example:8080/1.xml", True),
        ("https://sitemaps.www.ministry.example/1.xml", True),
        ("https://example/1.xml", False),
        ("https://www.ministry.example.evil.example/1.xml", False),
        ("https://evilministry.example/1.xml", False),
        ("https://other.example/1.xml", False),
        ("https://@/", False),
        ("", False),
    ],
)
def test_which_addresses_are_on_the_indexs_site(url: str, followed: bool) -> None:
    assert feeds._on_site(url, "https://ministry.example/sitemap.xml") is followed


def test_the_sitemaps_of_an_index_share_the_time_of_one_request(settings: Settings) -> None:
    with site(settings, {"/sitemap.xml": index(part("/1.xml")), "/1.xml": sitemap()}) as (server, feed):
        settings.JOB_LEASE_SECONDS = 1
        with pytest.raises(feeds.FeedFailed, match="no time was left"):
            feeds.work(feed)
    assert [visit.path for visit in server.visits] == ["/sitemap.xml"]


def test_an_empty_index_is_no_failure(settings: Settings) -> None:
    with site(settings, {"/sitemap.xml": index()}) as (_, feed):
        polled = poll(feed)
    assert polled.last_result == "0 of 0 sitemaps read. 0 entries, 0 new, 0 held already from elsewhere."


def test_a_bomb_costs_its_reader_and_nothing_else(settings: Settings) -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    body = sitemap("<url a='&l9;'><loc>/1</loc></url>", before=f"<!DOCTYPE urlset [<!ENTITY l0 'ha'>{laughs}]>")
    with site(settings, {"/sitemap.xml": body}) as (_, feed):
        polled = poll(feed)
    assert (polled.failures, Article.objects.count()) == (1, 0)
    assert polled.last_error
    assert "Readout itself" not in polled.last_error
