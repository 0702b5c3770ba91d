"""The filters of the record: one filter set a resource, for the page, the API, the feed and the export alike.

Give a filter set rows that the public may see (`published_dialogues`, `published_outcomes`). Each row comes at most
once, whatever the parameters: conditions on other tables are EXISTS, never joins that multiply.
"""

from typing import Any, Final

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dialogues.models import Dialogue, Mechanism, Outcome, Topic
from dialogues.models.outcome_status import current_state
from dialogues.models.vocabularies import (
    ArticleStage,
    DialogueKind,
    DialogueStatus,
    Mode,
    OutcomeKind,
    OutcomeState,
    Publication,
    Side,
)
from dialogues.queries.filter_fields import (
    CountryField,
    FilterForm,
    PairField,
    PartialDateField,
    PartyField,
    PublicIdField,
    StatedByField,
    TermField,
)
from dialogues.queries.overdue import not_overdue, overdue

YES_OR_NO: Final = (("true", "yes"), ("false", "no"))
DATE_HELP: Final = "A year, a month or a day, e.g. 2015, 2015-12 or 2015-12-01."

# The values of a filter form that are not errors, by parameter; what was not given is None or an empty text.
Values = dict[str, Any]


def published_dialogues() -> QuerySet[Dialogue]:
    """What the public sees, newest first. A merged dialogue is seen as the one that it went into."""
    return Dialogue.objects.published().not_merged().newest_first()


def published_outcomes() -> QuerySet[Outcome]:
    """What the public sees: an outcome of a draft or withdrawn dialogue is not, even if it is published itself."""
    visible = Outcome.objects.published().not_merged()
    return visible.filter(dialogue__publication=Publication.PUBLISHED, dialogue__merged_into__isnull=True)


def filter_by(field: type[forms.Field], label: str, **options: Any) -> django_filters.Filter:
    """A filter whose value `field` reads. What it selects stands in its filter set's `select`."""
    made = django_filters.Filter(label=label, **options)
    made.field_class = field
    return made


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """What dialogues and outcomes can both be filtered by. A parameter that is empty or not given changes nothing."""

    pair = filter_by(PairField, "Pair", help_text="Two party codes, e.g. CN-US.")
    party = filter_by(PartyField, "Party", help_text="A party code, e.g. CN or EU.")
    mechanism = filter_by(PublicIdField, "Mechanism", prefix="mec", queryset=Mechanism.objects.published().not_merged())
    # `from` is a word of Python, so it cannot be the name of an attribute.
    locals()["from"] = filter_by(PartialDateField, "From", help_text=DATE_HELP)
    to = filter_by(PartialDateField, "To", help_text=DATE_HELP)

    class Meta:
        form = FilterForm

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that match every parameter without an error."""
        values = dict.fromkeys(self.filters) | {
            name: value for name, value in self.form.cleaned_data.items() if value != ""
        }
        return self.select(queryset, values)

    def select(self, queryset: QuerySet[Any], values: Values) -> QuerySet[Any]:
        raise NotImplementedError


class DialogueFilter(RecordFilter):
    """Filters of dialogues. `outcome_kind` and `outcome_state` given together speak of the same outcome."""

    kind = filter_by(TermField, "Kind", choices=DialogueKind.choices)
    status = filter_by(TermField, "Status", choices=DialogueStatus.choices)
    mode = filter_by(TermField, "Mode", choices=Mode.choices)
    country = filter_by(CountryField, "Country", help_text="Where it was held: ISO 3166-1 alpha-2, e.g. US.")
    outcome_kind = filter_by(TermField, "Outcome kind", choices=OutcomeKind.choices)
    outcome_state = filter_by(TermField, "Outcome state", choices=OutcomeState.choices)
    topic = filter_by(PublicIdField, "Topic", prefix="top", queryset=Topic.objects.all())

    def select(self, queryset: QuerySet[Dialogue], values: Values) -> QuerySet[Dialogue]:
        queryset = queryset.filter(at_dialogue(values))
        for name in ("kind", "status", "mode", "country"):
            if values[name]:
                queryset = queryset.filter(**{name: values[name]})
        if values["outcome_kind"] or values["outcome_state"]:
            queryset = queryset.filter(has_outcome(values["outcome_kind"], values["outcome_state"]))
        if values["topic"]:
            queryset = queryset.filter(about_topic(values["topic"]))
        return queryset


class OutcomeFilter(RecordFilter):
    """Filters of outcomes. Pair, party, mechanism and dates are those of the outcome's dialogue."""

    kind = filter_by(TermField, "Kind", choices=OutcomeKind.choices)
    state = filter_by(TermField, "State", choices=OutcomeState.choices)
    dialogue = filter_by(PublicIdField, "Dialogue", prefix="dlg", queryset=Dialogue.objects.published().not_merged())
    stated_by = filter_by(StatedByField, "Stated by", help_text="both, or the code of the one side that stated it.")
    overdue = filter_by(TermField, "Overdue", choices=YES_OR_NO)

    def select(self, queryset: QuerySet[Outcome], values: Values) -> QuerySet[Outcome]:
        queryset = queryset.filter(at_dialogue(values, "dialogue__"))
        if values["kind"]:
            queryset = queryset.filter(kind=values["kind"])
        if values["state"]:
            queryset = queryset.alias(filtered_state=current_state()).filter(filtered_state=values["state"])
        if values["dialogue"]:
            queryset = queryset.filter(dialogue=values["dialogue"])
        if values["stated_by"]:
            queryset = queryset.filter(stated_by(values["stated_by"]))
        if values["overdue"]:
            rule = overdue if values["overdue"] == "true" else not_overdue
            queryset = rule(queryset, timezone.now().date())
        return queryset


class ArticleFilter(django_filters.FilterSet):  # type: ignore[misc] # the package has no types
    """Filters of articles, for staff: how far they have come."""

    stage = filter_by(TermField, "Stage", choices=ArticleStage.choices)

    class Meta:
        form = FilterForm


def at_dialogue(values: Values, path: str = "") -> Q:
    """The condition on a dialogue that the parameters of `RecordFilter` make.

    `path` leads from the filtered row to its dialogue, e.g. "dialogue__". Dates match when the dialogue's own can
    overlap them: a dialogue that is only known to have been in December 2015 matches each day of that month.
    """
    condition = Q()
    if values["pair"]:
        side_a, side_b = values["pair"]
        condition &= Q((f"{path}side_a", side_a), (f"{path}side_b", side_b))
    if values["party"]:
        condition &= Q((f"{path}side_a", values["party"])) | Q((f"{path}side_b", values["party"]))
    if values["mechanism"]:
        condition &= Q((f"{path}mechanism", values["mechanism"]))
    if values["from"]:
        first = values["from"].earliest
        # The end, when it is known, is not before the start; so only without one does the start decide.
        condition &= Q((f"{path}end_date_latest__gte", first)) | Q(
            (f"{path}end_date_latest__isnull", True), (f"{path}start_date_latest__gte", first)
        )
    if values["to"]:
        condition &= Q((f"{path}start_date_earliest__lte", values["to"].latest))
    return condition


def has_outcome(kind: str | None, state: str | None) -> Exists:
    """Whether the dialogue has a published outcome of this kind whose current state is this one."""
    outcomes = Outcome.objects.published().not_merged().filter(dialogue=OuterRef("pk"))
    if kind:
        outcomes = outcomes.filter(kind=kind)
    if state:
        outcomes = outcomes.alias(filtered_state=current_state()).filter(filtered_state=state)
    return Exists(outcomes)


def about_topic(topic: Topic) -> Q:
    """Whether the dialogue, or a published outcome of it, has this topic or one directly under it."""
    chosen = Q(topic=topic) | Q(topic__parent=topic)
    of_dialogue = Dialogue.topics.through.objects.filter(chosen, dialogue=OuterRef("pk"))
    of_outcome = Outcome.topics.through.objects.filter(
        chosen,
        outcome__dialogue=OuterRef("pk"),
        outcome__publication=Publication.PUBLISHED,
        outcome__merged_into=None,
    )
    return Q(Exists(of_dialogue)) | Q(Exists(of_outcome))


def stated_by(who: str) -> Q:
    """Outcomes that both sides stated, or that the one side with this code did and the other did not."""
    if who == Side.BOTH:
        return Q(stated_by=Side.BOTH)
    return Q(stated_by=Side.A, dialogue__side_a=who) | Q(stated_by=Side.B, dialogue__side_b=who)
