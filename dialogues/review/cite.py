"""Cite: a sentence of a kept text becomes the reason to believe a field of a record; and a citation is withdrawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogues.models import Citation, Conflict, Dialogue, Party, Snapshot, User
from dialogues.models.history import change
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import CitationStance, Publication
from dialogues.queries.citable import Subject, citable_fields, dialogue_around, seen_on, subject_name
from dialogues.review.conflict import DISPUTED_FIELD, conflict_on_date
from dialogues.review.hold import hold
from dialogues.review.permission import require_cite, require_withdraw_citation
from dialogues.text.quotes import FoundQuote, FoundQuotes, NearQuote, find_quotes, nearest_match


class CitationRefused(ValueError):
    """A citation cannot be added or withdrawn. `field` is what is wrong, empty for all; the message is for staff."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class QuoteNotThere(CitationRefused):
    """The kept text does not say this. `nearest` is the passage most like it, if any is."""

    def __init__(self, nearest: NearQuote | None) -> None:
        super().__init__("quote", "Quote: the kept text does not say this.")
        self.nearest = nearest


class SeveralPlaces(CitationRefused):
    """The kept text says this at several places. `found` names them: `start` has to choose one."""

    def __init__(self, found: FoundQuotes) -> None:
        count = f"more than {len(found.places)}" if found.more else f"{len(found.places)}"
        super().__init__("quote", f"Quote: the kept text says this at {count} places. Choose one, or quote more of it.")
        self.found = found


class SubjectChanged(CitationRefused):
    """Somebody changed the record while it was open: what the source supports may stand there no longer."""


def cite_record(
    *,
    by: User,
    subject: Subject,
    snapshot: Snapshot,
    quote: str = "",
    start: int | None = None,
    field: str = "",
    stance: CitationStance = CitationStance.SUPPORTS,
    value_as_stated: str = "",
    speaker_party: Party | None = None,
    note: str = "",
    seen_version: int | None = None,
) -> Citation:
    """Cite the snapshot's text for a record, or for one `field` of it. Where the quote stands is computed here.

    What is stored are the text's own words: they may differ from `quote` in spacing, marks, width or case. `start`
    chooses among several places. A source that is silent has no quote; who searched which text, and when, is kept. A
    text that contradicts the date of a dialogue marks it: sources disagree. `seen_version` is the version of the record
    that the caller has seen, None to go without that check.

    Raises PermissionDenied, QuoteNotThere, SeveralPlaces, SubjectChanged, and CitationRefused for what else is wrong.
    """
    require_cite(by)
    reason = f"cited {snapshot.article.public_id} for {subject.public_id}"
    with _refusing(), transaction.atomic(), change(reason=reason, by=by):
        held = _held(subject, seen_version)
        _refuse_unfit(held, snapshot, field, {"quote": quote, "value_as_stated": value_as_stated, "note": note})
        place = _place(snapshot.text or "", quote, start, stance)
        silent = stance == CitationStance.SILENT
        citation = Citation(
            snapshot=snapshot,
            field=field,
            stance=stance,
            value_as_stated=value_as_stated.strip(),
            speaker_party=speaker_party,
            note=note.strip() or (_searched(timezone.localdate()) if silent else ""),
            recorded_by=by,
            **{subject_name(held): held},
        )
        if place is not None:
            citation.start, citation.end, citation.quote = place.start, place.end, place.exact
            citation.prefix, citation.suffix = place.prefix, place.suffix
        _refuse_twice(citation)
        if isinstance(held, Dialogue) and field == DISPUTED_FIELD:
            citation.conflict = _conflict(held, stance)
        citation.full_clean()
        citation.save()
    return citation


def refuse_uncitable(subject: Subject) -> None:
    """Raises CitationRefused for a merged or withdrawn record, and for a part of one."""
    for row in (subject, seen_on(subject), dialogue_around(subject)):
        if not isinstance(row, PublishedRecord):
            continue
        if row.merged_into is not None:
            raise CitationRefused("subject", f"Record: “{row}” has gone into “{row.merged_into}”: cite for that one.")
        if row.publication == Publication.WITHDRAWN:
            raise CitationRefused(
                "subject", f"Record: “{row}” is withdrawn. Publish it first if it was right after all."
            )


def withdraw_citation(*, citation: Citation, by: User, reason: str) -> None:
    """Take a citation back. The history keeps it, with the reason, and can restore it.

    A conflict that nothing but this citation had raised goes with it. Raises PermissionDenied, and CitationRefused
    without a reason and when somebody else has withdrawn it already.
    """
    require_withdraw_citation(by)
    if not reason.strip():
        raise CitationRefused("reason", "Reason: say why the citation is withdrawn; it is kept in the history.")
    with transaction.atomic(), change(reason=f"withdrew {citation.public_id}: {reason.strip()}", by=by):
        held = hold([citation])
        if not held:
            raise CitationRefused("", "This citation was withdrawn already.")
        [row] = held
        row.delete()
        if row.conflict is not None and row.stance == CitationStance.CONTRADICTS:
            _settle(row.conflict)


def _held(subject: Subject, seen_version: int | None) -> Subject:
    """The record as it is now, locked. Raises CitationRefused when it is no record to cite for."""
    rows = hold([subject])
    if not rows:
        raise CitationRefused("subject", "Record: it is no longer there.")
    [held] = rows
    for row in (held, seen_on(held), dialogue_around(held)):
        if not isinstance(row, PublishedRecord):
            continue
        if row.merged_into is not None:
            raise CitationRefused("subject", f"Record: “{row}” has gone into “{row.merged_into}”: cite for that one.")
        if row.publication == Publication.WITHDRAWN:
            raise CitationRefused(
                "subject", f"Record: “{row}” is withdrawn. Publish it first, if it was right after all."
            )
    if seen_version is not None and seen_version != held.version:
        raise SubjectChanged(
            "subject",
            f"Record: somebody changed “{held}” while you had it open. Nothing is saved and nothing is lost: look at "
            "its values as they are now, and save again if the citation still fits.",
        )
    return held


def _refuse_unfit(subject: Subject, snapshot: Snapshot, field: str, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if "\0" in text:
            raise CitationRefused(name, f"{name.replace('_', ' ').capitalize()}: null characters are not allowed.")
    if field and field not in citable_fields(type(subject)):
        kind = subject._meta.verbose_name
        raise CitationRefused("field", f"Field: “{field}” is nothing that a source can state of this {kind}.")
    if snapshot.text is None:
        raise CitationRefused("snapshot", "Article: its text is not kept, so nothing of it can be quoted or searched.")


def _place(text: str, quote: str, start: int | None, stance: CitationStance) -> FoundQuote | None:
    """Where the text says the quote; None for a source that is silent."""
    if stance == CitationStance.SILENT:
        if quote.strip():
            raise CitationRefused("quote", "Quote: a source that does not mention it has none. Leave it empty.")
        return None
    if not quote.strip():
        raise CitationRefused("quote", "Quote: paste or select the sentence that says it.")
    found = find_quotes(text, quote, start=start)
    if not found.places:
        raise QuoteNotThere(nearest_match(text, quote))
    if len(found.places) > 1:
        raise SeveralPlaces(found)
    return found.places[0]


def _searched(day: date) -> str:
    return f"The whole kept text was searched on {day.day} {day:%B %Y}; it does not mention this."


def _refuse_twice(citation: Citation) -> None:
    """Whoever presses the button twice makes one citation."""
    name = citation.subject_name
    same = {key: getattr(citation, key) for key in (name, "snapshot", "field", "stance", "start", "end")}
    twin = Citation.objects.filter(**same).select_related("recorded_by").first()
    if twin is not None:
        who = f" by {twin.recorded_by}" if twin.recorded_by else ""
        raise CitationRefused("quote", f"Quote: this is cited so already{who}, on {twin.created_at:%Y-%m-%d}.")


def _conflict(dialogue: Dialogue, stance: CitationStance) -> Conflict | None:
    """The conflict on the date; raised by a source that contradicts, joined by one that supports."""
    conflict, is_new = conflict_on_date(dialogue)
    if stance == CitationStance.CONTRADICTS and is_new:
        conflict.save()
        return conflict
    return None if is_new or stance not in {CitationStance.CONTRADICTS, CitationStance.SUPPORTS} else conflict


def _settle(conflict: Conflict) -> None:
    """Take away a conflict that no source raises any longer, unless somebody wrote something about it."""
    raised = Citation.objects.filter(conflict=conflict).exclude(stance=CitationStance.SUPPORTS).exists()
    if not (raised or conflict.resolution or conflict.note):
        conflict.delete()


@contextmanager
def _refusing() -> Iterator[None]:
    """The record's own rules, in their words."""
    try:
        yield
    except ValidationError as broken:
        raise CitationRefused("", " ".join(broken.messages)) from broken
    except IntegrityError as broken:
        raise CitationRefused("", f"The record's rules refuse it: {str(broken).splitlines()[0]}") from broken
