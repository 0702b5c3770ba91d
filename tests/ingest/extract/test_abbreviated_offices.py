"""A full stop behind an abbreviated office ends no sentence."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from dialogues.text.sentences import sentence_spans
from tests.ingest.extract.reading import facts_of, values


@pytest.mark.parametrize("office", ["Asst. Sec.", "Eng.", "Atty. Gen."])
def test_an_abbreviated_office_and_the_name_behind_it_are_one_sentence(office: str) -> None:
    first, second = f"The Norwegian side was led by {office} Jane Roe.", "It rained."
    text = f"{first} {second}"
    assert [text[start:end] for start, end in sentence_spans(text)] == [first, second]


def test_who_bears_an_abbreviated_office_is_read_with_the_verb_behind_the_name() -> None:
    text = (
        "The fourth Sri Lanka-Norway Ocean Dialogue was held in Colombo on 20 August 2024. "
        "Asst. Sec. Jane Roe led the Norwegian delegation."
    )
    (found,) = values(facts_of(text, date(2024, 8, 22)), FactKind.PARTICIPATION)
    assert (found["name"], found["party"], found["role"]) == ("Jane Roe", "NO", "head_of_delegation")
