"""The home page."""

from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from dialogues.models import Topic
from dialogues.models.vocabularies import DialogueKind, Mode, OutcomeState, Publication
from tests import factories
from tests.web.conftest import QueryCount
from tests.web.pages import SVG, parse, section, with_class, words
from tests.web.records import full_dialogue, unquoted

pytestmark = pytest.mark.django_db


def listed(client: Client, address: str = "/") -> list[str]:
    """The titles in the list, as the page orders them."""
    page = client.get(address)
    assert page.status_code == 200, page.text
    return [words(title) for title in with_class(parse(page.text), "entry-title")]


def drawn(tree: Element) -> list[str]:
    """The addresses of the dialogues in the picture."""
    return [link.get("href", "") for link in tree.iter(f"{SVG}a") if link.get("class") != "cell"]


def test_it_says_so_when_the_record_is_empty(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "The record holds no dialogue yet." in page.text


def test_it_lists_dialogues_by_year_newest_first(client: Client) -> None:
    factories.dialogue("Old", start_date="2013-07-08", end_date=None)
    factories.dialogue("New", start_date="2016-06-14", end_date=None)
    tree = parse(client.get("/").text)
    assert [words(year) for year in section(tree, "by-year").iter("h3")] == ["2016", "2013"]
    assert [words(title) for title in with_class(tree, "entry-title")] == ["New", "Old"]


def test_it_leaves_out_what_is_not_public(client: Client) -> None:
    factories.dialogue("Draft", publication=Publication.DRAFT)
    factories.dialogue("Withdrawn", publication=Publication.WITHDRAWN)
    kept = factories.dialogue("Kept")
    factories.outcome(kept, "A draft", publication=Publication.DRAFT)
    tree = parse(client.get("/").text)
    assert [words(title) for title in with_class(tree, "entry-title")] == ["Kept"]
    assert "no outcomes recorded" in words(section(tree, "by-year"))


def test_it_counts_outcomes_by_family_and_sources_once(client: Client) -> None:
    dialogue = factories.dialogue()
    seen = factories.snapshot(text=None)
    unquoted(dialogue=dialogue, source=seen)
    for state in (OutcomeState.LAUNCHED, OutcomeState.HELD):
        outcome = factories.outcome(dialogue)
        factories.status(outcome, state)
        unquoted(outcome=outcome, source=seen)
    counts = words(next(with_class(parse(client.get("/").text), "entry-counts")))
    assert counts == "2 outcomes: 2 done 1 source"


def test_it_marks_a_dialogue_without_any_source(client: Client) -> None:
    factories.dialogue()
    assert "uncited" in words(next(with_class(parse(client.get("/").text), "entry-counts")))


def test_it_marks_dialogues_whose_sources_disagree(client: Client) -> None:
    disputed, clear = factories.dialogue("Disputed"), factories.dialogue("Clear")
    unquoted(dialogue=disputed, field="start_date", stance="contradicts", value_as_stated="2 December")
    unquoted(dialogue=clear, field="start_date")
    entries = [words(entry) for entry in with_class(parse(client.get("/").text), "entry")]
    assert [("sources disagree" in entry) for entry in entries] == ["Disputed" in entry for entry in entries]


def test_the_picture_has_one_link_a_dialogue_and_the_same_ones_as_the_list(client: Client) -> None:
    mechanism = factories.mechanism()
    for year in (2013, 2015, 2016):
        factories.dialogue(f"Round of {year}", mechanism=mechanism, start_date=f"{year}-06", end_date=None)
    factories.dialogue("A call", mode=Mode.PHONE)
    tree = parse(client.get("/").text)
    in_list = [link.get("href", "") for title in with_class(tree, "entry-title") for link in title.iter("a")]
    assert len(drawn(tree)) == 4
    assert sorted(drawn(tree)) == sorted(in_list)
    assert [words(label) for lane in with_class(tree, "lane-labels") for label in lane] == [
        mechanism.name,
        "Without a mechanism",
    ]


def test_each_link_of_the_picture_says_what_it_leads_to(client: Client) -> None:
    factories.outcome(factories.dialogue("Talks by video", mode=Mode.VIDEO, city=""))
    link = next(parse(client.get("/").text).iter(f"{SVG}a"))
    assert link.get("aria-label") == "1 December 2015: Talks by video, by video, 1 outcome"
    assert "dot-virtual" in "".join(element.get("class", "") for element in link.iter())


def test_a_year_of_many_dialogues_becomes_a_cell_that_links_to_them(client: Client) -> None:
    mechanism = factories.mechanism()
    for month in range(1, 13):
        factories.dialogue(f"Meeting {month}", mechanism=mechanism, start_date=f"2015-{month:02}", end_date=None)
    assert len(drawn(parse(client.get("/").text))) == 12
    factories.dialogue("One more", mechanism=mechanism, start_date="2015-07-01", end_date=None)
    factories.dialogue("Another year", mechanism=mechanism, start_date="2014-07-01", end_date=None)
    tree = parse(client.get("/?pair=CN-US").text)
    assert len(drawn(tree)) == 1
    cell = next(link for link in tree.iter(f"{SVG}a") if link.get("class") == "cell")
    assert cell.get("aria-label") == f"2015: 13 dialogues, {mechanism.name}"
    assert len(listed(client, f"/{cell.get('href')}")) == 13
    assert "pair=CN-US" in cell.get("href", "")


@pytest.mark.parametrize(
    "query",
    ["pair=US-CN", "party=US", "from=2015-12&to=2015-12", "kind=round", "outcome_kind=channel", "outcome_state=agreed"],
)
def test_filters_narrow_the_list(client: Client, query: str) -> None:
    wanted = factories.dialogue("Wanted")
    factories.status(factories.outcome(wanted), OutcomeState.AGREED)
    factories.dialogue(
        "Other",
        side_a=factories.party("IN"),
        side_b=factories.party("JP"),
        start_date="2019-01-01",
        end_date=None,
        kind=DialogueKind.CALL,
    )
    assert listed(client, f"/?{query}") == ["Wanted"]


def test_it_filters_by_mechanism_and_topic(client: Client) -> None:
    mechanism, topic = factories.mechanism(), Topic.objects.create(name="hotline")
    wanted = factories.dialogue("Wanted", mechanism=mechanism)
    wanted.topics.add(topic)
    factories.dialogue("Other")
    assert listed(client, f"/?mechanism={mechanism.public_id}") == ["Wanted"]
    assert listed(client, f"/?topic={topic.public_id}") == ["Wanted"]


def test_a_chip_says_the_filter_in_words_and_removes_it(client: Client) -> None:
    factories.dialogue()
    tree = parse(client.get("/?pair=cn-us&from=2015-12").text)
    chips = [(words(chip), chip.get("href")) for chip in with_class(tree, "chip")]
    assert chips == [("Pair China and United States ×", "/?from=2015-12"), ("From December 2015 ×", "/?pair=cn-us")]
    pair = next(element for element in tree.iter("select") if element.get("name") == "pair")
    assert [words(option) for option in pair if option.get("selected") is not None] == ["China and United States"]


def test_an_invalid_filter_is_named_beside_its_field(client: Client) -> None:
    factories.dialogue("Not to be seen")
    page = client.get("/?from=yesterday&kind=round")
    assert page.status_code == 400
    tree = parse(page.text)
    assert [words(error) for error in with_class(tree, "error")] == [
        "From: write YYYY, YYYY-MM or YYYY-MM-DD, e.g. 2015-12"
    ]
    field = next(element for element in tree.iter("input") if element.get("name") == "from")
    assert (field.get("value"), field.get("aria-invalid")) == ("yesterday", "true")
    assert next(with_class(tree, "error")).get("id", "?") in field.get("aria-describedby", "")
    assert "Not to be seen" not in page.text


@pytest.mark.parametrize("query", ["pair=%00", "mechanism=x'--", "from=%F0%9F%98%80", "kind=a&kind=b", "to=[2015"])
def test_no_filter_can_break_it(client: Client, query: str) -> None:
    factories.dialogue()
    page = client.get(f"/?{query}")
    assert page.status_code == 400
    parse(page.text)


def test_empty_fields_of_the_form_leave_the_address(client: Client) -> None:
    answer = client.get("/?pair=CN-US&mechanism=&from=&to=")
    assert (answer.status_code, answer["Location"]) == (302, "/?pair=CN-US")
    assert client.get("/?pair=")["Location"] == "/"


def test_it_says_when_nothing_matches(client: Client) -> None:
    factories.dialogue()
    assert "No dialogue matches these filters" in client.get("/?from=2020").text


def test_it_shows_what_outcomes_changed_from_and_to(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue(), "The hot line")
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01")
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    factories.status(factories.outcome(outcome.dialogue, "Only agreed"), OutcomeState.AGREED)
    changes = words(section(parse(client.get("/").text), "changes"))
    assert "The hot line agreed → launched 7 December 2016 · uncited" in changes
    assert "Only agreed" not in changes


def test_it_shows_overdue_outcomes_until_something_settles_them(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue(), "A symposium", deadline="2016-06-30")
    assert "A symposium due 30 June 2016" in words(section(parse(client.get("/").text), "overdue"))
    factories.status(outcome, OutcomeState.HELD)
    assert "A symposium" not in words(section(parse(client.get("/").text), "overdue"))


def test_a_new_fact_shows_at_once(client: Client) -> None:
    factories.dialogue("First")
    assert "no-cache" in client.get("/")["Cache-Control"]
    factories.dialogue("Second")
    assert set(listed(client)) == {"First", "Second"}


def test_its_queries_do_not_grow(queries_of: QueryCount) -> None:
    full_dialogue(2)
    few = queries_of("/")
    full_dialogue(20)
    for number in range(20):
        factories.dialogue(f"Talks {number}", mechanism=factories.mechanism(f"Talks {number}"))
    assert queries_of("/") == few <= 13
    assert queries_of("/?pair=CN-US&outcome_state=launched") <= 14
