"""Slots and turns of a host: rows that hold for all workers."""

import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from dialogues.models import Host, RobotsFile
from dialogues.models.host import LONGEST_PAUSE, PATIENCE_WITHIN, Courtesy, HostChanged, Later, Slot

pytestmark = pytest.mark.django_db

NAME = "gazette.example"
SECOND = timedelta(seconds=1)
# Longer than any test takes, so that none depends on how fast it runs.
LONG = timedelta(minutes=10)


def courtesy(delay: timedelta = timedelta(), at_once: int = 2) -> Courtesy:
    return Courtesy(delay=delay, longest_delay=timedelta(hours=1), at_once=at_once, lease=LONG)


def take(kind: Courtesy, *, waited: bool = False, reserve: bool = True) -> Slot | Later:
    return Host.objects.take(NAME, kind, waited=waited, reserve=reserve)


def slot(kind: Courtesy, *, waited: bool = False) -> Slot:
    taken = take(kind, waited=waited)
    assert isinstance(taken, Slot)
    return taken


def later(kind: Courtesy, *, waited: bool = False, reserve: bool = True) -> Later:
    refused = take(kind, waited=waited, reserve=reserve)
    assert isinstance(refused, Later)
    return refused


def host() -> Host:
    return Host.objects.get(name=NAME)


def test_a_host_that_nobody_asks_may_be_asked_at_once() -> None:
    assert slot(courtesy(LONG)).wait == timedelta()


def test_so_many_requests_are_under_way_and_no_more() -> None:
    first = slot(courtesy())
    slot(courtesy())
    assert later(courtesy()).because == ""
    Host.objects.give_back(NAME, first, courtesy(), answered=True)
    slot(courtesy(), waited=True)
    later(courtesy(), waited=True)


def test_the_slot_of_a_lost_worker_comes_free_when_its_lease_ends() -> None:
    lost = slot(courtesy(at_once=1))
    later(courtesy(at_once=1))
    Host.objects.update(in_flight=[lost.lease_until - 2 * LONG])
    slot(courtesy(at_once=1), waited=True)


def test_a_slot_that_was_given_back_late_takes_none_from_others() -> None:
    lost = slot(courtesy(at_once=1))
    Host.objects.update(in_flight=[])
    slot(courtesy(at_once=1), waited=True)
    Host.objects.give_back(NAME, lost, courtesy(at_once=1), answered=True)
    assert len(host().in_flight) == 1


def test_each_that_comes_in_vain_has_its_turn_a_delay_after_the_one_before() -> None:
    slot(courtesy(LONG))
    turns = [later(courtesy(LONG)).until for _ in range(4)]
    first_ask = host().next_ask_at
    assert first_ask is not None
    assert turns == [first_ask + number * LONG for number in range(4)]


def test_turns_stand_apart_also_where_no_delay_is_kept() -> None:
    slot(courtesy(at_once=1))
    turns = [later(courtesy(at_once=1)).until for _ in range(4)]
    assert all(after > before for before, after in pairwise(turns))


def test_the_turns_of_a_slow_host_are_longer() -> None:
    slow = slot(courtesy(LONG, at_once=1))
    Host.objects.give_back(NAME, slow, courtesy(LONG, at_once=1), answered=True)
    Host.objects.update(seconds_of_an_answer=20)
    first, second = (later(courtesy(LONG, at_once=1)).until for _ in range(2))
    assert second - first == LONG + timedelta(seconds=20)


def test_whoever_has_waited_goes_before_those_that_have_not() -> None:
    slot(courtesy(SECOND))
    later(courtesy(LONG))
    Host.objects.update(next_ask_at=Now())
    later(courtesy(SECOND))
    slot(courtesy(SECOND), waited=True)


def test_turns_that_passed_while_no_worker_was_there_do_not_all_begin_at_once() -> None:
    slot(courtesy(LONG))
    for _ in range(3):
        later(courtesy(LONG))
    Host.objects.update(next_ask_at=Now(), turns_end_at=Now())
    slot(courtesy(LONG), waited=True)
    turns = [later(courtesy(LONG), waited=True).until for _ in range(2)]
    assert turns[1] - turns[0] == LONG


def test_who_needs_no_turn_reserves_none() -> None:
    slot(courtesy(LONG))
    before = host().turns_end_at
    refused = later(courtesy(LONG), waited=True, reserve=False)
    assert (refused.until, host().turns_end_at) == (host().next_ask_at, before)


def test_the_delay_runs_from_the_end_of_an_answer() -> None:
    taken = slot(courtesy(LONG))
    begun = host().next_ask_at
    Host.objects.give_back(NAME, taken, courtesy(LONG), answered=True)
    ended = host().next_ask_at
    assert begun is not None
    assert ended is not None
    assert ended > begun


def test_a_further_request_of_a_fetch_waits_in_place_and_is_made_up_for() -> None:
    slot(courtesy(LONG))
    begun = host().next_ask_at
    assert begun is not None
    assert Host.objects.ask_once_more(NAME, courtesy(LONG)) == PATIENCE_WITHIN
    assert host().next_ask_at == begun + LONG


@pytest.mark.parametrize(
    ("ours", "asked", "kept"),
    [(1, None, 1), (1, 0.2, 1), (1, 30, 30), (0, 30, 30), (1, 1e300, 3600), (5000, 1e300, 5000)],
)
def test_the_longer_delay_counts_within_reason(ours: float, asked: float | None, kept: float) -> None:
    kind = courtesy(timedelta(seconds=ours))
    assert Host(name=NAME, crawl_delay=asked).delay(kind) == timedelta(seconds=kept)


def test_a_host_that_is_left_alone_is_asked_by_nobody() -> None:
    until = Host.objects.leave_alone(NAME, "It answered with status 429", at_least=LONG)
    first, second = later(courtesy(SECOND)), later(courtesy(SECOND), waited=True)
    assert (first.until, second.until) == (until, until + SECOND)
    assert first.because == second.because == "It answered with status 429"
    assert list(Host.objects.left_alone()) == [host()]


def test_refusals_in_a_row_make_the_pause_longer_up_to_some_hours() -> None:
    pauses = []
    for _ in range(12):
        Host.objects.update(blocked_until=Now() - SECOND)
        until = Host.objects.leave_alone(NAME, "busy")
        pauses.append(until - timezone.now())
    assert all(after > before for before, after in pairwise(pauses[:9]))
    assert LONGEST_PAUSE - LONG < pauses[-1] <= LONGEST_PAUSE


def test_two_requests_that_are_refused_at_once_are_one_refusal() -> None:
    first = Host.objects.leave_alone(NAME, "busy", at_least=LONG)
    assert Host.objects.leave_alone(NAME, "busy") == first
    assert host().refusals == 1


def test_an_answer_ends_the_row_of_refusals() -> None:
    taken = slot(courtesy())
    Host.objects.leave_alone(NAME, "busy")
    Host.objects.give_back(NAME, taken, courtesy(), answered=False)
    assert host().refusals == 1
    Host.objects.give_back(NAME, taken, courtesy(), answered=True)
    assert host().refusals == 0


def test_the_longest_delay_of_its_robots_files_counts() -> None:
    slot(courtesy())
    for scheme, delay in (("http", 3.0), ("https", None)):
        RobotsFile.objects.keep(origin=f"{scheme}://{NAME}", host=NAME, text="", status=200, delay=delay)
    assert host().crawl_delay == 3
    RobotsFile.objects.keep(origin=f"http://{NAME}", host=NAME, text="", status=200, delay=None)
    assert host().crawl_delay is None


def test_a_robots_file_is_kept_for_a_day() -> None:
    slot(courtesy())
    RobotsFile.objects.keep(origin=f"https://{NAME}", host=NAME, text="", status=404, delay=None)
    assert RobotsFile.objects.fresh(f"https://{NAME}") is not None
    assert RobotsFile.objects.fresh(f"http://{NAME}") is None
    RobotsFile.objects.update(fetched_at=Now() - timedelta(hours=24, seconds=1))
    assert RobotsFile.objects.fresh(f"https://{NAME}") is None


def test_a_host_that_changed_since_it_was_read_is_not_asked_again() -> None:
    Host.objects.leave_alone(NAME, "busy")
    as_read = host()
    Host.objects.leave_alone(NAME, "busy", at_least=LONG)
    with pytest.raises(HostChanged, match="look again"):
        Host.objects.ask_again(as_read)
    assert host().blocked_because == "busy"


def at_once(number: int, work: Callable[[], Any]) -> list[Any]:
    """Do it in so many threads, each with a database connection of its own, as workers have."""
    results: list[Any] = []
    barrier = threading.Barrier(number)

    def one() -> None:
        barrier.wait(timeout=10)
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_want_a_new_host_at_once_two_get_it_and_each_other_has_a_turn_of_its_own() -> None:
    taken = at_once(6, lambda: take(courtesy()))
    assert sum(isinstance(one, Slot) for one in taken) == 2
    assert len({one.until for one in taken if isinstance(one, Later)}) == 4
    assert len(host().in_flight) == 2


@pytest.mark.django_db(transaction=True)
def test_of_workers_that_want_a_host_with_a_delay_at_once_one_gets_it() -> None:
    taken = at_once(6, lambda: take(courtesy(LONG, at_once=6)))
    assert sum(isinstance(one, Slot) for one in taken) == 1
    turns = sorted(one.until for one in taken if isinstance(one, Later))
    assert [after - before for before, after in pairwise(turns)] == [LONG] * 4
