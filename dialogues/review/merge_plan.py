"""What a merge will move: the page shows a plan, and `merge_records` writes that same plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import models

from dialogues.models import (
    Citation,
    Dialogue,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Relation,
)
from dialogues.models.record import Record
from dialogues.models.relation import SOURCES, TARGETS
from dialogues.models.vocabularies import Publication
from dialogues.review.merge_steps import Addition, Step, move, name_of, public_id_of

Mergeable = Person | Organization | Dialogue | Outcome
MERGEABLE: Final[tuple[type[Mergeable], ...]] = (Person, Organization, Dialogue, Outcome)

# What makes two rows say the same: of such a pair only the winner's stays.
IDENTITY: Final[dict[type[models.Model], tuple[str, ...]]] = {
    Participation: ("dialogue", "person", "role"),
    Relation: ("kind", *SOURCES, *TARGETS, "to_as_stated", "to_date"),
}


class MergeRefused(ValueError):
    """These two records cannot be merged, or not in this way. The message is for staff."""


@dataclass(slots=True)
class MergePlan:
    """The steps in their order, the rows that are set aside when they are done, and the same in words."""

    loser: Mergeable
    winner: Mergeable
    steps: list[Step] = field(default_factory=list)
    set_aside: list[Record] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


def plan_merge(*, loser: Mergeable, winner: Mergeable) -> MergePlan:
    """What merging `loser` into `winner` will write; nothing is written yet. Raises MergeRefused."""
    refuse_two_kinds(loser, winner)
    _refuse_what_does_not_fit(loser, winner)
    plan = MergePlan(loser, winner)
    _names(plan)
    _topics(plan)
    _repoint(plan, loser, winner)
    plan.steps.append(move([loser], merged_into=(None, winner)))
    return plan


def refuse_two_kinds(loser: Mergeable, winner: Mergeable) -> None:
    """Raises MergeRefused unless both are of the same kind, and of one that can be merged."""
    if type(loser) is not type(winner) or not isinstance(loser, MERGEABLE):
        raise MergeRefused("Choose two people, two organizations, two dialogues or two outcomes.")


def _refuse_what_does_not_fit(loser: Mergeable, winner: Mergeable) -> None:
    if loser.pk == winner.pk:
        raise MergeRefused("Choose two records: one does not go into itself.")
    for record in (loser, winner):
        if record.merged_into is not None:
            raise MergeRefused(f"“{record}” ({record.public_id}) has gone into “{record.merged_into}” already.")
    if winner.publication == Publication.WITHDRAWN:
        raise MergeRefused(f"“{winner}” is withdrawn: publish it first, or merge in the other direction.")
    if loser.publication == Publication.PUBLISHED and winner.publication != Publication.PUBLISHED:
        raise MergeRefused(f"“{loser}” is public and “{winner}” is not: its address would lead to nothing.")
    if _sides(loser) and _sides(winner) and _sides(loser) != _sides(winner):
        raise MergeRefused("They belong to different parties: correct that first, if it is an error.")


def _sides(record: Mergeable) -> tuple[str, ...]:
    if isinstance(record, Dialogue):
        return record.side_codes
    if isinstance(record, Outcome):
        return record.dialogue.side_codes
    return (record.party_id,) if record.party_id else ()


def _names(plan: MergePlan) -> None:
    """The loser's names become aliases of the winner, so that texts that use them still find the person."""
    loser, winner = plan.loser, plan.winner
    if not isinstance(loser, Person | Organization) or not isinstance(winner, Person | Organization):
        return
    known = set(_all_names(winner))
    new = tuple(dict.fromkeys(name for name in _all_names(loser) if name not in known))
    if new:
        plan.steps.append(Addition(name_of(type(winner)), winner.public_id, "aliases", new))
        plan.lines.append(f"Aliases: “{winner}” is also called {', '.join(f'“{name}”' for name in new)}.")


def _all_names(named: Person | Organization) -> list[str]:
    abbreviation = named.abbreviation if isinstance(named, Organization) else ""
    return [name for name in (named.name, named.native_name, abbreviation, *named.aliases) if name]


def _topics(plan: MergePlan) -> None:
    loser, winner = plan.loser, plan.winner
    if isinstance(loser, Dialogue | Outcome) and isinstance(winner, Dialogue | Outcome):
        new = loser.topics.exclude(pk__in=winner.topics.all())
        _add_related(plan, winner, "topics", new)


def _add_related(plan: MergePlan, row: Record, name: str, new: models.QuerySet[Any]) -> None:
    records = list(new)
    if records:
        added = tuple(public_id_of(record) for record in records)
        plan.steps.append(Addition(name_of(type(row)), public_id_of(row), name, added))
        plan.lines.append(f"{name.capitalize()}: “{row}” gets {', '.join(f'“{record}”' for record in records)}.")


def _repoint(plan: MergePlan, old: Record, new: Record) -> None:
    """Everything that points at `old` points at `new` afterwards."""
    for reference in old._meta.related_objects:
        model, name = reference.related_model, reference.field.name
        if not issubclass(model, Record):
            continue  # the history's own tables, which no one changes
        if model is OutcomeStatus and isinstance(old, Outcome) and isinstance(new, Outcome):
            _weave_histories(plan, old, new)
            continue
        held = {_identity(row, name): row for row in _rows(model, name, new)} if name in IDENTITY.get(model, ()) else {}
        going: list[Record] = []
        for row in _rows(model, name, old):
            same = held.get(_identity(row, name)) if held else None
            if model is type(new) and row.pk == new.pk:
                plan.steps.append(move([row], **{name: (old, None)}))
                plan.lines.append(f"{_field(model, name)} of “{row}” is emptied: it would be “{new}” itself.")
            elif isinstance(row, Relation) and _leads_to(row, name, new):
                _drop_relation(plan, row, new)
            elif same is not None:
                _set_aside(plan, row, same)
            else:
                going.append(row)
        if going:
            plan.steps.append(move(going, **{name: (old, new)}))
            noun = model._meta.verbose_name if len(going) == 1 else model._meta.verbose_name_plural
            plan.lines.append(f"{len(going)} {noun} ({_field(model, name).lower()}).")


def _rows(model: type[Record], name: str, target: models.Model) -> Iterator[Record]:
    return iter(model._base_manager.filter(**{name: target}).order_by("pk"))


def _field(model: type[Record], name: str) -> str:
    return str(getattr(model._meta.get_field(name), "verbose_name", name)).capitalize()


def _identity(row: Record, besides: str) -> tuple[Any, ...]:
    """What makes the row the same as another, apart from the reference that is being changed."""
    if isinstance(row, Participation) and row.person_id is None:
        return (row.pk,)  # two names as stated may be two people
    names = [name for name in IDENTITY[type(row)] if name != besides]
    return tuple(str(row.serializable_value(name)) for name in names)


def _leads_to(relation: Relation, name: str, target: models.Model) -> bool:
    """Whether the other end of the relation is the target, so that it would lead from a record to itself."""
    end, _, kind = name.partition("_")
    other = f"{'to' if end == 'from' else 'from'}_{kind}"
    return bool(relation.serializable_value(other) == target.pk)


def _drop_relation(plan: MergePlan, relation: Relation, kept: Record) -> None:
    """Lineage between the two says nothing once they are one; what was cited for it is cited for the record."""
    citations = list(relation.citations.order_by("pk"))
    if citations:
        plan.steps.append(move(citations, **{"relation": (relation, None), name_of(type(kept)): (None, kept)}))
    plan.set_aside.append(relation)
    plan.lines.append(f"The lineage “{relation}” is set aside: both ends are the same record then.")


def _set_aside(plan: MergePlan, row: Record, same: Record) -> None:
    """What points at the row goes to the one that says the same; the row itself is kept in the merge's log."""
    citations = Citation.objects.filter(**{name_of(type(row)): row}).count()
    _repoint(plan, row, same)
    if isinstance(row, Participation) and isinstance(same, Participation):
        _add_related(plan, same, "tenures", row.tenures.exclude(pk__in=same.tenures.all()))
    plan.set_aside.append(row)
    details = f", “{row.title_as_stated}”" if isinstance(row, Participation) and row.title_as_stated else ""
    plan.lines.append(
        f"The {row._meta.verbose_name} “{row}”{details} ({public_id_of(row)}) is there already: it is set aside, "
        f"and {citations} of its citations go over."
    )


def _weave_histories(plan: MergePlan, old: Outcome, new: Outcome) -> None:
    """One history out of two, by the days on which the statuses took effect, each keeping its own order."""
    kept = list(new.statuses.order_by("sequence"))
    coming = list(old.statuses.order_by("sequence"))
    if not coming:
        return
    woven = sorted([*_dated(kept, 0), *_dated(coming, 1)], key=lambda entry: entry[:3])
    places = {status.pk: place for place, (*_, status) in enumerate(woven, start=1)}
    # From the last one down, so that no two ever have the same place.
    for status in reversed(kept):
        if places[status.pk] != status.sequence:
            plan.steps.append(move([status], sequence=(status.sequence, places[status.pk])))
    for status in coming:
        plan.steps.append(move([status], outcome=(old, new), sequence=(status.sequence, places[status.pk])))
    plan.lines.append(f"{len(coming)} outcome statuses (woven into the history by date).")


def _dated(statuses: Sequence[OutcomeStatus], which: int) -> Iterator[tuple[date, int, int, OutcomeStatus]]:
    """A status without a date, or with one before its predecessor's, comes right after that one."""
    day = date.min
    for status in statuses:
        if status.effective_on is not None:
            day = max(day, status.effective_on.earliest)
        yield day, which, status.sequence, status
