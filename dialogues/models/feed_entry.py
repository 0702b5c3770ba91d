from django.db import models
from django.db.models.functions import Now

from dialogues.models.article import Article
from dialogues.models.feed import Feed


class FeedEntry(models.Model):
    """What a feed named, once for each feed and address: so that no entry becomes an article twice.

    The canonical URL is that of the entry. Its page may name another one, which the article then takes.
    """

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries", db_index=False)
    canonical_url = models.CharField(max_length=2000)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="feed_entries")
    brought = models.BooleanField(help_text="This feed brought the article; off when it was held already.")
    published_as_stated = models.CharField(
        max_length=200, blank=True, help_text="The feed's own words, with their time zone."
    )
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "feed entries"
        indexes = [
            # With what is counted by feed and by time, so that no row has to be looked at for that.
            models.Index(fields=["feed", "-seen_at"], include=["brought"], name="feedentry_newest_first"),
            models.Index(fields=["-seen_at"], include=["feed", "brought", "article"], name="feedentry_seen_at"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["canonical_url", "feed"],
                name="%(app_label)s_%(class)s_once_per_feed",
                violation_error_message="This feed has named this address already.",
            ),
        ]

    def __str__(self) -> str:
        return self.canonical_url
