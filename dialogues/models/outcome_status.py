from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from dialogues.models.composite_key import SharedForeignKey, key_with
from dialogues.models.history import tracked
from dialogues.models.outcome import Outcome
from dialogues.models.partial_date import PartialDateField, partial_date_bound, partial_date_check
from dialogues.models.party import Party
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.sides import of_a_side
from dialogues.models.vocabularies import Confidence, OutcomeState

# A status that goes over with its outcome takes another place in another history: the one exception to "append-only".
PLACES_IN_HISTORY: Final = "dialogues.OutcomeStatus:status_keeps_its_place"


@tracked(part_of=["outcome"])
class OutcomeStatus(Record):
    """One entry of the append-only history of what became of an outcome.

    `sequence` counts from 1 without gaps; the database sets it. A correction is a new entry that `supersedes` the old.
    """

    public_id = PublicIdField("sta")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="statuses")
    sequence = models.PositiveIntegerField(editable=False, default=0)
    state = models.CharField(max_length=16, choices=OutcomeState.choices)
    state_as_stated = models.CharField(max_length=120, blank=True)
    effective_on = PartialDateField(null=True, blank=True)
    effective_on_earliest = partial_date_bound("effective_on", "earliest")
    assessed_on = models.DateField(null=True, blank=True)
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    party = models.ForeignKey(
        Party,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Only when it concerns one side alone.",
    )
    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.MEDIUM)
    rationale = models.TextField(blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        ordering = ["outcome", "sequence"]
        verbose_name_plural = "outcome statuses"
        constraints = [
            partial_date_check("effective_on", "%(app_label)s_%(class)s_effective_on_form"),
            models.UniqueConstraint(
                fields=["outcome", "sequence"],
                name="%(app_label)s_%(class)s_sequence_once",
                violation_error_message="Status: two entries of one outcome cannot have the same place in its history.",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")),
                name="%(app_label)s_%(class)s_not_superseding_itself",
                violation_error_message="Supersedes: an entry does not correct itself.",
            ),
            key_with("outcome", name="%(app_label)s_%(class)s_with_its_outcome"),
            SharedForeignKey(
                reference="supersedes",
                shared=["outcome"],
                name="%(app_label)s_%(class)s_supersedes_its_own_outcome",
                violation_error_message="Supersedes: choose an entry of the same outcome's history.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="status_takes_next_place",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func=pgtrigger.Func(
                    """
                    -- The lock makes two entries for one outcome take their places one after the other.
                    PERFORM 1 FROM dialogues_outcome WHERE id = NEW.outcome_id FOR UPDATE;
                    SELECT COALESCE(MAX(sequence), 0) + 1 INTO NEW.sequence
                    FROM dialogues_outcomestatus WHERE outcome_id = NEW.outcome_id;
                    RETURN NEW;
                    """
                ),
            ),
            pgtrigger.Trigger(
                name="status_keeps_its_place",
                operation=pgtrigger.UpdateOf("outcome_id", "sequence", "state"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__outcome__df=pgtrigger.F("new__outcome"))
                | pgtrigger.Q(old__sequence__df=pgtrigger.F("new__sequence"))
                | pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=pgtrigger.Func(
                    """
                    RAISE EXCEPTION 'Status: the history is append-only; add an entry that supersedes this one.'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcomestatus_append_only';
                    """
                ),
            ),
            pgtrigger.Trigger(
                name="history_without_gaps",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=pgtrigger.Func(
                    """
                    IF (SELECT COUNT(*) <> COALESCE(MAX(sequence), 0)
                        FROM dialogues_outcomestatus WHERE outcome_id = OLD.outcome_id) THEN
                        RAISE EXCEPTION 'Status: without entry % the history would have a gap.', OLD.sequence
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcomestatus_without_gaps';
                    END IF;
                    RETURN NULL;
                    """
                ),
            ),
            of_a_side("Leave it empty when the status concerns both.", parent="outcome"),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


def current_state() -> Subquery:
    """For annotating outcomes: the state last recorded for the outcome as a whole, or NULL."""
    history = OutcomeStatus.objects.filter(outcome=OuterRef("pk"), party__isnull=True).order_by("-sequence")
    return Subquery(history.values("state")[:1])
