"""Filters of the lists that are no plain field. Counts beside their choices would cost a query each: there are none."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from dialogues.models import OutcomeStatus, Participation, Snapshot, Tenure
from dialogues.models.outcome_status import current_state
from dialogues.models.references import none_of
from dialogues.models.relation import TARGETS
from dialogues.models.vocabularies import OutcomeState
from dialogues.queries import staff_lists
from dialogues.queries.overdue import not_overdue, overdue

Choices = Sequence[tuple[str, str]]


class StatedValues(admin.AllValuesFieldListFilter):
    """The values that there are; the empty one gets a name, or its link would have none."""

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "(none)"}


class ListFilter(admin.SimpleListFilter):
    """A filter that refuses a value that it does not offer, instead of leaving it out silently."""

    def value(self) -> str | None:
        value = super().value()
        if value is not None and value not in {str(key) for key, _ in self.lookup_choices}:
            raise IncorrectLookupParameters(f"{self.title}: {value}")
        return value

    def has_output(self) -> bool:
        """Also with nothing to choose, when something was chosen: else it would be left out."""
        return super().has_output() or bool(self.used_parameters)

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        counted, changelist.add_facets = changelist.add_facets, False
        try:
            yield from super().choices(changelist)
        finally:
            changelist.add_facets = counted


class Ticked(ListFilter):
    """One question, answered by yes or no."""

    words: ClassVar[tuple[str, str]] = ("yes", "no")

    def condition(self) -> Q:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return list(zip(("yes", "no"), self.words, strict=True))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(self.condition() if value == "yes" else ~self.condition())


class Pair(ListFilter):
    """The two sides. Offered are the pairs that have a dialogue."""

    title = "pair"
    parameter_name = "pair"
    # From the row to its sides.
    path = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("-".join(both), "–".join(both)) for both in staff_lists.pairs()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        side_a, side_b = value.split("-")
        return queryset.filter(**{f"{self.path}side_a": side_a, f"{self.path}side_b": side_b})


class PairOfDialogue(Pair):
    path = "dialogue__"


class State(ListFilter):
    """The state last recorded for an outcome as a whole."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [*OutcomeState.choices, ("none", "not recorded")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        if value == "none":
            return queryset.exclude(Exists(OutcomeStatus.objects.filter(outcome=OuterRef("pk"), party=None)))
        in_state: QuerySet[Any] = queryset.alias(listed_state=current_state()).filter(listed_state=value)
        return in_state


class Overdue(ListFilter):
    title = "deadline"
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", "overdue"), ("no", "not overdue")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rule = {"yes": overdue, "no": not_overdue}.get(self.value() or "")
        return queryset if rule is None else rule(queryset, timezone.now().date())


def uncited(subject: str) -> type[Ticked]:
    """The filter for records of this kind that no source supports."""

    class Uncited(Ticked):
        title = "sources"
        parameter_name = "uncited"
        words = ("uncited", "cited")

        def condition(self) -> Q:
            return staff_lists.is_uncited(subject)

    return Uncited


def suggestions_waiting(reference: str) -> type[Ticked]:
    """The filter for records with suggestions that wait; `reference` leads from a suggestion to the record."""

    class SuggestionsWaiting(Ticked):
        title = "suggestions"
        parameter_name = "suggestions"
        words = ("waiting for review", "none waiting")

        def condition(self) -> Q:
            return staff_lists.has_suggestions_waiting(reference)

    return SuggestionsWaiting


def empty(field: str, title: str, words: tuple[str, str]) -> type[Ticked]:
    """The filter for records in which a field is empty (the first of `words`), or not."""

    class Empty(Ticked):
        parameter_name = f"no_{field}"

        def condition(self) -> Q:
            return Q(**{f"{field}__isnull": True})

    Empty.title, Empty.words = title, words
    return Empty


class Offices(Ticked):
    """People of whom the record does not know which post they held."""

    title = "offices"
    parameter_name = "no_tenure"
    words = ("none known", "known")

    def condition(self) -> Q:
        return ~Q(Exists(Tenure.objects.filter(person=OuterRef("pk"))))


class TookPart(Ticked):
    """People by whether they took part in a dialogue of the record."""

    title = "took part"
    parameter_name = "took_part"

    def condition(self) -> Q:
        return Q(Exists(Participation.objects.filter(person=OuterRef("pk"))))


class Decided(Ticked):
    """Conflicts of the sources by whether somebody has given the reason for the value that is kept."""

    title = "decision"
    parameter_name = "decided"
    words = ("decided", "open")

    def condition(self) -> Q:
        return ~Q(resolution="")


class Resolved(Ticked):
    """Lineage by whether the record holds its target."""

    title = "target"
    parameter_name = "resolved"
    words = ("in the record", "only as stated")

    def condition(self) -> Q:
        return ~none_of(TARGETS)


class Undone(Ticked):
    title = "undone"
    parameter_name = "undone"

    def condition(self) -> Q:
        return Q(undone_at__isnull=False)


class TextKept(Ticked):
    """Snapshots by whether the text is kept that citations quote."""

    title = "text"
    parameter_name = "text_kept"
    words = ("kept", "not kept")

    def condition(self) -> Q:
        return Q(text__isnull=False)


class NewerVersion(admin.SimpleListFilter):
    """Articles of which a newer version waits for staff."""

    title = "newer version"
    parameter_name = "newer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("held_back", "Held back for staff"), ("problem", "Could not be taken in")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        match self.value():
            case "held_back":
                held_back = Snapshot.objects.exclude(held_back_because="").filter(article=OuterRef("pk"))
                return queryset.filter(Exists(held_back))
            case "problem":
                return queryset.exclude(update_problem="")
            case _:
                return queryset


class Merged(Ticked):
    """Records that went into another one still answer under their addresses."""

    title = "merged"
    parameter_name = "merged"
    words = ("into another", "not merged")

    def condition(self) -> Q:
        return Q(merged_into__isnull=False)
