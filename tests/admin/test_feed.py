"""Feeds in the admin: how they stand, in words; the form; pausing, resuming, asking now."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogues import tasks
from dialogues.models import Feed, FeedEntry, User
from tests import factories
from tests.admin.forms import address_of, open_form

pytestmark = pytest.mark.django_db

LIST = reverse("admin:dialogues_feed_changelist")
ADD = reverse("admin:dialogues_feed_add")


def feed(name: str = "Gazette", **values: Any) -> Feed:
    return Feed.objects.create(name=name, url=f"https://gazette.example/{name}", **values)


def entry(of: Feed, number: int, **values: Any) -> FeedEntry:
    url = f"https://gazette.example/talks/{number}"
    defaults: dict[str, Any] = {"article": factories.article(f"Talks {number}"), "brought": True}
    return FeedEntry.objects.create(feed=of, canonical_url=url, **(defaults | values))


def act(client: Client, action: str, *feeds: Feed, **fields: str) -> Any:
    return client.post(LIST, {"action": action, "_selected_action": [feed.pk for feed in feeds], **fields}, follow=True)


def test_the_list_says_in_words_how_each_feed_stands(staff_client: Client) -> None:
    now = timezone.now()
    later = now + timedelta(hours=1)
    feed("new")
    feed("fine", last_success_at=now, next_due_at=later)
    feed("running", lease_until=later)
    feed("failing", failures=3, failing_since=now, last_error="The server is away.", next_due_at=later)
    feed("paused", paused=True, paused_because="By editor: too many recipes")
    page = staff_client.get(LIST).text
    for words in (
        "new, not asked yet",
        "answers",
        "being asked right now",
        f"failing since {now:%d %B %Y, %H:%M} UTC, 3 times in a row",
        "The server is away.",
        "paused. By editor: too many recipes",
        "not while it is paused",
        f"{later:%d %B %Y, %H:%M} UTC",
    ):
        assert words in page


def test_the_list_counts_the_new_articles_of_seven_days(staff_client: Client) -> None:
    busy, _ = feed("busy"), feed("quiet")
    for number in range(3):
        entry(busy, number)
    entry(busy, 3, brought=False)
    entry(busy, 4, seen_at=timezone.now() - timedelta(days=8))
    rows = {row.name: row.brought for row in staff_client.get(LIST).context["cl"].result_list}
    assert rows == {"busy": 3, "quiet": 0}


@pytest.mark.parametrize(
    ("standing", "names"), [("failing", ["b"]), ("paused", ["c"]), ("moved", ["d"]), ("never", ["b", "c", "d"])]
)
def test_feeds_are_found_by_how_they_stand(staff_client: Client, standing: str, names: list[str]) -> None:
    feed("a", last_success_at=timezone.now())
    feed("b", failures=1)
    feed("c", paused=True)
    feed("d", moved_to="https://gazette.example/new")
    rows = staff_client.get(LIST, {"standing": standing}).context["cl"].result_list
    assert [row.name for row in rows] == names


def test_a_feed_is_added_by_name_and_address(staff_client: Client) -> None:
    given = {"name": "Gazette", "url": "https://gazette.example/feed", "publisher": "", "interval_minutes": "60"}
    assert staff_client.post(ADD, given).status_code == 302
    assert Feed.objects.due().get().name == "Gazette"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("url", "ftp://gazette.example/feed", "give the feed&#x27;s full http or https address"),
        ("url", "https://gazette.example:99999/feed", "give the feed&#x27;s full http or https address"),
        ("url", "https://GAZETTE.example/held?utm_source=x", "“held” asks at this address already."),
        ("url", "feed", "give the feed&#x27;s full http or https address"),
        ("interval_minutes", "4", "at least five minutes"),
        ("name", "", "This field is required."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(
    staff_client: Client, field: str, value: str, message: str
) -> None:
    feed("held")
    given = {"name": "Gazette", "url": "https://gazette.example/feed", "publisher": "", "interval_minutes": "60"}
    answer = staff_client.post(ADD, given | {field: value})
    assert answer.status_code == 200
    assert message in answer.text
    assert Feed.objects.count() == 1


def test_a_new_address_is_asked_at_once_and_without_what_the_old_server_gave(staff_client: Client) -> None:
    later = timezone.now() + timedelta(hours=1)
    running = feed(
        etag='"7"', last_modified="x", moved_to="https://x.example/", next_due_at=later, failures=4, lease_until=later
    )
    form = open_form(staff_client, running) | {"url": "https://gazette.example/new"}
    assert staff_client.post(address_of(running), form).status_code == 302
    changed = Feed.objects.due().get()
    assert (changed.url, changed.etag, changed.last_modified) == ("https://gazette.example/new", "", "")
    assert (changed.moved_to, changed.failures, changed.fence) == ("", 0, running.fence + 1)


def test_a_new_filter_is_asked_with_at_once_and_in_full(staff_client: Client) -> None:
    one = feed(etag='"7"', kind="sitemap", next_due_at=timezone.now() + timedelta(hours=1))
    form = open_form(staff_client, one) | {"only_containing": "/press/"}
    assert staff_client.post(address_of(one), form).status_code == 302
    changed = Feed.objects.due().get()
    assert (changed.only_containing, changed.etag, changed.kind) == ("/press/", "", "sitemap")


def test_the_kind_of_a_feed_is_shown_and_forgotten_with_its_address(staff_client: Client) -> None:
    one = feed(kind="sitemap_index")
    assert "index of sitemaps" in staff_client.get(address_of(one)).content.decode()
    form = open_form(staff_client, one) | {"url": "https://gazette.example/new"}
    staff_client.post(address_of(one), form)
    assert Feed.objects.get().kind == ""
    assert "not known yet" in staff_client.get(address_of(one)).content.decode()


def test_a_form_that_was_open_while_the_feed_was_asked_is_saved_all_the_same(staff_client: Client) -> None:
    one = feed()
    form = open_form(staff_client, one) | {"name": "Gazette, world"}
    taken = Feed.objects.claim(one.pk, lease=timedelta(seconds=60))
    assert taken is not None
    taken.failed("The server is away.")
    assert staff_client.post(address_of(one), form).status_code == 302
    saved = Feed.objects.get()
    assert (saved.name, saved.failures, saved.last_error) == ("Gazette, world", 1, "The server is away.")


def test_the_page_of_a_feed_shows_its_latest_entries(staff_client: Client) -> None:
    one = feed(moved_to="https://gazette.example/new")
    entry(one, 1)
    entry(one, 2, brought=False)
    page = staff_client.get(address_of(one)).text
    assert "Talks 1" in page
    assert "(held already from elsewhere)" in page
    assert "https://gazette.example/new: if that is right, put it into URL." in page


def test_feeds_are_paused_with_a_reason_and_resumed(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(tasks, "ring_for_feed", lambda feed: rung.append(feed.name))
    one = feed()
    assert 'name="reason"' in act(staff_client, "pause", one).text
    act(staff_client, "pause", one, confirmed="yes", reason="Too many recipes")
    assert Feed.objects.get().paused_because == "By editor: Too many recipes"
    with django_capture_on_commit_callbacks(execute=True):
        act(staff_client, "resume", one)
    assert not Feed.objects.get().paused
    assert rung == ["Gazette"]


def test_feeds_are_asked_now_and_what_cannot_be_is_told(
    staff_client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(tasks, "ring_for_feed", lambda feed: rung.append(feed.name))
    later = timezone.now() + timedelta(hours=1)
    waiting, paused = feed("waiting", next_due_at=later), feed("paused", paused=True)
    with django_capture_on_commit_callbacks(execute=True):
        page = act(staff_client, "poll_now", waiting, paused).text
    assert "“paused” is paused: resume it first." in page
    assert "“waiting” is asked as soon as a worker is free." in page
    assert (rung, Feed.objects.due().get()) == (["waiting"], waiting)


def test_a_feed_is_never_deleted(staff_client: Client) -> None:
    one = feed()
    assert staff_client.post(reverse("admin:dialogues_feed_delete", args=[one.pk]), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff_client.get(LIST).text


def test_somebody_who_may_only_look_changes_nothing(client: Client) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_feed"))
    client.force_login(reader)
    one = feed()
    assert client.get(address_of(one)).status_code == 200
    act(client, "pause", one, confirmed="yes", reason="No")
    assert client.post(address_of(one), {"name": "Another"}).status_code == 403
    assert Feed.objects.get().version == one.version


def test_the_number_of_queries_does_not_grow(staff_client: Client) -> None:
    def queries(names: range) -> int:
        for number in names:
            entry(feed(str(number), publisher=factories.publisher(str(number))), number)
        with CaptureQueriesContext(connection) as seen:
            staff_client.get(LIST)
        return len(seen)

    with_two = queries(range(2))
    assert queries(range(2, 20)) == with_two <= 9
