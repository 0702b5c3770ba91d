"""What a document is about: the one meeting that it reports, its two sides, and the sentences that speak of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final

from dialogues.ingest.extract.english.meetings import Meeting, find_meetings, is_where
from dialogues.ingest.extract.english.opinion import argues, calls_itself_an_opinion
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading

_ENOUGH: Final = 6
_MANY: Final = 4
_HEADLINE: Final = 2
_BLOCS: Final = frozenset(["EU", "ASEAN", "GCC"])
_LEAD: Final = 4
# A name of fewer words than these, its sides left out, says nothing of the meeting: "EU-Japan dialogue".
_WORDS: Final = 2
_BESIDE_THE_SIDES: Final = re.compile(r"[A-Za-z][\w'-]*")
_PRESENT_TENSE: Final = frozenset(
    ["meets", "meets with", "meet", "holds", "hold", "hosts", "holds talks with", "opens"]
)
_COURTESY: Final = re.compile(
    r"\b(?:[Aa]mbassador|[Hh]igh [Cc]ommissioner|[Cc]harg[eé] d'[Aa]ffaires|[Ee]nvoy)"
    r" (?:to|in|of [A-Z][\w ]{2,24}?) (?!charge)"
    r"|\bcourtesy (?:call|visit)\b|\b(?:called|calls|call) on (?:the )?[A-Z]|\b(?:farewell|introductory) call\b"
)
_WILL_BE: Final = re.compile(r"[^,.;:]{0,60}? (?:will|shall|is to|are to)\b")
# In the first sentences or the headline, whatever is told below it: "Ambassador X calls on Minister Y".
_PAID_A_CALL: Final = re.compile(
    r"\b[Cc]ourtesy (?:call|visit)\b"
    r"|\b(?:[Aa]mbassador|[Hh]igh [Cc]ommissioner|[Ee]nvoy)\b[^.;:,]{0,50}?"
    r" (?:calls|called|pays a call|paid a call) on\b"
)
_PAIR: Final = 2
_JOINT_PAPER: Final = re.compile(r"\bJoint (?:Press )?(?:Communiqu[eé]|Statement|Release)\b", re.IGNORECASE)
_SEMINAR: Final = re.compile(
    r"\b(?:[Aa]t|[Ii]n) (?:a|an|the) (?:[\w-]+ )?(?:seminar|symposium|workshop|webinar|roundtable|round table)\b"
)
_NOT_HELD: Final = re.compile(
    r"\b(?:did not take place|failed to take place|[Ff]ails? to [Tt]ake ([Oo]ff|place)"
    r"|was (?:called off|postponed|cancell?ed))\b"
)
_A_LABEL: Final = 4
_IN_BRACKETS: Final = 60
_JOINTS: Final = frozenset([" and ", ", ", "-", "–", " and the ", "/", " - ", " – "])
_GENERIC: Final = frozenset(
    ["dialogue", "dialog", "talk", "meeting", "session", "consultation", "round", "negotiation", "discussion"]
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The meeting a document is about. `meeting` is the sentence that best says it took place; `named` names it.

    `relevance` is reports, announces, mentions or none; `parties` are the two sides in order of mention (empty when
    unclear); `scope` holds the sentences that may speak of this meeting, not of another event.
    """

    relevance: str
    meeting: Meeting | None
    named: Meeting | None
    parties: tuple[str, ...]
    mentions: tuple[Meeting, ...]
    scope: tuple[Span, ...]
    reason: str

    @property
    def reports(self) -> bool:
        """Whether the document reports a meeting of two governments."""
        return self.relevance == "reports"


def find_subject(reading: Reading) -> Subject:
    """Decide what the document is about."""
    meetings = find_meetings(reading)
    best = max(meetings, key=lambda one: (one.score - _is_earlier(one, meetings), -one.sentence.start), default=None)
    if best is None:
        return Subject("none", None, None, (), (), (), "relevance.no_meeting")
    named = _named(reading, meetings, best)
    parties = _pair(reading, best, named)
    relevance, reason = _relevance(reading, meetings, best, named, parties)
    mentions = tuple(meeting for meeting in meetings if _is_same(meeting, best, named, parties))
    main = {meeting.sentence for meeting in (best, named) if meeting}
    scope = tuple(
        sentence for sentence in reading.sentences if not _other_event(reading, sentence, main, parties, meetings)
    )
    return Subject(relevance, best, named, parties, mentions, scope, reason)


def _is_earlier(meeting: Meeting, meetings: list[Meeting]) -> int:
    """What a mention loses because the text tells of a later round before it: "The first round was held in ..."."""
    later = any(
        one.ordinal and meeting.ordinal and one.ordinal > meeting.ordinal and one.held and not one.future
        for one in meetings
        if one.sentence.start < meeting.sentence.start
    )
    return 3 if later else 0


def _named(reading: Reading, meetings: list[Meeting], best: Meeting) -> Meeting | None:
    """The mention that names the meeting best: its own sentence first, then one that may be the same."""
    candidates = [
        meeting
        for meeting in meetings
        if meeting.named
        and not meeting.future
        and not (meeting.ordinal and best.ordinal and meeting.ordinal != best.ordinal)
        and (set(meeting.parties) & set(best.parties) or not meeting.parties or not best.parties)
        and (best.noun is None or not best.named or meeting.sentence == best.sentence or meeting.core == best.core)
    ]
    if best.named:
        candidates.append(best)
    full = [meeting for meeting in candidates if meeting.score > 0 or meeting is best]
    return max(
        full, key=lambda one: _naming_strength(reading, one), default=best if best.ordinal and best.noun else None
    )


def _naming_strength(reading: Reading, meeting: Meeting) -> tuple[bool, int, int]:
    """A name of the record first; then one that says more of the meeting, in capitals and with a subject of its own."""
    proper = meeting.noun is not None and reading.text[meeting.noun.start].isupper()
    bare = meeting.name is not None and len(_BESIDE_THE_SIDES.findall(_without_sides(reading, meeting.name))) < _WORDS
    strength = meeting.score + (2 if meeting.ordinal else 0) + 2 * proper - 3 * bare
    return bool(meeting.key), strength, len(meeting.parties)


def _without_sides(reading: Reading, name: Span) -> str:
    words = name.of(reading.plain)
    for hit in reversed(reading.parties(name)):
        words = words[: hit.start - name.start] + words[hit.end - name.start :]
    return words


def _pair(reading: Reading, best: Meeting, named: Meeting | None) -> tuple[str, ...]:
    """The two sides: those in the name, else those of the sentence, else the two that the text names most."""
    everywhere = reading.governments(Span(0, len(reading.text)))
    counts = Counter(hit.entry.group for hit in everywhere if not is_where(reading, hit))
    for meeting in (named, best):
        if meeting is None:
            continue
        inside = [hit.entry.group for hit in reading.parties(meeting.name)] if meeting.name else []
        for codes in (tuple(dict.fromkeys(inside)), meeting.parties):
            if len(codes) == 2:
                return codes
    if pair := _most_joined(reading):
        return pair
    pool = best.parties if len(best.parties) > 2 else tuple(counts)
    common = sorted(pool, key=lambda code: -counts[code])[:2]
    if len(common) < 2 or counts[common[1]] < 2:
        bodies = reading.hits(Span(0, len(reading.text)), "organization", "known_organization", "known_person")
        organizations = Counter(hit.entry.group for hit in bodies if hit.entry.group)
        extra = [code for code, _ in organizations.most_common() if code not in common]
        common = (common + extra)[:2] if len(common) < 2 else common
    return tuple(common) if len(common) == 2 else ()


def _most_joined(reading: Reading) -> tuple[str, ...]:
    """The two that stand together most often, as "U.S. and ROK", "Seoul, Washington"; empty if none do twice."""
    hits = reading.governments(Span(0, len(reading.text)))
    pairs: Counter[tuple[str, ...]] = Counter()
    for one, other in pairwise(hits):
        if reading.plain[one.end : other.start] in _JOINTS and one.entry.group != other.entry.group:
            pairs[tuple(sorted((one.entry.group, other.entry.group)))] += 1
    ranked = pairs.most_common(2)
    return ranked[0][0] if ranked and ranked[0][1] > 1 and len({count for _, count in ranked}) == len(ranked) else ()


def _relevance(
    reading: Reading, meetings: list[Meeting], best: Meeting, named: Meeting | None, parties: tuple[str, ...]
) -> tuple[str, str]:
    signs = _signs(reading, meetings, best, named, parties)
    first = ((relevance, f"relevance.{reason}") for holds, relevance, reason in signs if holds)
    return next(first, ("mentions", "relevance.weak"))


def _signs(
    reading: Reading, meetings: list[Meeting], best: Meeting, named: Meeting | None, parties: tuple[str, ...]
) -> Iterator[tuple[bool, str, str]]:
    """What is looked for, one after another until one holds: whether it does, the relevance then, and the reason."""
    whole = Span(0, len(reading.text))
    lead = Span.clamped(0, reading.sentences[min(_LEAD, len(reading.sentences)) - 1].end)
    leading = [meeting for meeting in meetings if reading.index_of(meeting.sentence) < _LEAD]
    coming = any(meeting.future for meeting in leading)
    numbered = named is not None and named.ordinal is not None
    held = best.held is not None
    yield not parties, "mentions", "sides_unclear"
    yield calls_itself_an_opinion(reading), "mentions", "opinion"
    yield argues(reading, numbered=numbered), "mentions", "opinion"
    tracks = reading.hits(whole, "negative_track_two")
    opening = [hit for hit in tracks if hit.entry.phrase.startswith("track") and hit.start < lead.end]
    official = numbered and held and len(best.parties) == 2 and named is not None and named.named
    yield (len(tracks) > 1 and not official) or bool(opening), "mentions", "track_two"
    seminar = _SEMINAR.search(reading.plain, 0, best.sentence.end)
    yield not numbered and seminar is not None, "mentions", "track_two"
    yield not numbered and _NOT_HELD.search(reading.plain, 0, lead.end) is not None, "mentions", "not_held"
    yield reading.has(lead, "negative_call") and not numbered, "mentions", "call"
    yield _multilateral(reading, lead, best, named), "mentions", "multilateral"
    yield not numbered and _is_a_courtesy_call(reading, lead, best, named), "mentions", "courtesy"
    yield best.score < _ENOUGH + 3 and _acts_alone(reading, lead), "mentions", "one_sided"
    yield _opens_with_one_side(reading, best), "mentions", "one_sided"
    yield reading.has(lead, "negative_exercise") and not (named and named.named), "mentions", "exercise"
    yield _is_an_exercise(reading, lead), "mentions", "exercise"
    yield coming and not held, "announces", "future"
    yield _is_to_come(reading, best), "announces", "future"
    yield coming and _only_in_the_headline(reading, meetings, best), "announces", "future"
    yield _only_earlier(reading, leading, best), "announces", "future"
    yield coming and not any(meeting.held for meeting in leading), "announces", "future"
    yield coming and best.score < _ENOUGH + 2, "announces", "future"
    yield held and best.score >= _ENOUGH, "reports", "held"
    yield held and best.score >= _ENOUGH - 1, "reports", "likely"
    yield not coming and _is_told(reading, meetings, named), "reports", "told"
    yield not coming and _in_a_joint_paper(reading, lead, meetings), "reports", "joint_paper"


def _is_a_courtesy_call(reading: Reading, lead: Span, best: Meeting, named: Meeting | None) -> bool:
    """An ambassador to the country, or who calls on somebody: a meeting of no name of its own between two offices."""
    unnamed = best.noun is None or not (best.named or (named is not None and named.named and named.held is not None))
    told = _COURTESY.search(reading.plain, best.sentence.start, best.sentence.end) is not None
    return unnamed and (told or _PAID_A_CALL.search(reading.plain, lead.start, lead.end) is not None)


def _in_a_joint_paper(reading: Reading, lead: Span, meetings: list[Meeting]) -> bool:
    """A joint communiqué that says in its first sentences that a meeting of the two was held, though it has no name."""
    first = [one for one in meetings if reading.index_of(one.sentence) < _LEAD + _HEADLINE]
    held = any(one.held and not one.future and len(one.parties) == _PAIR for one in first)
    return held and _JOINT_PAPER.search(reading.plain, 0, lead.end) is not None


def _is_to_come(reading: Reading, best: Meeting) -> bool:
    """Whether every day that its sentence gives lies after the publication."""
    published = reading.document.published_on
    days = [mention.value.earliest for mention in reading.dates_in(best.sentence) if mention.precision_is_day]
    return published is not None and bool(days) and min(days) > published + timedelta(days=1)


def _is_told(reading: Reading, meetings: list[Meeting], named: Meeting | None) -> bool:
    """A numbered meeting in the headline, and below it what took place there, without a verb that says "was held"."""
    if named is None or not named.named or named.ordinal is None or reading.index_of(named.sentence) >= _LEAD:
        return False
    following = Span.clamped(named.sentence.start, min(len(reading.text), named.sentence.end + 900))
    if named.noun is not None and _WILL_BE.match(reading.plain, named.noun.end, named.sentence.end):
        return False
    told = reading.has(following, "chair_after", "co_chair_before") or (
        reading.has(following, "both_sides") and reading.has(following, "agreed", "held")
    )
    lead = Span.clamped(0, reading.sentences[min(_LEAD, len(reading.sentences)) - 1].end)
    ahead = [one for one in meetings if one.future and reading.index_of(one.sentence) < _LEAD]
    return told and not ahead and not reading.has(lead, "future")


def _opens_with_one_side(reading: Reading, best: Meeting) -> bool:
    """The headline or the first sentence tells what one government did, and the meeting is told of after it."""
    opening = [sentence for sentence in reading.sentences[:_HEADLINE] if sentence.start < best.sentence.start]
    return any(_acts_alone(reading, sentence) for sentence in opening)


def _acts_alone(reading: Reading, area: Span) -> bool:
    """Whether words of a measure stand in sentences that do not begin with both sides: "A and B signed the report"."""
    for hit in reading.hits(area, "negative_one_sided"):
        sentence = reading.sentence_at(hit.start)
        if len(sentence.of(reading.plain).split()) < _A_LABEL:
            continue  # "Policy paper": what sort of page it is
        before = Span.clamped(sentence.start, hit.start)
        hits = reading.governments(before)
        joined = (reading.plain[one.end : other.start] in (" and ", ", ", " and the ") for one, other in pairwise(hits))
        if not any(joined):
            return True
    return False


def _is_an_exercise(reading: Reading, lead: Span) -> bool:
    """A text that opens with an exercise and speaks of exercises more than of talks, whatever talks it names."""
    whole = Span(0, len(reading.text))
    exercises, talks = len(reading.hits(whole, "exercise")), len(reading.hits(whole, "meeting_noun"))
    return reading.has(lead, "exercise") and exercises >= _MANY and exercises > talks


def _only_in_the_headline(reading: Reading, meetings: list[Meeting], best: Meeting) -> bool:
    """A headline in the present tense ("Minister A meets Minister B"), and below it only what is to come."""
    present = best.held is not None and best.held.entry.phrase in _PRESENT_TENSE
    below = any(
        one.held and not one.future and one.sentence.start > best.sentence.end for one in meetings if one is not best
    )
    return present and reading.index_of(best.sentence) < _HEADLINE and not below


def _only_earlier(reading: Reading, leading: list[Meeting], best: Meeting) -> bool:
    """A text that opens with a meeting to come, and tells of one held only long before its publication."""
    published = reading.document.published_on
    opening = leading[0] if leading else None
    if opening is None or not opening.future or reading.index_of(best.sentence) <= reading.index_of(opening.sentence):
        return False
    dates = reading.dates_in(best.sentence)
    if not dates or published is None:
        return bool(opening.ordinal and best.ordinal and best.ordinal < opening.ordinal)
    return all(mention.value.latest < published - timedelta(days=40) for mention in dates)


def _multilateral(reading: Reading, lead: Span, best: Meeting, named: Meeting | None) -> bool:
    inside = reading.parties(named.name) if named and named.name else []
    if len({hit.entry.group for hit in inside}) > 2:
        return True
    if len({hit.entry.group for hit in inside}) == 2:
        return False
    signs = [
        hit
        for hit in reading.hits(lead, "negative_multilateral")
        # "its member countries" are those of a bloc that is one of the two sides.
        if not (hit.entry.phrase.startswith("member") and _BLOCS & set(best.parties))
    ]
    return bool(signs) or len(best.parties) > 3 or _three_together(reading, lead)


def _three_together(reading: Reading, lead: Span) -> bool:
    """ "Egypt, Ethiopia and Sudan agreed": three governments in one breath, more than once."""
    hits = reading.governments(lead)
    times = 0
    for first, second, third in zip(hits, hits[1:], hits[2:], strict=False):
        gaps = reading.plain[first.end : second.start], reading.plain[second.end : third.start]
        distinct = len({first.entry.group, second.entry.group, third.entry.group}) > 2
        listed = gaps[0] == ", " and gaps[1] in (" and ", ", and ", ", ")
        before = reading.plain[max(0, first.start - _IN_BRACKETS) : first.start]
        times += distinct and listed and before.rfind("(") <= before.rfind(")")
    return times > 1


def _is_same(meeting: Meeting, best: Meeting, named: Meeting | None, parties: tuple[str, ...]) -> bool:
    """Whether a mention may refer to the reported meeting."""
    if meeting in (best, named):
        return True
    if meeting.future or meeting.score < 0 or set(meeting.parties) - set(parties):
        return False
    number = (named.ordinal if named else None) or best.ordinal
    if meeting.ordinal and number and meeting.ordinal != number:
        return False
    if meeting.noun is None:
        return True
    if meeting.named and named and named.named and meeting.core != named.core:
        return False
    return meeting.core in _GENERIC or meeting.core in (best.core, named.core if named else "")


def _other_event(
    reading: Reading, sentence: Span, main: set[Span], parties: tuple[str, ...], meetings: list[Meeting]
) -> bool:
    """Whether a sentence speaks of something else: margins of another event, or another pair of parties."""
    if sentence in main:
        return False
    if reading.has(sentence, "margins"):
        return True
    strangers = {hit.entry.group for hit in reading.parties(sentence) if not is_where(reading, hit)} - set(parties)
    here = [meeting for meeting in meetings if meeting.sentence == sentence]
    if strangers and any(meeting.named and set(meeting.parties) - set(parties) for meeting in here):
        return True
    if reading.has(sentence, "both_sides"):
        return False
    return bool(strangers) and not {hit.entry.group for hit in reading.governments(sentence)} & set(parties)
