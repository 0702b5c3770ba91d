"""The page of one dialogue."""

import pytest
from django.test import Client

from dialogues.models import Conflict, DelegationCount, Dialogue, Difference, Relation
from dialogues.models.vocabularies import (
    Attendance,
    CitationStance,
    DifferenceKind,
    OutcomeState,
    ParticipationRole,
    Publication,
    Rank,
    RelationKind,
)
from tests import factories
from tests.web.conftest import QueryCount
from tests.web.pages import parse, section, with_class, words
from tests.web.records import full_dialogue, organization, unquoted

pytestmark = pytest.mark.django_db


def page_of(client: Client, record: Dialogue) -> str:
    page = client.get(record.get_absolute_url())
    assert page.status_code == 200
    return page.text


def test_it_shows_the_facts(client: Client) -> None:
    mechanism = factories.mechanism("Joint Dialogue", native_names={"zh": "联合对话"})
    dialogue = factories.dialogue(
        "First round", mechanism=mechanism, ordinal=1, start_date="2015-11-30", end_date="2015-12-01", venue="A hall"
    )
    tree = parse(page_of(client, dialogue))
    facts = [words(fact) for fact in with_class(tree, "fact")]
    assert facts[0].startswith("Date 30 November – 1 December 2015")
    assert facts[1].startswith("Place Washington, United States: A hall")
    assert facts[2] == "Between China and United States"
    assert facts[3].startswith("Meeting 1st round, held")
    assert words(next(tree.iter("h1"))) == "First round"
    native = next(with_class(tree, "native"))
    assert (words(native), native.get("lang")) == ("联合对话", "zh-Hans")
    assert dialogue.public_id in [words(code) for code in with_class(tree, "id")]


def test_a_fact_without_a_source_is_marked(client: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue)
    tree = parse(page_of(client, dialogue))
    assert "uncited" in words(next(with_class(tree, "fact")))
    assert "uncited" in words(section(tree, "chairs"))
    unquoted(dialogue=dialogue)
    assert "uncited" not in words(next(with_class(parse(page_of(client, dialogue)), "fact")))


def test_a_source_that_was_searched_in_vain_cites_nothing(client: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue)
    unquoted(outcome=outcome, stance=CitationStance.SILENT)
    shown = words(section(parse(page_of(client, dialogue)), "outcomes"))
    assert "uncited 1 source searched searched, not mentioned" in shown


def test_sources_that_disagree_on_the_date_are_both_quoted(client: Client) -> None:
    dialogue = factories.dialogue()
    source = factories.snapshot("The talks were held on Tuesday. Monday's dialogue was the first.")
    conflict = Conflict.objects.create(
        dialogue=dialogue, field="start_date", field_as_stated="date", resolution="Tuesday is in both official texts"
    )
    factories.citation(source, "held on Tuesday", dialogue=dialogue, field="start_date", conflict=conflict)
    factories.citation(
        source, "Monday's dialogue", dialogue=dialogue, field="start_date", stance="contradicts", conflict=conflict
    )
    tree = parse(page_of(client, dialogue))
    disagreement = next(with_class(tree, "disagreement"))
    assert words(disagreement).startswith("sources disagree")
    assert [words(quote) for quote in disagreement.iter("q")] == ["held on Tuesday", "Monday's dialogue"]
    assert "Tuesday is in both official texts" in words(disagreement)
    assert "1 December 2015" in words(next(with_class(tree, "fact")))


def test_a_contradiction_nobody_has_decided_says_so(client: Client) -> None:
    dialogue = factories.dialogue()
    unquoted(dialogue=dialogue, field="start_date", value_as_stated="1 December 2015")
    unquoted(dialogue=dialogue, field="start_date", value_as_stated="2 December 2015", stance="contradicts")
    disagreement = words(next(with_class(parse(page_of(client, dialogue)), "disagreement")))
    assert "1 December 2015 kept" in disagreement
    assert "2 December 2015" in disagreement
    assert "Nobody has decided between them yet." in disagreement


def test_chairs_stand_side_by_side_with_who_stood_in(client: Client) -> None:
    dialogue = factories.dialogue()
    factories.participation(dialogue, title_as_stated="State Councilor and Minister of Public Security")
    absent = factories.participation(
        dialogue,
        person=factories.person("Jeh Johnson", party=factories.party("US")),
        party=dialogue.side_b,
        attendance=Attendance.ABSENT,
    )
    factories.participation(
        dialogue,
        name_as_stated="S. Spaulding",
        party=dialogue.side_b,
        role=ParticipationRole.ACTING_CHAIR,
        acting_for=absent,
    )
    chairs = section(parse(page_of(client, dialogue)), "chairs")
    first, second = with_class(chairs, "side")
    assert "Guo Shengkun State Councilor and Minister of Public Security co-chair" in words(first)
    assert "Jeh Johnson co-chair did not attend" in words(second)
    assert "S. Spaulding acting chair stood in for Jeh Johnson" in words(second)


def test_attendees_stand_under_their_side_and_organization(client: Client) -> None:
    dialogue = factories.dialogue()
    ministry = organization()
    factories.participation(dialogue, organization=ministry, role=ParticipationRole.PARTICIPATING_BODY)
    factories.participation(
        dialogue, organization=ministry, name_as_stated="Chen Zhimin", role=ParticipationRole.MEMBER
    )
    body = next(with_class(section(parse(page_of(client, dialogue)), "attendees"), "bodies"))
    assert len(body) == 1
    assert words(body).startswith("Ministry of Public Security")
    assert "Chen Zhimin" in words(body)


def test_a_head_count_says_how_many_are_named(client: Client) -> None:
    dialogue = factories.dialogue()
    DelegationCount.objects.create(
        dialogue=dialogue, party=dialogue.side_a, rank=Rank.MINISTER, rank_as_stated="ministerial-level",
        low=7, best=7, high=7, wording="seven ministerial-level officials",
    )  # fmt: skip
    for name, rank in (("A", Rank.DEPUTY_HEAD_OF_GOVERNMENT), ("B", Rank.MINISTER), ("C", Rank.DIRECTOR)):
        factories.participation(dialogue, name_as_stated=name, rank=rank)
    assert "7 ministerial-level officials, 2 named" in words(section(parse(page_of(client, dialogue)), "attendees"))


def test_an_outcome_shows_its_state_and_a_quote_in_its_language(client: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue, "A hot line")
    factories.status(outcome, OutcomeState.AGREED, effective_on="2015-12")
    factories.status(outcome, OutcomeState.LAUNCHED, effective_on="2016-12-07")
    source = factories.snapshot("双方决定建立热线。", article=factories.article("报道", language="zh"))
    factories.citation(source, "双方决定建立热线", outcome=outcome)
    tree = parse(page_of(client, dialogue))
    assert "launched" in words(next(with_class(tree, "outcome-state")))
    quote = next(tree.iter("blockquote"))
    assert (words(quote), quote.get("lang")) == ("双方决定建立热线", "zh-Hans")
    assert "1 source" in words(next(with_class(tree, "outcome-body")))
    assert "stated by both sides" in words(section(tree, "outcomes"))


def test_differences_give_each_side_a_column(client: Client) -> None:
    dialogue = factories.dialogue()
    difference = Difference.objects.create(
        dialogue=dialogue, kind=DifferenceKind.OMISSION, subject="the records breach"
    )
    unquoted(difference=difference, speaker_party=dialogue.side_a, value_as_stated="Discussed as a crime.")
    unquoted(difference=difference, speaker_party=dialogue.side_b, stance=CitationStance.SILENT)
    table = section(parse(page_of(client, dialogue)), "differences")
    china, states = table.iter("td")
    assert words(china).startswith("Discussed as a crime.")
    assert words(states).startswith("Not mentioned. searched, not mentioned")
    assert [words(head) for head in table.iter("th")][:3] == ["Point", "China", "United States"]


def test_lineage_reads_as_a_sentence(client: Client) -> None:
    dialogue, other = factories.dialogue("This one"), factories.dialogue("The later one")
    Relation.objects.create(kind=RelationKind.CONTINUES, from_dialogue=other, to_dialogue=dialogue)
    Relation.objects.create(kind=RelationKind.IMPLEMENTS, from_dialogue=dialogue, to_as_stated="the leaders' consensus")
    lineage = words(section(parse(page_of(client, dialogue)), "lineage"))
    assert "The later one continues this dialogue" in lineage
    assert "This dialogue implements the leaders' consensus" in lineage


def test_lineage_keeps_quiet_about_drafts(client: Client) -> None:
    dialogue = factories.dialogue()
    draft = factories.dialogue("Still secret", publication=Publication.DRAFT)
    hidden = factories.outcome(draft, "Secret outcome")
    Relation.objects.create(kind=RelationKind.CONTINUES, from_dialogue=draft, to_dialogue=dialogue)
    Relation.objects.create(kind=RelationKind.PREPARES, from_dialogue=dialogue, to_outcome=hidden)
    page = page_of(client, dialogue)
    assert "Still secret" not in page
    assert "Secret outcome" not in page


def test_neighbours_are_the_public_ones_of_the_mechanism(client: Client) -> None:
    mechanism = factories.mechanism()
    for title, date in (("Earliest", "2013"), ("Earlier", "2014"), ("Middle", "2015"), ("Later", "2016")):
        factories.dialogue(title, mechanism=mechanism, start_date=date, end_date=None)
    factories.dialogue("Draft", mechanism=mechanism, start_date="2015-08", publication=Publication.DRAFT, end_date=None)
    middle = mechanism.dialogues.get(title="Middle")
    links = list(with_class(parse(page_of(client, middle)), "neighbour"))
    assert [(link.get("rel"), words(link)) for link in links] == [
        ("prev", "Previous Earlier, 2014"),
        ("next", "Next Later, 2016"),
    ]


def test_a_meeting_on_the_margins_and_its_parent_link_to_each_other(client: Client) -> None:
    summit = factories.dialogue("Summit")
    margin = factories.dialogue("Side meeting", parent=summit)
    assert "On its margins Side meeting" in words(parse(page_of(client, summit)))
    assert "On the margins of Summit" in words(parse(page_of(client, margin)))


@pytest.mark.parametrize(
    ("address", "linkable", "linked"),
    [
        ("https://example.org/a", True, True),
        ("https://junk.example/a", False, False),
        ("javascript:alert(1)", True, False),
        ("http://[", True, False),
    ],
)
def test_only_sources_fit_for_it_are_linked(client: Client, address: str, linkable: bool, linked: bool) -> None:
    dialogue = factories.dialogue()
    article = factories.article("Report", url=address, linkable=linkable, publisher=factories.publisher())
    unquoted(dialogue=dialogue, source=factories.snapshot(text=None, article=article))
    sources = section(parse(page_of(client, dialogue)), "sources")
    links = [(link.get("href"), link.get("rel")) for link in sources.iter("a")]
    assert links == ([(address, "noopener nofollow")] if linked else [])
    assert "China Daily: Report state media, China · undated · English source seen, text not kept" in words(sources)


def test_a_kept_text_is_not_called_unkept(client: Client) -> None:
    dialogue = factories.dialogue()
    factories.citation(factories.snapshot("They met."), "They met", dialogue=dialogue)
    sources = words(section(parse(page_of(client, dialogue)), "sources"))
    assert "text kept" in sources
    assert "text not kept" not in sources


def test_a_draft_mechanism_is_not_named(client: Client) -> None:
    mechanism = factories.mechanism("Unpublished name", publication=Publication.DRAFT)
    assert "Unpublished name" not in page_of(client, factories.dialogue(mechanism=mechanism))


def test_a_new_part_is_a_change_of_the_page(client: Client) -> None:
    dialogue = factories.dialogue()
    outcome = factories.outcome(dialogue)
    for record in (dialogue, outcome):
        type(record).objects.filter(pk=record.pk).update(updated_at="2020-01-01T00:00:00Z")
    before = words(next(with_class(parse(page_of(client, dialogue)), "colophon")))
    factories.status(outcome)
    assert "1 January 2020, 00:00 UTC" in before
    assert "1 January 2020" not in words(next(with_class(parse(page_of(client, dialogue)), "colophon")))


def test_its_queries_do_not_grow(queries_of: QueryCount) -> None:
    two, twenty = full_dialogue(2), full_dialogue(20)
    assert queries_of(two.get_absolute_url()) == queries_of(twenty.get_absolute_url()) <= 13
