"""Undo: a decision is taken back, and with it what accepting has written, as if it had never been decided."""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from dialogues.models import Dialogue, Outcome, Person, Suggestion, User
from dialogues.models.history import change
from dialogues.models.record import PublishedRecord, Record
from dialogues.models.vocabularies import Decision, Publication, SuggestionKind
from dialogues.queries.events import events_of
from dialogues.review.hold import check_now, hold
from dialogues.review.lock import written_to
from dialogues.review.merge_steps import NotAsLeft, public_id_of
from dialogues.review.permission import may, require_reviewer
from dialogues.review.written import NotAsAccepted, Written, hanging_on, written_and_held

# Whoever has seen an address may have cited it. For this long a record counts as public by mistake: a draft again,
# and drafts may be deleted. After it, an address answers for ever, and says that the record is withdrawn.
MISTAKE: Final = timedelta(minutes=15)
WITHDRAWN_BECAUSE: Final = "It was entered from a source by mistake."
_MATCHES: Final = ("matched_dialogue", "matched_participation", "matched_outcome")


class UndoRefused(ValueError):
    """The decision cannot be taken back. The message says what is in the way, and how to go on."""


def undo_decision(*, public_id: str, by: User, reason: str = "") -> Suggestion:
    """The suggestion waits for a decision again, and the record is as it was before; all or nothing.

    What accepting wrote is taken out, in the opposite order; the history keeps it. A dialogue, an outcome or a person
    that has been public for longer than `MISTAKE` is withdrawn instead, with `reason` under its address, and the
    suggestion's `undo_note` says so. Raises PermissionDenied unless `by` has decided it or may delete suggestions,
    Suggestion.DoesNotExist, and UndoRefused when nobody has decided, or when something written was changed since or
    has got something that hangs on it.
    """
    require_reviewer(by)
    told = f"undid the decision on suggestion {public_id}" + (f": {reason.strip()}" if reason.strip() else "")
    with transaction.atomic(), change(reason=told, by=by):
        suggestion = _decided_and_locked(public_id)
        _require_its_reviewer(by, suggestion)
        decided = copy(suggestion)
        if suggestion.decision == Decision.ACCEPTED:
            suggestion.matched_dialogue = _match_before(suggestion)
        suggestion.decision = Decision.PENDING
        suggestion.decided_by = suggestion.decided_at = None
        suggestion.rejection_reason = ""
        suggestion.accepted_payload = suggestion.edit_distance = None
        suggestion.written = []
        suggestion.save()
        if decided.decision == Decision.ACCEPTED:
            suggestion.undo_note = _take_back(decided, reason.strip() or WITHDRAWN_BECAUSE)
            suggestion.save()
    return suggestion


def _decided_and_locked(public_id: str) -> Suggestion:
    """The suggestion; and whoever accepts what builds on it, or is matched to what it wrote, waits or was faster."""
    seen = Suggestion.objects.get(public_id=public_id)
    written = [entry["id"] for entry in seen.written if "added" not in entry]
    related = reduce(or_, (Q(**{f"{match}__public_id__in": written}) for match in _MATCHES))
    held = (
        Suggestion.objects.select_for_update(of=("self",))
        .select_related("decided_by", "matched_dialogue")
        .filter(Q(pk=seen.pk) | Q(builds_on=seen) | related)
        .order_by("pk")
    )
    suggestion = next(one for one in held if one.pk == seen.pk)
    if suggestion.decision == Decision.PENDING:
        raise UndoRefused("Nobody has decided on this yet, or it was undone already.")
    return suggestion


def _require_its_reviewer(user: User, suggestion: Suggestion) -> None:
    if suggestion.decided_by_id != user.pk and not may(user, "delete", Suggestion):
        who = f"{suggestion.decided_by}, who decided it, or an editor" if suggestion.decided_by else "an editor"
        raise PermissionDenied(f"Only {who} may undo this.")


def _take_back(accepted: Suggestion, reason: str) -> str:
    """Take out what accepting wrote. Returns what is left of it, in words."""
    # The dialogue before its parts, as in `accept`, so that the two never wait for each other.
    dialogue = written_to(accepted, accepted.accepted_payload or {})
    hold([dialogue] if dialogue is not None else [])
    try:
        written = written_and_held(accepted.written)
        _refuse_what_hangs_on(written)
        with transaction.atomic():
            for addition in written.additions:
                addition.take_back()
            left = ""
            if written.public and timezone.now() - (accepted.decided_at or timezone.now()) > MISTAKE:
                left = _withdraw(written, reason)
            else:
                _remove(written)
            check_now()
    except (NotAsAccepted, NotAsLeft) as found:
        raise UndoRefused(f"{found} Withdraw or correct it by hand instead.") from found
    except IntegrityError as broken:
        raise UndoRefused(f"The record's rules refuse it: {str(broken).splitlines()[0]}") from broken
    return left


def _refuse_what_hangs_on(written: Written) -> None:
    others = hanging_on(written)
    if not others:
        return
    named: dict[str, list[str]] = defaultdict(list)
    for other in others:
        named[str(other._meta.verbose_name)].append(f"“{other}”")
    what = "; ".join(f"{kind} {', '.join(names[:3])}{' …' if len(names) > 3 else ''}" for kind, names in named.items())
    came_from = _accepted_with(others)
    if came_from:
        way_on = f"Undo {'that' if len(came_from) == 1 else 'those'} first: {', '.join(came_from)}."
    else:
        way_on = "Take that out first, or withdraw the record."
    raise UndoRefused(f"Something has been added to it since: {what}. {way_on}")


def _accepted_with(rows: Sequence[models.Model]) -> list[str]:
    """The public IDs of the accepted suggestions that have written these rows, or that are among them."""
    accepted = {public_id_of(row) for row in rows if isinstance(row, Suggestion)}
    wrote = [
        Q(written__contains=[{"id": public_id_of(row)}])
        for row in rows
        if isinstance(row, Record) and not isinstance(row, Suggestion)
    ]
    if wrote:
        accepted |= set(Suggestion.objects.filter(reduce(or_, wrote)).values_list("public_id", flat=True))
    return sorted(accepted)


def _withdraw(written: Written, reason: str) -> str:
    """What has been public too long keeps its address, and a dialogue or an outcome all that it consists of."""
    if not any(isinstance(row, Dialogue | Outcome) for row in written.rows):
        _delete(written, but=Person)
    for model, rows in written.by_model():
        if issubclass(model, PublishedRecord):
            model._base_manager.filter(pk__in=[row.pk for row in rows]).update(
                publication=Publication.WITHDRAWN, withdrawn_because=reason, updated_at=timezone.now()
            )
    names = ", ".join(f"the {row._meta.verbose_name} {public_id_of(row)}" for row in written.public)
    minutes = MISTAKE // timedelta(minutes=1)
    return (
        f"Undone after more than {minutes} minutes: {names} had been public and is withdrawn. "
        "Publish it again rather than enter it anew."
    )[:300]


def _remove(written: Written) -> None:
    """As if it had never been there: public by mistake a moment ago, so a draft again, and drafts may be deleted."""
    for model, rows in written.by_model():
        keys = [row.pk for row in rows]
        if issubclass(model, PublishedRecord):
            model._base_manager.filter(pk__in=keys).update(publication=Publication.DRAFT, updated_at=timezone.now())
        for match in _MATCHES:
            if Suggestion._meta.get_field(match).related_model is model:
                waiting = Suggestion.objects.pending().filter(**{f"{match}__in": keys})
                waiting.update(**{match: None}, match_reason="", updated_at=timezone.now())
    _delete(written)


def _delete(written: Written, *, but: type[Record] | None = None) -> None:
    """Each kind of row at once, the last written first. Raises NotAsAccepted when anything else would go with it."""
    for model, rows in written.by_model(backwards=True):
        if model is but:
            continue
        _, deleted = model._base_manager.filter(pk__in=[row.pk for row in rows]).delete()
        if deleted != {model._meta.label: len(rows)}:
            raise NotAsAccepted(f"The {model._meta.verbose_name} “{rows[0]}” got something new meanwhile.")


def _match_before(suggestion: Suggestion) -> Dialogue | None:
    """The dialogue that it was matched to before it was accepted: accepting sets another one, or a new one."""
    if suggestion.kind != SuggestionKind.DIALOGUE:
        return suggestion.matched_dialogue
    waiting = [one for one in events_of(Suggestion, [suggestion.pk]) if one.value("decision") == Decision.PENDING]
    before = waiting[-1].value("matched_dialogue") if waiting else None
    return Dialogue.objects.filter(pk=before).first() if before is not None else None
