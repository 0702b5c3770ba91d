"""Dedupe: is this an article that is already held? A copy stays as a source, but is extracted only once."""

from dialogues.models import Article, Snapshot
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage


def work(article: Article) -> Article | None:
    """The older article of which this is a copy: the same text, or the same address. None when it is new."""
    older = Article.objects.filter(id__lt=article.pk, copy_of=None).exclude(stage=ArticleStage.FAILED)
    hashes = Snapshot.objects.filter(article=article).exclude(text_sha256="").values("text_sha256")
    same_text = older.filter(snapshots__text_sha256__in=hashes).order_by("id").first()
    if same_text is not None or not article.canonical_url:
        return same_text
    # A source of the starter record was seen, but its text was not kept: this article brings the text.
    return (
        older.filter(canonical_url=article.canonical_url).exclude(origin=ArticleOrigin.STARTER).order_by("id").first()
    )


def write(article: Article, original: Article | None) -> bool:
    """Mark a copy, which ends here; a new article goes on."""
    if original is None:
        article.stage = ArticleStage.COMPARED
        article.save(update_fields=["stage", "updated_at"])
        return True
    article.copy_of = original
    article.stage = ArticleStage.DUPLICATE
    article.problem = "duplicate"
    article.problem_detail = f"The same article is already held: “{original}” ({original.public_id})."
    article.save(update_fields=["copy_of", "stage", "problem", "problem_detail", "updated_at"])
    return False
