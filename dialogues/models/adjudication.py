import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from dialogues.models.article import Article
from dialogues.models.composite_key import SharedForeignKey
from dialogues.models.double_coding import DoubleCoding
from dialogues.models.history import tracked
from dialogues.models.suggestion import Suggestion
from dialogues.models.vocabularies import AdjudicationChoice, RejectionReason


@tracked(part_of=["double_coding"])
class Adjudication(models.Model):
    """What came of a suggestion that two people coded: whom the adjudicator followed, and with which values.

    Both judgements stay beside it. `payload` holds what was accepted, and nothing for a rejection.
    """

    double_coding = models.ForeignKey(DoubleCoding, on_delete=models.PROTECT, related_name="adjudications")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="adjudications")
    choice = models.CharField(max_length=10, choices=AdjudicationChoice.choices)
    payload = models.JSONField(null=True, blank=True)
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["double_coding", "suggestion"]
        constraints = [
            models.UniqueConstraint(
                fields=["double_coding", "suggestion"],
                name="%(app_label)s_%(class)s_once_per_suggestion",
                violation_error_message="Adjudication: this suggestion was adjudicated in this double coding.",
            ),
            SharedForeignKey(
                reference="double_coding",
                shared=["article"],
                name="%(app_label)s_%(class)s_of_the_same_article",
                violation_error_message="Adjudication: it is of the article of its double coding.",
            ),
            SharedForeignKey(
                reference="suggestion",
                shared=["article"],
                name="%(app_label)s_%(class)s_suggestion_of_the_same_article",
                violation_error_message="Adjudication: the suggestion is of another article.",
            ),
            models.CheckConstraint(
                condition=(~Q(choice=AdjudicationChoice.REJECTED) & Q(rejection_reason="", payload__isnull=False))
                | (~Q(choice=AdjudicationChoice.EDITED) & ~Q(rejection_reason="") & Q(payload__isnull=True)),
                name="%(app_label)s_%(class)s_values_or_a_reason",
                violation_error_message="Adjudication: accept with values, or reject for a reason.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="after_both_are_done",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=pgtrigger.Func(
                    """
                    IF EXISTS (
                        SELECT 1 FROM dialogues_coding
                        WHERE double_coding_id = NEW.double_coding_id AND state <> 'done'
                    ) THEN
                        RAISE EXCEPTION 'Adjudication: it begins when both coders are done.'
                            USING ERRCODE = 'check_violation',
                                  CONSTRAINT = 'dialogues_adjudication_after_both_are_done';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.get_choice_display()}"
