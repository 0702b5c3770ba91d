"""What holds for each public page: valid HTML, no inline style or script, nothing from elsewhere, text as text."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client, override_settings

from dialogues.models import Dialogue
from tests import factories
from tests.web.pages import SVG, parse, words
from tests.web.records import add_one_of_each, full_dialogue, organization, unquoted

HOSTILE = "\"'><script>alert(1)</script>&amp; \u202eevil\u202c مرحبا {{ 7|add:7 }}"


def addresses(dialogue: Dialogue) -> list[str]:
    outcomes = [outcome.get_absolute_url() for outcome in dialogue.outcomes.all()]
    return ["/", "/?pair=CN-US", "/?from=never", "/nothing/", dialogue.get_absolute_url(), *outcomes]


@pytest.fixture
def trees(client: Client, db: None) -> list[Element]:
    """Every kind of public page of a record in which everything occurs."""
    return [parse(client.get(address).text) for address in [*addresses(full_dialogue(2)), "/codebook/"]]


def test_each_is_valid_and_has_one_heading_and_landmarks(trees: list[Element]) -> None:
    for tree in trees:
        assert [len(list(tree.iter(name))) for name in ("h1", "main", "title")] == [1, 1, 1]
        headings = [int(element.tag[1]) for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]
        assert headings[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(headings)), headings
        assert tree.get("lang") == "en"


def test_none_has_inline_style_or_script_or_handlers(trees: list[Element]) -> None:
    for tree in trees:
        for element in tree.iter():
            assert element.tag not in {"script", "style", f"{SVG}style", f"{SVG}script"}
            assert not [name for name in element.keys() if name == "style" or str(name).startswith("on")]  # noqa: SIM118


def test_none_loads_anything_from_another_host(trees: list[Element]) -> None:
    for tree in trees:
        loaded = [element.get("href", "") for element in tree.iter("link") if element.get("rel") != "canonical"]
        loaded += [element.get("src", "") for element in tree.iter() if element.get("src") is not None]
        assert [address for address in loaded if not address.startswith("/") or address.startswith("//")] == []


def test_ids_are_unique_and_what_refers_to_them_finds_them(trees: list[Element]) -> None:
    for tree in trees:
        ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
        assert len(ids) == len(set(ids))
        references = [link.get("href", "")[1:] for link in tree.iter("a") if link.get("href", "").startswith("#")]
        for name in ("aria-labelledby", "aria-describedby", "for"):
            references += [one for element in tree.iter() for one in element.get(name, "").split()]
        assert set(references) <= set(ids)


def test_each_item_page_names_its_json(client: Client, db: None) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue)
    for record, path in ((dialogue, "dialogues"), (outcome, "outcomes")):
        links = parse(client.get(record.get_absolute_url()).text).iter("link")
        found = [link.get("href") for link in links if link.get("type") == "application/json"]
        assert found == [f"/api/v1/{path}/{record.public_id}/"]


def test_hostile_text_is_shown_as_text_everywhere(client: Client, db: None) -> None:
    mechanism = factories.mechanism(HOSTILE)
    article = factories.article(
        HOSTILE,
        language='en" onload="x',
        url="https://example.org/\"onmouseover='x'",
        publisher=factories.publisher(HOSTILE),
    )
    source = factories.snapshot(HOSTILE, article=article)
    dialogue = factories.dialogue(
        HOSTILE, mechanism=mechanism, city=HOSTILE, venue=HOSTILE, summary=HOSTILE, note=HOSTILE
    )
    factories.citation(source, HOSTILE, dialogue=dialogue, field="start_date", value_as_stated=HOSTILE)
    unquoted(dialogue=dialogue, field="start_date", stance="contradicts", value_as_stated=HOSTILE)
    factories.participation(
        dialogue,
        person=factories.person(HOSTILE, native_name=HOSTILE),
        title_as_stated=HOSTILE,
        organization=organization(HOSTILE),
    )
    outcome = add_one_of_each(dialogue, HOSTILE)
    factories.citation(source, HOSTILE, outcome=outcome)
    factories.status(outcome, effective_on="2016", rationale=HOSTILE)
    shown = " ".join(HOSTILE.split())
    for address in addresses(dialogue):
        page = client.get(address)
        tree = parse(page.text)
        assert "<script" not in page.text
        assert not [element for element in tree.iter() if element.get("onload") or element.get("onmouseover")]
        if page.status_code == 200:
            assert shown in words(tree)


def test_staff_are_led_to_the_review_queue_and_others_to_the_sign_in(client: Client, staff_client: Client) -> None:
    assert 'href="/review/"' in staff_client.get("/").text
    client.logout()
    page = client.get("/").text
    assert 'href="/review/"' not in page
    assert 'href="/accounts/login/"' in page


def test_the_page_of_a_fault_needs_nothing() -> None:
    parse(render_to_string("500.html"))


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html"])
def test_the_pages_of_errors_stand_without_a_request(name: str) -> None:
    assert words(parse(render_to_string(name))).count("Go to the timeline.") == 1


def test_the_style_sheet_is_small_and_takes_nothing_from_elsewhere() -> None:
    style = (Path(settings.BASE_DIR) / "static" / "readout.css").read_text()
    assert len(style.encode()) < 30_000
    assert "url(" not in style
    assert "@import" not in style


@override_settings(DEBUG=False)
def test_the_strict_policy_is_sent(client: Client, db: None) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
