"""Dedupe: is this an article that is already held? A copy stays as a source, but is extracted only once."""

from dataclasses import dataclass
from typing import Final

from django.db import connection

from dialogues.models import Article, Snapshot, TextFingerprint
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage
from dialogues.text.shingles import bands, containment, shingles

# Measured on wire copies: light edits and cuts keep more, other reports of the same event have less than a tenth.
COPY_FROM: Final = 0.6
CANDIDATES_MOST: Final = 10
# Of two copies that arrive at the same moment one has to be looked at after the other.
ONE_AT_A_TIME: Final = 7_402_015


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What of a text is compared."""

    snapshot: Snapshot
    shingles: frozenset[int]
    bands: list[int]


@dataclass(frozen=True, slots=True)
class Original:
    """The article of which another one is a copy, and why."""

    article: Article
    because: str


def work(article: Article) -> Fingerprint | None:
    """The fingerprint of the newest text; None when there is no text."""
    snapshot = article.snapshots.filter(text__isnull=False).order_by("id").last()
    if snapshot is None or snapshot.text is None:
        return None
    found = shingles(snapshot.text)
    return Fingerprint(snapshot, found, bands(found))


def write(article: Article, fingerprint: Fingerprint | None) -> bool:
    """Mark a copy, which ends here; a new article goes on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    original = _original(article, fingerprint)
    if fingerprint is not None:
        TextFingerprint.objects.update_or_create(snapshot=fingerprint.snapshot, defaults={"bands": fingerprint.bands})
    if original is None:
        article.stage = ArticleStage.COMPARED
        article.save(update_fields=["stage", "updated_at"])
        return True
    article.copy_of = original.article
    article.stage = ArticleStage.DUPLICATE
    article.problem = "duplicate"
    article.problem_detail = f"{original.because}: “{original.article}” ({original.article.public_id})."
    article.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "updated_at"])
    return False


def _original(article: Article, fingerprint: Fingerprint | None) -> Original | None:
    """The article of which this is a copy: the same text, the same address, or most of the same words."""
    # Articles before it, and later ones that were quicker; what is a copy itself leads to its own original.
    others = Article.objects.filter(copy_of=None).exclude(pk=article.pk).exclude(stage=ArticleStage.FAILED)
    compared = others.exclude(stage__in=[ArticleStage.ADDED, ArticleStage.FETCHED, ArticleStage.READ])
    if fingerprint is not None:
        same_text = compared.filter(snapshots__text_sha256=fingerprint.snapshot.text_sha256).order_by("id").first()
        if same_text is not None:
            return Original(same_text, "The same text is already held")
    if article.canonical_url:
        # A source of the starter record was seen, but its text was not kept: this article brings the text.
        same_address = compared.filter(canonical_url=article.canonical_url).exclude(origin=ArticleOrigin.STARTER)
        if (found := same_address.order_by("id").first()) is not None:
            return Original(found, "An article of the same address is already held")
    return None if fingerprint is None else _near_copy(article, fingerprint)


def _near_copy(article: Article, fingerprint: Fingerprint) -> Original | None:
    if not fingerprint.bands:
        return None
    alike = TextFingerprint.objects.most_alike(fingerprint.bands, most=CANDIDATES_MOST)
    best: Original | None = None
    most = 0.0
    for held in Snapshot.objects.filter(pk__in=alike).select_related("article__copy_of").order_by("pk"):
        original = held.article.copy_of or held.article
        if original.pk == article.pk or original.stage == ArticleStage.FAILED:
            continue
        share = containment(fingerprint.shingles, shingles(held.text or ""))
        if share >= COPY_FROM and share > most:
            most = share
            best = Original(original, f"{share:.0%} of its words in the same order are already held")
    return best
