"""Hosts in the admin: who is left alone, until when and why; asking one again."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from dialogues import tasks
from dialogues.ingest import add
from dialogues.ingest.add import FromUrl
from dialogues.models import Host, Job, RobotsFile
from dialogues.models.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

LIST = reverse("admin:dialogues_host_changelist")
BUSY = "It answered with status 429"
ROBOTS = "User-agent: *\nCrawl-delay: 7\nDisallow: /<script>alert(1)</script>"


def host(name: str = "gazette.example", *, busy: bool = True) -> Host:
    if busy:
        Host.objects.leave_alone(name, BUSY, at_least=timedelta(hours=5))
    else:
        Host.objects.create(name=name)
    RobotsFile.objects.keep(origin=f"https://{name}", host=name, text=ROBOTS, status=200, delay=7.0)
    return Host.objects.get(name=name)


def page_of(client: Client, row: Host) -> str:
    return client.get(reverse("admin:dialogues_host_change", args=[row.pk])).text


def act(client: Client, *rows: Host) -> Any:
    return client.post(LIST, {"action": "ask_again", "_selected_action": [row.pk for row in rows]}, follow=True)


def test_the_list_says_who_is_left_alone_until_when_and_why(staff_client: Client, settings: Settings) -> None:
    busy = host()
    host("herald.example", busy=False)
    page = staff_client.get(LIST).text
    assert f"{busy.blocked_until:%d %B %Y, %H:%M} UTC" in page
    assert BUSY in page
    assert f"{RobotsFile.objects.get(host=busy).fetched_at:%d %B %Y, %H:%M} UTC" in page
    assert "7 s (its robots.txt asks for 7)" in page
    settings.FETCH_LONGEST_DELAY_SECONDS = 3
    assert "3 s (its robots.txt asks for 7)" in staff_client.get(LIST).text
    found = staff_client.get(LIST, {"state": "left_alone"}).context["cl"].result_list
    assert list(found) == [busy]


def test_a_pause_that_is_over_is_not_shown(staff_client: Client) -> None:
    busy = host()
    Host.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    for page in (staff_client.get(LIST).text, page_of(staff_client, busy)):
        assert BUSY not in page


def test_its_page_shows_the_robots_txt_as_text_and_what_waits(staff_client: Client) -> None:
    busy = host()
    _, job = add.add_article(FromUrl("https://gazette.example/talks"), by=None)
    Job.objects.filter(pk=job.pk).update(turn_of=busy.name)
    page = page_of(staff_client, busy)
    assert "Disallow: /&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "1 articles" in page
    waiting = staff_client.get(reverse("admin:dialogues_job_changelist"), {"turn_of": busy.name})
    assert [row.pk for row in waiting.context["cl"].result_list] == [job.pk]


def test_a_host_without_robots_txt_says_that_everything_is_allowed(staff_client: Client) -> None:
    row = host(busy=False)
    RobotsFile.objects.keep(origin="https://gazette.example", host=row.name, text="", status=404, delay=None)
    assert "everything is allowed" in page_of(staff_client, row)


def test_a_host_is_asked_again_from_the_list_and_the_workers_are_told(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[Any] = []
    monkeypatch.setattr(tasks, "_send", lambda task, *_: rung.append(task))
    busy = host()
    with django_capture_on_commit_callbacks(execute=True):
        answer = act(staff_client, busy)
    assert "is asked again, its robots.txt first." in answer.text
    assert not Host.objects.left_alone().exists()
    assert rung == [tasks.ring_due_jobs]
    assert LogEntry.objects.get().get_change_message() == "The host is asked again."


def test_a_viewer_sees_hosts_and_changes_nothing(client: Client) -> None:
    busy = host()
    client.force_login(factories.staff_with(Role.VIEWER))
    assert "Ask again now" not in page_of(client, busy)
    act(client, busy)
    assert Host.objects.left_alone().exists()
    client.force_login(factories.staff_with(Role.EDITOR))
    assert "Ask again now" in page_of(client, busy)
    act(client, busy)
    assert not Host.objects.left_alone().exists()


def test_nobody_adds_types_or_deletes_a_host(staff_client: Client) -> None:
    row = host()
    assert staff_client.get(reverse("admin:dialogues_host_add")).status_code == 403
    assert staff_client.get(reverse("admin:dialogues_host_delete", args=[row.pk])).status_code == 403
    assert staff_client.post(reverse("admin:dialogues_host_change", args=[row.pk]), {"name": "x"}).status_code == 403
