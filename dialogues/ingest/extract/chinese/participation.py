"""Who took part in the reported meeting, in which role and for which side."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.chinese.leading import leading
from dialogues.ingest.extract.chinese.people import Person, family_name
from dialogues.ingest.extract.chinese.reading import ChineseReading
from dialogues.ingest.extract.chinese.roles import Role, is_near, persons_before, persons_from
from dialogues.ingest.extract.chinese.subject import Subject, is_caption
from dialogues.ingest.extract.chinese.unnamed import unnamed_participants
from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.participant import RANKS_OF_LEADERS, participant

_STRENGTH: Final = {"co_chair": 4, "chair": 4, "head_of_delegation": 3, "interlocutor": 2, "member": 1}
_LEADING: Final = ("co_chair", "chair", "head_of_delegation")
_TWO_PLUS_TWO: Final = re.compile(r"2 ?[+加] ?2|二加二")
_NEAR_BEHIND: Final = 20
# 菲方参加对话的有…, 出席会议的还有…, 美方参加者包括…
_THOSE_PRESENT: Final = re.compile(
    "(?:[\u4e00-\u9fff]{1,3}方)?(?:出席|参加|与会|在座|陪同)[^,;:。]{0,16}?(?:的)?(?:还)?(?:有|包括|者(?:有|是|为|包括)|官员有|人员有|的是):?"
)
_NEXT_ITEM: Final = re.compile("(?:、|,|和|及|以及|还有)[^。;:、]{0,20}?")
_BODY: Final = re.compile(
    r"(?:[\u4e00-\u9fff]{2,14}?(?:部|委(?!员)|省|院|局|署|办公室|委员会|厅|办|司令部|使馆))(?=部长|主任|局长|署长|副|司长|大臣|厅|助理|委员|国务|秘书|长|代表|次|专|[\u4e00-\u9fff])"
)


def participation_facts(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Fact]:
    """One fact for each person (or unnamed group) of the reported meeting; none unless one is reported."""
    if not subject.reports or subject.meeting is None:
        return []
    best: dict[str, Role] = {}
    for role in _roles(reading, subject, people):
        name = family_name(reading, role.person)
        before = best.get(name)
        if before is None:
            best[name] = role
            continue
        stronger = role if _STRENGTH[role.role] > _STRENGTH[before.role] else before
        person = next((one.person for one in (before, role) if one.person.office), stronger.person)
        absent = "absent" if "absent" in (role.attendance, before.attendance) else stronger.attendance
        best[name] = replace(
            stronger, person=person, attendance=absent, acting_for=role.acting_for or before.acting_for
        )
    if {role.person.party for role in best.values() if role.by_chair} >= set(subject.parties):
        best = {name: role for name, role in best.items() if role.by_chair or role.role not in _LEADING}
    offices = _offices(reading, people)
    roles = [_with_office(reading, role, offices) for role in best.values()]
    settled = _opposite(reading, _with_sides(roles, subject), subject)
    facts = [_fact(reading, role) for role in _with_the_only_candidate(reading, subject, people, settled)]
    return [*facts, *unnamed_participants(reading, subject)]


def _roles(reading: ChineseReading, subject: Subject, people: list[Person]) -> list[Role]:
    found: list[Role] = []
    for sentence in reading.sentences:
        own = [person for person in people if person.sentence == sentence and not _was(reading, person)]
        if not own or is_caption(reading, sentence):
            continue
        about = any(meeting.sentence == sentence for meeting in subject.mentions)
        for hit in reading.hits(sentence, "absent"):
            near = [person for person in own if person.end <= hit.start][-1:]
            found.extend(Role(person, "member", Span(hit.start, hit.end), "absent") for person in near)
        if reading.has(sentence, "future") and not about and not reading.has(sentence, "absent"):
            continue
        found.extend(leading(reading, subject, sentence, own, about=about))
        found.extend(_attending(reading, subject, sentence, own, about=about))
        found.extend(_standing_in(reading, sentence, own))
        if about or is_near(reading, subject, sentence):
            found.extend(_meeting_each_other(reading, subject, sentence, own))
    return found


def _attending(
    reading: ChineseReading, subject: Subject, sentence: Span, own: list[Person], *, about: bool
) -> list[Role]:
    found: list[Role] = []
    found.extend(_listed_attendees(reading, sentence, own))
    if not (about or is_near(reading, subject, sentence)):
        return found
    absent = reading.hits(sentence, "absent")
    for hit in reading.hits(sentence, "attend"):
        if any(one.start <= hit.start < one.end for one in absent) or reading.plain[hit.start - 2 : hit.start] in (
            "代为",
            "委托",
        ):
            continue
        trigger = Span(hit.start, hit.end)
        members = persons_before(reading, own, hit)
        if hit.entry.phrase == "陪同" and reading.plain[hit.end : hit.end + 2] not in ("出席", "参加", "会见"):
            members = []
        found.extend(Role(person, "member", trigger) for person in members)
    return found


def _listed_attendees(reading: ChineseReading, sentence: Span, own: list[Person]) -> list[Role]:
    """ "参加会见和会议的有A、B": those after it."""
    found: list[Role] = []
    for match in _THOSE_PRESENT.finditer(reading.plain, sentence.start, sentence.end):
        first = [person for person in own if 0 <= person.start - match.end() < _NEAR_BEHIND][:1]
        side = next((one for one in reading.sides_in(Span(*match.span())) if len(one.codes) == 1), None)
        for person in _list_from(reading, own, first):
            known = person if person.party or side is None else replace(person, party=side.codes[0])
            found.append(Role(known, "member", Span(*match.span())))
    return found


def _list_from(reading: ChineseReading, own: list[Person], first: list[Person]) -> list[Person]:
    """The persons of a list: each behind the sign or word that separates items, whatever opens the office."""
    listed = list(first)
    for person in own:
        if listed and person.start >= listed[-1].end:
            between = reading.plain[listed[-1].end : person.start]
            if not _NEXT_ITEM.fullmatch(between):
                break
            listed.append(person)
    return listed


def _standing_in(reading: ChineseReading, sentence: Span, own: list[Person]) -> list[Role]:
    """ "由B代其主持", "B代表A出席": B acts for A."""
    found: list[Role] = []
    for hit in reading.hits(sentence, "acting"):
        inside = any(one.office and one.office.overlaps(Span(hit.start, hit.end)) for one in own)
        if inside or reading.plain[hit.end : hit.end + 1] in ("团", "处", "性"):
            continue
        before = [person for person in own if person.end <= hit.start and hit.start - person.end < 6]
        after = [person for person in own if 0 <= person.start - hit.end < 3]
        if not before:
            continue
        absent = after or [
            person
            for person in own
            if person.end <= before[-1].start and reading.has(Span(person.end, before[-1].start), "absent")
        ]
        if not absent:
            continue
        rest = reading.plain[hit.end : min(sentence.end, hit.end + 30)]
        role = "co_chair" if "主持" in rest else "head_of_delegation" if "率" in rest else "member"
        name = absent[-1].name.of(reading.text)
        found.append(Role(before[-1], role, Span(hit.start, hit.end), acting_for=name))
        if after:
            found.append(Role(after[0], "member", Span(hit.start, hit.end), "absent"))
    return found


def _meeting_each_other(reading: ChineseReading, subject: Subject, sentence: Span, own: list[Person]) -> list[Role]:
    """ "A同B举行…对话": both of them, one from each side; chairs of what is a round, else interlocutors."""
    meeting = subject.meeting
    if meeting is None or reading.has(sentence, "chair"):
        return []
    found: list[Role] = []
    hits = sorted(reading.hits(sentence, "met"), key=lambda hit: abs(hit.end - meeting.span.start))
    for hit in hits:
        leaders = persons_before(reading, own, hit)
        if hit.entry.phrase in ("会见", "会晤", "接见", "拜会", "会谈"):
            after = [person for person in own if 0 <= person.start - hit.end < 12][:1]
            leaders = [*leaders, *(one for one in persons_from(reading, own, after) if one not in leaders)]
        first = own[0]
        opposite = leaders and first not in leaders and first.party != leaders[0].party
        if len(leaders) == 1 and opposite and reading.plain[leaders[0].start - 1] in "同与和":
            leaders = [first, *leaders]  # "A会见…,还同B举行…"
        if len(leaders) < 2:
            continue
        if len({one.party for one in leaders if one.party}) == 1 and all(one.party for one in leaders):
            continue
        role = "co_chair" if meeting.named or meeting.ordinal else "interlocutor"
        found.extend(Role(person, role, Span(hit.start, hit.end)) for person in leaders)
        break
    return found


def _offices(reading: ChineseReading, people: list[Person]) -> dict[str, Person]:
    offices: dict[str, Person] = {}
    for person in people:
        if person.office:
            offices.setdefault(family_name(reading, person), person)
    return offices


def _with_office(reading: ChineseReading, role: Role, offices: dict[str, Person]) -> Role:
    person = offices.get(family_name(reading, role.person))
    return replace(role, person=person) if person and not role.person.office else role


def _with_sides(roles: list[Role], subject: Subject) -> list[Role]:
    """A leader without a side gets the one that the other leaders leave over."""
    taken = {role.person.party for role in roles if role.person.party and role.role != "member"}
    left = [party for party in subject.parties if party not in taken]
    settled = []
    for role in roles:
        party = role.person.party
        if party is None and len(left) == 1 and role.role != "member":
            settled.append(replace(role, person=replace(role.person, party=left[0])))
        elif party is None or party in subject.parties:
            settled.append(role)
    return settled


def _with_the_only_candidate(
    reading: ChineseReading, subject: Subject, people: list[Person], roles: list[Role]
) -> list[Role]:
    """For a side that nobody is said to have led: the one person of it that the report names with a fitting office."""
    led = {role.person.party for role in roles if role.role in _LEADING}
    named = {family_name(reading, role.person) for role in roles}
    found: list[Role] = []
    for party in subject.parties:
        own = {
            family_name(reading, person): person
            for person in reversed(people)
            if person.party == party
            and person.office is not None
            and person.rank in RANKS_OF_LEADERS
            and not is_caption(reading, person.sentence)
            and is_near(reading, subject, person.sentence)
            and not _was(reading, person)
            and not reading.has(person.sentence, "future", "past", "absent")
        }
        if party not in led and len(own) == 1 and not own.keys() & named:
            person = next(iter(own.values()))
            found.append(Role(person, "head_of_delegation", person.office or person.name, inferred=True))
    return [*roles, *found]


def _is_of_two_and_two(reading: ChineseReading, subject: Subject) -> bool:
    """Whether foreign and defence ministers met, as the name tells: "2+2"."""
    named = subject.named or subject.meeting
    return named is not None and any(_TWO_PLUS_TWO.search(part.of(reading.plain)) for part in named.name)


def _was(reading: ChineseReading, person: Person) -> bool:
    """时任第一副总理: of an earlier meeting."""
    return "时任" in reading.plain[max(0, person.start - 3) : person.start + 2]


def _opposite(reading: ChineseReading, roles: list[Role], subject: Subject) -> list[Role]:
    """ "出席会议的是A和B": where two are named, one of each side, they led."""
    each = 2 if _is_of_two_and_two(reading, subject) else 1
    if all(role.role == "interlocutor" for role in roles):
        return roles
    present = [role for role in roles if role.attendance == "attended"]
    sides = [role.person.party for role in present]
    both = len(present) == len(roles) and all(sides.count(party) == each for party in subject.parties)
    both = both and len(sides) == each * len(subject.parties)
    leading = [role if role.role in _LEADING else replace(role, role="head_of_delegation") for role in roles]
    return leading if both else roles


def _fact(reading: ChineseReading, role: Role) -> Fact:
    person = role.person
    title = person.office
    body = _BODY.match(title.of(reading.plain)) if title else None
    body_span = Span(title.start, title.start + body.end()) if body and title else None
    known = reading.hits(title, "known_organization") if title else []
    value = participant(
        role.role,
        person.party,
        name=person.name.of(reading.text),
        person_key=person.key or None,
        title=title.of(reading.text) if title else None,
        organization=body_span.of(reading.text) if body_span else None,
        organization_key=known[0].entry.key if known else None,
        rank=person.rank,
        attendance=role.attendance,
        acting_for=role.acting_for,
    )
    evidence: dict[str, tuple[Span, ...]] = {"name": (person.name,), "role": (role.trigger,)}
    if title:
        evidence |= {"title_as_stated": (title,), "rank": (title,)}
    if person.party_span:
        evidence["party"] = (person.party_span,)
    if body_span:
        evidence["organization_as_stated"] = (body_span,)
    confidence = 0.5 if role.inferred else 0.85 if role.role in _LEADING and title else 0.7
    spans = (person.name, role.trigger)
    return Fact(
        FactKind.PARTICIPATION,
        value,
        spans,
        person.sentence,
        "participation.zh.only_candidate" if role.inferred else f"participation.zh.{role.role}",
        confidence,
        ("rules",),
        evidence,
    )
