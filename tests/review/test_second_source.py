"""A second source on what the record holds: it becomes a citation with a stance, or a status, and no second record."""

from typing import Any

import pytest

from dialogues.ingest.add import FromText, Particulars
from dialogues.models import (
    Article,
    Citation,
    Dialogue,
    Difference,
    Outcome,
    OutcomeStatus,
    Relation,
    Suggestion,
    TextFingerprint,
    User,
)
from dialogues.models.vocabularies import (
    CitationStance,
    Decision,
    DifferenceKind,
    OutcomeState,
    RejectionReason,
    Relevance,
    SuggestionKind,
)
from dialogues.queries.point_of_difference import Point
from dialogues.review.accept import accept_suggestion
from dialogues.review.candidates import candidates_for
from dialogues.review.payload import PayloadRefused
from dialogues.review.reject import reject_suggestion
from dialogues.review.undo import undo_decision
from dialogues.text.dates import PartialDate
from tests import factories
from tests.ingest.stages import ingest, suggest_again
from tests.queries.test_points_of_difference import american
from tests.suggestions import reading, suggestion
from tests.web.records import unquoted

pytestmark = pytest.mark.django_db

REPORT = (
    "China and the United States have held the first round of their dialogue on cyber crimes in Washington on "
    "December 1, 2015. {outcome} {passage}"
)
LAUNCHED = "The hotline between China and the United States was launched in December 2016."


@pytest.fixture
def hotline() -> Outcome:
    """As the American side has it: the text is kept and quoted."""
    held = factories.dialogue("First round", ordinal=1)
    made = factories.outcome(held, "Cybercrime hotline")
    kept = american("The two sides agreed to set up a cybercrime hotline. They met.", language="en")
    factories.citation(kept, "The two sides agreed to set up a cybercrime hotline.", outcome=made)
    return made


def reported(text: str, published_on: str = "2015-12-03", **values: Any) -> Article:
    TextFingerprint.objects.all().delete()
    given = Particulars(
        title="A report",
        published_on=PartialDate.parse(published_on),
        publisher=factories.publisher(),
        language="en",
    )
    return ingest(FromText(text, particulars=given))


def told(outcome: str = "", passage: str = "") -> Article:
    return reported(REPORT.format(outcome=outcome, passage=passage).strip())


def only(article: Article, kind: SuggestionKind) -> Suggestion:
    return article.suggestions.get(kind=kind)


def accept(one: Suggestion, by: User, **changes: Any) -> Suggestion:
    return accept_suggestion(public_id=one.public_id, by=by, changes=changes or None)


def undo(one: Suggestion, by: User) -> Suggestion:
    return undo_decision(public_id=one.public_id, by=by)


def test_a_hotline_that_is_launched_a_year_later_is_a_status_of_the_outcome(staff: User, hotline: Outcome) -> None:
    more = " Officials of both countries said so in a short message to the press, which gave no further details."
    found = only(reported(LAUNCHED + more, "2016-12-20"), SuggestionKind.STATUS)
    assert found.matched_outcome == hotline
    assert "“Cybercrime hotline” of 1 December 2015 shares" in found.match_reason
    accept(found, staff)
    status = OutcomeStatus.objects.get(outcome=hotline)
    assert (status.state, str(status.effective_on), status.assessor) == (OutcomeState.LAUNCHED, "2016-12", staff)
    assert status.citations.get().quote == LAUNCHED
    undone = undo(found, staff)
    assert (undone.decision, undone.matched_outcome) == (Decision.PENDING, hotline)
    assert not OutcomeStatus.objects.exists()
    assert Outcome.objects.count() == 1


def test_a_weaker_account_is_a_softer_citation_of_the_same_outcome(staff: User, hotline: Outcome) -> None:
    found = only(told("The two sides agreed to consider setting up a cybercrime hotline."), SuggestionKind.OUTCOME)
    assert found.matched_outcome == hotline
    assert found.payload["stance"] == CitationStance.SOFTER
    assert found.payload["stance_reason"] == "“agreed to consider” (considers) here, “agreed” (commits) there"
    accept(found, staff)
    cited = hotline.citations.order_by("id").last()
    assert cited is not None
    assert (cited.stance, cited.speaker_party_id, cited.recorded_by) == ("softer", "CN", staff)
    assert Outcome.objects.count() == 1
    undo(found, staff)
    assert hotline.citations.count() == 1


def test_the_reviewer_has_the_last_word_on_the_stance(staff: User, hotline: Outcome) -> None:
    found = only(told("The two sides agreed to consider setting up a cybercrime hotline."), SuggestionKind.OUTCOME)
    accept(found, staff, stance="supports")
    assert set(hotline.citations.values_list("stance", flat=True)) == {"supports"}
    found.refresh_from_db()
    assert found.accepted_payload is not None
    assert (found.payload["stance"], found.accepted_payload["stance"]) == ("softer", "supports")


def test_what_becomes_a_new_outcome_has_no_stance_towards_another(staff: User, hotline: Outcome) -> None:
    found = only(told("The two sides agreed to consider setting up a cybercrime hotline."), SuggestionKind.OUTCOME)
    accept(found, staff, same_as="", stance="softer")
    made = Outcome.objects.exclude(pk=hotline.pk).get()
    assert made.citations.get().stance == CitationStance.SUPPORTS


def test_a_stance_that_is_none_is_refused_by_name(staff: User, hotline: Outcome) -> None:
    found = only(told("The two sides agreed to set up a cybercrime hotline."), SuggestionKind.OUTCOME)
    with pytest.raises(PayloadRefused) as refused:
        accept(found, staff, stance="silent")
    assert list(refused.value.errors) == ["stance"]


def aligned(article: Article) -> list[Suggestion]:
    return list(article.suggestions.filter(kind=SuggestionKind.DIFFERENCE, payload__point=Point.ALIGNED))


def discussed() -> Suggestion:
    (found,) = aligned(told(passage="Officials exchanged views on a cybercrime hotline."))
    return found


def test_a_passage_that_is_no_fact_is_proposed_beside_the_other_account(hotline: Outcome) -> None:
    found = discussed()
    assert found.payload["about"] == {"model": "outcome", "id": hotline.public_id}
    assert (found.payload["says"], found.payload["others_say"]) == ("exchanged views", "agreed")
    assert (found.payload["kind"], found.payload["stance"]) == (DifferenceKind.MODALITY, CitationStance.SOFTER)
    text = found.snapshot.text or ""
    assert text[found.sentence_start : found.sentence_end] == "Officials exchanged views on a cybercrime hotline."
    assert found.match_reason == (
        "both speak of hotline, cybercrime; US Department of Justice has "
        "“The two sides agreed to set up a cybercrime hotline.”"
    )


def test_a_softer_passage_becomes_a_citation_and_a_difference(staff: User, hotline: Outcome) -> None:
    found = discussed()
    accept(found, staff)
    assert [one.stance for one in hotline.citations.order_by("id")] == ["supports", "softer"]
    difference = Difference.objects.get()
    assert (difference.kind, difference.aligned_by) == (DifferenceKind.MODALITY, staff)
    assert [(one.value_as_stated, one.quote) for one in difference.citations.order_by("id")] == [
        ("exchanged views", "Officials exchanged views on a cybercrime hotline."),
        ("agreed", "The two sides agreed to set up a cybercrime hotline."),
    ]
    undo(found, staff)
    assert (hotline.citations.count(), Difference.objects.count()) == (1, 0)


def test_a_passage_that_says_the_same_becomes_a_citation_alone(staff: User, hotline: Outcome) -> None:
    accept(discussed(), staff, stance="supports")
    assert [one.stance for one in hotline.citations.order_by("id")] == ["supports", "supports"]
    assert not Difference.objects.exists()


def test_a_rejected_alignment_stays_rejected_and_another_run_adds_nothing(staff: User, hotline: Outcome) -> None:
    found = discussed()
    reject_suggestion(public_id=found.public_id, by=staff, reason=RejectionReason.OTHER_EVENT)
    before = Suggestion.objects.count()
    suggest_again(found.article)
    assert Suggestion.objects.count() == before
    assert aligned(found.article)[0].decision == Decision.REJECTED


def test_an_alignment_that_is_withdrawn_meanwhile_is_refused(staff: User, hotline: Outcome) -> None:
    found = discussed()
    Outcome.objects.filter(pk=hotline.pk).update(publication="withdrawn", withdrawn_because="a mistake")
    with pytest.raises(PayloadRefused, match="no longer in the record"):
        accept(found, staff)
    assert Citation.objects.count() == 1


def in_chinese(held: Dialogue, **values: Any) -> Suggestion:
    article = factories.article(language="zh-Hans", relevance=Relevance.REPORTS)
    extraction = reading(factories.snapshot("双方就建立网络犯罪热线交换了意见。", article=article), facts=[{}])
    payload = {"kind": "channel", "title": "建立网络犯罪热线", "stated_by": "both"} | values
    return suggestion(extraction, SuggestionKind.OUTCOME, "热线", payload, matched_dialogue=held)


def test_a_candidate_in_another_language_comes_with_its_stance(staff: User, hotline: Outcome) -> None:
    found = in_chinese(hotline.dialogue)
    (candidate,) = candidates_for(found)
    assert (candidate.record, candidate.changes) == (hotline, {"same_as": hotline.public_id, "stance": "softer"})
    assert candidate.reason == "of the same kind, both speak of cybercrime, hotline"
    accept(found, staff, **candidate.changes)
    assert hotline.citations.filter(stance=CitationStance.SOFTER).get().quote == "双方就建立网络犯罪热线交换了意见。"


def lineage(held: Dialogue, **payload: Any) -> Suggestion:
    extraction = reading(factories.snapshot("It continues the Cyber Working Group."), facts=[{}])
    values = {"kind": "continues", "to_as_stated": "the Cyber Working Group", "to_date": None} | payload
    return suggestion(extraction, SuggestionKind.RELATION, "Cyber Working Group", values, matched_dialogue=held)


def test_a_lineage_goes_to_a_mechanism_or_an_outcome_and_to_one_alone(staff: User, hotline: Outcome) -> None:
    group = factories.mechanism("Cyber Working Group")
    later = factories.dialogue("Later", start_date="2016-06-14", end_date=None)
    accept(lineage(later, to_mechanism=group.public_id), staff)
    accept(lineage(later, to_outcome=hotline.public_id), staff)
    assert [one.target for one in Relation.objects.order_by("id")] == [group, hotline]
    with pytest.raises(PayloadRefused, match="It goes to one record"):
        accept(lineage(later, to_mechanism=group.public_id, to_outcome=hotline.public_id), staff)


def test_a_second_source_of_a_lineage_is_a_second_citation(staff: User) -> None:
    group = factories.mechanism("Cyber Working Group")
    later = factories.dialogue("Later", start_date="2016-06-14", end_date=None)
    for _ in range(2):
        accept(lineage(later, to_mechanism=group.public_id), staff)
    assert Relation.objects.get().citations.count() == 2


def test_another_office_is_a_contradicting_citation_of_the_participation(staff: User) -> None:
    held = factories.dialogue()
    guo = factories.person()
    row = factories.participation(held, person=guo, title_as_stated="Minister of Public Security")
    unquoted(participation=row)
    extraction = reading(factories.snapshot("Guo Shengkun, State Councilor, took part."), facts=[{}])
    found = suggestion(
        extraction,
        SuggestionKind.PARTICIPATION,
        "Guo Shengkun",
        {"name": "Guo Shengkun", "party": "CN", "role": "member", "stance": "contradicts"},
        matched_dialogue=held,
        matched_participation=row,
    )
    accept(found, staff)
    assert [one.stance for one in row.citations.order_by("id")] == ["supports", "contradicts"]
