from typing import Final

import pgtrigger
from django.db import models
from django.db.models import F, Q

from dialogues.models.article import Article
from dialogues.models.coding import Coding, stays_as_coded
from dialogues.models.composite_key import SharedForeignKey
from dialogues.models.history import tracked
from dialogues.models.snapshot import Snapshot
from dialogues.models.suggestion import Suggestion
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind

CODED: Final = ("coding_id", "article_id", "kind", "payload", "snapshot_id", "quote", "start", "end")


@tracked(part_of=["coding"])
class MissingFact(models.Model):
    """A fact that a coder found in the text and the extractor did not, with the words that say it.

    `start` and `end` count code points of the snapshot's text, `end` excluded; the database compares the quote with
    the text. Accepted in adjudication it becomes a suggestion, and that goes into the record like any other.
    """

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="missing_facts")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=SuggestionKind.choices)
    payload = models.JSONField()
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.PENDING)
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    suggestion = models.OneToOneField(
        Suggestion, null=True, blank=True, on_delete=models.PROTECT, related_name="missing_fact"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["coding", "start", "id"]
        constraints = [
            SharedForeignKey(
                reference="coding",
                shared=["article"],
                name="%(app_label)s_%(class)s_coding_of_the_same_article",
                violation_error_message="Missing fact: it is of the article of its coding.",
            ),
            SharedForeignKey(
                reference="suggestion",
                shared=["article"],
                name="%(app_label)s_%(class)s_suggestion_of_the_same_article",
                violation_error_message="Missing fact: what it became is of the same article.",
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")),
                name="%(app_label)s_%(class)s_quote_in_order",
                violation_error_message="Quote: its end is after its start.",
            ),
            models.CheckConstraint(
                condition=Q(decision=Decision.PENDING, rejection_reason="", suggestion__isnull=True)
                | Q(decision=Decision.ACCEPTED, rejection_reason="", suggestion__isnull=False)
                | (Q(decision=Decision.REJECTED, suggestion__isnull=True) & ~Q(rejection_reason="")),
                name="%(app_label)s_%(class)s_suggestion_or_a_reason",
                violation_error_message="Missing fact: accepted it is a suggestion, rejected it has a reason.",
            ),
        ]
        triggers = [
            stays_as_coded(*CODED),
            pgtrigger.Trigger(
                name="missing_fact_quotes_its_text",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("article_id", "snapshot_id", "quote", "start", "end"),
                when=pgtrigger.Before,
                declare=[("kept", "text")],
                func=pgtrigger.Func(
                    """
                    SELECT text INTO kept FROM dialogues_snapshot
                        WHERE id = NEW.snapshot_id AND article_id = NEW.article_id;
                    IF substr(kept, NEW.start + 1, greatest(NEW."end" - NEW.start, 0)) IS DISTINCT FROM NEW.quote THEN
                        RAISE EXCEPTION 'Quote: the kept text of the article does not say this between % and %.',
                            NEW.start, NEW."end"
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_missingfact_quotes_its_text';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]

    def __str__(self) -> str:
        # Without what it says: this may stand where the other coder reads.
        return f"Missing fact of coding {self.coding}"
