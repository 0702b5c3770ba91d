"""The codebook's file and the choices of the models, term by term."""

import inspect

import pytest
import yaml
from django.apps import apps
from django.db.models import Field, TextChoices

from dialogues.models import vocabularies
from dialogues.queries.codebook import FILE, Vocabulary, codebook

CLASSES = {
    name: found
    for name, found in inspect.getmembers(vocabularies, inspect.isclass)
    if issubclass(found, TextChoices) and found is not TextChoices
}
BOOK = {vocabulary.name: vocabulary for vocabulary in codebook()}


def test_every_vocabulary_is_in_the_codebook_and_nothing_else() -> None:
    assert BOOK.keys() == CLASSES.keys()


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_the_file_defines_every_term_of_the_choices_and_no_other(name: str) -> None:
    file = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert list(file[name]["terms"]) == CLASSES[name].values


@pytest.mark.parametrize("vocabulary", BOOK.values(), ids=BOOK)
def test_every_term_has_a_definition_and_an_example_in_whole_sentences(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms:
        assert term.label
        for text in (term.definition, term.example):
            assert text[0] == text[0].upper()
            assert text.endswith(".")


@pytest.mark.parametrize("vocabulary", BOOK.values(), ids=BOOK)
def test_the_codebook_names_fields_that_take_the_vocabulary(vocabulary: Vocabulary) -> None:
    if vocabulary.name == "Publication":  # of every record with an address of its own
        return
    for name in vocabulary.used_for.split(", "):
        model, field = name.split(".")
        found = apps.get_model("dialogues", model)._meta.get_field(field)
        assert isinstance(found, Field)
        assert found.choices == CLASSES[vocabulary.name].choices
