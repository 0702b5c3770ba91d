"""Who took part: chairs, stand-ins, the absent, and their offices and sides."""

from collections.abc import Mapping
from datetime import date

import pytest

from dialogues.ingest.extract import FactKind, JSONValue
from tests.ingest.extract.reading import facts_of, sample, values


def people(text: str) -> dict[str, Mapping[str, JSONValue]]:
    found = values(facts_of(text, date(2024, 8, 22)), FactKind.PARTICIPATION)
    return {str(person["name"]): person for person in found}


def sides(text: str) -> dict[str, JSONValue]:
    return {name: person["party"] for name, person in people(text).items()}


HELD = "The third India-Japan Cyber Dialogue was held in New Delhi on 20 August 2024. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Indian side was represented by External Affairs Minister S. Jaishankar and Minister Rajnath Singh.",
            {"S. Jaishankar": "IN", "Rajnath Singh": "IN"},
        ),
        (
            "On the Japanese side, Foreign Minister Yoko Kamikawa and Defence Minister Minoru Kihara took part.",
            {"Yoko Kamikawa": "JP", "Minoru Kihara": "JP"},
        ),
        (
            "Muanpuii Saiawi, joint secretary, led the Indian team and Yutaka Arima, ambassador, the Japanese one.",
            {"Muanpuii Saiawi": "IN", "Yutaka Arima": "JP"},
        ),
        (
            "It was co-chaired by the Indian Foreign Secretary, Vikram Misri, and Japan's envoy Takehiro Funakoshi.",
            {"Vikram Misri": "IN", "Takehiro Funakoshi": "JP"},
        ),
    ],
)
def test_the_grammar_gives_the_side(text: str, expected: dict[str, str]) -> None:
    assert sides(HELD + text) == expected


def test_he_is_a_surname() -> None:
    text = (
        "Talks between the United States and China ended in Madrid on Monday. The US was represented by Treasury "
        "Secretary Scott Bessent. China was represented by Vice Premier He Lifeng. He left on Tuesday."
    )
    found = people(text)
    assert set(found) == {"Scott Bessent", "He Lifeng"}
    assert found["He Lifeng"]["title_as_stated"] == "Vice Premier"


def test_the_sides_after_a_list_hold_for_all_since_the_side_before() -> None:
    text = (
        "Talks between Secretary of State Antony Blinken and National Security Advisor Jake Sullivan, on the US side, "
        "and Foreign Minister Wang Yi, on the Chinese side, took place in Anchorage on March 18-19, 2021."
    )
    assert sides(text) == {"Antony Blinken": "US", "Jake Sullivan": "US", "Wang Yi": "CN"}


def test_one_who_did_not_come_is_absent_and_the_stand_in_acts_for_them() -> None:
    found = people(sample("stand_ins_2016"))
    assert found["Guo Shengkun"]["role"] == "chair"
    assert found["Suzanne Spaulding"]["acting_for"] == "Jeh Johnson and Loretta Lynch"
    assert found["Suzanne Spaulding"]["attendance"] == "attended"
    assert {found[name]["attendance"] for name in ("Jeh Johnson", "Loretta Lynch")} == {"absent"}


def test_chairs_without_a_name_keep_their_wording() -> None:
    text = (
        "The second China-US dialogue on cyber crime was held in Beijing on 14 June 2016. In the chair were Guo "
        "Shengkun, China's minister, and representatives of the US departments of Justice and Energy."
    )
    (unnamed,) = [person for name, person in people(text).items() if name == "None"]
    assert unnamed["party"] == "US"
    assert unnamed["title_as_stated"] == "representatives of the US departments of Justice and Energy"


def test_those_only_spoken_of_did_not_take_part() -> None:
    text = HELD + "Prime Minister Narendra Modi had proposed it to President Joe Biden in Washington."
    assert not people(text)


def test_a_minister_of_a_ministry_that_several_states_have_belongs_to_one_that_met() -> None:
    text = (
        "The 11th Viet Nam-India Security Dialogue took place in Hanoi on 1 August 2024, co-chaired by Deputy "
        "Minister of Public Security Luong Tam Quang and Indian Deputy National Security Adviser Vikram Misri."
    )
    assert sides(text) == {"Luong Tam Quang": "VN", "Vikram Misri": "IN"}


@pytest.mark.parametrize(
    "office",
    [
        "Minister of Trade, Tourism and Investment",
        "Deputy Secretary for Science, Technology, and Space Affairs",
        "Secretary at the Ministry of Law, Justice and Parliamentary Affairs",
    ],
)
def test_an_office_holds_a_list_of_fields(office: str) -> None:
    found = people(HELD + f"The talks were led by {office} Asha Rao and Foreign Minister Yoko Kamikawa.")
    assert found["Asha Rao"]["title_as_stated"] == office


def test_an_office_with_an_article_inside_it_stands_between_commas() -> None:
    found = people(HELD + "It was chaired by the Secretary of the Security Council of India, Asha Rao.")
    assert found["Asha Rao"]["title_as_stated"] == "Secretary of the Security Council of India"


def test_a_pair_of_both_sides_that_decided_together_led_where_nothing_else_says_who_did() -> None:
    found = people(HELD + "Indian Energy Minister Asha Rao and Japanese Energy Minister Jun Mori agreed on a pilot.")
    assert {name: person["role"] for name, person in found.items()} == dict.fromkeys(
        ("Asha Rao", "Jun Mori"), "head_of_delegation"
    )


def test_a_pair_that_decided_together_gives_way_to_those_of_whom_the_text_says_that_they_led() -> None:
    text = (
        "Indian Energy Minister Asha Rao and Japanese Energy Minister Jun Mori had agreed on it. "
        "The talks were co-chaired by Joint Secretary Ravi Sen and Ambassador Ken Ito."
    )
    assert set(people(HELD + text)) == {"Ravi Sen", "Ken Ito"}


def test_two_of_one_side_are_no_pair() -> None:
    assert not people(HELD + "Indian Ministers Asha Rao and Ravi Sen agreed on a budget.")
