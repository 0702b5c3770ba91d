from typing import Final

from django.db import models
from django.db.models import Q

from dialogues.models.article import Article
from dialogues.models.coding import Coding, stays_as_coded
from dialogues.models.composite_key import SharedForeignKey
from dialogues.models.history import tracked
from dialogues.models.suggestion import Suggestion
from dialogues.models.vocabularies import RejectionReason, Verdict

CODED: Final = ("coding_id", "article_id", "suggestion_id", "verdict", "rejection_reason", "payload")


@tracked(part_of=["coding"])
class Judgement(models.Model):
    """What one coder would do with one suggestion. It decides nothing: adjudication does.

    `payload` holds the fields of the form as the coder would accept them, and nothing for a rejection. A judgement
    has no public ID and so no page of its own, which a colleague could open before both are done.
    """

    coding = models.ForeignKey(Coding, on_delete=models.CASCADE, related_name="judgements")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+")
    suggestion = models.ForeignKey(Suggestion, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    rejection_reason = models.CharField(max_length=20, choices=RejectionReason.choices, blank=True)
    payload = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["coding", "suggestion"]
        constraints = [
            models.UniqueConstraint(
                fields=["coding", "suggestion"],
                name="%(app_label)s_%(class)s_once_per_suggestion",
                violation_error_message="Judgement: this coder has judged this suggestion.",
            ),
            SharedForeignKey(
                reference="coding",
                shared=["article"],
                name="%(app_label)s_%(class)s_coding_of_the_same_article",
                violation_error_message="Judgement: it is of the article of its coding.",
            ),
            SharedForeignKey(
                reference="suggestion",
                shared=["article"],
                name="%(app_label)s_%(class)s_suggestion_of_the_same_article",
                violation_error_message="Judgement: the suggestion is of another article.",
            ),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.ACCEPT, rejection_reason="", payload__isnull=False)
                | (Q(verdict=Verdict.REJECT, payload__isnull=True) & ~Q(rejection_reason="")),
                name="%(app_label)s_%(class)s_values_or_a_reason",
                violation_error_message="Judgement: accept with values, or reject for a reason.",
            ),
        ]
        triggers = [stays_as_coded(*CODED)]

    def __str__(self) -> str:
        # Without the verdict: this may stand where the other coder reads.
        return f"{self.suggestion}, judged by coder {self.coding.letter}"
