"""What became of the articles taken in: which wait for decisions, and which were read without finding anything."""

from dataclasses import dataclass

from django.db.models import Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields import BooleanField

from dialogues.models import Article, Extraction, Suggestion
from dialogues.models.article import LANGUAGE_NOT_READ
from dialogues.models.vocabularies import ArticleOrigin, ArticleStage, Decision, NothingFoundVerdict, SuggestionKind

ENDED_EARLY = frozenset({ArticleStage.FAILED, ArticleStage.DUPLICATE})


@dataclass(frozen=True, slots=True)
class ArticleState:
    """One article. `reading` is the newest run of the extractor, None when it never ran.

    `dialogue` is the public ID of its suggested dialogue as long as anything of the article waits.
    """

    article: Article
    waiting: int
    decided: int
    dialogue: str
    reading: Extraction | None

    @property
    def found_nothing(self) -> bool:
        """It was read, and nothing was found in it: a result, and not the same as not having been read."""
        is_empty = self.reading is not None and bool(self.reading.is_empty)  # type: ignore[attr-defined] # annotated
        return is_empty and not self.has_no_rules

    @property
    def has_no_rules(self) -> bool:
        """Its language is none that the extractor reads: nothing was looked for, so nothing can have been missed."""
        return self.article.problem == LANGUAGE_NOT_READ

    @property
    def not_read(self) -> bool:
        """The extractor has not run, and may still."""
        return self.reading is None and self.article.stage not in ENDED_EARLY

    @property
    def verdict(self) -> str:
        """What a person said of a reading that found nothing, in words."""
        judged = getattr(self.reading, "nothing_found", None)
        return str(NothingFoundVerdict(judged.verdict).label) if judged is not None else ""


def taken_in() -> QuerySet[Article]:
    """The articles that came by a person or a feed, newest first; not those of the starter record."""
    # In so many words: Django forgets the order of a model where rows are counted.
    return Article.objects.exclude(origin=ArticleOrigin.STARTER).order_by("-created_at", "-pk")


def unjudged() -> QuerySet[Article]:
    """Those of them whose newest reading found nothing, and nobody has said whether that is right."""
    return (
        taken_in()
        .exclude(problem=LANGUAGE_NOT_READ)
        .alias(newest=_newest_reading())
        .filter(newest__in=Extraction.objects.filter(facts=[], nothing_found=None).values("pk"))
    )


def states_of(articles: QuerySet[Article]) -> list[ArticleState]:
    """What became of each of these. Three queries, whatever their number."""
    waits = Q(suggestions__decision=Decision.PENDING)
    shown = list(
        articles.annotate(
            reading=_newest_reading(),
            dialogue=Subquery(
                Suggestion.objects.filter(article=OuterRef("pk"), kind=SuggestionKind.DIALOGUE).values("public_id")[:1]
            ),
            waiting=Count("suggestions", filter=waits),
            decided=Count("suggestions", filter=~waits),
        )
    )
    readings = {
        reading.pk: reading
        for reading in Extraction.objects.filter(pk__in=[article.reading for article in shown])
        .annotate(is_empty=ExpressionWrapper(Q(facts=[]), output_field=BooleanField()))
        .select_related("nothing_found")
        .defer("facts")
    }
    return [
        ArticleState(
            article=article,
            waiting=article.waiting,
            decided=article.decided,
            dialogue=(article.dialogue or "") if article.waiting else "",
            reading=readings.get(article.reading),
        )
        for article in shown
    ]


def _newest_reading() -> Subquery:
    return Subquery(Extraction.objects.filter(snapshot__article=OuterRef("pk")).order_by("-pk").values("pk")[:1])
