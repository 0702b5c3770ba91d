"""Fetching politely, against servers on loopback: robots.txt, delays, and hosts that want to be left alone."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from dialogues import tasks
from dialogues.ingest import add, fetch, host
from dialogues.ingest.access import user_agent
from dialogues.ingest.add import FromUrl
from dialogues.ingest.failure import HostNotFree
from dialogues.models import Article, Feed, Host, Job, RobotsFile
from dialogues.models.vocabularies import ArticleStage, JobKind, JobState
from dialogues.network import FetchError, FetchErrorCode
from dialogues.text.robots_file import MOST_BYTES, ROBOT_NAME
from tests.network.servers import (
    LOOPBACK,
    NO_ROBOTS,
    Answer,
    LoopbackServer,
    Visit,
    answering,
    redirecting,
    sending,
)

pytestmark = pytest.mark.django_db

PAGE = b"<p>agreed</p>"
PAGES = answering(PAGE)
BUSY = answering(b"", "Retry-After: 1800", status="429 Too Many Requests")


def saying(*lines: str, status: str = "200 OK") -> Answer:
    return answering("\n".join(lines).encode(), status=status, kind="text/plain")


@contextmanager
def servers(settings: Settings, *pairs: tuple[Answer, Answer | None]) -> Iterator[list[LoopbackServer]]:
    """Hosts on ports of their own, each with its answer for pages and that for /robots.txt. No delay is kept."""
    with ExitStack() as stack:
        opened = [stack.enter_context(LoopbackServer(page, robots=robots)) for page, robots in pairs]
        settings.FETCH_ALLOWED_NETWORKS = [LOOPBACK]
        settings.FETCH_ALLOWED_PORTS = [server.port for server in opened]
        settings.FETCH_DELAY_SECONDS = 0
        yield opened


@contextmanager
def publisher(settings: Settings, page: Answer = PAGES, robots: Answer | None = NO_ROBOTS) -> Iterator[Any]:
    with servers(settings, (page, robots)) as (server,):
        yield server


def added(url: str) -> tuple[Article, Job]:
    return add.add_article(FromUrl(url), by=None)


def fetched(article: Article, job: Job) -> tuple[Article, Job]:
    """Do the job as a worker would; both as they stand afterwards."""
    tasks.fetch_article(job.pk)
    return Article.objects.get(pk=article.pk), Job.objects.get(pk=job.pk)


def refusal(url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        host.ask(url)
    return caught.value


def name_of(server: LoopbackServer) -> str:
    return f"127.0.0.1:{server.port}"


# robots.txt


def test_our_name_in_robots_files_is_the_one_that_we_come_under() -> None:
    assert user_agent().startswith(f"{ROBOT_NAME}/")


def test_what_robots_txt_disallows_is_not_asked_for_and_the_article_says_so(settings: Settings) -> None:
    with publisher(settings, robots=saying("User-agent: Readout", "Disallow: /talks")) as server:
        article, job = fetched(*added(server.url("/talks/1")))
        assert server.visits == []
        assert host.ask(server.url("/news")).body == PAGE
    assert (article.stage, article.problem, job.state) == (ArticleStage.FAILED, "disallowed", JobState.FAILED)
    assert article.problem_detail == (
        f"robots.txt of {name_of(server)} asks not to fetch this; paste its text or upload the page."
    )


def test_robots_txt_is_asked_for_once_a_day(settings: Settings) -> None:
    with publisher(settings) as server:
        for _ in range(3):
            host.ask(server.url())
        assert (len(server.robots_visits), len(server.visits)) == (1, 3)
        RobotsFile.objects.update(fetched_at=F("fetched_at") - timedelta(days=1))
        host.ask(server.url())
        assert len(server.robots_visits) == 2
        assert server.robots_visits[0].header("User-Agent") == user_agent()
    assert RobotsFile.objects.get().status == 404


@pytest.mark.parametrize("status", ["400 Bad", "401 Who", "403 Forbidden", "404 Not Found", "410 Gone", "451 Law"])
def test_where_there_is_no_robots_txt_everything_is_allowed(settings: Settings, status: str) -> None:
    with publisher(settings, robots=saying("User-agent: *", "Disallow: /", status=status)) as server:
        assert host.ask(server.url()).body == PAGE


@pytest.mark.parametrize(
    "robots",
    [
        answering(b"", status="500 Broken"),
        answering(b"", "Retry-After: 60", status="503 Busy"),
        answering(b"", status="429 Too Many"),
        sending(b""),
        sending(b"no HTTP at all\r\n\r\n"),
        answering(b"no gzip", "Content-Encoding: gzip"),
    ],
    ids=["500", "503", "429", "nothing", "garbage", "encoding"],
)
def test_while_robots_txt_cannot_be_had_nothing_is_asked_for(settings: Settings, robots: Answer) -> None:
    with publisher(settings, robots=robots) as server:
        article, job = fetched(*added(server.url("/talks/1")))
        other, other_job = fetched(*added(server.url("/talks/2")))
        assert (server.visits, len(server.robots_visits)) == ([], 1)
    assert (article.stage, article.problem) == (ArticleStage.ADDED, "host_left_alone")
    assert "robots.txt, without which nothing is fetched" in article.problem_detail
    assert (job.state, job.attempts) == (other_job.state, other_job.attempts) == (JobState.WAITING, 0)
    assert job.due_at > timezone.now() + timedelta(seconds=30)
    assert other.problem == "host_left_alone"
    assert not RobotsFile.objects.exists()


def test_when_robots_txt_can_be_had_again_the_article_is_fetched(settings: Settings) -> None:
    with publisher(settings, robots=answering(b"", status="500 Broken")) as server:
        article, job = fetched(*added(server.url()))
        server.robots = NO_ROBOTS
        Host.objects.update(blocked_until=Now(), next_ask_at=Now(), turns_end_at=Now())
        Job.objects.update(due_at=Now())
        article, job = fetched(article, job)
    assert (article.stage, article.problem, job.state, job.attempts) == ("fetched", "", JobState.DONE, 1)


def test_robots_txt_that_never_ends_is_not_waited_for(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host, "ROBOTS_SECONDS", 0.3)

    def slow(visit: Visit) -> None:
        visit.drip(b"HTTP/1.1 200 OK\r\n" + b"X-Wait: yes\r\n" * 100)

    with publisher(settings, robots=slow) as server:
        article, _ = fetched(*added(server.url()))
        assert server.visits == []
    assert "within 0.3 seconds" in article.problem_detail


def test_of_an_endless_robots_txt_the_beginning_counts(settings: Settings) -> None:
    def endless(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /talks\n")
        while not visit.stopping.is_set():
            visit.send(b"Disallow: /secret\n" * 4000)

    with publisher(settings, robots=endless) as server:
        assert refusal(server.url("/talks")).code == FetchErrorCode.DISALLOWED
        assert host.ask(server.url("/news")).body == PAGE
    assert MOST_BYTES - 20 < len(RobotsFile.objects.get().text) <= MOST_BYTES


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/html", None])
def test_bytes_of_any_type_are_taken_for_a_robots_txt(settings: Settings, kind: str | None) -> None:
    with publisher(settings, robots=answering(b"\0\xff\nUser-agent: *\nDisallow: /talks\n", kind=kind)) as server:
        assert refusal(server.url("/talks")).code == FetchErrorCode.DISALLOWED
        assert host.ask(server.url("/news")).body == PAGE


def test_a_redirect_of_robots_txt_is_followed_to_another_host(settings: Settings) -> None:
    rules = saying("User-agent: *", "Disallow: /talks")
    with servers(settings, (answering(PAGE), NO_ROBOTS), (rules, None)) as (site, elsewhere):
        site.robots = redirecting(elsewhere.url("/robots.txt"), 301)
        assert refusal(site.url("/talks")).code == FetchErrorCode.DISALLOWED
        assert host.ask(site.url("/news")).body == PAGE
        assert len(elsewhere.visits) == 1


def test_a_robots_txt_that_leads_in_circles_is_none(settings: Settings) -> None:
    with publisher(settings, robots=redirecting("/robots.txt")) as server:
        assert host.ask(server.url()).body == PAGE


def test_a_robots_txt_leads_nobody_inside(settings: Settings) -> None:
    with publisher(settings) as server, LoopbackServer(answering(), address="127.0.0.2", port=server.port) as inside:
        server.robots = redirecting("http://127.0.0.2:PORT/robots.txt")
        article, _ = fetched(*added(server.url()))
        assert (server.visits, inside.accepted) == ([], 0)
    assert (article.stage, article.problem) == (ArticleStage.FAILED, FetchErrorCode.REFUSED_ADDRESS)


def test_an_address_inside_is_refused_before_its_robots_txt(settings: Settings) -> None:
    with publisher(settings) as server:
        settings.FETCH_ALLOWED_NETWORKS = []
        assert refusal(server.url()).code == FetchErrorCode.REFUSED_ADDRESS
        assert server.accepted == 0
    assert not Host.objects.exists()


def test_a_page_that_sends_us_on_is_followed_only_where_the_other_host_allows_it(settings: Settings) -> None:
    closed = saying("User-agent: *", "Disallow: /members")
    with servers(settings, (answering(PAGE), NO_ROBOTS), (answering(PAGE), closed)) as (site, other):
        site.answer = redirecting(other.url("/members/1"))
        assert refusal(site.url()).message.startswith(f"robots.txt of {name_of(other)} asks")
        assert (len(other.robots_visits), other.visits) == (1, [])
        site.answer = redirecting(other.url("/open"))
        assert host.ask(site.url()).final_url == other.url("/open")


def test_a_redirect_to_a_page_that_the_same_host_disallows_is_not_followed(settings: Settings) -> None:
    with publisher(settings, redirecting("/members"), saying("User-agent: *", "Disallow: /members")) as server:
        assert refusal(server.url("/talks")).code == FetchErrorCode.DISALLOWED
        assert [visit.path for visit in server.visits] == ["/talks"]


def test_a_feed_that_robots_txt_disallows_says_so(settings: Settings) -> None:
    with publisher(settings, robots=saying("User-agent: *", "Disallow: /feed")) as server:
        feed = Feed.objects.create(name="Gazette", url=server.url("/feed"))
        tasks.poll_feed(feed.pk)
        assert server.visits == []
    feed.refresh_from_db()
    assert "asks not to fetch this" in feed.last_error


def test_a_server_that_cannot_be_reached_is_told_as_before(settings: Settings) -> None:
    with publisher(settings) as server:
        pass
    article, job = fetched(*added(server.url()))
    assert (article.problem, job.state, job.attempts) == ("unreachable", JobState.WAITING, 1)
    assert "could not be reached" in article.problem_detail
    assert Host.objects.get().in_flight == []


# Delays and slots


def test_what_robots_txt_says_of_delays_is_kept_with_the_host(settings: Settings) -> None:
    with publisher(settings, robots=saying("User-agent: *", "Crawl-delay: 7")) as server:
        settings.FETCH_LONGEST_DELAY_SECONDS = 0.05
        host.ask(server.url())
    assert Host.objects.get().crawl_delay == 7


def test_a_host_that_is_not_free_counts_no_attempt_and_shows_no_problem(settings: Settings) -> None:
    with publisher(settings) as server:
        host.ask(server.url())
        Host.objects.update(next_ask_at=Now() + timedelta(minutes=5))
        waiting = [fetched(*added(server.url(f"/{number}"))) for number in range(3)]
        assert len(server.visits) == 1
    for article, job in waiting:
        assert (article.stage, article.problem, article.problem_detail) == (ArticleStage.ADDED, "", "")
        assert (job.state, job.attempts, job.last_error, job.turn_of) == (JobState.WAITING, 0, "", name_of(server))
    assert waiting[0][1].due_at < waiting[1][1].due_at < waiting[2][1].due_at


def test_an_article_whose_turn_has_come_goes_before_new_ones(settings: Settings) -> None:
    with publisher(settings) as server:
        host.ask(server.url())
        Host.objects.update(next_ask_at=Now() + timedelta(minutes=5))
        waiting = fetched(*added(server.url("/waiting")))
        Host.objects.update(next_ask_at=Now())
        Job.objects.update(due_at=Now())
        newcomer = fetched(*added(server.url("/new")))
        assert fetched(*waiting)[0].stage == ArticleStage.FETCHED
    assert newcomer[1].state == JobState.WAITING


def test_an_article_of_another_host_does_not_wait(settings: Settings) -> None:
    with servers(settings, (answering(PAGE), NO_ROBOTS), (answering(PAGE), NO_ROBOTS)) as (busy, free):
        Host.objects.create(name=name_of(busy), next_ask_at=timezone.now() + timedelta(minutes=5))
        assert fetched(*added(busy.url()))[0].stage == ArticleStage.ADDED
        assert fetched(*added(free.url()))[0].stage == ArticleStage.FETCHED


def test_a_redirect_to_a_host_that_is_not_free_waits_for_its_turn_there(settings: Settings) -> None:
    with servers(settings, (answering(PAGE), NO_ROBOTS), (answering(PAGE), NO_ROBOTS)) as (site, other):
        site.answer = redirecting(other.url())
        Host.objects.create(name=name_of(other), next_ask_at=timezone.now() + timedelta(minutes=5))
        article, job = fetched(*added(site.url()))
        assert (job.turn_of, job.attempts, other.accepted) == (name_of(other), 0, 0)
        Host.objects.update(next_ask_at=Now())
        Job.objects.update(due_at=Now())
        assert fetched(article, job)[0].stage == ArticleStage.FETCHED
    assert all(one.in_flight == [] for one in Host.objects.all())


def test_a_slot_is_given_back_whatever_happens(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: Any) -> Any:
        raise RuntimeError("out of paper")

    with publisher(settings) as server:
        host.ask(server.url())
        monkeypatch.setattr("dialogues.network.client.Client._ask", breaks)
        with pytest.raises(RuntimeError, match="out of paper"):
            host.ask(server.url())
    assert Host.objects.get().in_flight == []


@pytest.mark.django_db(transaction=True)
def test_no_slot_holds_a_transaction_while_the_host_answers(settings: Settings) -> None:
    seen: list[bool] = []

    def answer(visit: Visit) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND state LIKE 'idle in transaction%'"
            )
            seen.append(cursor.fetchone() == (0,))
        connection.close()
        answering(PAGE)(visit)

    with publisher(settings, answer) as server:
        fetched(*added(server.url()))
    assert seen == [True]


@pytest.mark.django_db(transaction=True)
def test_workers_keep_the_delay_of_a_host_among_them(settings: Settings) -> None:
    """Arrivals are compared with a lower bound only: one request begins a delay after another has ended."""
    delay, articles = 0.4, 4
    arrivals: list[float] = []

    def answer(visit: Visit) -> None:
        arrivals.append(time.monotonic())
        answering(PAGE)(visit)

    with publisher(settings, answer) as server:
        settings.FETCH_DELAY_SECONDS, settings.FETCH_AT_ONCE_PER_HOST = delay, 1
        jobs = [added(server.url(f"/{number}"))[1] for number in range(articles)]

        def worker() -> None:
            deadline = time.monotonic() + 30
            while len(arrivals) < articles and time.monotonic() < deadline:
                for job in jobs:
                    tasks.fetch_article(job.pk)
                time.sleep(0.02)
            connection.close()

        threads = [threading.Thread(target=worker) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(arrivals) == articles
    assert all(after - before >= delay for before, after in pairwise(arrivals))
    assert set(Job.objects.filter(kind=JobKind.FETCH).values_list("state", "attempts")) == {(JobState.DONE, 1)}


@pytest.mark.django_db(transaction=True)
def test_no_more_requests_are_under_way_at_a_host_than_are_allowed(settings: Settings) -> None:
    under_way, most, lock = 0, 0, threading.Lock()

    def answer(visit: Visit) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        visit.stopping.wait(0.1)
        with lock:
            under_way -= 1
        answering(PAGE)(visit)

    with publisher(settings, answer) as server:
        host.ask(server.url())
        jobs = [added(server.url(f"/{number}"))[1] for number in range(6)]

        def worker(job: Job) -> None:
            tasks.fetch_article(job.pk)
            connection.close()

        threads = [threading.Thread(target=worker, args=[job]) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 2
    waiting = Job.objects.filter(kind=JobKind.FETCH, state=JobState.WAITING)
    assert waiting.count() == 4
    assert set(waiting.values_list("attempts", flat=True)) == {0}


# Hosts that want to be left alone


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_host_that_says_later_is_left_alone_until_then(settings: Settings, status: str) -> None:
    with publisher(settings, answering(b"", "Retry-After: 1800", status=status)) as server:
        first, first_job = fetched(*added(server.url("/1")))
        second, second_job = fetched(*added(server.url("/2")))
        assert len(server.visits) == 1
    row = Host.objects.get()
    assert row.blocked_until is not None
    assert timedelta(minutes=29) < row.blocked_until - timezone.now() < timedelta(minutes=31)
    assert (first_job.due_at, first_job.attempts, first_job.state) == (row.blocked_until, 0, JobState.WAITING)
    assert (second_job.due_at >= row.blocked_until, second_job.attempts) == (True, 0)
    for article in (first, second):
        assert (article.stage, article.problem) == (ArticleStage.ADDED, "host_left_alone")
        assert f"answered with status {status[:3]}" in article.problem_detail
        assert f"left alone until {row.blocked_until:%d %B %Y, %H:%M} UTC" in article.problem_detail


def test_no_host_is_left_alone_for_longer_than_the_operator_wants(settings: Settings) -> None:
    with publisher(settings, answering(b"", "Retry-After: 999999", status="429 Later")) as server:
        settings.FETCH_LONGEST_PAUSE_HOURS = 2
        _, job = fetched(*added(server.url()))
    assert job.due_at - timezone.now() < timedelta(hours=2)


def test_a_503_that_does_not_say_when_is_a_failure_of_the_page_alone(settings: Settings) -> None:
    with publisher(settings, answering(b"", status="503 Service Unavailable")) as server:
        article, job = fetched(*added(server.url()))
    assert (article.problem, job.attempts, job.turn_of) == ("http_error", 1, "")
    assert not Host.objects.left_alone().exists()


def test_the_host_that_a_redirect_led_to_is_the_one_that_is_left_alone(settings: Settings) -> None:
    with servers(settings, (answering(PAGE), NO_ROBOTS), (BUSY, NO_ROBOTS)) as (site, other):
        site.answer = redirecting(other.url())
        fetched(*added(site.url()))
    assert [row.name for row in Host.objects.left_alone()] == [name_of(other)]


def test_a_host_may_say_later_more_often_than_attempts_are_counted(settings: Settings) -> None:
    with publisher(settings, BUSY) as server:
        article, job = added(server.url())
        for _ in range(5):
            article, job = fetched(article, job)
            assert (job.state, job.attempts) == (JobState.WAITING, 0)
            Host.objects.update(blocked_until=Now(), next_ask_at=Now())
            Job.objects.update(due_at=Now())
        assert len(server.visits) == 5
        server.answer = answering(PAGE)
        article, job = fetched(article, job)
    assert (article.stage, article.problem, job.state) == (ArticleStage.FETCHED, "", JobState.DONE)


def test_an_article_is_given_up_when_its_host_has_said_later_for_days(settings: Settings) -> None:
    with publisher(settings, BUSY) as server:
        article, job = fetched(*added(server.url()))
        Job.objects.update(put_off_since=Now() - timedelta(days=3, seconds=1), due_at=Now())
        article, job = fetched(article, job)
    assert (article.stage, article.problem, job.state) == (ArticleStage.FAILED, "host_left_alone", JobState.FAILED)
    assert "It has been so for 3 days: paste the text" in article.problem_detail


def test_whoever_only_stands_in_line_is_never_given_up(settings: Settings) -> None:
    with publisher(settings) as server:
        host.ask(server.url())
        Host.objects.update(next_ask_at=Now() + timedelta(minutes=5))
        article, job = fetched(*added(server.url()))
        Job.objects.update(put_off_since=Now() - timedelta(days=30), due_at=Now())
        _, job = fetched(article, job)
    assert job.state == JobState.WAITING


def test_a_worker_that_lost_its_job_meanwhile_postpones_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with publisher(settings) as server:
        article, job = added(server.url())

        def overtaken(*_: Any, **__: Any) -> Any:
            Job.objects.update(lease_until=Now() - timedelta(seconds=1))
            assert Job.objects.claim(job.pk, lease=timedelta(seconds=60)) is not None
            raise HostNotFree("gazette.example", timezone.now() + timedelta(hours=1), "It is busy.")

        monkeypatch.setattr(host, "ask", overtaken)
        tasks._run(job.pk, fetch.work, fetch.write, then=JobKind.READ)
    job.refresh_from_db()
    article.refresh_from_db()
    assert (job.state, job.attempts, job.turn_of, article.problem) == (JobState.RUNNING, 2, "", "")


def test_a_feed_whose_host_is_not_free_waits_without_failing(settings: Settings) -> None:
    with publisher(settings) as server:
        until = timezone.now() + timedelta(minutes=5)
        Host.objects.create(name=name_of(server), next_ask_at=until)
        feed = Feed.objects.create(name="Gazette", url=server.url("/feed"))
        tasks.poll_feed(feed.pk)
        assert server.accepted == 0
    feed.refresh_from_db()
    assert (feed.next_due_at, feed.failures, feed.last_error, feed.lease_until) == (until, 0, "", None)


def test_a_feed_whose_host_wants_to_be_left_alone_says_so(settings: Settings) -> None:
    with publisher(settings) as server:
        until = Host.objects.leave_alone(name_of(server), "It answered with status 429", at_least=timedelta(hours=5))
        feed = Feed.objects.create(name="Gazette", url=server.url("/feed"))
        tasks.poll_feed(feed.pk)
        assert server.accepted == 0
    feed.refresh_from_db()
    assert feed.next_due_at is not None
    assert feed.next_due_at >= until - timedelta(seconds=5)
    assert (feed.failures, "It answered with status 429" in feed.last_error) == (1, True)
