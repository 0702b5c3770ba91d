"""The review queue: which suggestions a filter leaves, how many of each sort wait, and where a reviewer stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Case, CharField, Count, F, Q, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from dialogues.models import Article, Mechanism, Suggestion, User
from dialogues.models.suggestion import SuggestionQuerySet
from dialogues.models.vocabularies import Decision, SuggestionKind
from dialogues.queries.filter_fields import FilterForm, TermField
from dialogues.queries.filters import filter_by

# From which confidence on: the extractor gives its rules between 0.4 and 0.95.
CONFIDENCE: Final[Mapping[str, tuple[float, str]]] = {
    "high": (0.8, "0.8 and more"),
    "middle": (0.6, "0.6 to 0.8"),
    "low": (0.0, "below 0.6"),
}
# An article with more open suggestions than others comes first; nobody looks through a longer list.
MOST_ARTICLES: Final = 100

# The name in the URL of each filter that is a choice, and the expression whose value it selects.
CHOICES: Final[Mapping[str, Any]] = {
    "article": F("article__public_id"),
    "mechanism": Coalesce(
        F("matched_dialogue__mechanism__public_id"),
        F("builds_on__matched_dialogue__mechanism__public_id"),
        F("matched_outcome__dialogue__mechanism__public_id"),
        KeyTextTransform("mechanism_key", "payload"),
        KeyTextTransform("mechanism_key", "builds_on__payload"),
        output_field=CharField(),
    ),
    "kind": F("kind"),
    "confidence": Case(
        *(When(confidence__gte=lowest, then=Value(band)) for band, (lowest, _) in CONFIDENCE.items()),
        output_field=CharField(),
    ),
}
SEARCH: Final = "q"
FILTERS: Final = (*CHOICES, SEARCH)


class SuggestionFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """Filters of suggestions, for staff. An article or a mechanism that does not exist leaves nothing."""

    article = filter_by(forms.CharField, "Article")
    mechanism = filter_by(forms.CharField, "Mechanism")
    kind = filter_by(TermField, "Kind", choices=SuggestionKind.choices)
    confidence = filter_by(TermField, "Confidence", choices=[(band, label) for band, (_, label) in CONFIDENCE.items()])
    q = filter_by(forms.CharField, "Words", help_text="In what is proposed, or in the title of its article.")

    class Meta:
        form = FilterForm

    def filter_queryset(self, queryset: SuggestionQuerySet) -> SuggestionQuerySet:
        """The rows that match every parameter without an error."""
        return chosen(queryset, self.form.cleaned_data)


def chosen(suggestions: SuggestionQuerySet, values: Mapping[str, str], *, without: str = "") -> SuggestionQuerySet:
    """Those that match the values of a filter form, leaving one of the filters out."""
    for name, expression in CHOICES.items():
        if values.get(name) and name != without:
            suggestions = suggestions.alias(**{f"of_{name}": expression}).filter(**{f"of_{name}": values[name]})
    if values.get(SEARCH):
        words = values[SEARCH]
        said = Q(said__icontains=words) | Q(article__title__icontains=words)
        suggestions = suggestions.alias(said=Cast("payload", TextField())).filter(said)
    return suggestions


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many suggestions wait that have it and match all the other filters."""

    value: str
    label: str
    waiting: int


def choices_of(name: str, values: Mapping[str, str]) -> list[Choice]:
    """The values of one filter that are worth choosing, the one that is chosen among them."""
    waiting = chosen(Suggestion.objects.pending().not_double_coded(), values, without=name)
    counted = (
        waiting.annotate(choice=CHOICES[name])
        .order_by()
        .values("choice")
        .annotate(number=Count("pk"))
        .order_by("-number", "choice")[:MOST_ARTICLES]
    )
    numbers = {row["choice"]: row["number"] for row in counted if row["choice"]}
    if values.get(name):
        numbers.setdefault(values[name], 0)
    labels = _labels(name, list(numbers))
    return [Choice(value, labels.get(value, value), number) for value, number in numbers.items()]


def _labels(name: str, values: list[str]) -> dict[str, str]:
    if name == "article":
        return {article.public_id: str(article) for article in Article.objects.filter(public_id__in=values)}
    if name == "mechanism":
        return dict(Mechanism.objects.filter(public_id__in=values).values_list("public_id", "name"))
    if name == "confidence":
        return {band: label for band, (_, label) in CONFIDENCE.items()}
    return dict(SuggestionKind.choices)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a reviewer stands: "12 of 87". What they decided since they signed in counts as part of the way."""

    place: int
    total: int
    waiting: int

    @property
    def decided(self) -> int:
        return self.total - self.waiting


def progress_of(suggestion: Suggestion, matching: SuggestionQuerySet, user: User, since: datetime) -> Progress:
    """The place of this suggestion among those that match and wait, or were decided by `user` since then."""
    waits = Q(decision=Decision.PENDING)
    counted = matching.filter(waits | Q(decided_by=user, decided_at__gte=since) | Q(pk=suggestion.pk))
    numbers = counted.order_by().aggregate(
        place=Count("pk", filter=_before(suggestion)), total=Count("pk"), waiting=Count("pk", filter=waits)
    )
    return Progress(numbers["place"] + 1, max(numbers["total"], 1), numbers["waiting"])


def following(suggestion: Suggestion, waiting: SuggestionQuerySet) -> SuggestionQuerySet:
    """Those that come after it in the order of review."""
    same = Q(article=suggestion.article_id, position=suggestion.position, pk__gt=suggestion.pk)
    later = Q(article=suggestion.article_id, position__gt=suggestion.position)
    return waiting.filter(Q(article__gt=suggestion.article_id) | later | same).in_review_order()


def preceding(suggestion: Suggestion, waiting: SuggestionQuerySet) -> SuggestionQuerySet:
    """Those that come before it, the nearest first."""
    return waiting.filter(_before(suggestion)).in_review_order().reverse()


def _before(suggestion: Suggestion) -> Q:
    same = Q(article=suggestion.article_id, position=suggestion.position, pk__lt=suggestion.pk)
    earlier = Q(article=suggestion.article_id, position__lt=suggestion.position)
    return Q(article__lt=suggestion.article_id) | earlier | same
