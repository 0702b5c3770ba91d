from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogues.api.changing import ChangeableViewSet, ChangeSerializer
from dialogues.api.citation import CitationSerializer, read_cited
from dialogues.api.pagination import Key
from dialogues.api.partial_date import PartialDateField
from dialogues.api.party import SideField, codes_of
from dialogues.api.record import (
    PublicRecordSerializer,
    address,
    final_record,
    moved,
    only_record,
    withdrawn,
)
from dialogues.models import Citation, Outcome, OutcomeStatus
from dialogues.models.outcome_status import current_state
from dialogues.models.vocabularies import Publication
from dialogues.queries.citations import SUPPORTING
from dialogues.queries.filters import OutcomeFilter, published_outcomes
from dialogues.queries.overdue import is_overdue


class BriefOutcomeSerializer(PublicRecordSerializer[Outcome]):
    """An outcome as it stands under its dialogue. `state` is the current one, null when none is recorded."""

    resource = "outcome"
    state = serializers.CharField(read_only=True)

    class Meta:
        model = Outcome
        fields = ["id", "url", "web_url", "title", "kind", "state"]


class OutcomeStatusSerializer(serializers.ModelSerializer[OutcomeStatus]):
    """One entry of the history. `party` only when it concerns one side alone; `supersedes` is the entry it corrects."""

    id = serializers.CharField(source="public_id")
    effective_on = PartialDateField()
    party = serializers.CharField(source="party_id")
    supersedes = serializers.SerializerMethodField()

    class Meta:
        model = OutcomeStatus
        fields = [
            "id",
            "sequence",
            "state",
            "state_as_stated",
            "effective_on",
            "assessed_on",
            "party",
            "confidence",
            "rationale",
            "supersedes",
        ]

    def get_supersedes(self, status: OutcomeStatus) -> str | None:
        return status.supersedes.public_id if status.supersedes is not None else None


class OutcomeSerializer(PublicRecordSerializer[Outcome]):
    """An outcome as it stands in a list, with its history, oldest entry first."""

    resource = "outcome"
    stated_by = serializers.SerializerMethodField()
    obliged = serializers.SerializerMethodField()
    deadline = PartialDateField()
    state = serializers.CharField()
    overdue = serializers.SerializerMethodField()
    statuses = OutcomeStatusSerializer(many=True)
    dialogue = serializers.SerializerMethodField()
    uncited = serializers.BooleanField()

    class Meta:
        model = Outcome
        fields = [
            "id",
            "url",
            "web_url",
            "title",
            "kind",
            "kind_as_stated",
            "summary",
            "text_as_stated",
            "basis",
            "stated_by",
            "obliged",
            "deadline",
            "deadline_as_stated",
            "state",
            "overdue",
            "statuses",
            "dialogue",
            "uncited",
            "updated_at",
            "version",
        ]

    def get_stated_by(self, outcome: Outcome) -> list[str]:
        return codes_of(outcome.stated_by, outcome.dialogue)

    def get_obliged(self, outcome: Outcome) -> list[str]:
        return codes_of(outcome.obliged, outcome.dialogue)

    def get_overdue(self, outcome: Outcome) -> bool:
        state: str | None = outcome.state  # type: ignore[attr-defined] # annotated by the view
        return is_overdue(outcome, state, timezone.now().date())

    def get_dialogue(self, outcome: Outcome) -> dict[str, Any]:
        request, dialogue = self.context["request"], outcome.dialogue
        return {
            "id": dialogue.public_id,
            "url": address(request, "dialogue", dialogue.public_id),
            "web_url": request.build_absolute_uri(dialogue.get_absolute_url()),
            "title": dialogue.title,
            "parties": list(dialogue.side_codes),
            "start_date": str(dialogue.start_date),
        }


class OutcomeDetailSerializer(OutcomeSerializer):
    """An outcome with the citations of it and of its history. Its context has the `cited` of `read_cited`."""

    topics = serializers.SerializerMethodField()
    citations = serializers.SerializerMethodField()

    class Meta(OutcomeSerializer.Meta):
        fields = [*OutcomeSerializer.Meta.fields[:-2], "topics", "citations", "updated_at", "version"]

    def get_topics(self, outcome: Outcome) -> list[dict[str, str]]:
        return [{"id": topic.public_id, "name": topic.name} for topic in outcome.topics.all()]

    def get_citations(self, _: Outcome) -> Any:
        return CitationSerializer(self.context["cited"].sentences, many=True, context=self.context).data


class OutcomeChange(ChangeSerializer):
    """What a client may change of an outcome itself; what became of it is a new status."""

    stated_by = SideField()
    obliged = SideField()
    deadline = PartialDateField(allow_null=True)

    class Meta:
        model = Outcome
        fields = [
            "title",
            "kind",
            "kind_as_stated",
            "summary",
            "text_as_stated",
            "basis",
            "stated_by",
            "obliged",
            "deadline",
            "deadline_as_stated",
        ]


class OutcomeViewSet(ChangeableViewSet[Outcome]):
    """Published outcomes of published dialogues."""

    serializer_class = OutcomeSerializer
    change_serializer_class = OutcomeChange
    filterset_class = OutcomeFilter
    orderings = {"start_date": Key.of_date("dialogue__start_date_earliest"), "updated_at": Key.of_time("updated_at")}
    default_ordering = "-start_date"

    def get_queryset(self) -> QuerySet[Outcome]:
        return _with_parts(published_outcomes())

    def retrieve(self, request: Request, public_id: str) -> Response:
        self.filter_queryset(Outcome.objects.none())
        found: Outcome = _of_a_public_dialogue(final_record(Outcome.objects.select_related("dialogue"), public_id))
        if found.public_id != public_id:
            return moved(request, "outcome", found.public_id)
        return self.shown(request, public_id)

    def changeable(self, public_id: str) -> Outcome:
        return _of_a_public_dialogue(only_record(Outcome.objects.select_related("dialogue"), public_id))

    def shown(self, request: Request, public_id: str) -> Response:
        outcome = _with_parts(Outcome.objects.filter(public_id=public_id)).get()
        cited = read_cited({"outcome": [outcome], "outcome_status": outcome.statuses.all()})
        context = {**self.get_serializer_context(), "cited": cited}
        return Response(OutcomeDetailSerializer(outcome, context=context).data)


def _of_a_public_dialogue(outcome: Outcome) -> Outcome:
    if outcome.dialogue.publication == Publication.DRAFT:
        raise Http404
    if outcome.dialogue.publication == Publication.WITHDRAWN:
        raise withdrawn(outcome.dialogue)
    return outcome


def _with_parts(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    supported = Citation.objects.filter(outcome=OuterRef("pk"), stance__in=SUPPORTING)
    statuses = OutcomeStatus.objects.select_related("supersedes").order_by("sequence")
    return (
        outcomes.select_related("dialogue")
        .annotate(state=current_state(), uncited=~Exists(supported))
        .prefetch_related(Prefetch("statuses", statuses))
    )
