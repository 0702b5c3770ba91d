"""Every route, role and method: the request is made, and the answer compared with the table (`table.py`)."""

import logging
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.template.response import SimpleTemplateResponse
from django.test import Client
from pytest_django import Settings

from dialogues.models import (
    ApiToken,
    Article,
    Conflict,
    Dialogue,
    Difference,
    Extraction,
    Feed,
    Host,
    Merge,
    Milestone,
    Person,
    Position,
    Relation,
    Tenure,
    Topic,
    User,
)
from dialogues.models.history import event_model_of, key_of
from dialogues.models.roles import Role
from dialogues.models.vocabularies import SuggestionKind
from dialogues.review.coding import record_missing
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.permissions.routes import routes
from tests.permissions.table import ADMIN, METHODS, NEVER, Actor, Row, rows
from tests.review.coding_steps import codings_of, finish_both
from tests.web.records import organization

READING = {"GET", "HEAD", "OPTIONS"}
REFUSED = {"sign in", "refused", "hidden", "no such method"}


def test_every_route_stands_in_the_table() -> None:
    listed = {row.route for row in rows()}
    found = {route.name or route.pattern for route in routes()}
    assert found - listed == set()
    assert listed - found == set()


def test_every_model_of_the_admin_stands_in_the_table() -> None:
    pages = [route.pattern for route in routes() if route.pattern.endswith("/<path:object_id>/change/")]
    assert {page.removeprefix("/admin/").partition("/<")[0] for page in pages} == set(ADMIN)


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the admin's pages look like is not asked here, and drawing them takes most of the time."""
    monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", property(lambda _: ""))
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)


@pytest.fixture
def without_limits(settings: Settings) -> None:
    """So many requests a second nobody makes who is not attacking."""
    settings.ACCOUNT_RATE_LIMITS = False


def _user(actor: Actor) -> User | None:
    if actor is Actor.NOBODY:
        return None
    if actor is Actor.WITHOUT_ROLE:
        return User.objects.create_user("without_role", password=factories.PASSWORD, is_staff=True)
    if actor is Actor.INACTIVE:
        return factories.staff_with(Role.EDITOR)
    return factories.staff_with(Role(actor.name.lower()))


def _session_of(user: User | None, *, active: bool) -> str:
    """The key of a session of this user, who may have been turned out since then; empty for nobody."""
    if user is None:
        return ""
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=active)
    return str(client.session.session_key)


def _parts(dialogue: Dialogue, person: Person) -> list[Model]:
    side = dialogue.side_a
    return [
        Conflict.objects.create(dialogue=dialogue, field_as_stated="the day"),
        Difference.objects.create(dialogue=dialogue, kind="date", subject="the day"),
        Milestone.objects.create(dialogue=dialogue, state="suspended", description="It was suspended."),
        Position.objects.create(dialogue=dialogue, party=side, stance="asserts", statement="It was said."),
        Relation.objects.create(kind="continues", from_dialogue=dialogue, to_as_stated="a consensus"),
        Tenure.objects.create(person=person, title="Minister"),
    ]


def _nothing_found() -> Article:
    article = factories.article("Nothing in it")
    Extraction.objects.create(
        snapshot=factories.snapshot(article=article), extractor_version="1", relevance="none", facts=[]
    )
    return article


def _double_coding() -> dict[str, Any]:
    """Two who are done, one of whom found something that was missing."""
    suggestion = factories.suggestion(factories.snapshot())
    made = factories.double_coding(suggestion.article)
    (first, _) = codings_of(made)
    values = {"title": "A hot line", "kind": "channel", "stated_by": "both"}
    fact = record_missing(coding=first, by=first.coder, kind=SuggestionKind.OUTCOME, values=values, quote="a hot line")
    finish_both(made)
    return {
        "coding": first.public_id,
        "coded": suggestion.public_id,
        "missing": fact.pk,
        "double_coding": f"/double-codings/{made.public_id}/",
        "dialogues_doublecoding_one": made.pk,
    }


def _objects(user: User | None) -> dict[str, Any]:
    """One of everything, by the names that the table uses."""
    other, boss = factories.staff_with(Role.VIEWER, "other"), factories.staff_user("boss")
    known: dict[str, Any] = {}
    for name, publication in (("public", "published"), ("draft", "draft")):
        dialogue = factories.dialogue(f"The {name} one", publication=publication)
        known[name] = dialogue.public_id
        known[f"dialogues_dialogue_{name}"] = dialogue.pk
        known[f"dialogues_mechanism_{name}"] = factories.mechanism(name, publication=publication).pk
        known[f"dialogues_organization_{name}"] = organization(name, publication=publication).pk
        person = factories.person(name, publication=publication)
        known[f"dialogues_person_{name}"] = person.pk
        known |= {f"dialogues_{part._meta.model_name}_{name}": part.pk for part in _parts(dialogue, person)}
        outcome = factories.outcome(dialogue, publication=publication)
        known[f"dialogues_outcome_{name}"] = outcome.pk
        event = event_model_of(Dialogue).objects.get(**{key_of(Dialogue): dialogue.pk, "pgh_label": "insert"})
        Dialogue.objects.filter(pk=dialogue.pk).update(city="Seattle")
        known |= {f"event_{name}": event.pk}
        if name == "public":
            known |= {"outcome": outcome.public_id, "outcome_page": outcome.get_absolute_url()}
            known |= {"dialogue_page": dialogue.get_absolute_url()}
    article = ingested_round_one()
    known |= {"article": article.public_id, "suggestion": article.suggestions.in_review_order()[0].public_id}
    known |= _double_coding() | {"nothing_found": _nothing_found().public_id}
    cited = factories.citation(factories.snapshot(), "agreed", dialogue=dialogue)
    merge = Merge.objects.create(record_type="person", loser="per-1", winner="per-2", reason="The same.")
    attempt = AccessAttempt.objects.create(username="other", ip_address="192.0.2.1", failures_since_start=5)
    factors = [Authenticator.objects.create(user=one, type="totp", data={"secret": ""}) for one in (other, boss)]
    if user is not None:
        Authenticator.objects.create(user=user, type="totp", data={"secret": ""})
        Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "", "used_mask": 0})
    asked = "app_label=dialogues&model_name=dialogue&field_name=mechanism"
    return known | {
        "dialogues_party_one": "CN",
        "dialogues_topic_one": Topic.objects.create(name="Cybercrime").pk,
        "dialogues_publisher_one": factories.publisher().pk,
        "dialogues_article_one": article.pk,
        "dialogues_citation_one": cited.pk,
        "dialogues_feed_one": Feed.objects.create(name="Gazette", url="https://gazette.example/feed").pk,
        "dialogues_host_one": Host.objects.create(name="gazette.example").pk,
        "dialogues_job_one": article.jobs.order_by("pk")[0].pk,
        "dialogues_snapshot_one": article.snapshots.get().pk,
        "snapshot": article.snapshots.get().public_id,
        "fetchable": factories.article(url="https://gazette.example/talks").public_id,
        "dialogues_merge_one": merge.pk,
        "dialogues_apitoken_own": ApiToken.issue(user=user or other, name="own")[0].pk,
        "dialogues_user_one": other.pk,
        "dialogues_user_superuser": boss.pk,
        "axes_accessattempt_one": attempt.pk,
        "mfa_authenticator_one": factors[0].pk,
        "mfa_authenticator_superuser": factors[1].pk,
        "socialaccount_socialaccount_one": SocialAccount.objects.create(user=other, uid="1").pk,
        "dialogue_type": ContentType.objects.get_for_model(Dialogue).pk,
        "autocomplete": f"?{asked}",
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("nothing_drawn", "without_limits")
@pytest.mark.parametrize(
    "actor", [actor for actor in Actor if actor is not NEVER], ids=lambda actor: actor.name.lower()
)
def test_each_is_let_in_where_the_table_says(client: Client, actor: Actor) -> None:
    factories.party("CN"), factories.party("US")
    user = _user(actor)
    known = _objects(user)
    session = _session_of(user, active=actor is not Actor.INACTIVE)
    wrong = []
    for row in rows():
        path = row.path.format(**known)
        for method in METHODS:
            data = {name: value.format(**known) for name, value in row.data.items()}
            got, status = _answer(client, session, method, path, data)
            expected = _expected(row, method, actor)
            if got not in expected:
                wrong.append(f"{method} {path}: {status}, {got}; expected {' or '.join(sorted(expected))}")
    assert not wrong, "\n" + "\n".join(wrong)


def _expected(row: Row, method: str, actor: Actor) -> set[str]:
    least = row.least_for(method)
    if least is None:
        return {"no such method"} if actor is Actor.ADMINISTRATOR else REFUSED
    if actor >= least:
        return {"let in"}
    refusals = {"sign in"} if actor <= Actor.INACTIVE else {"refused"}
    return refusals | {"hidden" if row.hides else "no such method"}


def _answer(client: Client, session: str, method: str, path: str, data: dict[str, str]) -> tuple[str, int]:
    """What became of the request, in a word, and its status. Whatever it changed is taken back."""
    client.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
    if method in READING:
        answer = client.generic(method, path)
    else:
        with transaction.atomic():
            answer = client.generic(method, path, urlencode(data), "application/x-www-form-urlencoded")
            transaction.set_rollback(True)
    return _in_a_word(answer, signed_in=answer.wsgi_request.user.is_authenticated), answer.status_code


def _in_a_word(answer: Any, *, signed_in: bool) -> str:
    if answer.status_code == 401:
        return "sign in"
    to = answer["Location"] if answer.status_code == 302 else ""
    if to.startswith(("/accounts/login/", "/admin/login/")) or (to == "/admin/" and not signed_in):
        return "sign in"
    return {403: "refused", 404: "hidden", 405: "no such method"}.get(answer.status_code, "let in")
