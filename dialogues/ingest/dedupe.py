"""Dedupe: is this an article that is already held? A copy stays as a source, but is extracted only once.

What comes in under the address of an article that is held, with another text, is a newer version of that article: its
snapshot goes to it. So does what an article says when it is fetched again.
"""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from dialogues.ingest.snapshot import snapshot_of, text_of
from dialogues.models import Article, Job, Snapshot, TextFingerprint
from dialogues.models.article import hold_clusters
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage
from dialogues.text.shingles import FEWEST_SHINGLES, bands, containment, shingles

# Measured on wire copies: light edits and cuts keep more, other reports of the same event have less than a tenth.
COPY_FROM: Final = 0.6
CANDIDATES_MOST: Final = 10
# A newer version of a text shares more than this with it; what shares less is another work under the same address.
SAME_WORK_FROM: Final = 0.3
# A text that has lost more than this share of its characters is taken for a notice or a paywall in its place.
SHRUNK_TO: Final = 0.5


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


def work(job: Job) -> Fingerprint:
    """The fingerprint of the job's text. Raises ArticleFailed when no text was kept."""
    snapshot = snapshot_of(job)
    found = shingles(text_of(snapshot))
    return Fingerprint(snapshot, found, bands(found))


def write(job: Job, fingerprint: Fingerprint) -> Snapshot | None:
    """Mark a copy, which ends here; a new article, and a newer version of one that is held, goes on."""
    hold_clusters()
    article, snapshot = job.article, fingerprint.snapshot
    TextFingerprint.objects.update_or_create(snapshot=snapshot, defaults={"bands": fingerprint.bands})
    if article.is_settled:
        return _newer_version(article, fingerprint)
    if not article.own_article_because:
        held = _same_address(article, fingerprint)
        if held is not None:
            return _seen_under_another_name(article, held, fingerprint)
        original = _original(article, fingerprint)
        if original is not None:
            _mark_copy(article, original)
            return None
    article.stage = ArticleStage.COMPARED
    article.save(update_fields=["stage", "updated_at"])
    return snapshot


def _mark_copy(article: Article, original: Original, *, of: Article | None = None) -> None:
    named = of or original.article
    article.copy_of = original.article
    article.stage = ArticleStage.DUPLICATE
    article.problem = "duplicate"
    article.problem_detail = f"{original.because}: “{named}” ({named.public_id})."
    article.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "updated_at"])


def _seen_under_another_name(article: Article, held: Article, fingerprint: Fingerprint) -> Snapshot | None:
    """What was added again: the same text was only seen again; another one goes to the article that is held."""
    snapshot = fingerprint.snapshot
    original = held.copy_of or held
    if _seen_again(held, snapshot):
        _mark_copy(article, Original(original, "The same text is already held"))
        return None
    article.snapshots.update(article=held)
    snapshot.refresh_from_db(fields=["article", "version", "updated_at"])
    _mark_copy(article, Original(original, "It brought another version, which is kept there"), of=held)
    return _newer_version(held, fingerprint)


def _newer_version(article: Article, fingerprint: Fingerprint) -> Snapshot | None:
    """What becomes of another version of a settled article: it goes on only if it is newer, different and plausible."""
    snapshot = fingerprint.snapshot
    if _seen_again(article, snapshot):
        # The page around the text has changed, and no citation can hang on a snapshot that is so new.
        snapshot.delete()
        return None
    current = article.snapshots.exclude(pk=snapshot.pk).taken().newest()
    is_newest = current is None or snapshot.time_key > current.time_key
    doubt = _doubt(current, fingerprint) if current is not None and is_newest else ""
    snapshot.held_back_because = doubt
    snapshot.save(update_fields=["held_back_because", "updated_at"])
    if doubt or not is_newest:
        return None
    return _still_a_copy(article, fingerprint) if article.copy_of is not None else snapshot


def _seen_again(article: Article, snapshot: Snapshot) -> bool:
    """Whether this is the text of the newest version, or of one still newer that waits for staff; then that is kept."""
    others = article.snapshots.exclude(pk=snapshot.pk)
    for held in (others.taken().newest(), others.with_text().newest()):
        if held is not None and held.text_sha256 == snapshot.text_sha256:
            held.seen_again(snapshot.fetched_at)
            return True
    return False


def _still_a_copy(article: Article, fingerprint: Fingerprint) -> Snapshot | None:
    """A copy that has changed may be one no longer: then it goes on as an article of its own."""
    original = _original(article, fingerprint)
    if original is not None:
        _mark_copy(article, original)
        return None
    article.copy_of, article.stage, article.problem, article.problem_detail = None, ArticleStage.COMPARED, "", ""
    article.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "updated_at"])
    return fingerprint.snapshot


def _doubt(before: Snapshot, fingerprint: Fingerprint) -> str:
    """Why a version is not believed to be what the article says now, in words for staff; mostly empty."""
    old, new = text_of(before), text_of(fingerprint.snapshot)
    if len(new) < len(old) * SHRUNK_TO:
        return (
            f"The text shrank from {len(old):,} to {len(new):,} characters: "
            "perhaps a paywall or a notice stands in its place."
        )
    shared = _shared(shingles(old), fingerprint.shingles)
    if shared is not None and shared < SAME_WORK_FROM:
        return f"It shares only {shared:.0%} of its words with the version before: perhaps it is another page."
    return ""


def _shared(old: frozenset[int], new: frozenset[int]) -> float | None:
    """How much two texts share; None when one is too short to tell."""
    return None if min(len(old), len(new)) < FEWEST_SHINGLES else containment(old, new)


def _same_address(article: Article, fingerprint: Fingerprint) -> Article | None:
    """The article of the same address whose text is most like this one; none when another work stands there now."""
    if not article.canonical_url or article.suggestions.exists():
        return None
    # A source of the starter record was seen, but its text was not kept: this article brings the text.
    same = _compared().filter(canonical_url=article.canonical_url).exclude(origin=ArticleOrigin.STARTER)
    best: Article | None = None
    most = SAME_WORK_FROM
    for held in same.exclude(pk=article.pk).order_by("id")[:CANDIDATES_MOST]:
        current = held.snapshots.taken().newest()
        if current is None:
            continue
        shared = _shared(shingles(text_of(current)), fingerprint.shingles)
        # What is too short to tell is believed to be what its address says.
        share = SAME_WORK_FROM if shared is None else shared
        if share > most or (best is None and share == most):
            best, most = held, share
    return best


def _compared() -> QuerySet[Article]:
    """The articles whose texts have been looked at by this stage."""
    not_yet = [ArticleStage.ADDED, ArticleStage.FETCHED, ArticleStage.READ, ArticleStage.FAILED]
    return Article.objects.exclude(stage__in=not_yet)


def _original(article: Article, fingerprint: Fingerprint) -> Original | None:
    """The article of which this is a copy: the same text, or most of the same words."""
    # Articles before it, and later ones that were quicker; what is a copy itself leads to its own original.
    others = _compared().filter(copy_of=None).exclude(pk=article.pk)
    # The same notice may stand in the place of many articles: what is held back is nobody's text.
    same_text = (
        others.filter(snapshots__text_sha256=fingerprint.snapshot.text_sha256, snapshots__held_back_because="")
        .order_by("id")
        .first()
    )
    if same_text is not None:
        return Original(same_text, "The same text is already held")
    return _near_copy(article, fingerprint)


def _near_copy(article: Article, fingerprint: Fingerprint) -> Original | None:
    if not fingerprint.bands:
        return None
    alike = TextFingerprint.objects.most_alike(fingerprint.bands, most=CANDIDATES_MOST)
    best: Original | None = None
    most = 0.0
    for held in Snapshot.objects.taken().filter(pk__in=alike).select_related("article__copy_of").order_by("pk"):
        original = held.article.copy_of or held.article
        if article.pk in (original.pk, held.article_id) or original.stage == ArticleStage.FAILED:
            continue
        share = containment(fingerprint.shingles, shingles(held.text or ""))
        if share >= COPY_FROM and share > most:
            most = share
            best = Original(original, f"{share:.0%} of its words in the same order are already held")
    return best
