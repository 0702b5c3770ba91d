"""Bodies that took part without a name, in Chinese texts."""

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.chinese.reading import HELD, values


def bodies(sentence: str) -> list[tuple[object, object]]:
    found = values(HELD + sentence, FactKind.PARTICIPATION)
    return [(one["organization_as_stated"], one["party"]) for one in found if one["role"] == "participating_body"]


@pytest.mark.parametrize(
    "sentence", ["两国司法、海关、移民等部门的代表出席。", "双方司法、海关、移民等有关部门官员参加。"]
)
def test_fields_of_both_states_are_bodies_of_both_sides(sentence: str) -> None:
    assert bodies(sentence) == [(field, side) for field in ("司法", "海关", "移民") for side in ("CN", "US")]


def test_fields_that_both_discussed_are_no_bodies() -> None:
    assert bodies("两国讨论了司法、海关、移民等问题。") == []
