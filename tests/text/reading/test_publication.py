"""The day of publication, and where it was found."""

import pytest

from dialogues.text.reading.read import read_document
from tests.faults.hostile_corpus import SENTENCE

TEXT = f"<p>{SENTENCE * 4}</p>"


def published(
    head: str = "", body: str = "", url: str = "https://site.example/story", text: str = TEXT
) -> tuple[str, str]:
    page = (
        f"<html><head><title>Talks in Tokyo</title>{head}</head><body><article>"
        f"<h1>Talks in Tokyo</h1>{body}{text}</article></body></html>"
    )
    found = read_document(page.encode(), "text/html", url)
    return str(found.published_on), found.published_on_basis


def json_ld(written: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{written}"}}</script>'


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2016-07-28T23:30:00+09:00", "2016-07-28"),
        ("2016-07-28T00:30:00+09:00", "2016-07-28"),
        ("2016-07-28", "2016-07-28"),
        ("2016-07-28T00:00:00Z", "2016-07-28"),
        ("28 July 2016", "2016-07-28"),
        ("Thu, 28 Jul 2016 09:00:00 +0900", "2016-07-28"),
    ],
)
def test_the_day_is_taken_as_it_is_written_and_never_moved_to_utc(written: str, day: str) -> None:
    assert published(json_ld(written)) == (day, f"JSON-LD datePublished: {written}")


def test_what_the_page_shows_decides_where_an_instant_in_utc_leaves_the_day_open() -> None:
    head = json_ld("2016-07-27T17:30:00Z")
    assert published(head, "<div class='date'>2016年7月28日</div>") == (
        "2016-07-28",
        "shown on the page: 2016年7月28日",
    )
    assert published(head) == ("2016-07-27", "JSON-LD datePublished: 2016-07-27T17:30:00Z (the day in UTC)")
    far = "<div class='date'>2014年1月1日</div>"
    assert published(head, far)[0] == "2016-07-27"


def test_what_is_said_for_machines_goes_before_what_is_shown_and_that_before_the_address() -> None:
    meta = '<meta property="article:published_time" content="2016-07-28T09:00:00+09:00">'
    time = '<time datetime="2016-07-29">x</time>'
    address = "https://site.example/2016/07/30/story"
    assert published(meta, time, address)[1].startswith("meta article:published_time")
    assert published("", time, address) == ("2016-07-29", "time element: 2016-07-29")
    assert published("", "", address) == ("2016-07-30", "address: 2016/07/30")


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("2016-07-28 10:15", "2016-07-28"),
        ("发布时间：2016年7月28日 10:15 来源：外交部", "2016-07-28"),
        ("28. Juli 2016", "2016-07-28"),
        ("le 28 juillet 2016", "2016-07-28"),
        ("28 июля 2016", "2016-07-28"),
        ("28 de julio de 2016", "2016-07-28"),
        ("July 28th, 2016", "2016-07-28"),
        ("28.07.2016", "2016-07-28"),
    ],
)
def test_dates_are_read_as_people_write_them(shown: str, day: str) -> None:
    assert published(body=f"<p>{shown}</p>")[0] == day


@pytest.mark.parametrize(
    "url",
    [
        "https://site.example/a/t20160728_123.html",
        "https://site.example/2016-07/28/c_123.htm?x=1",
        "https://site.example/news/2016-07-28-talks",
        "https://site.example/20160728/talks.html",
    ],
)
def test_addresses_carry_days_in_several_forms(url: str) -> None:
    assert published(url=url)[0] == "2016-07-28"


def test_a_day_when_the_page_was_changed_is_not_the_day_it_was_published() -> None:
    body = '<div class="updated-date">Updated: 1 August 2017</div><div class="date">28 July 2016</div>'
    assert published(body=body)[0] == "2016-07-28"


def test_the_dateline_of_a_text_is_a_date() -> None:
    text = f"TOKYO, July 28, 2016 (Agency) -- {SENTENCE * 4}"
    found = read_document(text.encode(), "text/plain")
    assert (str(found.published_on), found.published_on_basis) == ("2016-07-28", "dateline: TOKYO, July 28, 2016")


def test_a_date_within_a_sentence_is_none() -> None:
    text = f"The two sides met on July 28, 2016 in Tokyo and agreed on much. {SENTENCE * 4}"
    assert read_document(text.encode(), "text/plain").published_on is None


@pytest.mark.parametrize("written", ["0000-00-00", "2016-02-30", "1066-10-14", "2999-01-01", "soon", "", "٢٠١٦"])
def test_what_is_no_day_is_left_out(written: str) -> None:
    assert published(json_ld(written)) == ("None", "")
