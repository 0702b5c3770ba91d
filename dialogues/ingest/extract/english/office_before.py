"""The office written before a person's name, with the side that stands before or in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.english.offices import (
    BODY_NOUNS,
    CONNECTORS,
    HONORIFICS,
    OfficePhrase,
    is_head,
    military_words,
    party_by_body,
    party_of,
    with_bracket,
)
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading, Token, words

# "which had as its chairs Foreign Minister X": not of the office.
_SAY_WHO_LED: Final = frozenset(["chairs", "co-chairs", "chair", "leaders", "leader", "heads", "head"])
# Titles that stand between an office and the name: "Secretary for Africa, Ambassador X".
_ADDED: Final = frozenset(["Ambassador", "Amb", "Professor", "Senator"])
_IN_NAMES_OF_STATES: Final = frozenset("the republic kingdom federation state socialist people's federal union".split())
# Heads of offices that are fields as well: "Ministry of Law, Justice and Parliamentary Affairs".
_FIELDS: Final = frozenset(["Justice"])
_OF_SOMEBODY: Final = frozenset(["representatives", "representative", "envoys", "envoy", "aide", "aides", "spokesman"])
_LONGEST_BEFORE: Final = 20
_LONGEST_FIELD: Final = 12
_SHORTEST_FIELD: Final = 3
_FIELD_ENDINGS: Final = (
    "affairs partners relations policy industry cooperation security matters issues development strategy operations "
    "engagement trade technology planning services integration diplomacy enforcement crime terrorism resources "
    "management defence defense energy climate finance education health migration communications infrastructure "
    "programs programmes exchequer interior nonproliferation disarmament investment economy environment space "
    "employment tourism"
)
_FIELDS_END: Final = frozenset(_FIELD_ENDINGS.split())
_NOT_IN_A_FIELD: Final = frozenset(
    "was were is are be been had has have by as who which that with did led chaired met told said from under".split()
)


def office_before(reading: Reading, tokens: list[Token], first: int) -> OfficePhrase | None:
    """The office that ends just before token `first`: "China's State Councilor and Minister X" -> that office, CN."""
    while first > 0 and tokens[first - 1].word.rstrip(".") in HONORIFICS and tokens[first - 1].trail in ("", "'"):
        first -= 1
    if first > 1 and tokens[first - 1].word == "the" and tokens[first].word.rstrip(".") in HONORIFICS:
        first -= 1  # "Minister of Defence, the Honourable Jane Roe"
    field = _field_in_small_letters(tokens, first)
    begin, party = _back_to_its_begin(reading, tokens, field)
    begin = begin if begin < field else first
    phrase = tokens[begin:first]
    added = len(phrase) == 1 and phrase[0].word.rstrip(".") in _ADDED
    if begin > 0 and (added or _is_military(phrase)) and tokens[begin - 1].trail == ",":
        fuller = office_before(reading, tokens, begin)
        if fuller is not None and fuller.span is not None:
            return replace(fuller, end=phrase[-1].end)
    if not _is_an_office(phrase):
        return _with_its_body(reading, tokens, first)
    span = with_bracket(reading, Span.clamped(phrase[0].start, phrase[-1].end))
    if phrase[-1].word == "counterpart":
        return OfficePhrase(phrase[0].start, span.end, None, *(party or (None, None)))
    party = party or party_by_body(reading, span)
    plural = phrase[-1].word.lower().endswith(("ers", "ries", "als", "ors", "ents"))
    return OfficePhrase(
        party[1].start if party and party[1].start < span.start else span.start,
        span.end,
        span,
        party[0] if party else None,
        party[1] if party else None,
        plural,
        _is_military(phrase),
        len(phrase) == 1,
    )


def _with_its_body(reading: Reading, tokens: list[Token], first: int) -> OfficePhrase | None:
    """ "Permanent Secretary, Home Office, Jane Roe": an office, its body between commas, then the name."""
    if first < _SHORTEST_FIELD or tokens[first - 1].trail != ",":
        return None
    begin = first - 1
    while begin > 0 and not tokens[begin - 1].trail and first - begin < _LONGEST_FIELD:
        begin -= 1
    body = tokens[begin:first]
    named = all(token.capital or token.word.lower() in CONNECTORS for token in body)
    if begin == 0 or tokens[begin - 1].trail != "," or not named or not any(map(_is_a_body, body)):
        return None
    office = office_before(reading, tokens, begin)
    if office is None or office.span is None or office.end != tokens[begin - 1].end:
        return None
    span = Span.clamped(office.span.start, tokens[first - 1].end)
    party = (office.party, office.party_span) if office.party else party_by_body(reading, span) or (None, None)
    return replace(office, end=span.end, span=span, party=party[0], party_span=party[1], single_word=False)


def _is_a_body(token: Token) -> bool:
    return token.word.lower() in BODY_NOUNS


def _field_in_small_letters(tokens: list[Token], first: int) -> int:
    """Where "for bilateral relations and ASEAN affairs" begins, between an office and the name; else `first`.

    "Deputy Secretary for Southeast Asia and global partners Jane Roe".
    """
    if first < _SHORTEST_FIELD or tokens[first - 1].word not in _FIELDS_END or tokens[first - 1].trail:
        return first
    for place in range(first - 1, max(0, first - _LONGEST_FIELD), -1):
        word = tokens[place]
        if (word.trail and word.trail != ",") or word.word in _NOT_IN_A_FIELD:
            break
        if word.word in ("for", "of") and is_head(tokens[place - 1].word) and not tokens[place - 1].trail:
            return place
        if not (word.capital or word.word.replace("-", "").isalpha()) or word.possessive:
            break
    return first


def _is_an_office(phrase: list[Token]) -> bool:
    if not phrase or phrase[-1].word.lower() in CONNECTORS:
        return False
    return any(is_head(token.word) for token in phrase) or _is_military(phrase)


def _back_to_its_begin(reading: Reading, tokens: list[Token], first: int) -> tuple[int, tuple[str, Span] | None]:
    """Where the office begins that ends before token `first`, and the side that stands before or in it."""
    index, begin = first - 1, first
    party: tuple[str, Span] | None = None
    while index >= 0 and first - index <= _LONGEST_BEFORE:
        token = tokens[index]
        bracket = _opening_bracket(tokens, index) if token.trail == ")" else None
        if bracket:
            begin, index = bracket, bracket - 1
            continue
        inner = token.trail == "," and _list_inside_office(tokens, index, first)
        apart = token.trail == "," and index == first - 1 and _set_apart(reading, tokens, index)
        code = party_of(reading, token)
        inside = _inside_office(reading, tokens, index) if code else ""
        if (token.trail and not (inner or apart)) or not (code or _belongs(reading, tokens, index, begin)):
            break
        if code and not inside:
            party = party or code
            break
        # "Ambassador of Japan to Russia" is of Japan.
        party = code if code and inside in ("of", "at") else party
        begin = index
        index -= 1
    while begin < first and _leads_in(tokens, begin, first):
        begin += 1
    return begin, party


def _leads_in(tokens: list[Token], begin: int, first: int) -> bool:
    """Whether a word before an office is none of it: "of", "under", "chairs"."""
    word = tokens[begin].word
    if word.lower() in CONNECTORS or (word.lower() == "under" and tokens[begin + 1].word.lower() != "secretary"):
        return True
    return word in _SAY_WHO_LED and begin + 1 < first and tokens[begin + 1].capital


def _opening_bracket(tokens: list[Token], index: int) -> int | None:
    """The token with which the bracket opens that token `index` closes: "Joint Secretary (Cyber Diplomacy) X"."""
    for place in range(index, max(-1, index - 8), -1):
        if tokens[place].lead.endswith("("):
            return place
        if place < index and tokens[place].trail:
            return None
    return None


def _inside_office(reading: Reading, tokens: list[Token], index: int) -> str:
    """The word that ties a party into an office ("of the Republic of Korea", "to Japan"); empty where none does."""
    hit = reading.covering(tokens[index], "party", "capital")
    first = index
    while hit is not None and first > 0 and tokens[first - 1].start >= hit.start:
        first -= 1
    before = [token.word.lower() for token in tokens[max(0, first - 4) : first]]
    while before and before[-1] in _IN_NAMES_OF_STATES:
        before.pop()
    return before[-1] if before and before[-1] in ("of", "to", "for", "with", "in", "at") else ""


def _set_apart(reading: Reading, tokens: list[Token], index: int) -> bool:
    """ "The Australian Foreign Minister, X, ...": an office with its article or side, then the name between commas."""
    seen = False
    for place in range(index, max(-1, index - 13), -1):
        token = tokens[place]
        seen = seen or is_head(token.word)
        if place < index and token.trail:
            return False
        inner = token.word.lower() == "the" and not seen and tokens[place - 1].word.lower() in CONNECTORS
        if (token.word.lower() == "the" and not inner) or (place < index and party_of(reading, token)):
            return seen
        low = token.word.lower()
        if not (token.capital or low in CONNECTORS or is_head(low) or low in words("offices", "modifiers")):
            return seen and place < index
    return False


def _list_inside_office(tokens: list[Token], index: int, end: int) -> bool:
    """A comma within "Minister for Trade, Tourism and Investment X" goes on; one after another name does not."""
    rest = [token.word for token in tokens[index + 1 : end]]
    earlier = tokens[max(0, index - 9) : index + 1]
    return (
        "and" in rest
        and any(is_head(token.word) for token in earlier)
        and not any(is_head(word) and word not in _FIELDS for word in rest)
    )


def _is_military(phrase: list[Token]) -> bool:
    return bool(phrase) and " ".join(token.word for token in phrase) in {
        rank.rstrip(".") if " " not in rank else rank.replace(".", "") for rank in words("offices", "military")
    }


def _belongs(reading: Reading, tokens: list[Token], index: int, begin: int) -> bool:
    token = tokens[index]
    low = token.word.lower()
    if token.word.rstrip(".") in military_words():
        return True
    if low == "and":
        return _joins_offices(tokens, index, begin)
    if low in ("of", "for", "the", "on", "in", "to", "&", "at"):
        return _connects(tokens, index, begin)
    if is_head(low) or low in words("offices", "modifiers"):
        return True
    if token.capital and token.word not in words("not_names", "not_starting_name"):
        return (
            token.word in words("not_names", "not_in_name")
            or bool(reading.hits(Span(token.start, token.end), "organization"))
            or _followed_by_office(tokens, index, begin)
            or (
                begin == index + 1
                and (tokens[begin].capital or (tokens[begin].word == "and" and tokens[index - 1].word in ("for", "of")))
                and _is_field(tokens, index)
            )
        )
    return token.capital and token.word in ("First", "Second", "Under", "Trade")


def _connects(tokens: list[Token], index: int, begin: int) -> bool:
    """ "minister of the interior X": a connector needs something of the office on both sides."""
    of_whom = tokens[index].word.lower() == "of" and begin < len(tokens)
    if of_whom and index > 0 and tokens[index - 1].word.lower() in _OF_SOMEBODY:
        return not is_head(tokens[begin].word)  # "special representatives of President X"
    return (
        begin < index + 2
        and index > 0
        and (
            is_head(tokens[index - 1].word)
            or tokens[index - 1].capital
            or tokens[index - 1].word.lower() in CONNECTORS
            or tokens[index - 1].word in words("offices", "modifiers")
        )
    )


def _is_field(tokens: list[Token], index: int) -> bool:
    """ "Commissioner for Indus Waters": capitalised words behind "for" or "of" and the head of an office."""
    place = index - 1
    while place > 0 and index - place < 4 and tokens[place].capital and not tokens[place].trail:
        place -= 1
    return place > 0 and tokens[place].word in ("for", "of") and is_head(tokens[place - 1].word)


def _followed_by_office(tokens: list[Token], index: int, begin: int) -> bool:
    """ "Raksha Mantri X" or "Science Minister X": an unlisted capitalised word just before a listed one."""
    if begin != index + 1 or tokens[index].possessive:
        return False
    return is_head(tokens[begin].word) or tokens[begin].word in words("not_names", "not_in_name")


def _joins_offices(tokens: list[Token], index: int, begin: int) -> bool:
    """Whether "and" at `index` links two offices of one person, not two persons."""
    if index == 0 or (not tokens[index - 1].capital and not is_head(tokens[index - 1].word)):
        return False
    if tokens[index - 1].trail:
        # "Secretary for Science, Technology, and Space Affairs X"
        return tokens[index - 1].trail == "," and _list_inside_office(tokens, index - 1, begin)
    if is_head(tokens[index - 1].word):
        left = tokens[max(0, index - 3) : index]
        return tokens[index - 1].capital == tokens[begin].capital and not left[-1].word.endswith("s")
    # "Secretary of State for Trade and Industry X": further left the office must go on.
    earlier = [token.word for token in tokens[max(0, index - 8) : index]]
    return ("of" in earlier or "for" in earlier) and any(map(is_head, earlier)) and not is_head(tokens[begin].word)
