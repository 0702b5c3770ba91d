"""What the report of a Chinese newspaper says otherwise than the American account that the record holds."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.ingest.add import FromText, Particulars
from dialogues.models import (
    Article,
    DelegationCount,
    Dialogue,
    Difference,
    Outcome,
    Publisher,
    Snapshot,
    Suggestion,
    Tenure,
    TextFingerprint,
)
from dialogues.models.vocabularies import (
    ArticleKind,
    CitationStance,
    Decision,
    DifferenceKind,
    OutcomeKind,
    Perspective,
    Relevance,
    SuggestionKind,
)
from dialogues.queries.point_of_difference import Point
from dialogues.queries.points_of_difference import points_of_difference
from dialogues.text.dates import PartialDate
from tests import factories
from tests.ingest.stages import ingest, suggest_again
from tests.samples import cybercrime_round_one
from tests.web.records import unquoted

pytestmark = pytest.mark.django_db

GUIDELINES = "The sides agreed on guidelines for working together against cyber crimes. "


@pytest.fixture
def held() -> Dialogue:
    """The round as the record has it from the American side, whose text was not kept."""
    mechanism = factories.mechanism(aliases=["high-level dialogue on cyber crimes"])
    return factories.dialogue("First round", mechanism=mechanism, ordinal=1)


def american(text: str | None = None, **values: Any) -> Snapshot:
    justice = Publisher.objects.get_or_create(
        name="US Department of Justice", perspective=Perspective.OFFICIAL, party=factories.party("US")
    )[0]
    article = factories.article("First dialogue", publisher=justice, relevance=Relevance.REPORTS, **values)
    return factories.snapshot(text, article=article)


def long(text: str) -> str:
    """A text of the length of a full account."""
    return text + "The ministers opened their meeting in the morning with words of welcome. " * 20


def reported(text: str = "", publisher: Publisher | None = None) -> Article:
    given = Particulars(
        title="A first round",
        published_on=PartialDate.parse("2015-12-03"),
        publisher=publisher or Publisher.objects.filter(name="China Daily").first() or factories.publisher(),
        language="en",
    )
    TextFingerprint.objects.all().delete()  # each is a report in words of its own
    return ingest(FromText(text or cybercrime_round_one(), particulars=given))


def differences(article: Article) -> list[Suggestion]:
    return list(article.suggestions.filter(kind=SuggestionKind.DIFFERENCE).in_review_order())


def test_another_day_is_proposed_with_both_accounts(held: Dialogue) -> None:
    Dialogue.objects.filter(pk=held.pk).update(start_date="2015-12-02", end_date=None)
    cited = unquoted(source=american(), dialogue=held, field="start_date")
    (difference,) = differences(reported())
    assert difference.payload == {
        "point": Point.VALUE,
        "kind": DifferenceKind.DATE,
        "subject": "date of the dialogue",
        "says": "1 December 2015",
        "others_say": "2 December 2015",
        "about": {"model": "dialogue", "id": held.public_id, "field": "start_date"},
        "others": [{"citation": cited.public_id}],
        "same_as": None,
    }
    assert difference.match_reason == "US Department of Justice says 2 December 2015"
    (start, end), *_ = difference.spans
    text = difference.snapshot.text or ""
    assert "Tuesday" in text[start:end]
    sentence = text[difference.sentence_start : difference.sentence_end]
    assert sentence.startswith("The talks, which took place in Washington on Tuesday, were co-chaired")
    assert difference.matched_dialogue == held
    assert difference.builds_on == difference.article.suggestions.get(kind=SuggestionKind.DIALOGUE)
    assert difference.position == difference.article.suggestions.count() - 1


def test_a_day_that_the_record_only_knows_less_exactly_is_no_difference(held: Dialogue) -> None:
    Dialogue.objects.filter(pk=held.pk).update(start_date="2015-12", end_date=None)
    unquoted(source=american(), dialogue=held, field="start_date")
    assert differences(reported()) == []


def test_a_day_within_the_days_of_the_record_is_no_difference(held: Dialogue) -> None:
    Dialogue.objects.filter(pk=held.pk).update(start_date="2015-11-30", end_date="2015-12-02")
    unquoted(source=american(), dialogue=held, field="start_date")
    assert differences(reported()) == []


def test_another_day_goes_to_the_difference_that_is_known_already(held: Dialogue) -> None:
    Dialogue.objects.filter(pk=held.pk).update(start_date="2015-12-02", end_date=None)
    unquoted(source=american(), dialogue=held, field="start_date")
    known = Difference.objects.create(dialogue=held, kind=DifferenceKind.DATE, subject="day")
    (difference,) = differences(reported())
    assert difference.payload["same_as"] == known.public_id


def test_another_city_is_proposed_and_a_longer_name_of_it_is_not(held: Dialogue) -> None:
    unquoted(source=american(), dialogue=held)
    Dialogue.objects.filter(pk=held.pk).update(city="Washington, D.C.")
    assert differences(reported()) == []
    Dialogue.objects.filter(pk=held.pk).update(city="New York")
    (difference,) = differences(reported(cybercrime_round_one() + "\nThe talks were welcomed."))
    assert (difference.payload["says"], difference.payload["others_say"]) == ("Washington", "New York")
    assert difference.payload["kind"] == DifferenceKind.CONTRADICTION


def test_a_value_that_nobody_is_cited_for_is_no_account(held: Dialogue) -> None:
    Dialogue.objects.filter(pk=held.pk).update(city="New York")
    unquoted(source=american(), dialogue=held, field="start_date")
    assert differences(reported()) == []


def test_another_office_is_proposed_unless_the_person_held_it_too(held: Dialogue) -> None:
    guo = factories.person("Guo Shengkun")
    chair = factories.participation(held, person=guo, title_as_stated="Politburo member")
    unquoted(source=american(language="en"), participation=chair)
    (difference,) = differences(reported())
    assert difference.payload["kind"] == DifferenceKind.ROLE
    assert difference.payload["says"] == "State Councilor and Public Security Minister"
    assert difference.payload["others_say"] == "Politburo member"
    Tenure.objects.create(person=guo, title="State Councilor")
    assert differences(reported(cybercrime_round_one() + "\nThe talks were welcomed.")) == []


def test_another_head_count_of_the_same_is_proposed(held: Dialogue) -> None:
    same = {"dialogue": held, "party": factories.party("CN"), "rank": "minister"}
    count = DelegationCount.objects.create(best=9, wording="nine ministers", **same)
    unquoted(source=american(), delegation_count=count)
    (difference,) = differences(reported())
    assert "Seven" in difference.payload["says"]
    assert difference.payload["others_say"] == "nine ministers"
    DelegationCount.objects.create(low=5, wording="more than five ministers", **same)
    assert differences(reported(cybercrime_round_one() + "\nThe talks were welcomed.")) == []


def test_an_outcome_that_no_other_full_text_speaks_of_is_proposed(held: Dialogue) -> None:
    searched = american(long(GUIDELINES), language="en")
    factories.citation(searched, "guidelines", dialogue=held)
    (difference,) = differences(reported())
    assert difference.payload["point"] == Point.ONLY_HERE
    assert "hot line" in difference.payload["subject"]
    assert difference.payload["others"] == [{"snapshot": searched.public_id}]
    assert difference.match_reason == "not found in 1 other full account"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GUIDELINES, "en"),
        (long(GUIDELINES), "zh-Hans"),
        (long(GUIDELINES + "A hotline is set up."), "en"),
        (None, "en"),
    ],
    ids=["a notice", "another language", "it speaks of it", "not kept"],
)
def test_what_cannot_be_searched_or_may_speak_of_it_is_not_called_silent(
    held: Dialogue, text: str | None, language: str
) -> None:
    searched = american(text, language=language)
    unquoted(source=searched, dialogue=held, stance=CitationStance.SILENT)
    assert differences(reported()) == []


def exercise(held: Dialogue) -> Outcome:
    """What the American side lists and the Chinese reports do not mention."""
    found = factories.outcome(held, "Table-top exercise in spring 2016", kind=OutcomeKind.JOINT_ACTIVITY)
    unquoted(source=american(language="en"), outcome=found)
    return found


def test_an_outcome_that_this_full_text_leaves_out_is_proposed_as_silence(held: Dialogue) -> None:
    outcome = exercise(held)
    (difference,) = differences(reported())
    assert difference.payload["point"] == Point.NOT_HERE
    assert difference.payload["about"] == {"model": "outcome", "id": outcome.public_id}
    assert (difference.spans, difference.sentence_start, difference.sentence_end) == ([], 0, 0)
    assert difference.match_reason == "US Department of Justice has it, and no sentence of this text is like it"


def test_an_outcome_that_this_text_may_speak_of_is_no_silence_but_a_passage_on_it(held: Dialogue) -> None:
    outcome = exercise(held)
    text = cybercrime_round_one() + "\nThere was talk of an exercise at the table in spring."
    (difference,) = differences(reported(text))
    assert difference.payload["point"] == Point.ALIGNED
    assert difference.payload["about"] == {"model": "outcome", "id": outcome.public_id}
    start, end = difference.spans[0]
    assert (difference.snapshot.text or "")[start:end] == "There was talk of an exercise at the table in spring."


def test_an_outcome_that_nobody_else_is_cited_for_is_not(held: Dialogue) -> None:
    factories.outcome(held, "Table-top exercise in spring 2016", kind=OutcomeKind.JOINT_ACTIVITY)
    assert differences(reported()) == []


def test_a_short_text_leaves_nothing_out(held: Dialogue) -> None:
    exercise(held)
    text = "\n".join(cybercrime_round_one().splitlines()[1:4])
    assert len(text) < 1_000
    assert differences(reported(text)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"relevance": Relevance.ANNOUNCES},
        {"relevance": Relevance.MENTIONS},
        {"kind": ArticleKind.JOINT_STATEMENT},
        {"kind": ArticleKind.EDITORIAL},
        {"publisher": None},
    ],
)
def test_what_is_no_account_of_somebody_has_no_differences(held: Dialogue, changed: dict[str, Any]) -> None:
    exercise(held)
    assert compared(reported(), held)
    article = Article.objects.get(origin="paste", title="A first round")
    Article.objects.filter(pk=article.pk).update(**changed)
    assert compared(article, held) == []


def compared(article: Article, held: Dialogue) -> list[Any]:
    snapshot = Snapshot.objects.select_related("article__publisher").get(article=article)
    found = list(article.suggestions.select_related("snapshot").in_review_order())
    return points_of_difference(Dialogue.objects.get(pk=held.pk), snapshot, found)


def test_a_copy_has_no_differences(held: Dialogue) -> None:
    exercise(held)
    article = reported()
    Article.objects.filter(pk=article.pk).update(copy_of=factories.article("The original"))
    assert compared(article, held) == []


def test_two_sources_of_one_side_are_one_account(held: Dialogue) -> None:
    exercise(held)
    american_paper = factories.publisher("A newspaper of the same side", party=factories.party("US"))
    assert differences(reported(publisher=american_paper)) == []


def test_an_independent_paper_is_an_account_of_its_own(held: Dialogue) -> None:
    exercise(held)
    values = {"perspective": Perspective.INDEPENDENT_MEDIA, "party": None}
    assert len(differences(reported(publisher=factories.publisher("The Hill", **values)))) == 1


def test_running_it_again_adds_nothing_and_brings_nothing_back(held: Dialogue) -> None:
    exercise(held)
    article = reported()
    (difference,) = differences(article)
    Suggestion.objects.filter(pk=difference.pk).update(
        decision=Decision.REJECTED, rejection_reason="not_in_the_text", decided_at=article.created_at
    )
    before = Suggestion.objects.count()
    suggest_again(article)
    assert Suggestion.objects.count() == before
    assert differences(article)[0].decision == Decision.REJECTED


def test_what_the_record_has_learned_since_is_proposed_by_another_run(held: Dialogue) -> None:
    article = reported()
    assert differences(article) == []
    exercise(held)
    suggest_again(article)
    assert len(differences(article)) == 1


def test_an_article_on_a_rejected_dialogue_is_not_compared(held: Dialogue) -> None:
    article = reported()
    article.suggestions.filter(kind=SuggestionKind.DIALOGUE).update(
        decision=Decision.REJECTED, rejection_reason="other_event", decided_at=article.created_at
    )
    exercise(held)
    suggest_again(article)
    assert differences(article) == []


def test_a_new_dialogue_has_no_other_accounts() -> None:
    factories.party("CN"), factories.party("US")
    assert differences(reported()) == []


def test_the_queries_do_not_grow_with_the_record(held: Dialogue) -> None:
    article = reported()
    source = american(language="en")

    def queries_with(outcomes: int) -> int:
        for number in range(outcomes):
            outcome = factories.outcome(held, f"Table-top exercise {number} in spring 2016")
            unquoted(source=source, outcome=outcome)
            unquoted(source=source, participation=factories.participation(held, name_as_stated=f"Chen {number}"))
        with CaptureQueriesContext(connection) as captured:
            assert compared(article, held)
        return len(captured)

    assert queries_with(2) == queries_with(20)
