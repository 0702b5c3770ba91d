"""A review session of fifty suggestions: by keys alone, and by buttons alone where JavaScript is off."""

from collections import Counter
from collections.abc import Callable
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dialogues.models import Dialogue, Outcome, Suggestion, User
from dialogues.models.vocabularies import ArticleStage, Decision, RejectionReason
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.ingest.stages import ingested_round_one
from tests.site import Site
from tests.suggestions import reading, suggested_round

FIFTY: Final = 50
# What a reviewer does with the n-th suggestion, from 0; all others are accepted.
REJECTED: Final = {number: str(number % 5 + 1) for number in range(3, FIFTY, 7)}
SKIPPED: Final = frozenset({11, 20})
UNDONE: Final = frozenset({5, 25})
EDITED: Final = 8
EDITED_TITLE: Final = "Guidelines, in other words"
REASONS: Final = {str(number): reason for number, reason in enumerate(RejectionReason, 1)}

Act = Callable[[Page, str], None]


@pytest.fixture
def queue(site: Site) -> list[Suggestion]:
    """Fifty suggestions of one article: the dialogue, and forty-nine outcomes of it."""
    factories.staff_user("editor")
    return list(suggested_round(FIFTY - 1).suggestions.in_review_order())


def by_key(page: Page, key: str) -> None:
    page.keyboard.press(key)


def by_button(page: Page, key: str) -> None:
    """Press what bears this key; the reasons lie folded under the button that rejects."""
    page.locator(f"[data-key='{key}']").first.click()


def shows(page: Page, suggestion: Suggestion) -> None:
    """The page of this suggestion is there, whole."""
    expect(page.locator(f"form[action*='{suggestion.public_id}/skip/']")).to_be_attached()


def edit_by_key(page: Page) -> None:
    """The form opens with its first field ready to be typed in."""
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(EDITED_TITLE)
    page.keyboard.press("Enter")


def edit_by_button(page: Page) -> None:
    page.get_by_label("Title").fill(EDITED_TITLE)
    page.get_by_role("button", name="Accept as corrected").click()


def review_all(page: Page, queue: list[Suggestion], act: Act, edit: Callable[[Page], None]) -> None:
    """Decide on each as the tables above say; what was skipped comes last."""
    for number, one in enumerate(queue):
        shows(page, one)
        if number in SKIPPED:
            act(page, "s")
        elif number in REJECTED:
            act(page, "x")
            act(page, REJECTED[number])
        elif number == EDITED:
            act(page, "e")
            edit(page)
        elif number in UNDONE:
            act(page, "a")
            shows(page, queue[number + 1])
            act(page, "u")
            shows(page, one)
            expect(page.locator(".flash-success")).to_contain_text("It waits for a decision again.")
            act(page, "a")
        else:
            act(page, "a")
    for number in sorted(SKIPPED):
        shows(page, queue[number])
        act(page, "a")
    expect(page.get_by_text("Nothing waits for a decision")).to_be_visible()


def assert_all_is_stored(queue: list[Suggestion]) -> None:
    stored = list(Suggestion.objects.in_review_order().select_related("decided_by"))
    assert len(stored) == FIFTY
    for number, one in enumerate(stored):
        expected = Decision.REJECTED if number in REJECTED else Decision.ACCEPTED
        assert (one.decision, str(one.decided_by), one.locked_by_id) == (expected, "editor", None), number
        if number in REJECTED:
            assert one.rejection_reason == REASONS[REJECTED[number]]
    assert Dialogue.objects.count() == 1
    assert Outcome.objects.count() == FIFTY - 1 - len(REJECTED)
    assert (stored[EDITED].edit_distance or 0) > 0
    assert Counter(Outcome.objects.values_list("title", flat=True)).most_common(1)[0][1] == 1
    assert Outcome.objects.filter(title=EDITED_TITLE).count() == 1


def test_fifty_by_keys_alone_and_the_page_is_never_loaded_anew(
    watched: Page, site: Site, queue: list[Suggestion]
) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    page.evaluate("window.isTheSame = true")
    documents: list[str] = []
    page.on("request", lambda request: documents.append(request.url) if request.is_navigation_request() else None)

    review_all(page, queue, by_key, edit_by_key)

    assert documents == []
    assert page.evaluate("window.isTheSame") is True
    assert page.url == f"{site.address}/review/"
    assert_all_is_stored(queue)


def test_fifty_by_buttons_alone_without_javascript(browser: Browser, site: Site, queue: list[Suggestion]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        sign_in(page, site)
        page.goto(f"{site.address}/review/")
        review_all(page, queue, by_button, edit_by_button)
    finally:
        context.close()
    assert_all_is_stored(queue)


def test_keys_go_to_and_fro_and_say_where_one_is(watched: Page, site: Site, queue: list[Suggestion]) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    shows(page, queue[0])
    page.keyboard.press("j")
    shows(page, queue[1])
    expect(page.locator("#proposal-title")).to_be_focused()
    expect(page.locator("#review-said")).to_have_text("2 of 50")
    page.keyboard.press("k")
    shows(page, queue[0])
    current = page.locator("mark.current")
    expect(current).to_have_text("China")
    page.keyboard.press("l")
    expect(current).to_have_text("first")
    expect(page.locator("#review-said")).to_contain_text("Number of the round")
    page.keyboard.press("l")
    expect(current).to_have_text("Washington")
    page.keyboard.press("h")
    expect(current).to_have_text("first")
    page.go_back()
    shows(page, queue[1])


def test_keys_are_left_alone_in_a_field_and_with_a_modifier(watched: Page, site: Site, queue: list[Suggestion]) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    shows(page, queue[0])
    page.keyboard.press("Control+a")
    page.keyboard.press("3")
    page.keyboard.press("/")
    search = page.get_by_label("Words")
    expect(search).to_be_focused()
    page.keyboard.type("axs1 point 7")
    expect(search).to_have_value("axs1 point 7")
    page.keyboard.press("Escape")
    expect(search).not_to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("point 7")
    page.keyboard.press("Enter")
    shows(page, queue[7])
    expect(page.locator(".review-progress")).to_have_text("1 of 1")
    assert not Suggestion.objects.exclude(decision=Decision.PENDING).exists()


def test_keys_that_are_switched_off_do_nothing(watched: Page, site: Site, queue: list[Suggestion]) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    page.keyboard.press("?")
    expect(page.get_by_role("heading", name="Keys of the review queue")).to_be_focused()
    page.get_by_role("button", name="Switch the keys off").click()
    expect(page.locator("#review").get_by_text("The keys are switched off.", exact=True)).to_be_visible()
    page.get_by_role("link", name="Back to the queue").click()
    shows(page, queue[0])
    for key in ("a", "s", "e", "j", "x", "1"):
        page.keyboard.press(key)
    expect(page.locator("kbd").first).to_be_hidden()
    shows(page, queue[0])
    page.get_by_role("button", name="Skip").click()
    shows(page, queue[1])
    assert not User.objects.get().review_keys
    assert not Suggestion.objects.exclude(decision=Decision.PENDING).exists()


def test_without_an_answer_of_the_server_the_page_says_so_and_nothing_is_lost(
    page: Page, site: Site, queue: list[Suggestion]
) -> None:
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    page.route("**/accept/**", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_have_text("The server does not answer, and nothing was decided. Try again.")
    shows(page, queue[0])
    page.unroute("**/accept/**")
    page.keyboard.press("a")
    shows(page, queue[1])
    expect(page.get_by_role("alert")).to_be_hidden()


def test_whoever_was_signed_out_meanwhile_signs_in_again(watched: Page, site: Site, queue: list[Suggestion]) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/review/")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("j")
    expect(page.get_by_label("User name or e-mail")).to_be_visible()
    assert not Suggestion.objects.exclude(decision=Decision.PENDING).exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_of_the_queue_has_an_accessibility_fault(browser: Browser, site: Site, scheme: Any, width: int) -> None:
    factories.staff_user("editor")
    factories.party("CN"), factories.party("US")
    factories.dialogue("A round of the same days", city="Beijing")
    article = ingested_round_one()
    first, second, *_ = article.suggestions.in_review_order()
    empty = factories.article("On a trade fair", stage=ArticleStage.NOTHING_FOUND)
    reading(factories.snapshot("The fair was well attended.", article=empty))
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    try:
        sign_in(page, site)
        for address in (
            f"/review/{first.public_id}/",
            f"/review/{second.public_id}/?edit",
            f"/review/{first.public_id}/together/",
            "/review/articles/",
            "/review/?kind=status",
            "/review/?kind=rumour",
            "/review/help/",
        ):
            page.goto(site.address + address)
            assert faults(page) == [], address
        page.goto(f"{site.address}/review/{first.public_id}/")
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        page.keyboard.press("x")
        assert faults(page) == [], "folded out"
        page.keyboard.press("3")
        expect(page.locator(".undo-bar")).to_be_visible()
        assert faults(page) == [], "after a decision"
        page.goto(f"{site.address}/review/{first.public_id}/")
        assert faults(page) == [], "decided"
    finally:
        context.close()


def faults(page: Page) -> list[str]:
    """What axe finds, with the elements; and whether the page scrolls sideways, which it cannot see."""
    found = [
        f"{one['id']}: {[node['html'] for node in one['nodes']]}" for one in Axe().run(page).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("it scrolls sideways")
    return found
