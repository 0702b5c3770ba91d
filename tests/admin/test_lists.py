"""The lists of the admin: each costs the same for few and many rows, and finds what staff look for."""

import csv
import io
import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from dialogues.models import Conflict, Dialogue, Organization, Outcome, Person, Relation, Tenure, User
from dialogues.models.record import Record
from dialogues.models.vocabularies import OutcomeState, Publication, RelationKind
from dialogues.review.merge import merge_records
from tests import factories
from tests.admin.rows_of_lists import MAKE, make_rows
from tests.ingest.stages import ingested_round_one

pytestmark = pytest.mark.django_db
REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)
OF_RECORDS = [model for model in REGISTERED if hasattr(admin.site._registry[model], "export_file")]
by_name = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)
of_records = pytest.mark.parametrize("model", OF_RECORDS, ids=lambda model: model._meta.model_name)

ROWS = '//table[@id="result_list"]/tbody/tr'
FILTERS = '//*[@id="changelist-filter"]//a'
DATES = '//*[contains(@class, "toplinks")]//a'


def document(page: bytes) -> Any:
    return html.document_fromstring(page.decode())


def address(model: type[Model], query: str = "") -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/{query}"


def listed(client: Client, model: type[Model], query: str = "") -> set[Any]:
    """The rows of the list, by the links to their forms."""
    answer = client.get(address(model, query))
    assert answer.status_code == 200, (query, answer)
    keys = re.findall(r'name="_selected_action" value="([^"]+)"|/(\d+)/change/', answer.content.decode())
    return set(model._default_manager.filter(pk__in={one or other for one, other in keys}))


def search(client: Client, model: type[Model], words: str) -> set[Any]:
    return listed(client, model, f"?q={quote(words)}")


def exported(client: Client, model: type[Model], query: str = "") -> list[dict[str, str]]:
    answer = client.get(address(model, f"export/csv/{query}"))
    assert answer.status_code == 200, answer
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline="")))


@by_name
def test_a_list_of_two_hundred_costs_the_queries_of_a_list_of_two(
    model: type[Model], staff_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On one page, also of what has a parent for each row and so makes more rows.
    monkeypatch.setattr(admin.site._registry[model], "list_max_show_all", 1000)
    make_rows(model, 2)
    staff_client.get(address(model))  # what is read once in the life of a process
    with CaptureQueriesContext(connection) as few:
        staff_client.get(address(model, "?all="))
    make_rows(model, 200)
    with CaptureQueriesContext(connection) as many:
        page = staff_client.get(address(model, "?all=")).content
    assert len(document(page).xpath(ROWS)) >= 200
    assert len(many) == len(few), "\n".join(one["sql"][:300] for one in many.captured_queries)


@of_records
def test_an_export_of_two_hundred_costs_the_queries_of_one_of_two(model: type[Model], staff_client: Client) -> None:
    counts = []
    for number in (2, 60):
        make_rows(model, number)
        with CaptureQueriesContext(connection) as queries:
            assert len(exported(staff_client, model)) >= number
        counts.append(len(queries))
    assert counts[0] == counts[1]


@of_records
def test_every_filter_and_the_date_drill_down_answer(model: type[Model], staff_client: Client) -> None:
    make_rows(model, 2)
    page = document(staff_client.get(address(model)).content)
    for link in {link for link in page.xpath(f"{FILTERS}/@href | {DATES}/@href") if link.startswith("?")}:
        assert staff_client.get(address(model, link)).status_code == 200, link
        assert staff_client.get(address(model, f"export/json/{link}")).status_code == 200, link


@of_records
def test_no_list_counts_more_than_the_rows_of_its_filter(model: type[Model], staff_client: Client) -> None:
    make_rows(model, 2)
    with CaptureQueriesContext(connection) as queries:
        staff_client.get(address(model, "?q=something"))
    counts = [
        one["sql"]
        for one in queries.captured_queries
        if "COUNT(*)" in one["sql"] and f'"{model._meta.db_table}"' in one["sql"]
    ]
    assert len(counts) <= 1


def test_a_dialogue_is_found_by_whatever_staff_have_at_hand(staff_client: Client) -> None:
    mechanism = factories.mechanism("High-Level Joint Dialogue on Cybercrime", aliases=["HLJD"])
    dialogue = factories.dialogue("Xi Jinping’s state visit: première", mechanism=mechanism, publication="draft")
    person = factories.person("Guo Shengkun")
    factories.participation(dialogue, person=person)
    factories.participation(dialogue, person=person, role="host")
    outcome = factories.outcome(dialogue)
    factories.dialogue("Another meeting", city="Beijing")
    assert dialogue.slug == "xi-jinpings-state-visit-premiere"
    for words in (
        *("state visit", "HLJD", "washington", "cybercrime jinping", dialogue.public_id, dialogue.public_id.upper()),
        *(dialogue.slug, f"/{dialogue.slug}/", "xi-jinpings-state", outcome.public_id, person.public_id),
        f"https://readout.example{dialogue.get_absolute_url()}",
        f"https://readout.example/api/v1/dialogues/{dialogue.public_id}/?expand=outcomes",
        f"https://readout.example{outcome.get_absolute_url()}#history",
    ):
        assert search(staff_client, Dialogue, words) == {dialogue}, words


def test_a_public_id_that_leads_nowhere_finds_nothing(staff_client: Client) -> None:
    dialogue = factories.dialogue()
    assert search(staff_client, Dialogue, "dlg-0000000000") == set()
    assert search(staff_client, Person, dialogue.public_id) == set()


def test_people_and_bodies_are_found_in_their_own_script_and_by_their_other_names(staff_client: Client) -> None:
    guo = factories.person(
        "Guo Shengkun", native_name="郭声琨", aliases=["Kuo Sheng-k’un"], identifiers={"wikidata": "Q1"}
    )
    factories.person("Loretta Lynch")
    ministry = Organization.objects.create(name="Ministry of Public Security", native_name="公安部", aliases=["MPS"])
    office = Tenure.objects.create(person=guo, title="Minister", native_title="部长", organization=ministry)
    for words in ("guo", "郭声琨", "Kuo Sheng", "Q1", "guo-shengkun", office.public_id, guo.public_id):
        assert search(staff_client, Person, words) == {guo}, words
    for words in ("公安部", "MPS", "ministry-of-public-security"):
        assert search(staff_client, Organization, words) == {ministry}, words
    for words in ("郭声琨", "部长", "Public Security", ministry.public_id):
        assert search(staff_client, Tenure, words) == {office}, words


def test_mechanisms_are_found_by_the_names_that_the_sides_give_them(staff_client: Client) -> None:
    mechanism = factories.mechanism(native_names={"zh-Hans": "打击网络犯罪高级别联合对话"})
    factories.mechanism("Another")
    assert search(staff_client, type(mechanism), "高级别") == {mechanism}


def test_an_article_is_found_by_its_address_however_it_is_shared(staff_client: Client) -> None:
    url = "https://gazette.example/2015-12/03/content_22.htm"
    article = factories.article("Talks", url=url, canonical_url=url)
    factories.article("Other")
    snapshot = factories.snapshot(article=article)
    for words in (
        url,
        "HTTPS://gazette.example:443/2015-12/03/content_22.htm?utm_source=x#top",
        "gazette",
        snapshot.public_id,
    ):
        assert search(staff_client, type(article), words) == {article}, words


def test_the_date_drill_down_goes_by_the_first_day_that_a_date_can_mean(staff_client: Client) -> None:
    dates = ("2015-12-31", "2016-01-01", "2016", "[2016-06-14..2016-06-20]", "2017-01-01")
    made = {text: factories.dialogue(text, start_date=text, end_date=None) for text in dates}
    year, month, day = (f"start_date_earliest__{part}" for part in ("year", "month", "day"))
    expected = {
        f"?{year}=2015": {"2015-12-31"},
        f"?{year}=2016": {"2016-01-01", "2016", "[2016-06-14..2016-06-20]"},
        f"?{year}=2016&{month}=1": {"2016-01-01", "2016"},
        f"?{year}=2016&{month}=6&{day}=14": {"[2016-06-14..2016-06-20]"},
    }
    for query, texts in expected.items():
        assert listed(staff_client, Dialogue, query) == {made[text] for text in texts}, query
    years = document(staff_client.get(address(Dialogue)).content).xpath(f"{DATES}/text()")
    assert [year.strip() for year in years] == ["2015", "2016", "2017"]
    outcome = factories.outcome(made["2016"])
    assert listed(staff_client, Outcome, "?dialogue__start_date_earliest__year=2016") == {outcome}
    assert listed(staff_client, Outcome, "?dialogue__start_date_earliest__year=2017") == set()


def test_dialogues_are_filtered_by_pair_source_and_what_waits_for_review(staff_client: Client) -> None:
    factories.party("CN"), factories.party("US")
    cited, uncited = factories.dialogue("Cited"), factories.dialogue("Uncited")
    indian = factories.dialogue("Cyber dialogue", side_a=factories.party("IN"), side_b=factories.party("US"))
    factories.citation(factories.snapshot(), "agreed", dialogue=cited)
    factories.citation(factories.snapshot(), "agreed", dialogue=uncited, stance="context")
    ingested_round_one().suggestions.filter(kind="dialogue").update(matched_dialogue=indian)
    assert listed(staff_client, Dialogue, "?pair=CN-US") == {cited, uncited}
    assert listed(staff_client, Dialogue, "?uncited=yes") == {uncited, indian}
    assert listed(staff_client, Dialogue, "?uncited=no") == {cited}
    assert listed(staff_client, Dialogue, "?suggestions=yes") == {indian}
    assert listed(staff_client, Dialogue, "?pair=CN-US&uncited=no&q=cited") == {cited}


def test_outcomes_are_filtered_by_state_and_deadline(staff_client: Client) -> None:
    dialogue, past = factories.dialogue(), timezone.now().date() - timedelta(days=40)
    late, kept, later, undated = (
        factories.outcome(dialogue, title, deadline=deadline)
        for title, deadline in (("late", str(past)), ("kept", str(past)), ("later", "2899"), ("undated", None))
    )
    factories.status(late, OutcomeState.AGREED)
    factories.status(kept, OutcomeState.AGREED)
    factories.status(kept, OutcomeState.COMPLETED)
    factories.status(kept, OutcomeState.DISPUTED, party=factories.party("US"))
    assert listed(staff_client, Outcome, "?overdue=yes") == {late}
    assert listed(staff_client, Outcome, "?overdue=no") == {kept, later, undated}
    assert listed(staff_client, Outcome, "?state=completed") == {kept}
    assert listed(staff_client, Outcome, "?state=agreed") == {late}
    assert listed(staff_client, Outcome, "?state=none") == {later, undated}


def test_people_without_a_known_office_are_found(staff_client: Client) -> None:
    known, unknown = factories.person("Known"), factories.person("Unknown")
    Tenure.objects.create(person=known, title="Minister")
    factories.participation(factories.dialogue(), person=unknown)
    assert listed(staff_client, Person, "?no_tenure=yes") == {unknown}
    assert listed(staff_client, Person, "?no_tenure=no&took_part=no") == {known}


def test_merged_records_open_conflicts_and_unresolved_lineage_are_found(staff: User, staff_client: Client) -> None:
    loser, winner = factories.person("Guo Shengkun"), factories.person("Guo Shengkun")
    merge_records(loser=loser, winner=winner, by=staff, reason="the same")
    assert listed(staff_client, Person, "?merged=yes") == {loser}
    assert search(staff_client, Person, loser.public_id) == {loser}
    dialogue = factories.dialogue()
    opened = Conflict.objects.create(dialogue=dialogue, field_as_stated="the day")
    Conflict.objects.create(dialogue=dialogue, field_as_stated="the city", resolution="Both sides say so.")
    assert listed(staff_client, Conflict, "?decided=no") == {opened}
    stated = Relation.objects.create(kind=RelationKind.CONTINUES, from_dialogue=dialogue, to_as_stated="a consensus")
    assert listed(staff_client, Relation, "?resolved=no") == {stated}


@pytest.mark.parametrize("query", ["?pair=XX-YY", "?uncited=maybe", "?state=nonsense", "?start_date_earliest__year=x"])
def test_a_filter_that_is_not_offered_is_not_left_out_silently(query: str, staff_client: Client) -> None:
    for page in ("", "export/csv/"):
        answer = staff_client.get(address(Outcome if "state" in query else Dialogue, f"{page}{query}"))
        assert answer.status_code == 302, query
        assert answer["Location"].endswith("?e=1")


def test_a_row_says_what_became_of_it_and_leads_to_its_public_page(staff_client: Client) -> None:
    dialogue = factories.dialogue("First round")
    factories.participation(dialogue, person=factories.person("Guo Shengkun"))
    factories.participation(dialogue, person=factories.person("Loretta Lynch"), party=factories.party("US"))
    factories.participation(dialogue, person=factories.person("Somebody Else"), role="member")
    outcome = factories.outcome(dialogue, publication=Publication.DRAFT)
    factories.status(outcome, OutcomeState.AGREED)
    factories.status(outcome, OutcomeState.LAUNCHED)
    factories.citation(factories.snapshot(), "agreed", dialogue=dialogue)
    row = cells(staff_client, Dialogue)
    assert row["field-chairs"].text_content() == "Guo Shengkun, Loretta Lynch"
    assert (row["field-outcomes"].text_content(), row["field-citations"].text_content()) == ("1", "1")
    assert (row["field-start"].text_content(), row["field-pair"].text_content()) == ("1 December 2015", "CN–US")
    assert row["field-publication"].xpath(".//a/@href") == [dialogue.get_absolute_url()]
    row = cells(staff_client, Outcome)
    assert (row["field-state"].text_content(), row["field-citations"].text_content()) == ("launched", "uncited")
    assert not row["field-publication"].xpath(".//a")


def cells(client: Client, model: type[Model]) -> dict[str, Any]:
    """The cells of the only row, by their class."""
    (row,) = document(client.get(address(model)).content).xpath(ROWS)
    return {cell.get("class").split()[0]: cell for cell in row}


@of_records
def test_the_actions_stand_where_they_make_sense(model: type[Record], staff_client: Client) -> None:
    make_rows(model, 2)
    page = document(staff_client.get(address(model)).content)
    actions = set(page.xpath('//select[@name="action"]/option/@value')) - {""}
    has_state = hasattr(model, "publication")
    mergeable = model._meta.model_name in {"person", "organization", "dialogue", "outcome"}
    assert ({"publish", "withdraw", "unpublish"} <= actions) is has_state
    assert ("merge" in actions) is mergeable
    assert not (has_state and "delete_selected" in actions)


def test_an_export_has_exactly_the_rows_of_the_filter_in_the_order_of_the_list(staff_client: Client) -> None:
    for number in range(60):
        factories.dialogue(
            f"Round {number:02}",
            start_date=f"{1950 + number}",
            end_date=None,
            city=("Beijing", "Washington")[number % 2],
        )
    rows = exported(staff_client, Dialogue, "?q=beijing&o=-1")
    assert [row["title"] for row in rows] == [f"Round {number:02}" for number in range(58, -1, -2)]
    assert len(exported(staff_client, Dialogue, "?p=2")) == 60


@of_records
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_every_list_is_exported(model: type[Model], ending: str, staff_client: Client) -> None:
    make_rows(model, 2)
    answer = staff_client.get(address(model, f"export/{ending}/"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    assert len(answer.getvalue()) > 50


def test_what_is_no_record_or_no_format_is_not_exported(staff_client: Client) -> None:
    assert staff_client.get(address(User, "export/csv/")).status_code in {302, 404}
    assert staff_client.get(address(Dialogue, "export/pdf/")).status_code == 404


def test_an_export_needs_the_permission_to_see_the_records(client: Client) -> None:
    reader = User.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(address(Dialogue, "export/csv/")).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_dialogue"))
    assert client.get(address(Dialogue, "export/csv/")).status_code == 200
    page = client.get(address(Dialogue)).content.decode()
    assert "export/csv/" in page
    assert "import/" not in page


def test_every_registered_model_has_a_row_to_test_it_with() -> None:
    assert set(MAKE) == set(REGISTERED)
