"""Citing a sentence in a browser: by selecting it, with JavaScript and without."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dialogues.models import Citation, Outcome, Snapshot
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.site import Site

# A character of two code units, then the same words twice: only offsets in code points find the second.
TEXT = "🤝 The two sides met on Tuesday.\nThe two sides agreed to set up a hot line."
# Where the words stand on the screen, for the mouse.
RECTANGLE_OF = """([sentence, from, to]) => {
  const text = document.querySelectorAll(".kept-text .sentence")[sentence].lastChild;
  const range = document.createRange();
  range.setStart(text, from);
  range.setEnd(text, to);
  const box = range.getBoundingClientRect();
  return [box.left, box.right, (box.top + box.bottom) / 2];
}"""
# The one fault of Django's own widgets: the search box of select2 has no label.
OF_DJANGO = ("select2-search__field",)


@pytest.fixture
def outcome(site: Site) -> Outcome:
    factories.staff_user("editor")
    return factories.outcome(factories.dialogue())


@pytest.fixture
def snapshot(site: Site) -> Snapshot:
    return factories.snapshot(TEXT)


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def address_of_page(site: Site, outcome: Outcome, snapshot: Snapshot) -> str:
    asked = f"subject={outcome.public_id}&article={snapshot.article.public_id}"
    return f"{site.address}/admin/dialogues/citation/cite/?{asked}"


def faults(page: Page) -> list[str]:
    """What axe finds, but for Django's own widgets. Not for a watched page: axe itself breaks the policy."""
    page.wait_for_load_state("networkidle")
    found: list[Any] = Axe().run(page).response["violations"]
    nodes = [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]]
    return [f"{fault}: {node}" for fault, node in nodes if not any(name in node for name in OF_DJANGO)]


def test_selecting_words_of_the_kept_text_fills_the_quote_and_where_it_stands(
    watched: Page, site: Site, outcome: Outcome, snapshot: Snapshot
) -> None:
    page = watched
    sign_in(page, site)
    page.goto(f"{site.address}/admin/dialogues/outcome/{outcome.pk}/change/")
    page.get_by_role("link", name="Cite a source for the outcome").click()
    page.get_by_role("searchbox", name="Words of the title").fill("report")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="A report").click()

    left, right, middle = page.evaluate(RECTANGLE_OF, [1, 0, len("The two sides")])
    page.mouse.move(left, middle)
    page.mouse.down()
    page.mouse.move(right, middle, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Quote")).to_have_value("The two sides")
    page.get_by_role("button", name="Add the citation").click()

    expect(page.get_by_text("Cited for the outcome: A hot line is to be set up: “The two sides”")).to_be_visible()
    citation = Citation.objects.get()
    assert (citation.start, citation.quote) == (TEXT.rindex("The two sides"), "The two sides")
    page.get_by_role("link", name="In the kept text").click()
    expect(page.locator(".kept-text mark")).to_have_text("The two sides")


def test_pressing_the_button_of_a_sentence_fills_the_quote_and_typing_lets_go_of_it(
    watched: Page, site: Site, outcome: Outcome, snapshot: Snapshot
) -> None:
    page = watched
    sign_in(page, site)
    page.goto(address_of_page(site, outcome, snapshot))
    page.get_by_label("The two sides agreed to set up a hot line.").check()
    quote = page.get_by_label("Quote")
    expect(quote).to_have_value("The two sides agreed to set up a hot line.")
    quote.fill("met on Tuesday")
    expect(page.locator(".kept-text input:checked")).to_have_count(0)
    page.get_by_role("button", name="Add, and cite another sentence").click()
    expect(page.get_by_text("“met on Tuesday”")).to_be_visible()
    assert Citation.objects.get().start == TEXT.index("met on Tuesday")


def test_it_works_without_javascript(
    without_javascript: Page, site: Site, outcome: Outcome, snapshot: Snapshot
) -> None:
    page = without_javascript
    sign_in(page, site)
    page.goto(address_of_page(site, outcome, snapshot))
    page.get_by_label("Quote").fill("The two sides agreed on setting up a hot line.")
    page.get_by_role("button", name="Add the citation").click()
    expect(page.get_by_role("heading", name="The kept text does not say this")).to_be_visible()
    assert not Citation.objects.exists()
    page.get_by_role("button", name="Quote this instead").click()
    expect(page.get_by_text("Cited for the outcome")).to_be_visible()
    page.goto(address_of_page(site, outcome, snapshot))
    page.get_by_label("The two sides met on Tuesday.").check()
    page.get_by_role("button", name="Add the citation").click()
    expect(page.get_by_text("Cited for the outcome")).to_be_visible()
    assert [citation.quote for citation in Citation.objects.order_by("pk")] == [
        "The two sides agreed to set up a hot line.",
        "🤝 The two sides met on Tuesday.",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_no_fault_of_ours(browser: Browser, site: Site, outcome: Outcome, width: int, scheme: Any) -> None:
    snapshot, wrong = factories.snapshot(TEXT), factories.status(outcome)
    cited = factories.citation(snapshot, "a hot line", outcome_status=factories.status(outcome, supersedes=wrong))
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    sign_in(page, site)
    found = {}
    choice = f"citation/cite/?subject={outcome.public_id}&q=report"
    read = [f"citation/{cited.pk}/{end}/" for end in ("change", "withdraw")]
    for address in (f"outcome/{outcome.pk}/change/", choice, *read):
        page.goto(f"{site.address}/admin/dialogues/{address}")
        found[address] = faults(page)
    for quote in ("The two sides agreed on setting up a hot line.", "The two sides"):
        page.goto(address_of_page(site, outcome, snapshot))
        page.get_by_label("Quote").fill(quote)
        page.get_by_role("button", name="Add the citation").click()
        expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
        found[quote] = faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
    assert not any(found.values()), found
