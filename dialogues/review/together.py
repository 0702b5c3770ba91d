"""Together: a suggested dialogue and what belongs to it as one plan, and one decision on each of them at once."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from dialogues.models import Suggestion, User
from dialogues.models.history import change
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind
from dialogues.review.accept import write_accepted
from dialogues.review.intended import NotYet
from dialogues.review.lock import claimed_by_another, decided_already, locked, who_has_it_open
from dialogues.review.payload import PayloadRefused, accepted_payload
from dialogues.review.permission import require_reviewer
from dialogues.review.plan import plan
from dialogues.review.reject import write_rejected

# What a suggestion is called in a message: the first of these that its payload has.
_NAMING: Final = (
    "title",
    "name",
    "organization_as_stated",
    "wording",
    "statement",
    "subject",
    "to_as_stated",
    "status",
)


class Verdict(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a reviewer says about one suggestion: `changes` go with accepting, `reason` with rejecting."""

    public_id: str
    verdict: Verdict
    changes: Mapping[str, Any] | None = None
    reason: RejectionReason | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One suggestion and what accepting it as proposed will write, if those before it are accepted as proposed too.

    `hindrance` says why it cannot be accepted as proposed; then there are no lines.
    """

    suggestion: Suggestion
    lines: tuple[str, ...] = ()
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """`parts` are those that wait for a decision, in the order of review.

    `dialogue` is the suggested dialogue that they build on: decided already, or the first of the parts. None for a
    suggestion that belongs to no suggested dialogue, which is then the only part.
    """

    dialogue: Suggestion | None
    parts: tuple[Part, ...]


class TogetherRefused(ValueError):
    """Nothing was written. `problems` gives for a suggestion, by public ID, what stands in the way, in words.

    Where that is a correction which breaks a rule, `errors` gives the messages by field, too.
    """

    def __init__(self, problems: dict[str, str], errors: dict[str, dict[str, list[str]]] | None = None) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems
        self.errors = errors or {}


def plan_together(suggestion: Suggestion) -> Together:
    """The dialogue that this suggestion is, or builds on, and everything that waits with it. Writes nothing."""
    root = suggestion.builds_on or suggestion
    waiting = (
        Suggestion.objects.pending()
        .filter(models.Q(pk=root.pk) | models.Q(builds_on=root))
        .select_related("article__publisher", "matched_dialogue", "matched_outcome", "matched_participation")
        .in_review_order()
    )
    dialogue, planned, parts = copy(root), list[models.Model](), []
    for one in waiting:
        # One text and one dialogue for all: each sees what those before it make of them. The rows stay as they are.
        one.snapshot = suggestion.snapshot if one.snapshot_id == suggestion.snapshot_id else one.snapshot
        trial = copy(one)
        if one.pk == root.pk:
            dialogue = trial
        else:
            trial.builds_on = dialogue
        try:
            intended = plan(trial, accepted_payload(trial), planned=planned)
        except (NotYet, PayloadRefused) as refusal:
            parts.append(Part(one, hindrance=str(refusal)))
            continue
        planned += intended.records
        parts.append(Part(one, tuple(intended.lines)))
        if trial is dialogue and trial.kind == SuggestionKind.DIALOGUE:
            trial.decision, trial.matched_dialogue = Decision.ACCEPTED, intended.dialogue
    return Together(root if root.kind == SuggestionKind.DIALOGUE else None, tuple(parts))


def decide_together(*, decisions: Sequence[Decided], by: User) -> list[Suggestion]:
    """Accept, reject or leave each of these, all or nothing. Returns those that were decided, in the order of review.

    Raises PermissionDenied, and TogetherRefused with every suggestion that stands in the way: decided by somebody else
    meanwhile, or open before somebody else; rejected without a reason; corrected against a rule; refused by the
    record; or accepted although its dialogue is new and not accepted with it.
    """
    require_reviewer(by)
    wanted = {one.public_id: one for one in decisions if one.verdict != Verdict.LEAVE}
    if len({one.public_id for one in decisions}) != len(decisions):
        raise TogetherRefused({"": "Decide once on each suggestion."})
    with transaction.atomic(), change(reason=f"decided on {len(wanted)} suggestions together", by=by):
        held = {one.public_id: one for one in locked().filter(public_id__in=wanted)}
        for one in held.values():
            if one.builds_on is not None:
                one.builds_on = held.get(one.builds_on.public_id, one.builds_on)
        problems = _hindrances(wanted, held, by)
        if problems:
            raise TogetherRefused(problems)
        ordered = sorted(held.values(), key=lambda one: (one.article_id, one.position, one.pk))
        errors: dict[str, dict[str, list[str]]] = {}
        for suggestion in ordered:
            parent = suggestion.builds_on
            if parent is not None and parent.public_id in problems:
                continue  # it would only say again that its dialogue is missing
            try:
                with transaction.atomic():
                    _decide(suggestion, wanted[suggestion.public_id], by)
            except PayloadRefused as refused:
                errors[suggestion.public_id] = refused.errors
                problems[suggestion.public_id] = f"{named(suggestion)}: {refused}"
            except (NotYet, ValidationError, IntegrityError) as refused:
                problems[suggestion.public_id] = f"{named(suggestion)}: {_in_words(refused)}"
        if problems:
            raise TogetherRefused(problems, errors)
    return ordered


def _hindrances(wanted: Mapping[str, Decided], held: Mapping[str, Suggestion], by: User) -> dict[str, str]:
    """What can be seen before anything is written."""
    problems = {}
    for public_id, decided in wanted.items():
        suggestion = held.get(public_id)
        if suggestion is None:
            problems[public_id] = f"There is no suggestion {public_id}."
        elif suggestion.decision != Decision.PENDING:
            problems[public_id] = f"{named(suggestion)}: {decided_already(suggestion)}"
        elif claimed_by_another(suggestion, by):
            problems[public_id] = f"{named(suggestion)}: {who_has_it_open(suggestion)}"
        elif decided.verdict == Verdict.REJECT and decided.reason is None:
            problems[public_id] = f"{named(suggestion)}: choose a reason for rejecting it."
        elif decided.verdict == Verdict.ACCEPT and _lacks_its_dialogue(suggestion, wanted):
            problems[public_id] = (
                f"{named(suggestion)}: it belongs to the dialogue, which is not in the record and not accepted with "
                "it. Accept the dialogue too, or leave this."
            )
    return problems


def _lacks_its_dialogue(suggestion: Suggestion, wanted: Mapping[str, Decided]) -> bool:
    parent = suggestion.builds_on
    if parent is None or suggestion.dialogue_in_the_record is not None:
        return False
    together = wanted.get(parent.public_id)
    return together is None or together.verdict != Verdict.ACCEPT


def _decide(suggestion: Suggestion, decided: Decided, by: User) -> None:
    if decided.verdict == Verdict.ACCEPT:
        write_accepted(suggestion, by=by, changes=dict(decided.changes or {}))
    elif decided.reason is not None:
        write_rejected(suggestion, by=by, reason=decided.reason)


def named(suggestion: Suggestion) -> str:
    """What kind of suggestion it is, and the first words of it that tell it from its neighbours."""
    payload = suggestion.payload
    name = next((str(payload[key]) for key in _NAMING if payload.get(key)), suggestion.public_id)
    return f"{suggestion.get_kind_display().capitalize()} “{name}”"


def _in_words(refused: Exception) -> str:
    if isinstance(refused, ValidationError):
        return " ".join(refused.messages)
    return str(refused).splitlines()[0]
