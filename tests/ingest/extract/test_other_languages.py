"""Who led and what was agreed, in the languages of which only the core fields are read."""

from datetime import date

import pytest

from dialogues.ingest.extract import FactKind
from tests.ingest.extract.reading import facts_of, values

SPANISH = "La segunda reunión del Diálogo Político entre España y Chile se celebró en Madrid el 20 de agosto de 2024. "
FRENCH = "Le deuxième dialogue stratégique entre la France et le Chili s'est tenu à Paris le 20 août 2024. "
GERMAN = "Die zweiten deutsch-chilenischen Konsultationen fanden am 20. August 2024 in Berlin statt. "
PORTUGUESE = "O segundo diálogo estratégico entre Brasil e Chile realizou-se em Brasília em 20 de agosto de 2024. "


def outcomes(text: str, language: str) -> list[tuple[object, object]]:
    found = values(facts_of(text, date(2024, 8, 22), language=language), FactKind.OUTCOME)
    return [(one["title"], one["stated_by"]) for one in found]


def leaders(text: str, language: str) -> dict[object, object]:
    found = values(facts_of(text, date(2024, 8, 22), language=language), FactKind.PARTICIPATION)
    return {one["name"]: one["party"] for one in found if one["role"] == "head_of_delegation"}


@pytest.mark.parametrize(
    ("subject", "stated_by"),
    [("Ambas partes acordaron", "both"), ("España y Chile acordaron", "both"), ("España acordó", "unknown")],
)
def test_both_agreed_unless_one_side_alone_stands_before_the_verb(subject: str, stated_by: str) -> None:
    text = f"{SPANISH}{subject} abrir una línea directa entre sus puertos."
    assert outcomes(text, "es") == [("Abrir una línea directa entre sus puertos", stated_by)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            SPANISH + "Las dos delegaciones acordaron:\n- formar a los prácticos\n- compartir datos sobre la niebla\n",
            "es",
            ["Formar a los prácticos", "Compartir datos sobre la niebla"],
        ),
        (
            FRENCH + "Les deux parties sont convenues de :\n- créer une ligne directe\n- former les pilotes\n",
            "fr",
            ["Créer une ligne directe", "Former les pilotes"],
        ),
        (
            GERMAN + "Beide Seiten vereinbarten:\n1. eine Hotline zwischen den Häfen\n2. die Schulung der Lotsen\n",
            "de",
            ["Eine Hotline zwischen den Häfen", "Die Schulung der Lotsen"],
        ),
        (
            PORTUGUESE + "As partes acordaram:\n- abrir uma linha direta entre os portos\n- formar os pilotos\n",
            "pt",
            ["Abrir uma linha direta entre os portos", "Formar os pilotos"],
        ),
    ],
    ids=["es", "fr", "de", "pt"],
)
def test_each_item_below_a_colon_is_one_outcome_of_both(text: str, language: str, expected: list[str]) -> None:
    assert outcomes(text, language) == [(title, "both") for title in expected]


def test_items_end_where_a_line_has_no_mark() -> None:
    text = (
        SPANISH + "Las dos delegaciones acordaron:\n- formar a los prácticos\nLlovía en Madrid.\n- el museo del mar\n"
    )
    assert outcomes(text, "es") == [("Formar a los prácticos", "both")]


def test_a_name_behind_each_of_the_two_states_led_its_side() -> None:
    text = SPANISH + "Hablaron las ministras de Puertos de España, Ana Diaz, y de Chile, Juana Roe."
    assert leaders(text, "es") == {"Ana Diaz": "ES", "Juana Roe": "CL"}


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("Hablaron las ministras de Puertos de España, Ana Diaz, y de Francia, Juana Roe.", {}),
        (
            (
                "La delegación española fue encabezada por la viceministra Eva Doe. "
                "Hablaron las ministras de Puertos de España, Ana Diaz, y de Chile, Juana Roe."
            ),
            {"Eva Doe": "ES"},
        ),
    ],
    ids=["a third state", "somebody else led"],
)
def test_names_behind_states_led_nobody_otherwise(sentences: str, expected: dict[str, str]) -> None:
    assert leaders(SPANISH + sentences, "es") == expected


def test_the_only_name_with_an_office_of_a_side_led_it() -> None:
    text = FRENCH + "Le ministre chilien des ports, Juan Perez, a remercié ses hôtes."
    assert leaders(text, "fr") == {"Juan Perez": "CL"}


def test_two_names_with_offices_of_a_side_led_nobody() -> None:
    text = FRENCH + (
        "La ministre française des ports, Jeanne Roe, était là. Le ministre français de la mer, Jean Doe, aussi."
    )
    assert leaders(text, "fr") == {}
