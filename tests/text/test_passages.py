from datetime import date

from dialogues.text.passages import KnownNames, passage, passages_of

NAMES = KnownNames({"per_1": ["Guo Shengkun", "郭声琨"], "per_2": ["Loretta Lynch", "林奇"]})


def test_a_text_is_cut_into_sentences_and_clauses_at_their_places() -> None:
    text = "They met. Cases were chosen; a hotline follows.\n双方同意建立热线；双方将举行培训。"
    passages = passages_of(text)
    assert [one.text for one in passages] == [text[one.start : one.end] for one in passages]
    assert [one.text for one in passages] == [
        "They met.",
        "Cases were chosen;",
        "a hotline follows.",
        "双方同意建立热线；",
        "双方将举行培训。",
    ]


def test_numbers_and_dates_are_the_same_in_both_languages() -> None:
    english = passage("In June 2016 fifteen officers come for ten days.")
    chinese = passage("2016年6月15名警官参加十天的培训。")
    assert english.dates == chinese.dates == {"2016-06"}
    assert english.numbers == chinese.numbers == {10, 15}


def test_half_a_year_is_a_date() -> None:
    assert passage("in the first half of 2016").dates >= {"2016-H1"}
    assert passage("2016年下半年").dates >= {"2016-H2"}


def test_the_two_sides_are_no_number() -> None:
    assert passage("The two sides met once.").numbers == passage("两国举行会议").numbers == frozenset()


def test_a_year_that_is_left_out_counts_from_publication() -> None:
    assert passage("They will meet next June.", published_on=date(2015, 12, 3)).dates == {"2016-06"}


def test_people_are_found_by_a_name_in_either_script() -> None:
    assert passage("Guo Shengkun and Loretta Lynch", names=NAMES).names == {"per_1", "per_2"}
    assert passage("郭聲琨與林奇共同主持", names=NAMES).names == {"per_1", "per_2"}


def test_words_count_only_beside_a_text_with_words() -> None:
    english, chinese = passage("Officers receive training in Beijing"), passage("北京培训")
    assert ("word", "receive") in english.marks
    assert english.marks_beside(chinese) == {("term", "training"), ("term", "Beijing")}
