"""Merge: two records of the same person, organization, dialogue or outcome become one, and can become two again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogues.models import Merge, Outcome, OutcomeStatus, User
from dialogues.models.history import change
from dialogues.review.hold import check_now, hold
from dialogues.review.merge_plan import Mergeable, MergeRefused, plan_merge, refuse_two_kinds
from dialogues.review.merge_steps import (
    Addition,
    Move,
    NotAsLeft,
    kept_row,
    model_of,
    move,
    name_of,
    put_back,
    step_of,
    take_out,
)
from dialogues.review.permission import require_publish


class UndoRefused(ValueError):
    """The state before the merge cannot be had back. The message says what is in the way."""


def merge_records(*, loser: Mergeable, winner: Mergeable, by: User, reason: str) -> Merge:
    """Move everything that points at `loser` over to `winner`; the loser's address leads there from now on.

    All or nothing. Raises PermissionDenied, and MergeRefused when the two do not fit together or somebody else
    changed them meanwhile.
    """
    require_publish(by, type(loser))
    refuse_two_kinds(loser, winner)
    if not reason.strip():
        raise MergeRefused("Reason: say why the two are the same.")
    told = f"merged {loser.public_id} into {winner.public_id}: {reason.strip()}"
    with _refusing(MergeRefused), transaction.atomic(), change(reason=told, by=by):
        held = {row.pk: row for row in hold([loser, winner])}
        plan = plan_merge(loser=held[loser.pk], winner=held[winner.pk])
        set_aside = [kept_row(row) for row in plan.set_aside]
        for step in plan.steps:
            step.apply()
        for row in plan.set_aside:
            take_out(row)
        merge = Merge.objects.create(
            record_type=name_of(type(loser)),
            loser=loser.public_id,
            winner=winner.public_id,
            reason=reason.strip(),
            merged_by=by,
            moved=[step.as_json() for step in plan.steps],
            set_aside=set_aside,
        )
        check_now()
    return merge


def undo_merge(*, merge: Merge, by: User, reason: str) -> Merge:
    """Give the loser back what it had. What was added to the winner since then stays with the winner.

    All or nothing. Raises PermissionDenied, and UndoRefused when something that the merge moved has been changed.
    """
    model = model_of(merge.record_type)
    require_publish(by, model)
    if not reason.strip():
        raise UndoRefused("Reason: say why the merge is undone.")
    told = f"undid {merge.public_id} ({merge}): {reason.strip()}"
    with _refusing(UndoRefused), transaction.atomic(), change(reason=told, by=by):
        [held] = hold([merge])
        if held.undone_at is not None:
            raise UndoRefused(f"This merge was undone already, by {held.undone_by or 'somebody'}.")
        winner = _still_merged(held)
        put_back(held.set_aside)
        for step in map(step_of, reversed(held.moved)):
            if isinstance(step, Move):
                step.reversed().apply()
            elif isinstance(step, Addition):
                step.take_back()
        if isinstance(winner, Outcome):
            _close_gaps(winner)
        held.undone_at, held.undone_by, held.undone_because = timezone.now(), by, reason.strip()
        held.save()
        check_now()
    return held


def _still_merged(merge: Merge) -> Mergeable:
    """The winner; both records are locked. Raises UndoRefused when the two are not as the merge left them."""
    model = model_of(merge.record_type)
    both = hold(model._base_manager.filter(public_id__in=[merge.loser, merge.winner]))
    by_id: dict[str, Mergeable] = {row.public_id: row for row in both}
    if by_id.keys() != {merge.loser, merge.winner}:
        raise UndoRefused("One of the two records is no longer there.")
    loser, winner = by_id[merge.loser], by_id[merge.winner]
    if winner.merged_into is not None:
        raise UndoRefused(f"“{winner}” itself went into “{winner.merged_into}” since then: undo that merge first.")
    if loser.merged_into != winner:
        raise UndoRefused(f"“{loser}” no longer leads to “{winner}”.")
    return winner


def _close_gaps(outcome: Outcome) -> None:
    """Statuses that were added since the merge move up to where the woven ones left."""
    for place, status in enumerate(OutcomeStatus.objects.filter(outcome=outcome).order_by("sequence"), start=1):
        if status.sequence != place:
            move([status], sequence=(status.sequence, place)).apply()


@contextmanager
def _refusing(refusal: type[MergeRefused] | type[UndoRefused]) -> Iterator[None]:
    try:
        yield
    except NotAsLeft as found:
        raise refusal(str(found)) from found
    except IntegrityError as broken:
        said = str(broken).splitlines()[0]
        raise refusal(f"The record's rules refuse it: {said}") from broken
