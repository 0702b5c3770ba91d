from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models.functions import Now
from django.utils import timezone

from dialogues.ingest import add
from dialogues.ingest.add import FromUrl
from dialogues.models import Host, Job, RobotsFile, User
from dialogues.models.host import HostChanged
from dialogues.models.roles import Role
from dialogues.models.vocabularies import JobState
from dialogues.review.host import ask_host_again
from tests import factories

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=5)


def left_alone(name: str = "gazette.example") -> Host:
    """A host that said "later" twice, asks for a long delay in its robots.txt, and has an article in line."""
    Host.objects.leave_alone(name, "It answered with status 429", at_least=LATER)
    RobotsFile.objects.keep(origin=f"https://{name}", host=name, text="Crawl-delay: 50", status=200, delay=50.0)
    Host.objects.filter(name=name).update(refusals=2, turns_end_at=Now() + LATER, next_ask_at=Now() + LATER)
    _, job = add.add_article(FromUrl(f"https://{name}/talks"), by=None)
    Job.objects.filter(pk=job.pk).update(turn_of=name, due_at=Now() + LATER)
    return Host.objects.get(name=name)


def test_a_host_is_asked_again_with_its_robots_txt_and_what_waits_for_it(staff: User) -> None:
    host, other = left_alone(), left_alone("herald.example")
    freed = ask_host_again(host=host, by=staff)
    assert (freed.blocked_until, freed.blocked_because, freed.refusals) == (None, "", 0)
    assert (freed.crawl_delay, freed.turns_end_at) == (None, None)
    assert [file.host for file in RobotsFile.objects.all()] == [other]
    assert [job.turn_of for job in Job.objects.claimable()] == [host.name]


def test_the_delay_since_the_last_request_is_kept_all_the_same(staff: User) -> None:
    host = left_alone()
    assert ask_host_again(host=host, by=staff).next_ask_at == host.next_ask_at


def test_what_does_not_wait_is_left_as_it_is(staff: User) -> None:
    host = left_alone()
    Job.objects.update(state=JobState.FAILED, last_error="It broke.", due_at=timezone.now() + LATER)
    ask_host_again(host=host, by=staff)
    assert Job.objects.get().due_at > timezone.now()


def test_whoever_may_not_change_hosts_may_not_ask_again() -> None:
    host = left_alone()
    with pytest.raises(PermissionDenied):
        ask_host_again(host=host, by=factories.staff_with(Role.REVIEWER))
    assert ask_host_again(host=host, by=factories.staff_with(Role.EDITOR)).blocked_until is None


def test_a_host_that_changed_meanwhile_is_left_as_it_is(staff: User) -> None:
    host = left_alone()
    Host.objects.leave_alone(host.name, "It answered with status 429", at_least=2 * LATER)
    with pytest.raises(HostChanged, match="look again"):
        ask_host_again(host=host, by=staff)
    assert not Job.objects.claimable().exists()
