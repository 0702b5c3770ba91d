"""One text's labels against what was found in it, fact by fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from dialogues.ingest.extract import Fact
from dialogues.management.evaluation.answers import Answer, Person, Statement, answer
from dialogues.management.evaluation.labels import LabelledText, Labels
from dialogues.management.evaluation.offsets import inexact
from dialogues.management.evaluation.sameness import (
    same_dialogue_name,
    same_office,
    same_person,
    same_statement,
    token_f1,
    within,
)
from dialogues.text.names import fold

# In the order in which they are shown. A kind that a text's labels leave out altogether is not scored in that text.
KINDS: Final = (
    "report", "dialogue_name", "kind", "ordinal", "date", "date_conflict", "place", "mode", "sides", "co_chair",
    "attendee", "office", "side", "attendance", "agency", "head_count", "outcome", "stated_by", "deadline", "status",
    "position", "lineage",
)  # fmt: skip
# Where a label has the words of a statement: first those of the text, then the label's own.
_WORDS: Final = ("key_phrase", "statement", "target", "title", "outcome")
_LISTS: Final = ("co_chairs", "other_attendees")
_SAME_BODY: Final = 0.5
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Mark:
    """One decision on one fact: right, wrong (found, not labelled so) or missed (labelled, not found so).

    A value that is not the labelled one is two marks: the one found is wrong and the labelled one is missed.
    """

    kind: str
    verdict: str
    what: str


@dataclass(frozen=True, slots=True)
class Marked:
    """All marks of one text, the facts found in it, and which of them do not stand where they say, with the reason."""

    name: str
    language: str
    marks: tuple[Mark, ...]
    facts: int
    inexact: tuple[str, ...]


def marked(labelled: LabelledText, facts: Sequence[Fact]) -> Marked:
    """Score the facts found in one text."""
    document = labelled.document
    found = answer(document.text, facts)
    marks = (
        *_report(labelled, found),
        *_dialogue(labelled, found),
        *_people(labelled.labels, found),
        *_agencies(labelled.labels, found),
        *_head_counts(labelled.labels, found),
        *_statements(labelled, found),
    )
    off = tuple(reason for fact in facts if (reason := inexact(document.text, fact)))
    return Marked(labelled.name, document.language, marks, len(facts), off)


def _report(labelled: LabelledText, found: Answer) -> Iterator[Mark]:
    says = found.relevance == "reports"
    if labelled.reports and says:
        yield Mark("report", "right", "a report")
    elif says:
        yield Mark("report", "wrong", f"a report, where it is {labelled.labels.get('negative_kind') or 'none'}")
    elif labelled.reports:
        yield Mark("report", "missed", f"a report, taken for: {found.relevance}")


def _dialogue(labelled: LabelledText, found: Answer) -> Iterator[Mark]:
    labels, stated = labelled.labels, found.dialogue or {}
    alternatives = labels.get("acceptable_alternatives") or {}

    def single(kind: str, name: str, value: Any, same: Callable[[Any, Any], bool]) -> Iterator[Mark]:
        if name not in labels:
            return
        others = alternatives.get(name, [])
        accepted = [labels.get(name), *(others if isinstance(others, list) else [others])]
        yield from _single(kind, accepted, value, same)

    yield from single("dialogue_name", "dialogue_name", stated.get("name"), same_dialogue_name)
    yield from single("kind", "kind", stated.get("kind"), _equal)
    yield from single("ordinal", "round_number", stated.get("ordinal"), _equal)
    for name in ("start_date", "end_date"):
        yield from single("date", name, stated.get(name), _equal)
    if "place" in labels:
        yield from _place(labels, stated)
    conflicts = [str(one.get("as_stated") or one.get("value")) for one in stated.get("date_conflicts") or []]
    if "date_conflicts" in labels:
        yield from _paired(
            "date_conflict",
            [_of(one, "where", "note") for one in labels["date_conflicts"] or []],
            conflicts,
            lambda label, value: any(word in fold(label) for word in fold(value).split()),
        )
    if "side_a" in labels or "side_b" in labels:
        sides = [labels.get("side_a"), labels.get("side_b")]
        yield from _paired("sides", [side for side in sides if side], list(stated.get("parties") or []), _equal)


def _place(labels: Labels, stated: dict[str, Any]) -> Iterator[Mark]:
    """The city with its country, else the country alone, else the venue."""
    place = labels.get("place") or {}
    city, country = place.get("city"), place.get("country")
    others = _listed((labels.get("acceptable_alternatives") or {}).get("place"))
    accepted = [
        one.get("city") or one.get("country") or one.get("venue") if isinstance(one, dict) else one
        for one in (place, *others)
    ]
    value = stated.get("city") or stated.get("country") or stated.get("venue")
    contradicted = bool(city and country and stated.get("country") not in (None, country))

    def same(label: str, value: str) -> bool:
        return not contradicted and fold(label) == fold(value)

    yield from _single("place", accepted, value, same)
    if labels.get("is_dialogue_report"):
        mode = stated.get("mode")
        yield from _single("mode", [place.get("mode")], mode if mode != "unknown" else None, _equal)


def _single(kind: str, accepted: list[Any], value: Any, same: Callable[[Any, Any], bool]) -> Iterator[Mark]:
    labelled = accepted[0]
    if value in (None, ""):
        if None not in accepted:
            yield Mark(kind, "missed", str(labelled))
    elif any(one is not None and same(one, value) for one in accepted):
        yield Mark(kind, "right", str(value))
    else:
        yield Mark(kind, "wrong", f"{value} (labelled: {labelled})")
        if labelled is not None and None not in accepted:
            yield Mark(kind, "missed", str(labelled))


def _people(labels: Labels, found: Answer) -> Iterator[Mark]:
    if not any(name in labels for name in _LISTS):
        return
    leaders, attendees = list(labels.get("co_chairs") or []), list(labels.get("other_attendees") or [])
    # Alternatives for lists of people are prose: whoever they name may stand in either list, or in none.
    tolerated = " ".join(str((labels.get("acceptable_alternatives") or {}).get(name, "")) for name in _LISTS)
    leading: list[Person] = []
    others: list[Person] = []
    for person in found.people:
        same = [one for one in attendees if _is_person(one, person)]
        elsewhere = any(tolerated or one.get("role") == person.role for one in same)
        (leading if person.leads and not elsewhere else others).append(person)
    for kind, expected, people in (("co_chair", leaders, leading), ("attendee", attendees, others)):
        pairs, missed, wrong = _pairs(expected, people, _is_person)
        for label, person in pairs:
            yield Mark(kind, "right", _shown_name(person))
            yield from _their_office(label, person)
        yield from (Mark(kind, "missed", _named(label)) for label in missed if _named(label) not in tolerated)
        yield from (Mark(kind, "wrong", _shown_name(one)) for one in wrong if _shown_name(one) not in tolerated)


def _shown_name(person: Person) -> str:
    return person.name or person.office or "?"


def _is_person(label: Labels, person: Person) -> bool:
    if label.get("name") and person.name:
        return any(
            same_person(str(name), person.name)
            for name in (label["name"], label.get("canonical_name_not_from_text"))
            if name
        )
    if label.get("name") or person.name:
        return False
    same_side = not label.get("side") or not person.side or label["side"] == person.side
    return same_side and token_f1(str(label.get("office") or ""), person.office or "") >= _SAME_BODY


def _their_office(label: Labels, person: Person) -> Iterator[Mark]:
    if label.get("name"):
        yield from _single("office", [label.get("office") or None], person.office, same_office)
    yield from _single("side", [label.get("side") or None], person.side, _equal)
    attendance = label.get("attendance") or "attended"
    if attendance != "attended" or person.attendance == "absent":
        yield from _single("attendance", [attendance], person.attendance, _equal)


def _named(label: Labels) -> str:
    return str(label.get("name") or label.get("office") or "?")


def _agencies(labels: Labels, found: Answer) -> Iterator[Mark]:
    if "agencies" not in labels:
        return
    listed = [(side, str(body)) for side, bodies in (labels.get("agencies") or {}).items() for body in bodies]
    yield from _paired(
        "agency", listed, found.agencies, lambda label, value: label[0] == value[0] and same_office(label[1], value[1])
    )


def _head_counts(labels: Labels, found: Answer) -> Iterator[Mark]:
    if "head_counts" not in labels:
        return
    listed = [
        (one.get("side") or one.get("party"), one.get("number") or one.get("count"))
        for one in labels.get("head_counts") or []
    ]
    yield from _paired("head_count", listed, found.head_counts, _equal)


def _statements(labelled: LabelledText, found: Answer) -> Iterator[Mark]:
    labels, text = labelled.labels, labelled.document.text

    def same(label: Labels, statement: Statement) -> bool:
        stated = (str(label[name]) for name in _WORDS if label.get(name))
        return any(same_statement(text, words, statement.words, statement.at) for words in stated)

    def scored(
        labelled: list[Labels], stated: list[Statement], fits: Callable[[Labels, Statement], bool]
    ) -> tuple[list[tuple[Labels, Statement]], list[Labels], list[Statement]]:
        """Pairs; what one label says in one and a finding in several parts is right once and none of it wrong."""
        pairs, missed, rest = _pairs(labelled, stated, fits)
        wrong = [
            one
            for one in rest
            if not any(within(text, str(label.get("key_phrase") or ""), one.at) for label, _ in pairs)
        ]
        return pairs, missed, wrong

    pairs, missed, wrong = scored(list(labels.get("outcomes") or []), found.outcomes, same)
    if "outcomes" in labels:
        yield from _marks("outcome", pairs, missed, wrong)
    for label, statement in pairs:
        if "stated_by" in label:
            yield from _single("stated_by", [label["stated_by"]], statement.party, _equal)
        if "deadline" in label:
            yield from _single("deadline", [label["deadline"]], statement.deadline, _equal)
    for kind, name, statements in (
        ("status", "earlier_outcome_status", found.statuses),
        ("position", "positions", found.positions),
        ("lineage", "lineage", found.lineage),
    ):
        if isinstance(labels.get(name), list):
            yield from _marks(
                kind,
                *scored(
                    labels[name],
                    statements,
                    lambda label, one: same(label, one) and label.get("holder", one.party) == one.party,
                ),
            )


def _marks(
    kind: str, pairs: Iterable[tuple[Labels, Statement]], missed: Iterable[Labels], wrong: Iterable[Statement]
) -> Iterator[Mark]:
    yield from (Mark(kind, "right", statement.words) for _, statement in pairs)
    yield from (
        Mark(kind, "missed", _of(label, "key_phrase", "statement", "target", "title", "outcome")) for label in missed
    )
    yield from (Mark(kind, "wrong", statement.words) for statement in wrong)


def _paired(kind: str, expected: list[T], found: list[U], same: Callable[[T, U], bool]) -> Iterator[Mark]:
    pairs, missed, wrong = _pairs(expected, found, same)
    yield from (Mark(kind, "right", _shown(value)) for _, value in pairs)
    yield from (Mark(kind, "missed", _shown(label)) for label in missed)
    yield from (Mark(kind, "wrong", _shown(value)) for value in wrong)


def _pairs(
    expected: Sequence[T], found: Sequence[U], same: Callable[[T, U], bool]
) -> tuple[list[tuple[T, U]], list[T], list[U]]:
    """As many pairs as can be made, each label and each finding in one of them at most; then what is left of both."""
    fits = [[place for place, value in enumerate(found) if same(label, value)] for label in expected]
    partner: dict[int, int] = {}

    def place_for(label: int, tried: set[int]) -> bool:
        for place in fits[label]:
            if place not in tried:
                tried.add(place)
                if place not in partner or place_for(partner[place], tried):
                    partner[place] = label
                    return True
        return False

    placed = [place_for(label, set()) for label in range(len(expected))]
    pairs = [(expected[label], found[place]) for place, label in sorted(partner.items())]
    missed = [label for label, has_place in zip(expected, placed, strict=True) if not has_place]
    return pairs, missed, [value for place, value in enumerate(found) if place not in partner]


def _shown(value: object) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)


def _of(label: Labels, *names: str) -> str:
    """The first of these that the label has."""
    return next((str(label[name]) for name in names if label.get(name)), "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _equal(first: Any, second: Any) -> bool:
    return bool(first == second)
