"""Entering a dialogue in a browser: the whole of round 1 by keyboard, from a record that holds only the parties."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dialogues.models import DelegationCount, Dialogue, Mechanism, Outcome, Participation, Person, Relation, Tenure
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.browser.typist import Typist
from tests.site import Site
from tests.web.records import full_dialogue

KEYS_IN_FIVE_MINUTES = 5 * 200
FARTHEST_RIGHT = """() => Math.max(...[...document.querySelectorAll("#content *")]
  .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().right))"""
MECHANISM = "US-China High-Level Joint Dialogue on Cybercrime and Related Issues"


def enter_mechanism(typist: Typist) -> None:
    typist.open_window("add_id_mechanism")
    typist.fill("id_name", MECHANISM)
    typist.search("id_side_a", "un", "United States")
    typist.search("id_side_b", "ch", "China")
    typist.tab_to("_save")
    typist.close_window()


def enter_co_chair(typist: Typist, row: int, party: str, name: str, offices: list[tuple[str, str]]) -> None:
    """The person with the offices and their organizations, none of which is in the record."""
    prefix = f"id_participations-{row}"
    typist.pick(f"{prefix}-party", party[0].lower(), party)
    typist.pick(f"{prefix}-role", "c", "co-chair")
    typist.open_window(f"add_{prefix}-person")
    typist.fill("id_name", name)
    for place, (title, organization) in enumerate(offices):
        if place:
            typist.add_another("Office", f"id_tenures-{place}-title")
        typist.fill(f"id_tenures-{place}-title", title)
        if organization:
            typist.open_window(f"add_id_tenures-{place}-organization")
            typist.fill("id_name", organization)
            typist.close_window()
    typist.tab_to(f"id_tenures-{len(offices) - 1}-native_title")
    typist.close_window()
    expect(typist.page.locator(f"#{prefix}-tenures input")).to_have_count(len(offices))
    for place in range(len(offices)):
        typist.tab_to(f"{prefix}-tenures_{place}")
        typist.press("Tab")
        typist.press("Enter")


def enter_outcome(typist: Typist, row: int, kind: str, title: str) -> None:
    prefix = f"id_outcomes-{row}"
    typist.pick(f"{prefix}-kind", kind[:2], kind)
    typist.fill(f"{prefix}-title", title)
    typist.pick(f"{prefix}-stated_by", "b", "both sides")
    typist.pick(f"{prefix}-first_status", "ag", "agreed")


def test_round_one_is_entered_by_keyboard_in_less_than_five_minutes_of_typing(watched: Page, site: Site) -> None:
    factories.staff_user("editor")
    factories.party("CN"), factories.party("US")
    sign_in(watched, site)
    watched.goto(f"{site.address}/admin/dialogues/dialogue/add/")
    typist = Typist(watched)

    enter_mechanism(typist)
    typist.fill("id_ordinal", "1")
    typist.fill("id_start_date", "2015-12-01")
    typist.fill("id_city", "Washington")
    typist.fill("id_country", "us")
    police = [("State Councilor", ""), ("Minister of Public Security", "Ministry of Public Security")]
    enter_co_chair(typist, 0, "China", "Guo Shengkun", police)
    enter_co_chair(typist, 1, "United States", "Loretta Lynch", [("Attorney General", "Department of Justice")])
    typist.add_another("Participant", "id_participations-2-party")
    security = [("Secretary of Homeland Security", "Department of Homeland Security")]
    enter_co_chair(typist, 2, "United States", "Jeh Johnson", security)
    typist.add_another("Head count", "id_delegation_counts-0-party")
    typist.pick("id_delegation_counts-0-party", "c", "China")
    typist.fill("id_delegation_counts-0-wording", "Seven Chinese ministerial-level officials")
    typist.fill("id_delegation_counts-0-low", "7")
    typist.fill("id_delegation_counts-0-high", "7")
    typist.pick("id_delegation_counts-0-rank", "mi", "minister")
    typist.fill("id_delegation_counts-0-rank_as_stated", "ministerial-level")
    enter_outcome(typist, 0, "instrument", "Guidelines for working together against cyber crimes")
    typist.add_another("Outcome", "id_outcomes-1-kind")
    enter_outcome(typist, 1, "channel", "Establishment of a hot line")
    typist.add_another("Lineage", "id_relations_from-0-kind")
    typist.pick("id_relations_from-0-kind", "im", "implements")
    typist.fill("id_relations_from-0-to_as_stated", "Consensus of the two presidents in September 2015")
    typist.fill("id_relations_from-0-to_date", "2015-09")
    typist.press("Enter")
    expect(watched.get_by_text("was added successfully")).to_be_visible()

    print(f"\nRound 1 took {typist.keys} keystrokes: {typist.keys / 200:.1f} minutes at 200 a minute.")  # noqa: T201 - the figure asked for
    the_record_holds_round_one()
    assert typist.keys < KEYS_IN_FIVE_MINUTES


def the_record_holds_round_one() -> None:
    dialogue = Dialogue.objects.get()
    assert (dialogue.mechanism, dialogue.side_codes) == (Mechanism.objects.get(name=MECHANISM), ("CN", "US"))
    assert (dialogue.title, dialogue.ordinal) == (f"{MECHANISM}, round 1", 1)
    assert (str(dialogue.start_date), dialogue.city, dialogue.country) == ("2015-12-01", "Washington", "US")
    chairs = Participation.objects.filter(role="co_chair").order_by("id")
    assert [(one.shown_name, one.party_id, one.title_as_stated) for one in chairs] == [
        ("Guo Shengkun", "CN", "State Councilor and Minister of Public Security"),
        ("Loretta Lynch", "US", "Attorney General"),
        ("Jeh Johnson", "US", "Secretary of Homeland Security"),
    ]
    assert [one.tenures.count() for one in chairs] == [2, 1, 1]
    assert list(Person.objects.order_by("id").values_list("name", "party")) == [
        ("Guo Shengkun", "CN"),
        ("Loretta Lynch", "US"),
        ("Jeh Johnson", "US"),
    ]
    held = Tenure.objects.order_by("id").values_list("title", "organization__name")
    assert list(held) == [
        ("State Councilor", None),
        ("Minister of Public Security", "Ministry of Public Security"),
        ("Attorney General", "Department of Justice"),
        ("Secretary of Homeland Security", "Department of Homeland Security"),
    ]
    count = DelegationCount.objects.get()
    assert (count.party_id, count.low, count.high, count.rank, count.rank_as_stated) == (
        "CN",
        7,
        7,
        "minister",
        "ministerial-level",
    )
    outcomes = Outcome.objects.order_by("id")
    assert [(one.kind, one.title, one.stated_by) for one in outcomes] == [
        ("instrument", "Guidelines for working together against cyber crimes", "both"),
        ("channel", "Establishment of a hot line", "both"),
    ]
    first = [(status.state, str(status.effective_on)) for one in outcomes for status in one.statuses.all()]
    assert first == [("agreed", "2015-12-01")] * 2
    relation = Relation.objects.get()
    assert (relation.kind, relation.from_dialogue, str(relation.to_date)) == ("implements", dialogue, "2015-09")
    assert relation.to_as_stated == "Consensus of the two presidents in September 2015"


def lynch() -> Person:
    """With an office that she held on the day, and one that she no longer held."""
    person = factories.person("Loretta Lynch", party=factories.party("US"))
    Tenure.objects.create(person=person, title="United States Attorney", end_date="2015-04-27")
    Tenure.objects.create(person=person, title="Attorney General", rank="minister", start_date="2015-04-27")
    return person


def choose(page: Page, field: str, letters: str) -> None:
    """Choose what a search box finds first."""
    page.locator(f"#{field} + .select2-container .select2-selection").click()
    page.locator(".select2-search--dropdown .select2-search__field").fill(letters)
    found = page.locator(".select2-results__option--highlighted")
    expect(found).to_contain_text(letters)
    found.click()


def test_offices_of_the_day_are_offered_and_a_title_is_filled_only_by_a_click(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    lynch()
    sign_in(page, site)
    page.goto(f"{site.address}/admin/dialogues/dialogue/add/")
    row = page.locator("#participations-0")
    choose(page, "id_participations-0-person", "Loretta")
    offered = row.locator(".offices label")
    undated = ["Attorney General (since 27 April 2015)", "United States Attorney (until 27 April 2015)"]
    expect(offered).to_have_text(undated)
    page.get_by_label("Start date").fill("December 2015")
    page.get_by_label("City").click()
    expect(offered).to_have_text([f"{undated[0]}: held on the day", f"{undated[1]}: not on the day"])
    title, rank = row.get_by_label("Title as stated"), row.get_by_label("Rank")
    expect(title).to_have_value("")
    expect(rank).to_have_value("unknown")
    assert [box.is_checked() for box in row.get_by_role("checkbox").all()] == [False, False]
    row.get_by_role("button", name="Use this title: Attorney General").click()
    expect(title).to_have_value("Attorney General")
    expect(rank).to_have_value("minister")
    assert [box.is_checked() for box in row.get_by_role("checkbox").all()] == [True, False]


def test_the_sides_are_offered_and_named_once_they_are_known_and_none_is_chosen(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    factories.party("JP")
    factories.mechanism()
    sign_in(page, site)
    page.goto(f"{site.address}/admin/dialogues/dialogue/add/")
    choose(page, "id_mechanism", "High-Level")
    party, stated_by = page.locator("#id_participations-0-party"), page.locator("#id_outcomes-0-stated_by")
    expect(party.locator("> option")).to_have_text(["— which side? —", "China", "United States"])
    expect(party.locator("optgroup > option")).to_have_text(["Japan"])
    expect(party).to_have_value("")
    expect(stated_by.locator("option[value=a]")).to_have_text("China (side A)")
    expect(stated_by).to_have_value("unknown")
    choose(page, "id_side_a", "United")
    expect(stated_by.locator("option[value=a]")).to_have_text("United States (side A)")
    page.get_by_role("button", name="Add another Head count").click()
    expect(page.locator("#id_delegation_counts-0-party > option")).to_have_count(3)


def test_without_javascript_people_are_written_and_a_button_shows_their_offices(browser: Browser, site: Site) -> None:
    factories.staff_user("editor")
    factories.party("CN"), lynch()
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        sign_in(page, site)
        page.goto(f"{site.address}/admin/dialogues/dialogue/add/")
        page.get_by_label("Side A, by exact name or public ID").fill("United States")
        page.get_by_label("Side B, by exact name or public ID").fill("cn")
        page.get_by_label("Title:", exact=True).fill("First round")
        page.get_by_label("Start date").fill("2015-12-01")
        row = page.locator("#participations-0")
        row.get_by_label("Person, participant 1, by exact name or public ID").fill("Loretta Lynch")
        row.get_by_label("Role").select_option("co-chair")
        page.get_by_role("button", name="Show offices").click()
        row.get_by_label("Attorney General (since 27 April 2015): held on the day").check()
        row.get_by_label("Party").select_option("United States")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("was added successfully")).to_be_visible()
    chair = Participation.objects.get()
    assert (chair.shown_name, chair.dialogue.side_codes) == ("Loretta Lynch", ("CN", "US"))
    assert [tenure.title for tenure in chair.tenures.all()] == ["Attorney General"]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_forms_have_no_fault_of_accessibility(browser: Browser, site: Site, width: int, scheme: Any) -> None:
    """Not with `watched`: axe itself sets styles, which the policy forbids and tells."""
    factories.staff_user("editor")
    dialogue = full_dialogue(2)
    addresses = ("/admin/dialogues/dialogue/add/", f"/admin/dialogues/dialogue/{dialogue.pk}/change/")
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme) as context:
        page = context.new_page()
        sign_in(page, site)
        for address in addresses:
            page.goto(site.address + address)
            expect(page.locator("#show-offices")).to_be_hidden()
            found = Axe().run(page).response["violations"]
            faults = [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]
            assert faults == []
            assert page.evaluate(FARTHEST_RIGHT) <= width
