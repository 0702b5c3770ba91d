"""The filter of the queue as its address has it: fields with counts, chips, and the addresses that keep it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from dialogues.models import Suggestion
from dialogues.models.suggestion import SuggestionQuerySet
from dialogues.queries.review_queue import CHOICES, FILTERS, SEARCH, Choice, SuggestionFilter, choices_of, chosen
from dialogues.web.filters import Chip, printable

LABELS: Final = {"article": "Article", "mechanism": "Mechanism", "kind": "Kind", "confidence": "Confidence"}


@dataclass(frozen=True)
class FilterField:
    """A select of the filter form."""

    name: str
    label: str
    value: str
    choices: list[Choice]

    @property
    def value_in_words(self) -> str:
        return next((choice.label for choice in self.choices if choice.value == self.value), self.value)


class QueueFilter:
    """What the query of a request asks for. A parameter with an error selects nothing and is shown with its error."""

    def __init__(self, request: HttpRequest) -> None:
        given = printable(request.GET)
        self.query = QueryDict(mutable=True)
        for name in FILTERS:
            values = [value for value in given.getlist(name) if value.strip()]
            if values:
                self.query.setlist(name, values)
        form = SuggestionFilter(self.query, queryset=Suggestion.objects.none()).form
        self.valid: bool = form.is_valid()
        self.errors = [f"{field.label}: {' '.join(map(str, field.errors))}" for field in form if field.errors]
        self.values: dict[str, str] = {name: value for name, value in form.cleaned_data.items() if value}

    def matching(self) -> SuggestionQuerySet:
        """All suggestions that match, whether decided or not, in the order of review."""
        return chosen(Suggestion.objects.in_review_order(), self.values)

    def waiting(self) -> SuggestionQuerySet:
        """Those of them that wait for a decision."""
        return self.matching().pending()

    def address(self, name: str, *arguments: str, **parameters: str) -> str:
        """An address in the queue that keeps the filter."""
        query = {**parameters, **self.query.dict()}
        return reverse(name, args=arguments, query=query or None)

    @property
    def suffix(self) -> str:
        """What keeps the filter at the end of an address without a query."""
        return f"?{self.query.urlencode()}" if self.query else ""

    @property
    def further(self) -> str:
        """The same for an address that has a query."""
        return f"&{self.query.urlencode()}" if self.query else ""

    @property
    def search(self) -> str:
        return self.values.get(SEARCH, "")

    @cached_property
    def fields(self) -> list[FilterField]:
        """The selects, each with the counts that the other filters leave."""
        return [
            FilterField(name, LABELS[name], self.values.get(name, ""), choices_of(name, self.values))
            for name in CHOICES
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        """The active filters in words, each with the query without it."""
        active = [(field.name, field.label, field.value_in_words) for field in self.fields if field.value]
        if self.search:
            active.append((SEARCH, "Words", self.search))
        return [Chip(label, value, self._without(name)) for name, label, value in active]

    def _without(self, name: str) -> str:
        rest = self.query.copy()
        rest.pop(name, None)
        return rest.urlencode()
