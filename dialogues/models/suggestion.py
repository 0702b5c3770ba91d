from typing import Final, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Now

from dialogues.models.article import Article
from dialogues.models.composite_key import key_with
from dialogues.models.dialogue import Dialogue
from dialogues.models.double_coding import DoubleCoding
from dialogues.models.extraction import Extraction
from dialogues.models.history import tracked
from dialogues.models.outcome import Outcome
from dialogues.models.participation import Participation
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.snapshot import Snapshot
from dialogues.models.user import User
from dialogues.models.vocabularies import CitationStance, Decision, RejectionReason, SuggestionKind

# How a reason begins that names several records which fit alike, of which linking has chosen none.
UNDECIDED: Final = "not decided between"
# What was extracted does not change; what people decide on it does.
DECISION_FIELDS: Final = (
    "id",
    "public_id",
    "article",
    "kind",
    "matched_dialogue",
    "matched_participation",
    "matched_outcome",
    "decision",
    "decided_by",
    "decided_at",
    "rejection_reason",
    "accepted_payload",
    "written",
    "edit_distance",
    "undo_note",
)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def pending(self) -> Self:
        return self.filter(decision=Decision.PENDING)

    def in_review_order(self) -> Self:
        """Oldest article first; within one, in the order in which they build on each other."""
        return self.order_by("article_id", "position", "id")

    def free_for(self, user: User) -> Self:
        """Not claimed by somebody else, by the clock of the database."""
        nobody = Q(locked_by__isnull=True) | Q(locked_until__isnull=True) | Q(locked_until__lte=Now())
        return self.filter(nobody | Q(locked_by=user))

    def with_claim(self) -> Self:
        """Each with `is_claimed`: whether somebody's claim on it lasts, by the clock of the database."""
        lasts = Q(locked_by__isnull=False, locked_until__gt=Now())
        return self.annotate(is_claimed=ExpressionWrapper(lasts, output_field=models.BooleanField()))

    def not_double_coded(self) -> Self:
        """Without those of articles that two people are coding: they are decided on by adjudication."""
        return self.filter(~Exists(DoubleCoding.objects.open().filter(article=OuterRef("article"))))


@tracked(part_of=["article"], only=DECISION_FIELDS)
class Suggestion(Record):
    """An extracted fact that waits for a person's decision. What was proposed and what was accepted are both kept.

    `spans` and `evidence` hold [start, end] pairs in the snapshot's text: the first span is the phrase itself,
    evidence says for a field of the payload where it stands. `fingerprint` identifies the fact within its article,
    whatever the version of the extractor, so that what was rejected stays rejected.
    """

    public_id = PublicIdField("sug")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="suggestions")
    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=20, choices=SuggestionKind.choices)
    position = models.PositiveIntegerField(help_text="Place in the order of review within its article.")
    builds_on = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="dependents",
        help_text="The suggested dialogue that this one belongs to.",
    )
    payload = models.JSONField()
    spans = models.JSONField()
    sentence_start = models.PositiveIntegerField()
    sentence_end = models.PositiveIntegerField()
    evidence = models.JSONField(default=dict)
    confidence = models.FloatField()
    rule = models.CharField(max_length=120)
    layers = models.JSONField(
        default=list,
        blank=True,
        db_default=Value([], output_field=models.JSONField()),
        help_text="Who voted for it, and with what confidence; see dialogues/ingest/extract/votes.py.",
    )
    fingerprint = models.CharField(max_length=64)
    matched_dialogue = models.ForeignKey(
        Dialogue, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    matched_participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    matched_outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.SET_NULL, related_name="suggestions"
    )
    match_reason = models.CharField(max_length=300, blank=True)
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    accepted_payload = models.JSONField(null=True, blank=True)
    written = models.JSONField(
        default=list,
        blank=True,
        help_text="What accepting wrote: model and public ID, in the order of writing; for a value that an older row "
        "has got, also its field and what was added.",
    )
    edit_distance = models.FloatField(
        null=True,
        blank=True,
        help_text="How far what was accepted is from what was proposed, 0 to 1; see dialogues/review/edit_distance.py.",
    )
    undo_note = models.CharField(
        max_length=300,
        blank=True,
        db_default="",
        default="",
        help_text="What is left of an acceptance that was undone too late to leave nothing; for the next reviewer.",
    )
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    locked_until = models.DateTimeField(null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "position", "id"]
        indexes = [
            models.Index(fields=["article", "position"], name="suggestion_pending", condition=Q(decision="pending")),
            # What people decided is little beside what waits: the extractor is measured by it alone.
            models.Index(
                fields=["kind", "rule"],
                include=["decision", "rejection_reason", "edit_distance"],
                name="suggestion_decided",
                condition=~Q(decision="pending"),
            ),
        ]
        constraints = [
            key_with("article", name="%(app_label)s_%(class)s_with_its_article"),
            models.UniqueConstraint(
                fields=["article", "fingerprint"],
                name="%(app_label)s_%(class)s_once_per_article",
                violation_error_message="This article has suggested this already.",
            ),
            models.CheckConstraint(
                condition=Q(sentence_end__gte=models.F("sentence_start")),
                name="%(app_label)s_%(class)s_sentence_in_order",
                violation_error_message="Sentence: its end is not before its start.",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.PENDING, decided_at__isnull=True)
                | (~Q(decision=Decision.PENDING) & Q(decided_at__isnull=False)),
                name="%(app_label)s_%(class)s_decided_at_a_time",
                violation_error_message="Decision: a decided suggestion has the time of its decision.",
            ),
            models.CheckConstraint(
                condition=~Q(decision=Decision.REJECTED) | ~Q(rejection_reason=""),
                name="%(app_label)s_%(class)s_rejected_for_a_reason",
                violation_error_message="Rejection: choose a reason.",
            ),
            models.CheckConstraint(
                condition=Q(edit_distance__isnull=True)
                | Q(edit_distance__gte=0, edit_distance__lte=1, decision=Decision.ACCEPTED),
                name="%(app_label)s_%(class)s_edit_distance_of_accepted",
                violation_error_message="Edit distance: from 0 to 1, and only of an accepted suggestion.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="not_while_double_coded",
                operation=pgtrigger.UpdateOf("decision"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__decision="pending") & ~pgtrigger.Q(new__decision="pending"),
                func=pgtrigger.Func(
                    """
                    IF EXISTS (
                        SELECT 1 FROM dialogues_doublecoding AS coded
                        WHERE coded.article_id = NEW.article_id AND coded.state = 'open'
                          AND NOT EXISTS (
                              SELECT 1 FROM dialogues_adjudication
                              WHERE double_coding_id = coded.id AND suggestion_id = NEW.id
                          )
                    ) THEN
                        RAISE EXCEPTION 'Decision: two people are coding this article, and % is not adjudicated.',
                            NEW.public_id
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'dialogues_suggestion_not_while_double_coded';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.article}"

    @property
    def dialogue_in_the_record(self) -> Dialogue | None:
        """The dialogue that this suggestion belongs to, once the record holds it.

        What a reviewer has decided about the dialogue of the article goes before what was matched at first.
        """
        decided = self.builds_on is not None and self.builds_on.decision == Decision.ACCEPTED
        if not decided and self.matched_dialogue is not None:
            return self.matched_dialogue
        return self.builds_on.matched_dialogue if self.builds_on is not None else None

    @property
    def is_undecided_match(self) -> bool:
        """Whether several records fit alike, so that none was matched: `match_reason` names them."""
        return self.match_reason.startswith(UNDECIDED)

    @property
    def proposed_stance(self) -> str:
        """How the text stands to what was matched, in words; empty where nothing was proposed."""
        return dict(CitationStance.choices).get(str(self.payload.get("stance") or ""), "")
