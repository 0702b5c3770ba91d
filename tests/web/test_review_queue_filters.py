"""The filters of the queue: in the address, with counts that follow them, and kept from page to page."""

from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.models import Article, Suggestion, User
from dialogues.models.vocabularies import Decision, SuggestionKind
from dialogues.queries.review_queue import choices_of, following, preceding, progress_of
from tests import factories
from tests.suggestions import suggested_round
from tests.web.pages import parse, with_class, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(staff: User) -> Article:
    """A dialogue and four outcomes, of which two are of middle confidence."""
    return suggested_round(4)


def options(page: Element, name: str) -> list[str]:
    select = next(element for element in page.iter("select") if element.get("name") == name)
    return [words(option) for option in select.iter("option")]


def opened(client: Client, **query: str) -> Suggestion:
    """The suggestion to which the queue leads with this filter."""
    answer = client.get(reverse("review_queue"), query, follow=True)
    found: Suggestion = answer.context["suggestion"]
    return found


def test_the_queue_is_kept_to_a_kind_a_confidence_an_article_and_words(staff_client: Client, article: Article) -> None:
    outcomes = list(article.suggestions.filter(kind=SuggestionKind.OUTCOME).in_review_order())
    other = suggested_round(1, title="Another report")
    assert opened(staff_client, kind="outcome") == outcomes[0]
    assert opened(staff_client, kind="outcome", confidence="middle") == outcomes[1]
    assert opened(staff_client, article=other.public_id).article == other
    assert opened(staff_client, q="point 3") == outcomes[2]
    assert opened(staff_client, q="another").article == other


def test_a_mechanism_is_that_of_the_record_or_else_the_proposed_one(staff_client: Client, article: Article) -> None:
    proposed, recorded = factories.mechanism("Proposed"), factories.mechanism("Recorded")
    meeting, first, *_ = article.suggestions.in_review_order()
    meeting.payload["mechanism_key"] = proposed.public_id
    meeting.save()
    assert opened(staff_client, mechanism=proposed.public_id) == meeting
    assert opened(staff_client, mechanism=proposed.public_id, kind="outcome") == first
    meeting.matched_dialogue = factories.dialogue(mechanism=recorded)
    meeting.save()
    assert opened(staff_client, mechanism=recorded.public_id, kind="outcome") == first
    assert "Nothing waits" in staff_client.get(reverse("review_queue"), {"mechanism": proposed.public_id}).text


def test_the_counts_follow_the_filter(staff_client: Client, article: Article) -> None:
    suggested_round(1, title="Another report")
    page = parse(staff_client.get(reverse("review_queue"), {"confidence": "middle"}, follow=True).text)
    assert options(page, "kind") == ["Any", "outcome (2)"]
    assert options(page, "article") == ["Any", "A first round (2)"]
    assert options(page, "confidence") == ["Any", "0.8 and more (5)", "0.6 to 0.8 (2)"]


def test_what_is_chosen_stays_a_choice_when_nothing_waits_any_more(staff: User, article: Article) -> None:
    assert [choice.value for choice in choices_of("kind", {"kind": "status"})][-1] == "status"


def test_each_active_filter_is_a_chip_that_removes_it(staff_client: Client, article: Article) -> None:
    query = {"kind": "outcome", "q": "point"}
    page = parse(staff_client.get(reverse("review_queue"), query, follow=True).text)
    chips = {words(chip): chip.get("href") for chip in with_class(page, "chip")}
    assert chips == {"Kind outcome ×": "/review/?q=point", "Words point ×": "/review/?kind=outcome"}


def test_a_decision_keeps_the_filter(staff_client: Client, article: Article) -> None:
    one = opened(staff_client, kind="outcome", confidence="middle")
    page = staff_client.get(reverse("suggestion", args=[one.public_id]), {"kind": "outcome", "confidence": "middle"})
    form = next(form for form in parse(page.text).iter("form") if str(form.get("action")).find("/skip/") > 0)
    answer = staff_client.post(str(form.get("action")))
    following_one = article.suggestions.get(position=4)
    assert answer["Location"] == f"/review/{following_one.public_id}/?kind=outcome&confidence=middle"


def test_a_filter_that_nobody_understands_is_an_error_beside_the_form(staff_client: Client, article: Article) -> None:
    answer = staff_client.get(reverse("review_queue"), {"kind": "rumour"})
    assert answer.status_code == 400
    assert "Kind: write one of dialogue, participation" in answer.text
    assert "Nothing waits" in staff_client.get(reverse("review_queue"), {"q": "a\x00b"}).text


def test_a_reviewer_sees_how_far_they_have_come(staff_client: Client, staff: User, article: Article) -> None:
    meeting, first, *_ = article.suggestions.in_review_order()
    suggested_round(1, title="Another report")

    def progress() -> str:
        page = parse(staff_client.get(reverse("review_queue"), {"article": article.public_id}, follow=True).text)
        return next(words(one) for one in with_class(page, "review-progress"))

    assert progress() == "1 of 5"
    staff_client.post(reverse("suggestion_accept", args=[meeting.public_id]))
    staff_client.post(reverse("suggestion_accept", args=[first.public_id]))
    assert progress() == "3 of 5 · 2 decided"
    staff_client.post(reverse("suggestion_undo", args=[first.public_id]))
    assert progress() == "2 of 5 · 1 decided"


def test_what_others_decided_is_no_part_of_the_way(staff: User, article: Article) -> None:
    colleague = factories.staff_user("colleague")
    meeting, first, *_ = article.suggestions.in_review_order()
    Suggestion.objects.filter(pk=meeting.pk).update(
        decision=Decision.ACCEPTED, decided_at=meeting.created_at, decided_by=colleague
    )
    progress = progress_of(first, Suggestion.objects.in_review_order(), staff, meeting.created_at)
    assert (progress.place, progress.total, progress.waiting, progress.decided) == (1, 4, 4, 0)


def test_the_neighbours_are_the_nearest_that_wait(staff: User, article: Article) -> None:
    ordered = list(article.suggestions.in_review_order())
    later = list(suggested_round(1, title="Another report").suggestions.in_review_order())
    waiting = Suggestion.objects.pending()
    assert list(following(ordered[3], waiting)) == [ordered[4], *later]
    assert list(preceding(later[0], waiting)) == ordered[::-1]
