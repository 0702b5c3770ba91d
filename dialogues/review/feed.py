"""Feeds by hand: pause one, take it up again, ask for it now. Its history says who did it, and why."""

from django.db import transaction
from django.utils import timezone

from dialogues.models import Feed, User
from dialogues.models.history import change
from dialogues.review.permission import require_change


class FeedRefused(ValueError):
    """In the state in which the feed is this cannot be done, or a reason is missing. The message is for staff."""


def pause_feed(*, feed: Feed, by: User, reason: str) -> Feed:
    """Ask no more for a feed. An answer that is on its way is dropped.

    Raises PermissionDenied, FeedRefused when it is paused or no reason is given, and FeedChanged.
    """
    require_change(by, Feed)
    if feed.paused:
        raise FeedRefused(f"“{feed}” is paused already.")
    if not reason.strip():
        raise FeedRefused("Reason: say why; it is shown with the feed.")
    with transaction.atomic(), change(reason=f"paused: {reason.strip()}", by=by):
        Feed.objects.pause(feed, f"By {by.get_username()}: {reason.strip()}")
    return Feed.objects.get(pk=feed.pk)


def resume_feed(*, feed: Feed, by: User) -> Feed:
    """Ask for a paused feed again, at once. The caller rings for it after the commit.

    Raises PermissionDenied, FeedRefused when it is not paused, and FeedChanged.
    """
    require_change(by, Feed)
    if not feed.paused:
        raise FeedRefused(f"“{feed}” is not paused.")
    with transaction.atomic(), change(reason="resumed", by=by):
        Feed.objects.resume(feed)
    return Feed.objects.get(pk=feed.pk)


def poll_feed_now(*, feed: Feed, by: User) -> Feed:
    """Make a feed due, also one that waits because it failed. The caller rings for it after the commit.

    Raises PermissionDenied, FeedRefused when it is paused or being asked right now, and FeedChanged.
    """
    require_change(by, Feed)
    if feed.paused:
        raise FeedRefused(f"“{feed}” is paused: resume it first.")
    if feed.is_running(timezone.now()):
        raise FeedRefused(f"“{feed}” is being asked right now.")
    with transaction.atomic(), change(reason="asked for by hand", by=by):
        Feed.objects.make_due(feed)
    return Feed.objects.get(pk=feed.pk)
