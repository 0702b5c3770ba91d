from typing import Any

import pytest

from dialogues.ingest.link.match import Match
from dialogues.models import Dialogue, Outcome
from dialogues.models.vocabularies import OutcomeKind, OutcomeState, SuggestionKind
from tests import factories
from tests.ingest.link.facts import fact, linker

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Dialogue:
    return factories.dialogue("First round")


@pytest.fixture
def hotline(first: Dialogue) -> Outcome:
    factories.outcome(first, "Guidelines on requests", kind=OutcomeKind.INSTRUMENT)
    return factories.outcome(first, "Cybercrime hotline to be set up", deadline="2016-09")


def became(stated: str, text: str = "It was tested.", *, reported: bool = True, **value: Any) -> Match:
    """What a text says became of something, in an article that reports the second round or no meeting at all."""
    of = linker(text, reported=reported, start_date="2016-12-07")
    return of.link(
        fact(SuggestionKind.STATUS, (0, len(text)), outcome_as_stated=stated, **({"status": "launched"} | value))
    )


@pytest.mark.parametrize("stated", ["the cybercrime hotline", "The hot line", "热线", "網絡犯罪熱線"])
def test_it_is_a_status_of_the_outcome_that_the_record_holds(hotline: Outcome, stated: str) -> None:
    assert became(stated).outcome == hotline


def test_the_reason_says_words_kind_and_deadline(hotline: Outcome) -> None:
    assert became("the cybercrime hotline", effective_on="2016-09").reason == (
        "“Cybercrime hotline to be set up” of 1 December 2015 shares 100% of the words and is a channel, too "
        "and was due in September 2016"
    )


def test_an_article_that_reports_no_meeting_is_about_the_two_parties_that_it_names(hotline: Outcome) -> None:
    text = "The hotline between China and the United States was launched."
    assert became("hotline", text, reported=False).outcome == hotline
    assert became("hotline", "The hotline was launched.", reported=False).outcome is None


def test_what_was_agreed_later_is_not_meant(hotline: Outcome) -> None:
    text = "The hotline between China and the United States was launched."
    assert became("hotline", text, reported=False, effective_on="2014-12").outcome is None


def test_what_the_reported_meeting_itself_agrees_is_not_meant(first: Dialogue) -> None:
    second = factories.dialogue("Second round", start_date="2016-12-07", end_date="2016-12-07")
    factories.outcome(second, "Cybercrime hotline to be set up")
    assert became("hotline").outcome is None


def test_of_two_hotlines_none_is_chosen_and_both_are_named(first: Dialogue) -> None:
    for title in ("Hotline for police", "Hotline for ministers"):
        factories.outcome(first, title)
    found = became("the hotline")
    assert found.outcome is None
    assert found.reason.startswith(
        "not decided between “Hotline for police, 1 December 2015” and “Hotline for ministers, 1 December 2015”"
    )


def test_one_of_the_same_mechanism_goes_before_another(hotline: Outcome) -> None:
    mechanism = factories.mechanism()
    factories.dialogue("Second round", mechanism=mechanism, start_date="2016-12-07", end_date="2016-12-07")
    own = factories.dialogue("Earlier round", mechanism=mechanism, start_date="2016-06-14", end_date=None)
    meant = factories.outcome(own, "Cybercrime hotline")
    assert became("the cybercrime hotline").outcome == meant


def test_of_two_that_fit_the_one_whose_history_is_kept_is_meant(first: Dialogue, hotline: Outcome) -> None:
    other = factories.outcome(first, "Cybercrime hotline for ministers")
    assert became("the cybercrime hotline").outcome is None
    factories.status(other, OutcomeState.AGREED)
    factories.status(other, OutcomeState.IN_PROGRESS)
    found = became("the cybercrime hotline")
    assert found.outcome == other
    assert found.reason.endswith("has a history of 2 entries")
