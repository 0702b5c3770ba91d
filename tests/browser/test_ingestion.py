"""The page of the ingestion in a browser: on a wide and on a narrow screen, by day and by night."""

from datetime import timedelta
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from dialogues.models import Feed, Suggestion
from dialogues.models.vocabularies import ArticleStage, Decision, RejectionReason
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.ingest.stages import ingested_round_one
from tests.site import Site

WIDE, NARROW = 1280, 390
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]


def fill_the_page() -> None:
    """Something in each of its tables."""
    later = timezone.now() + timedelta(hours=1)
    Feed.objects.create(
        name="Gazette",
        url="https://gazette.example/feed",
        next_due_at=later,
        failures=2,
        failing_since=timezone.now(),
        last_error="The server is away.",
    )
    factories.article(stage=ArticleStage.FAILED, problem="http_error", problem_detail="The server answers 404.")
    decided = ingested_round_one().suggestions.values("pk")[:1]
    Suggestion.objects.filter(pk__in=decided).update(
        decision=Decision.REJECTED, rejection_reason=RejectionReason.WRONG_VALUE, decided_at=timezone.now()
    )


def test_everybody_can_read_it_on_every_screen(watched: Page, site: Site) -> None:
    page = watched
    factories.staff_user("editor")
    fill_the_page()
    sign_in(page, site)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            look_at(page, site, scheme)
            found = Axe().run(page).response["violations"]
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], (width, scheme)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def look_at(page: Page, site: Site, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    answer = page.goto(f"{site.address}/ingestion/")
    assert answer is not None
    assert answer.status == 200
    page.get_by_role("heading", name="What the extractor is worth").wait_for()
