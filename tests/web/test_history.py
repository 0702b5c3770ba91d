"""The page with the history of a record, and the way back to an earlier version."""

import pytest
from django.test import Client

from dialogues.models import Citation, Dialogue, Outcome, User
from dialogues.models.history import change, event_model_of
from dialogues.models.vocabularies import OutcomeState, Publication
from tests import factories
from tests.event_times import let_time_pass
from tests.web.conftest import QueryCount
from tests.web.pages import parse, with_class, words
from tests.web.records import add_one_of_each, full_dialogue, unquoted

pytestmark = pytest.mark.django_db


def page(client: Client, public_id: str) -> str:
    answer = client.get(f"/history/{public_id}/")
    assert answer.status_code == 200
    return answer.text


def test_the_pages_of_dialogue_and_outcome_lead_to_it(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    for record in (outcome, outcome.dialogue):
        links = [link.get("href") for link in parse(client.get(record.get_absolute_url()).text).iter("a")]
        assert f"/history/{record.public_id}/" in links
        assert "Nothing has changed" not in page(client, record.public_id)


def test_it_marks_what_was_added_to_a_text_and_what_was_removed(client: Client) -> None:
    dialogue = factories.dialogue(summary="They met in May.")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(summary="They met in June.")
    tree = parse(page(client, dialogue.public_id))
    assert [words(one) for one in tree.iter("del")] == ["May"]
    assert [words(one) for one in tree.iter("ins")] == ["June"]


def test_the_public_reads_no_name(client: Client, staff: User) -> None:
    with change(reason="starter record"):
        dialogue = factories.dialogue()
    let_time_pass()
    with change(by=staff, reason="corrected"):
        Dialogue.objects.filter(pk=dialogue.pk).update(city="Beijing")
    public = page(client, dialogue.public_id)
    assert "by staff: corrected" in words(parse(public))
    assert "starter record" in public
    assert "editor" not in public
    assert "<form" not in public
    client.force_login(staff)
    assert "by editor: corrected" in words(parse(page(client, dialogue.public_id)))


def test_a_part_has_a_page_too(client: Client) -> None:
    outcome = add_one_of_each(factories.dialogue(), "1")
    participation = outcome.dialogue.participations.first()
    citation = Citation.objects.get(participation=participation)
    status = outcome.statuses.first()
    assert participation is not None
    assert status is not None
    for part in (participation, citation, status):
        page(client, part.public_id)


@pytest.mark.parametrize("publication", [Publication.DRAFT, Publication.WITHDRAWN])
def test_what_is_not_public_is_for_staff_only(client: Client, staff: User, publication: Publication) -> None:
    dialogue = factories.dialogue("Hidden", publication=publication)
    part = factories.participation(dialogue)
    outcome = factories.outcome(dialogue)
    for record in (dialogue, part, outcome):
        answer = client.get(f"/history/{record.public_id}/", follow=True)
        assert answer.status_code in {404, 410}
        client.force_login(staff)
        page(client, record.public_id)
        client.logout()


def test_articles_and_suggestions_are_for_staff_only(client: Client, staff: User) -> None:
    article = factories.article("A report")
    assert client.get(f"/history/{article.public_id}/").status_code == 404
    client.force_login(staff)
    page(client, article.public_id)


@pytest.mark.parametrize("public_id", ["dlg-0000000000", "nothing", "xyz-1"])
def test_an_unknown_record_is_not_found(client: Client, public_id: str) -> None:
    assert client.get(f"/history/{public_id}/").status_code == 404


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    dialogue = factories.dialogue("<script>alert(1)</script>")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="<img src=x> <b>bold</b>")
    tree = parse(page(client, dialogue.public_id))
    assert not list(tree.iter("script"))
    assert not list(tree.iter("img"))


def test_a_long_history_has_pages(client: Client) -> None:
    dialogue = factories.dialogue()
    for number in range(60):
        let_time_pass()
        Dialogue.objects.filter(pk=dialogue.pk).update(title=f"Title {number}")
    assert "page 1 of 2" in words(parse(page(client, dialogue.public_id)))
    older = client.get(f"/history/{dialogue.public_id}/?page=2")
    assert "First round" in older.text


def test_a_larger_record_needs_no_more_queries(queries_of: QueryCount) -> None:
    assert queries_of(f"/history/{full_dialogue(2).public_id}/") == queries_of(
        f"/history/{full_dialogue(20).public_id}/"
    )


def test_staff_restore_an_earlier_version_from_the_page(staff_client: Client) -> None:
    dialogue = factories.dialogue("Right")
    let_time_pass()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="Wrong")
    tree = parse(page(staff_client, dialogue.public_id))
    fields = {field.get("name"): field.get("value", "") for form in tree.iter("form") for field in form.iter("input")}
    (form,) = tree.iter("form")
    answer = staff_client.post(form.get("action", ""), fields, follow=True)
    assert "Restored: dialogue “Right”." in answer.text
    dialogue.refresh_from_db()
    assert dialogue.title == "Right"
    assert "by editor: restored the version of" in words(parse(answer.text))


def test_a_restore_that_is_refused_says_why(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    event = event_model_of(Dialogue).objects.get()
    answer = staff_client.post(
        f"/history/{dialogue.public_id}/restore/", {"model": "dialogue", "event": event.pk}, follow=True
    )
    assert "already is as it was then" in answer.text


def test_nobody_else_restores_anything(client: Client) -> None:
    dialogue = factories.dialogue("Right")
    first = event_model_of(Dialogue).objects.get()
    Dialogue.objects.filter(pk=dialogue.pk).update(title="Wrong")
    address = f"/history/{dialogue.public_id}/restore/"
    asked = client.post(address, {"model": "dialogue", "event": first.pk})
    assert asked["Location"].startswith("/accounts/login/")
    client.force_login(User.objects.create(username="helper", is_staff=True))
    assert client.post(address, {"model": "dialogue", "event": first.pk}).status_code == 403
    assert client.get(address).status_code == 405
    dialogue.refresh_from_db()
    assert dialogue.title == "Wrong"


def test_the_number_of_an_event_is_a_number(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    answer = staff_client.post(f"/history/{dialogue.public_id}/restore/", {"model": "dialogue", "event": "one"})
    assert answer.status_code == 400


def test_an_outcome_is_shown_as_it_was_true_on_a_day(client: Client) -> None:
    outcome: Outcome = factories.outcome(factories.dialogue())
    unquoted(outcome_status=factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01"))
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    tree = parse(client.get(f"{outcome.get_absolute_url()}?valid_on=2016-06-30").text)
    assert words(next(with_class(tree, "current-state"))) == "agreed"
    assert "As it was true on 30 June 2016" in words(tree)
    now = parse(client.get(outcome.get_absolute_url()).text)
    assert words(next(with_class(now, "current-state"))) == "launched"


def test_a_day_that_is_none_is_refused(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    assert client.get(f"{outcome.get_absolute_url()}?valid_on=June").status_code == 400
