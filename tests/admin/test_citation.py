"""Citing a sentence in the admin, without JavaScript; the list of citations; and withdrawing one."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from dialogues.models import Citation, Conflict, Dialogue, Outcome, Snapshot, User
from dialogues.models.vocabularies import CitationStance, OutcomeState, Publication
from dialogues.queries.citable import Subject, seen_on, subject_name
from dialogues.review.cite import cite_record
from tests import factories
from tests.admin.forms import address_of, fields_of
from tests.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

CITE = "/admin/dialogues/citation/cite/"
TEXT = "The two sides agreed to set up a hot line.\n\nThey met on Tuesday. “The two sides” are China and the US."


@pytest.fixture
def snapshot(db: None) -> Snapshot:
    article = factories.article("Outcomes on cybercrime", publisher=factories.publisher())
    return factories.snapshot(TEXT, article=article)


@pytest.fixture
def outcome(db: None) -> Outcome:
    return factories.outcome(factories.dialogue())


def signed_in(client: Client, *codenames: str) -> Client:
    """Somebody of the staff with these rights only."""
    user = User.objects.create_user("somebody", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return client


def opened(client: Client, subject: Subject, snapshot: Snapshot) -> dict[str, Any]:
    return fields_of(client.get(asked(subject, snapshot)).content)


def asked(subject: Subject, snapshot: Snapshot | None = None) -> str:
    article = f"&article={snapshot.article.public_id}" if snapshot is not None else ""
    return f"{CITE}?subject={subject.public_id}{article}"


def send(client: Client, subject: Subject, snapshot: Snapshot, /, **fields: Any) -> Any:
    return client.post(asked(subject, snapshot), opened(client, subject, snapshot) | fields)


def text_of(answer: Any) -> str:
    document: Any = html.document_fromstring(answer.content.decode())
    return " ".join(document.text_content().split())


def test_the_articles_that_the_dialogue_cites_already_are_offered_first(
    staff: User, staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    status = factories.status(outcome)
    elsewhere = factories.snapshot(article=factories.article("Of another dialogue"))
    cite_record(by=staff, subject=outcome.dialogue, snapshot=snapshot, quote="They met")
    cite_record(by=staff, subject=factories.dialogue("Second round"), snapshot=elsewhere, quote="hot line")
    for subject in (outcome, status, outcome.dialogue):
        answer = staff_client.get(asked(subject))
        assert [article.title for article in answer.context["around"]] == ["Outcomes on cybercrime"]
        assert f"article={snapshot.article.public_id}" in answer.content.decode()


def test_any_other_article_is_found_by_its_words(staff_client: Client, outcome: Outcome, snapshot: Snapshot) -> None:
    factories.article("Something else")
    for term in ("cybercrime", "china daily", snapshot.article.public_id):
        answer = staff_client.get(asked(outcome), {"subject": outcome.public_id, "q": term})
        assert [article.title for article in answer.context["found"]] == ["Outcomes on cybercrime"]
    assert "No article has these words" in text_of(staff_client.get(f"{asked(outcome)}&q=nothing+like+it"))


def test_the_kept_text_is_shown_whole_with_a_button_for_each_sentence(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    document: Any = html.document_fromstring(staff_client.get(asked(outcome, snapshot)).content.decode())
    [kept] = document.find_class("kept-text")
    assert kept.text_content() == TEXT
    spans = [radio.get("value").split("-") for radio in kept.iter("input")]
    assert [TEXT[int(start) : int(end)] for start, end in spans] == [
        "The two sides agreed to set up a hot line.",
        "They met on Tuesday.",
        "“The two sides” are China and the US.",
    ]


def test_a_selected_sentence_is_cited(staff: User, staff_client: Client, outcome: Outcome, snapshot: Snapshot) -> None:
    answer = send(staff_client, outcome, snapshot, sentence="0-42", field="outcome.title", note="On page one.")
    assert (answer.status_code, answer["Location"]) == (302, address_of(outcome))
    citation = Citation.objects.get()
    assert (citation.quote, citation.start, citation.end) == (TEXT[:42], 0, 42)
    assert (citation.outcome, citation.field, citation.stance) == (outcome, "title", CitationStance.SUPPORTS)
    assert (citation.recorded_by, citation.note) == (staff, "On page one.")


def test_a_pasted_quote_is_cited_and_the_next_one_follows(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    answer = send(staff_client, outcome, snapshot, quote=" a hot line.\r\n\r\nThey met ", another="yes")
    assert answer["Location"] == asked(outcome, snapshot)
    assert Citation.objects.get().quote == "a hot line.\n\nThey met"
    assert "only in spacing" not in text_of(staff_client.get(answer["Location"]))


def test_that_a_quote_differs_in_spacing_or_marks_is_told(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    answer = send(staff_client, outcome, snapshot, quote='tuesday. "The two  sides"')
    assert Citation.objects.get().quote == "Tuesday. “The two sides”"
    said = text_of(staff_client.get(answer["Location"]))
    assert "What is quoted are the words of the kept text." in said
    assert 'They differ from “tuesday. "The two sides"” only in spacing, marks' in said


def test_a_quote_that_is_not_there_is_refused_and_the_nearest_is_offered(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    answer = send(staff_client, outcome, snapshot, quote="agreed on setting up a hot line", note="Typed.")
    assert answer.status_code == 400
    assert not Citation.objects.exists()
    document: Any = html.document_fromstring(answer.content.decode())
    [difference] = document.find_class("difference")
    assert [mark.text for mark in difference.iter("del")] == ["on", "setting"]
    assert [mark.text for mark in difference.iter("ins")] == ["to", "set"]
    assert answer.context["alike"] == 90
    fields = fields_of(answer.content)
    assert (fields["quote"], fields["note"]) == ("agreed on setting up a hot line", "Typed.")
    [button] = document.xpath("//button[@name='instead']")
    taken = staff_client.post(asked(outcome, snapshot), fields | {"instead": button.get("value")})
    assert taken.status_code == 302
    assert Citation.objects.get().quote == "agreed to set up a hot line"


def test_where_nothing_is_near_nothing_is_offered(staff_client: Client, outcome: Outcome, snapshot: Snapshot) -> None:
    answer = send(staff_client, outcome, snapshot, quote="中美打击网络犯罪")
    assert "the kept text does not say this" in text_of(answer)
    assert "instead" not in answer.content.decode()


def test_of_several_places_one_is_chosen(staff_client: Client, outcome: Outcome, snapshot: Snapshot) -> None:
    answer = send(staff_client, outcome, snapshot, quote="he two sides")
    assert answer.status_code == 400
    assert not Citation.objects.exists()
    document: Any = html.document_fromstring(answer.content.decode())
    places = document.xpath("//input[@name='place']/@value")
    assert places == ["1", str(TEXT.rindex("he two sides"))]
    chosen = fields_of(answer.content) | {"place": places[1]}
    assert staff_client.post(asked(outcome, snapshot), chosen).status_code == 302
    assert Citation.objects.get().start == int(places[1])


def test_the_selected_sentence_says_which_place_is_meant(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    last = TEXT.index("“The")
    fields = {"quote": "the two sides", "sentence": f"{last}-{len(TEXT)}"}
    assert send(staff_client, outcome, snapshot, **fields).status_code == 302
    assert Citation.objects.get().start == last + 1


def test_a_quote_of_another_sentence_than_the_selected_is_refused(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    answer = send(staff_client, outcome, snapshot, quote="hot line", sentence="44-64")
    assert "the selected sentence does not say this" in text_of(answer)
    assert not Citation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Quote: paste or select the sentence that says it."),
        ({"quote": "  "}, "Quote: paste or select the sentence that says it."),
        ({"quote": "hot\x00line"}, "Null characters are not allowed."),
        ({"quote": TEXT * 2}, "the kept text does not say this"),
        ({"quote": "x" * 10_001}, "at most 10000 characters"),
        ({"quote": "hot line", "subject": "out-0000000000"}, "Select a valid choice"),
        ({"quote": "hot line", "field": "outcome_status.state"}, "Field: choose one of the outcome"),
        ({"quote": "hot line", "field": "outcome.publication"}, "Select a valid choice"),
        ({"quote": "hot line", "stance": "silent"}, "a source that does not mention it has none"),
        ({"quote": "hot line", "stance": "sure"}, "Select a valid choice"),
        ({"quote": "hot line", "speaker_party": "\x00"}, "Null characters are not allowed."),
        ({"sentence": "42-0"}, "Quote: paste or select the sentence that says it."),
        ({"sentence": "900-999"}, "Quote: paste or select the sentence that says it."),
        ({"sentence": "all"}, "Sentence: this is nothing that the page offers."),
        ({"quote": "hot line", "start": "-1"}, "Start: this is nothing that the page offers."),
        ({"quote": "hot line", "versions": "out:x"}, "while you had it open"),
    ],
)
def test_what_cannot_be_cited_is_refused_and_nothing_typed_is_lost(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot, fields: dict[str, str], says: str
) -> None:
    factories.status(outcome)
    answer = send(staff_client, outcome, snapshot, **(fields | {"note": "Typed for an hour."}))
    assert answer.status_code == 400
    assert says in text_of(answer)
    assert fields_of(answer.content)["note"] == "Typed for an hour."
    assert not Citation.objects.exists()


def test_a_source_that_is_silent_needs_no_quote(staff_client: Client, outcome: Outcome, snapshot: Snapshot) -> None:
    assert send(staff_client, outcome, snapshot, stance="silent").status_code == 302
    assert "it does not mention this" in Citation.objects.get().note
    assert "The whole kept text was searched on" in text_of(staff_client.get(address_of(outcome)))


def test_a_contradicted_date_marks_the_dialogue(staff_client: Client, snapshot: Snapshot) -> None:
    dialogue = factories.dialogue()
    fields = {
        "quote": "on Tuesday",
        "field": "dialogue.start_date",
        "stance": "contradicts",
        "value_as_stated": "Tuesday",
    }
    answer = send(staff_client, dialogue, snapshot, **fields)
    assert Conflict.objects.get().citations.get().value_as_stated == "Tuesday"
    assert "is marked: sources disagree on its date" in text_of(staff_client.get(answer["Location"]))


def test_every_kind_of_record_is_cited_for_on_the_same_page(staff_client: Client, snapshot: Snapshot) -> None:
    for subject in one_of_each():
        answer = send(staff_client, subject, snapshot, quote="a hot line")
        assert (answer.status_code, answer["Location"]) == (302, address_of(seen_on(subject)))
        citation = Citation.objects.latest("pk")
        assert getattr(citation, citation.subject_name) == subject


def test_the_parts_of_a_record_are_chosen_on_its_page(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    factories.status(outcome)
    status = factories.status(outcome, OutcomeState.LAUNCHED)
    fields = {"quote": "a hot line", "subject": status.public_id, "field": "outcome_status.state"}
    assert send(staff_client, outcome, snapshot, **fields).status_code == 302
    assert (Citation.objects.get().outcome_status, Citation.objects.get().field) == (status, "state")


def test_the_dialogue_s_page_leads_there(staff_client: Client, outcome: Outcome) -> None:
    assert asked(outcome.dialogue) in staff_client.get(address_of(outcome.dialogue)).content.decode()


def test_a_record_that_was_changed_meanwhile_is_shown_again_first(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    mine = opened(staff_client, outcome, snapshot) | {"quote": "a hot line", "note": "Typed."}
    Outcome.objects.update(title="Something else altogether")
    answer = staff_client.post(asked(outcome, snapshot), mine)
    assert answer.status_code == 400
    assert "somebody changed “Something else altogether” while you had it open" in text_of(answer)
    again = fields_of(answer.content)
    assert again["note"] == "Typed."
    assert staff_client.post(asked(outcome, snapshot), again).status_code == 302


@pytest.mark.parametrize("version", ["", "one", "-1", "9" * 5000])
def test_a_form_that_does_not_say_what_it_has_seen_is_refused(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot, version: str
) -> None:
    answer = send(staff_client, outcome, snapshot, quote="a hot line", versions=f"{outcome.public_id}:{version}")
    assert answer.status_code == 400
    assert not Citation.objects.exists()


def test_a_text_that_was_fetched_meanwhile_does_not_move_the_offsets(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    mine = opened(staff_client, outcome, snapshot) | {"sentence": "44-64"}
    factories.snapshot("CORRECTED. " + TEXT, article=snapshot.article)
    assert staff_client.post(asked(outcome, snapshot), mine).status_code == 302
    citation = Citation.objects.get()
    assert (citation.snapshot, citation.quote) == (snapshot, "They met on Tuesday.")


@pytest.mark.parametrize("snapshot_id", ["", "snp-0000000000", "\x00", "other"])
def test_the_text_of_another_article_is_not_cited_by_a_forged_form(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot, snapshot_id: str
) -> None:
    other = factories.snapshot("Elsewhere a hot line was agreed.")
    sent = other.public_id if snapshot_id == "other" else snapshot_id
    send(staff_client, outcome, snapshot, quote="a hot line", snapshot=sent)
    assert not Citation.objects.exclude(snapshot=snapshot).exists()


def test_an_article_without_a_kept_text_cannot_be_quoted(staff_client: Client, outcome: Outcome) -> None:
    unkept = factories.snapshot(None)
    answer = staff_client.get(asked(outcome, unkept))
    assert answer.status_code == 409
    assert "The text of “A report” is not kept, so nothing of it can be quoted" in text_of(answer)


@pytest.mark.parametrize("query", ["subject=out-0000000000", "subject=%00", "subject=art-1", "subject=" + "x" * 300])
def test_what_is_no_record_is_not_cited_for(staff_client: Client, query: str) -> None:
    assert staff_client.get(f"{CITE}?{query}").status_code in {200, 404}
    assert staff_client.post(f"{CITE}?{query}", {"quote": "x"}).status_code in {200, 404}


@pytest.mark.parametrize("query", ["article=art-0000000000", "article=%00", "q=%00"])
def test_what_is_no_article_is_not_quoted(staff_client: Client, outcome: Outcome, query: str) -> None:
    assert staff_client.get(f"{asked(outcome)}&{query}").status_code in {200, 404}


def test_a_merged_or_withdrawn_record_says_where_to_go(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    loser = factories.outcome(outcome.dialogue, "The same", merged_into=outcome)
    answer = staff_client.get(asked(loser, snapshot))
    assert answer.status_code == 409
    assert "has gone into “A hot line is to be set up”" in text_of(answer)
    Dialogue.objects.update(publication=Publication.WITHDRAWN, withdrawn_because="Forged.")
    answer = staff_client.get(asked(outcome, snapshot))
    assert (answer.status_code, "“First round” is withdrawn" in text_of(answer)) == (409, True)


def test_what_was_typed_for_a_record_that_was_withdrawn_meanwhile_is_not_lost(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    mine = opened(staff_client, outcome, snapshot) | {"quote": "a hot line", "note": "Typed for an hour."}
    Dialogue.objects.update(publication=Publication.WITHDRAWN, withdrawn_because="Forged.")
    answer = staff_client.post(asked(outcome, snapshot), mine)
    assert (answer.status_code, "“First round” is withdrawn" in text_of(answer)) == (400, True)
    assert fields_of(answer.content)["note"] == "Typed for an hour."


def test_the_add_button_of_the_list_leads_to_the_page(staff_client: Client, outcome: Outcome) -> None:
    address = reverse("admin:dialogues_citation_add")
    assert staff_client.get(address)["Location"] == CITE
    assert staff_client.get(f"{address}?subject={outcome.public_id}")["Location"] == asked(outcome)
    assert "Open the record that a source speaks of" in text_of(staff_client.get(CITE))


def test_the_speaker_is_whom_the_publisher_speaks_for(
    staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    assert opened(staff_client, outcome, snapshot)["speaker_party"] == "CN"
    send(staff_client, outcome, snapshot, quote="hot line", speaker_party="")
    assert Citation.objects.get().speaker_party is None


def test_whoever_may_only_read_sees_citations_but_adds_and_withdraws_none(
    client: Client, staff: User, outcome: Outcome, snapshot: Snapshot
) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="a hot line")
    reader = signed_in(client, "view_citation", "view_outcome")
    withdraw = reverse("admin:dialogues_citation_withdraw", args=[citation.pk])
    assert reader.get(reverse("admin:dialogues_citation_changelist")).status_code == 200
    assert reader.get(address_of(citation)).status_code == 200
    for address in (asked(outcome, snapshot), CITE, withdraw):
        assert reader.get(address).status_code == 403
        assert reader.post(address, {"quote": "Tuesday", "confirmed": "yes", "reason": "No."}).status_code == 403
    assert Citation.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client: Client, outcome: Outcome) -> None:
    assert client.get(asked(outcome)).status_code == 302


def test_a_citation_is_shown_in_its_text_and_cannot_be_changed(
    staff: User, staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    citation = cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="They met on Tuesday.")
    document: Any = html.document_fromstring(staff_client.get(address_of(citation)).content.decode())
    [kept] = document.find_class("kept-text")
    assert (kept.text_content(), kept.find("mark").text) == (TEXT, "They met on Tuesday.")
    assert staff_client.post(address_of(citation), {"quote": "They met on Monday."}).status_code == 403
    citation.refresh_from_db()
    assert citation.version == 1


def test_a_citation_is_withdrawn_for_a_reason(
    staff: User, staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    citation = cite_record(by=staff, subject=factories.status(outcome), snapshot=snapshot, quote="a hot line")
    address = reverse("admin:dialogues_citation_withdraw", args=[citation.pk])
    assert "a hot line" in text_of(staff_client.get(address))
    assert staff_client.post(address, {"confirmed": "yes", "reason": " "}).status_code == 400
    answer = staff_client.post(address, {"confirmed": "yes", "reason": "The wrong outcome."})
    assert answer["Location"] == address_of(outcome)
    assert not Citation.objects.exists()
    assert staff_client.post(address, {"confirmed": "yes", "reason": "Again."}).status_code == 404


def test_the_list_is_searched_and_filtered(
    staff: User, staff_client: Client, outcome: Outcome, snapshot: Snapshot
) -> None:
    cite_record(by=staff, subject=outcome, snapshot=snapshot, quote="a hot line")
    cite_record(by=staff, subject=outcome.dialogue, snapshot=snapshot, stance=CitationStance.SILENT)
    address = reverse("admin:dialogues_citation_changelist")
    for query, count in (("q=hot+line", 1), ("q=cybercrime", 2), ("about=outcome", 1), ("stance__exact=silent", 1)):
        assert staff_client.get(f"{address}?{query}").context["cl"].result_count == count


def test_the_list_takes_the_same_queries_for_two_and_for_twenty_of_each_kind(
    staff: User, staff_client: Client, snapshot: Snapshot
) -> None:
    counted = []
    subjects = one_of_each()
    for number in (2, 18):
        for subject in subjects * number:
            factories.citation(snapshot, "a hot line", **{subject_name(subject): subject, "recorded_by": staff})
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(reverse("admin:dialogues_citation_changelist")).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_the_page_takes_the_same_queries_for_two_and_for_twenty(
    staff_client: Client, staff: User, snapshot: Snapshot
) -> None:
    counted = []
    for number in (2, 20):
        dialogue = factories.dialogue(f"{number} participants")
        for place in range(number):
            factories.participation(dialogue, person=factories.person(f"Member {number} {place}"))
            status = factories.status(factories.outcome(dialogue, f"Outcome {place}"))
            cite_record(by=staff, subject=status, snapshot=snapshot, quote="a hot line")
        with CaptureQueriesContext(connection) as queries:
            assert staff_client.get(asked(dialogue)).status_code == 200
            assert staff_client.get(asked(dialogue, snapshot)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
