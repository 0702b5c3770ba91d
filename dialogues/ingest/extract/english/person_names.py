"""Where a person's name begins and ends in English text, by its words and those beside it."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.offices import HONORIFICS, is_head, military_words
from dialogues.ingest.extract.reading import Reading, Token, words

_PREFIXED: Final = re.compile(r"(?:al|el|ad|as|ash|ar|an|at|az|bin|ibn|abu)-[A-Z]")
_LONGEST_NAME: Final = 5
_LONG_NAME: Final = 4
# Titles that no name begins with, and that are no office of their own in a list of participants.
_NO_NAMES: Final = HONORIFICS | {"Ambassador", "Senator"}
# Words that begin sentences or mean something else, and surnames: "He Lifeng", "To Lam", "Madeleine King".
_SURNAMES_TOO: Final = frozenset(["He", "To"])
_LAST_NAMES_TOO: Final = frozenset(["King"])
_GIVEN_NAME: Final = re.compile(r"[A-Z][a-z]+-[a-z]+")
_YOUNGER: Final = frozenset(["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"])
_POSTNOMINALS: Final = frozenset(
    "MP MHR AM AO AC OAM CMG KCMG CBE OBE MBE KBE DBE QC KC PhD MD Jr Sr TD MEP MLA CH KG".split()
)


def name_at(reading: Reading, tokens: list[Token], index: int) -> tuple[int, int] | None:
    """First and last token of the name that begins here; None if none does."""
    if not may_be_name(reading, tokens, index):
        return None
    last = index
    particles = words("not_names", "particles")
    if _is_before_a_given_name(tokens, index):
        return index, index + 1
    while last + 1 < len(tokens) and _names_in(tokens, index, last) < _LONGEST_NAME and not _closed(tokens[last]):
        following = last + 1
        while following + 1 < len(tokens) and tokens[following].word in particles and following - last < 3:
            following += 1
        if (
            not (
                may_be_name(reading, tokens, following)
                or _PREFIXED.match(tokens[following].word)
                or _is_a_last_name(tokens, following)
                or _is_named_like_a_state(tokens, index, following)
                or _is_a_shouted_surname(tokens, index, following)
            )
            or _is_postnominal(tokens[following], following - index)
            or any(_closed(token) for token in tokens[last:following])
        ):
            break
        last = following
    index = _without_the_field(tokens, index, last)
    younger = tokens[last + 1].word if last + 1 < len(tokens) else ""
    if last > index and younger in _YOUNGER and tokens[last].trail in (",", ""):
        last += 1
    first = tokens[index].word
    if first in words("not_names", "not_starting_name"):
        titled = index > 0 and (is_head(tokens[index - 1].word) or not tokens[index - 1].capital)
        surname = first in _SURNAMES_TOO and last == index + 1 and (index == 0 or titled)
        if not surname:
            return None
    return index, last


def _names_in(tokens: list[Token], index: int, last: int) -> int:
    """How many words behind the first one are no particles: "Khalid Bin Ahmed Bin Mohammed Al Khalifa" has three."""
    particles = words("not_names", "particles")
    return sum(token.word.lower() not in particles for token in tokens[index + 1 : last + 1])


def _is_named_like_a_state(tokens: list[Token], index: int, place: int) -> bool:
    """ "Health Secretary Preeti Sudan led": a state's name behind an office and one first name."""
    titled = index > 0 and is_head(tokens[index - 1].word) and not tokens[index - 1].trail and place == index + 1
    verb = place + 1 < len(tokens) and tokens[place + 1].word.islower() and tokens[place + 1].word not in ("and", "of")
    closed = tokens[place].trail[:1] in (".", ";", ")")
    return titled and (verb or closed) and tokens[place].capital and not tokens[place].possessive


def _is_before_a_given_name(tokens: list[Token], index: int) -> bool:
    """ "Minister Kang, Kyung-wha": a Korean surname set apart from the given name behind it."""
    if index == 0 or index + 1 >= len(tokens) or tokens[index].trail != "," or not _ends_an_office(tokens[index - 1]):
        return False
    return _GIVEN_NAME.fullmatch(tokens[index + 1].word) is not None


def _ends_an_office(token: Token) -> bool:
    """Whether a word ends an office: "Minister", "Foreign Affairs"."""
    return not token.trail and (is_head(token.word) or token.word in ("Affairs", "Defense", "Defence", "Trade"))


def _is_a_last_name(tokens: list[Token], place: int) -> bool:
    """ "Minister Madeleine King said": the surname, not the office of somebody who follows."""
    follows = place + 1 < len(tokens) and tokens[place + 1].capital and not tokens[place].trail
    return tokens[place].word in _LAST_NAMES_TOO and not follows


def _is_a_shouted_surname(tokens: list[Token], index: int, place: int) -> bool:
    """ "Masato OTAKA": a surname in capitals behind a first name that is not, and behind an office or a title."""
    word, first = tokens[place].word, tokens[index].word
    titled = index > 0 and (tokens[index - 1].word.rstrip(".") in HONORIFICS or is_head(tokens[index - 1].word))
    near = index < place <= index + 3 and not any(token.word.isupper() for token in tokens[index:place])
    return titled and near and word.isalpha() and word.isupper() and len(word) > 2 and not first.isupper()


def _without_the_field(tokens: list[Token], index: int, last: int) -> int:
    """ "Commissioner for Indus Waters P K Saxena": what an office is for does not belong to the name."""
    length = last - index + 1
    if length < _LONG_NAME or index < 2 or tokens[index - 1].word.lower() not in ("for", "of"):
        return index
    if not is_head(tokens[index - 2].word):
        return index
    initials = [place for place in range(index + 1, last) if len(tokens[place].word.rstrip(".")) == 1]
    return initials[0] if initials else last - 1


def _is_postnominal(token: Token, names_before: int) -> bool:
    """ "AO", "CSC" behind two words of a name; in texts that write names in small letters."""
    short = token.word.isupper() and token.word.isalpha() and 2 <= len(token.word) <= 5
    return token.word in _POSTNOMINALS or (short and names_before > 1)


def behind_postnominals(tokens: list[Token], last: int) -> int:
    """The last of "MP", "CMG KBE MP" that follow a name, whose own last token is `last`."""
    while last + 1 < len(tokens) and (
        (_is_postnominal(tokens[last + 1], 2) and not _closed(tokens[last]))
        or (tokens[last + 1].word in _POSTNOMINALS and tokens[last].trail == ",")
    ):
        last += 1
    return last


def _closed(token: Token) -> bool:
    return bool(token.trail) or token.possessive


def may_be_name(reading: Reading, tokens: list[Token], index: int) -> bool:
    """Whether a word may stand in a name: a capital, and no office, state, body, place or day."""
    token = tokens[index]
    word = token.word
    if not token.capital or token.lead.endswith("(") or (len(word) == 1 and not word.isalpha()):
        return False
    shouted = word.isupper() and len(word) > 2 and "." not in word and "-" not in word
    if shouted or word.rstrip(".") in _NO_NAMES or word in words("not_names", "not_in_name") or is_head(word):
        return False
    if word.lower() in words("offices", "modifiers") or word.rstrip(".") in military_words():
        return False
    if reading.covering(token, "party", "capital", "organization", "venue"):
        return False
    if reading.covering(token, "city") and not _is_a_first_name(tokens, index):
        return False
    mentions = reading.dates_in(reading.sentence_at(token.start))
    return not any(found.start <= token.start < found.end and found.end - found.start > len(word) for found in mentions)


def _is_a_first_name(tokens: list[Token], index: int) -> bool:
    """ "Minister Florence Parly": a city's name behind an office and before a surname."""
    if index == 0 or index + 1 >= len(tokens) or tokens[index].trail or tokens[index - 1].trail:
        return False
    before, after = tokens[index - 1].word, tokens[index + 1]
    known = words("not_names", "not_in_name")
    titled = is_head(before) or before in known or before.rstrip(".") in HONORIFICS
    return titled and after.capital and after.word not in known and not is_head(after.word)
