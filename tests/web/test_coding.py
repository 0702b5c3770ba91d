"""The pages of double coding; above all that nobody sees a colleague's judgement before both are done."""

import csv
import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogues.models import (
    Article,
    Coding,
    Dialogue,
    DoubleCoding,
    Judgement,
    MissingFact,
    Outcome,
    Suggestion,
    User,
)
from dialogues.models.vocabularies import DoubleCodingState, OutcomeKind, RejectionReason, SuggestionKind, Verdict
from dialogues.review.coding import finish_coding, judge, record_missing
from dialogues.review.double_coding import assign_double_coding, call_off
from tests import factories
from tests.ingest.stages import ingested_round_one
from tests.review.coding_steps import adjudicator, codings_of, finish_both, judge_all
from tests.web.pages import parse, words

pytestmark = pytest.mark.django_db

HOT_LINE = "the establishment of a hot line"
# What coder A says and nobody else may read: a word that occurs nowhere else.
SECRET = "Xanadu"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def article() -> Article:
    factories.party("CN"), factories.party("US")
    return ingested_round_one()


@pytest.fixture
def editor() -> User:
    return adjudicator()


@pytest.fixture
def double_coding(article: Article, editor: User) -> DoubleCoding:
    coders = [factories.coder("first"), factories.coder("second")]
    return assign_double_coding(article=article, coders=coders, by=editor)


def of_kind(article: Article, kind: SuggestionKind) -> Suggestion:
    return article.suggestions.filter(kind=kind).in_review_order()[0]


def cells(row: Element) -> list[str]:
    return [words(cell) for cell in row]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(parse(answer.text))


# Who may open what


def test_a_visitor_is_asked_to_sign_in(client: Client, double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    for address in (
        reverse("codings"),
        reverse("coding", args=[first.public_id]),
        reverse("double_codings"),
        reverse("double_coding", args=[double_coding.public_id]),
        reverse("agreement"),
        reverse("agreement_csv"),
    ):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/accounts/login/")


def test_a_coding_is_not_there_for_anybody_but_its_coder(double_coding: DoubleCoding, staff: User) -> None:
    first, second = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    for somebody in (second.coder, staff):
        client = signed_in(somebody)
        for name, arguments in (
            ("coding", []),
            ("coding_suggestion", [suggestion.public_id]),
            ("coding_missing", ["outcome"]),
        ):
            assert client.get(reverse(name, args=[first.public_id, *arguments])).status_code == 404
        for name, arguments in (("coding_judge", [suggestion.public_id]), ("coding_finish", [])):
            assert client.post(reverse(name, args=[first.public_id, *arguments])).status_code == 404
    assert not Judgement.objects.exists()


def secret_coding(double_coding: DoubleCoding) -> Coding:
    """Coder A has judged everything, with a secret in each place where one can be, and is done."""
    first, _ = codings_of(double_coding)
    for suggestion in double_coding.article.suggestions.all():
        if suggestion.kind == SuggestionKind.DIALOGUE:
            changes = {"venue": SECRET}
            judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.ACCEPT, changes=changes)
        else:
            reason = RejectionReason.NOT_RELEVANT
            judge(coding=first, suggestion=suggestion, by=first.coder, verdict=Verdict.REJECT, reason=reason)
    values = {"title": SECRET, "kind": OutcomeKind.CHANNEL, "stated_by": "both"}
    record_missing(coding=first, by=first.coder, kind=SuggestionKind.OUTCOME, values=values, quote=HOT_LINE)
    finish_coding(coding=first, by=first.coder)
    return first


def addresses_with(double_coding: DoubleCoding) -> Iterator[str]:
    """Every page, file and history on which something of a coding could stand."""
    first, second = codings_of(double_coding)
    article = double_coding.article
    fact = MissingFact.objects.get()
    yield from (
        reverse(name)
        for name in ("codings", "double_codings", "agreement", "agreement_csv", "agreement_json", "review_queue")
    )
    yield reverse("agreement", query={"of": double_coding.public_id})
    yield reverse("agreement_json", query={"of": double_coding.public_id})
    yield reverse("double_coding", args=[double_coding.public_id])
    yield reverse("adjudication_missing", args=[double_coding.public_id, fact.pk])
    yield reverse("coding", args=[second.public_id])
    yield reverse("coding_missing", args=[second.public_id, "outcome"])
    for suggestion in article.suggestions.all():
        yield reverse("coding_suggestion", args=[second.public_id, suggestion.public_id])
        yield reverse("coding_suggestion", args=[second.public_id, suggestion.public_id]) + "?edit"
        yield reverse("adjudication", args=[double_coding.public_id, suggestion.public_id])
        yield reverse("suggestion", args=[suggestion.public_id])
        yield reverse("history", args=[suggestion.public_id])
    for record in (article, double_coding, first, second):
        yield reverse("history", args=[record.public_id])
    yield from admin_addresses(double_coding, first.coder)
    yield f"/api/v1/articles/{article.public_id}/"
    yield "/api/v1/articles/"


def admin_addresses(double_coding: DoubleCoding, coder: User) -> Iterator[str]:
    for model, row in (("article", double_coding.article), ("doublecoding", double_coding), ("user", coder)):
        yield f"/admin/dialogues/{model}/"
        for page in ("change", "history", "delete"):
            yield f"/admin/dialogues/{model}/{row.pk}/{page}/"


def test_no_page_shows_what_one_coder_judged_before_both_are_done(double_coding: DoubleCoding, staff: User) -> None:
    """Not even to an administrator who is coder B: neither the values, nor a verdict, nor its reason."""
    Coding.objects.filter(double_coding=double_coding, place=2).update(coder=staff)
    secret_coding(double_coding)
    client = signed_in(staff)
    opened = 0
    for address in addresses_with(double_coding):
        answer = client.get(address, follow=True)
        opened += answer.status_code == 200
        assert SECRET not in answer.text, address
        # The reasons stand on the buttons of coder B's own page and of the queue, never as what somebody chose.
        assert f"reject: {RejectionReason.NOT_RELEVANT.label}" not in answer.text, address
        assert "✕" not in answer.text, address
    assert opened > 40


def test_after_both_are_done_the_same_pages_show_it(double_coding: DoubleCoding, editor: User) -> None:
    """The counter-test: these words do stand there once they may."""
    secret_coding(double_coding)
    _, second = codings_of(double_coding)
    judge_all(second)
    finish_coding(coding=second, by=second.coder)
    client = signed_in(editor)
    shown = [address for address in addresses_with(double_coding) if SECRET in client.get(address, follow=True).text]
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    assert reverse("adjudication", args=[double_coding.public_id, dialogue.public_id]) in shown
    assert reverse("adjudication_missing", args=[double_coding.public_id, MissingFact.objects.get().pk]) in shown
    overview = text_of(client, reverse("double_coding", args=[double_coding.public_id]))
    assert f"reject: {RejectionReason.NOT_RELEVANT.label}" in overview


def test_what_was_called_off_stays_unseen(double_coding: DoubleCoding, editor: User) -> None:
    secret_coding(double_coding)
    call_off(double_coding=double_coding, by=editor, reason="A coder fell ill.")
    client = signed_in(factories.staff_user("admin"))
    for address in addresses_with(double_coding):
        assert SECRET not in client.get(address, follow=True).text, address


# Coding


def test_a_coder_finds_what_was_given_to_them(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    assert "0 of 8" in text_of(signed_in(first.coder), reverse("codings"))
    assert "Nothing was given to you." in text_of(signed_in(factories.coder("third")), reverse("codings"))


def test_coding_goes_from_one_suggestion_to_the_next_and_ends_with_the_summary(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    suggestions = list(double_coding.article.suggestions.in_review_order())
    for suggestion, following in zip(suggestions, [*suggestions[1:], None], strict=True):
        answer = client.post(reverse("coding_judge", args=[first.public_id, suggestion.public_id]))
        arguments = [first.public_id, following.public_id] if following is not None else [first.public_id]
        assert answer["Location"] == reverse("coding_suggestion" if following is not None else "coding", args=arguments)
    answer = client.post(reverse("coding_finish", args=[first.public_id]), follow=True)
    assert "your coding stays as it is" in answer.text
    assert "Finish coding" not in answer.text
    assert not Dialogue.objects.exists()


def test_a_correction_is_kept_and_comes_back_in_the_form(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    address = reverse("coding_suggestion", args=[first.public_id, suggestion.public_id])
    form = client.get(address, {"edit": ""}).context["form"]
    values = {name: form.initial.get(name) or "" for name in form.fields} | {"corrected": "1", "deadline": "2016-06"}
    client.post(reverse("coding_judge", args=[first.public_id, suggestion.public_id]), values)
    assert Judgement.objects.get().payload["deadline"] == "2016-06"  # type: ignore[index] # accepted with values
    assert 'value="2016-06"' in client.get(address, {"edit": ""}).text
    assert "✓ accept" in text_of(client, address)


def test_a_wrong_value_comes_back_with_the_rule_beside_its_field(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    values = {"corrected": "1", "title": "a hot line", "kind": "channel", "stated_by": "both", "deadline": "soon"}
    answer = client.post(reverse("coding_judge", args=[first.public_id, suggestion.public_id]), values)
    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "errorlist" in answer.text
    assert not Judgement.objects.exists()


def test_a_rejection_needs_one_of_the_reasons(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    judging = reverse("coding_judge", args=[first.public_id, suggestion.public_id])
    assert "choose one of the five" in client.post(judging, {"reason": "because"}, follow=True).text
    client.post(judging, {"reason": RejectionReason.WRONG_VALUE.value})
    assert Judgement.objects.get().rejection_reason == RejectionReason.WRONG_VALUE


def test_what_is_missing_is_added_with_its_quote_and_taken_back(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    address = reverse("coding_missing", args=[first.public_id, "outcome"])
    values = {
        "title": "a hot line",
        "kind": "channel",
        "stated_by": "both",
        "quote": "the establishment of one hot line",
    }
    chosen = re.findall(r"selected>[^<]*", client.get(address).text)
    assert set(chosen) == {"selected>choose"}
    refused = client.post(address, values)
    assert refused.status_code == 422
    assert f"Most like it is: “{HOT_LINE}" in words(parse(refused.text))
    assert "the establishment of one hot line" in refused.text
    client.post(address, values | {"quote": HOT_LINE})
    page = client.get(reverse("coding", args=[first.public_id]))
    assert HOT_LINE in words(parse(page.text))
    client.post(reverse("coding_missing_remove", args=[first.public_id, MissingFact.objects.get().pk]))
    assert not MissingFact.objects.exists()
    assert client.get(reverse("coding_missing", args=[first.public_id, "gossip"])).status_code == 404


def test_finishing_too_early_says_what_is_left(double_coding: DoubleCoding) -> None:
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    answer = client.post(reverse("coding_finish", args=[first.public_id]), follow=True)
    assert "8 suggestions are not judged yet." in words(parse(answer.text))


def test_the_review_queue_leaves_it_out_and_says_why_it_cannot_be_decided(
    double_coding: DoubleCoding, staff_client: Client
) -> None:
    assert "Nothing waits for a decision" in staff_client.get(reverse("review_queue"), follow=True).text
    suggestion = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    answer = staff_client.post(reverse("suggestion_accept", args=[suggestion.public_id]), follow=True)
    assert "Two people are coding this article" in answer.text
    assert not Dialogue.objects.exists()


# Adjudicating


def choose(client: Client, double_coding: DoubleCoding, suggestion: Suggestion, **values: str) -> Any:
    address = reverse("adjudication_choose", args=[double_coding.public_id, suggestion.public_id])
    return client.post(address, values, follow=True)


def test_both_codings_stand_side_by_side_and_where_they_differ_is_marked(
    double_coding: DoubleCoding, editor: User
) -> None:
    suggestion = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    for coding, venue in zip(codings_of(double_coding), ("Department of Justice", "Main Justice"), strict=True):
        changes = {"venue": venue}
        judge(coding=coding, suggestion=suggestion, by=coding.coder, verdict=Verdict.ACCEPT, changes=changes)
    finish_both(double_coding)
    client = signed_in(editor)
    page = parse(client.get(reverse("adjudication", args=[double_coding.public_id, suggestion.public_id])).text)
    rows = [cells(row) for row in page.iter("tr") if "differs" in row.get("class", "")]
    assert rows == [["≠ differs: Venue", "Department of Justice", "Main Justice"]]
    overview = text_of(client, reverse("double_coding", args=[double_coding.public_id]))
    assert "8 of 8 accepted or rejected alike" in overview
    assert "≠ 1" in overview


def test_choosing_writes_the_record_and_moves_on_until_it_is_adjudicated(
    double_coding: DoubleCoding, editor: User
) -> None:
    finish_both(double_coding)
    client = signed_in(editor)
    suggestions = list(double_coding.article.suggestions.in_review_order())
    answer = choose(client, double_coding, suggestions[0], choice="first")
    assert answer.redirect_chain[-1][0] == reverse(
        "adjudication", args=[double_coding.public_id, suggestions[1].public_id]
    )
    assert Dialogue.objects.count() == 1
    for suggestion in suggestions[1:]:
        answer = choose(client, double_coding, suggestion, choice="second")
    double_coding.refresh_from_db()
    assert double_coding.state == DoubleCodingState.ADJUDICATED
    assert answer.redirect_chain[-1][0] == reverse("double_coding", args=[double_coding.public_id])
    assert Outcome.objects.count() == 2
    settled = text_of(client, reverse("adjudication", args=[double_coding.public_id, suggestions[0].public_id]))
    assert "Accepted, as coder A, by adjudicator" in settled


def test_an_adjudicator_edits_and_rejects(double_coding: DoubleCoding, editor: User) -> None:
    finish_both(double_coding)
    client = signed_in(editor)
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    address = reverse("adjudication", args=[double_coding.public_id, dialogue.public_id])
    form = client.get(address, {"edit": ""}).context["form"]
    values = {name: str(form.initial.get(name) or "") for name in form.fields} | {"corrected": "1"}
    wrong = choose(client, double_coding, dialogue, **(values | {"start_date": "a Tuesday"}))
    assert wrong.status_code == 422
    assert 'value="a Tuesday"' in wrong.text
    choose(client, double_coding, dialogue, **(values | {"venue": "Department of Justice"}))
    assert Dialogue.objects.get().venue == "Department of Justice"
    outcome = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    choose(client, double_coding, outcome, reason=RejectionReason.OTHER_EVENT.value)
    outcome.refresh_from_db()
    assert outcome.rejection_reason == RejectionReason.OTHER_EVENT


def test_what_waits_for_its_dialogue_and_a_choice_of_nobody_are_refused_in_words(
    double_coding: DoubleCoding, editor: User
) -> None:
    finish_both(double_coding)
    client = signed_in(editor)
    outcome = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    assert "Decide on the dialogue" in choose(client, double_coding, outcome, choice="first").text
    assert "follow coder A or coder B" in choose(client, double_coding, outcome, choice="third").text


def test_a_coder_reads_the_comparison_and_has_no_buttons(double_coding: DoubleCoding) -> None:
    finish_both(double_coding)
    first, _ = codings_of(double_coding)
    client = signed_in(first.coder)
    dialogue = of_kind(double_coding.article, SuggestionKind.DIALOGUE)
    page = client.get(reverse("adjudication", args=[double_coding.public_id, dialogue.public_id])).text
    assert "somebody who did not adjudicates it" in page
    assert 'name="choice"' not in page
    assert choose(client, double_coding, dialogue, choice="first").status_code == 403


def test_a_missing_fact_is_adjudicated_on_a_page_of_its_own(double_coding: DoubleCoding, editor: User) -> None:
    first, _ = codings_of(double_coding)
    values = {"title": "a hot line", "kind": OutcomeKind.CHANNEL, "stated_by": "both"}
    kind = SuggestionKind.OUTCOME
    fact = record_missing(coding=first, by=first.coder, kind=kind, values=values, quote=HOT_LINE)
    finish_both(double_coding)
    client = signed_in(editor)
    page = reverse("adjudication_missing", args=[double_coding.public_id, fact.pk])
    choosing = reverse("adjudication_missing_choose", args=[double_coding.public_id, fact.pk])
    assert "Found by coder A, first" in text_of(client, page)
    assert "Decide on the dialogue" in client.post(choosing, follow=True).text
    choose(client, double_coding, of_kind(double_coding.article, SuggestionKind.DIALOGUE), choice="first")
    wrong = client.post(choosing, values | {"corrected": "1", "title": ""})
    assert wrong.status_code == 422
    client.post(choosing, values | {"corrected": "1", "title": "a hot line of the ministries"})
    assert Outcome.objects.get().title == "a hot line of the ministries"
    assert "Accepted" in text_of(client, page)


def test_calling_off_is_for_who_may_and_needs_a_reason(double_coding: DoubleCoding, editor: User) -> None:
    address = reverse("double_coding_call_off", args=[double_coding.public_id])
    first, _ = codings_of(double_coding)
    assert signed_in(first.coder).post(address, {"reason": "No."}).status_code == 403
    client = signed_in(editor)
    assert "say why; it is kept" in client.post(address, {"reason": " "}, follow=True).text
    assert "Called off" in client.post(address, {"reason": "A coder fell ill."}, follow=True).text
    assert "called off: A coder fell ill." in text_of(signed_in(first.coder), reverse("coding", args=[first.public_id]))


# Agreement


def test_agreement_is_a_page_and_two_files(double_coding: DoubleCoding, editor: User) -> None:
    first, _ = codings_of(double_coding)
    outcome = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    reason = RejectionReason.OTHER_EVENT
    judge(coding=first, suggestion=outcome, by=first.coder, verdict=Verdict.REJECT, reason=reason)
    finish_both(double_coding)
    client = signed_in(editor)
    page = text_of(client, reverse("agreement"))
    lines = [cells(row) for row in parse(client.get(reverse("agreement")).text).iter("tr")]
    # One of eight differs, and it holds the only rejection: by chance one would expect just as much.
    assert lines[1] == ["Decision: accept or reject", "8", "88%", "0.000", "nominal"]
    assert "not defined: fewer than two units have two values" in page
    assert "not defined: every value is the same" in page
    rows = list(csv.DictReader(client.get(reverse("agreement_csv")).text.splitlines()))
    assert (rows[0]["kind"], rows[0]["field"], rows[0]["percent"]) == ("all", "decision", "87.5")
    body = json.loads(client.get(reverse("agreement_json")).text)
    assert [row["field"] for row in body["agreement"]] == [row["field"] for row in rows]
    assert body["agreement"][0]["alpha"] == pytest.approx(float(rows[0]["alpha"]))
    assert body["missing_facts"] == {"both": 0, "only_first": 0, "only_second": 0, "percent": None}
    one = client.get(reverse("agreement"), {"of": double_coding.public_id})
    assert double_coding.article.title in one.text
    assert client.get(reverse("agreement"), {"of": "dco-0000000000"}).status_code == 404


def test_without_anything_to_compare_the_page_says_so(staff_client: Client) -> None:
    assert "Nothing to compare yet" in staff_client.get(reverse("agreement")).text
    assert "No article was given to two reviewers yet." in staff_client.get(reverse("double_codings")).text


# What holds for every page


def test_every_page_is_valid_and_keeps_to_the_policy(double_coding: DoubleCoding, editor: User) -> None:
    first, _ = codings_of(double_coding)
    suggestion = of_kind(double_coding.article, SuggestionKind.OUTCOME)
    coder = signed_in(first.coder)
    own = [first.public_id]
    pages = [
        coder.get(address)
        for address in (
            reverse("codings"),
            reverse("coding", args=own),
            reverse("coding_suggestion", args=[*own, suggestion.public_id]),
            reverse("coding_suggestion", args=[*own, suggestion.public_id]) + "?edit",
            reverse("coding_missing", args=[*own, "outcome"]),
        )
    ]
    values = {"title": "a hot line", "kind": OutcomeKind.CHANNEL, "stated_by": "both"}
    kind = SuggestionKind.OUTCOME
    fact = record_missing(coding=first, by=first.coder, kind=kind, values=values, quote=HOT_LINE)
    pages.append(coder.get(reverse("coding", args=own)))
    finish_both(double_coding)
    client = signed_in(editor)
    key = double_coding.public_id
    pages += [
        client.get(address)
        for address in (
            reverse("double_codings"),
            reverse("double_coding", args=[key]),
            reverse("adjudication", args=[key, suggestion.public_id]),
            reverse("adjudication", args=[key, suggestion.public_id]) + "?edit",
            reverse("adjudication_missing", args=[key, fact.pk]),
            reverse("agreement"),
        )
    ]
    for page in pages:
        tree = parse(page.text)
        assert [len(list(tree.iter(name))) for name in ("h1", "main", "title")] == [1, 1, 1]
        ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
        assert len(ids) == len(set(ids))
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page.text)


@pytest.mark.parametrize("number", [2, 20])
def test_pages_ask_the_database_as_often_for_many_rows_as_for_few(editor: User, number: int) -> None:
    snapshot = factories.snapshot()
    for place in range(number):
        factories.suggestion(snapshot, place)
    coders = [factories.coder("first"), factories.coder("second")]
    double_coding = assign_double_coding(article=snapshot.article, coders=coders, by=editor)
    for place in range(number - 1):
        other = factories.suggestion(factories.snapshot(article=factories.article(f"Article {place}")))
        assign_double_coding(article=other.article, coders=coders, by=editor)
    first, _ = codings_of(double_coding)
    suggestion = double_coding.article.suggestions.in_review_order()[0]
    coder, client = signed_in(coders[0]), signed_in(editor)
    asked = [
        count(coder, reverse("codings")),
        count(coder, reverse("coding", args=[first.public_id])),
        count(coder, reverse("coding_suggestion", args=[first.public_id, suggestion.public_id])),
    ]
    finish_both(double_coding)
    key = double_coding.public_id
    asked += [
        count(client, reverse("double_codings")),
        count(client, reverse("double_coding", args=[key])),
        count(client, reverse("adjudication", args=[key, suggestion.public_id])),
        count(client, reverse("agreement")),
    ]
    assert asked == [7, 12, 15, 12, 17, 17, 7]


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
