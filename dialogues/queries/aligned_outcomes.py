"""Passages of an account that speak of an outcome which other accounts have, though no fact was read from them.

"The two sides discussed a hotline" is no outcome of its own; beside "they agreed to set up a hotline" it is the softer
account of one. In English and Chinese, and from one to the other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from dialogues.models import Outcome, Snapshot, Suggestion
from dialogues.models.vocabularies import DifferenceKind, SuggestionKind
from dialogues.queries.accounts import OtherAccounts
from dialogues.queries.citations import CitedSentence
from dialogues.queries.point_of_difference import Point, PointOfDifference, cited_in
from dialogues.text.alignment import THRESHOLD, Aligned, align
from dialogues.text.passages import KnownNames, Passage, passage, passages_of
from dialogues.text.stance import CONTRADICTS, SOFTER, STRONGER, SUPPORTS, Stance, stance_of

# Nothing was read from these passages, so they have to be more alike than a fact and an outcome.
MORE_ALIKE: Final = THRESHOLD + 0.1
_KINDS: Final[Mapping[str, DifferenceKind]] = {
    SUPPORTS: DifferenceKind.WORDING,
    SOFTER: DifferenceKind.MODALITY,
    STRONGER: DifferenceKind.MODALITY,
    CONTRADICTS: DifferenceKind.CONTRADICTION,
}


def aligned_outcomes(
    accounts: OtherAccounts, snapshot: Snapshot, outcomes: Sequence[Suggestion]
) -> Iterator[PointOfDifference]:
    """Outcomes that no fact of this article was matched to, each with the passage that speaks of it. No query."""
    matched = {one.matched_outcome_id for one in outcomes}
    others = {one.pk: accounts.supporting("outcome", one.pk) for one in accounts.outcomes if one.pk not in matched}
    wanted = [one for one in accounts.outcomes if others.get(one.pk) and not accounts.has_own("outcome", one.pk)]
    if not wanted:
        return
    published = accounts.article.published_on
    names = _names(accounts)
    told = [_as_told(one, others[one.pk], place, names) for place, one in enumerate(wanted)]
    read = [(one.sentence_start, one.sentence_end) for one in outcomes if one.kind == SuggestionKind.OUTCOME]
    free = [
        one
        for one in passages_of(
            snapshot.text or "", names=names, published_on=published.latest if published is not None else None
        )
        if not any(one.start < end and start < one.end for start, end in read)
    ]
    for pair in align(told, free, threshold=MORE_ALIKE):
        outcome = wanted[pair.first.start]
        yield _point(outcome, others[outcome.pk], pair)


def _as_told(outcome: Outcome, others: Sequence[CitedSentence], place: int, names: KnownNames) -> Passage:
    """An outcome in the words of another account, else in those of the record; its place stands for where it starts."""
    quote = next((one.quote for one in others if one.quote), "")
    words = quote or outcome.text_as_stated or _own_words(outcome)
    published = others[0].source.article.published_on
    day = published.latest if published is not None else None
    return passage(words, start=place, kind=outcome.kind, names=names, published_on=day)


def _own_words(outcome: Outcome) -> str:
    """What the record says of it, which is no quote of anybody."""
    return f"{outcome.title}. {outcome.summary}".strip()


def _names(accounts: OtherAccounts) -> KnownNames:
    """Who took part, by every name that the record has for them."""
    return KnownNames(
        {
            str(one.pk): _given([one.name_as_stated, person.name, person.native_name, *person.aliases])
            for one in accounts.participations
            if (person := one.person) is not None
        }
    )


def _given(names: Iterable[str]) -> list[str]:
    return [name for name in names if name]


def _point(outcome: Outcome, others: Sequence[CitedSentence], pair: Aligned) -> PointOfDifference:
    quoted = pair.first.text != _own_words(outcome)
    stance = stance_of(pair, quoted=quoted)
    says, others_say = _in_short(pair, stance)
    who = others[0].source.publisher_name if quoted else f"the record, by {others[0].source.publisher_name},"
    return PointOfDifference(
        point=Point.ALIGNED,
        key=(outcome.public_id,),
        kind=_KINDS[stance.value],
        subject=outcome.title[:250],
        says=says[:500],
        others_say=others_say[:500],
        reason=f"{pair.reason}; {who} has “{pair.first.text[:120]}”",
        about={"model": "outcome", "id": outcome.public_id},
        others=cited_in(others),
        sentence=(pair.second.start, pair.second.end),
        spans=[(pair.second.start, pair.second.end)],
        stance=stance,
    )


def _in_short(pair: Aligned, stance: Stance) -> tuple[str, str]:
    """What each account says: the words that commit, the values that differ, else the passages themselves."""
    there, here = pair.strengths
    if stance.value == CONTRADICTS and pair.contradictions:
        one = pair.contradictions[0]
        return ", ".join(one.second), ", ".join(one.first)
    if stance.value != SUPPORTS and here is not None and there is not None:
        return here.words, there.words
    return pair.second.text, pair.first.text
