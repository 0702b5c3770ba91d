"""One outcome with all that is known of it: what was agreed, who says so, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogues.models import Dialogue, Outcome, OutcomeStatus
from dialogues.models.vocabularies import Side
from dialogues.queries.citations import CitationBook, CitedSentence, Evidence, Source, read_citations
from dialogues.queries.lineage import Lineage, in_sentences, read_relations
from dialogues.queries.overdue import is_overdue


@dataclass(frozen=True)
class StatusEntry:
    """One entry of an outcome's history. `before` is the state that it replaced, empty for the first."""

    status: OutcomeStatus
    before: str
    corrected: bool
    evidence: Evidence


@dataclass(frozen=True)
class OutcomeRecord:
    """All of one outcome, ready to be shown; `history` has the newest entry first."""

    outcome: Outcome
    state: str
    stated_by: str
    obliged: str
    deadline_passed: bool
    overdue: bool
    evidence: Evidence
    history: tuple[StatusEntry, ...]
    lineage: tuple[Lineage, ...]
    topics: tuple[str, ...]
    sources: tuple[Source, ...]
    changed_at: datetime

    @property
    def quotes(self) -> tuple[CitedSentence, ...]:
        """What sources say about the outcome in so many words."""
        return tuple(sentence for sentence in self.evidence.sentences if sentence.quote)


def read_outcome(outcome: Outcome, today: date, valid_on: date | None = None) -> OutcomeRecord:
    """Everything about an outcome in four queries. It comes with its dialogue and the dialogue's sides.

    `valid_on` shows what had become of it by that day: statuses that took effect later, or nobody knows when, are
    left out (the rule of `dialogues/queries/as_of.py`). What is overdue is told for `today`.
    """
    statuses = list(outcome.statuses.select_related("party").order_by("sequence"))
    if valid_on is not None:
        statuses = valid_statuses(statuses, valid_on)
    relations = read_relations(outcomes=[outcome.pk])
    book = read_citations(
        {
            "outcome": [outcome.pk],
            "outcome_status": [status.pk for status in statuses],
            "relation": [relation.pk for relation in relations],
        }
    )
    current = current_status(statuses)
    state = current.state if current is not None else ""
    return OutcomeRecord(
        outcome=outcome,
        state=state,
        stated_by=side_in_words(outcome.stated_by, outcome.dialogue),
        obliged=side_in_words(outcome.obliged, outcome.dialogue),
        deadline_passed=outcome.deadline is not None and outcome.deadline.latest < today,
        overdue=is_overdue(outcome, state or None, today),
        evidence=book.about("outcome", outcome.pk),
        history=tuple(reversed(status_history(statuses, book))),
        lineage=in_sentences(relations, book),
        topics=tuple(topic.name for topic in outcome.topics.all()),
        sources=book.sources,
        changed_at=max([outcome.updated_at, *(row.updated_at for row in (*statuses, *relations)), *book.changed_at()]),
    )


def current_status(statuses: Sequence[OutcomeStatus]) -> OutcomeStatus | None:
    """The last entry that concerns the outcome as a whole: the rule of `current_state()` for rows at hand."""
    return next((status for status in reversed(statuses) if status.party_id is None), None)


def valid_statuses(statuses: Iterable[OutcomeStatus], day: date) -> list[OutcomeStatus]:
    """The entries that had taken effect by this day, at the earliest that their dates can mean."""
    return [one for one in statuses if one.effective_on is not None and one.effective_on.earliest <= day]


def status_history(statuses: Iterable[OutcomeStatus], book: CitationBook) -> list[StatusEntry]:
    """The entries in their order. An entry that concerns one side alone is compared with that side's last one."""
    statuses = list(statuses)
    corrected = {status.supersedes_id for status in statuses}
    last_of: dict[str | None, str] = {}
    entries = []
    for status in statuses:
        entries.append(
            StatusEntry(
                status=status,
                before=last_of.get(status.party_id, ""),
                corrected=status.pk in corrected,
                evidence=book.about("outcome_status", status.pk),
            )
        )
        last_of[status.party_id] = status.state
    return entries


def side_in_words(side: str, dialogue: Dialogue) -> str:
    """The name of the side, or "both sides"; empty when it is not known."""
    names = {Side.BOTH: "both sides", Side.A: dialogue.side_a.name, Side.B: dialogue.side_b.name}
    return names.get(Side(side), "")
