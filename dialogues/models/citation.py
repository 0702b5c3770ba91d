from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dialogues.models.composite_key import SharedForeignKey
from dialogues.models.conflict import Conflict
from dialogues.models.delegation_count import DelegationCount
from dialogues.models.dialogue import Dialogue
from dialogues.models.difference import Difference
from dialogues.models.history import tracked
from dialogues.models.mechanism import Mechanism
from dialogues.models.milestone import Milestone
from dialogues.models.organization import Organization
from dialogues.models.outcome import Outcome
from dialogues.models.outcome_status import OutcomeStatus
from dialogues.models.participation import Participation
from dialogues.models.party import Party
from dialogues.models.person import Person
from dialogues.models.position import Position
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.references import exactly_one
from dialogues.models.relation import Relation
from dialogues.models.snapshot import Snapshot
from dialogues.models.tenure import Tenure
from dialogues.models.vocabularies import CitationStance
from dialogues.text.quotes import CONTEXT_LENGTH

SUBJECTS: Final = (
    "mechanism",
    "dialogue",
    "participation",
    "delegation_count",
    "outcome",
    "outcome_status",
    "milestone",
    "relation",
    "position",
    "difference",
    "organization",
    "person",
    "tenure",
)


@tracked(part_of=SUBJECTS)
class Citation(Record):
    """Why we believe a field of a record: an exact quote of a snapshot, at its offsets.

    `start` and `end` count code points of the snapshot's text, `end` excluded; the database compares the quote with
    the text. The subject is exactly one record; `field` is empty when the citation is about the record as a whole.
    """

    public_id = PublicIdField("cit")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)
    prefix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    suffix = models.CharField(max_length=CONTEXT_LENGTH, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    mechanism = models.ForeignKey(Mechanism, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    dialogue = models.ForeignKey(Dialogue, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    delegation_count = models.ForeignKey(
        DelegationCount, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    outcome = models.ForeignKey(Outcome, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    outcome_status = models.ForeignKey(
        OutcomeStatus, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    milestone = models.ForeignKey(Milestone, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    relation = models.ForeignKey(Relation, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    difference = models.ForeignKey(
        Difference, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="citations"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    tenure = models.ForeignKey(Tenure, null=True, blank=True, on_delete=models.CASCADE, related_name="citations")
    field = models.CharField(max_length=60, blank=True)
    value_as_stated = models.TextField(blank=True)
    stance = models.CharField(max_length=12, choices=CitationStance.choices, default=CitationStance.SUPPORTS)
    conflict = models.ForeignKey(Conflict, null=True, blank=True, on_delete=models.SET_NULL, related_name="citations")
    speaker_party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(SUBJECTS),
                name="%(app_label)s_%(class)s_about_one_record",
                violation_error_message="Citation: it is about exactly one record.",
            ),
            models.CheckConstraint(
                condition=Q(quote="", start__isnull=True, end__isnull=True)
                | (~Q(quote="") & Q(start__isnull=False, end__gt=F("start"))),
                name="%(app_label)s_%(class)s_quote_with_offsets",
                violation_error_message="Citation: a quote and its place in the text go together.",
            ),
            models.CheckConstraint(
                condition=Q(conflict__isnull=True) | Q(dialogue__isnull=False),
                name="%(app_label)s_%(class)s_conflict_about_a_dialogue",
                violation_error_message="Conflict: a value in conflict is cited for the dialogue itself.",
            ),
            SharedForeignKey(
                reference="conflict",
                shared=["dialogue"],
                name="%(app_label)s_%(class)s_conflict_of_its_dialogue",
                violation_error_message="Conflict: choose one of the same dialogue.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="citation_quotes_its_snapshot",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("snapshot_id", "quote", "start", "end"),
                when=pgtrigger.Before,
                declare=[("kept", "text")],
                func=pgtrigger.Func(
                    """
                    SELECT text INTO kept FROM dialogues_snapshot WHERE id = NEW.snapshot_id;
                    IF NEW.start IS NOT NULL
                       AND substr(kept, NEW.start + 1, greatest(NEW."end" - NEW.start, 0))
                           IS DISTINCT FROM NEW.quote THEN
                        RAISE EXCEPTION 'Quote: the kept text does not say this between % and %.', NEW.start, NEW."end"
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_citation_quotes_its_snapshot';
                    END IF;
                    IF NEW.start IS NULL AND kept IS NOT NULL AND NEW.stance <> 'silent' THEN
                        RAISE EXCEPTION 'Quote: the text of this source is kept, so quote the sentence that says it.'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_citation_quotes_kept_text';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.quote or f"{self.snapshot.article} (text not kept)"

    @property
    def subject_name(self) -> str:
        """The name of the reference that is set: outcome, dialogue, and so on."""
        for name in SUBJECTS:
            # A subject that is not saved yet has no key: then the object itself is there.
            if getattr(self, f"{name}_id") is not None or getattr(self, name) is not None:
                return name
        raise ValueError("citation: it is about no record yet")
