"""The two sides of a dialogue: in either order, never chosen beforehand, and every part of one of them."""

import pytest
from django.test import Client

from dialogues.models import Dialogue, Mechanism, Outcome, Participation
from tests import factories
from tests.admin.entering import ADD, PARTS, Fields, boxes, errors_of, found, opened, row
from tests.admin.forms import address_of, fields_of, open_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("first", "second"), [("US", "CN"), ("CN", "US")])
def test_the_sides_are_given_in_either_order(staff_client: Client, first: str, second: str) -> None:
    sent = opened(staff_client) | {"side_a": first, "side_b": second}
    sent |= row("outcomes", 0, kind="measure", title="Its own", stated_by="a", obliged="b")
    assert staff_client.post(ADD, sent).status_code == 302
    dialogue, outcome = Dialogue.objects.get(), Outcome.objects.get()
    assert dialogue.side_codes == ("CN", "US")
    letter_of = {"CN": "a", "US": "b"}
    assert (outcome.stated_by, outcome.obliged) == (letter_of[first], letter_of[second])


def test_the_letters_are_named_as_they_were_typed_when_the_form_comes_back(staff_client: Client) -> None:
    sent = opened(staff_client) | {"side_a": "US", "side_b": "CN", "title": ""}
    page = staff_client.post(ADD, sent).text
    assert "United States (side A)" in page
    assert "China (side B)" in page


def test_a_dialogue_of_a_mechanism_takes_its_sides_and_its_name(staff_client: Client) -> None:
    mechanism = factories.mechanism()
    sent = opened(staff_client) | {"mechanism": mechanism.pk, "ordinal": "1", "title": ""}
    for given in ({"side_a": "", "side_b": ""}, {"side_a": "US", "side_b": "", "ordinal": "2"}):
        rows = row("outcomes", 0, kind="measure", title="Its own", stated_by="a")
        assert staff_client.post(ADD, sent | given | rows).status_code == 302
    second, first = Dialogue.objects.order_by("-ordinal")
    assert (first.side_codes, second.side_codes) == (("CN", "US"), ("CN", "US"))
    assert first.title == "High-Level Joint Dialogue on Cybercrime, round 1"
    assert [first.outcomes.get().stated_by, second.outcomes.get().stated_by] == ["a", "b"]


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"side_a": ""}, "Side A: choose a party, or a mechanism, which is between two."),
        ({"side_b": "CN"}, "Side B: choose another party than side A."),
        ({"side_a": "XX"}, "Side A: Choose one that the record holds."),
        ({"title": ""}, "Title: write one, or give the mechanism and the number of the round."),
        ({"title": "", "ordinal": "1"}, "Title: write one, or give the mechanism and the number of the round."),
        ({"start_date": "soon"}, "Start date: 'soon' must be YYYY-MM-DD"),
        ({"start_date": "2015-02-30"}, "Start date: the calendar has no day 2015-02-30."),
        ({"start_date": ""}, "This field is required."),
        ({"end_date": "November 2015"}, "End date: a dialogue does not end before it starts."),
        ({"country": "USA"}, "at most 2 characters"),
        ({"country": "u1"}, "Country: two capital letters"),
    ],
)
def test_bad_input_is_told_with_its_field_and_rule(staff_client: Client, given: Fields, rule: str) -> None:
    assert rule in errors_of(staff_client.post(ADD, opened(staff_client) | given))
    assert not Dialogue.objects.exists()


def test_a_mechanism_of_two_others_is_refused(staff_client: Client) -> None:
    mechanism = factories.mechanism(side_a=factories.party("JP"), side_b=factories.party("US"))
    said = errors_of(staff_client.post(ADD, opened(staff_client) | {"mechanism": mechanism.pk}))
    assert "Mechanism: it is between two other sides than this dialogue." in said


def test_a_mechanism_takes_its_sides_in_either_order_too(staff_client: Client) -> None:
    address = "/admin/dialogues/mechanism/add/"
    sent = fields_of(staff_client.get(address).content) | {"name": "Joint dialogue"}
    sent |= {"side_a": factories.party("US").pk, "side_b": factories.party("CN").pk}
    assert staff_client.post(address, sent).status_code == 302
    assert Mechanism.objects.get().side_a_id == "CN"


@pytest.mark.parametrize(
    ("written", "kept"), [("1 December 2015", "2015-12-01"), ("Dec 2015", "2015-12"), (" 2015-12-1 ", "2015-12-01")]
)
def test_a_date_may_be_written_in_words(staff_client: Client, written: str, kept: str) -> None:
    staff_client.post(ADD, opened(staff_client) | {"start_date": written, "country": "us"})
    dialogue = Dialogue.objects.get()
    assert (str(dialogue.start_date), dialogue.country) == (kept, "US")


def test_nothing_of_a_new_row_says_which_side(staff_client: Client) -> None:
    existing = factories.dialogue(mechanism=factories.mechanism())
    for address in (ADD, address_of(existing)):
        page = staff_client.get(address)
        asked = boxes(page, *(f"{part}-{place}-party" for part in PARTS for place in (0, "__prefix__")))
        assert [box.value or "" for box in asked] == [""] * 6
        who = boxes(
            page, *(f"outcomes-{place}-{name}" for place in (0, "__prefix__") for name in ("stated_by", "obliged"))
        )
        assert [box.value for box in who] == ["unknown"] * 4
    assert [box.value or "" for box in boxes(staff_client.get(ADD), "side_a", "side_b")] == ["", ""]


def test_the_parties_of_an_existing_dialogue_are_its_sides_and_others_only_as_such(staff_client: Client) -> None:
    factories.party("JP")
    dialogue = factories.dialogue()
    page = staff_client.get(address_of(dialogue))

    def offered(part: str, within: str) -> list[str]:
        return [one.get("value") for one in found(page, f"//select[@name='{part}-0-party']{within}")]

    assert offered("participations", "/option") == ["", "CN", "US"]
    assert offered("participations", "/optgroup[starts-with(@label, 'Neither side')]/option") == ["JP"]
    assert offered("delegation_counts", "//option") == ["", "CN", "US"]
    assert offered("positions", "//option") == ["", "CN", "US"]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("participations", {"role": "member", "name_as_stated": "A guest"}),
        ("delegation_counts", {"low": "7", "wording": "seven"}),
        ("positions", {"stance": "urges", "statement": "Rules for all."}),
    ],
)
def test_a_party_that_is_neither_side_is_refused(staff_client: Client, part: str, values: Fields) -> None:
    japan, dialogue = factories.party("JP"), factories.dialogue()
    for address, sent in ((ADD, opened(staff_client)), (address_of(dialogue), open_form(staff_client, dialogue))):
        said = errors_of(staff_client.post(address, sent | row(part, 0, party=japan.pk, **values)))
        assert "Party: JP is neither side of this dialogue (CN, US)." in said


@pytest.mark.parametrize("role", ["third_party", "observer"])
def test_a_third_party_may_be_neither_side(staff_client: Client, role: str) -> None:
    sent = row("participations", 0, party=factories.party("JP").pk, role=role, name_as_stated="A guest")
    assert staff_client.post(ADD, opened(staff_client) | sent).status_code == 302
    assert Participation.objects.get().party_id == "JP"


def test_the_sides_change_only_with_what_belongs_to_them(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue, stated_by="a")
    factories.participation(dialogue, party=dialogue.side_b)
    sent = open_form(staff_client, dialogue) | {"side_a": factories.party("JP").pk}
    said = errors_of(staff_client.post(address_of(dialogue), sent))
    assert "Stated by: that party is another side now." in said
    assert "neither side" not in said
    factories.status(outcome, party=dialogue.side_a)
    said = errors_of(staff_client.post(address_of(dialogue), sent | {"outcomes-0-stated_by": "both"}))
    assert "Sides: a status of “A hot line is to be set up” is of China" in said


def test_a_participant_of_a_side_that_was_exchanged_is_refused_in_its_row(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue)
    sent = open_form(staff_client, dialogue) | {"side_a": factories.party("JP").pk}
    said = errors_of(staff_client.post(address_of(dialogue), sent))
    assert "Party: CN is neither side of this dialogue (JP, US)." in said
    assert Dialogue.objects.get().side_a_id == "CN"


def test_the_two_sides_written_the_other_way_round_change_nothing(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    factories.outcome(dialogue, stated_by="a")
    sent = open_form(staff_client, dialogue) | {"side_a": "US", "side_b": "CN"}
    assert staff_client.post(address_of(dialogue), sent).status_code == 302
    assert (Dialogue.objects.get().side_a_id, Outcome.objects.get().stated_by) == ("CN", "a")
