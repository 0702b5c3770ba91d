"""Citing: what is written, and everything that is refused before anything is written."""

import threading
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from dialogues.models import Citation, Conflict, Dialogue, Outcome, Snapshot, User
from dialogues.models.citation import SUBJECTS
from dialogues.models.history import event_model_of
from dialogues.models.vocabularies import CitationStance, Publication
from dialogues.queries.citable import find_subject, subject_name
from dialogues.review.cite import (
    CitationRefused,
    QuoteNotThere,
    SeveralPlaces,
    SubjectChanged,
    cite_record,
    withdraw_citation,
)
from dialogues.review.restore import restore_version
from tests import factories
from tests.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

TEXT = (
    "The two sides agreed to set up a hot line.\nThey met on Tuesday. “The two sides” are China and the United States."
)


@pytest.fixture
def outcome(db: None) -> Outcome:
    return factories.outcome(factories.dialogue())


@pytest.fixture
def snapshot(db: None) -> Snapshot:
    return factories.snapshot(TEXT)


def user_with(*codenames: str) -> User:
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return User.objects.get(pk=user.pk)


def test_the_offsets_and_what_stands_around_are_computed(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="set up a hot line", field="title")
    citation.refresh_from_db()
    assert TEXT[citation.start : citation.end] == citation.quote == "set up a hot line"
    assert (citation.prefix, citation.suffix) == ("The two sides agreed to ", TEXT[41:73])
    assert (citation.outcome, citation.field, citation.recorded_by) == (outcome, "title", staff)


def test_the_text_s_own_words_are_kept(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote='tuesday.  "THE TWO SIDES"')
    assert citation.quote == "Tuesday. “The two sides”"


def test_a_quote_that_is_not_there_is_refused_with_the_nearest(
    staff: User, outcome: Outcome, snapshot: Snapshot
) -> None:
    with pytest.raises(QuoteNotThere) as refused:
        cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="agreed on setting up a hot line")
    assert refused.value.nearest is not None
    assert refused.value.nearest.exact == "agreed to set up a hot line"
    assert not Citation.objects.exists()


def test_of_several_places_one_must_be_chosen(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    with pytest.raises(SeveralPlaces) as refused:
        cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="he two sides")
    places = [place.start for place in refused.value.found.places]
    assert places == [1, TEXT.rindex("he two sides")]
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="he two sides", start=places[1])
    assert citation.start == places[1]


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"quote": " \n"}, ("quote", "paste or select")),
        ({"quote": "hot\x00line"}, ("quote", "null characters")),
        ({"quote": "hot line", "note": "\x00"}, ("note", "null characters")),
        ({"quote": "hot line", "value_as_stated": "\x00"}, ("value_as_stated", "null characters")),
        ({"quote": "hot line", "field": "effective_on"}, ("field", "nothing that a source can state of this outcome")),
        ({"quote": "hot line", "field": "publication"}, ("field", "nothing that a source can state")),
        ({"quote": TEXT * 2}, ("quote", "does not say this")),
        ({"quote": "hot line", "stance": CitationStance.SILENT}, ("quote", "has none")),
        ({"quote": "hot line", "stance": "sure"}, ("", "'sure' is not a valid choice")),
    ],
)
def test_it_refuses_and_names_the_field(
    staff: User, outcome: Outcome, snapshot: Snapshot, values: dict[str, Any], refusal: tuple[str, str]
) -> None:
    field, says = refusal
    with pytest.raises(CitationRefused, match=says) as refused:
        cite_record(by=staff, subject=outcome, snapshot=snapshot, **values)
    assert refused.value.field == field
    assert not Citation.objects.exists()


def test_it_refuses_an_article_of_which_no_text_is_kept(staff: User, outcome: Outcome) -> None:
    unkept = factories.snapshot(None)
    for values in ({"quote": "hot line"}, {"stance": CitationStance.SILENT}):
        with pytest.raises(CitationRefused, match="its text is not kept"):
            cite_record(by=staff, subject=outcome, snapshot=unkept, **values)


def test_it_refuses_a_record_that_went_into_another(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    loser = factories.outcome(outcome.dialogue, "The same", merged_into=outcome)
    with pytest.raises(CitationRefused, match="has gone into “A hot line is to be set up”"):
        cite_record(by=staff, subject=loser, snapshot=snapshot, quote="hot line")


def test_it_refuses_a_withdrawn_record_and_its_parts(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    status = factories.status(outcome)
    withdrawn = {"publication": Publication.WITHDRAWN, "withdrawn_because": "Forged."}
    Dialogue.objects.update(**withdrawn)
    for subject in (outcome, status, outcome.dialogue):
        with pytest.raises(CitationRefused, match="“First round” is withdrawn"):
            cite_record(by=staff, subject=subject, snapshot=snapshot, quote="hot line")


def test_it_refuses_a_record_that_is_gone(staff: User, snapshot: Snapshot) -> None:
    dialogue = factories.dialogue(publication=Publication.DRAFT)
    Dialogue.objects.all().delete()
    with pytest.raises(CitationRefused, match="no longer there"):
        cite_record(by=staff, subject=dialogue, snapshot=snapshot, quote="hot line")


def test_it_refuses_when_the_record_was_changed_meanwhile(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    seen = outcome.version
    Outcome.objects.update(title="Something else")
    with pytest.raises(SubjectChanged, match="while you had it open"):
        cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line", seen_version=seen)
    cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line", seen_version=seen + 1)
    assert Citation.objects.count() == 1


def test_the_same_is_not_cited_twice(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line")
    with pytest.raises(CitationRefused, match="cited so already by editor"):
        cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="HOT LINE")
    cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line", field="title")
    assert Citation.objects.count() == 2


def test_whoever_may_only_read_adds_and_withdraws_nothing(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    reader = user_with("view_citation", "change_outcome")
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line")
    with pytest.raises(PermissionDenied):
        cite_record(by=reader, subject=outcome, snapshot=snapshot, quote="Tuesday")
    with pytest.raises(PermissionDenied):
        withdraw_citation(citation=citation, by=reader, reason="Wrong.")
    assert Citation.objects.count() == 1


def test_the_right_to_add_citations_is_enough(outcome: Outcome, snapshot: Snapshot) -> None:
    cite_record(by=user_with("add_citation"), subject=outcome, snapshot=snapshot, quote="hot line")
    assert Citation.objects.count() == 1


def test_a_source_that_is_silent_says_who_searched_which_text_and_when(
    staff: User, outcome: Outcome, snapshot: Snapshot
) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, stance=CitationStance.SILENT)
    today = timezone.localdate()
    assert (citation.recorded_by, citation.snapshot, citation.quote) == (staff, snapshot, "")
    assert f"searched on {today.day} {today:%B %Y}" in citation.note
    with pytest.raises(CitationRefused, match="cited so already"):
        cite_record(by=staff, subject=outcome, snapshot=snapshot, stance=CitationStance.SILENT)


def test_who_searched_may_say_it_in_their_own_words(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    silent: dict[str, Any] = {"stance": CitationStance.SILENT, "note": "Searched for “hotline” and “direct line”."}
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, **silent)
    assert citation.note == "Searched for “hotline” and “direct line”."


def test_a_date_that_is_contradicted_is_marked_sources_disagree(staff: User, snapshot: Snapshot) -> None:
    dialogue = factories.dialogue()
    about_date: dict[str, Any] = {"by": staff, "subject": dialogue, "snapshot": snapshot, "field": "start_date"}
    before = cite_record(quote="They met", **about_date)
    assert before.conflict is None
    against = cite_record(quote="on Tuesday", stance=CitationStance.CONTRADICTS, **about_date)
    conflict = Conflict.objects.get()
    assert (conflict.dialogue, conflict.field, against.conflict) == (dialogue, "start_date", conflict)
    assert cite_record(quote="met on Tuesday", **about_date).conflict == conflict
    again = cite_record(quote="Tuesday", stance=CitationStance.CONTRADICTS, **about_date)
    assert again.conflict == conflict


def test_another_field_that_is_contradicted_needs_no_conflict(staff: User, snapshot: Snapshot) -> None:
    citation = cite_record(
        by=staff,
        subject=factories.dialogue(),
        snapshot=snapshot,
        quote="Tuesday",
        field="city",
        stance=CitationStance.CONTRADICTS,
    )
    assert citation.conflict is None


def test_who_cited_and_why_is_in_the_history(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line")
    withdraw_citation(citation=citation, by=staff, reason="The wrong outcome.")
    assert not Citation.objects.exists()
    events: list[Any] = list(event_model_of(Citation).objects.order_by("pgh_id"))
    told = [(event.pgh_label, event.pgh_context["name"], event.pgh_context["reason"]) for event in events]
    assert told == [
        ("insert", "editor", f"cited {snapshot.article.public_id} for {outcome.public_id}"),
        ("delete", "editor", f"withdrew {citation.public_id}: The wrong outcome."),
    ]
    restore_version(model_name="citation", event=events[1].pgh_id, by=staff)
    assert Citation.objects.get().quote == "hot line"


def test_a_citation_is_withdrawn_once_and_for_a_reason(staff: User, outcome: Outcome, snapshot: Snapshot) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line")
    with pytest.raises(CitationRefused, match="say why"):
        withdraw_citation(citation=citation, by=staff, reason=" ")
    kept = Citation.objects.get()
    withdraw_citation(citation=citation, by=staff, reason="Wrong.")
    with pytest.raises(CitationRefused, match="withdrawn already"):
        withdraw_citation(citation=kept, by=staff, reason="Wrong.")


@pytest.mark.parametrize(("resolution", "left"), [("", 0), ("The joint text counts.", 1)])
def test_a_conflict_goes_with_its_last_contradiction_unless_somebody_decided_it(
    staff: User, snapshot: Snapshot, resolution: str, left: int
) -> None:
    about_date: dict[str, Any] = {"by": staff, "subject": factories.dialogue(), "snapshot": snapshot}
    about_date |= {"field": "start_date", "stance": CitationStance.CONTRADICTS}
    first, second = (cite_record(quote=quote, **about_date) for quote in ("Tuesday", "They met"))
    Conflict.objects.update(resolution=resolution)
    withdraw_citation(citation=first, by=staff, reason="Another meeting.")
    assert Conflict.objects.count() == 1
    withdraw_citation(citation=second, by=staff, reason="Another meeting.")
    assert Conflict.objects.count() == left


def test_every_kind_of_record_can_be_cited_for_each_of_its_fields(staff: User, snapshot: Snapshot) -> None:
    subjects = one_of_each()
    assert {subject_name(subject) for subject in subjects} == set(SUBJECTS)
    for subject in subjects:
        found = find_subject(subject.public_id)
        assert found == subject
        citation = cite_record(by=staff, subject=found, snapshot=snapshot, quote="hot line")
        assert getattr(citation, citation.subject_name) == subject


@pytest.mark.django_db(transaction=True)
def test_two_who_press_the_button_at_the_same_moment_make_one_citation() -> None:
    staff, snapshot = factories.staff_user(), factories.snapshot(TEXT)
    outcome = factories.outcome(factories.dialogue())
    together, said = threading.Barrier(2), []

    def press() -> None:
        try:
            together.wait(timeout=30)
            cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="hot line")
            said.append("done")
        except CitationRefused as refused:
            said.append(str(refused))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join(timeout=60)
    assert len(said) == 2
    assert said.count("done") == Citation.objects.count() == 1
