"""What people decided in the review queue, as the classifier is trained on it."""

from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.classifier.features import features_of
from dialogues.ingest.extract.classifier.training import Decided
from dialogues.ingest.extract.facts import FactKind, Span
from dialogues.ingest.extract.votes import own_confidence
from dialogues.models import Suggestion
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind

# A fact that a reviewer had to change by more than this was not the one in the text.
MOST_EDITED: Final = 0.5


def decided_facts() -> Iterator[Decided]:
    """Every decision on an extracted fact, oldest article first.

    What was accepted is right, unless most of it was corrected; what was rejected is wrong. "Already in the record"
    says nothing of the extraction and is left out; so is what is no fact of one text (a difference between accounts).
    """
    decided = (
        Suggestion.objects.exclude(decision=Decision.PENDING)
        .exclude(rejection_reason=RejectionReason.ALREADY_RECORDED)
        .exclude(kind=SuggestionKind.DIFFERENCE)
        .select_related("snapshot", "article")
        .order_by("article_id", "id")
    )
    for suggestion in decided.iterator(chunk_size=200):
        confidence = own_confidence(suggestion.layers, suggestion.confidence)
        accepted = suggestion.decision == Decision.ACCEPTED
        yield Decided(
            document=suggestion.article_id,
            kind=FactKind(suggestion.kind),
            features=features_of(
                text=suggestion.snapshot.text or "",
                language=suggestion.article.language,
                spans=[Span(start, end) for start, end in suggestion.spans],
                sentence=Span(suggestion.sentence_start, suggestion.sentence_end),
                rule=suggestion.rule,
                confidence=confidence,
                value=suggestion.payload,
            ),
            confidence=confidence,
            right=accepted and (suggestion.edit_distance or 0) <= MOST_EDITED,
        )
