"""Double coding from the list of articles to the record, in three browsers, without one seeing the other's work."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dialogues.models import Dialogue, Judgement, Outcome, User
from dialogues.models.vocabularies import Verdict
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.review.coding_steps import adjudicator
from tests.site import Site

NewPage = Callable[..., Page]


@pytest.fixture
def page_of(browser: Browser, site: Site) -> Iterator[NewPage]:
    """A page in a browser of its own, in which this person is signed in; it must raise no error and ask nobody else."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def sign_in(user: User, *, javascript: bool = True) -> Page:
        context = browser.new_context(java_script_enabled=javascript)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda asked: complaints.append(asked.url) if not asked.url.startswith(site.address) else None
        )
        page.goto(f"{site.address}/admin/login/")
        page.get_by_label("User name or e-mail").fill(user.username)
        page.get_by_label("Password").fill(factories.PASSWORD)
        follow(page.get_by_role("button", name="Sign in"))
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []


def accessible(page: Page) -> None:
    """Wide and light, narrow and dark: no fault that axe finds, and nothing that makes the page scroll sideways."""
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_from_the_list_of_articles_through_two_coders_and_an_adjudicator_to_the_record(
    page_of: NewPage, site: Site
) -> None:
    factories.party("CN"), factories.party("US")
    ingested_round_one()
    first, second = factories.coder("first"), factories.coder("second")
    editor = adjudicator()
    third = page_of(editor)
    give_to(third, site, "first", "second")

    one = page_of(first)
    one.goto(f"{site.address}/coding/")
    accessible(one)
    follow(one.get_by_role("link", name="A first round"))
    follow(one.get_by_role("link", name="Go on coding"))
    press(one, "e")
    one.get_by_label("Venue").fill("Great Hall of the Department of Justice")
    follow(one.get_by_role("button", name="Accept as corrected"))
    judge_the_rest(one, reject="Head count")
    follow(one.get_by_role("link", name="Outcome", exact=True))
    accessible(one)
    one.get_by_label("Title").fill("consensus of the two presidents put into practice")
    one.get_by_label("Kind").select_option("reaffirmation")
    one.get_by_label("Stated by").select_option("unknown")
    one.get_by_label("The words that say it").fill("The dialogue puts into practice the consensus")
    follow(one.get_by_role("button", name="Add"))
    accessible(one)
    follow(one.get_by_role("button", name="Finish coding"))
    expect(one.get_by_text("your coding stays as it is").first).to_be_visible()

    third.goto(f"{site.address}/double-codings/")
    follow(third.get_by_role("link", name="A first round"))
    expect(third.get_by_text("Adjudication begins when both coders are done.")).to_be_visible()
    expect(third.get_by_text("Great Hall of the Department of Justice")).to_have_count(0)

    two = page_of(second, javascript=False)
    two.goto(f"{site.address}/coding/")
    follow(two.get_by_role("link", name="A first round"))
    follow(two.get_by_role("link", name="Go on coding"))
    expect(two.get_by_text("consensus of the two presidents put")).to_have_count(0)
    while two.get_by_role("button", name="Accept as proposed").is_visible():
        follow(two.get_by_role("button", name="Accept as proposed"))
    follow(two.get_by_role("button", name="Finish coding"))
    assert Judgement.objects.count() == 16
    assert not Dialogue.objects.exists()

    adjudicate_all(third)
    dialogue = Dialogue.objects.get()
    assert dialogue.venue == "Great Hall of the Department of Justice"
    assert dialogue.delegation_counts.count() == 0
    assert Outcome.objects.filter(title="consensus of the two presidents put into practice").exists()
    third.goto(f"{site.address}{dialogue.get_absolute_url()}")
    expect(third.get_by_text("consensus of the two presidents put into practice").first).to_be_visible()


def follow(control: Locator) -> None:
    """Click what leads to another page, and wait until that is there."""
    with control.page.expect_navigation():
        control.click()


def press(page: Page, key: str) -> None:
    """A key that leads to another page. The keys are there once the page is loaded."""
    page.wait_for_load_state()
    with page.expect_navigation():
        page.keyboard.press(key)


def give_to(page: Page, site: Site, *coders: str) -> None:
    page.goto(f"{site.address}/admin/dialogues/article/")
    page.get_by_role("row").filter(has_text="A first round").get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("double_code")
    follow(page.get_by_role("button", name="Go", exact=True))
    for label, name in zip(("Coder A", "Coder B"), coders, strict=True):
        page.get_by_label(label).select_option(label=name)
    follow(page.get_by_role("button", name="Give to these two"))
    expect(page.get_by_text("is given to first and second")).to_be_visible()


def judge_the_rest(page: Page, *, reject: str) -> None:
    """By keys alone: accept, but for this kind."""
    accessible(page)
    while page.get_by_role("button", name="Accept as proposed").is_visible():
        if page.get_by_role("heading", name=reject, exact=True).is_visible():
            page.keyboard.press("x")
            press(page, "5")
        else:
            press(page, "a")
    assert Judgement.objects.get(verdict=Verdict.REJECT).rejection_reason == "not_relevant"


def adjudicate_all(page: Page) -> None:
    """What they differ in: the venue as coder A, the head count as coder A, who rejects it; then the missing fact."""
    page.reload()
    accessible(page)
    follow(page.get_by_role("link", name="Dialogue 1"))
    expect(page.get_by_role("row", name="differs: Venue")).to_contain_text("Great Hall of the Department of Justice")
    accessible(page)
    while page.get_by_role("heading", name="Adjudication", exact=True).is_visible():
        press(page, "a")
    follow(page.get_by_role("region", name="What the extractor missed").get_by_role("link", name="Outcome"))
    accessible(page)
    follow(page.get_by_role("button", name="Accept"))
    expect(page.get_by_text("adjudicated", exact=True)).to_be_visible()
    follow(page.get_by_role("link", name="by field"))
    accessible(page)
