"""What the record's own names add."""

from dialogues.ingest.extract import (
    FactKind,
    Gazetteer,
    KnownMechanism,
    KnownOrganization,
    KnownParty,
    KnownPerson,
    KnownPlace,
)
from tests.ingest.extract.reading import facts_of, values

RECORD = Gazetteer(
    people=(KnownPerson("person-1", "Loretta Lynch", aliases=("Loretta E. Lynch",), party="US"),),
    organizations=(KnownOrganization("body-1", "Department of Justice", party="US"),),
    parties=(KnownParty("party-1", "US", "the States"),),
    places=(KnownPlace("place-1", "Sunnylands", "US"),),
    mechanisms=(KnownMechanism("mechanism-1", "High-Level Joint Dialogue", parties=("CN", "US")),),
)
TEXT = (
    "The first High-Level Joint Dialogue of China and the States was held in Sunnylands on 1 December 2015. "
    "Loretta E. Lynch chaired the dialogue."
)


def test_known_names_give_their_keys_back() -> None:
    facts = facts_of(TEXT, record=RECORD)
    (dialogue,) = values(facts, FactKind.DIALOGUE)
    assert dialogue["mechanism_key"] == "mechanism-1"
    assert (dialogue["city"], dialogue["country"]) == ("Sunnylands", "US")
    assert dialogue["parties"] == ["CN", "US"]
    (chair,) = values(facts, FactKind.PARTICIPATION)
    assert (chair["name"], chair["person_key"], chair["party"]) == ("Loretta E. Lynch", "person-1", "US")


def test_an_empty_record_still_finds_states_capitals_and_offices() -> None:
    text = "The second China-Germany Security Dialogue was held in Berlin, chaired by Chancellor Olaf Scholz."
    facts = facts_of(text)
    (dialogue,) = values(facts, FactKind.DIALOGUE)
    assert (dialogue["parties"], dialogue["city"], dialogue["mechanism_key"]) == (["CN", "DE"], "Berlin", None)
    (chair,) = values(facts, FactKind.PARTICIPATION)
    assert (chair["person_key"], chair["rank"]) == (None, "head_of_government")
