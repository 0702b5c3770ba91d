"""Where an article differs from the other accounts of a dialogue that the record holds.

Only proposals come of this, and it rather stays silent: an article has to report the dialogue, be the account of
somebody, and there has to be an account of somebody else.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from dialogues.models import DelegationCount, Dialogue, Difference, Outcome, Participation, Snapshot, Suggestion
from dialogues.models.vocabularies import ArticleKind, DifferenceKind, Relevance, SuggestionKind
from dialogues.queries.accounts import (
    FEWEST_WORDS,
    FULL_ACCOUNT,
    FullText,
    OtherAccounts,
    is_full,
    language_of,
    other_accounts,
)
from dialogues.queries.aligned_outcomes import aligned_outcomes
from dialogues.queries.citations import CitedSentence
from dialogues.queries.point_of_difference import Point, PointOfDifference, cited_in
from dialogues.text.dates import PartialDate
from dialogues.text.sentences import sentence_around, sentence_spans
from dialogues.text.similarity import content_words, shared_share

MOST_OF_A_KIND: Final = 10
SAME_OFFICE: Final = 0.5
NOT_MENTIONED: Final = "Not mentioned."
# Not the account of one side of what happened.
_NO_ACCOUNTS: Final = frozenset({ArticleKind.JOINT_STATEMENT, ArticleKind.EDITORIAL, ArticleKind.ANALYSIS})


def points_of_difference(
    dialogue: Dialogue, snapshot: Snapshot, suggestions: Sequence[Suggestion]
) -> list[PointOfDifference]:
    """Where this text, by what was found in it, differs from the other accounts. At most seven queries."""
    article = snapshot.article
    if (
        article.relevance != Relevance.REPORTS
        or article.publisher_id is None
        or article.copy_of_id is not None
        or article.kind in _NO_ACCOUNTS
    ):
        return []
    accounts = other_accounts(dialogue, article)
    outcomes = [one for one in suggestions if one.kind == SuggestionKind.OUTCOME]
    found: list[PointOfDifference] = []
    for one in suggestions:
        match SuggestionKind(one.kind):
            case SuggestionKind.DIALOGUE:
                found += _other_values(accounts, one)
            case SuggestionKind.PARTICIPATION:
                found += _another_office(accounts, one)
            case SuggestionKind.DELEGATION_COUNT:
                found += _another_count(accounts, one)
    found += islice(_only_here(accounts, outcomes), MOST_OF_A_KIND)
    aligned = list(islice(aligned_outcomes(accounts, snapshot, outcomes), MOST_OF_A_KIND))
    found += aligned
    if outcomes and is_full(article, article) and len(snapshot.text or "") >= FULL_ACCOUNT:
        found += islice(_not_here(accounts, FullText(snapshot), outcomes, aligned), MOST_OF_A_KIND)
    return found


def _other_values(accounts: OtherAccounts, stated: Suggestion) -> Iterator[PointOfDifference]:
    """Another day, or another city."""
    dialogue, value = accounts.dialogue, stated.payload
    if value.get("start_date"):
        day = PartialDate.parse(value["start_date"])
        last = dialogue.end_date or dialogue.start_date
        if day.latest < dialogue.start_date.earliest or day.earliest > last.latest:
            known = list(Difference.objects.filter(dialogue=dialogue, kind=DifferenceKind.DATE)[:2])
            yield from _another_value(
                accounts,
                stated,
                "start_date",
                kind=DifferenceKind.DATE,
                subject="date of the dialogue",
                says=day.display(),
                others_say=dialogue.start_date.display(),
                same_as=known[0].public_id if len(known) == 1 else None,
            )
    city = str(value.get("city") or "")
    if city and dialogue.city and not set(content_words(city)) & set(content_words(dialogue.city)):
        yield from _another_value(
            accounts,
            stated,
            "city",
            kind=DifferenceKind.CONTRADICTION,
            subject="place of the dialogue",
            says=city,
            others_say=dialogue.city,
        )


def _another_value(
    accounts: OtherAccounts, stated: Suggestion, name: str, *, says: str, others_say: str, **values: Any
) -> Iterator[PointOfDifference]:
    """A field of the dialogue that others are cited for: by its name, else by citations of the dialogue as a whole."""
    supporting = accounts.supporting("dialogue", accounts.dialogue.pk)
    others = [one for one in supporting if one.citation.field == name] or [
        one for one in supporting if not one.citation.field and one.citation.conflict_id is None
    ]
    spans = [(start, end) for start, end in stated.evidence.get(name, [])]
    if not others or not spans:
        return
    yield PointOfDifference(
        point=Point.VALUE,
        key=(accounts.dialogue.public_id, name, says),
        says=says,
        others_say=others_say,
        reason=f"{_who(others)} says {others_say}",
        about={"model": "dialogue", "id": accounts.dialogue.public_id, "field": name},
        others=cited_in(others),
        stated=stated,
        sentence=sentence_around(sentence_spans(stated.snapshot.text or ""), spans[0]),
        spans=spans,
        **values,
    )


def _another_office(accounts: OtherAccounts, stated: Suggestion) -> Iterator[PointOfDifference]:
    """Another office of the same participant, unless they held that one, too."""
    held = next((one for one in accounts.participations if one.pk == stated.matched_participation_id), None)
    title = str(stated.payload.get("title_as_stated") or "")
    if held is None or not title or not held.title_as_stated or _same_office(title, held.title_as_stated):
        return
    if held.person is not None and any(_same_office(title, tenure.title) for tenure in held.person.tenures.all()):
        return
    language = language_of(accounts.article)
    others = [
        one
        for one in accounts.supporting("participation", held.pk)
        if language_of(one.source.article) == language and _says_office(one, held.title_as_stated)
    ]
    if others:
        yield _about_a_part(
            accounts,
            stated,
            held,
            others,
            kind=DifferenceKind.ROLE,
            subject=f"office of {held.shown_name}"[:250],
            says=title,
            others_say=held.title_as_stated,
        )


def _says_office(sentence: CitedSentence, title: str) -> bool:
    """Whether an account says this office: in its own words where they are kept."""
    return _same_office(title, sentence.citation.value_as_stated or sentence.quote or title)


def _same_office(first: str, second: str) -> bool:
    return shared_share(content_words(first), content_words(second)) >= SAME_OFFICE


def _another_count(accounts: OtherAccounts, stated: Suggestion) -> Iterator[PointOfDifference]:
    """Another number of the same: no head count of that side, rank and unit that the record holds allows it."""
    value = stated.payload
    if not value.get("party"):
        return
    same = [
        one
        for one in accounts.counts
        if (one.party_id, one.unit, one.rank) == (value["party"], value.get("unit"), value.get("rank") or "unknown")
    ]
    bounds = _bounds(value.get("low"), value.get("best"), value.get("high"))
    if any(_overlap(bounds, _bounds(one.low, one.best, one.high)) for one in same):
        return
    for held in same:
        others = accounts.supporting("delegation_count", held.pk)
        if others:
            yield _about_a_part(
                accounts,
                stated,
                held,
                others,
                kind=DifferenceKind.DETAIL,
                subject=f"head count of the side {value['party']}",
                says=str(value["wording"]),
                others_say=held.wording,
            )
            return


def _bounds(low: int | None, best: int | None, high: int | None) -> tuple[float, float]:
    """What a head count allows: a best value alone is exact, a low value alone is open above."""
    if best is not None and low is None and high is None:
        return best, best
    return low if low is not None else 0, high if high is not None else float("inf")


def _overlap(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[0] <= second[1] and second[0] <= first[1]


def _about_a_part(
    accounts: OtherAccounts,
    stated: Suggestion,
    held: Participation | DelegationCount,
    others: list[CitedSentence],
    *,
    says: str,
    others_say: str,
    **values: Any,
) -> PointOfDifference:
    return PointOfDifference(
        point=Point.VALUE,
        key=(held.public_id, says),
        says=says[:500],
        others_say=others_say[:500],
        reason=f"{_who(others)} says “{others_say}”",
        about={"model": held._meta.model_name or "", "id": held.public_id},
        others=cited_in(others),
        stated=stated,
        sentence=(stated.sentence_start, stated.sentence_end),
        spans=[(start, end) for start, end in stated.spans],
        **values,
    )


def _only_here(accounts: OtherAccounts, outcomes: Sequence[Suggestion]) -> Iterator[PointOfDifference]:
    """Outcomes that the record does not hold, and that no full text of another account speaks of."""
    if not outcomes or not is_full(accounts.article, accounts.article) or not accounts.texts:
        return
    for stated in outcomes:
        title = str(stated.payload.get("title") or "")
        if stated.matched_outcome_id is not None or len(set(content_words(title))) < FEWEST_WORDS:
            continue
        if any(text.speaks_of([title]) for text in accounts.texts):
            continue
        searched = [{"snapshot": text.snapshot.public_id} for text in accounts.texts]
        yield PointOfDifference(
            point=Point.ONLY_HERE,
            key=(title,),
            kind=DifferenceKind.OMISSION,
            subject=title[:250],
            says=title[:500],
            others_say=NOT_MENTIONED,
            reason=f"not found in {len(searched)} other full account{'s' if len(searched) > 1 else ''}",
            about={"model": "dialogue", "id": accounts.dialogue.public_id},
            others=searched,
            stated=stated,
            sentence=(stated.sentence_start, stated.sentence_end),
            spans=[(start, end) for start, end in stated.spans],
        )


def _not_here(
    accounts: OtherAccounts, text: FullText, outcomes: Sequence[Suggestion], aligned: Sequence[PointOfDifference]
) -> Iterator[PointOfDifference]:
    """Outcomes of the record, each held by another account, that this full text does not speak of."""
    matched = {one.matched_outcome_id for one in outcomes}
    spoken_of = {point.about["id"] for point in aligned}
    for outcome in accounts.outcomes:
        if outcome.pk in matched or outcome.public_id in spoken_of:
            continue
        others = [
            one
            for one in accounts.supporting("outcome", outcome.pk)
            if language_of(one.source.article) == language_of(accounts.article)
        ]
        if accounts.has_own("outcome", outcome.pk) or not others or text.speaks_of(_wordings(outcome, others)):
            continue
        yield PointOfDifference(
            point=Point.NOT_HERE,
            key=(outcome.public_id,),
            kind=DifferenceKind.OMISSION,
            subject=outcome.title[:250],
            says=NOT_MENTIONED,
            others_say=outcome.title[:500],
            reason=f"{_who(others)} has it, and no sentence of this text is like it",
            about={"model": "outcome", "id": outcome.public_id},
            others=cited_in(others),
        )


def _wordings(outcome: Outcome, others: Sequence[CitedSentence]) -> list[str]:
    return [outcome.title, outcome.summary, outcome.text_as_stated, *(one.quote for one in others)]


def _who(others: Sequence[CitedSentence]) -> str:
    return others[0].source.publisher_name
