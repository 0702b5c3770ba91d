"""The versions of an article: what was seen of it, when, and what of what is cited it no longer says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Length

from dialogues.models import Article, Citation, Snapshot, Suggestion
from dialogues.text.hashing import normalised


@dataclass(frozen=True, slots=True)
class Version:
    """One snapshot of an article, without its text. `characters` is None when no text was read from it.

    `before` is what the article said before it, held-back versions left out: what it is compared with.
    """

    snapshot: Snapshot
    characters: int | None
    citations: int
    is_current: bool
    before: Snapshot | None

    @property
    def standing(self) -> str:
        if self.snapshot.held_back_because:
            return f"Held back. {self.snapshot.held_back_because}"
        if self.characters is None:
            return "No text was read from it."
        return "What the article says now." if self.is_current else "An earlier version."


@dataclass(frozen=True, slots=True)
class NoLongerSaid:
    """A version that is newer than the one that somebody quoted, and that does not have the quoted words."""

    snapshot: Snapshot

    @property
    def seen_at(self) -> datetime | None:
        return self.snapshot.fetched_at


def versions_of(article: Article) -> list[Version]:
    """The snapshots of an article, the newest first. One query."""
    counted = article.snapshots.annotate(characters=Length("text"), cited=Count("citations"))
    snapshots: list[Any] = list(counted.defer("text", "http_headers").in_order_of_time())
    taken = [one for one in snapshots if one.characters is not None and not one.held_back_because]
    current = taken[-1] if taken else None
    versions: list[Version] = []
    before: Snapshot | None = None
    for one in snapshots:
        versions.append(Version(one, one.characters, one.cited, one == current, before))
        before = one if one in taken else before
    return versions[::-1]


def current_versions(articles: Iterable[int]) -> dict[int, Snapshot]:
    """The newest version with its text, by article, of those that have several. One query, however many."""
    others = Snapshot.objects.taken().filter(article=OuterRef("article")).exclude(pk=OuterRef("pk"))
    several = Snapshot.objects.taken().filter(Exists(others), article__in=set(articles))
    newest = several.order_by("article_id", F("fetched_at").desc(nulls_last=True), "-id").distinct("article_id")
    return {one.article_id: one for one in newest.defer("http_headers")}


def no_longer_said(citations: Iterable[Citation]) -> dict[int, NoLongerSaid]:
    """Of these citations those whose words the newest version of their article no longer has, by key. One query."""
    quoted = [one for one in citations if one.quote]
    current = current_versions(one.snapshot.article_id for one in quoted)
    texts = {key: normalised(snapshot.text or "") for key, snapshot in current.items()}
    gone = {}
    for one in quoted:
        newest = current.get(one.snapshot.article_id)
        if (
            newest is not None
            and newest.pk != one.snapshot_id
            and normalised(one.quote) not in texts[newest.article_id]
        ):
            gone[one.pk] = NoLongerSaid(newest)
    return gone


def cited_and_gone(article: Article) -> list[tuple[Citation, NoLongerSaid]]:
    """The citations of an article whose words its newest version no longer has. Two queries."""
    of_article = Citation.objects.filter(snapshot__article=article).select_related("snapshot")
    citations = list(of_article.defer("snapshot__text", "snapshot__http_headers").order_by("pk"))
    gone = no_longer_said(citations)
    return [(one, gone[one.pk]) for one in citations if one.pk in gone]


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """What the newest version of an article makes of a suggestion that rests on an earlier one."""

    snapshot: Snapshot
    says_it_still: bool


def newer_version_of(suggestion: Suggestion) -> NewerVersion | None:
    """None when the suggestion rests on what the article says now. One query."""
    newest = current_versions([suggestion.article_id]).get(suggestion.article_id)
    if newest is None or newest.pk == suggestion.snapshot_id:
        return None
    text = suggestion.snapshot.text or ""
    sentence = normalised(text[suggestion.sentence_start : suggestion.sentence_end])
    return NewerVersion(newest, sentence in normalised(newest.text or ""))
