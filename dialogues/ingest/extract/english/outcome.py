"""What was agreed: each thing agreed is one outcome, with its kind, whose it is and by when."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.agreement import Agreement
from dialogues.ingest.extract.english.agreement import agreements_in
from dialogues.ingest.extract.english.clauses import BOTH
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_LONGEST_TITLE: Final = 160
_BY: Final = re.compile(
    r"\b(?:(?:by|before|within|no later than|until|ahead of|in|on|during) (?:the )?)?later this year\b"
    r"|\b(?:by|before|within|no later than|until|ahead of|in|on|during) (?:the )?"
    r"(?:end of (?:the|this|next) year|end of [0-9]{4}|end of (?:the|this) month|(?:next|this) (?:year|month|week)"
    r"|(?:first|second) half of (?:the year|next year|[0-9]{4})|[a-z]+ (?:days|weeks|months|years))\b"
)


def outcome_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The outcomes of the reported meeting; none unless a meeting is reported."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    taken: list[Span] = []
    told: set[str] = set()
    for agreement in agreements_in(reading, subject, people):
        for item in agreement.items:
            words = " ".join(item.of(reading.plain).lower().split())
            if item.end - item.start < 4 or any(item.overlaps(other) for other in taken) or words in told:
                continue  # a paper that prints its first paragraph twice agrees on nothing twice
            told.add(words)
            taken.append(item)
            facts.append(_fact(reading, agreement, item))
    return facts


def _kind(reading: Reading, verb: Hit, item: Span) -> str:
    if verb.entry.group == "differ":
        return "recorded_disagreement"
    hits = reading.hits(item, "outcome_kind")
    if any(hit.entry.group == "next_meeting" for hit in hits) or reading.has(item, "next_meeting_noun"):
        return "next_meeting"
    if verb.entry.group == "reaffirm":
        return "reaffirmation"
    if any(hit.entry.group == "norm" for hit in hits[:2]):
        return "norm"
    if hits:
        return hits[0].entry.group
    return {"sign": "instrument", "create": "channel", "commit": "norm"}.get(verb.entry.group, "joint_activity")


def _deadline(reading: Reading, item: Span) -> tuple[str | None, str | None, tuple[Span, ...]]:
    match = _BY.search(reading.plain, item.start, item.end)
    published = reading.document.published_on
    for mention in reading.dates_in(item):
        before = reading.plain[max(item.start, mention.start - 16) : mention.start]
        if lead := re.search(
            r"\b(?:by|before|until|in|on|for|from|early|late|no later than)(?: early| late| the)? $", before
        ):
            if published and (mention.end_value or mention.value).latest < published:
                continue
            start = mention.start - len(lead.group())
            stated = Span.clamped(max(item.start, start), mention.end)
            return stated.of(reading.text), str(mention.end_value or mention.value), (stated,)
    if match is None:
        return None, None, ()
    span = Span.clamped(match.start(), match.end())
    year = re.search(r"[0-9]{4}", match.group())
    if year:
        return span.of(reading.text), year.group(), (span,)
    if published and re.search(r"(?:the|this) year$", match.group()):
        return span.of(reading.text), str(published.year), (span,)
    return (
        span.of(reading.text),
        str(published.year + 1) if published and "next year" in match.group() else None,
        (span,),
    )


def _fact(reading: Reading, agreement: Agreement, item: Span) -> Fact:
    words = " ".join(item.of(reading.text).split())
    if len(words) > _LONGEST_TITLE:
        words = words[:_LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    stated, deadline, deadline_spans = _deadline(reading, item)
    value: dict[str, JSONValue] = {
        "kind": _kind(reading, agreement.verb, item),
        "title": words[:1].upper() + words[1:],
        "stated_by": agreement.stated_by,
        "deadline_as_stated": stated,
        "deadline": deadline,
    }
    verb = Span.clamped(agreement.verb.start, agreement.verb.end)
    evidence: dict[str, tuple[Span, ...]] = {"title": (item,), "kind": (item,), "stated_by": (verb,)}
    if deadline_spans:
        evidence["deadline"] = deadline_spans
    rule = f"outcome.{agreement.verb.entry.family}.{agreement.verb.entry.group}"
    confidence = 0.85 if agreement.stated_by == BOTH else 0.65
    sentence = reading.sentence_at(item.start)
    return Fact(FactKind.OUTCOME, value, (item, verb), sentence, rule, confidence, ("rules", "clauses"), evidence)
