from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from dialogues.models.article import Article
from dialogues.models.composite_key import key_with
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import CodingState, DoubleCodingState


class DoubleCodingQuerySet(models.QuerySet["DoubleCoding"]):
    def open(self) -> Self:
        """Being coded, or waiting for adjudication."""
        return self.filter(state=DoubleCodingState.OPEN)

    def coded_by_both(self) -> Self:
        """Both coders are done. Nobody sees their judgements side by side before."""
        return self.exclude(codings__state=CodingState.OPEN)


@tracked(part_of=["article"])
class DoubleCoding(Record):
    """An article in the hands of two reviewers, each of whom codes it without seeing what the other does.

    Until it is adjudicated or called off, its suggestions are decided on in no other way. `created_at` is when it was
    assigned; `closed_at` is when it was adjudicated or called off.
    """

    public_id = PublicIdField("dco")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="double_codings")
    state = models.CharField(max_length=12, choices=DoubleCodingState.choices, default=DoubleCodingState.OPEN)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.TextField(blank=True)

    objects = DoubleCodingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            key_with("article", name="%(app_label)s_%(class)s_with_its_article"),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state=DoubleCodingState.OPEN),
                name="%(app_label)s_%(class)s_once_at_a_time",
                violation_error_message="Article: it is being double coded already.",
            ),
            models.CheckConstraint(
                condition=Q(state=DoubleCodingState.OPEN, closed_at__isnull=True)
                | (~Q(state=DoubleCodingState.OPEN) & Q(closed_at__isnull=False)),
                name="%(app_label)s_%(class)s_closed_at_a_time",
                violation_error_message="Double coding: one that is adjudicated or called off has the time of it.",
            ),
            models.CheckConstraint(
                condition=~Q(state=DoubleCodingState.CALLED_OFF) | ~Q(called_off_because=""),
                name="%(app_label)s_%(class)s_called_off_for_a_reason",
                violation_error_message="Call off: say why.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="has_two_coders",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=pgtrigger.Func(
                    """
                    IF EXISTS (SELECT 1 FROM dialogues_doublecoding WHERE id = NEW.id)
                       AND (SELECT count(*) FROM dialogues_coding WHERE double_coding_id = NEW.id) <> 2 THEN
                        RAISE EXCEPTION 'Double coding: % needs two coders.', NEW.public_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_doublecoding_has_two_coders';
                    END IF;
                    RETURN NULL;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Double coding of “{self.article}”"
