"""When the reported meeting was held, and what else the text says about that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from dialogues.ingest.extract.english.meetings import Meeting
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.reading import Reading
from dialogues.text.date_mentions import DateMention
from dialogues.text.dates import PartialDate

# Words just before a date that tie it to something else: publication, a limit, an earlier event.
_NOT_THE_DAY: Final = re.compile(
    r"(?:\b(?:since|by|before|until|updated|published|posted|ahead of|agreed in|signed in|established in|last held in"
    r"|launched in|prior to|reached in|visit in|of|reported|told reporters on|due|held since|starting|said on|announced"
    r" on|said|released on|statement on|briefing,? on|press conference on)|\[)[ ,]*$",
    re.IGNORECASE,
)
# Between the meeting and a date: the date of what happened before or after it.
_ANOTHER_CLAUSE: Final = re.compile(r"\b(?:since|when|after|before|until|ahead of|which followed)\b")
_SPAN_OF_DAYS: Final = re.compile(r"\b(two|three|four|five|2|3|4|5)[ -]days?\b", re.IGNORECASE)
_DAYS: Final = {"two": 2, "three": 3, "four": 4, "five": 5}
_JOINED: Final = re.compile(
    r",? ?(?:and|to|-|until|through|till) ?(?:(?:it )?(?:ended|concluded|closed|wrapped up|ran until) )?(?:on )?"
)
_ENDING: Final = frozenset(["ended", "concluded", "wrapped up", "finished", "closed", "concludes", "ends", "wraps up"])
_FIRST_SENTENCES: Final = 4
_STARTING: Final = frozenset(["opened", "kicked off", "began", "started", "was opened"])


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """The chosen day or days, what they rest on, and dates that the text also gives for the same meeting."""

    start: PartialDate | None
    end: PartialDate | None
    basis: str | None
    evidence: tuple[Span, ...]
    conflicts: tuple[DateMention, ...]


def meeting_date(reading: Reading, subject: Subject) -> MeetingDate:
    """Choose the date stated nearest to the verb that says the meeting was held."""
    found = _candidates(reading, subject) or _days_beside_what_both_did(reading, subject)
    ranked = sorted(found, key=lambda pair: (-pair[0], pair[1].start))
    if not ranked:
        return MeetingDate(None, None, None, (), ())
    chosen = ranked[0][1]
    start, end = _extent(reading, chosen)
    supporting = tuple(
        Span(mention.start, mention.end)
        for mention in reading.dates
        if mention.value == chosen.value and mention.precision_is_day
    )
    evidence = tuple(dict.fromkeys([Span(chosen.start, chosen.end), *supporting]))
    conflicts = tuple(
        mention
        for mention in _stated_of_the_meeting(reading, subject)
        if mention.precision_is_day and not mention.value.overlaps(start.earliest, end.latest)
    )
    return MeetingDate(start, end, chosen.basis, evidence, conflicts)


def _candidates(reading: Reading, subject: Subject) -> list[tuple[int, DateMention]]:
    scored: dict[int, tuple[int, DateMention]] = {}
    for meeting in subject.mentions:
        if meeting.future or (meeting not in (subject.meeting, subject.named) and _follows_another(reading, meeting)):
            continue
        anchor = meeting.held.start if meeting.held else meeting.noun.start if meeting.noun else meeting.sentence.start
        for mention in reading.dates_in(meeting.sentence):
            before = reading.plain[max(meeting.sentence.start, mention.start - 26) : mention.start]
            goes_on = reading.plain.startswith(
                ", when ", mention.end
            )  # "officials said yesterday, when the talks closed"
            if _NOT_THE_DAY.search(before.removesuffix("the ")) and not goes_on:
                continue
            if reading.plain[mention.end : mention.end + 2] == "'s" or mention.value.precision == "year":
                continue
            if reading.has(meeting.sentence, "margins") and meeting is not subject.meeting:
                continue
            score = meeting.score * 4 - min(40, abs(mention.start - anchor) // 6)
            score += {"day": 12, "month": 2, "one_of": 4, "year": -10}[mention.value.precision]
            score += 6 if re.search(r"\b(?:on|from|between)\s$", before) else 0
            score -= 16 if meeting.held is None else 0
            score -= 24 if _ANOTHER_CLAUSE.search(reading.plain, anchor, mention.start) else 0
            if mention.start not in scored or scored[mention.start][0] < score:
                scored[mention.start] = (score, mention)
    return [pair for pair in scored.values() if pair[0] > 0]


def _follows_another(reading: Reading, meeting: Meeting) -> bool:
    """ "Monday's meeting followed talks held in November": the day is of the other."""
    return reading.has(meeting.sentence, "relation", "past_other")


def _days_beside_what_both_did(reading: Reading, subject: Subject) -> list[tuple[int, DateMention]]:
    """ "Japan and France agreed Friday on ...": the day of a first sentence that tells of an unnamed meeting."""
    found: list[tuple[int, DateMention]] = []
    for place, sentence in enumerate(reading.sentences[:_FIRST_SENTENCES]):
        both = len({hit.entry.group for hit in reading.governments(sentence)} & set(subject.parties)) == 2
        told = reading.has(sentence, "agreed", "held", "met_with") and not reading.has(sentence, "future")
        if not told or not (both or reading.has(sentence, "both_sides")):
            continue
        for mention in reading.dates_in(sentence):
            before = reading.plain[max(sentence.start, mention.start - 26) : mention.start]
            if mention.precision_is_day and not _NOT_THE_DAY.search(before.removesuffix("the ")):
                found.append((_FIRST_SENTENCES - place, mention))
    return found


def _extent(reading: Reading, chosen: DateMention) -> tuple[PartialDate, PartialDate]:
    """First and last day; "ended on Monday after two days" reaches back from the day that is stated."""
    if chosen.end_value is not None:
        return chosen.value, chosen.end_value
    sentence = reading.sentence_at(chosen.start)
    following = next((mention for mention in reading.dates_in(sentence) if mention.start > chosen.start), None)
    if following is not None and chosen.precision_is_day and following.precision_is_day:
        joined = _JOINED.fullmatch(reading.plain[chosen.end : following.start])
        if joined and timedelta(0) < following.value.earliest - chosen.value.earliest < timedelta(days=8):
            return chosen.value, following.value
    days = _SPAN_OF_DAYS.search(reading.plain, sentence.start, sentence.end)
    if days is None or chosen.value.precision != "day":
        return chosen.value, chosen.value
    length = timedelta(days=(_DAYS.get(days[1].lower()) or int(days[1])) - 1)
    verbs = {hit.entry.phrase for hit in reading.hits(sentence, "held")}
    day: date = chosen.value.earliest
    if verbs & _ENDING:
        return PartialDate.of_day(day - length), chosen.value
    if verbs & _STARTING:
        return chosen.value, PartialDate.of_day(day + length)
    return chosen.value, chosen.value


def _stated_of_the_meeting(reading: Reading, subject: Subject) -> list[DateMention]:
    """Dates that the text ties to the meeting by a possessive ("Monday's dialogue") or by "held on"."""
    stated: list[DateMention] = []
    for meeting in subject.mentions:
        if meeting.noun is None or meeting.future or reading.has(meeting.sentence, "margins", "past_other"):
            continue
        for mention in reading.dates_in(meeting.sentence):
            between = reading.plain[mention.end : meeting.noun.start]
            if (
                re.fullmatch(r"'s (?:\w+[ -]){0,2}", between) and _refers(meeting.noun.entry.phrase, subject)
            ) or re.fullmatch(
                r",? ?(?:which was )?held (?:\w+ ){0,4}on ", reading.plain[meeting.noun.end : mention.start]
            ):
                stated.append(mention)
    return stated


def _refers(phrase: str, subject: Subject) -> bool:
    core = phrase.rsplit(maxsplit=1)[-1].removesuffix("s")
    cores = {meeting.core for meeting in (subject.meeting, subject.named) if meeting}
    return core in cores or core in ("meeting", "talk", "round", "session", "dialogue")
