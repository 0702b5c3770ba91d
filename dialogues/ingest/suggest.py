"""Suggest: the facts of an extraction become pending suggestions, matched to what the record already holds.

A suggestion is found again by its fingerprint, whatever the extractor's version: a second run adds what is new,
leaves what is pending, and brings nothing back that was rejected. Of a newer version of the article, what waits for a
decision moves to its text; what was decided stays with the text that it was decided on, and comes again only where both
the words that it rests on and the values have changed.
"""

from typing import Any, Final

from django.db.models import Q

from dialogues.ingest.failure import ArticleFailed
from dialogues.ingest.held_suggestions import HeldSuggestions, Match, hashed
from dialogues.ingest.snapshot import snapshot_of
from dialogues.models import (
    Article,
    Dialogue,
    DoubleCoding,
    Extraction,
    Job,
    Outcome,
    Participation,
    Snapshot,
    Suggestion,
)
from dialogues.models.vocabularies import ArticleStage, Decision, DialogueKind, SuggestionKind
from dialogues.queries.points_of_difference import Point, PointOfDifference, points_of_difference
from dialogues.text.dates import PartialDate
from dialogues.text.names import same_name
from dialogues.text.similarity import content_words, shared_share

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
SAME_OUTCOME: Final = 0.5
# That a value differs is read in two places; that a text does not mention something is only searched for.
CONFIDENCE_IN: Final = {Point.VALUE: 0.7, Point.ONLY_HERE: 0.5, Point.NOT_HERE: 0.5}
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
    meeting = (held.meeting() or match_dialogue(stated["value"])) if stated is not None else Match()
    parties = list(stated["value"].get("parties") or []) if stated is not None else []
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
            **_matched(kind, fact["value"], meeting, parties),
        }
        suggestion = held.suggest(fact, columns)
        found.append(suggestion)
        if kind == SuggestionKind.DIALOGUE:
            parent = suggestion
    if parent is not None and parent.decision != Decision.REJECTED:
        dialogue = parent.matched_dialogue or meeting.dialogue
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
    return {
        "point": point.point,
        "kind": point.kind,
        "subject": point.subject,
        "says": point.says,
        "others_say": point.others_say,
        "about": point.about,
        "others": point.others,
        "same_as": point.same_as,
    }


def match_dialogue(value: JsonObject) -> Match:
    """The dialogue of the record that a reported meeting is: by mechanism and number, else by pair and date."""
    parties = value.get("parties") or []
    candidates = Dialogue.objects.published().not_merged()
    if len(parties) == 2:
        candidates = candidates.between(*parties)
    ordinal, key = value.get("ordinal"), value.get("mechanism_key")
    if key and ordinal:
        same_round = candidates.filter(mechanism__public_id=key, ordinal=ordinal, kind=DialogueKind.ROUND).first()
        if same_round is not None:
            return Match(f"the same mechanism and number ({ordinal})", same_round)
    if not value.get("start_date") or len(parties) != 2:
        return Match()
    start = PartialDate.parse(value["start_date"])
    end = PartialDate.parse(value["end_date"]) if value.get("end_date") else start
    same_days = candidates.filter(start_date_earliest__lte=end.latest).filter(
        Q(end_date_latest__gte=start.earliest) | Q(end_date_latest__isnull=True, start_date_latest__gte=start.earliest)
    )
    if key:
        same_days = same_days.filter(Q(mechanism__public_id=key) | Q(mechanism__isnull=True))
    if value.get("city"):
        same_days = same_days.filter(Q(city__iexact=value["city"]) | Q(city=""))
    if ordinal:
        same_days = same_days.filter(Q(ordinal=ordinal) | Q(ordinal__isnull=True))
    found = list(same_days[:2])
    # Two candidates are no match: a person decides.
    return Match("the same two parties on the same days", found[0]) if len(found) == 1 else Match()


def match_participation(value: JsonObject, dialogue: Dialogue) -> Match:
    """The participation of the same person, or of the same body, in that dialogue."""
    held = dialogue.participations.select_related("person", "organization")
    for participation in held:
        if _same_participant(value, participation):
            return Match(f"“{participation.shown_name}” is already recorded there", dialogue, participation)
    return Match("", dialogue)


def match_outcome(value: JsonObject, dialogue: Dialogue) -> Match:
    """The outcome of that dialogue with the same kind that shares most words with the fact, if it shares enough."""
    words = content_words(str(value.get("title") or ""))
    best, best_share = None, 0.0
    for outcome in Outcome.objects.published().filter(dialogue=dialogue, kind=value.get("kind") or ""):
        share = shared_share(words, content_words(f"{outcome.title} {outcome.summary}"))
        if share > best_share:
            best, best_share = outcome, share
    if best is None or best_share < SAME_OUTCOME:
        return Match("", dialogue)
    return Match(f"“{best.title}” is of the same kind and shares {best_share:.0%} of the words", dialogue, outcome=best)


def match_target(value: JsonObject, parties: list[str]) -> Match:
    """The one summit of the same pair, else the one visit, in the month or on the day that a lineage fact names."""
    if not value.get("to_date") or len(parties) != 2:
        return Match()
    stated = PartialDate.parse(value["to_date"])
    meetings = (
        Dialogue.objects.published()
        .not_merged()
        .between(*parties)
        .filter(start_date_earliest__lte=stated.latest, start_date_latest__gte=stated.earliest)
    )
    for kind in (DialogueKind.SUMMIT, DialogueKind.VISIT):
        found = list(meetings.filter(kind=kind)[:2])
        if len(found) == 1:
            return Match(f"a {kind.label} of the same two parties in {stated.display()}", found[0])
        if found:
            break
    return Match()


def _review_key(fact: JsonObject) -> tuple[int, int]:
    spans = fact["spans"]
    return REVIEW_ORDER.index(SuggestionKind(fact["kind"])), spans[0][0] if spans else 0


def _proposal(fact: JsonObject) -> JsonObject:
    start, end = fact["sentence"]
    return {
        "payload": fact["value"],
        "spans": fact["spans"],
        "sentence_start": start,
        "sentence_end": end,
        "evidence": fact["evidence"],
        "confidence": fact["confidence"],
        "rule": fact["rule"][:120],
        "layers": list(fact["layers"]),
    }


def _matched(kind: SuggestionKind, value: JsonObject, meeting: Match, parties: list[str]) -> JsonObject:
    """The columns that say what the record holds already. The target of a lineage goes into the payload."""
    match = meeting if kind == SuggestionKind.DIALOGUE else Match("", meeting.dialogue)
    columns: JsonObject = {}
    if kind == SuggestionKind.RELATION:
        target = match_target(value, parties)
        if target.dialogue is not None and target.dialogue != meeting.dialogue:
            columns["payload"] = {**value, "to_dialogue": target.dialogue.public_id}
            match = Match(target.reason, meeting.dialogue)
    elif meeting.dialogue is not None and kind == SuggestionKind.PARTICIPATION:
        match = match_participation(value, meeting.dialogue)
    elif meeting.dialogue is not None and kind == SuggestionKind.OUTCOME:
        match = match_outcome(value, meeting.dialogue)
    return columns | {
        "matched_dialogue": match.dialogue,
        "matched_participation": match.participation,
        "matched_outcome": match.outcome,
        "match_reason": match.reason[:300],
    }


def _same_participant(value: JsonObject, held: Participation) -> bool:
    if value.get("party") and held.party_id and value["party"] != held.party_id:
        return False
    if value.get("person_key") or value.get("name"):
        if held.person is not None and held.person.public_id == value.get("person_key"):
            return True
        names = [held.name_as_stated, *([held.person.name, *held.person.aliases] if held.person is not None else [])]
        return any(name and same_name(name, str(value.get("name") or "")) for name in names)
    if held.person is not None or held.organization is None:
        return False
    stated = str(value.get("organization_as_stated") or "")
    return held.organization.public_id == value.get("organization_key") or same_name(held.organization.name, stated)
