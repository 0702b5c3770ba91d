"""The codebook as a page and as a file."""

import csv
import io
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from dialogues.queries.codebook import codebook
from dialogues.text.spreadsheets import formula_safe
from tests.web.pages import parse, section, words


@pytest.fixture
def tree(client: Client, db: None) -> Element:
    return parse(client.get("/codebook/").text)


def lines(client: Client) -> list[list[str]]:
    return list(csv.reader(io.StringIO(client.get("/codebook.csv").text)))


def test_every_term_has_an_anchor_with_its_definition_and_example(tree: Element) -> None:
    anchors = {element.get("id"): words(element) for element in tree.iter("div") if element.get("id")}
    assert anchors["dialogue-kind-expert-group"].startswith(
        "expert group expert_group A meeting of officials or experts who work out details"
    )
    assert len(anchors) == sum(len(vocabulary.terms) for vocabulary in codebook())


def test_the_contents_lead_to_every_vocabulary(tree: Element) -> None:
    (contents,) = (element for element in tree.iter("nav") if element.get("aria-label") == "Vocabularies")
    links = {link.get("href", "")[1:]: words(link) for link in contents.iter("a")}
    assert list(links.values()) == [
        *(vocabulary.title for vocabulary in codebook() if not vocabulary.machinery),
        *(vocabulary.title for vocabulary in codebook() if vocabulary.machinery),
    ]
    assert links.keys() <= {element.get("id") for element in tree.iter("h3")}


def test_ids_are_unique_and_every_link_within_the_page_finds_its_target(tree: Element) -> None:
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    assert {link.get("href", "")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")} <= set(ids)


def test_what_only_staff_meet_stands_at_the_end(tree: Element) -> None:
    assert "Job" not in words(section(tree, "of-the-record"))
    assert "Stage of an article" in words(section(tree, "of-the-machinery"))


def test_every_page_leads_to_it(client: Client, db: None) -> None:
    assert 'href="/codebook/"' in client.get("/").text


def test_the_file_has_one_line_a_term(client: Client) -> None:
    heading, *terms = lines(client)
    assert heading == ["vocabulary", "used_for", "term", "label", "definition", "example"]
    assert [line[2] for line in terms] == [term.value for vocabulary in codebook() for term in vocabulary.terms]


def test_the_file_is_offered_as_a_file_in_utf_8(client: Client) -> None:
    answer = client.get("/codebook.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="readout-codebook.csv"'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_spreadsheet_calculates_nothing(start: str) -> None:
    assert formula_safe(f"{start}1+1") == f"'{start}1+1"


def test_other_text_stays_as_it_is() -> None:
    assert formula_safe("1 = one") == "1 = one"
    assert formula_safe("") == ""


@pytest.mark.parametrize("address", ["/codebook/", "/codebook.csv"])
def test_it_is_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
