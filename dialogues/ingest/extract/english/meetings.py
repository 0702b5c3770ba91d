"""Meetings as a text mentions them: by a noun or a bare verb, of which parties, and whether it was held."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from dialogues.ingest.extract.english.frames import as_hit, frames
from dialogues.ingest.extract.english.meeting_names import (
    PART_OF_A_NAME,
    SAID_OF_IT,
    named_by,
    ordinal_before,
    phrase_begin,
    phrase_end,
)
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading, Token

_TO_COME: Final = re.compile(r"\b(?:will|would|to|should) (?:be )?(?:also )?$")
_AT: Final = re.compile(
    r"\b(?:[Aa]t|[Dd]uring|[Aa]fter|[Ff]ollowing|[Ii]n) (?:the|a|an|their|its|[\w']+'s)\b(?:(?! that )[^,.;:]){0,60}$"
)
_BEFORE_ANOTHER: Final = re.compile(r"\b(?:before|ahead of|when|until|as|if|after) [^.;]{0,70}$")
_NOT_YET: Final = re.compile(r"\b(?:will|would|shall|to|may|might|can|could|should) (?:\w+ ){0,2}$")
_OUGHT: Final = re.compile(r"\b(?:should|would|was to|were to) have (?:\w+ )?$|\b(?:will|shall) (?:\w+ ){0,2}$")
_AFTER_DAYS_OF: Final = re.compile(
    r"\b(?:[Aa]fter|[Ff]ollowing|[Dd]uring|[Aa]t the end of) (?:the |their )?(?:\w+ )?"
    r"(?:days?|hours?|rounds?) of (?:\w+ ){0,3}$"
)
_GROUPS: Final = frozenset(["joint working group", "working group", "task force", "expert group", "contact group"])
_BEFORE_IT: Final = 80
# "Joint communiqué on the outcome of the Commission between A and B, 17-18 April": a paper that a meeting issues.
_JOINT_PAPER: Final = re.compile(
    r"\b(?:[Jj]oint|[Cc]o-?[Cc]hairs'?) (?:[Pp]ress )?"
    r"(?:[Cc]ommuniqu[eé]|[Ss]tatement|[Ss]ummary|[Rr]elease|[Mm]inutes)\b"
    r"[^.;:]{0,60}\b(?:of|on|from|following|at) (?:the |their )?[^.;:]{0,50}$"
)
_WILL: Final = re.compile(
    r"[^.;:]{0,160}?\bwill be (?:taken up|discussed|reviewed|on the agenda|considered|addressed|exchanged)\b"
)
_DECIDED_AT: Final = re.compile(
    r"\b(?:decisions?|agreements?|deals?) (?:was|were) (?:taken|reached|made|struck|concluded)\b"
)
_SET_UP: Final = re.compile(r"\b(?:established|created|set up|launched|founded|formed) $")
_OWN_NAME: Final = re.compile(r"(?:[A-Z][\w'-]+,? (?:and |of |on |for )?)+[A-Z]")
_OF_ONE_STATE: Final = re.compile(
    r"\b(?:(?:Security|State|European|Privy|Legislative|Federation|Supreme|Military|Central|Planning|Regional) Council"
    r"|Financial Action Task Force)$"
)
_SITS: Final = r"(?:held|holds|convened|convenes|concluded|opened|met for|gathered for)"
_SITS_WITHIN: Final = 600
_MONTHS: Final = timedelta(days=90)
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
            noun
            for noun in reading.hits(sentence, "meeting_noun")
            if reading.plain[noun.end : noun.end + 1] != "-" and not _is_of_one_state(reading, noun)
        ]
        heads = [noun for noun in nouns if not _inside_another(noun, nouns) and not _leads_on(reading, noun, nouns)]
        mentions = [_by_noun(reading, sentence, noun, known) for noun in heads]
        mentions = [
            mention
            for noun, one in zip(heads, mentions, strict=True)
            if (mention := one if noun.entry.group != "institution" else _as_institution(reading, noun, one))
        ]
        found.extend(mentions)
        if not mentions and (verb := _met(reading, sentence)):
            found.append(verb)
    return found


def _as_institution(reading: Reading, noun: Hit, mention: Meeting) -> Meeting | None:
    """A body's mention as a meeting; of one that only sat, the verb beside the sitting says that it was held."""
    if _is_an_institution(reading, noun, mention):
        return mention
    if _sat(reading, noun, mention):
        return replace(mention, held=None, score=mention.score - 3)
    return None


def _is_an_institution(reading: Reading, noun: Hit, mention: Meeting) -> bool:
    """A "Group" or "Commission" is a meeting only by a proper name that holds the sides or a number."""
    numbered = mention.ordinal is not None or "Joint" in (mention.name or mention.sentence).of(reading.plain).split()
    both = mention.name is not None and len(reading.parties(mention.name)) > 1
    return reading.text[noun.start].isupper() and (numbered or both or bool(mention.key))


def _sat(reading: Reading, noun: Hit, mention: Meeting) -> bool:
    """ "The Permanent Indus Commission ... (The Commission) held its 118th meeting": what sat is what met."""
    if mention.name is None or not _OWN_NAME.match(mention.name.of(reading.plain)):
        return False
    core = re.escape(reading.plain[noun.start : noun.end])
    until = min(len(reading.plain), noun.end + _SITS_WITHIN)
    return re.search(rf"\b{core}\b[^.;]{{0,120}}? {_SITS} its ", reading.plain[noun.start : until]) is not None


def _is_of_one_state(reading: Reading, noun: Hit) -> bool:
    """The National Security Council, the State Council: a body within one government, that no two sides hold."""
    return _OF_ONE_STATE.search(reading.plain, max(0, noun.start - 24), noun.end) is not None


def _inside_another(noun: Hit, nouns: list[Hit]) -> bool:
    return any(other is not noun and other.start <= noun.start and noun.end <= other.end for other in nouns)


def _leads_on(reading: Reading, noun: Hit, nouns: list[Hit]) -> bool:
    """ "2+2 Foreign and Defence Ministerial Meeting": of several nouns in one name, the last is its head."""
    for later in nouns:
        if 0 <= later.start - noun.end < 60:
            between = [word for word in reading.plain[noun.end : later.start].split() if word[0].isalpha()]
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
    both = reading.has(sentence, "both_sides") and not reading.has(sentence, "past_other")
    if not verbs or not (parties or pronoun or both):
        return None
    codes, spans = distinct_parties(parties)
    future = reading.has(Span.clamped(sentence.start, verbs[0].end), "future")
    score = _score(reading, sentence, verbs[0], future=future, at=verbs[0].start) + 1
    return Meeting(sentence, None, None, None, None, codes, spans, False, verbs[0], future, score)


_TOOK_PLACE: Final = ("took place", "was held")
_MEETING_VERBS: Final = frozenset(
    [
        "met",
        "meet in",
        "meet for",
        "meet to discuss",
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
    """Whether a party is only a place: "in Luxembourg", "in Geneva, Switzerland" say where, not who met."""
    before = reading.plain[max(0, hit.start - 30) : hit.start]
    behind_a_city = before.endswith(", ") and any(
        city.end == hit.start - len(", ") for city in reading.hits(Span(max(0, hit.start - 30), hit.start), "city")
    )
    return before.endswith((" in ", " in the ")) or behind_a_city


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
    begin = phrase_begin(reading, tokens, first)
    ordinal, ordinal_span, begin = ordinal_before(reading, tokens, begin, first)
    if body := named_by(reading, tokens, noun, last):
        name = Span.clamped(tokens[body[0]].start, tokens[body[1]].end)
        begin, end = body
    else:
        end = phrase_end(reading, tokens, last)
        span = min(tokens[begin].start, noun.start), max(tokens[end].end, noun.end)
        name = _with_its_bracket(reading, Span.clamped(*span)) if tokens else sentence
    modifiers = tokens[begin:first]
    while begin < first and tokens[begin].word.lower() in SAID_OF_IT and tokens[begin].word not in PART_OF_A_NAME:
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


def _with_its_bracket(reading: Reading, name: Span) -> Span:
    """ "Joint Commission (JC": what a name opens it also closes."""
    opened = name.of(reading.plain).count("(") - name.of(reading.plain).count(")")
    return Span(name.start, name.end + 1) if opened > 0 and reading.plain.startswith(")", name.end) else name


def _is_named(reading: Reading, modifiers: list[Token], noun: Hit, *, subject: bool, numbered: bool) -> bool:
    capital = reading.text[noun.start : noun.start + 1].isupper()
    parties = [token for token in modifiers if reading.parties(Span(token.start, token.end))]
    own = [token for token in modifiers if token not in parties]
    proper = noun.entry.group != "meeting" or (capital and len(own) > 1)
    if capital and subject and noun.entry.phrase in _GROUPS:
        return True  # "Joint Working Group on Counter-Terrorism"
    if reading.has(Span(modifiers[0].start, modifiers[-1].end), "action_verb") if modifiers else False:
        return False  # a headline in capitals: "Deepen Bilateral Discussions"
    if numbered and own and noun.entry.group == "round":
        return True
    return proper and (len(parties) + len(own) >= 1 and (capital or bool(parties) or len(own) + subject > 1))


def _event(reading: Reading, sentence: Span, noun: Hit) -> tuple[Hit | None, bool]:
    """The verb that says the meeting was held, and whether it is only to come."""
    # Who led it says as well that it took place: "the delegations at the talks were led by A and B".
    verbs = [*reading.hits(sentence, "held"), *_framed(reading, sentence, noun)] or [
        hit
        for hit in reading.hits(sentence, "chair_after", "chair_before", "co_chair_before")
        if hit.entry.phrase not in ("with", "under") and not _TO_COME.search(reading.plain, hit.start - 12, hit.start)
    ]
    futures = reading.hits(sentence, "future")
    behind = _AT.search(reading.plain, max(sentence.start, noun.start - _BEFORE_IT), noun.start)
    if behind and _SET_UP.search(reading.plain, sentence.start, behind.start()):
        return None, False  # "the group, which was established after the second meeting": of an earlier one
    done = [
        verb
        for verb in verbs
        if not any(hit.start <= verb.start and verb.end <= hit.end for hit in futures)
        and not _is_not_yet(reading, sentence, verb)
        and not _is_another_clause(reading, sentence, verb)
    ]
    there = _at_which(reading, sentence, noun, behind)
    if not done and not there and any(_ought_to_have(reading, sentence, one) for one in verbs):
        return None, True  # "should have met on Thursday", "will then hold discussions"
    verbs = done or there or verbs
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


def _is_not_yet(reading: Reading, sentence: Span, verb: Hit) -> bool:
    return _NOT_YET.search(reading.plain, max(sentence.start, verb.start - 24), verb.start) is not None


def _ought_to_have(reading: Reading, sentence: Span, verb: Hit) -> bool:
    return _OUGHT.search(reading.plain, max(sentence.start, verb.start - 24), verb.start) is not None


def _is_another_clause(reading: Reading, sentence: Span, verb: Hit) -> bool:
    """ "... before Joe Biden and Xi Jinping meet in San Francisco": in the present tense, of another meeting."""
    return verb.entry.phrase.startswith("meet ") and bool(
        _BEFORE_ANOTHER.search(reading.plain, max(sentence.start, verb.start - 80), verb.start)
    )


def _at_which(reading: Reading, sentence: Span, noun: Hit, behind: re.Match[str] | None) -> list[Hit]:
    """ "At Tuesday's meeting both agreed", "after the eighth Joint Commission": it was held, without a verb.

    `behind` is the "at the" or "after the" before the noun.
    """
    near = max(sentence.start, noun.start - _BEFORE_IT)
    match = (
        behind
        or _AFTER_DAYS_OF.search(reading.plain, near, noun.start)
        or _JOINT_PAPER.search(reading.plain, near, noun.start)
    )
    if match and _WILL.match(reading.plain, noun.end, sentence.end):
        return []  # "At the meeting cooperation will be taken up"
    told = (
        reading.has(sentence, "agreed", "stance")
        or bool(reading.dates_in(sentence))
        or _DECIDED_AT.search(reading.plain, sentence.start, noun.start) is not None
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
    return score - (4 if _is_long_past(reading, sentence) else 0)


def _is_long_past(reading: Reading, sentence: Span) -> bool:
    """Whether all days of a sentence lie months before the publication: a caption's, or background."""
    published = reading.document.published_on
    days = [mention.value.latest for mention in reading.dates_in(sentence) if mention.precision_is_day]
    return published is not None and bool(days) and max(days) < published - _MONTHS
