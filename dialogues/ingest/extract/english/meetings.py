"""Meetings as a text mentions them: the noun phrase, its ordinal, its parties, and whether it was held."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.frames import as_hit, frames
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
    "served marked brings discussed reviewed addressed explored gathered agreed being been having ends wrapped drew"
)
_ENDS: Final = frozenset(_ENDING_WORDS.split())
_TO_COME: Final = re.compile(r"\b(?:will|would|to|should) (?:be )?(?:also )?$")
_ROMAN: Final = re.compile(r"[IVX]{2,6}")
_AT: Final = re.compile(
    r"\b(?:[Aa]t|[Dd]uring|[Aa]fter|[Ff]ollowing|[Ii]n) (?:the|a|an|their|its|[\w']+'s)\b[^,.;:]{0,60}$"
)
_BEFORE_IT: Final = 80
_NUMERAL: Final = re.compile(r"([1-9][0-9]?)(?:st|nd|rd|th)$")
# Words before a name that do not belong to it.
_SAID_OF_IT: Final = frozenset(
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
# What any meeting may be called, and none is named by.
_ANY_MEETING: Final = frozenset(
    "new recent principal main fruitful productive constructive frank candid long short brief important good "
    "further separate same whole entire first last next current ongoing present such previous earlier successful "
    "intensive in-depth detailed friendly two-day three-day one-day day-long working-level closed-door formal "
    "informal second third these those all several many other another extensive wide-ranging comprehensive to no "
    "any each every this that".split()
)
# What a body holds, and which is named by it: "the third session of the Joint Commission".
_SITTINGS: Final = frozenset(["meeting", "session", "round", "plenary", "meetings", "round of talks"])
_MULTILATERAL: Final = "g20 g7 apec un brics quad nato sco osce wto cop trilateral nations general"
_MULTILATERAL_WORDS: Final = frozenset(_MULTILATERAL.split())


@dataclass(frozen=True, slots=True)
class Meeting:
    """One mention of a meeting. `name` is its noun phrase (None for a bare verb such as "met"); `noun` the noun's hit.

    `score` says how much the sentence speaks of a meeting that took place; `parties` are codes in order of mention.
    """

    sentence: Span
    name: Span | None
    noun: Hit | None
    ordinal: int | None
    ordinal_span: Span | None
    parties: tuple[str, ...]
    party_spans: tuple[Span, ...]
    named: bool
    held: Hit | None
    future: bool
    score: int
    key: str = ""

    @property
    def core(self) -> str:
        """The last word of the noun, by which later mentions refer to it ("the dialogue")."""
        return self.noun.entry.phrase.split()[-1].removesuffix("s") if self.noun else "meeting"


def find_meetings(reading: Reading) -> list[Meeting]:
    """Every mention of a meeting, in order of place."""
    found: list[Meeting] = []
    for sentence in reading.sentences:
        known = reading.hits(sentence, "known_mechanism")
        nouns = [
            noun for noun in reading.hits(sentence, "meeting_noun") if reading.plain[noun.end : noun.end + 1] != "-"
        ]
        heads = [noun for noun in nouns if not _inside_another(noun, nouns) and not _leads_on(reading, noun, nouns)]
        mentions = [_by_noun(reading, sentence, noun, known) for noun in heads]
        mentions = [
            mention
            for noun, mention in zip(heads, mentions, strict=True)
            if noun.entry.group != "institution" or _is_an_institution(reading, noun, mention)
        ]
        found.extend(mentions)
        if not mentions and (verb := _met(reading, sentence)):
            found.append(verb)
    return found


def _is_an_institution(reading: Reading, noun: Hit, mention: Meeting) -> bool:
    """A "Group" or "Commission" is a meeting only by a proper name that holds the sides or a number."""
    numbered = mention.ordinal is not None or "Joint" in (mention.name or mention.sentence).of(reading.plain).split()
    both = mention.name is not None and len(reading.parties(mention.name)) > 1
    return reading.text[noun.start].isupper() and (numbered or both or bool(mention.key))


def _inside_another(noun: Hit, nouns: list[Hit]) -> bool:
    return any(other is not noun and other.start <= noun.start and noun.end <= other.end for other in nouns)


def _leads_on(reading: Reading, noun: Hit, nouns: list[Hit]) -> bool:
    """ "2+2 Foreign and Defence Ministerial Meeting": of several nouns in one name, the last is its head."""
    for later in nouns:
        if 0 <= later.start - noun.end < 60:
            between = reading.plain[noun.end : later.start].split()
            if all(word[0].isupper() or word == "and" for word in between):
                return reading.text[later.start].isupper() and between[:1] != ["and"]
    return False


def _met(reading: Reading, sentence: Span) -> Meeting | None:
    verbs = [hit for hit in reading.hits(sentence, "met_with", "held") if hit.entry.phrase in _MEETING_VERBS]
    parties = [hit for hit in reading.governments(sentence) if not is_where(reading, hit)]
    pronoun = reading.plain.startswith(("It ", "This "), sentence.start)
    if pronoun:  # "It took place in ..." goes on with the meeting named before
        took_place = [hit for hit in reading.hits(sentence, "held") if hit.entry.phrase.startswith(_TOOK_PLACE)]
        verbs = took_place or verbs
    if not verbs or not (parties or pronoun):
        return None
    codes, spans = distinct_parties(parties)
    future = reading.has(Span.clamped(sentence.start, verbs[0].end), "future")
    score = _score(reading, sentence, verbs[0], future=future, at=verbs[0].start) + 1
    return Meeting(sentence, None, None, None, None, codes, spans, False, verbs[0], future, score)


_TOOK_PLACE: Final = ("took place", "was held")
_MEETING_VERBS: Final = frozenset(
    [
        "met",
        "met with",
        "held talks with",
        "held talks",
        "talked about",
        "sat down with",
        "held discussions with",
        "held consultations with",
        "met virtually",
        "held a meeting with",
        "meets",
        "meets with",
        "sat down",
    ]
)


def is_where(reading: Reading, hit: Hit) -> bool:
    """Whether a party is only a place: "in Luxembourg" says where it was held, not who met."""
    return reading.plain[max(0, hit.start - 8) : hit.start].endswith((" in ", " in the "))


def distinct_parties(hits: list[Hit]) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Codes in order of first mention, and where each is first mentioned."""
    first: dict[str, Span] = {}
    for hit in hits:
        first.setdefault(hit.entry.group, Span(hit.start, hit.end))
    return tuple(first), tuple(first.values())


def _by_noun(reading: Reading, sentence: Span, noun: Hit, known: list[Hit]) -> Meeting:
    tokens = reading.tokens(sentence)
    head = [place for place, token in enumerate(tokens) if token.start < noun.end and noun.start < token.end]
    first, last = (head[0], head[-1]) if head else (0, 0)
    begin = _phrase_begin(reading, tokens, first)
    ordinal, ordinal_span, begin = _ordinal(reading, tokens, begin, first)
    begin, end = _named_by(reading, tokens, noun, last) or (begin, _phrase_end(reading, tokens, last))
    name = Span.clamped(min(tokens[begin].start, noun.start), max(tokens[end].end, noun.end)) if tokens else sentence
    modifiers = tokens[begin:first]
    while begin < first and tokens[begin].word.lower() in _SAID_OF_IT:
        begin += 1
        name = Span.clamped(min(tokens[begin].start, noun.start), name.end)
    mechanism = next((hit for hit in known if hit.start < name.end and name.start < hit.end), None)
    if mechanism:
        name = Span(mechanism.start, mechanism.end)
    hits = (
        reading.parties(name)
        or [hit for hit in reading.parties(sentence) if not is_where(reading, hit)]
        or reading.parties(sentence)
    )
    codes, spans = distinct_parties(hits)
    held, future = _event(reading, sentence, noun)
    named = (
        mechanism is not None
        or _is_named(reading, modifiers, noun, subject=name.end > noun.end, numbered=ordinal is not None)
        or len(reading.parties(name)) > 1
    )
    score = _score(reading, sentence, held, future=future, at=noun.start) + (2 if ordinal else 0) + (2 if named else 0)
    score += 1 if noun.entry.group == "round" else 0
    if any(token.word.lower() in _MULTILATERAL_WORDS for token in tokens[begin : end + 1]):
        score -= 5
    key = mechanism.entry.key if mechanism else ""
    return Meeting(sentence, name, noun, ordinal, ordinal_span, codes, spans, named, held, future, score, key)


def _named_by(reading: Reading, tokens: list[Token], noun: Hit, last: int) -> tuple[int, int] | None:
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
        (tokens[end].capital and "(" not in tokens[end].lead and not _is_dated(reading, tokens[end]))
        or (tokens[end].word.lower() in ("of", "and", "on", "for", "the") and end > begin)
    ):
        end += 1
        if tokens[end - 1].trail or tokens[end - 1].possessive:
            break
    while end > begin and not tokens[end - 1].capital:
        end -= 1
    return (begin, end - 1) if end - begin > 1 else None


def _is_dated(reading: Reading, token: Token) -> bool:
    mentions = reading.dates_in(reading.sentence_at(token.start))
    return any(mention.start <= token.start < mention.end for mention in mentions)


def _is_named(reading: Reading, modifiers: list[Token], noun: Hit, *, subject: bool, numbered: bool) -> bool:
    capital = reading.text[noun.start : noun.start + 1].isupper()
    parties = [token for token in modifiers if reading.parties(Span(token.start, token.end))]
    own = [token for token in modifiers if token not in parties]
    proper = noun.entry.group != "meeting" or (capital and len(own) > 1)
    if reading.has(Span(modifiers[0].start, modifiers[-1].end), "action_verb") if modifiers else False:
        return False  # a headline in capitals: "Deepen Bilateral Discussions"
    if numbered and own and noun.entry.group == "round":
        return True
    return proper and (len(parties) + len(own) >= 1 and (capital or bool(parties) or len(own) + subject > 1))


def _phrase_begin(reading: Reading, tokens: list[Token], first: int) -> int:
    begin = first
    while begin > 0:
        token = tokens[begin - 1]
        office = token.capital and token.word in ("Ministers", "Leaders", "Officials", "Chiefs", "Directors")
        bracketed = token.lead.endswith("(") and token.trail == ")" and token.word.isupper()
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
    if token.word.lower() in _ENDS or token.word in _SAID_OF_IT or token.word in _ANY_MEETING:
        return False
    for further in range(place - 1, max(-1, place - 4), -1):
        if tokens[further].trail:
            return False
        if len(reading.parties(Span(tokens[further].start, tokens[further].end))) > 1:
            return True
        if not tokens[further].word.islower() or tokens[further].word in _ENDS:
            break
    earlier = tokens[place - 1]
    return before_the_noun and (earlier.word in ("a", "an", "the", "their", "its") or _is_ordinal(reading, earlier))


def _is_ordinal(reading: Reading, token: Token) -> bool:
    roman = _ROMAN.fullmatch(token.word) is not None
    return roman or bool(_NUMERAL.match(token.word)) or bool(reading.hits(Span(token.start, token.end), "ordinals"))


def _ordinal(reading: Reading, tokens: list[Token], begin: int, first: int) -> tuple[int | None, Span | None, int]:
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


def _phrase_end(reading: Reading, tokens: list[Token], last: int) -> int:
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
    return (
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


def _event(reading: Reading, sentence: Span, noun: Hit) -> tuple[Hit | None, bool]:
    """The verb that says the meeting was held, and whether it is only to come."""
    # Who led it says as well that it took place: "the delegations at the talks were led by A and B".
    verbs = [*reading.hits(sentence, "held"), *_framed(reading, sentence, noun)] or [
        hit
        for hit in reading.hits(sentence, "chair_after", "chair_before", "co_chair_before")
        if hit.entry.phrase not in ("with", "under") and not _TO_COME.search(reading.plain, hit.start - 12, hit.start)
    ]
    verbs = verbs or _at_which(reading, sentence, noun)
    futures = reading.hits(sentence, "future")
    near = min(verbs, key=lambda hit: abs(hit.start - noun.start), default=None)
    coming = min((abs(hit.start - noun.start) for hit in futures), default=10_000)
    before = reading.plain[max(sentence.start, noun.start - 40) : noun.start].lower()
    next_one = bool(re.search(r"\bnext (?:\w+ ){0,3}$", before)) or " next" in before[-12:]
    if next_one:
        return None, True
    if near is None:
        return None, bool(futures)
    overlapping = any(hit.start <= near.start and near.end <= hit.end for hit in futures)
    if overlapping or coming < abs(near.start - noun.start):
        return None, True
    return near, False


def _at_which(reading: Reading, sentence: Span, noun: Hit) -> list[Hit]:
    """ "At Tuesday's meeting both agreed", "after the eighth Joint Commission": it was held, without a verb."""
    match = _AT.search(reading.plain, max(sentence.start, noun.start - _BEFORE_IT), noun.start)
    told = (
        reading.has(sentence, "agreed", "stance")
        or bool(reading.dates_in(sentence))
        or reading.plain.startswith(" with ", noun.end)
    )
    return [as_hit(match, "held")] if match and told else []


def _framed(reading: Reading, sentence: Span, noun: Hit) -> list[Hit]:
    """Turns of phrase that say "was held" (data/frames.yaml), behind the meeting's noun."""
    return [
        as_hit(match, "held")
        for _, frame in frames("held")
        for match in frame.finditer(reading.plain, noun.end, min(sentence.end, noun.end + 160))
    ]


def _score(reading: Reading, sentence: Span, held: Hit | None, *, future: bool, at: int) -> int:
    index = reading.index_of(sentence)
    score = 3 if held else 0
    score += max(0, 3 - index // 2)
    score += 1 if reading.has(sentence, "city", "venue") else 0
    score += 1 if reading.dates_in(sentence) else 0
    score += 2 if reading.has(sentence, "chair_after", "co_chair_before") else 0
    score -= 4 if future else 0
    before = Span.clamped(max(sentence.start, at - 60), at)
    score -= 3 if reading.has(before, "margins") else 0
    score -= 4 if reading.has(sentence, "proposal") and not held else 0
    if any(abs(hit.start - at) < 40 for hit in reading.hits(sentence, "past_other")):
        score -= 4
    return score
