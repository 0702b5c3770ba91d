"""Offices written before or after a person's name, with the side and the body that they name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.reading import Reading, Token, words
from dialogues.text.names import fold

_CONNECTORS: Final = frozenset(
    ["of", "for", "the", "and", "on", "in", "to", "&", "at", "with", "from", "a", "an", "de", "charge"]
)
_BODIES: Final = (
    "ministry department office division bureau commission service agency committee council directorate secretariat "
    "centre center authority army force forces administration institute staff police branch unit section parliament "
    "embassy mission board union bank pentagon"
)
_BODY_NOUNS: Final = frozenset(_BODIES.split())
_IN_NAMES_OF_STATES: Final = frozenset("the republic kingdom federation state socialist people's federal union".split())
# "which had as its chairs Foreign Minister X": not of the office.
_SAY_WHO_LED: Final = frozenset(["chairs", "co-chairs", "chair", "leaders", "leader", "heads", "head"])
# Titles that stand between an office and the name: "Secretary for Africa, Ambassador X".
_ADDED: Final = frozenset(["Ambassador", "Amb", "Professor", "Senator"])
HONORIFICS: Final = frozenset(
    "Mr Mrs Ms Dr Prof Sir Dame Lord Lady Amb H.E Shri Smt Messrs Hon Honourable Honorable Excellency Sheikh Rt Right "
    "Madam Madame Engr Datuk Dato Tan His Her".split()
)
_BEGINS_A_CLAUSE: Final = frozenset(
    "and who which while whose as for on to by said was were is also led but after when where together".split()
)
# Heads of offices that are fields as well: "Ministry of Law, Justice and Parliamentary Affairs".
_FIELDS: Final = frozenset(["Justice"])
_LONGEST_PART: Final = 12
_LONGEST_BEFORE: Final = 20
_LONGEST_AFTER: Final = 28


@dataclass(frozen=True, slots=True)
class OfficePhrase:
    """An office as stated. `span` is None when only a side stands beside the name; `start`/`end` hold all of it."""

    start: int
    end: int
    span: Span | None
    party: str | None
    party_span: Span | None
    plural: bool = False
    military: bool = False
    single_word: bool = False


def rank_of(title: str | None) -> str:
    """The rank that a title as stated gives; "unknown" when no office in the data file is in it."""
    if not title:
        return "unknown"
    folded = f" {fold(title).replace('-', ' ').replace(',', ' ')} "
    position, _, rank = min(
        ((folded.find(f" {phrase} "), -len(phrase), rank) for phrase, rank in _ranked() if f" {phrase} " in folded),
        default=(0, 0, "unknown"),
    )
    # The highest of two offices stands first by custom; the longest phrase at one place decides.
    return rank if position >= 0 else "unknown"


@lru_cache(maxsize=1)
def _ranked() -> tuple[tuple[str, str], ...]:
    ranks = load("offices")["ranks"]
    return tuple((phrase.replace("-", " "), rank) for rank, phrases in ranks.items() for phrase in phrases)


def is_head(word: str) -> bool:
    """Whether a word by itself makes a phrase an office."""
    low = word.lower()
    last = low.rsplit("-", 1)[-1]
    return any(form in words("offices", "heads") for form in (low, low.removesuffix("s"), last))


def office_before(reading: Reading, tokens: list[Token], first: int) -> OfficePhrase | None:
    """The office that ends just before token `first`: "China's State Councilor and Minister X" -> that office, CN."""
    while first > 0 and tokens[first - 1].word.rstrip(".") in HONORIFICS and not tokens[first - 1].trail:
        first -= 1
    begin, party = _back_to_its_begin(reading, tokens, first)
    phrase = tokens[begin:first]
    added = len(phrase) == 1 and phrase[0].word.rstrip(".") in _ADDED
    if begin > 0 and (added or _is_military(phrase)) and tokens[begin - 1].trail == ",":
        fuller = office_before(reading, tokens, begin)
        if fuller is not None and fuller.span is not None:
            return replace(fuller, end=phrase[-1].end)
    if not _is_an_office(phrase):
        return None
    span = _with_bracket(reading, Span.clamped(phrase[0].start, phrase[-1].end))
    if phrase[-1].word == "counterpart":
        return OfficePhrase(phrase[0].start, span.end, None, *(party or (None, None)))
    party = party or _party_by_body(reading, span)
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


def _is_an_office(phrase: list[Token]) -> bool:
    if not phrase or phrase[-1].word.lower() in _CONNECTORS:
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
        code = _party_of(reading, token)
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
    if word.lower() in _CONNECTORS or (word.lower() == "under" and tokens[begin + 1].word.lower() != "secretary"):
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
        inner = token.word.lower() == "the" and not seen and tokens[place - 1].word.lower() in _CONNECTORS
        if (token.word.lower() == "the" and not inner) or (place < index and _party_of(reading, token)):
            return seen
        low = token.word.lower()
        if not (token.capital or low in _CONNECTORS or is_head(low) or low in words("offices", "modifiers")):
            return seen and place < index
    return False


@lru_cache(maxsize=1)
def military_words() -> frozenset[str]:
    """The single words of military ranks, without full stops."""
    return frozenset(part.rstrip(".") for rank in words("offices", "military") for part in rank.split())


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
        # "minister of the interior X": a connector needs something of the office on both sides.
        return (
            begin < index + 2
            and index > 0
            and (
                is_head(tokens[index - 1].word)
                or tokens[index - 1].capital
                or tokens[index - 1].word.lower() in _CONNECTORS
                or tokens[index - 1].word in words("offices", "modifiers")
            )
        )
    if is_head(low) or low in words("offices", "modifiers"):
        return True
    if token.capital and token.word not in words("not_names", "not_starting_name"):
        return (
            token.word in words("not_names", "not_in_name")
            or bool(reading.hits(Span(token.start, token.end), "organization"))
            or _followed_by_office(tokens, index, begin)
            or (begin == index + 1 and tokens[begin].capital and _is_field(tokens, index))
        )
    return token.capital and token.word in ("First", "Second", "Under", "Trade")


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
    party = next((code for token in tokens[last + 1 : index] if (code := _party_of(reading, token))), None)
    end = _office_end(reading, tokens, index)
    phrase = tokens[index:end]
    head = next((place for place, token in enumerate(phrase[:8]) if is_head(token.word)), None)
    if head is None or not _only_office_words(reading, phrase[:head]):
        return None
    span = _with_bracket(reading, Span.clamped(phrase[0].start, phrase[-1].end))
    within = [(hit.entry.group, Span(hit.start, hit.end)) for hit in reading.hits(span, "party") if hit.entry.group]
    owners = [found for found in within if reading.plain[found[1].end : found[1].end + 2] == "'s"]
    party = party or next(iter(owners), None) or _party_by_body(reading, span) or _last_of(reading, span)
    return OfficePhrase(tokens[last + 1].start, span.end, span, *(party or (None, None)))


def _with_bracket(reading: Reading, span: Span) -> Span:
    """A span that opens a bracket reaches to where it closes."""
    words = span.of(reading.plain)
    closes = reading.plain.startswith(")", span.end) and words.count("(") > words.count(")")
    return Span(span.start, span.end + 1) if closes else span


def _last_of(reading: Reading, span: Span) -> tuple[str, Span] | None:
    """The state at the very end of an office: "Minister of Foreign Affairs of Indonesia"; "Japanese ambassador"."""
    for hit in reading.parties(span):
        of = reading.plain[max(span.start, hit.start - 8) : hit.start].split()
        if hit.start == span.start or (hit.end == span.end and of[-1:] == ["of"]) or of[-2:] == ["of", "the"]:
            return hit.entry.group, Span(hit.start, hit.end)
    return None


def _only_office_words(reading: Reading, before_head: list[Token]) -> bool:
    heads = words("offices", "heads") | words("offices", "modifiers") | _CONNECTORS
    return all(
        token.word.lower() in heads
        or token.word in words("not_names", "not_in_name")
        or token.capital
        or token.word.lower().split("-")[0] in heads
        or bool(_party_of(reading, token))
        for token in before_head
    )


def _skip_opening(reading: Reading, tokens: list[Token], index: int) -> int:
    while index < len(tokens) and (
        tokens[index].word.lower() in ("the", "a", "an", "who", "is", "its", "then", "also", "currently", "his", "her")
        or (_party_of(reading, tokens[index]) is not None and not tokens[index].trail)
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
    name = tokens[place : place + 3]
    ends = [offset for offset, token in enumerate(name) if token.trail or token.possessive]
    if not ends or ends[0] < 1 or not name[ends[0]].trail.startswith((",", ".", ";")):
        return False
    return all(
        token.capital
        and token.word not in words("not_names", "not_in_name")
        and token.word.lower() not in words("offices", "modifiers")
        and not is_head(token.word)
        and not reading.covering(token, "party", "capital", "city", "organization")
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
    bodies = [place for place, token in enumerate(part) if token.word.lower() in _BODY_NOUNS]
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
        and not _party_of(reading, token)
    ]
    of_a_side = any(token.word in ("the", "one", "side", "delegation", "team") for token in part)
    return bool(capitals) and not unknown and not stops and not of_a_side


def _party_of(reading: Reading, token: Token) -> tuple[str, Span] | None:
    hit = reading.covering(token, "party", "capital")
    return (hit.entry.group, Span(hit.start, hit.end)) if hit else None


def _party_by_body(reading: Reading, span: Span) -> tuple[str, Span] | None:
    for hit in reading.hits(span, "organization", "known_organization"):
        if hit.entry.group:
            return hit.entry.group, Span(hit.start, hit.end)
    return None


def body_in(reading: Reading, span: Span) -> Span | None:
    """The ministry or agency that an office names: "Joint Secretary in the Ministry of X" -> "Ministry of X"."""
    for hit in reading.hits(span, "known_organization", "organization"):
        if any(word.lower() in _BODY_NOUNS for word in reading.plain[hit.start : hit.end].split()):
            return Span(hit.start, hit.end)
    inside = [
        token
        for token in reading.tokens(reading.sentence_at(span.start))
        if span.start <= token.start and token.end <= span.end
    ]
    for place, token in enumerate(inside):
        if token.word.lower() in _BODY_NOUNS and token.capital:
            begin = place
            while (
                begin > 0
                and inside[begin - 1].capital
                and not inside[begin - 1].trail
                and not is_head(inside[begin - 1].word)
            ):
                begin -= 1
            return (
                Span.clamped(inside[begin].start, span.end)
                if token.word in ("Ministry", "Department", "Office")
                else Span.clamped(inside[begin].start, token.end)
            )
    return None
