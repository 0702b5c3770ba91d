"""Candidates: what the record holds that a suggestion may be, likeliest first, and how to accept it as that."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from datetime import timedelta
from typing import Final

from django.db.models import Q
from rapidfuzz import fuzz

from dialogues.models import (
    Dialogue,
    Difference,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Suggestion,
)
from dialogues.models.vocabularies import DialogueKind, SuggestionKind
from dialogues.queries.wordings import wordings_of
from dialogues.review.payload import Payload, proposal_of
from dialogues.text.alignment import THRESHOLD, Weights
from dialogues.text.dates import PartialDate
from dialogues.text.names import as_one_word, fold_name, same_name
from dialogues.text.passages import passage
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.stance import stance_towards
from dialogues.text.terms import find_terms

MOST: Final = 5
NEAR: Final = timedelta(days=31)
LIKE_A_NAME: Final = 0.75
LIKE_WORDS: Final = 0.3
Candidates = Dialogue | Person | Organization | Participation | Outcome | OutcomeStatus | Difference


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that the suggestion may be. Accepting with `changes` goes there: `field` set to `value`, `clears` empty.

    `reason` says in words what speaks for it, `score` how much (0 to 1). `proposed`: accepting as proposed, without
    any correction, goes there already. `also` are corrections that go with it.
    """

    record: Candidates
    reason: str
    score: float
    field: str
    value: str
    proposed: bool = False
    clears: tuple[str, ...] = ()
    also: Mapping[str, str] = field_of(default_factory=dict)

    @property
    def changes(self) -> dict[str, str]:
        """The corrections to accept with."""
        return {self.field: self.value, **dict.fromkeys(self.clears, ""), **self.also}


def candidates_for(suggestion: Suggestion) -> list[Candidate]:
    """At most five, the likeliest first. The number of queries depends on the kind of suggestion alone."""
    find = FINDERS.get(SuggestionKind(suggestion.kind))
    if find is None:
        return []
    found = sorted(find(suggestion, proposal_of(suggestion)), key=lambda one: (-one.score, not one.proposed, one.value))
    return found[:MOST]


def _dialogues(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """Of the same two parties within a month, or of the same mechanism and number."""
    held = _near(payload.get("parties") or [], payload.get("start_date"), payload.get("end_date"))
    ordinal, mechanism = payload.get("ordinal"), payload.get("mechanism_key")
    if ordinal and mechanism:
        same_round = Q(mechanism__public_id=mechanism, ordinal=ordinal, kind=DialogueKind.ROUND)
        held |= same_round
    if not held:
        return
    for dialogue in Dialogue.objects.published().not_merged().filter(held).select_related("mechanism")[:50]:
        reasons, score = _alike(dialogue, payload)
        yield _candidate(dialogue, ", ".join(reasons), score, "same_as", payload)


def _alike(dialogue: Dialogue, payload: Payload) -> tuple[list[str], float]:
    reasons, score = [], 0.3
    known = dialogue.mechanism.public_id if dialogue.mechanism is not None else None
    same_mechanism = known is not None and known == payload.get("mechanism_key")
    ordinal = payload.get("ordinal")
    if same_mechanism and ordinal and ordinal == dialogue.ordinal:
        return [f"the same mechanism and number ({ordinal})"], 1.0
    if payload.get("start_date"):
        days = _days_apart(dialogue, payload)
        reasons.append(
            "the same two parties on the same days" if days == 0 else f"the same two parties, {_days(days)} apart"
        )
        score = 0.85 if days == 0 else 0.75 - 0.5 * min(1.0, days / NEAR.days)
    city = str(payload.get("city") or "")
    if city and city.casefold() == dialogue.city.casefold():
        reasons.append(f"in {dialogue.city}")
        score += 0.1
    if same_mechanism:
        reasons.append("the same mechanism")
        score += 0.1
    if ordinal and dialogue.ordinal and ordinal != dialogue.ordinal:
        reasons.append(f"but number {dialogue.ordinal}")
        score -= 0.3
    return reasons, round(max(0.0, min(1.0, score)), 3)


def _days_apart(dialogue: Dialogue, payload: Payload) -> int:
    """Between the two meetings; 0 when their days, or what they may be, overlap."""
    start = PartialDate.parse(payload["start_date"])
    end = PartialDate.parse(payload["end_date"]) if payload.get("end_date") else start
    held_end = dialogue.end_date or dialogue.start_date
    after: int = (start.earliest - held_end.latest).days
    before: int = (dialogue.start_date.earliest - end.latest).days
    return max(0, after, before)


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _near(parties: list[str], start_date: str | None, end_date: str | None) -> Q:
    if len(parties) != 2 or not start_date:
        return Q()
    start = PartialDate.parse(start_date)
    end = PartialDate.parse(end_date) if end_date else start
    side_a, side_b = sorted(parties)
    return Q(
        side_a=side_a,
        side_b=side_b,
        start_date_earliest__lte=end.latest + NEAR,
        start_date_latest__gte=start.earliest - NEAR,
    )


def _participants(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """Who is recorded at that dialogue already; then people, or bodies, of the same party."""
    name = str(payload.get("name") or "")
    body = str(payload.get("organization_as_stated") or "")
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is not None:
        for held in dialogue.participations.select_related("person", "organization"):
            score = _likeness(name or body, [held.name_as_stated, *_names(held.person or held.organization)])
            if score >= LIKE_A_NAME:
                reason = f"recorded there as {held.get_role_display()}"
                yield _candidate(held, reason, min(1.0, score + 0.01), "same_as", payload)
    party = payload.get("party")
    if name:
        yield from _people(name, party, payload)
    elif body:
        of_party = Organization.objects.published().not_merged().filter(Q(party=party) | Q(party=None))
        yield from _by_name(of_party, body, "organization_key", payload)


def _people(name: str, party: str | None, payload: Payload) -> Iterator[Candidate]:
    of_party = Person.objects.published().not_merged().filter(Q(party=party) | Q(party=None))
    for found in _by_name(of_party, name, "person_key", payload):
        by_its_name = not payload.get("person_key") and name.casefold() == str(found.record).casefold()
        yield replace(found, proposed=found.proposed or (by_its_name and not payload.get("same_as")))


def _by_name(
    records: Iterable[Person] | Iterable[Organization], name: str, field: str, payload: Payload
) -> Iterator[Candidate]:
    for record in records:
        score = _likeness(name, _names(record))
        if score >= LIKE_A_NAME:
            reason = "the same name" if score == 1 else f"a similar name ({score:.0%})"
            yield _candidate(record, reason, score, field, payload)


def _names(record: Person | Organization | None) -> list[str]:
    if record is None:
        return []
    abbreviation = record.abbreviation if isinstance(record, Organization) else ""
    return [record.name, record.native_name, abbreviation, *record.aliases]


def _likeness(stated: str, names: Iterable[str]) -> float:
    """How like the likest of these a stated name is, 0 to 1. A part of a name, such as a surname, counts less."""
    folded, joined, best = fold_name(stated), as_one_word(stated), 0.0
    for name in names:
        if not name or not folded:
            continue
        if same_name(stated, name):
            return 1.0
        other = fold_name(name)
        as_one = fuzz.ratio(joined, as_one_word(name))
        best = max(best, fuzz.token_sort_ratio(folded, other), 0.98 * as_one, 0.8 * fuzz.token_set_ratio(folded, other))
    return round(best / 100, 3)


def _outcomes(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """Outcomes of that dialogue whose words are like the fact's, or that speak of the same in another language."""
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is None:
        return
    outcomes = list(Outcome.objects.published().not_merged().filter(dialogue=dialogue))
    said = wordings_of(outcomes, without=suggestion.article_id)
    title = str(payload.get("title") or "")
    text = suggestion.snapshot.text or ""
    sentence = passage(text[suggestion.sentence_start : suggestion.sentence_end])
    stated = passage(title)
    recorded = {one.pk: passage(said[one.pk][-1]) for one in outcomes}
    weights = Weights([stated, *recorded.values()])
    for outcome in outcomes:
        share = shared_share(content_words(title), content_words(f"{outcome.title} {outcome.summary}"))
        same_kind = outcome.kind == payload.get("kind")
        kind = "of the same kind, " if same_kind else ""
        alike = weights.score(recorded[outcome.pk], stated)
        if share >= LIKE_WORDS:
            reason = f"{kind}shares {share:.0%} of the words"
        elif alike >= THRESHOLD:
            share = alike
            reason = f"{kind}both speak of {', '.join(weights.shared(recorded[outcome.pk], stated)[:3])}"
        else:
            continue
        wordings = said[outcome.pk]
        stance = stance_towards(passage(wordings[0]), sentence, quoted=len(wordings) > 1).value
        found = _candidate(outcome, reason, min(1.0, 0.9 * share + 0.1 * same_kind), "same_as", payload)
        yield replace(found, also={"stance": stance})


def _statuses(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """The same entry of the outcome's history; and outcomes of the same two parties that may be meant."""
    matched = suggestion.matched_outcome
    if matched is not None:
        for entry in OutcomeStatus.objects.filter(outcome=matched, state=payload.get("status")):
            when = f" on {entry.effective_on.display()}" if entry.effective_on else ""
            yield _candidate(entry, f"the same status is recorded{when}", 0.95, "same_as", payload)
    sides = _sides(suggestion)
    if len(sides) != 2:
        # The article reports no meeting: those that linking could not choose between.
        tied = Outcome.objects.published().not_merged().filter(public_id__in=payload.get("tied") or [])
        for outcome in tied.select_related("dialogue").order_by("id"):
            yield _candidate(outcome, f"of “{outcome.dialogue}”, fits as well as others", 0.5, "outcome", payload)
        return
    words = content_words(str(payload.get("outcome_as_stated") or ""))
    stated = {one.concept for one in find_terms(str(payload.get("outcome_as_stated") or "")) if not one.general}
    if not words:
        return
    side_a, side_b = sorted(sides)
    of_the_pair = Outcome.objects.published().not_merged().filter(dialogue__side_a=side_a, dialogue__side_b=side_b)
    for outcome in of_the_pair.select_related("dialogue"):
        wording = f"{outcome.title} {outcome.summary}"
        share = shared_share(words, content_words(wording))
        terms = {one.concept for one in find_terms(wording)} & stated
        if share >= LIKE_WORDS:
            reason = f"shares {share:.0%} of the words"
        elif terms:
            share, reason = LIKE_WORDS, f"speaks of {', '.join(sorted(terms))}, too"
        else:
            continue
        yield _candidate(outcome, f"of “{outcome.dialogue}”, {reason}", 0.9 * share, "outcome", payload)


def _sides(suggestion: Suggestion) -> list[str]:
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is not None:
        return list(dialogue.side_codes)
    return list(suggestion.builds_on.payload.get("parties") or []) if suggestion.builds_on is not None else []


def _targets(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """Dialogues of the same two parties near the day that a lineage names."""
    near = _near(_sides(suggestion), payload.get("to_date"), None)
    own = suggestion.dialogue_in_the_record
    if not near:
        return
    dated = {"start_date": payload["to_date"]}
    for dialogue in Dialogue.objects.published().not_merged().filter(near).select_related("mechanism")[:50]:
        if dialogue != own:
            reasons, score = _alike(dialogue, dated)
            yield _candidate(dialogue, ", ".join(reasons), score, "to_dialogue", payload)


def _differences(suggestion: Suggestion, payload: Payload) -> Iterator[Candidate]:
    """Differences of that dialogue that are about the same."""
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is None:
        return
    words = content_words(str(payload.get("subject") or ""))
    for held in Difference.objects.filter(dialogue=dialogue):
        share = shared_share(words, content_words(held.subject))
        if share >= LIKE_WORDS:
            yield _candidate(
                held, f"{held.get_kind_display()}, shares {share:.0%} of the words", share, "same_as", payload
            )


def _candidate(record: Candidates, reason: str, score: float, field: str, payload: Payload) -> Candidate:
    # What it is the same as goes before who or what it is made of.
    clears = ("same_as",) if field != "same_as" and payload.get("same_as") else ()
    chosen = payload.get(field) == record.public_id and not clears
    return Candidate(record, reason, score, field, record.public_id, proposed=chosen, clears=clears)


FINDERS: Final[dict[SuggestionKind, Callable[[Suggestion, Payload], Iterator[Candidate]]]] = {
    SuggestionKind.DIALOGUE: _dialogues,
    SuggestionKind.PARTICIPATION: _participants,
    SuggestionKind.OUTCOME: _outcomes,
    SuggestionKind.RELATION: _targets,
    SuggestionKind.STATUS: _statuses,
    SuggestionKind.DIFFERENCE: _differences,
}
