from typing import Any

import pytest

from dialogues.ingest.link.match import Match
from dialogues.models import Dialogue
from dialogues.models.vocabularies import OutcomeKind, SuggestionKind
from tests import factories
from tests.ingest.link.facts import article, fact, linked, linker

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Dialogue:
    return factories.dialogue()


def outcome(title: str, sentence: str = "", **value: Any) -> Match:
    return linked(SuggestionKind.OUTCOME, sentence or title, title=title, **({"kind": "channel"} | value))


def test_the_same_kind_and_words_are_the_same_outcome(held: Dialogue) -> None:
    hotline = factories.outcome(held, "Cybercrime hotline to be set up")
    found = outcome("Set up a cybercrime hot line")
    assert found.outcome == hotline
    assert found.reason.startswith("“Cybercrime hotline to be set up” is of the same kind and shares")


@pytest.mark.parametrize(
    ("title", "kind", "expected"),
    [
        ("建立网络犯罪热线", "channel", "Cybercrime hotline to be set up"),
        ("建立網絡犯罪熱線", "channel", "Cybercrime hotline to be set up"),
        ("举行桌面推演", "joint_activity", "Table-top exercise in spring 2016"),
        ("2016年6月在北京举行第二次对话", "next_meeting", "Second round in Beijing, June 2016"),
        ("15名警官参加培训班", "capacity_building", "Training of 15 officers"),
    ],
)
def test_an_outcome_is_known_across_languages(held: Dialogue, title: str, kind: str, expected: str) -> None:
    for name, of_kind in (
        ("Cybercrime hotline to be set up", OutcomeKind.CHANNEL),
        ("Table-top exercise in spring 2016", OutcomeKind.JOINT_ACTIVITY),
        ("Second round in Beijing, June 2016", OutcomeKind.NEXT_MEETING),
        ("Training of 15 officers", OutcomeKind.CAPACITY_BUILDING),
        ("Guidelines on requests for assistance", OutcomeKind.INSTRUMENT),
    ):
        factories.outcome(held, name, kind=of_kind)
    found = outcome(title, kind=kind)
    assert found.outcome is not None, found.reason
    assert found.outcome.title == expected


def test_two_that_fit_alike_are_both_named_and_none_is_chosen(held: Dialogue) -> None:
    for title in ("Hotline for police", "Hotline for ministers"):
        factories.outcome(held, title)
    found = outcome("Set up a hotline")
    assert found.outcome is None
    assert found.reason.startswith("not decided between “Hotline for police” and “Hotline for ministers”")


def test_an_outcome_of_another_dialogue_is_another(held: Dialogue) -> None:
    factories.outcome(factories.dialogue("Later", start_date="2016-06-14", end_date=None), "Cybercrime hotline")
    assert outcome("Cybercrime hotline").outcome is None


def test_what_shares_only_words_of_any_agreement_is_another(held: Dialogue) -> None:
    factories.outcome(held, "Cooperation on selected cases", kind=OutcomeKind.CASE_COOPERATION)
    assert outcome("案件", kind="case_cooperation").outcome is None


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("Both sides agreed to establish a hotline.", "supports"),
        ("They agreed to consider a hotline.", "softer"),
        ("双方就建立热线交换了意见。", "softer"),
        ("The hotline was launched.", "stronger"),
        ("They did not agree on a hotline.", "contradicts"),
    ],
)
def test_the_stance_is_towards_what_another_source_is_quoted_with(held: Dialogue, sentence: str, stance: str) -> None:
    hotline = factories.outcome(held, "Hotline")
    quoted = factories.snapshot("The two sides agreed to set up a hotline.", article=article(title="The first"))
    factories.citation(quoted, "The two sides agreed to set up a hotline.", outcome=hotline)
    found = outcome("热线" if "热线" in sentence else "a hotline", sentence)
    assert found.outcome == hotline
    assert found.keys["stance"] == stance
    assert found.keys["stance_reason"]


def test_its_own_quote_is_not_what_a_source_is_compared_with(held: Dialogue) -> None:
    hotline = factories.outcome(held, "Hotline")
    own = article(title="The same")
    text = "They agreed to consider a hotline."
    factories.citation(factories.snapshot("They agreed on a hotline.", article=own), "agreed on", outcome=hotline)
    found = linker(text, of=own).link(fact(SuggestionKind.OUTCOME, (0, len(text)), title="a hotline", kind="channel"))
    assert found.keys["stance"] == "supports"
