"""The timeline: lanes, years and cells."""

import pytest

from dialogues.models import Dialogue, Mechanism
from dialogues.models.vocabularies import Publication
from dialogues.queries import timeline
from dialogues.queries.filters import published_dialogues
from dialogues.queries.timeline import Timeline, read_timeline
from tests import factories

pytestmark = pytest.mark.django_db


def read() -> Timeline:
    return read_timeline(published_dialogues(), {one.pk: one for one in Mechanism.objects.published()})


def meetings(number: int, mechanism: Mechanism | None = None, year: int = 2015) -> list[Dialogue]:
    return [factories.dialogue(mechanism=mechanism, start_date=str(year), end_date=None) for _ in range(number)]


def test_the_lane_that_was_active_last_comes_first() -> None:
    old, new = factories.mechanism("Old"), factories.mechanism("New")
    meetings(1, old, 2013)
    meetings(1, new, 2016)
    meetings(1, None, 2014)
    assert [lane.label for lane in read().lanes] == ["New", "Without a mechanism", "Old"]


def test_a_dialogue_of_a_draft_mechanism_is_in_the_lane_without_one() -> None:
    meetings(1, factories.mechanism("Draft", publication=Publication.DRAFT))
    assert [lane.label for lane in read().lanes] == ["Without a mechanism"]


def test_twelve_in_a_year_are_dots_and_thirteen_a_cell() -> None:
    mechanism = factories.mechanism()
    meetings(12, mechanism, 2015)
    meetings(13, mechanism, 2016)
    (lane,) = read().lanes
    assert (len(lane.items), dict(lane.cells)) == (12, {2016: 13})


def test_fewer_dots_fit_where_the_years_are_many() -> None:
    meetings(1, None, 1980)
    meetings(5, None, 2020)
    (lane,) = read().lanes
    assert (len(lane.items), dict(lane.cells)) == (1, {2020: 5})


def test_a_record_too_large_for_a_page_shows_the_newest_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "ITEMS_PER_PAGE", 3)
    meetings(2, None, 2014)
    meetings(2, None, 2016)
    found = read()
    assert (found.total, len(found.items), found.complete) == (4, 3, False)
    assert [year.year for year in found.years] == [2016, 2014]
    # Of 2014 one dialogue is not on the page: its year is drawn as a cell, or it would look emptier than it was.
    assert [(len(lane.items), dict(lane.cells)) for lane in found.lanes] == [(2, {2014: 2})]
