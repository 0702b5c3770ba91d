"""What the sources and the record say of an outcome, for comparing another text with it."""

from collections import defaultdict
from collections.abc import Iterable

from dialogues.models import Citation, Outcome
from dialogues.models.vocabularies import CitationStance

_SAYS_IT = (CitationStance.SUPPORTS, CitationStance.STRONGER, CitationStance.SOFTER)


def wordings_of(outcomes: Iterable[Outcome], *, without: int) -> dict[int, list[str]]:
    """By the key of the outcome, its wordings, the most exact first: quotes that support it, the text as stated, and
    the record's own title and summary. The quotes of the article with the key `without` are left out. One query.
    """
    held = list(outcomes)
    quotes: dict[int, list[str]] = defaultdict(list)
    cited = Citation.objects.filter(outcome__in=held, stance__in=_SAYS_IT).exclude(quote="")
    others = cited.exclude(snapshot__article=without).order_by("id")
    for outcome, quote in others.values_list("outcome", "quote"):
        quotes[outcome].append(quote)
    return {
        one.pk: [*quotes[one.pk], *filter(None, [one.text_as_stated]), f"{one.title}. {one.summary}".strip()]
        for one in held
    }
