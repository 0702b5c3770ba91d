from typing import Any

from dialogues.ingest.extract import Fact, FactKind, Span
from dialogues.ingest.extract.votes import merged, own_confidence, same_thing


def fact(of: FactKind, span: tuple[int, int], confidence: float = 0.8, layer: str = "rules", /, **value: Any) -> Fact:
    return Fact(of, value, (Span(*span),), Span(0, 200), f"{of}.test", confidence, (layer,))


def proposed(of: FactKind, span: tuple[int, int], /, **value: Any) -> Fact:
    return fact(of, span, 0.3, "language_model", **value)


OUTCOME = fact(FactKind.OUTCOME, (40, 60), kind="channel", stated_by="both")


def test_what_two_layers_agree_on_is_one_fact_with_the_words_and_values_of_the_rules_and_both_votes() -> None:
    (one,) = merged([OUTCOME], [proposed(FactKind.OUTCOME, (30, 50), kind="channel", stated_by="unknown")])
    assert (one.spans, one.value, one.rule) == (OUTCOME.spans, OUTCOME.value, OUTCOME.rule)
    assert one.layers == ("rules:0.80", "language_model:0.30")
    assert one.confidence == 0.86


def test_another_reading_of_the_same_words_is_a_vote_that_changes_no_value_and_no_confidence() -> None:
    (one,) = merged([OUTCOME], [proposed(FactKind.OUTCOME, (40, 60), kind="norm", stated_by="both")])
    assert (one.value, one.confidence) == (OUTCOME.value, OUTCOME.confidence)
    assert one.layers == ("rules:0.80", "language_model:otherwise")


def test_a_layer_votes_once_on_a_fact() -> None:
    twice = [proposed(FactKind.OUTCOME, span, kind="channel") for span in ((40, 50), (50, 60))]
    (one,) = merged([OUTCOME], twice)
    assert one.confidence == 0.86
    assert one.layers == ("rules:0.80", "language_model:0.30")


def test_what_only_another_layer_found_comes_last_with_its_own_low_confidence() -> None:
    other = proposed(FactKind.OUTCOME, (60, 80), kind="channel")
    assert merged([OUTCOME], [other, other]) == [OUTCOME, other]


def test_words_that_only_touch_and_other_kinds_are_other_things() -> None:
    assert not same_thing(OUTCOME, fact(FactKind.OUTCOME, (60, 70)))
    assert not same_thing(OUTCOME, fact(FactKind.POSITION, (40, 60)))


def test_a_participant_is_the_same_by_name_wherever_it_stands() -> None:
    one = fact(FactKind.PARTICIPATION, (0, 12), name="Guo Shengkun", party="CN", role="co_chair")
    other = proposed(FactKind.PARTICIPATION, (90, 102), name="Shengkun Guo", party="CN", role="co_chair")
    assert [len(both.layers) for both in merged([one], [other])] == [2]
    assert not same_thing(one, proposed(FactKind.PARTICIPATION, (0, 12), name="Jeh Johnson"))


def test_a_document_reports_one_dialogue_and_the_order_of_its_sides_says_nothing() -> None:
    one = fact(FactKind.DIALOGUE, (0, 10), parties=["CN", "US"], ordinal=1)
    (both,) = merged([one], [proposed(FactKind.DIALOGUE, (50, 60), parties=["US", "CN"], ordinal=None)])
    assert both.layers == ("rules:0.80", "language_model:0.30")


def test_the_rules_own_confidence_is_found_again_behind_the_votes() -> None:
    assert own_confidence(("rules:0.80", "language_model:0.30"), 0.86) == 0.8
    assert own_confidence(("rules", "clauses"), 0.7) == 0.7
