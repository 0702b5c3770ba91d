"""States of outcomes in families."""

from dialogues.models.vocabularies import OutcomeState
from dialogues.queries.state_families import FAMILIES, FAMILY_LABELS, family_of, state_label


def test_each_state_is_in_one_family() -> None:
    placed = [state for states in FAMILIES.values() for state in states]
    assert sorted(placed) == sorted(OutcomeState)


def test_each_family_has_a_label_of_its_own() -> None:
    assert FAMILY_LABELS.keys() == FAMILIES.keys()
    assert len(set(FAMILY_LABELS.values())) == len(FAMILIES)


def test_no_state_is_not_the_same_as_nothing_confirmed() -> None:
    assert family_of(None) == family_of("") != family_of(OutcomeState.NOT_CONFIRMED)
    assert state_label(None) == "no status recorded"
    assert state_label(OutcomeState.NOT_CONFIRMED) == "not confirmed"
