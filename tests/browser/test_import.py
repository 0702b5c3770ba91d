"""An import from the list to its end in a browser, and the lists with everything that a reader of the screen needs."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dialogues.models import Organization, Person
from tests import factories
from tests.admin.exchange.files import csv_of
from tests.browser.test_article_to_outcome import sign_in
from tests.site import Site


def test_a_table_is_refused_corrected_previewed_and_imported(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    person = factories.person("Loreta Lynch", party=factories.party("US"))
    sign_in(page, site)
    page.goto(f"{site.address}/admin/dialogues/person/")
    page.get_by_role("link", name="Import").click()
    accessible(page)

    head = ("public ID", "version", "name", "party")
    changed = (person.public_id, 1, "Loretta Lynch", "US")
    upload(page, csv_of(head, changed, ("", "", "Guo Shengkun", "ZZ")))
    expect(page.get_by_role("heading", name="people.csv: nothing was imported")).to_be_visible()
    expect(page.get_by_role("row", name="the record knows no party with the code 'ZZ'")).to_contain_text("3")
    accessible(page)

    upload(page, csv_of(head, changed, ("", "", "Guo Shengkun", "CN")))
    expect(page.get_by_text("1 new, 1 changed, 0 unchanged.")).to_be_visible()
    expect(page.get_by_role("row", name="Loretta Lynch").get_by_role("deletion")).to_have_text("Loreta Lynch")
    accessible(page)
    assert Person.objects.count() == 1

    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("Imported people.csv: 1 new, 1 changed, 0 unchanged.")).to_be_visible()
    assert set(Person.objects.values_list("name", flat=True)) == {"Loretta Lynch", "Guo Shengkun"}


def test_the_lists_have_no_fault_of_accessibility(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    outcome = factories.outcome(factories.dialogue(mechanism=factories.mechanism()), deadline="2016-06")
    factories.status(outcome)
    Organization.objects.create(name="Ministry of Public Security")
    sign_in(page, site)
    for name in ("dialogue", "outcome", "organization", "relation"):
        page.goto(f"{site.address}/admin/dialogues/{name}/")
        accessible(page)


def upload(page: Page, content: bytes) -> None:
    page.get_by_label("File").set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Show what it would do").click()


def accessible(page: Page) -> None:
    # Loading the style sheets once more, for a rule about turning the screen, axe itself breaks the policy.
    found = Axe().run(page, options={"preload": False, "resultTypes": ["violations"]})
    assert found.response["violations"] == [], found.generate_report()
