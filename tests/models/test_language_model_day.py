from datetime import timedelta

import pytest

from dialogues.models import LanguageModelDay

pytestmark = pytest.mark.django_db


def test_tokens_are_reserved_up_to_the_limit_of_the_day_and_no_further() -> None:
    assert LanguageModelDay.objects.reserve(60, most=100)
    assert LanguageModelDay.objects.reserve(60, most=100) is None
    assert LanguageModelDay.objects.reserve(40, most=100)
    assert LanguageModelDay.objects.get().tokens == 100
    assert LanguageModelDay.objects.get().calls == 2


def test_more_than_a_day_has_is_not_reserved_on_a_new_day_either() -> None:
    assert LanguageModelDay.objects.reserve(101, most=100) is None
    assert not LanguageModelDay.objects.exists()


def test_what_was_used_takes_the_place_of_what_was_reserved() -> None:
    day = LanguageModelDay.objects.reserve(60, most=100)
    assert day is not None
    LanguageModelDay.objects.settle(day, reserved=60, used=10)
    assert LanguageModelDay.objects.get().tokens == 10


def test_nobody_asks_while_it_is_left_alone() -> None:
    day = LanguageModelDay.objects.reserve(1, most=100)
    assert day is not None
    LanguageModelDay.objects.leave_alone(day, timedelta(minutes=5))
    assert LanguageModelDay.objects.reserve(1, most=100) is None
    assert LanguageModelDay.objects.left_alone() is not None
    LanguageModelDay.objects.leave_alone(day, timedelta(minutes=-5))
    assert LanguageModelDay.objects.left_alone() is None
    assert LanguageModelDay.objects.reserve(1, most=100) == day


def test_yesterday_does_not_count() -> None:
    day = LanguageModelDay.objects.reserve(90, most=100)
    assert day is not None
    LanguageModelDay.objects.update(day=day - timedelta(days=1))
    assert LanguageModelDay.objects.today() is None
    assert LanguageModelDay.objects.reserve(90, most=100) == day
