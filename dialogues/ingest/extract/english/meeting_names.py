"""Where the name of a meeting begins and ends around its noun, and the number before it."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.offices import party_of
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading, Token, words
from dialogues.text.numerals import from_roman

_LOWER_WORDS: Final = (
    "high-level high level annual joint strategic ministerial bilateral trade security economic defence defense "
    "cyber cybersecurity policy working human rights expert experts senior law enforcement foreign political "
    "consular energy climate military maritime financial talks senior-level vice-ministerial ministerial-level "
    "regular official officials' ministers' leaders' official-level dialogue consultation commercial space "
    "nuclear arms control counter counter-terrorism counterterrorism science technology ai artificial "
    "intelligence working-level two-plus-two 2+2 deputy vice diplomatic interagency inter-agency inter- "
    "ministerial intergovernmental inter-governmental cyber-security digital"
)
_MODIFIERS: Final = frozenset(_LOWER_WORDS.split())
_ENDING_WORDS: Final = (
    "was were is are has had have will would in at by here to from that which who as after before while when and but "
    "during where since under it they said last this yesterday today via next also took began ended held met concluded "
    "opened kicked came comes continues began got went brought produced yielded go goes continue continued resume "
    "resumed open opens close closes closed start starts started focus focused cover covered may can could should saw "
    "with concludes concluding begins starts convenes gets served marked brings discussed reviewed addressed explored "
    "gathered agreed being been having ends wrapped drew"
)
_ENDS: Final = frozenset(_ENDING_WORDS.split())
_ROMAN: Final = re.compile(r"[IVX]{2,6}")
_NUMERAL: Final = re.compile(r"([1-9][0-9]{0,2})(?:st|nd|rd|th)$")
# Words before a name that do not belong to it.
SAID_OF_IT: Final = frozenset(
    [
        "bilateral",
        "annual",
        "regular",
        "latest",
        "yearly",
        "landmark",
        "official",
        "meeting",
        "session",
        "round",
        "of",
        "the",
    ]
)
# In capitals behind a number or an article it is of the name: "First Meeting of Bilateral Political Consultations".
PART_OF_A_NAME: Final = frozenset(["Bilateral"])
# What any meeting may be called, and none is named by.
_ANY_MEETING: Final = frozenset(
    "new recent principal main fruitful productive constructive frank candid long short brief important good "
    "further separate same whole entire first last next current ongoing present such previous earlier successful "
    "intensive in-depth detailed friendly two-day three-day one-day day-long working-level closed-door formal "
    "informal second third these those all several many other another extensive wide-ranging comprehensive to no "
    "any each every this that".split()
)
# What a body holds, and which is named by it: "the third session of the Joint Commission".
_SITTINGS: Final = frozenset(["sitting", "meeting", "session", "round", "plenary", "meetings", "round of talks"])


def named_by(reading: Reading, tokens: list[Token], noun: Hit, last: int) -> tuple[int, int] | None:
    """ "the 20th meeting of the EU-Kazakhstan Cooperation Committee": what met gives the name, if it is a name."""
    if noun.entry.phrase not in _SITTINGS or last + 3 >= len(tokens) or tokens[last].trail:
        return None
    begin = last + 1
    if tokens[begin].word != "of":
        return None
    while begin < len(tokens) and tokens[begin].word.lower() in ("of", "the", "their", "its", "our"):
        begin += 1
    end = begin
    while end < len(tokens) and (
        (
            tokens[end].capital
            and "(" not in tokens[end].lead
            and tokens[end].word.lower() not in _ENDS
            and not _is_dated(reading, tokens[end])
        )
        or (tokens[end].word.lower() in ("of", "and", "on", "for", "the") and end > begin)
    ):
        end += 1
        if tokens[end - 1].trail or tokens[end - 1].possessive:
            break
    while end > begin and not tokens[end - 1].capital:
        end -= 1
    own = [token for token in tokens[begin:end] if token.capital and not party_of(reading, token)]
    return (begin, end - 1) if end - begin > 1 and own else None


def _is_dated(reading: Reading, token: Token) -> bool:
    mentions = reading.dates_in(reading.sentence_at(token.start))
    return any(mention.start <= token.start < mention.end for mention in mentions)


def phrase_begin(reading: Reading, tokens: list[Token], first: int) -> int:
    """The first token of the noun phrase whose noun begins at token `first`."""
    begin = first
    while begin > 0:
        token = tokens[begin - 1]
        office = token.capital and token.word in ("Ministers", "Leaders", "Officials", "Chiefs", "Directors")
        short = token.word.isupper() or token.word[:1].isdigit()
        bracketed = token.lead.endswith("(") and token.trail == ")" and short
        if (token.trail and not bracketed and not (office and token.possessive and token.trail == "'")) or (
            not office
            and token.possessive
            and not reading.hits(Span(token.start, token.end), "party", "capital")
            and not token.word.endswith("People")
        ):
            break
        low = token.word.lower()
        if low == "-" and begin > 1 and reading.covering(tokens[begin - 2], "party"):
            begin -= 1  # "United States - Qatar Strategic Dialogue"
            continue
        capital = office or (token.capital and token.word not in words("not_names", "not_starting_name"))
        listed = low in _MODIFIERS or _is_ordinal(reading, token)
        if token.word == "of" and begin > 1 and tokens[begin].capital and tokens[begin - 2].capital:
            listed = tokens[begin - 2].word.lower() not in ("round", "session", "meeting", "edition", "part", "half")
        if token.word == "and" and begin > 1 and tokens[begin - 2].capital and tokens[begin].capital:
            listed = not tokens[begin - 2].trail
        if token.word == "and" and begin > 1 and {tokens[begin - 2].word, tokens[begin].word} <= _MODIFIERS:
            listed = not tokens[begin - 2].trail
        if token.possessive and reading.parties(Span(token.start, token.end)) and not token.word.endswith("People"):
            break
        if not (capital or listed or _is_subject_word(reading, tokens, begin - 1, begin == first)):
            break
        begin -= 1
    return begin


def _is_subject_word(reading: Reading, tokens: list[Token], place: int, before_the_noun: bool) -> bool:
    """A word that no list holds: "U.S.-ROK civil space dialogue", "a counternarcotics working group"."""
    token = tokens[place]
    if not token.word.replace("-", "").isalpha() or token.trail or token.possessive or place == 0:
        return False
    if token.word.lower() in _ENDS or token.word in SAID_OF_IT or token.word in _ANY_MEETING:
        return False
    for further in range(place - 1, max(-1, place - 4), -1):
        if tokens[further].trail:
            return False
        if len(reading.parties(Span(tokens[further].start, tokens[further].end))) > 1:
            return True
        if not tokens[further].word.islower() or tokens[further].word in _ENDS:
            break
    earlier = tokens[place - 1]
    return _is_ordinal(reading, earlier) or (before_the_noun and earlier.word in ("a", "an", "the", "their", "its"))


def _is_ordinal(reading: Reading, token: Token) -> bool:
    roman = _ROMAN.fullmatch(token.word) is not None
    return roman or bool(_NUMERAL.match(token.word)) or bool(reading.hits(Span(token.start, token.end), "ordinals"))


def ordinal_before(
    reading: Reading, tokens: list[Token], begin: int, first: int
) -> tuple[int | None, Span | None, int]:
    """The ordinal before or in the phrase ("second round of the X Dialogue"), and where the name then begins."""
    for place in range(begin, first):
        if _is_ordinal(reading, tokens[place]):
            return _value(reading, tokens[place]), Span.clamped(tokens[place].start, tokens[place].end), place + 1
    back = begin - 1
    while back >= 0 and begin - back <= 4 and tokens[back].word.lower() in ("of", "the", "a", "their", "this", "such"):
        back -= 1
    if 0 <= back < begin - 1 or (back >= 0 and _is_ordinal(reading, tokens[back])):
        if tokens[back].word.lower() in ("round", "session", "meeting", "edition", "iteration") and back > 0:
            back -= 1
            while back > 0 and tokens[back].word.lower() in ("high-level", "annual", "latest"):
                back -= 1
        if _is_ordinal(reading, tokens[back]) and not any(token.trail for token in tokens[back:begin]):
            return _value(reading, tokens[back]), Span.clamped(tokens[back].start, tokens[back].end), begin
    return None, None, begin


def _value(reading: Reading, token: Token) -> int:
    numeral = _NUMERAL.match(token.word)
    if _ROMAN.fullmatch(token.word):
        return from_roman(token.word)
    return int(numeral[1]) if numeral else int(reading.hits(Span(token.start, token.end), "ordinals")[0].entry.group)


def phrase_end(reading: Reading, tokens: list[Token], last: int) -> int:
    """The last token of the name: "... on fighting cyber-crime", "... between A and B on C"."""
    if tokens[last].trail or tokens[last].possessive or last + 1 >= len(tokens):
        return last
    opening = tokens[last + 1].word.lower()
    if opening == "of" and last + 2 < len(tokens) and tokens[last].capital and tokens[last + 2].capital:
        end = last + 2  # "Council of Ministers", "Mechanism of Political Coordination"
        while end + 1 < len(tokens) and tokens[end + 1].capital and not (tokens[end].trail or tokens[end + 1].lead):
            end += 1
        return end
    if tokens[last + 1].lead == "(" and tokens[last + 1].word.isupper() and last + 2 < len(tokens):
        opening, last = tokens[last + 2].word.lower(), last + 1  # "Joint Commission (JC) between"
    if opening == "of" and (both := _between(reading, tokens, last + 1)) is not None:
        return both  # "Cyber Dialogue of the European Union and Japan"
    if opening != "between":
        return _subject_end(reading, tokens, last)
    between = _between(reading, tokens, last + 1)
    return last if between is None else _subject_end(reading, tokens, between)


def _subject_end(reading: Reading, tokens: list[Token], last: int) -> int:
    """The last token of a subject matter ("on cyber crimes") that follows token `last`; `last` if none does."""
    end = last
    if tokens[last].trail or last + 1 >= len(tokens):
        return end
    opening = tokens[last + 1].word.lower()
    if opening not in ("on", "for") or end + 2 >= len(tokens) or not _is_subject(reading, tokens, end + 2):
        return end
    place = end + 2
    while place < len(tokens) and place - end < 14:
        word = tokens[place].word.lower()
        if (
            word == "between"
            or (word in _ENDS and word != "and")
            or (word == "and" and not _is_subject(reading, tokens, place + 1))
        ):
            break
        if tokens[place].word == "on" and not _is_subject(reading, tokens, place + 1):
            break
        if tokens[place].lead.endswith("("):
            break
        end = place
        if tokens[place].trail:
            break
        place += 1
    return end


def _is_subject(reading: Reading, tokens: list[Token], place: int) -> bool:
    """Whether a subject matter begins here, not a day, a place or a clause."""
    if place >= len(tokens):
        return False
    token = tokens[place]
    dated = any(
        mention.start <= token.start < mention.end for mention in reading.dates_in(reading.sentence_at(token.start))
    )
    following = tokens[place + 1].word.lower() if place + 1 < len(tokens) else ""
    named = token.capital and tokens[place - 2].capital and following in ("was", "were", "has")
    return (not dated and named) or (
        not dated
        and token.word.lower() not in _ENDS
        and following
        not in ("sidelines", "margins", "fringes", "was", "were", "has", "agreed", "ground", "basis", "agreed", "side")
    )


def _between(reading: Reading, tokens: list[Token], place: int) -> int | None:
    seen = 0
    for index in range(place + 1, min(place + 9, len(tokens))):
        span = Span.clamped(tokens[index].start, tokens[index].end)
        inside = [
            hit
            for hit in reading.governments(reading.sentence_at(span.start))
            if hit.start <= span.start and span.end <= hit.end
        ]
        if inside and tokens[index].end >= inside[-1].end:
            seen += 1
            if seen == 2:
                return index
        elif not inside and tokens[index].word.lower() not in ("the", "and", "people's", "republic", "of"):
            return None
    return None
