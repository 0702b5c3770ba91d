from typing import Final

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from dialogues.models.article import Article
from dialogues.models.composite_key import SharedForeignKey, key_with
from dialogues.models.double_coding import DoubleCoding
from dialogues.models.history import tracked
from dialogues.models.public_id import PublicIdField
from dialogues.models.record import Record
from dialogues.models.vocabularies import CodingState

FIRST: Final = 1
SECOND: Final = 2


@tracked(part_of=["double_coding"])
class Coding(Record):
    """One reviewer's part of a double coding. A coder is called A in the first place and B in the second.

    Its judgements are for its coder's eyes until both codings are done. Once done it stays as it is.
    """

    public_id = PublicIdField("cdg")
    double_coding = models.ForeignKey(DoubleCoding, on_delete=models.CASCADE, related_name="codings")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="codings")
    place = models.PositiveSmallIntegerField(choices=[(FIRST, "A"), (SECOND, "B")])
    state = models.CharField(max_length=8, choices=CodingState.choices, default=CodingState.OPEN)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["double_coding", "place"]
        constraints = [
            key_with("article", name="%(app_label)s_%(class)s_with_its_article"),
            SharedForeignKey(
                reference="double_coding",
                shared=["article"],
                name="%(app_label)s_%(class)s_of_the_same_article",
                violation_error_message="Coding: it is of the article of its double coding.",
            ),
            models.CheckConstraint(
                condition=Q(place__in=[FIRST, SECOND]),
                name="%(app_label)s_%(class)s_first_or_second",
                violation_error_message="Place: a double coding has a first and a second coder.",
            ),
            models.UniqueConstraint(
                fields=["double_coding", "place"],
                name="%(app_label)s_%(class)s_once_per_place",
                violation_error_message="Place: the double coding has a coder there already.",
            ),
            models.UniqueConstraint(
                fields=["double_coding", "coder"],
                name="%(app_label)s_%(class)s_different_coders",
                violation_error_message="Coders: choose two different people.",
            ),
            models.CheckConstraint(
                condition=Q(state=CodingState.OPEN, finished_at__isnull=True)
                | Q(state=CodingState.DONE, finished_at__isnull=False),
                name="%(app_label)s_%(class)s_done_at_a_time",
                violation_error_message="Coding: one that is done has the time of it.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="done_when_all_is_judged",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__state="done"),
                func=pgtrigger.Func(
                    """
                    IF EXISTS (
                        SELECT 1 FROM dialogues_suggestion AS suggestion
                        WHERE suggestion.article_id = NEW.article_id AND suggestion.decision = 'pending'
                          AND NOT EXISTS (
                              SELECT 1 FROM dialogues_judgement
                              WHERE coding_id = NEW.id AND suggestion_id = suggestion.id
                          )
                    ) THEN
                        RAISE EXCEPTION 'Coding: % is done only when every suggestion is judged.', NEW.public_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_done_when_all_is_judged';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            pgtrigger.Trigger(
                name="coding_stays_done",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state="done")
                & (
                    pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                    | pgtrigger.Q(old__coder__df=pgtrigger.F("new__coder"))
                    | pgtrigger.Q(old__place__df=pgtrigger.F("new__place"))
                    | pgtrigger.Q(old__double_coding__df=pgtrigger.F("new__double_coding"))
                ),
                func=pgtrigger.Func(
                    """
                    RAISE EXCEPTION 'Coding: % is done and stays as it is.', OLD.public_id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_coding_stays_done';
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"“{self.article}”, coder {self.letter}"

    @property
    def letter(self) -> str:
        """A or B: how pages name the coder."""
        return self.get_place_display()


def stays_as_coded(*columns: str) -> pgtrigger.Trigger:
    """Rows of a coding that is done are neither added, removed nor changed in these columns.

    The coding is locked first: its end, in another transaction, comes either before this check or after the commit.
    """
    return pgtrigger.Trigger(
        name="stays_as_coded",
        operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf(*columns),
        when=pgtrigger.Before,
        declare=[("held", "text")],
        func=pgtrigger.Func(
            """
            SELECT state INTO held FROM dialogues_coding
                WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.coding_id ELSE OLD.coding_id END FOR SHARE;
            IF held = 'done' THEN
                RAISE EXCEPTION 'Coding: it is done, and what was coded stays as it is.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{meta.db_table}_stays_as_coded';
            END IF;
            RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
            """
        ),
    )
