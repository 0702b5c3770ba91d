"""Where the sources of a dialogue give different values for one fact."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q

from dialogues.models import Citation, Conflict
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.citations import CitedSentence, Evidence

DATE_FIELDS: Final = ("start_date", "end_date")
PLACE_FIELDS: Final = ("city", "country", "venue", "mode")
_FIELD_LABELS: Final = {
    "start_date": "date",
    "end_date": "last day",
    "city": "city",
    "country": "country",
    "venue": "venue",
    "mode": "how it was held",
    "ordinal": "number of the round",
    "title": "title",
    "kind": "kind of meeting",
    "mechanism": "mechanism",
}


@dataclass(frozen=True)
class StatedValue:
    """One of the values, in the words of the sources that state it. `kept`: the record follows these sources."""

    value: str
    kept: bool
    sentences: tuple[CitedSentence, ...]


@dataclass(frozen=True)
class Disagreement:
    """A fact with several stated values. `resolution` is why the record keeps one of them; empty while undecided."""

    field: str
    subject: str
    values: tuple[StatedValue, ...]
    resolution: str
    note: str

    @property
    def about_date(self) -> bool:
        return self.field in DATE_FIELDS

    @property
    def about_place(self) -> bool:
        return self.field in PLACE_FIELDS


def disagreements(
    conflicts: Iterable[Conflict], sentences_of: Mapping[int, tuple[CitedSentence, ...]], evidence: Evidence
) -> tuple[Disagreement, ...]:
    """All disagreements of a dialogue: those that somebody recorded, then citations that simply contradict a field."""
    loose = [one for one in evidence.sentences if one.citation.conflict_id is None]
    recorded = []
    covered = {""}
    for conflict in conflicts:
        sentences = list(sentences_of.get(conflict.pk, ()))
        if conflict.field not in covered:
            covered.add(conflict.field)
            sentences += [one for one in loose if one.citation.field == conflict.field]
        recorded.append(
            Disagreement(
                field=conflict.field,
                subject=conflict.field_as_stated or _FIELD_LABELS.get(conflict.field, conflict.field),
                values=_stated_values(sentences),
                resolution=conflict.resolution,
                note=conflict.note,
            )
        )
    fields = dict.fromkeys(one.citation.field for one in loose if one.contradicts)
    unrecorded = [
        Disagreement(
            field=field,
            subject=_FIELD_LABELS.get(field, field.replace("_", " ") or "the meeting"),
            values=_stated_values([one for one in loose if one.citation.field == field]),
            resolution="",
            note="",
        )
        for field in fields
        if not field or field not in covered
    ]
    return (*recorded, *unrecorded)


def sources_disagree() -> Q:
    """For annotating dialogues: a conflict is recorded, or a citation contradicts a date."""
    contradicted = Citation.objects.filter(
        dialogue=OuterRef("pk"), field__in=DATE_FIELDS, stance=CitationStance.CONTRADICTS
    )
    return Q(Exists(Conflict.objects.filter(dialogue=OuterRef("pk")))) | Q(Exists(contradicted))


def _stated_values(sentences: Sequence[CitedSentence]) -> tuple[StatedValue, ...]:
    """Grouped by the value as stated, the kept one first. A citation without such a value speaks through its quote."""
    groups: dict[tuple[str, bool], list[CitedSentence]] = {}
    for sentence in sentences:
        if not sentence.is_silent:
            groups.setdefault((sentence.citation.value_as_stated, sentence.supports), []).append(sentence)
    values = [StatedValue(value, kept, tuple(group)) for (value, kept), group in groups.items()]
    return tuple(sorted(values, key=lambda stated: not stated.kept))
