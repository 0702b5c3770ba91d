"""The office in apposition after a person's name, and how far it goes."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.offices import (
    BODY_NOUNS,
    CONNECTORS,
    HONORIFICS,
    OfficePhrase,
    is_head,
    party_by_body,
    party_of,
    with_bracket,
)
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading, Token, words

_BEGINS_A_CLAUSE: Final = frozenset(
    "and who which while whose as for on to by said was were is also led but after when where together".split()
)
# "at the New Zealand Ministry of Foreign Affairs": whose ministry it is.
_OWN_BODY: Final = re.compile(r"(?: [A-Z]\w+){0,2}? (?:Ministry|Government|Embassy|government|ministry)\b")
_LONGEST_FIELD: Final = 4
_LONGEST_PART: Final = 12
_LONGEST_AFTER: Final = 28
_LONGEST_NAME: Final = 5


def office_after(reading: Reading, tokens: list[Token], last: int) -> OfficePhrase | None:
    """The office in apposition after token `last`: "X, Joint Secretary in the Ministry of Y, led ..."."""
    if last + 1 >= len(tokens) or tokens[last].trail not in (",", "") or tokens[last].possessive:
        return None
    if tokens[last + 1].word == "who" and last + 2 < len(tokens) and tokens[last + 2].word in ("is", "was", "serves"):
        last += 2
    elif tokens[last + 1].word in ("and", "while", "who", "both"):
        return None
    bracket = tokens[last + 1].lead == "("
    if tokens[last].trail == "" and not bracket and tokens[last].word not in ("is", "was", "serves"):
        return None
    index = _skip_opening(reading, tokens, last + 1)
    party = next((code for token in tokens[last + 1 : index] if (code := party_of(reading, token))), None)
    end = _office_end(reading, tokens, index)
    phrase = tokens[index:end]
    head = next((place for place, token in enumerate(phrase[:8]) if is_head(token.word)), None)
    if head is None or not (_only_office_words(reading, phrase[:head]) or _is_a_field(tokens, index, head)):
        return None
    span = with_bracket(reading, Span.clamped(phrase[0].start, phrase[-1].end))
    within = [(hit.entry.group, Span(hit.start, hit.end)) for hit in reading.hits(span, "party") if hit.entry.group]
    owners = [found for found in within if reading.plain[found[1].end : found[1].end + 2] == "'s"]
    party = party or next(iter(owners), None) or party_by_body(reading, span) or _last_of(reading, span)
    return OfficePhrase(tokens[last + 1].start, span.end, span, *(party or (None, None)))


def _last_of(reading: Reading, span: Span) -> tuple[str, Span] | None:
    """The state at the very end of an office: "Minister of Foreign Affairs of Indonesia"; "Japanese ambassador"."""
    for hit in reading.parties(span):
        of = reading.plain[max(span.start, hit.start - 8) : hit.start].split()
        own = of[-1:] == ["the"] and _OWN_BODY.match(reading.plain, hit.end)
        if own or hit.start == span.start or (hit.end == span.end and of[-1:] == ["of"]) or of[-2:] == ["of", "the"]:
            return hit.entry.group, Span(hit.start, hit.end)
    return None


def _only_office_words(reading: Reading, before_head: list[Token]) -> bool:
    heads = words("offices", "heads") | words("offices", "modifiers") | CONNECTORS
    return all(
        token.word.lower() in heads
        or token.word in words("not_names", "not_in_name")
        or token.capital
        or token.word.lower().split("-")[0] in heads
        or bool(party_of(reading, token))
        for token in before_head
    )


def _is_a_field(tokens: list[Token], index: int, head: int) -> bool:
    """ "India's water resources minister": words that no list holds, between a state and the head that ends it."""
    owned = index > 0 and (tokens[index - 1].possessive or tokens[index - 1].capital)
    words_before = tokens[index : index + head]
    return (
        owned
        and head < _LONGEST_FIELD
        and bool(tokens[index + head].trail)
        and not any(token.trail or token.capital or not token.word.replace("-", "").isalpha() for token in words_before)
    )


def _skip_opening(reading: Reading, tokens: list[Token], index: int) -> int:
    while index < len(tokens) and (
        tokens[index].word.lower() in ("the", "a", "an", "who", "is", "its", "then", "also", "currently", "his", "her")
        or (party_of(reading, tokens[index]) is not None and not tokens[index].trail)
    ):
        index += 1
    return index


def _office_end(reading: Reading, tokens: list[Token], index: int) -> int:
    end = index
    sentence = reading.sentence_at(tokens[index].start) if index < len(tokens) else Span(0, 0)
    verbs = {
        hit.start
        for hit in reading.hits(
            sentence, "held", "chair_before", "co_chair_before", "attended_before", "stance", "agreed", "absent"
        )
    }
    while end < len(tokens) and end - index < _LONGEST_AFTER:
        token = tokens[end]
        if token.word == "and" and _begins_a_person(reading, tokens, end + 1):
            return end
        if token.start in verbs and end > index and token.word.islower() and token.word != "chair":
            return end - 1 if tokens[end - 1].word in ("and", "who", "was", "were") and end - 1 > index else end
        end += 1
        bracketed = any(part.lead.endswith("(") for part in tokens[index:end]) and not any(
            ")" in part.trail for part in tokens[index:end]
        )
        trail = token.trail.removeprefix(")")
        if trail and not bracketed and not _goes_on(reading, tokens, end, trail, verbs):
            break
    return end


def _begins_a_person(reading: Reading, tokens: list[Token], place: int) -> bool:
    """Whether two or three capitalised words that are no office or body stand here before a comma: "and Kat Jones,"."""
    while place < len(tokens) and (
        tokens[place].word.rstrip(".") in HONORIFICS
        or (
            tokens[place].capital
            and (is_head(tokens[place].word) or tokens[place].word.lower() in words("offices", "modifiers"))
        )
    ):
        place += 1
    name = tokens[place : place + _LONGEST_NAME]
    ends = [offset for offset, token in enumerate(name) if token.trail or token.possessive]
    particles = words("not_names", "particles")
    words_of_it = sum(token.word not in particles for token in name[: ends[0] + 1]) if ends else 0
    if not ends or not 1 < words_of_it < 4 or not name[ends[0]].trail.startswith((",", ".", ";")):
        return False
    return all(
        token.word in particles
        or (
            token.capital
            and token.word not in words("not_names", "not_in_name")
            and token.word.lower() not in words("offices", "modifiers")
            and not is_head(token.word)
            and not reading.covering(token, "party", "capital", "city", "organization")
        )
        for token in name[: ends[0] + 1]
    )


def _goes_on(reading: Reading, tokens: list[Token], following: int, trail: str, verbs: set[int]) -> bool:
    """Whether an office continues after a comma: with a body ("Director, Cyber Division") or what it is for."""
    if trail != "," or following >= len(tokens) or tokens[following].word.lower() in _BEGINS_A_CLAUSE:
        return False
    end = following
    while end + 1 < len(tokens) and not tokens[end].trail and end - following < _LONGEST_PART:
        end += 1
    if any(token.word == "affairs" for token in tokens[following : following + 6]) and tokens[following].word.islower():
        return True  # "secretary of state for foreign, commonwealth, and development affairs"
    part = tokens[following : end + 1]
    bodies = [place for place, token in enumerate(part) if token.word.lower() in BODY_NOUNS]
    heads = [place for place, token in enumerate(part) if is_head(token.word)]
    stops = [place for place, token in enumerate(part) if token.start in verbs and token.word.islower()]
    if heads and (not bodies or heads[0] < bodies[0]):
        return False
    if bodies and (not stops or bodies[0] < stops[0]):
        return part[0].capital or part[0].word.lower() in ("the", "at", "in", "with")
    capitals = [token for token in part if token.capital]
    known = words("not_names", "not_in_name")
    unknown = [
        token
        for token in capitals
        if token.word not in known
        and token.word.lower() not in words("offices", "modifiers")
        and not party_of(reading, token)
    ]
    of_a_side = any(token.word in ("the", "one", "side", "delegation", "team") for token in part)
    return bool(capitals) and not unknown and not stops and not of_a_side
