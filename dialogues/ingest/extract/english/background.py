"""Agreements that a text only mentions: of the past, unreal, of others, or in a clause beside."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading
from dialogues.text.date_mentions import DateMention

_UNREAL: Final = re.compile(r"\b(?:whether|if|unless|should|could|might|must|may|hopes?|urged)\b[^,;]{0,40}$")
_RELATIVE: Final = re.compile(r"\b(?:which|that|who)\b[^,;]{0,40}$")
_NEAR: Final = 90
_WHEN: Final = re.compile(r"\b(?:when|where|at which|during which|in which|which)\b")
_LONG_BEFORE: Final = timedelta(days=12)
_BEFORE_A_VERB: Final = (
    "it ",
    "them ",
    "get ",
    "be ",
    "being ",
    "not ",
    "whether ",
    "if ",
    "could be ",
    "would be ",
    "which ",
)
_A_RECORD: Final = re.compile(r" (?:record|minutes|text|statement|conclusions|framework)s?\b")
_BE: Final = (" are ", " is ", " was ", " were ", " been ")
_WHERE_OR_WHEN: Final = (" in ", " by ", " at ", " during ", " last ", " on ")


def is_background(reading: Reading, sentence: Span, verb: Hit, subject: Subject) -> bool:
    """Whether a verb of agreeing tells no outcome of the reported meeting."""
    near = Span.clamped(verb.start, min(sentence.end, verb.end + 24))
    before = reading.plain[max(sentence.start, verb.start - 60) : verb.start]
    return (
        _UNREAL.search(before) is not None
        or _is_in_an_earlier_clause(reading, sentence, verb, subject)
        or is_of_the_past(reading, subject, Span.clamped(verb.end, sentence.end))
        or (verb.entry.group == "plan" and _RELATIVE.search(before[-50:]) is not None)
        or _is_participle(reading, verb)
        or (verb.entry.group == "reaffirm" and before.endswith(" had "))
        or before.endswith(_BEFORE_A_VERB)
        or reading.has(near, "not_outcome")
        or (verb.entry.group != "differ" and _is_of_others(reading, sentence, verb, subject))
        or reading.has(Span.clamped(verb.end, sentence.end), "past_other")
        or (reading.has(sentence, "relation") and verb.entry.phrase in ("agreed", "consensus on"))
    )


def _is_participle(reading: Reading, verb: Hit) -> bool:
    """ "a treaty signed in 2010", "the group was created": no finite verb of the two sides."""
    if verb.start == reading.sentence_at(verb.start).start and _A_RECORD.match(reading.plain, verb.end):
        return True  # "Agreed record of consultations": a title
    if verb.entry.group in ("sign", "create") and reading.plain[verb.end : verb.end + 8].startswith(_WHERE_OR_WHEN):
        return True
    passive = reading.plain[max(0, verb.start - 7) : verb.start].endswith(_BE)
    return passive and verb.entry.group in ("decide", "create", "sign")


def _is_of_others(reading: Reading, sentence: Span, verb: Hit, subject: Subject) -> bool:
    before = reading.parties(Span.clamped(sentence.start, verb.start))
    return bool({hit.entry.group for hit in before} - set(subject.parties))


def is_of_the_past(reading: Reading, subject: Subject, span: Span) -> bool:
    """Whether words tell of something settled before the meeting: a date well before it, "last March"."""
    near = Span.clamped(span.start, min(span.end, span.start + _NEAR))
    when = [mention.value.earliest for meeting in subject.mentions for mention in reading.dates_in(meeting.sentence)]
    held = max(when, default=reading.document.published_on)
    dates = [mention.value.latest for mention in reading.dates_in(near)]
    opening = near.of(reading.plain)
    if re.match(r" (?:in|on|at|during|when|last|earlier|by them|ago|previously)\b", opening) and dates:
        return held is not None and min(dates) < held
    return held is not None and any(day < held - _LONG_BEFORE for day in dates)


def was_settled_before(reading: Reading, subject: Subject, span: Span) -> bool:
    """Whether `span` gives a date that lies well before the meeting: "In October ...", "... in January 2024"."""
    return bool(earlier_days(reading, subject, Span.clamped(span.start, min(span.end, span.start + _NEAR))))


def earlier_days(reading: Reading, subject: Subject, span: Span) -> list[DateMention]:
    """The dates within `span` that lie well before the meeting: what is told beside them is of another day."""
    when = [mention.value.earliest for meeting in subject.mentions for mention in reading.dates_in(meeting.sentence)]
    held = max(when, default=reading.document.published_on)
    if held is None:
        return []
    return [mention for mention in reading.dates_in(span) if mention.value.latest < held - _LONG_BEFORE]


def _is_in_an_earlier_clause(reading: Reading, sentence: Span, verb: Hit, subject: Subject) -> bool:
    """ "since A met B in November 2023, when the two leaders committed to X": of that earlier day."""
    near = Span.clamped(max(sentence.start, verb.start - 120), verb.start)
    return any(_WHEN.search(reading.plain, mention.end, verb.start) for mention in earlier_days(reading, subject, near))
