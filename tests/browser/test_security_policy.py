"""No page breaks the content security policy, raises an error or asks another host: `watched` fails if one does."""

from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from playwright.sync_api import Page

from dialogues.models import Feed
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.ingest.stages import ingested_round_one
from tests.site import Site


def test_every_page_keeps_to_the_policy_the_admin_included(watched: Page, site: Site) -> None:
    page = watched
    request = RequestFactory().get("/")
    request.user = factories.staff_user("editor")
    factories.party("CN"), factories.party("US")
    dialogue = factories.dialogue(mechanism=factories.mechanism(), ordinal=1)
    factories.participation(dialogue)
    outcome = factories.outcome(dialogue)
    factories.status(outcome)
    Feed.objects.create(name="Gazette", url="https://gazette.example/feed", paused=True)
    suggestion = ingested_round_one().suggestions.in_review_order()[0]
    addresses = [
        "/",
        "/codebook/",
        f"/history/{dialogue.public_id}/",
        dialogue.get_absolute_url(),
        outcome.get_absolute_url(),
        "/accounts/login/",
    ]
    visited = [visit(page, site, address) for address in addresses]
    sign_in(page, site)
    addresses = [
        "/ingestion/",
        "/review/",
        f"/review/{suggestion.public_id}/?edit",
        f"/review/{suggestion.public_id}/together/",
        "/review/?article=none",
        "/review/articles/",
        "/review/help/",
        "/admin/",
    ]
    for model in apps.get_app_config("dialogues").get_models():
        if admin.site.is_registered(model):
            base = f"/admin/dialogues/{model._meta.model_name}/"
            may_add = admin.site.get_model_admin(model).has_add_permission(request)
            addresses += [base, f"{base}add/"] if may_add else [base]
            first = model._default_manager.first()
            addresses += [f"{base}{first.pk}/change/"] if first is not None else []
    visited += [visit(page, site, address) for address in addresses]
    assert len(visited) > 30
    assert set(visited) == {200}


def visit(page: Page, site: Site, address: str) -> int:
    answer = page.goto(site.address + address)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    return answer.status
