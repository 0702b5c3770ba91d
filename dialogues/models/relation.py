from typing import Final

from django.db import models
from django.db.models import F, Q

from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.mechanism import Mechanism
from dialogues.models.outcome import Outcome
from dialogues.models.partial_date import PartialDateField, partial_date_check
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.references import exactly_one, none_of
from dialogues.models.vocabularies import RelationKind

SOURCES: Final = ("from_mechanism", "from_dialogue", "from_outcome")
TARGETS: Final = ("to_mechanism", "to_dialogue", "to_outcome")


@tracked(part_of=[*SOURCES, *TARGETS])
class Relation(Record):
    """Lineage: what implements, continues or replaces what. A target that the record does not hold stays as stated."""

    public_id = PublicIdField("rel")
    kind = models.CharField(max_length=24, choices=RelationKind.choices)
    kind_as_stated = models.CharField(max_length=120, blank=True)
    from_mechanism = models.ForeignKey(
        Mechanism, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_from"
    )
    from_dialogue = models.ForeignKey(
        Dialogue, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_from"
    )
    from_outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_from"
    )
    to_mechanism = models.ForeignKey(
        Mechanism, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_to"
    )
    to_dialogue = models.ForeignKey(
        Dialogue, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_to"
    )
    to_outcome = models.ForeignKey(
        Outcome, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_to"
    )
    to_as_stated = models.CharField(max_length=300, blank=True, help_text="The target in the words of the source.")
    to_date = PartialDateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            partial_date_check("to_date", "%(app_label)s_%(class)s_to_date_form"),
            models.CheckConstraint(
                condition=exactly_one(SOURCES),
                name="%(app_label)s_%(class)s_from_one_record",
                violation_error_message="Relation: it comes from exactly one mechanism, dialogue or outcome.",
            ),
            models.CheckConstraint(
                condition=exactly_one(TARGETS) | (none_of(TARGETS) & ~Q(to_as_stated="")),
                name="%(app_label)s_%(class)s_to_one_record",
                violation_error_message=(
                    "Relation: it goes to exactly one mechanism, dialogue or outcome, or to a target as stated."
                ),
            ),
            models.CheckConstraint(
                # Never NULL, so that an empty end cannot make the condition unknown.
                condition=(
                    Q(from_mechanism__isnull=True) | Q(to_mechanism__isnull=True) | ~Q(from_mechanism=F("to_mechanism"))
                )
                & (Q(from_dialogue__isnull=True) | Q(to_dialogue__isnull=True) | ~Q(from_dialogue=F("to_dialogue")))
                & (Q(from_outcome__isnull=True) | Q(to_outcome__isnull=True) | ~Q(from_outcome=F("to_outcome"))),
                name="%(app_label)s_%(class)s_between_two_records",
                violation_error_message="Relation: a record has no lineage to itself.",
            ),
        ]

    def __str__(self) -> str:
        source = self.from_mechanism or self.from_dialogue or self.from_outcome
        return f"{source or 'nothing yet'} {self.get_kind_display()} {self.target or self.to_as_stated}"

    @property
    def source(self) -> Mechanism | Dialogue | Outcome:
        """The record that it comes from."""
        source = self.from_mechanism or self.from_dialogue or self.from_outcome
        if source is None:
            raise ValueError("relation: it comes from no record yet")
        return source

    @property
    def target(self) -> Mechanism | Dialogue | Outcome | None:
        """The record that it goes to; None when only `to_as_stated` is known."""
        return self.to_mechanism or self.to_dialogue or self.to_outcome
