"""Finding quotations again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.text.quotes import MOST_PLACES, context_of, find_quotes, nearest_match

TEXT = "The two sides agreed on a hotline.\nThey said it was “useful”. The two sides agreed on guidelines as well."
CHINESE = (
    "双方决定建立打击网络犯罪及相关事项热线机制，\n就热线机制的范围、目标和程序达成一致。"
    "会谈于2015年12月1日在华盛顿举行。"
)

# Few letters, so that passages come again; marks, wide forms, accents in both spellings, letters that fold to two.
SIGNS = st.sampled_from([*"abAB  \n\t\"“”'’-–—.,", *"ａ，。ßﬁ½é\u0301\u00ad\u200b中美«»「」\U0001f91d"])
TEXTS = st.text(SIGNS, max_size=60)


def test_it_finds_an_exact_quote_with_its_surroundings() -> None:
    found = find_quotes(TEXT, " a hotline\r\n")
    [place] = found.places
    assert found.as_given
    assert TEXT[place.start : place.end] == place.exact == "a hotline"
    assert place.prefix == "The two sides agreed on "
    assert place.suffix == TEXT[place.end : place.end + 32]


@pytest.mark.parametrize(
    ("quote", "own_words"),
    [
        ('hotline. They said it was "useful"', "hotline.\nThey said it was “useful”"),
        ("THE TWO SIDES AGREED ON GUIDELINES", "The two sides agreed on guidelines"),
        ("ｈｏｔｌｉｎｅ", "hotline"),
        ("They   said\nit was «useful»", "They said it was “useful”"),
        ("hot\u00adline.", "hotline."),
    ],
)
def test_what_differs_in_spacing_marks_width_or_case_is_found_in_the_own_words_of_the_text(
    quote: str, own_words: str
) -> None:
    found = find_quotes(TEXT, quote)
    assert [place.exact for place in found.places] == [own_words]
    assert not found.as_given


@pytest.mark.parametrize(
    ("quote", "own_words"),
    [
        ("双方决定建立打击网络犯罪及相关事项热线机制", "双方决定建立打击网络犯罪及相关事项热线机制"),
        ("热线机制, 就热线机制的范围", "热线机制，\n就热线机制的范围"),
        ("会谈于 2015 年 12 月 1 日在华盛顿举行", "会谈于2015年12月1日在华盛顿举行"),
        ("２０１５年１２月１日", "2015年12月1日"),
    ],
)
def test_spaces_beside_chinese_characters_say_nothing(quote: str, own_words: str) -> None:
    assert [place.exact for place in find_quotes(CHINESE, quote).places] == [own_words]


def test_a_dash_is_a_dash_however_it_is_typed() -> None:
    [place] = find_quotes("The mechanism — a hotline — exists.", "mechanism -- a hotline - exists").places
    assert place.exact == "mechanism — a hotline — exists"


def test_every_place_is_named() -> None:
    found = find_quotes(TEXT, "The two sides")
    assert [place.start for place in found.places] == [0, 62]
    assert not found.more


def test_a_place_can_be_chosen_by_its_start() -> None:
    assert [place.start for place in find_quotes(TEXT, "The two sides", start=62).places] == [62]


def test_a_start_at_which_the_quote_does_not_stand_chooses_nothing() -> None:
    assert len(find_quotes(TEXT, "The two sides", start=5).places) == 2


def test_of_very_many_places_the_first_are_named_and_the_rest_is_told() -> None:
    found = find_quotes("a " * 200, "a")
    assert len(found.places) == MOST_PLACES
    assert found.more


def test_a_letter_is_not_cut_from_its_accent() -> None:
    assert find_quotes("resume\u0301s", "RESUME").places == ()
    [place] = find_quotes("The re\u0301sume\u0301 of it", "RÉSUMÉ").places
    assert place.exact == "re\u0301sume\u0301"
    assert find_quotes("eine Straße", "STRAS").places == ()


@pytest.mark.parametrize("quote", ["", "   ", "\u200b", "a cold line", TEXT + " And more.", "a hot\x00line"])
def test_it_does_not_find_what_is_not_there(quote: str) -> None:
    assert find_quotes(TEXT, quote).places == ()


def test_it_finds_nothing_in_an_empty_text() -> None:
    assert find_quotes("", "hotline").places == ()
    assert nearest_match("", "hotline") is None


@settings(deadline=None)
@given(text=TEXTS, quote=TEXTS)
def test_whatever_is_found_is_what_the_text_says_there(text: str, quote: str) -> None:
    found = find_quotes(text, quote)
    assert all(text[place.start : place.end] == place.exact != "" for place in found.places)
    if found.as_given:
        assert all(place.exact == quote.strip() for place in found.places)
    near = nearest_match(text, quote)
    assert near is None or text[near.start : near.end] == near.exact != ""


@settings(deadline=None)
@given(data=st.data())
def test_whatever_is_cut_out_of_a_text_is_found_where_it_was(data: st.DataObject) -> None:
    text = data.draw(TEXTS.filter(lambda drawn: bool(drawn.strip())))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    begin = start + len(quote) - len(quote.lstrip())
    places = find_quotes(text, quote, start=begin).places
    assert [place.start for place in places] == ([begin] if quote.strip() else [])


@settings(deadline=None)
@given(text=st.text("abc ,.“’—中美", max_size=40), quote=st.text("abc ,.“’—中美").filter(str.strip))
def test_what_the_text_says_is_found_in_capitals_and_with_other_spaces_too(text: str, quote: str) -> None:
    shouted = "\u3000\n".join(quote.upper().split())
    assert find_quotes(f"{text} {quote} {text}", shouted).places


def test_it_shows_what_is_nearest_to_a_refused_quote() -> None:
    near = nearest_match(TEXT, "The two sides agreed upon a hotline")
    assert near is not None
    assert near.exact == "The two sides agreed on a hotline"
    assert 0.9 < near.similarity < 1


def test_what_is_nearest_ends_at_whole_words() -> None:
    near = nearest_match(TEXT, "sides agred on guidelin")
    assert near is not None
    assert near.exact == "sides agreed on guidelines"


def test_it_shows_what_is_nearest_in_a_chinese_text() -> None:
    near = nearest_match(CHINESE, "双方同意建立打击网络犯罪热线机制")
    assert near is not None
    assert near.exact == "双方决定建立打击网络犯罪及相关事项热线机制"


def test_the_nearest_to_a_quote_longer_than_the_text_is_the_text() -> None:
    near = nearest_match("agreed on a hotline", "The two sides agreed upon a hot line, and on much else.")
    assert near is not None
    assert near.exact == "agreed on a hotline"


@pytest.mark.parametrize("quote", ["", "zzz qqq xxx"])
def test_it_shows_nothing_when_nothing_is_near(quote: str) -> None:
    assert nearest_match(TEXT, quote) is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (6, 2), (0, 10_000)])
def test_it_refuses_offsets_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="offsets"):
        context_of(TEXT, start, end)
