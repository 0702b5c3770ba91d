"""The pages on which passages of several accounts stand beside each other: the public one, and the review queue."""

import pytest
from django.test import Client

from dialogues.models import Dialogue, Outcome, Suggestion, User
from dialogues.models.vocabularies import SuggestionKind
from dialogues.review.accept import accept_suggestion
from tests import factories
from tests.review.test_second_source import LAUNCHED, discussed, hotline, only, reported, told
from tests.web.conftest import QueryCount
from tests.web.pages import parse, section, words

pytestmark = pytest.mark.django_db
__all__ = ["hotline"]


def accept(one: Suggestion, by: User) -> None:
    accept_suggestion(public_id=one.public_id, by=by)


def public_page(client: Client, outcome: Outcome) -> str:
    return client.get(Dialogue.objects.get(pk=outcome.dialogue_id).get_absolute_url()).text


def test_what_is_only_proposed_is_on_no_public_page(client: Client, hotline: Outcome) -> None:
    discussed()
    assert "exchanged views" not in public_page(client, hotline)


def test_once_it_is_accepted_the_passages_stand_beside_each_other(
    client: Client, staff: User, hotline: Outcome
) -> None:
    accept(discussed(), staff)
    tree = parse(public_page(client, hotline))
    table = words(section(tree, "compared"))
    assert "Cybercrime hotline The accounts differ aligned by staff on" in table
    assert "Officials exchanged views on a cybercrime hotline." in table
    assert "The two sides agreed to set up a cybercrime hotline." in table
    assert "puts it more softly" in table
    differences = words(section(tree, "differences"))
    assert "modality aligned by staff on" in differences
    assert staff.username not in table + differences


def test_a_dialogue_of_which_one_account_tells_has_nothing_to_compare(client: Client, hotline: Outcome) -> None:
    assert 'id="compared"' not in public_page(client, hotline)


def test_the_page_asks_no_more_for_more_accounts(client: Client, hotline: Outcome, queries_of: QueryCount) -> None:
    address = hotline.dialogue.get_absolute_url()

    def tell(number: int) -> None:
        for place in range(number):
            paper = factories.publisher(f"Paper {number}-{place}", perspective="independent_media", party=None)
            source = factories.snapshot(
                f"A hotline is planned, says paper {number}-{place}.", article=factories.article(publisher=paper)
            )
            factories.citation(source, "A hotline is planned", outcome=hotline)

    tell(2)
    few = queries_of(address)
    tell(20)
    assert queries_of(address) == few
    assert public_page(client, hotline).count("A hotline is planned") >= 22


def review(client: Client, staff: User, one: Suggestion) -> str:
    client.force_login(staff)
    return words(parse(client.get(f"/review/{one.public_id}/").text))


def test_the_queue_shows_the_match_the_stance_and_the_other_accounts(
    client: Client, staff: User, hotline: Outcome
) -> None:
    found = only(told("The two sides agreed to consider setting up a cybercrime hotline."), SuggestionKind.OUTCOME)
    page = review(client, staff, found)
    assert "Already in the record: “Cybercrime hotline” is of the same kind" in page
    assert "How it stands to that, as proposed: puts it more softly: “agreed to consider” (considers) here" in page
    assert "The same in other accounts The two sides agreed to set up a cybercrime hotline." in page
    assert "Accepting adds 1 citation, and no second outcome." in page


def test_the_queue_shows_an_aligned_passage_with_the_other_account(
    client: Client, staff: User, hotline: Outcome
) -> None:
    page = review(client, staff, discussed())
    assert "Compared with other accounts: both speak of hotline, cybercrime; US Department of Justice has" in page
    assert "The same in other accounts The two sides agreed to set up a cybercrime hotline." in page


def test_the_queue_says_plainly_between_what_it_is_not_decided(client: Client, staff: User, hotline: Outcome) -> None:
    factories.outcome(hotline.dialogue, "Hotline of ministers")
    more = " Officials of both countries said so in a short message to the press, which gave no further details."
    page = review(client, staff, only(reported(LAUNCHED + more, "2016-12-20"), SuggestionKind.STATUS))
    assert "Not matched: not decided between “Cybercrime hotline, 1 December 2015” and “Hotline of ministers" in page
    assert "Already in the record" not in page
    assert page.count("Of “First round”, fits as well as others") == 2


def test_the_stance_can_be_chosen_before_accepting(client: Client, staff: User, hotline: Outcome) -> None:
    found = only(told("The two sides agreed to consider setting up a cybercrime hotline."), SuggestionKind.OUTCOME)
    client.force_login(staff)
    tree = parse(client.get(f"/review/{found.public_id}/?edit").text)
    (select,) = (one for one in tree.iter("select") if one.get("name") == "stance")
    assert [option.get("value") for option in select.iter("option") if option.get("selected") is not None] == ["softer"]
