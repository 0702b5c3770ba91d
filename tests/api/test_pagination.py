import base64
import json
from typing import Any

import pytest
from django.test import Client

from dialogues.models import Dialogue
from dialogues.models.vocabularies import Publication
from tests import factories
from tests.api.problems import errors


def make(count: int) -> None:
    """Dialogues of which several are on the same day, so that a page ends among equals."""
    for number in range(count):
        factories.dialogue(f"Dialogue {number}", start_date=f"2015-12-0{number % 3 + 1}", end_date=None)


def titles(page: Any) -> list[str]:
    return [item["title"] for item in page["results"]]


def walk(api: Client, path: str, direction: str = "next") -> list[dict[str, Any]]:
    """All pages from this one on."""
    pages = []
    address: str | None = path
    while address:
        pages.append(api.get(address).json())
        address = pages[-1][direction]
    return pages


@pytest.mark.parametrize("ordering", ["start_date", "-start_date", "updated_at", "-updated_at"])
def test_the_pages_together_are_the_whole_list_in_its_order(api: Client, ordering: str) -> None:
    make(25)
    whole = api.get(f"/api/v1/dialogues/?page_size=100&ordering={ordering}").json()
    assert whole["next"] is whole["previous"] is None
    pages = walk(api, f"/api/v1/dialogues/?page_size=10&ordering={ordering}")
    assert [len(page["results"]) for page in pages] == [10, 10, 5]
    assert [title for page in pages for title in titles(page)] == titles(whole)


def test_the_way_back_leads_over_the_same_pages(api: Client) -> None:
    make(25)
    there = walk(api, "/api/v1/dialogues/?page_size=10")
    back = walk(api, there[-1]["previous"], "previous")
    assert [titles(page) for page in back] == [titles(page) for page in reversed(there[:-1])]


def test_a_row_added_meanwhile_neither_repeats_nor_hides_another(api: Client) -> None:
    make(15)
    first = api.get("/api/v1/dialogues/?page_size=10").json()
    factories.dialogue("Newest", start_date="2016", end_date=None)
    second = api.get(first["next"]).json()
    together = titles(first) + titles(second)
    assert len(together) == len(set(together)) == 15


def test_the_next_page_keeps_the_filters(api: Client) -> None:
    make(25)
    following = api.get("/api/v1/dialogues/?page_size=10&from=2015-12-02&to=2015-12-02").json()
    assert following["next"] is None
    following = api.get("/api/v1/dialogues/?page_size=10&from=2015-12-02").json()
    assert "from=2015-12-02" in following["next"]
    assert "page_size=10" in following["next"]


def test_the_newest_dialogue_comes_first_unless_one_asks_otherwise(api: Client) -> None:
    make(3)
    assert titles(api.get("/api/v1/dialogues/").json()) == ["Dialogue 2", "Dialogue 1", "Dialogue 0"]
    assert titles(api.get("/api/v1/dialogues/?ordering=start_date").json()) == [
        "Dialogue 0",
        "Dialogue 1",
        "Dialogue 2",
    ]


def test_fifty_is_the_usual_size(api: Client) -> None:
    make(51)
    assert len(api.get("/api/v1/dialogues/").json()["results"]) == 50


def test_a_page_whose_rows_have_gone_is_empty_and_the_last(api: Client) -> None:
    make(15)
    following = api.get("/api/v1/dialogues/?page_size=10").json()["next"]
    Dialogue.objects.update(publication=Publication.WITHDRAWN)
    assert api.get(following).json() == {"results": [], "next": None, "previous": None}


@pytest.mark.parametrize("size", ["9", "101", "0", "-10", "ten", "", "1e2", "٢٠", "9" * 5000])
def test_a_page_size_out_of_range_is_refused(api: Client, size: str) -> None:
    answer = api.get("/api/v1/dialogues/", {"page_size": size})
    assert errors(answer) == {"page_size": "write a number from 10 to 100"}


@pytest.mark.parametrize("ordering", ["title", "--start_date", "", "start_date,updated_at", "pk\0"])
def test_an_ordering_that_is_not_offered_is_refused(api: Client, ordering: str) -> None:
    answer = api.get("/api/v1/dialogues/", {"ordering": ordering})
    assert errors(answer) == {"ordering": "write one of start_date, -start_date, updated_at, -updated_at"}


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "wrong",
        "é",
        "\0",
        "a" * 1000,
        encoded(1),
        encoded({}),
        encoded(["-start_date", "2015-02-30", 1, "next"]),
        encoded(["-start_date", "2015-12-01", -1, "next"]),
        encoded(["-start_date", "2015-12-01", 2**80, "next"]),
        encoded(["-start_date", "2015-12-01", "1", "next"]),
        encoded(["-start_date", "2015-12-01", 1, "sideways"]),
        encoded(["-start_date", "2015-12-01", 1]),
        base64.urlsafe_b64encode(b"[" * 200).decode(),
    ],
)
def test_a_cursor_that_this_api_did_not_give_is_refused(api: Client, cursor: str) -> None:
    answer = api.get("/api/v1/dialogues/", {"cursor": cursor})
    assert errors(answer) == {"cursor": "use the address in next or previous as it is"}


def test_a_time_without_its_zone_in_a_cursor_is_refused(api: Client) -> None:
    cursor = encoded(["updated_at", "2015-12-01T00:00:00", 1, "next"])
    assert "cursor" in errors(api.get("/api/v1/dialogues/", {"cursor": cursor, "ordering": "updated_at"}))


def test_a_cursor_of_another_ordering_is_refused(api: Client) -> None:
    make(11)
    cursor = encoded(["start_date", "2015-12-01", 1, "next"])
    answer = api.get("/api/v1/dialogues/", {"cursor": cursor, "ordering": "updated_at"})
    assert errors(answer) == {"cursor": "it belongs to the ordering start_date, not to updated_at"}
