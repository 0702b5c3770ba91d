"""Asking a host politely: by its robots.txt, in its turn, and not while it wants to be left alone (docs/ingestion.md).

For the modules that use the network. What is known of a host stands in its row, so it holds for all workers.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from dialogues.ingest.access import courtesy, policy, user_agent
from dialogues.ingest.failure import HostNotFree
from dialogues.models import Host, RobotsFile
from dialogues.models.host import Later, Slot
from dialogues.network import DEFAULT_CONTENT_TYPES, Client, FetchError, FetchErrorCode, Policy, Response, Target
from dialogues.text.robots_file import MOST_BYTES, decode_robots, read_robots

TOO_MANY, UNAVAILABLE = 429, 503
ROBOTS_SECONDS: Final = 10.0
# With these the page itself could not be had either, so they are told as its own.
NO_CONNECTION: Final = frozenset(
    {
        FetchErrorCode.BAD_URL,
        FetchErrorCode.REFUSED_ADDRESS,
        FetchErrorCode.UNRESOLVABLE,
        FetchErrorCode.UNREACHABLE,
        FetchErrorCode.TLS_ERROR,
    }
)


def ask(
    url: str,
    *,
    limits: Policy | None = None,
    content_types: Iterable[str] = DEFAULT_CONTENT_TYPES,
    headers: Mapping[str, str] | None = None,
    waited: bool = False,
    reserve: bool = True,
) -> Response:
    """Get a page as `Client.fetch` does, as its host and those that it sends us on to want to be asked.

    `waited` and `reserve` are those of `HostQuerySet.take`. Raises FetchError, with the code `disallowed` where a
    robots.txt says no, and HostNotFree. Not within a transaction: what is kept of a host must stay when this fails.
    """
    with _Visit(waited=waited, reserve=reserve) as visit:
        client = Client(
            limits or policy(), user_agent=user_agent(), content_types=content_types, before_request=visit.before
        )
        try:
            response = client.fetch(url, headers=headers)
        except FetchError as error:
            if error.status == TOO_MANY or (error.status == UNAVAILABLE and error.retry_after is not None):
                raise visit.left_alone(error) from error
            raise
        visit.answered = True
        return response


class _Visit:
    """One fetch with its redirects. It holds a slot of each host that it has asked until it is over."""

    def __init__(self, *, waited: bool, reserve: bool) -> None:
        self._courtesy = courtesy()
        self._waited = waited
        self._reserve = reserve
        self._slots: dict[str, Slot] = {}
        self._asked = ""
        self.answered = False

    def __enter__(self) -> "_Visit":
        return self

    def __exit__(self, *_: object) -> None:
        for name, slot in self._slots.items():
            Host.objects.give_back(name, slot, self._courtesy, answered=self.answered)

    def before(self, target: Target, seconds: float) -> None:
        """Called before each request, that of a redirect too. Raises FetchError and HostNotFree."""
        name = target.authority
        kept = RobotsFile.objects.fresh(target.origin)
        if kept is not None:
            # What is not allowed takes no turn from what is.
            _require_allowed(kept.text, target)
        self._take(name)
        if kept is None:
            _require_allowed(self._ask_for_robots(target, seconds), target)
            self._take(name)
        self._asked = name

    def left_alone(self, error: FetchError) -> HostNotFree:
        """The host that was asked last wants to be left alone: nobody asks it until then."""
        wanted = timedelta(seconds=error.retry_after or 0)
        return self._leave_alone(self._asked, f"It answered with status {error.status}", wanted)

    def _take(self, name: str) -> None:
        if name in self._slots:
            time.sleep(Host.objects.ask_once_more(name, self._courtesy).total_seconds())
            return
        # A fetch that is under way has waited for its turn already, at the host that it began with.
        waited = self._waited or bool(self._slots)
        match Host.objects.take(name, self._courtesy, waited=waited, reserve=self._reserve):
            case Later(until=until, because=because):
                raise HostNotFree(name, until, _in_words(name, until, because) if because else "")
            case slot:
                self._slots[name] = slot
                time.sleep(slot.wait.total_seconds())

    def _ask_for_robots(self, target: Target, seconds: float) -> str:
        """The text of the origin's robots.txt, which is kept. Raises FetchError, and HostNotFree while there is none.

        No robots.txt says who may read it, and a redirect of it is followed to other hosts without a turn there: it
        is one request a day (RFC 9309, sections 2.2.2 and 2.3.1.2).
        """
        limits = replace(
            policy(),
            max_raw_bytes=MOST_BYTES,
            max_body_bytes=MOST_BYTES,
            total_seconds=min(ROBOTS_SECONDS, seconds),
        )
        client = Client(limits, user_agent=user_agent(), content_types=None, cut=True)
        try:
            response = client.fetch(f"{target.origin}/robots.txt")
        except FetchError as error:
            text, status, delay = "", self._status_without_rules(target, error), None
        else:
            text, status = decode_robots(response.body), response.status
            delay = read_robots(text).delay
        RobotsFile.objects.keep(origin=target.origin, host=target.authority, text=text, status=status, delay=delay)
        return text

    def _status_without_rules(self, target: Target, error: FetchError) -> int:
        """The status by which there is no robots.txt. Raises what follows from any other error."""
        if error.code in NO_CONNECTION:
            message = f"robots.txt of {target.authority} comes first, and: {error.message}"
            raise FetchError(error.code, message, retryable=error.retryable) from error
        if error.code == FetchErrorCode.TOO_MANY_REDIRECTS:
            return 404  # as good as none (RFC 9309, section 2.3.1.2)
        # 429 is left out of what the RFC calls unavailable, as it says nothing of the file.
        if error.status is not None and error.status < 500 and error.status not in {202, TOO_MANY}:
            return error.status
        because = f"Its robots.txt, without which nothing is fetched, cannot be had: {error.message}"
        wanted = timedelta(seconds=error.retry_after or 0)
        raise self._leave_alone(target.authority, because, wanted) from error

    def _leave_alone(self, name: str, because: str, wanted: timedelta) -> HostNotFree:
        at_least = min(wanted, timedelta(hours=settings.FETCH_LONGEST_PAUSE_HOURS))
        until = Host.objects.leave_alone(name, because, at_least=at_least)
        return HostNotFree(name, until, _in_words(name, until, because))


def _require_allowed(robots: str, target: Target) -> None:
    if read_robots(robots).allows(target.url):
        return
    message = f"robots.txt of {target.authority} asks not to fetch this; paste its text or upload the page."
    raise FetchError(FetchErrorCode.DISALLOWED, message)


def _in_words(name: str, until: datetime, because: str) -> str:
    return f"{name} is left alone until {until:%d %B %Y, %H:%M} UTC. {because.rstrip('.')}."
