"""A publisher's feed on loopback, that answers as the test says, and has no robots.txt."""

from collections.abc import Iterator
from contextlib import contextmanager

from pytest_django import Settings

from dialogues.models import Feed
from tests.network.servers import LOOPBACK, NO_ROBOTS, Answer, LoopbackServer, Visit, answering

ITEM = "<item><title>Talks {0}</title><link>{1}/talks/{0}</link><pubDate>{2}</pubDate></item>"
DATE = "Thu, 03 Dec 2015 23:30:00 +0800"


def rss(*numbers: int, site: str = "https://gazette.example", date: str = DATE) -> bytes:
    """A feed with an item for each number."""
    items = "".join(ITEM.format(number, site, date) for number in numbers)
    return f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>".encode()


def serving(body: bytes, *headers: str, status: str = "200 OK") -> Answer:
    return answering(body, *headers, status=status, kind="application/rss+xml; charset=utf-8")


@contextmanager
def publisher(settings: Settings, *answers: Answer) -> Iterator[tuple[LoopbackServer, Feed]]:
    """A server that gives these answers in turn, the last one again and again; and the feed that asks it."""
    waiting = list(answers)

    def answer(visit: Visit) -> None:
        following = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        following(visit)

    with LoopbackServer(answer, robots=NO_ROBOTS) as server:
        settings.FETCH_ALLOWED_NETWORKS = [LOOPBACK]
        settings.FETCH_ALLOWED_PORTS = [server.port]
        settings.FETCH_DELAY_SECONDS = 0
        yield server, Feed.objects.create(name="Gazette", url=server.url("/feed"))
