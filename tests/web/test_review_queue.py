import re
from typing import Any
from xml.etree.ElementTree import Element

import pgtrigger
import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from dialogues.models import Dialogue, Outcome, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason, SuggestionKind
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.suggestions import reading, suggested_round, suggestion
from tests.web.conftest import QueryCount
from tests.web.pages import parse, with_class, words

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
        assert answer["Location"].startswith("/accounts/login/?next=/review/")


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


def test_what_was_probably_not_read_stands_above_the_text(staff_client: Client, first: Suggestion) -> None:
    first.snapshot.reading_warnings = ["The text ends with “Read more”: the page probably shows only the beginning."]
    first.snapshot.save(update_fields=["reading_warnings"])
    page = staff_client.get(reverse("suggestion", args=[first.public_id])).content.decode()
    assert page.index("The text ends with “Read more”") < page.index('class="kept-text"')


def test_accepting_moves_on_to_the_next_one(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), follow=True)
    assert Dialogue.objects.count() == 1
    assert "Accepted: dialogue." in answer.content.decode()
    following = Suggestion.objects.pending().in_review_order()[0]
    assert answer.redirect_chain[-1][0] == reverse("suggestion", args=[following.public_id])


def test_skipping_leaves_it_open_and_free_and_shows_the_next(staff_client: Client, first: Suggestion) -> None:
    staff_client.get(reverse("suggestion", args=[first.public_id]))
    answer = staff_client.post(reverse("suggestion_skip", args=[first.public_id]))
    assert answer["Location"] != reverse("suggestion", args=[first.public_id])
    first.refresh_from_db()
    assert (first.decision, first.locked_by) == (Decision.PENDING, None)


def test_skipping_the_last_comes_round_to_the_first(staff_client: Client, first: Suggestion) -> None:
    last = Suggestion.objects.in_review_order().reverse()[0]
    answer = staff_client.post(reverse("suggestion_skip", args=[last.public_id]))
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


def undo_bar(client: Client) -> str:
    """What the bar says that undoes, on the page that a reviewer has come to."""
    page = parse(client.get(reverse("review_queue"), follow=True).text)
    return " ".join(words(form) for form in with_class(page, "undo-bar"))


def test_the_bar_undoes_an_acceptance(staff_client: Client, first: Suggestion) -> None:
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]))
    assert undo_bar(staff_client).startswith("Accepted: dialogue. Written: dialogue, ")
    answer = staff_client.post(reverse("suggestion_undo", args=[first.public_id]), follow=True)
    assert "Undone: dialogue. It waits for a decision again." in answer.text
    assert answer.redirect_chain[-1][0] == reverse("suggestion", args=[first.public_id])
    assert not Dialogue.objects.exists()
    assert undo_bar(staff_client) == ""


def test_the_bar_undoes_one_step_after_the_other_skips_too(staff_client: Client, first: Suggestion) -> None:
    second = Suggestion.objects.in_review_order()[1]
    staff_client.post(
        reverse("suggestion_reject", args=[first.public_id]), {"reason": RejectionReason.NOT_IN_THE_TEXT.value}
    )
    staff_client.post(reverse("suggestion_skip", args=[second.public_id]))
    assert undo_bar(staff_client).startswith("Skipped: participant.")
    answer = staff_client.post(reverse("suggestion_undo", args=[second.public_id]))
    assert answer["Location"] == reverse("suggestion", args=[second.public_id])
    assert undo_bar(staff_client).startswith("Rejected: dialogue (the text does not say this).")
    staff_client.post(reverse("suggestion_undo", args=[first.public_id]))
    first.refresh_from_db()
    assert first.decision == Decision.PENDING


def test_an_undo_that_is_refused_says_why(staff_client: Client, first: Suggestion) -> None:
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]))
    factories.outcome(Dialogue.objects.get())
    answer = staff_client.post(reverse("suggestion_undo", args=[first.public_id]), follow=True)
    assert "flash-error" in answer.text
    assert Dialogue.objects.exists()
    assert undo_bar(staff_client).startswith("Accepted: dialogue.")


def test_what_a_colleague_decided_is_theirs_to_undo(client: Client, staff_client: Client, first: Suggestion) -> None:
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]))
    colleague = User.objects.create(username="colleague", is_staff=True)
    colleague.user_permissions.set(Permission.objects.filter(codename__in=["view_suggestion", "change_suggestion"]))
    client.force_login(colleague)
    answer = client.post(reverse("suggestion_undo", args=[first.public_id]), follow=True)
    assert "Only editor, who decided it, or an editor may undo this." in answer.text
    assert Dialogue.objects.exists()


def test_a_decided_suggestion_shows_what_was_proposed_and_what_was_accepted(
    staff_client: Client, first: Suggestion
) -> None:
    fields = fields_of(staff_client, first) | {"city": "Washington, D.C."}
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]), fields)
    page = parse(staff_client.get(reverse("suggestion", args=[first.public_id])).text)
    assert "City Washington" in " ".join(words(facts) for facts in with_class(page, "facts"))
    assert [words(edited) for edited in with_class(page, "fact-edited")] == ["Accepted as: Washington, D.C."]


def test_the_record_stands_beside_what_is_proposed(staff_client: Client, staff: User) -> None:
    factories.party("CN"), factories.party("US")
    dialogue = factories.dialogue("The first round", venue="White House", city="Beijing")
    article = ingested_round_one()
    suggestion = article.suggestions.in_review_order()[0]
    Suggestion.objects.filter(pk=suggestion.pk).update(matched_dialogue=dialogue, match_reason="the same round")
    page = parse(staff_client.get(reverse("suggestion", args=[suggestion.public_id])).text)
    differing = [words(one) for one in with_class(page, "fact-differs")]
    assert "In the record, differs: Beijing" in differing
    assert "In the record, differs: White House" in differing
    assert "In the record: nothing" in [words(one) for one in with_class(page, "fact-current")]
    assert "Accepting adds" in page_words(page, "match")
    assert "and no second dialogue." in page_words(page, "match")


def page_words(page: Element, name: str) -> str:
    return " ".join(words(one) for one in with_class(page, name))


def test_a_suggestion_goes_into_a_record_that_a_person_chooses(staff_client: Client, first: Suggestion) -> None:
    near = factories.dialogue("A round of the same days", start_date="2015-12-02", end_date="2015-12-02")
    page = staff_client.get(reverse("suggestion", args=[first.public_id])).text
    assert f'value="same_as:{near.public_id}"' in page
    answer = staff_client.post(
        reverse("suggestion_accept", args=[first.public_id]), {"into": f"same_as:{near.public_id}"}, follow=True
    )
    assert "Accepted: dialogue." in answer.text
    assert Dialogue.objects.get() == near
    first.refresh_from_db()
    assert first.matched_dialogue == near


def test_merging_into_what_is_not_there_is_refused_at_its_field(staff_client: Client, first: Suggestion) -> None:
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), {"into": "same_as:dlg-0000000000"})
    assert answer.status_code == 422
    assert "The record has no published dialogue with the ID dlg-0000000000." in answer.text
    assert not Dialogue.objects.exists()


@pytest.mark.parametrize("hostile", ["a\x00b", "<script>", "x" * 5000])
def test_whatever_is_written_into_a_field_comes_back_as_text(
    staff_client: Client, first: Suggestion, hostile: str
) -> None:
    fields = fields_of(staff_client, first) | {"same_as": hostile, "start_date": hostile}
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), fields)
    assert answer.status_code == 422
    assert "Proposed: 2015-12-01." in answer.text
    assert "<script>" not in answer.text
    answer = staff_client.post(reverse("suggestion_accept", args=[first.public_id]), {"into": f"same_as:{hostile}"})
    assert answer.status_code == 422


def test_a_new_outcome_of_a_known_dialogue_is_not_called_known(staff_client: Client, staff: User) -> None:
    dialogue = factories.dialogue("The first round")
    meeting, outcome = suggested_round(1).suggestions.in_review_order()
    Suggestion.objects.update(matched_dialogue=dialogue)
    assert "Accepting adds" not in staff_client.get(reverse("suggestion", args=[outcome.public_id])).text
    Suggestion.objects.filter(pk=meeting.pk).update(match_reason="the same round")
    page = parse(staff_client.get(reverse("suggestion", args=[meeting.public_id])).text)
    assert re.search(r"Accepting adds \d citations, and no second dialogue.", page_words(page, "match"))


def test_each_place_of_evidence_can_be_gone_to(staff_client: Client, first: Suggestion) -> None:
    page = parse(staff_client.get(reverse("suggestion", args=[first.public_id])).text)
    links = [link for link in page.iter("a") if link.get("data-evidence")]
    ids = {element.get("id") for element in page.iter()}
    assert len(links) > 3
    assert {link.get("href", "")[1:] for link in links} <= ids
    assert [link.get("aria-current") for link in links].count("true") == 1
    assert any(words(link).startswith("City") for link in links)


def test_a_chinese_text_says_its_language(staff_client: Client) -> None:
    text = "中方和美方同意建立热线。"
    article = factories.article("中美首次打击网络犯罪高级别联合对话", language="zh-Hans")
    extraction = reading(factories.snapshot(text, article=article), facts=[{"kind": "outcome"}])
    one = suggestion(
        extraction, SuggestionKind.OUTCOME, "建立热线", {"kind": "channel", "title": "建立热线", "stated_by": "both"}
    )
    page = parse(staff_client.get(reverse("suggestion", args=[one.public_id])).text)
    kept = next(with_class(page, "kept-text"))
    assert (kept.get("lang"), words(kept)) == ("zh-Hans", text)
    title = next(element for element in page.iter("dd") if words(element) == "建立热线")
    assert title.get("lang") == "zh-Hans"


def test_no_page_of_the_queue_accepts_all(staff_client: Client, first: Suggestion) -> None:
    for address in (
        reverse("suggestion", args=[first.public_id]),
        reverse("suggestion_together", args=[first.public_id]),
    ):
        page = parse(staff_client.get(address).text)
        assert "accept all" not in words(page).lower()
        assert not [
            option for option in page.iter("option") if option.get("selected") is not None and option.get("value")
        ]


def test_whoever_may_only_read_sees_no_button(client: Client, first: Suggestion) -> None:
    reader = User.objects.create(username="reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_suggestion"))
    client.force_login(reader)
    page = client.get(reverse("review_queue"), follow=True)
    assert "You may read the review queue, but not decide." in page.text
    assert reverse("suggestion_accept", args=[first.public_id]) not in page.text
    first.refresh_from_db()
    assert first.locked_by is None
    assert client.post(reverse("suggestion_accept", args=[first.public_id])).status_code == 403


def test_a_person_who_is_not_staff_is_refused(client: Client, first: Suggestion) -> None:
    client.force_login(User.objects.create(username="visitor"))
    assert client.get(reverse("review_queue")).status_code == 403


def test_a_page_that_fetches_a_part_of_itself_is_left_for_the_sign_in(client: Client, first: Suggestion) -> None:
    address = reverse("suggestion", args=[first.public_id])
    answer = client.post(
        reverse("suggestion_accept", args=[first.public_id]),
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{address}"},
    )
    assert answer["HX-Redirect"] == f"{reverse('account_login')}?next={address}"
    assert not Dialogue.objects.exists()


def test_the_keys_can_be_switched_off_and_on_again(staff_client: Client, staff: User, first: Suggestion) -> None:
    address = reverse("suggestion", args=[first.public_id])
    assert 'data-keys="on"' in staff_client.get(address).text
    answer = staff_client.post(reverse("review_keys"), {"keys": "off"}, follow=True)
    assert "The keys are switched off." in answer.text
    assert 'data-keys="off"' in staff_client.get(address).text
    staff.refresh_from_db()
    assert not staff.review_keys
    staff_client.post(reverse("review_keys"), {"keys": "on"})
    assert 'data-keys="on"' in staff_client.get(address).text


def test_the_help_names_every_key_and_leads_back(staff_client: Client, first: Suggestion) -> None:
    page = staff_client.get(reverse("review_help"), {"suggestion": first.public_id, "kind": "dialogue"})
    keys = [words(key) for key in parse(page.text).iter("kbd")]
    assert {"a", "x", "s", "e", "Esc", "u", "j", "k", "h", "l", "o", "/", "?"} <= set(keys)
    assert page.context["back"] == reverse("suggestion", args=[first.public_id]) + "?kind=dialogue"
    elsewhere = staff_client.get(reverse("review_help"), {"suggestion": "//example.org/"})
    assert elsewhere.context["back"] == reverse("review_queue")


def test_the_number_of_queries_does_not_depend_on_that_of_the_suggestions(
    staff_client: Client, staff: User, queries_of: QueryCount
) -> None:
    few, many = suggested_round(1), suggested_round(199, title="A long list")
    pages = [article.suggestions.in_review_order()[1] for article in (few, many)]
    counted = [queries_of(reverse("suggestion", args=[one.public_id])) for one in pages]
    assert counted[0] == counted[1]


def test_a_long_article_is_shown_whole_and_once(staff_client: Client) -> None:
    article = suggested_round(1)
    one = article.suggestions.in_review_order()[1]
    long = (one.snapshot.text or "") + "\n" + "The two sides agreed on guidelines. " * 3000
    snapshot = factories.snapshot(long, article=article)
    Suggestion.objects.filter(pk=one.pk).update(snapshot=snapshot)
    page = staff_client.get(reverse("suggestion", args=[one.public_id])).text
    assert len(long) > 100_000
    assert page.count("The two sides agreed on guidelines. ") == 3000
    assert len(page) < len(long) + 40_000


def test_a_suggestion_on_an_earlier_version_says_whether_the_newest_still_has_its_sentence(
    staff_client: Client, first: Suggestion
) -> None:
    count = Suggestion.objects.get(kind=SuggestionKind.DELEGATION_COUNT)
    page = reverse("suggestion", args=[count.public_id])
    assert "earlier version" not in staff_client.get(page).content.decode()
    text = (count.snapshot.text or "").replace("Seven", "Eight")
    newest = factories.snapshot(text, article=count.article)
    shown = staff_client.get(page).content.decode()
    assert "<strong>no longer says this</strong>" in shown
    assert reverse("admin:dialogues_article_version", args=[count.article_id, newest.public_id]) in shown
    chair = Suggestion.objects.filter(kind=SuggestionKind.PARTICIPATION)[0]
    assert "has this sentence too" in staff_client.get(reverse("suggestion", args=[chair.public_id])).content.decode()


def test_the_page_says_who_found_it_and_what_went_wrong_with_a_layer(staff_client: Client, first: Suggestion) -> None:
    note = "The language model answered with status 503. These are the facts of the rules alone."
    first.extraction.note = note
    first.extraction.save(update_fields=["note"])
    first.layers = ["rules:0.85", "clauses", "classifier:0.71", "language_model:otherwise"]
    first.save(update_fields=["layers"])
    page = words(parse(staff_client.get(reverse("suggestion", args=[first.public_id])).content.decode()))
    assert "found by rules (0.85), clauses, classifier (0.71), language model (reads it otherwise)" in page
    assert note in page


def test_a_suggestion_of_which_no_votes_were_kept_says_nothing_of_them(staff_client: Client, first: Suggestion) -> None:
    first.layers = []
    first.save(update_fields=["layers"])
    assert "found by" not in staff_client.get(reverse("suggestion", args=[first.public_id])).content.decode()
