from hypothesis import given
from hypothesis import strategies as st

from dialogues.admin.exchange.columns import PairsColumn, joined, split
from dialogues.models import Person, vocabularies
from dialogues.models.vocabularies import ParticipationRole, Rank

WORDS = st.text(alphabet='ab;\\: {["', min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(WORDS))
def test_a_list_in_one_cell_is_read_back_as_it_was(items: list[str]) -> None:
    assert split(joined(items)) == items


@given(st.dictionaries(WORDS, WORDS))
def test_pairs_in_one_cell_are_read_back_as_they_were(pairs: dict[str, str]) -> None:
    column = PairsColumn(Person._meta.get_field("identifiers"))
    cell = column.show(Person(identifiers=pairs))
    assert column.read(cell) == pairs


def test_no_label_of_a_vocabulary_is_the_term_of_another_entry() -> None:
    """Or a cell that gives a label would be read as something else."""
    for vocabulary in vars(vocabularies).values():
        if isinstance(vocabulary, type(Rank)) and getattr(vocabulary, "choices", None):
            meaning: dict[str, str] = {}
            for term, label in vocabulary.choices:
                assert meaning.setdefault(term.casefold(), term) == term
                assert meaning.setdefault(str(label).casefold(), term) == term
    assert ParticipationRole.CO_CHAIR.label == "co-chair"
