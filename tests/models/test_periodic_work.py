from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.db.models.functions import Now

from dialogues.models import PeriodicWork

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_the_first_to_ask_gets_the_turn_and_the_next_does_not() -> None:
    assert PeriodicWork.objects.take_turn("sweep", every=HOUR)
    assert not PeriodicWork.objects.take_turn("sweep", every=HOUR)
    assert PeriodicWork.objects.get(name="sweep").turns == 1


@pytest.mark.django_db
def test_each_work_has_turns_of_its_own() -> None:
    assert PeriodicWork.objects.take_turn("sweep", every=HOUR)
    assert PeriodicWork.objects.take_turn("poll_feeds", every=HOUR)


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "free"), [(53, False), (55, True), (60, True), (6_000, True)])
def test_the_turn_is_free_again_shortly_before_the_period_ends(minutes: int, free: bool) -> None:
    """A bell that rings a second early must not cost a whole period."""
    PeriodicWork.objects.take_turn("sweep", every=HOUR)
    ago = timedelta(minutes=minutes)
    PeriodicWork.objects.update(last_begun_at=Now() - ago, next_due_at=Now() - ago + HOUR * 0.9)
    assert PeriodicWork.objects.take_turn("sweep", every=HOUR) is free


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_gets_it() -> None:
    together = Barrier(8)

    def ask(_: int) -> bool:
        try:
            together.wait(timeout=10)
            return PeriodicWork.objects.take_turn("sweep", every=HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        for turn in range(1, 6):
            assert sum(threads.map(ask, range(8))) == 1
            PeriodicWork.objects.update(next_due_at=Now() - timedelta(seconds=1))
            assert PeriodicWork.objects.get().turns == turn
