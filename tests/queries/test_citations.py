"""What a page says about its sources."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogues.models import Citation, Conflict, Dialogue, Snapshot
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.citations import Evidence, read_citations, safe_link
from tests import factories

pytestmark = pytest.mark.django_db


def evidence_of(dialogue: Dialogue) -> Evidence:
    return read_citations({"dialogue": [dialogue.pk]}).about("dialogue", dialogue.pk)


def cite(dialogue: Dialogue, source: Snapshot | None = None, **values: object) -> Citation:
    return Citation.objects.create(snapshot=source or factories.snapshot(text=None), dialogue=dialogue, **values)


def test_nothing_asked_costs_no_query() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert read_citations({"dialogue": [], "outcome": []}).sources == ()
    assert len(queries) == 0


def test_the_texts_of_the_sources_are_not_read() -> None:
    dialogue = factories.dialogue()
    factories.citation(factories.snapshot("They met."), "They met", dialogue=dialogue)
    with CaptureQueriesContext(connection) as queries:
        assert read_citations({"dialogue": [dialogue.pk]}).sources[0].text_kept
    assert len(queries) == 1
    assert '"dialogues_snapshot"."text",' not in queries[0]["sql"]


@pytest.mark.parametrize("stance", [CitationStance.SILENT, CitationStance.CONTEXT, CitationStance.CONTRADICTS])
def test_a_source_that_does_not_say_it_leaves_a_fact_uncited(stance: CitationStance) -> None:
    dialogue = factories.dialogue()
    cite(dialogue, stance=stance)
    assert evidence_of(dialogue).uncited


@pytest.mark.parametrize("stance", [CitationStance.SUPPORTS, CitationStance.SOFTER, CitationStance.STRONGER])
def test_a_source_that_says_it_in_its_way_cites_it(stance: CitationStance) -> None:
    dialogue = factories.dialogue()
    cite(dialogue, stance=stance)
    assert not evidence_of(dialogue).uncited


def test_two_sentences_of_one_article_are_one_source() -> None:
    dialogue = factories.dialogue()
    article = factories.article()
    for _ in range(2):
        cite(dialogue, source=factories.snapshot(text=None, article=article))
    assert evidence_of(dialogue).source_count == 1


def test_sources_are_numbered_by_date_of_publication_the_undated_last() -> None:
    dialogue = factories.dialogue()
    for title, date in (("Undated", None), ("Late", "2016-01"), ("Early", "2015-12-02")):
        article = factories.article(title, published_on=date)
        cite(dialogue, source=factories.snapshot(text=None, article=article))
    sources = read_citations({"dialogue": [dialogue.pk]}).sources
    assert [(source.number, source.article.title) for source in sources] == [(1, "Early"), (2, "Late"), (3, "Undated")]


def test_a_field_is_backed_by_its_own_citations_and_by_those_of_the_whole() -> None:
    dialogue = factories.dialogue()
    whole, date, _place = cite(dialogue), cite(dialogue, field="start_date"), cite(dialogue, field="city")
    chosen = evidence_of(dialogue).of_fields("start_date", "end_date")
    assert [one.citation for one in chosen.sentences] == [whole, date]


def test_a_field_does_not_name_one_source_twice() -> None:
    dialogue, source = factories.dialogue(), factories.snapshot(text=None)
    cite(dialogue, source=source)
    date = cite(dialogue, source=source, field="start_date", value_as_stated="1 December")
    assert [one.citation for one in evidence_of(dialogue).of_fields("start_date").sentences] == [date]


def test_what_a_conflict_is_about_is_not_the_whole() -> None:
    dialogue = factories.dialogue()
    conflict = Conflict.objects.create(dialogue=dialogue, field_as_stated="who the hot line connects")
    cite(dialogue, conflict=conflict)
    assert evidence_of(dialogue).of_fields("start_date").sentences == ()


@pytest.mark.parametrize(
    ("address", "linkable", "link"),
    [
        ("https://example.org/", True, "https://example.org/"),
        ("http://example.org/", True, "http://example.org/"),
        ("https://example.org/", False, ""),
        ("javascript:alert(1)", True, ""),
        ("data:text/html,x", True, ""),
        ("//example.org", True, ""),
        ("http://[", True, ""),
        ("", True, ""),
    ],
)
def test_readers_are_only_sent_to_web_addresses(address: str, linkable: bool, link: str) -> None:
    assert safe_link(factories.article(url=address, linkable=linkable)) == link
