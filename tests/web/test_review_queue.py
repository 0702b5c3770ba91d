import re
from typing import Any

import pgtrigger
import pytest
from django.test import Client
from django.urls import reverse

from dialogues.models import Dialogue, Outcome, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind
from tests import factories
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(staff: User) -> Suggestion:
    """The suggested dialogue of the restated report, the first of eight."""
    factories.party("CN"), factories.party("US")
    return ingested_round_one().suggestions.in_review_order()[0]


def test_a_visitor_is_asked_to_sign_in(client: Client, first: Suggestion) -> None:
    for address in (reverse("review_queue"), reverse("suggestion", args=[first.public_id])):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_a_visitor_decides_nothing(client: Client, first: Suggestion) -> None:
    client.post(reverse("suggestion_accept", args=[first.public_id]))
    assert not Dialogue.objects.exists()


def test_the_queue_opens_with_the_first_open_suggestion(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.get(reverse("review_queue"))
    assert answer["Location"] == reverse("suggestion", args=[first.public_id])


def test_the_sentence_is_marked_in_the_kept_text(staff_client: Client, first: Suggestion) -> None:
    chair = Suggestion.objects.filter(kind=SuggestionKind.PARTICIPATION).first()
    assert chair is not None
    page = staff_client.get(reverse("suggestion", args=[chair.public_id])).content.decode()
    assert re.search(r'<mark class="phrase in-sentence"[^>]*>(<span[^>]*></span>)*Guo Shengkun</mark>', page)
    assert "Seven Chinese ministerial-level officials" in page


def test_accepting_moves_on_to_the_next_one(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), follow=True)
    assert Dialogue.objects.count() == 1
    assert "Accepted: dialogue." in answer.content.decode()
    following = Suggestion.objects.pending().in_review_order()[0]
    assert answer.redirect_chain[-1][0] == reverse("suggestion", args=[following.public_id])


def test_skipping_leaves_it_open_and_shows_the_next(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.get(reverse("review_queue"), {"after": first.public_id})
    assert answer["Location"] != reverse("suggestion", args=[first.public_id])
    first.refresh_from_db()
    assert first.decision == Decision.PENDING


def test_skipping_the_last_comes_round_to_the_first(staff_client: Client, first: Suggestion) -> None:
    last = Suggestion.objects.in_review_order().reverse()[0]
    answer = staff_client.get(reverse("review_queue"), {"after": last.public_id})
    assert answer["Location"] == reverse("suggestion", args=[first.public_id])


def test_rejecting_needs_a_reason(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.post(reverse("suggestion_reject", args=[first.public_id]), follow=True)
    assert "Reason: choose one of the five." in answer.content.decode()
    first.refresh_from_db()
    assert first.decision == Decision.PENDING
    reason = {"reason": RejectionReason.OTHER_EVENT.value}
    staff_client.post(reverse("suggestion_reject", args=[first.public_id]), reason)
    first.refresh_from_db()
    assert (first.decision, first.rejection_reason) == (Decision.REJECTED, RejectionReason.OTHER_EVENT)


def fields_of(client: Client, suggestion: Suggestion) -> dict[str, Any]:
    """What the edit form would send if nothing in it were touched."""
    form = client.get(reverse("suggestion", args=[suggestion.public_id]), {"edit": ""}).context["form"]
    values = {name: form.initial.get(name) for name in form.fields}
    return {name: "" if value is None else value for name, value in values.items()} | {"corrected": "1"}


def test_a_correction_is_accepted_from_the_form(staff_client: Client, first: Suggestion) -> None:
    fields = fields_of(staff_client, first) | {"venue": "Department of Justice"}
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]), fields)
    assert Dialogue.objects.get().venue == "Department of Justice"


def test_a_wrong_correction_comes_back_with_the_rule_beside_its_field(staff_client: Client, first: Suggestion) -> None:
    fields = fields_of(staff_client, first) | {"start_date": "first of December", "venue": "Main hall"}
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), fields)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Main hall"' in page
    assert 'value="first of December"' in page
    assert "errorlist" in page
    assert not Dialogue.objects.exists()


def test_what_waits_for_its_dialogue_says_so(staff_client: Client, first: Suggestion) -> None:
    outcome = Suggestion.objects.filter(kind=SuggestionKind.OUTCOME)[0]
    answer = staff_client.post(reverse("suggestion_accept", args=[outcome.public_id]), follow=True)
    assert "Decide on the dialogue of this article first" in answer.content.decode()
    assert not Outcome.objects.exists()


def test_a_suggestion_that_a_colleague_decided_meanwhile_says_who(staff_client: Client, first: Suggestion) -> None:
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]))
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), follow=True)
    assert "already accepted by editor" in answer.content.decode()


def test_the_queue_can_be_kept_to_one_article(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.get(reverse("review_queue"), {"article": "art-0000000000"})
    assert "Nothing waits for a decision" in answer.content.decode()
    answer = staff_client.get(reverse("review_queue"), {"article": first.article.public_id})
    assert answer["Location"].endswith(f"?article={first.article.public_id}")


def test_an_empty_queue_says_what_became_of_the_latest_articles(staff_client: Client) -> None:
    factories.article("A broken page", stage="failed", problem="http_error", problem_detail="The server answers 404.")
    page = staff_client.get(reverse("review_queue")).content.decode()
    assert "A broken page" in page
    assert "The server answers 404." in page


def test_hostile_text_stays_text(staff_client: Client, first: Suggestion) -> None:
    first.snapshot.text = "<script>alert(1)</script>" + (first.snapshot.text or "")
    with pgtrigger.ignore("dialogues.Snapshot:text_stays"):
        first.snapshot.save()
    page = staff_client.get(reverse("suggestion", args=[first.public_id])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
