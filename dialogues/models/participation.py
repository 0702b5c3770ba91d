import pgtrigger
from django.db import models
from django.db.models import F, Q

from dialogues.models.composite_key import SharedForeignKey, key_with
from dialogues.models.dialogue import Dialogue
from dialogues.models.history import tracked
from dialogues.models.organization import Organization
from dialogues.models.party import Party
from dialogues.models.person import Person
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.tenure import Tenure
from dialogues.models.vocabularies import Attendance, ParticipationRole, Rank

OUTSIDE_ROLES = (ParticipationRole.THIRD_PARTY, ParticipationRole.OBSERVER)


@tracked(part_of=["dialogue"])
class Participation(Record):
    """Who took part in a dialogue: a person, a name as stated, or only an organization."""

    public_id = PublicIdField("par")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="participations")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="participations")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    name_as_stated = models.CharField(max_length=200, blank=True)
    title_as_stated = models.CharField(max_length=300, blank=True, help_text="The office in the words of the source.")
    role = models.CharField(max_length=20, choices=ParticipationRole.choices, default=ParticipationRole.MEMBER)
    role_as_stated = models.CharField(max_length=120, blank=True)
    rank = models.CharField(max_length=32, choices=Rank.choices, default=Rank.UNKNOWN)
    rank_as_stated = models.CharField(max_length=120, blank=True)
    attendance = models.CharField(max_length=12, choices=Attendance.choices, default=Attendance.ATTENDED)
    acting_for = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="stand_ins")
    tenures = models.ManyToManyField(Tenure, blank=True, related_name="participations")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["dialogue", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name_as_stated="") | Q(organization__isnull=False),
                name="%(app_label)s_%(class)s_names_somebody",
                violation_error_message=(
                    "Participant: name a person, a name as stated or an organization. "
                    "Unnamed people belong in the head counts."
                ),
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(role__in=OUTSIDE_ROLES),
                name="%(app_label)s_%(class)s_has_a_side",
                violation_error_message="Party: choose the side, or the role third party or observer.",
            ),
            models.UniqueConstraint(
                fields=["dialogue", "person", "role"],
                name="%(app_label)s_%(class)s_person_once_per_role",
                violation_error_message="Person: already entered for this dialogue in that role.",
            ),
            models.CheckConstraint(
                condition=Q(acting_for__isnull=True) | ~Q(acting_for=F("id")),
                name="%(app_label)s_%(class)s_not_for_oneself",
                violation_error_message="Acting for: nobody stands in for themselves.",
            ),
            key_with("dialogue", name="%(app_label)s_%(class)s_with_its_dialogue"),
            SharedForeignKey(
                reference="acting_for",
                shared=["dialogue"],
                name="%(app_label)s_%(class)s_acting_at_the_same_dialogue",
                violation_error_message="Acting for: choose a participant of the same dialogue.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="participation_of_a_side",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("party_id", "dialogue_id", "role"),
                when=pgtrigger.Before,
                declare=[("sides", "text[]")],
                func=pgtrigger.Func(
                    """
                    IF NEW.party_id IS NOT NULL AND NEW.role NOT IN ('third_party', 'observer') THEN
                        SELECT ARRAY[side_a_id, side_b_id] INTO sides
                        FROM dialogues_dialogue WHERE id = NEW.dialogue_id;
                        IF NOT NEW.party_id = ANY (sides) THEN
                            RAISE EXCEPTION
                                'Party: % is neither side of this dialogue (%). Use the role third party or observer.',
                                NEW.party_id, array_to_string(sides, ', ')
                                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_participation_of_a_side';
                        END IF;
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The person's name, else the name as stated, else the organization's name."""
        if self.person is not None:
            return self.person.name
        return self.name_as_stated or (self.organization.name if self.organization is not None else "")
