"""The page of one outcome."""

import datetime

import pytest
from django.test import Client

from dialogues.models import Outcome, Relation
from dialogues.models.vocabularies import OutcomeState, RelationKind, Side
from tests import factories
from tests.web.conftest import QueryCount
from tests.web.pages import parse, section, with_class, words
from tests.web.records import add_one_of_each, unquoted

pytestmark = pytest.mark.django_db


def page_of(client: Client, record: Outcome) -> str:
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    return page.text


def test_it_shows_who_stated_what_at_which_dialogue(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue("First round"), "Training", stated_by=Side.A, obliged=Side.BOTH)
    facts = [words(fact) for fact in with_class(parse(page_of(client, outcome)), "fact")]
    assert facts == [
        "Dialogue First round, 1 December 2015, Washington, United States",
        "Stated by China only uncited",
        "Who is to act both sides",
        "Deadline none stated",
    ]


def test_the_history_has_the_newest_first_with_from_and_to(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12-01", rationale="decision to establish")
    unquoted(outcome_status=factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12"))
    tree = parse(page_of(client, outcome))
    newest, oldest = (words(entry) for entry in next(with_class(tree, "history")))
    assert newest.startswith("December 2016 agreed → launched 1 source")
    assert oldest == "1 December 2015 agreed decision to establish uncited"
    assert words(next(with_class(tree, "current-state"))) == "launched"


def test_the_status_of_one_side_is_not_that_of_the_outcome(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    factories.status(outcome, OutcomeState.IN_PROGRESS)
    factories.status(outcome, OutcomeState.COMPLETED, party=outcome.dialogue.side_a)
    tree = parse(page_of(client, outcome))
    assert words(next(with_class(tree, "current-state"))) == "in progress"
    assert "completed (China only)" in words(section(tree, "history"))


def test_a_corrected_entry_says_so(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    wrong = factories.status(outcome, OutcomeState.COMPLETED)
    factories.status(outcome, OutcomeState.DELAYED, supersedes=wrong)
    newest, oldest = (words(entry) for entry in next(with_class(parse(page_of(client, outcome)), "history")))
    assert "corrected by a later entry" in oldest
    assert "corrected" not in newest


def test_a_passed_deadline_without_an_answer_is_overdue(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue(), deadline="2016-06", deadline_as_stated="first half of 2016")
    tree = parse(page_of(client, outcome))
    assert "June 2016 as stated: first half of 2016 passed, nothing recorded settles it" in words(tree)
    assert "overdue" in words(next(with_class(tree, "current-state")))
    factories.status(outcome, OutcomeState.HELD)
    assert "overdue" not in words(parse(page_of(client, outcome)))


def test_a_deadline_to_come_has_not_passed(client: Client) -> None:
    next_year = datetime.datetime.now(datetime.UTC).year + 1
    outcome = factories.outcome(factories.dialogue(), deadline=str(next_year))
    assert f"{next_year} not passed yet" in words(parse(page_of(client, outcome)))


def test_it_quotes_its_sources(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    article = factories.article(publisher=factories.publisher(), published_on="2015-12-03")
    source = factories.snapshot("They agreed to set up a hot line.", article=article)
    factories.citation(source, "agreed to set up a hot line", outcome=outcome)
    quote = next(parse(page_of(client, outcome)).iter("figure"))
    assert words(quote) == "agreed to set up a hot line China Daily, 3 December 2015"


def test_a_quote_that_the_article_has_no_longer_says_so_and_stays(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    cited = factories.snapshot()
    factories.citation(cited, "agreed to set up a hot line", outcome=outcome)
    assert "not in the version of the article seen" not in page_of(client, outcome)
    factories.snapshot("They met.", article=cited.article)
    page = page_of(client, outcome)
    assert "not in the version of the article seen" in page
    assert "agreed to set up a hot line" in page


def test_a_source_that_is_a_copy_says_of_what(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue())
    original = factories.article("The first print", publisher=factories.publisher())
    copy = factories.article("A reprint", copy_of=original)
    factories.citation(factories.snapshot(article=copy), "agreed to set up a hot line", outcome=outcome)
    assert "copy of The first print, China Daily" in words(parse(page_of(client, outcome)))


def test_lineage_reads_as_a_sentence(client: Client) -> None:
    outcome = factories.outcome(factories.dialogue(), "Hot line")
    Relation.objects.create(
        kind=RelationKind.ELABORATES, from_outcome=outcome, to_as_stated="the September commitments"
    )
    assert "This outcome elaborates the September commitments" in words(parse(page_of(client, outcome)))


def test_its_queries_do_not_grow(queries_of: QueryCount) -> None:
    dialogue = factories.dialogue()
    few, many = add_one_of_each(dialogue, "few"), add_one_of_each(dialogue, "many")
    for number in range(20):
        factories.status(many, OutcomeState.IN_PROGRESS)
        unquoted(outcome=many)
        Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_outcome=many, to_as_stated=f"Text {number}")
    Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_outcome=few, to_as_stated="Text")
    assert queries_of(few.get_absolute_url()) == queries_of(many.get_absolute_url()) <= 12
