"""Who took part in the reported meeting, in which role and for which side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from dialogues.ingest.extract.english.offices import body_in, rank_of
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.english.unnamed import unnamed_chairs
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_STRENGTH: Final = {"co_chair": 4, "chair": 3, "head_of_delegation": 3, "member": 2, "interlocutor": 1}
_LEADING: Final = ("co_chair", "chair", "head_of_delegation")
_CHAIRING: Final = frozenset(["chaired", "presided over", "was the chair", "was in the chair"])


@dataclass(frozen=True, slots=True)
class Role:
    """A person's part, the trigger that says so, and the side that the grammar gives (None when it gives none)."""

    person: Person
    role: str
    trigger: Hit
    party: str | None = None
    attendance: str = "attended"
    acting_for: str | None = None


def participation_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """One fact for each person who took part or is said to have been absent; none unless a meeting is reported."""
    if not subject.reports:
        return []
    roles: dict[str, Role] = {}
    for sentence in subject.scope:
        here = [person for person in people if person.sentence == sentence]
        for role in _roles(reading, subject, sentence, here):
            earlier = roles.get(role.person.full_name)
            if earlier is None or _STRENGTH.get(role.role, 0) > _STRENGTH.get(earlier.role, 0):
                roles[role.person.full_name] = role
    settled = _with_sides(list(roles.values()), subject)
    return [_fact(reading, role) for role in settled] + unnamed_chairs(reading, subject)


def _roles(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> list[Role]:
    if not people or _only_announced(reading, subject, sentence):
        return []
    found: list[Role] = []
    for hit in reading.hits(sentence, "chair_after", "attended_after"):
        listed = _listed_after(reading, people, hit)
        side = _side_before(reading, sentence, hit)
        roles = _roles_after(reading, hit, listed, sentence)
        found.extend(Role(person, role, hit, side) for person, role in zip(listed, roles, strict=False))
    for hit in reading.hits(sentence, "co_chair_before", "chair_before", "attended_before"):
        if reading.plain[hit.end : hit.end + 4] == " by ":
            continue
        listed = _listed_before(reading, people, hit)
        role = {"co_chair_before": "co_chair", "attended_before": "member"}.get(hit.entry.family, "head_of_delegation")
        if hit.entry.phrase in _CHAIRING and hit.entry.family == "chair_before":
            role = "chair" if len(listed) == 1 else "co_chair"
        if listed and _concerns_a_delegation(reading, sentence, hit, subject):
            side = _side_after(reading, sentence, hit) or _side_announced(reading, sentence, listed)
            found.extend(Role(person, role, hit, side) for person in listed)
            found.extend(_elliptical(reading, sentence, people, hit, role))
    found.extend(_met(reading, subject, sentence, people))
    found.extend(_absent(reading, sentence, people))
    return [_with_attendance(reading, role, people) for role in found]


def _only_announced(reading: Reading, subject: Subject, sentence: Span) -> bool:
    best = subject.meeting
    if best is not None and sentence == best.sentence:
        return False
    return reading.has(sentence, "future", "past_other", "margins") and not reading.has(sentence, "chair_after")


def _roles_after(reading: Reading, hit: Hit, listed: list[Person], sentence: Span) -> list[str]:
    """The role of each person enumerated after a phrase; shorter than the list where the phrase gives none."""
    phrase = hit.entry.phrase
    alone = len(listed) == 1
    if hit.entry.family == "attended_after":
        return ["member"] * len(listed)
    if phrase == "with":
        led = reading.hits(Span.clamped(sentence.start, hit.start), "co_chair_before", "chair_before")
        near = any(0 < hit.start - other.end < 40 for other in led)
        joined = reading.plain[max(0, hit.start - 9) : hit.start].split()[-1:] in (["together"], ["along"])
        return ["co_chair"] * len(listed) if near and not joined else []
    if "between" in phrase and alone:
        return []
    if phrase.startswith("co-") or "jointly" in phrase or "chair" in phrase or "presided" in phrase:
        single = phrase in ("chaired by", "under the chair of", "in the chair was", "presided over by")
        return ["chair" if alone and single else "co_chair"] * len(listed)
    sides = {person.party for person in listed}
    one_each = len(listed) == 2 and len(sides) == 2 and _side_before(reading, sentence, hit) is None
    if "between" in phrase or one_each or len(sides - {None}) > 1:
        return ["head_of_delegation"] * len(listed)  # "led by A and B": one for each side
    return ["head_of_delegation"] + ["member"] * (len(listed) - 1)


def _listed_after(reading: Reading, people: list[Person], hit: Hit) -> list[Person]:
    """The persons enumerated right after a phrase: "by A, B and C", each with the office beside it."""
    listed: list[Person] = []
    end = hit.end
    for person in people:
        if person.start < hit.end:
            continue
        between = reading.plain[end : person.start]
        limit = 45 if not listed else 30
        verbs = reading.hits(
            Span.clamped(end, person.start), "held", "agreed", "stance", "chair_before", "attended_before"
        )
        if len(between) > limit or verbs or ". " in between or _starts_clause(between):
            break
        listed.append(person)
        end = person.end
    return listed


def _starts_clause(between: str) -> bool:
    return any(word in between.split() for word in ("while", "who", "when", "after", "whereas", "but"))


def _listed_before(reading: Reading, people: list[Person], hit: Hit) -> list[Person]:
    """The persons enumerated right before a verb: "A and B co-chaired"."""
    listed: list[Person] = []
    start = hit.start
    for person in reversed([person for person in people if person.end <= hit.start]):
        between = reading.plain[person.end : start]
        limit = 48 if "counterpart" in between else 24 if not listed else 30
        verbs = reading.hits(
            Span.clamped(person.end, start), "held", "agreed", "stance", "chair_before", "co_chair_before"
        )
        if len(between) > limit or verbs or ";" in between:
            break
        listed.insert(0, person)
        start = person.start
    return listed


def _concerns_a_delegation(reading: Reading, sentence: Span, hit: Hit, subject: Subject) -> bool:
    if hit.entry.family in ("co_chair_before", "attended_before"):
        return True
    rest = reading.plain[hit.end : min(sentence.end, hit.end + 90)].lower()
    return (
        "delegation" in hit.entry.phrase
        or "side" in rest
        or any(
            word in rest for word in ("delegation", "team", "negotiat", "consultation", "dialogue", "talks", "meeting")
        )
        or (
            hit.entry.phrase == "represented"
            and bool(reading.governments(Span.clamped(hit.end, min(sentence.end, hit.end + 40))))
        )
        or (subject.meeting is not None and sentence == subject.meeting.sentence and not rest.strip(" ."))
    )


def _elliptical(reading: Reading, sentence: Span, people: list[Person], hit: Hit, role: str) -> list[Role]:
    """ "A led the Indian delegation and B, ..., the Japanese one": B in the same role, for the side that follows."""
    later = [person for person in people if person.start > hit.end]
    if len(later) != 1 or role not in _LEADING:
        return []
    after = reading.plain[later[0].end : sentence.end].lower()
    short = after[:60].strip(" ,.;")
    sides = reading.governments(Span.clamped(later[0].end, sentence.end))
    leads = any(word in short for word in (" one", " side", "delegation", " team", "for "))
    if sides and leads and not reading.has(Span.clamped(later[0].end, sentence.end), "chair_before"):
        return [Role(later[0], role, hit, sides[0].entry.group)]
    return []


def _side_before(reading: Reading, sentence: Span, hit: Hit) -> str | None:
    """ "China was represented by", "the EU delegation was led by": the side of those who follow."""
    before = [
        found for found in reading.governments(Span.clamped(sentence.start, hit.start)) if hit.start - found.end < 40
    ]
    if not before or "co-" in hit.entry.phrase or "jointly" in hit.entry.phrase:
        return None
    between = reading.plain[before[-1].end : hit.start].lower()
    one = hit.entry.phrase in ("represented by", "led by", "headed by", "the delegation was led by")
    return before[-1].entry.group if one and not any(w in between for w in ("dialogue", "talks", "meeting")) else None


def _side_after(reading: Reading, sentence: Span, hit: Hit) -> str | None:
    """ "led the Indian delegation", "represented Japan": the side of those who stand before."""
    after = reading.governments(Span.clamped(hit.end, min(sentence.end, hit.end + 45)))
    if not after:
        return None
    rest = reading.plain[after[0].end : after[0].end + 24].lower()
    close = reading.plain[hit.end : after[0].start].strip().lower() in ("", "the", "for the", "for")
    if any(word in rest for word in ("delegation", "side", "team", "negotiat")):
        return after[0].entry.group
    return after[0].entry.group if close and hit.entry.phrase in ("represented", "led for") else None


def _side_announced(reading: Reading, sentence: Span, listed: list[Person]) -> str | None:
    """ "On the Japanese side, A and B took part", "For Japan, A and B ...": the side of those who follow."""
    opening = reading.plain[sentence.start : listed[0].start]
    sides = reading.governments(Span.clamped(sentence.start, listed[0].start))
    announced = re.search(r"\b(?:side|delegation|part),? $|^(?:For|From) ", opening)
    return sides[-1].entry.group if announced and sides and len(opening) < 60 else None


def _met(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> list[Role]:
    """Both sides of "A met (with) B", "the delegation led by A received B", if that was the reported meeting."""
    found: list[Role] = []
    main = subject.meeting is not None and 0 <= _distance(reading, subject, sentence) <= 2
    main = main and (_distance(reading, subject, sentence) == 0 or not reading.dates_in(sentence))
    delegation = "delegation" in reading.plain[sentence.start : sentence.end]
    for hit in reading.hits(sentence, "met_with"):
        before = _listed_before(reading, people, hit)
        after = _listed_after(reading, people, hit) or _delegation_after(reading, people, hit)
        if len(before) > 1 and not after and main:
            found.extend(Role(person, "interlocutor", hit) for person in before)
        leading = [person for person in people if person.end <= hit.start] if delegation else []
        if not (before or leading) or not after or not (main or delegation or _same_day(reading, subject, sentence)):
            continue
        if {person.party for person in (*before, *after) if person.party} - set(subject.parties):
            continue
        role = "interlocutor" if before else "head_of_delegation"
        for group, others in ((before, after), (after, before or leading)):
            own = {person.party for person in group if person.party}
            side = own.pop() if len(own) == 1 else _opposite({one.party for one in others if one.party}, subject)
            found.extend(Role(person, role, hit, person.party or side) for person in group)
    return found


def _delegation_after(reading: Reading, people: list[Person], hit: Hit) -> list[Person]:
    """ "met the US delegation led by X": X, behind the words that lead to the name."""
    later = [person for person in people if person.start >= hit.end]
    return later[:1] if later and "delegation" in reading.plain[hit.end : later[0].start][:60] else []


def _distance(reading: Reading, subject: Subject, sentence: Span) -> int:
    """How many sentences after the one that reports the meeting; negative before it."""
    return reading.index_of(sentence) - (reading.index_of(subject.meeting.sentence) if subject.meeting else 0)


def _opposite(sides: set[str], subject: Subject) -> str | None:
    rest = [party for party in subject.parties if party not in sides]
    return rest[0] if len(sides) == 1 and len(rest) == 1 else None


def _same_day(reading: Reading, subject: Subject, sentence: Span) -> bool:
    if subject.meeting is None:
        return False
    own = {mention.value for meeting in subject.mentions for mention in reading.dates_in(meeting.sentence)}
    return any(mention.value in own and mention.precision_is_day for mention in reading.dates_in(sentence))


def _absent(reading: Reading, sentence: Span, people: list[Person]) -> list[Role]:
    found: list[Role] = []
    for hit in reading.hits(sentence, "absent"):
        near = [person for person in people if person.end <= hit.start and hit.start - person.end < 30]
        found.extend(Role(person, "member", hit, attendance="absent") for person in near[-1:])
        if near and reading.plain[near[-1].end : hit.start].strip(" ,") == "who":
            joined = [person for person in people if reading.plain[person.end : near[-1].start].strip() == "and"]
            found.extend(Role(person, "member", hit, attendance="absent") for person in joined)
    return found


def _with_attendance(reading: Reading, role: Role, people: list[Person]) -> Role:
    person = role.person
    if role.attendance == "absent":
        return role
    nearby = Span.clamped(person.name.end, min(person.sentence.end, role.trigger.end + 60))
    for hit in reading.hits(nearby, "acting_for"):
        replaced = _listed_after(reading, people, hit)
        if replaced and not any(person.start >= hit.end for person in (role.person,)):
            names = [(other.full_span or other.name).of(reading.text) for other in replaced]
            return replace(role, acting_for=" and ".join(names))
    near = Span.clamped(person.end, min(person.sentence.end, person.end + 60))
    if reading.has(near, "remote") and not reading.has(person.sentence, "chair_after"):
        return replace(role, attendance="remote")
    return role


def _with_sides(roles: list[Role], subject: Subject) -> list[Role]:
    """A side by grammar beats one by the office; a leader without a side gets the one that the others leave over."""
    known = [replace(role, party=role.party or role.person.party) for role in roles]
    meeting = (*_LEADING, "interlocutor")
    taken = {role.party for role in known if role.role in meeting and role.party}
    left = [party for party in subject.parties if party not in taken]
    sideless = [role for role in known if role.role in meeting and role.party is None]
    if len(left) == 1 and len(sideless) == 1:
        known = [replace(role, party=left[0]) if role is sideless[0] else role for role in known]
    return [role for role in known if role.party is None or role.party in subject.parties or role.role in _LEADING]


def _fact(reading: Reading, role: Role) -> Fact:
    person = role.person
    title_span = person.office.span if person.office else None
    title = " ".join(title_span.of(reading.text).split()) if title_span else None
    body = body_in(reading, title_span) if title_span else None
    known_body = reading.hits(title_span, "known_organization") if title_span else []
    full = person.full_span or person.name
    value: dict[str, JSONValue] = {
        "name": full.of(reading.text),
        "person_key": person.key or None,
        "title_as_stated": title,
        "organization_as_stated": body.of(reading.text) if body else None,
        "organization_key": known_body[0].entry.key if known_body else None,
        "party": role.party,
        "role": role.role,
        "rank": rank_of(title),
        "attendance": role.attendance,
        "acting_for": role.acting_for,
    }
    trigger = Span.clamped(role.trigger.start, role.trigger.end)
    evidence: dict[str, tuple[Span, ...]] = {"name": tuple(dict.fromkeys((person.name, full))), "role": (trigger,)}
    if title_span:
        evidence |= {"title_as_stated": (title_span,), "rank": (title_span,)}
    if person.party_span and role.party == person.party:
        evidence["party"] = (person.party_span,)
    if body:
        evidence["organization_as_stated"] = (body,)
    confidence = 0.9 if role.role in _LEADING and role.party else 0.75
    rule = f"participation.{role.trigger.entry.family}"
    return Fact(
        FactKind.PARTICIPATION, value, (person.name, trigger), person.sentence, rule, confidence, ("rules",), evidence
    )
