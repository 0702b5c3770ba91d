"""Facts that do not fit a simple table, as the starter record has them."""

import pytest
from django.db.models import Q

from dialogues.management.starter.joining import StarterRecord
from dialogues.models import (
    Citation,
    Conflict,
    DelegationCount,
    Dialogue,
    Difference,
    Mechanism,
    Milestone,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Relation,
    Snapshot,
)
from dialogues.models.vocabularies import (
    Attendance,
    CitationStance,
    CountUnit,
    DialogueStatus,
    Mode,
    OutcomeBasis,
    OutcomeKind,
    OutcomeState,
    ParticipationRole,
    PartyKind,
    Rank,
    RelationKind,
    Side,
)
from tests.management.starter_rows import row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_two_dates_of_one_meeting_are_both_kept() -> None:
    conflict = Conflict.objects.get(dialogue=row(Dialogue, "hljd-1"), field="start_date")
    kept = {(citation.value_as_stated, citation.stance) for citation in conflict.citations.all()}
    assert kept == {
        ("1 December 2015", CitationStance.SUPPORTS),
        ("1-2 December / two-day talks", CitationStance.CONTRADICTS),
        ("29 November - 3 December", CitationStance.CONTRADICTS),
    }
    assert set(conflict.citations.values_list("dialogue", "field")) == {(row(Dialogue, "hljd-1").pk, "start_date")}
    assert conflict.resolution.startswith("1 December is the date of the dialogue in both official texts")


def test_a_conflict_that_nobody_has_decided_supports_no_claim() -> None:
    conflict = Conflict.objects.get(dialogue=row(Dialogue, "meng-visit-2015-09"))
    assert set(conflict.citations.values_list("stance", flat=True)) == {CitationStance.CONTEXT}


def test_eight_cabinet_secretaries_without_names_are_a_head_count_and_not_people() -> None:
    seventh = row(Dialogue, "sed-7")
    count = DelegationCount.objects.get(dialogue=seventh, party="US")
    assert (count.low, count.best, count.high, count.unit, count.rank) == (8, 8, 8, CountUnit.PEOPLE, Rank.MINISTER)
    assert seventh.participations.filter(party="US").count() == 2


def test_more_than_400_has_only_a_low_value_and_about_200_only_a_best_one() -> None:
    more, about = row(DelegationCount, "sed-7/1"), row(DelegationCount, "sed-2/1")
    assert (more.low, more.best, more.high) == (400, None, None)
    assert (about.low, about.best, about.high) == (None, 200, None)


def test_a_count_of_both_delegations_has_no_party_and_may_count_bodies() -> None:
    count = row(DelegationCount, "sed-3/1")
    assert (count.party, count.unit, count.wording) == (None, CountUnit.BODIES, "government agencies: nearly 40")


def test_two_posts_of_one_person_are_two_tenures_of_one_participation() -> None:
    guo = row(Participation, "hljd-1/guo-shengkun/co_chair")
    tenures = {(held.title, str(held.organization), held.rank) for held in guo.tenures.all()}
    assert tenures == {
        ("State Councilor", "None", Rank.DEPUTY_HEAD_OF_GOVERNMENT),
        ("Minister of Public Security", "Ministry of Public Security", Rank.MINISTER),
    }
    assert guo.title_as_stated == "State Councilor and Minister of Public Security"
    assert guo.rank_as_stated == "state councilor"


def test_a_post_held_at_several_meetings_is_one_tenure() -> None:
    lynch = row(Participation, "hljd-1/loretta-lynch/co_chair").tenures.get()
    assert lynch.participations.count() == 3


def test_two_co_chairs_who_did_not_come_are_stood_in_for() -> None:
    second = row(Dialogue, "hljd-2").participations
    absent = second.filter(attendance=Attendance.ABSENT)
    assert set(absent.values_list("person__name", "role")) == {
        ("Loretta Lynch", ParticipationRole.CO_CHAIR),
        ("Jeh Johnson", ParticipationRole.CO_CHAIR),
    }
    acting = second.filter(role=ParticipationRole.ACTING_CHAIR)
    assert set(acting.values_list("person__name", "acting_for__person__name")) == {
        ("Suzanne Spaulding", "Jeh Johnson"),
        ("Bruce Swartz", "Loretta Lynch"),
    }


def test_nobody_is_made_absent_by_a_newspaper_that_lists_a_stand_in() -> None:
    burns = row(Participation, "sed-5/william-burns/stand_in")
    assert (burns.role, burns.acting_for) == (ParticipationRole.ACTING_CHAIR, None)


def test_an_outcome_that_one_side_lists_is_silent_in_the_other_sides_reports() -> None:
    exercise = row(Outcome, "h1-ttx")
    assert (exercise.stated_by, exercise.basis) == (Side.B, OutcomeBasis.ONE_SIDE)
    difference = row(Difference, "hljd-1/d3")
    told = set(difference.citations.values_list("speaker_party", "stance"))
    assert told == {("US", CitationStance.SUPPORTS), ("CN", CitationStance.SILENT)}
    assert difference.citations.filter(stance=CitationStance.SILENT).count() == 3


def test_within_one_side_a_newspaper_is_silent_on_what_the_list_contains() -> None:
    told = row(Difference, "hljd-3/d2").citations.filter(speaker_party="CN")
    assert told.get(snapshot=row(Snapshot, "pd-r3")).stance == CitationStance.SILENT
    assert told.get(snapshot=row(Snapshot, "mps-r3")).stance == CitationStance.SUPPORTS


def test_a_firm_promise_is_stronger_than_a_recommendation() -> None:
    told = set(row(Difference, "hljd-3/d1").citations.values_list("speaker_party", "stance"))
    assert told == {("CN", CitationStance.STRONGER), ("CN", CitationStance.SOFTER), ("US", CitationStance.SOFTER)}


def test_a_hotline_is_one_outcome_with_four_statuses_in_order() -> None:
    history = row(Outcome, "h1-hotline").statuses.values_list("sequence", "state", "effective_on_earliest__year")
    assert list(history) == [
        (1, OutcomeState.AGREED, 2015),
        (2, OutcomeState.IN_PROGRESS, 2016),
        (3, OutcomeState.LAUNCHED, 2016),
        (4, OutcomeState.REAFFIRMED, 2017),
    ]


def test_a_dialogue_comes_from_a_summit_and_goes_on_in_another_mechanism() -> None:
    hljd = row(Mechanism, "us-cn-hljd")
    assert set(hljd.relations_to.values_list("kind", "from_mechanism__name")) >= {
        (RelationKind.ESTABLISHES, "US-China leaders' meetings and envoy talks on cyber, 2015-2016"),
        (RelationKind.CONTINUES, "US-China Law Enforcement and Cybersecurity Dialogue"),
    }
    assert (hljd.established_on.display(), hljd.established_by) == ("25 September 2015", "state visit of Xi Jinping")


def test_lineage_that_both_ends_tell_is_one_relation_in_the_words_of_both() -> None:
    relation = Relation.objects.get(from_mechanism=row(Mechanism, "us-cn-etcm"))
    assert (relation.kind, relation.kind_as_stated) == (RelationKind.PREPARES, "fed into; fed by")
    assert relation.note == "Busan and Beijing meetings; trade consultations prepared Busan and Beijing"


def test_lineage_to_a_series_outside_the_record_stays_as_stated() -> None:
    unresolved = Relation.objects.filter(to_mechanism=None)
    assert unresolved.count() == 5
    assert unresolved.get(from_mechanism=row(Mechanism, "us-cn-scd")).to_as_stated == (
        "US-China High-Level Consultation on People-to-People Exchange"
    )


def test_a_promised_meeting_is_an_outcome_and_not_a_dialogue() -> None:
    assert row(Outcome, "h1-next").kind == OutcomeKind.NEXT_MEETING
    assert set(Dialogue.objects.values_list("status", flat=True)) == {DialogueStatus.HELD}


def test_a_bloc_is_a_party_and_many_dialogues_are_not_of_china_and_the_united_states() -> None:
    assert Party.objects.get(pk="EU").kind == PartyKind.BLOC
    task_force = row(Mechanism, "cn-eu-cyber-taskforce")
    assert (task_force.side_a_id, task_force.side_b_id) == ("CN", "EU")
    assert Dialogue.objects.exclude(side_a="CN", side_b="US").count() == 15


@pytest.mark.parametrize(
    ("key", "written"), [("fwg-3", "January 2024"), ("usin-5", "2016"), ("hljd-1", "1 December 2015")]
)
def test_a_date_is_no_more_exact_than_its_source(key: str, written: str) -> None:
    assert row(Dialogue, key).start_date.display() == written


def test_a_week_is_one_of_its_seven_days() -> None:
    delayed = OutcomeStatus.objects.get(outcome=row(Outcome, "b-visit"), state=OutcomeState.DELAYED)
    assert str(delayed.effective_on) == "[2026-03-16..2026-03-22]"


def test_a_meeting_across_midnight_has_a_time_zone_and_both_days() -> None:
    first = row(Dialogue, "ewg-1")
    assert (str(first.start_date), first.time_zone, first.city, first.mode) == (
        "2023-10-24",
        "Asia/Shanghai",
        "",
        Mode.VIDEO,
    )
    told = set(first.citations.exclude(field="").values_list("value_as_stated", "stance"))
    assert told == {
        ("Tuesday 24 October (Beijing)", CitationStance.SUPPORTS),
        ("Monday evening 23 October (Washington)", CitationStance.CONTRADICTS),
    }


def test_a_round_that_the_sides_count_differently_keeps_both_numbers() -> None:
    conflict = Conflict.objects.get(dialogue=row(Dialogue, "fwg-5"), field="ordinal")
    assert row(Dialogue, "fwg-5").ordinal == 5
    assert set(conflict.citations.values_list("value_as_stated", "stance")) == {
        ("fifth", CitationStance.SUPPORTS),
        ("sixth", CitationStance.CONTRADICTS),
    }


def test_a_statement_of_two_members_of_one_government_is_no_joint_text() -> None:
    promise = row(Outcome, "sv-assist")
    assert promise.citations.filter(snapshot=row(Snapshot, "ag-dhs-2015-09-25")).exists()
    assert promise.basis == OutcomeBasis.UNKNOWN


def test_an_official_text_of_each_side_makes_parallel_texts() -> None:
    assert row(Outcome, "l1-repat").basis == OutcomeBasis.PARALLEL_TEXTS


def test_what_both_sides_are_said_to_state_in_media_alone_is_attributed_to_them() -> None:
    assert row(Outcome, "h2-netprot").basis == OutcomeBasis.MEDIA_ATTRIBUTED


def test_the_text_of_both_sides_makes_a_joint_text() -> None:
    assert row(Outcome, "h3-recommit").basis == OutcomeBasis.JOINT_TEXT


def test_a_fact_that_no_source_was_seen_to_say_has_no_supporting_citation(record: StarterRecord) -> None:
    unverified = 0
    for _, meeting in record.rounds():
        for outcome in meeting.outcomes:
            if not outcome.support.verified:
                unverified += 1
                assert not row(Outcome, outcome.id).citations.exists()
                assert "Not verified in a source" in row(Outcome, outcome.id).note
        for participant in meeting.participants:
            if not participant.support.verified:
                unverified += 1
                key = f"{meeting.id}/{participant.person}/{participant.role}"
                assert not row(Participation, key).citations.exists()
    assert unverified == 6 + 3


def test_what_was_looked_for_and_not_found_cites_its_sources_as_silent() -> None:
    not_found = Q(outcome_status__state=OutcomeState.NOT_CONFIRMED) | Q(milestone__state=OutcomeState.NOT_CONFIRMED)
    cited = Citation.objects.filter(not_found)
    assert set(cited.values_list("stance", flat=True)) == {CitationStance.SILENT}
    assert OutcomeStatus.objects.filter(state=OutcomeState.NOT_CONFIRMED, citations=None).count() == 0
    assert Milestone.objects.filter(state=OutcomeState.NOT_CONFIRMED, citations=None).count() == 0


def test_an_unverified_status_that_claims_something_is_uncited() -> None:
    used = OutcomeStatus.objects.get(state_as_stated="used")
    assert not used.citations.exists()
    assert "Wikipedia mirror" in used.rationale


def test_every_verified_fact_is_cited() -> None:
    verified = Outcome.objects.exclude(note__contains="Not verified")
    assert not verified.filter(citations=None).exists()
    assert not Dialogue.objects.filter(citations=None).exists()
    assert not Participation.objects.exclude(note__contains="Not verified").filter(citations=None).exists()
