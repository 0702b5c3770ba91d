"""Suggest: the facts of an extraction become pending suggestions, matched to what the record already holds.

A suggestion is found again by its fingerprint, whatever the extractor's version: a second run adds what is new,
leaves what is pending, and brings nothing back that was rejected. Of a newer version of the article, what waits for a
decision moves to its text; what was decided stays with the text that it was decided on, and comes again only where both
the words that it rests on and the values have changed.
"""

from typing import Any, Final

from dialogues.ingest.failure import ArticleFailed
from dialogues.ingest.held_suggestions import HeldSuggestions, hashed
from dialogues.ingest.link.linker import Linker
from dialogues.ingest.link.match import Match
from dialogues.ingest.snapshot import snapshot_of
from dialogues.models import (
    Article,
    Dialogue,
    DoubleCoding,
    Extraction,
    Job,
    Snapshot,
    Suggestion,
)
from dialogues.models.vocabularies import ArticleStage, Decision, SuggestionKind
from dialogues.queries.point_of_difference import Point, PointOfDifference
from dialogues.queries.points_of_difference import points_of_difference

# In the order of review: what the others belong to comes first.
REVIEW_ORDER: Final = (
    SuggestionKind.DIALOGUE,
    SuggestionKind.PARTICIPATION,
    SuggestionKind.DELEGATION_COUNT,
    SuggestionKind.OUTCOME,
    SuggestionKind.RELATION,
    SuggestionKind.STATUS,
    SuggestionKind.POSITION,
    SuggestionKind.DIFFERENCE,
)
# That a value differs is read in two places; that a text does not mention something is only searched for.
CONFIDENCE_IN: Final = {Point.VALUE: 0.7, Point.ONLY_HERE: 0.5, Point.NOT_HERE: 0.5, Point.ALIGNED: 0.6}
DOUBLE_CODED: Final = "Two people are coding this article: take this version when they are done."
JsonObject = dict[str, Any]


def work(job: Job) -> Extraction:
    """The newest extraction of the job's snapshot. Raises ArticleFailed when there is none."""
    of_snapshot = Extraction.objects.filter(snapshot=snapshot_of(job))
    extraction = of_snapshot.select_related("snapshot__article").order_by("id").last()
    if extraction is None:
        raise ArticleFailed("not_extracted", "No facts were extracted from this article yet: run it again.")
    return extraction


def write(job: Job, extraction: Extraction) -> Snapshot | None:
    """Write the suggestions of an extraction. Returns None: this is the last stage."""
    article = Article.objects.select_for_update().get(pk=job.article_id)
    snapshot = extraction.snapshot
    if article.snapshots.taken().newest() != snapshot:
        return None  # a newer version was quicker
    if article.is_settled and DoubleCoding.objects.open().filter(article=article).exists():
        snapshot.held_back_because = DOUBLE_CODED
        snapshot.save(update_fields=["held_back_because", "updated_at"])
        return None
    _suggest_facts(article, extraction)
    article.stage, article.problem, article.problem_detail = ArticleStage.READY, "", ""
    article.save(update_fields=["stage", "problem", "problem_detail", "updated_at"])
    return None


def _suggest_facts(article: Article, extraction: Extraction) -> None:
    facts = sorted(extraction.facts, key=_review_key)
    held = HeldSuggestions(article, extraction)
    stated = next((fact for fact in facts if fact["kind"] == SuggestionKind.DIALOGUE), None)
    taken_for = held.meeting() if stated is not None else None
    linker = Linker(extraction.snapshot, stated["value"] if stated is not None else None, taken_for)
    parent: Suggestion | None = None
    found: list[Suggestion] = []
    for position, fact in enumerate(facts):
        kind = SuggestionKind(fact["kind"])
        columns = {
            "snapshot": extraction.snapshot,
            "extraction": extraction,
            "kind": kind,
            "position": position,
            "builds_on": parent,
            **_proposal(fact),
            **_linked(fact, linker.link(fact)),
        }
        suggestion = held.suggest(fact, columns)
        found.append(suggestion)
        if kind == SuggestionKind.DIALOGUE:
            parent = suggestion
    if parent is not None and parent.decision != Decision.REJECTED:
        dialogue = parent.matched_dialogue or linker.meeting.dialogue
        if dialogue is not None:
            _suggest_differences(extraction, parent, dialogue, found)


def _suggest_differences(
    extraction: Extraction, parent: Suggestion, dialogue: Dialogue, found: list[Suggestion]
) -> None:
    """Where an article on a dialogue that the record holds differs from the other accounts of it.

    They come after everything else of the article, so that what only this one mentions is decided before.
    """
    points = points_of_difference(dialogue, extraction.snapshot, found)
    for position, point in enumerate(points, start=len(found)):
        # What was found in an earlier run has its places in the text that was read then.
        stated = point.stated
        Suggestion.objects.get_or_create(
            article=parent.article,
            fingerprint=hashed(SuggestionKind.DIFFERENCE, point.point, *point.key),
            defaults={
                "snapshot_id": extraction.snapshot_id if stated is None else stated.snapshot_id,
                "extraction_id": extraction.pk if stated is None else stated.extraction_id,
                "kind": SuggestionKind.DIFFERENCE,
                "position": position,
                "builds_on": parent,
                "matched_dialogue": dialogue,
                "match_reason": point.reason[:300],
                "payload": _difference(point),
                "spans": point.spans,
                "sentence_start": point.sentence[0],
                "sentence_end": point.sentence[1],
                "confidence": CONFIDENCE_IN[point.point],
                "rule": f"difference: {point.point}",
            },
        )


def _difference(point: PointOfDifference) -> JsonObject:
    stance = point.stance
    towards = {} if stance is None else {"stance": stance.value, "stance_reason": stance.reason}
    return towards | {
        "point": point.point,
        "kind": point.kind,
        "subject": point.subject,
        "says": point.says,
        "others_say": point.others_say,
        "about": point.about,
        "others": point.others,
        "same_as": point.same_as,
    }


def _review_key(fact: JsonObject) -> tuple[int, int]:
    spans = fact["spans"]
    return REVIEW_ORDER.index(SuggestionKind(fact["kind"])), spans[0][0] if spans else 0


def _proposal(fact: JsonObject) -> JsonObject:
    start, end = fact["sentence"]
    return {
        "spans": fact["spans"],
        "sentence_start": start,
        "sentence_end": end,
        "evidence": fact["evidence"],
        "confidence": fact["confidence"],
        "rule": fact["rule"][:120],
        "layers": list(fact["layers"]),
    }


def _linked(fact: JsonObject, match: Match) -> JsonObject:
    """The columns that say what the record holds already; what linking found for the payload is added to it."""
    return {
        "payload": {**fact["value"], **match.keys},
        "matched_dialogue": match.dialogue,
        "matched_participation": match.participation,
        "matched_outcome": match.outcome,
        "match_reason": match.reason[:300],
    }
