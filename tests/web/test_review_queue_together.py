"""A dialogue with what belongs to it on one page: one preview, one form, a decision on each."""

import pytest
from django.test import Client
from django.urls import reverse

from dialogues.models import Dialogue, Outcome, Suggestion, User
from dialogues.models.vocabularies import Decision, RejectionReason
from tests import factories
from tests.suggestions import suggested_round
from tests.web.conftest import QueryCount
from tests.web.pages import parse, with_class, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def queue(staff: User) -> list[Suggestion]:
    return list(suggested_round(3).suggestions.in_review_order())


def address(suggestion: Suggestion) -> str:
    return reverse("suggestion_together", args=[suggestion.public_id])


def decisions(queue: list[Suggestion]) -> list[str]:
    return list(
        Suggestion.objects.filter(pk__in=[one.pk for one in queue]).order_by("pk").values_list("decision", flat=True)
    )


def sent(queue: list[Suggestion], *chosen: str) -> dict[str, str]:
    """What the form sends for these suggestions, in their order."""
    return {f"decision-{one.public_id}": answer for one, answer in zip(queue, chosen, strict=True)}


def test_the_page_shows_what_each_will_write_and_chooses_nothing(staff_client: Client, queue: list[Suggestion]) -> None:
    page = parse(staff_client.get(address(queue[0])).text)
    parts = [words(part) for part in with_class(page, "part")]
    assert len(parts) == 4
    assert "New dialogue: “High-level dialogue on cyber crimes, round 1”" in parts[0]
    assert "New outcome of “High-level dialogue on cyber crimes, round 1”: “Guidelines, point 1”" in parts[1]
    assert not [option for option in page.iter("option") if option.get("selected") is not None and option.get("value")]
    assert not Dialogue.objects.exists()


def test_each_is_decided_for_itself_in_one_step(staff_client: Client, queue: list[Suggestion]) -> None:
    reason = f"reject:{RejectionReason.NOT_IN_THE_TEXT}"
    answer = staff_client.post(address(queue[0]), sent(queue, "accept", "accept", reason, ""), follow=True)
    assert decisions(queue) == [Decision.ACCEPTED, Decision.ACCEPTED, Decision.REJECTED, Decision.PENDING]
    assert Outcome.objects.get().dialogue == Dialogue.objects.get()
    assert answer.context["suggestion"] == queue[3]
    assert "Rejected: outcome (the text does not say this)." in answer.text


def test_all_of_it_or_nothing(staff_client: Client, queue: list[Suggestion]) -> None:
    answer = staff_client.post(address(queue[0]), sent(queue, "", "accept", "accept", "reject:not_relevant"))
    assert answer.status_code == 422
    assert "Nothing was written" in answer.text
    assert "Accept the dialogue too, or leave this." in answer.text
    assert decisions(queue) == [Decision.PENDING] * 4
    chosen = [option.get("value") for option in parse(answer.text).iter("option") if option.get("selected") is not None]
    assert chosen == ["", "accept", "accept", "reject:not_relevant"]


def test_nothing_chosen_decides_nothing_and_says_so(staff_client: Client, queue: list[Suggestion]) -> None:
    for nothing in (sent(queue, "", "", "", ""), {}, sent(queue, "all", "accept:", "reject", "reject:because")):
        answer = staff_client.post(address(queue[0]), nothing)
        assert answer.status_code == 422
        assert "Nothing was chosen, so nothing is decided." in answer.text
    assert decisions(queue) == [Decision.PENDING] * 4


def test_what_a_colleague_has_open_is_left_to_them(staff_client: Client, queue: list[Suggestion]) -> None:
    colleague = Client()
    colleague.force_login(factories.staff_user("colleague"))
    colleague.get(reverse("suggestion", args=[queue[2].public_id]))
    page = staff_client.get(address(queue[0])).text
    assert "colleague has this open until" in page
    assert f"decision-{queue[2].public_id}" not in page
    answer = staff_client.post(address(queue[0]), sent(queue, "accept", "", "accept", ""))
    assert answer.status_code == 422
    assert decisions(queue) == [Decision.PENDING] * 4


def test_the_last_of_them_is_undone_first(staff_client: Client, queue: list[Suggestion]) -> None:
    staff_client.post(address(queue[0]), sent(queue, "accept", "accept", "", ""))
    staff_client.post(reverse("suggestion_undo", args=[queue[1].public_id]))
    staff_client.post(reverse("suggestion_undo", args=[queue[0].public_id]))
    assert decisions(queue) == [Decision.PENDING] * 4
    assert not Dialogue.objects.exists()


def test_an_outcome_leads_to_the_plan_of_its_dialogue(staff_client: Client, queue: list[Suggestion]) -> None:
    page = staff_client.get(reverse("suggestion", args=[queue[2].public_id])).text
    assert f'href="{address(queue[0])}"' in page


def test_what_is_decided_is_no_part_of_the_plan(staff_client: Client, queue: list[Suggestion]) -> None:
    staff_client.post(reverse("suggestion_accept", args=[queue[0].public_id]))
    page = parse(staff_client.get(address(queue[0])).text)
    assert len(list(with_class(page, "part"))) == 3


def test_each_part_costs_one_query_for_its_form(staff_client: Client, staff: User, queries_of: QueryCount) -> None:
    def queries(points: int) -> int:
        return queries_of(address(suggested_round(points, title=f"{points}").suggestions.in_review_order()[0]))

    few = queries(2)
    assert queries(22) == few + 20
