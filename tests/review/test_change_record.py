import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from dialogues.models import Dialogue, User
from dialogues.review.change_record import StaleRecord, change_record
from tests import factories

PAIRS = 1000


@pytest.mark.django_db
def test_it_changes_the_fields_and_nothing_else(staff: User) -> None:
    dialogue = factories.dialogue()
    changed = change_record(record=dialogue, values={"city": "Beijing"}, version=1, by=staff)
    assert (changed.city, changed.venue, changed.version) == ("Beijing", "", 2)


@pytest.mark.django_db
def test_a_rule_that_is_broken_takes_all_of_it_back(staff: User) -> None:
    dialogue = factories.dialogue()
    with pytest.raises(ValidationError, match="does not end before"):
        change_record(record=dialogue, values={"city": "Beijing", "end_date": "2014"}, version=1, by=staff)
    dialogue.refresh_from_db()
    assert (dialogue.city, dialogue.version) == ("Washington", 1)


@pytest.mark.django_db
def test_who_may_not_change_it_is_refused(django_user_model: type[User]) -> None:
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    with pytest.raises(PermissionDenied):
        change_record(record=factories.dialogue(), values={"city": "Beijing"}, version=1, by=reader)


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_pairs_at_the_same_moment_exactly_one_wins_each_time() -> None:
    """What the API does for two requests, in two threads with a connection each."""
    staff, dialogue = factories.staff_user(), factories.dialogue()
    turns = threading.Barrier(2)
    won: dict[str, list[bool]] = {"Beijing": [], "Seattle": []}
    failures: list[BaseException] = []

    def change_again_and_again(city: str) -> None:
        try:
            for turn in range(PAIRS):
                seen = Dialogue.objects.get(pk=dialogue.pk)
                turns.wait(timeout=30)
                won[city].append(
                    wins(
                        lambda seen=seen, turn=turn: change_record(  # type: ignore[misc]
                            record=seen, values={"city": f"{city} {turn}"}, version=seen.version, by=staff
                        )
                    )
                )
                turns.wait(timeout=30)
        except BaseException as failure:  # noqa: BLE001 - told to the other thread and to the test
            failures.append(failure)
            turns.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=change_again_and_again, args=[city]) for city in won]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failures == []
    assert [one + other for one, other in zip(*won.values(), strict=True)] == [1] * PAIRS
    dialogue.refresh_from_db()
    assert dialogue.version == 1 + PAIRS


def wins(change: Callable[[], Dialogue]) -> bool:
    try:
        change()
    except StaleRecord:
        return False
    return True
