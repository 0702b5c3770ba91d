from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dialogues.api.changing import ChangeableViewSet, ChangeSerializer
from dialogues.api.citation import CitationSerializer, Cited, read_cited
from dialogues.api.outcome import BriefOutcomeSerializer
from dialogues.api.pagination import Key
from dialogues.api.partial_date import PartialDateField
from dialogues.api.participation import DelegationCountSerializer, ParticipationSerializer, is_public
from dialogues.api.party import PartySerializer
from dialogues.api.record import PublicRecordSerializer, final_record, moved, only_record
from dialogues.models import Dialogue, Mechanism, Participation
from dialogues.models.outcome_status import current_state
from dialogues.queries.delegations import CHAIRS
from dialogues.queries.disagreements import disagreements
from dialogues.queries.displayed_dates import displayed_dates
from dialogues.queries.filters import DialogueFilter, published_dialogues, published_outcomes


class DialogueSerializer(PublicRecordSerializer[Dialogue]):
    """A dialogue as it stands in a list."""

    resource = "dialogue"
    parties = serializers.SerializerMethodField()
    mechanism = serializers.SerializerMethodField()
    start_date = PartialDateField()
    end_date = PartialDateField()
    date_display = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField()
    co_chairs = serializers.SerializerMethodField()
    outcomes = BriefOutcomeSerializer(many=True, source="published_outcomes")

    class Meta:
        model = Dialogue
        fields = [
            "id",
            "url",
            "web_url",
            "title",
            "kind",
            "ordinal",
            "status",
            "parties",
            "mechanism",
            "start_date",
            "end_date",
            "date_display",
            "place",
            "co_chairs",
            "outcomes",
            "updated_at",
            "version",
        ]

    def get_parties(self, dialogue: Dialogue) -> Any:
        return PartySerializer([dialogue.side_a, dialogue.side_b], many=True).data

    def get_mechanism(self, dialogue: Dialogue) -> dict[str, str] | None:
        mechanism = dialogue.mechanism
        if mechanism is None or not is_public(mechanism):
            return None
        return {"id": mechanism.public_id, "name": mechanism.name}

    def get_date_display(self, dialogue: Dialogue) -> str:
        return displayed_dates(dialogue.start_date, dialogue.end_date)

    def get_place(self, dialogue: Dialogue) -> dict[str, str]:
        return {name: getattr(dialogue, name) for name in ("city", "country", "venue", "mode")}

    def get_co_chairs(self, dialogue: Dialogue) -> Any:
        chairs = [one for one in dialogue.participations.all() if one.role in CHAIRS]
        return ParticipationSerializer(chairs, many=True).data


class DialogueDetailSerializer(DialogueSerializer):
    """A dialogue with everything that this API says of it. Its context has the `cited` of `read_cited`."""

    participants = ParticipationSerializer(many=True, source="participations")
    delegation_counts = DelegationCountSerializer(many=True)
    topics = serializers.SerializerMethodField()
    conflicts = serializers.SerializerMethodField()
    citations = serializers.SerializerMethodField()

    class Meta(DialogueSerializer.Meta):
        fields = [
            *DialogueSerializer.Meta.fields[:-2],
            "summary",
            "topics",
            "participants",
            "delegation_counts",
            "conflicts",
            "citations",
            "updated_at",
            "version",
        ]

    def get_topics(self, dialogue: Dialogue) -> list[dict[str, str]]:
        return [{"id": topic.public_id, "name": topic.name} for topic in dialogue.topics.all()]

    def get_conflicts(self, dialogue: Dialogue) -> list[dict[str, Any]]:
        """Where sources disagree: each stated value with the IDs of the citations that state it."""
        book = self._cited.book
        found = disagreements(
            dialogue.conflicts.all(), dict(book.sentences_by_conflict), book.about("dialogue", dialogue.pk)
        )
        return [
            {
                "field": one.field,
                "subject": one.subject,
                "resolution": one.resolution,
                "values": [
                    {
                        "value": stated.value,
                        "kept": stated.kept,
                        "citations": [sentence.citation.public_id for sentence in stated.sentences],
                    }
                    for stated in one.values
                ],
            }
            for one in found
        ]

    def get_citations(self, dialogue: Dialogue) -> Any:
        sentences: Any = self._cited.sentences
        return CitationSerializer(sentences, many=True, context=self.context).data

    @property
    def _cited(self) -> Cited:
        cited: Cited = self.context["cited"]
        return cited


class DialogueChange(ChangeSerializer):
    """What a client may change of a dialogue itself."""

    mechanism = serializers.SlugRelatedField(
        slug_field="public_id",
        queryset=Mechanism.objects.published().not_merged(),
        allow_null=True,
        error_messages={"does_not_exist": "no public mechanism has this ID", "invalid": "give the ID of a mechanism"},
    )
    start_date = PartialDateField()
    end_date = PartialDateField(allow_null=True)

    class Meta:
        model = Dialogue
        fields = [
            "title",
            "kind",
            "kind_as_stated",
            "ordinal",
            "status",
            "mechanism",
            "start_date",
            "end_date",
            "time_zone",
            "city",
            "country",
            "venue",
            "mode",
            "summary",
        ]


class DialogueViewSet(ChangeableViewSet[Dialogue]):
    """Published dialogues."""

    serializer_class = DialogueSerializer
    change_serializer_class = DialogueChange
    filterset_class = DialogueFilter
    orderings = {"start_date": Key.of_date("start_date_earliest"), "updated_at": Key.of_time("updated_at")}
    default_ordering = "-start_date"

    def get_queryset(self) -> QuerySet[Dialogue]:
        chairs = _participations().filter(role__in=CHAIRS)
        return _with_parts(published_dialogues()).prefetch_related(Prefetch("participations", chairs))

    def retrieve(self, request: Request, public_id: str) -> Response:
        self.filter_queryset(Dialogue.objects.none())
        found: Dialogue = final_record(Dialogue.objects.all(), public_id)
        if found.public_id != public_id:
            return moved(request, "dialogue", found.public_id)
        return self.shown(request, public_id)

    def changeable(self, public_id: str) -> Dialogue:
        return only_record(Dialogue.objects.all(), public_id)

    def shown(self, request: Request, public_id: str) -> Response:
        rows = _with_parts(Dialogue.objects.filter(public_id=public_id)).prefetch_related(
            Prefetch("participations", _participations()), "delegation_counts", "conflicts", "topics"
        )
        dialogue = rows.get()
        cited = read_cited(
            {
                "dialogue": [dialogue],
                "participation": dialogue.participations.all(),
                "delegation_count": dialogue.delegation_counts.all(),
            }
        )
        context = {**self.get_serializer_context(), "cited": cited}
        return Response(DialogueDetailSerializer(dialogue, context=context).data)


def _participations() -> QuerySet[Participation]:
    return Participation.objects.select_related(
        "person", "organization", "acting_for__person", "acting_for__organization"
    ).order_by("id")


def _with_parts(dialogues: QuerySet[Dialogue]) -> QuerySet[Dialogue]:
    outcomes = published_outcomes().annotate(state=current_state()).order_by("id")
    return dialogues.select_related("side_a", "side_b", "mechanism").prefetch_related(
        Prefetch("outcomes", outcomes, to_attr="published_outcomes")
    )
