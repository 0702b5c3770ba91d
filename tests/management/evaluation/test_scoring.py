"""Labels against facts: what is right, wrong and missed."""

from typing import Any

from dialogues.ingest.extract import Document, Fact, FactKind, JSONValue, Span
from dialogues.management.evaluation.figures import Evaluation, Figures
from dialogues.management.evaluation.labels import LabelledText
from dialogues.management.evaluation.scoring import marked

TEXT = "Minister A of X and Secretary B of Y met in Geneva on 3 May 2020 and agreed to set up a hotline."
LABELS: dict[str, Any] = {
    "is_dialogue_report": True,
    "start_date": "2020-05-03",
    "end_date": "2020-05-03",
    "place": {"city": "Geneva", "country": "CH", "venue": None, "mode": "in_person"},
    "co_chairs": [{"name": "Loretta Lynch", "office": "Attorney General", "side": "US"}],
    "outcomes": [{"title": "A hotline"}],
}


def fact(kind: FactKind, value: dict[str, JSONValue], words: str = "met") -> Fact:
    start = TEXT.index(words)
    span = Span(start, start + len(words))
    return Fact(kind, value, (span,), Span(0, len(TEXT)), "test", 0.9, ("rules",))


def dialogue(**values: JSONValue) -> Fact:
    return fact(FactKind.DIALOGUE, {"start_date": "2020-05-03", "end_date": "2020-05-03", "mode": "unknown", **values})


def person(name: str | None, **values: JSONValue) -> Fact:
    value: dict[str, JSONValue] = {
        "name": name,
        "title_as_stated": None,
        "organization_as_stated": None,
        "party": "US",
        "role": "co_chair",
        "attendance": "attended",
    }
    return fact(FactKind.PARTICIPATION, {**value, **values})


REPORTS = fact(FactKind.RELEVANCE, {"relevance": "reports"})


def verdicts(*facts: Fact, **labels: Any) -> set[tuple[str, str]]:
    labelled = LabelledText("sample", Document(TEXT, "en"), {**LABELS, **labels})
    return {(mark.kind, mark.verdict) for mark in marked(labelled, [REPORTS, *facts]).marks}


def figures(*facts: Fact, **labels: Any) -> dict[str, Figures]:
    labelled = LabelledText("sample", Document(TEXT, "en"), {**LABELS, **labels})
    return Evaluation((marked(labelled, [REPORTS, *facts]),)).by_kind


def test_another_value_is_wrong_and_leaves_the_labelled_one_missed() -> None:
    found = figures(dialogue(start_date="2020-05-04"))
    assert found["date"] == Figures(right=1, wrong=1, missed=1)


def test_an_alternative_that_the_labels_accept_is_right() -> None:
    found = figures(dialogue(start_date=None), acceptable_alternatives={"start_date": [None, "2020-05"]})
    assert found["date"] == Figures(right=1, wrong=0, missed=0)


def test_a_value_where_the_labels_have_none_is_wrong() -> None:
    assert ("ordinal", "wrong") in verdicts(dialogue(ordinal=3), round_number=None)


def test_a_report_out_of_an_announcement_is_wrong_and_so_is_all_that_comes_with_it() -> None:
    labels = {"is_dialogue_report": False, "negative_kind": "announcement", "start_date": None, "end_date": None}
    found = figures(dialogue(), person("Loretta Lynch"), place=None, co_chairs=[], outcomes=[], **labels)
    assert all(figure.right == 0 for figure in found.values())
    assert found["report"].wrong == found["co_chair"].wrong == 1
    assert found["date"].wrong == 2


def test_a_city_of_another_country_is_not_the_place() -> None:
    assert ("place", "right") in verdicts(dialogue(city="Geneva", country="CH"))
    assert ("place", "wrong") in verdicts(dialogue(city="Geneva", country="US"))


def test_a_person_counts_by_name_and_the_office_on_its_own() -> None:
    found = figures(person("Loretta E. Lynch", title_as_stated="Deputy Attorney General"))
    assert found["co_chair"] == Figures(right=1, wrong=0, missed=0)
    assert found["office"] == Figures(right=0, wrong=1, missed=1)
    assert found["side"] == Figures(right=1, wrong=0, missed=0)


def test_a_chair_taken_for_an_attendee_is_a_chair_missed() -> None:
    found = figures(person("Loretta Lynch", role="member"))
    assert found["co_chair"].missed == found["attendee"].wrong == 1


def test_a_stand_in_who_came_and_an_absent_chair_are_told_apart() -> None:
    labels = {"other_attendees": [{"name": "Jeh Johnson", "side": "US", "attendance": "absent"}], "co_chairs": []}
    assert ("attendance", "right") in verdicts(person("Jeh Johnson", role="member", attendance="absent"), **labels)
    assert ("attendance", "wrong") in verdicts(person("Jeh Johnson", role="member"), **labels)


def test_each_outcome_answers_for_one_label_only() -> None:
    value: dict[str, JSONValue] = {"stated_by": "both", "deadline": None}
    twice = [fact(FactKind.OUTCOME, value, words) for words in ("a hotline", "set up a hotline")]
    assert figures(*twice)["outcome"] == Figures(right=1, wrong=1, missed=0)


def test_parts_of_one_labelled_statement_count_once_right_and_never_wrong() -> None:
    value: dict[str, JSONValue] = {"stated_by": "both", "deadline": None}
    parts = [fact(FactKind.OUTCOME, value, words) for words in ("agreed to set up", "a hotline")]
    label = {"title": "Hotline", "key_phrase": "agreed to set up a hotline"}
    assert figures(*parts, outcomes=[label])["outcome"] == Figures(right=1, wrong=0, missed=0)


def test_kinds_that_a_file_does_not_label_are_not_scored_there() -> None:
    position = fact(FactKind.POSITION, {"party": "US"}, "set up")
    assert not {"position", "ordinal"} & set(figures(position, dialogue(ordinal=3)))
    assert figures(position, positions=[])["position"].wrong == 1


def test_a_position_held_by_the_other_side_is_wrong() -> None:
    label = {"statement": "set up a hotline", "holder": "CN"}
    position = fact(FactKind.POSITION, {"party": "US"}, "set up a hotline")
    assert figures(position, positions=[label])["position"] == Figures(right=0, wrong=1, missed=1)


def test_a_fact_that_does_not_stand_where_it_says_is_told() -> None:
    misplaced = person("Loretta Lynch")  # its span is that of "met"
    labelled = LabelledText("sample", Document(TEXT, "en"), LABELS)
    evaluation = Evaluation((marked(labelled, [REPORTS, misplaced]),))
    assert evaluation.exact_offsets == 0.5
    assert "is not what stands there" in evaluation.texts[0].inexact[0]
