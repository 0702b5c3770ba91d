"""Which participant, person or body of the record a fact names; the office held on that day confirms a person."""

from collections.abc import Iterator
from typing import Any, Final

from dialogues.ingest.link.held import HeldRecord, all_names
from dialogues.ingest.link.match import Match, Scored, best
from dialogues.ingest.link.names import is_named, is_part_of, same_as
from dialogues.models import Dialogue, Organization, Participation, Person, Tenure
from dialogues.text.dates import PartialDate
from dialogues.text.similarity import content_words, shared_share
from dialogues.text.stance import CONTRADICTS, SUPPORTS

SAME_OFFICE: Final = 0.5


def match_participation(value: dict[str, Any], dialogue: Dialogue | None, day: str | None, held: HeldRecord) -> Match:
    """The participation in that dialogue; and the person or body where the text did not give one the record knows."""
    on = dialogue.start_date if dialogue is not None else PartialDate.parse(day) if day else None
    if dialogue is not None:
        rows = held.participations_of(dialogue)
        found, undecided = best(_recorded(value, rows, on), lambda one: one.shown_name)
        if found is not None:
            keys = _stance(value, found.candidate)
            return Match(found.reason, dialogue, found.candidate, keys=keys)
        if undecided:
            return Match(undecided, dialogue)
    if value.get("name"):
        return _person(value, dialogue, on, held)
    return _organization(value, dialogue, held)


def _recorded(
    value: dict[str, Any], rows: list[Participation], on: PartialDate | None
) -> Iterator[Scored[Participation]]:
    for row in rows:
        if value.get("party") and row.party_id and value["party"] != row.party_id:
            continue
        if value.get("person_key") or value.get("name"):
            score, why = _same_person(value, row, on)
        else:
            score, why = _same_body(value, row)
        if score:
            yield Scored(row, score, f"“{row.shown_name}” is already recorded there{why}")


def _same_person(value: dict[str, Any], row: Participation, on: PartialDate | None) -> tuple[float, str]:
    person, stated = row.person, str(value.get("name") or "")
    office = _office_on(person, str(value.get("title_as_stated") or ""), on) if person is not None else ""
    confirmed = f", who was {office} then" if office else ""
    if person is not None and person.public_id == value.get("person_key"):
        return 1.0, confirmed
    names = [row.name_as_stated, *(all_names(person) if person is not None else [])]
    if is_named(stated, names):
        return 0.9, confirmed
    # A surname alone may be anybody's: the office has to say that it is this one.
    titled = office or _says_office(str(value.get("title_as_stated") or ""), row.title_as_stated)
    if titled and any(is_part_of(stated, name) for name in names if name):
        return 0.7, confirmed or f" as {row.title_as_stated}"
    return 0.0, ""


def _same_body(value: dict[str, Any], row: Participation) -> tuple[float, str]:
    if row.person is not None or row.organization is None:
        return 0.0, ""
    if row.organization.public_id == value.get("organization_key"):
        return 1.0, ""
    stated = str(value.get("organization_as_stated") or "")
    return (0.9, "") if stated and is_named(stated, all_names(row.organization)) else (0.0, "")


def _stance(value: dict[str, Any], row: Participation) -> dict[str, Any]:
    """Another office than recorded contradicts it, unless they held that one, too; none stated says nothing of it."""
    stated, recorded = str(value.get("title_as_stated") or ""), row.title_as_stated
    if not stated or not recorded or _says_office(stated, recorded) or not _comparable(stated, recorded):
        return {"stance": SUPPORTS, "stance_reason": "the same office" if stated and recorded else ""}
    own = row.person.tenures.all() if row.person is not None else []
    if any(_says_office(stated, tenure.title) or same_as(stated, tenure.native_title) for tenure in own):
        return {"stance": SUPPORTS, "stance_reason": "another office that they held"}
    return {"stance": CONTRADICTS, "stance_reason": f"another office: “{stated}” here, “{recorded}” in the record"}


def _person(value: dict[str, Any], dialogue: Dialogue | None, on: PartialDate | None, held: HeldRecord) -> Match:
    """A person of the record who is not recorded at that dialogue yet."""
    if value.get("person_key"):
        known = next((one for one in held.people if one.public_id == value["person_key"]), None)
        office = _office_on(known, str(value.get("title_as_stated") or ""), on) if known is not None else ""
        return Match(f"“{known}” was {office} then" if office else "", dialogue)
    found, undecided = best(_people(value, on, held), _with_offices)
    if found is None:
        return Match(undecided, dialogue)
    return Match(found.reason, dialogue, keys={"person_key": found.candidate.public_id})


def _people(value: dict[str, Any], on: PartialDate | None, held: HeldRecord) -> Iterator[Scored[Person]]:
    stated, title = str(value["name"]), str(value.get("title_as_stated") or "")
    for person in held.people:
        if value.get("party") and person.party_id != value["party"]:
            continue
        named = is_named(stated, all_names(person))
        if not named and not any(is_part_of(stated, name) for name in all_names(person)):
            continue
        office = _office_on(person, title, on)
        if not named and not office:
            continue
        score = (0.7 if named else 0.5) + (0.3 if office else 0.0)
        confirmed = f", who was {office} then" if office else ""
        yield Scored(person, score, f"the person “{person}” of the record{confirmed}")


def _organization(value: dict[str, Any], dialogue: Dialogue | None, held: HeldRecord) -> Match:
    stated = str(value.get("organization_as_stated") or "")
    if value.get("organization_key") or not stated:
        return Match("", dialogue)
    found, undecided = best(_bodies(stated, value.get("party"), held), str)
    if found is None:
        return Match(undecided, dialogue)
    return Match(found.reason, dialogue, keys={"organization_key": found.candidate.public_id})


def _bodies(stated: str, party: str | None, held: HeldRecord) -> Iterator[Scored[Organization]]:
    for body in held.organizations:
        if (not party or body.party_id == party) and is_named(stated, all_names(body)):
            yield Scored(body, 0.9, f"the body “{body}” of the record")


def _office_on(person: Person, title: str, on: PartialDate | None) -> str:
    """The stated office, in the record's words, if that person held it on that day."""
    for tenure in person.tenures.all():
        if title and _covers(tenure, on) and (_says_office(title, tenure.title) or same_as(title, tenure.native_title)):
            return tenure.title
    return ""


def _covers(tenure: Tenure, on: PartialDate | None) -> bool:
    if on is None:
        return True
    begun = tenure.start_date is None or tenure.start_date.earliest <= on.latest
    return begun and (tenure.end_date is None or tenure.end_date.latest >= on.earliest)


def _says_office(first: str, second: str) -> bool:
    return shared_share(content_words(first), content_words(second)) >= SAME_OFFICE


def _comparable(first: str, second: str) -> bool:
    """Whether both are in a script whose words can be compared."""
    return first.isascii() and second.isascii()


def _with_offices(person: Person) -> str:
    offices = ", ".join(tenure.title for tenure in person.tenures.all()[:2])
    return f"{person} ({offices})" if offices else str(person)
