"""The main job from one end to the other, in a browser, with a real worker."""

from playwright.sync_api import Page, expect

from dialogues.models import Outcome, Suggestion
from dialogues.models.vocabularies import Decision
from tests import factories
from tests.samples import cybercrime_round_one
from tests.site import Site, wait_for


def sign_in(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/admin/")
    page.get_by_label("User name or e-mail").fill("editor")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Log out").or_(page.get_by_role("button", name="Log out"))).to_be_visible()


def test_a_pasted_text_becomes_an_outcome_on_the_timeline_and_in_the_api(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    factories.party("CN"), factories.party("US")
    sign_in(page, site)

    page.goto(f"{site.address}/admin/dialogues/article/add/")
    page.get_by_label("Text:", exact=True).fill(cybercrime_round_one())
    page.get_by_label("Published on").fill("2015-12-03")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    wait_for("the worker's suggestions", Suggestion.objects.filter(kind="relation").exists)

    page.goto(f"{site.address}/review/")
    expect(page.get_by_role("heading", name="Dialogue", exact=True)).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".undo-bar")).to_contain_text("Accepted: dialogue.")
    page.goto(f"{site.address}/review/?kind=outcome")
    expect(page.get_by_role("heading", name="Outcome", exact=True)).to_be_visible()
    expect(page.locator("mark.phrase.in-sentence").filter(has_text="guidelines")).to_be_visible()
    page.keyboard.press("a")
    expect(page.locator(".undo-bar")).to_contain_text("Accepted: outcome.")
    outcome = Outcome.objects.get()

    page.goto(site.address)
    meeting = page.get_by_role("listitem").filter(has_text="Washington").first
    expect(meeting).to_contain_text("1 December 2015")
    meeting.get_by_role("link").first.click()
    expect(page.get_by_role("link", name=outcome.title)).to_be_visible()
    expect(page.get_by_text("The two sides agreed on guidelines").first).to_be_attached()
    answer = page.request.get(f"{site.address}/api/v1/outcomes/{outcome.public_id}/")
    assert answer.json()["title"] == outcome.title
    assert "The two sides agreed on guidelines" in answer.json()["citations"][0]["quote"]


def test_a_rejection_needs_the_reason_key_and_typing_in_a_field_presses_nothing(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    factories.party("CN"), factories.party("US")
    sign_in(page, site)
    page.goto(f"{site.address}/admin/dialogues/article/add/")
    page.get_by_label("Text:", exact=True).fill(cybercrime_round_one())
    page.get_by_role("button", name="Save", exact=True).click()
    wait_for("the worker's suggestions", Suggestion.objects.filter(kind="relation").exists)
    page.goto(f"{site.address}/review/")
    page.keyboard.press("3")
    page.keyboard.press("e")
    page.get_by_label("City").fill("axs1")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Accept a", exact=True)).to_be_visible()
    assert not Suggestion.objects.exclude(decision=Decision.PENDING).exists()
    page.keyboard.press("x")
    page.keyboard.press("3")
    expect(page.locator(".undo-bar")).to_contain_text("Rejected: dialogue (belongs to another event).")
    assert Suggestion.objects.get(decision=Decision.REJECTED).rejection_reason == "other_event"
