"""What was agreed: the verb of agreeing, whose agreement it is, and each thing agreed, split out of lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dialogues.ingest.extract.english.clauses import BOTH, Holder, complement, holder_of
from dialogues.ingest.extract.english.items import listed_after, split_items, trimmed
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_LONGEST_TITLE: Final = 160
_BY: Final = re.compile(
    r"\b(?:by|before|within|no later than|until|ahead of|in|on|during) (?:the )?"
    r"(?:end of (?:the|this|next) year|end of [0-9]{4}|end of (?:the|this) month|(?:next|this) (?:year|month|week)"
    r"|(?:first|second) half of (?:the year|next year|[0-9]{4})|[a-z]+ (?:days|weeks|months|years))\b"
)
_UNREAL: Final = re.compile(r"\b(?:whether|if|unless|should|could|might|must|may|hopes?|urged)\b[^,;]{0,40}$")
_LAUNCHED: Final = frozenset(["was launched", "were launched", "was set up", "were set up", "was established"])
_CREATED: Final = re.compile(r"\bnew\b|\b(?:a|an|the first|joint)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A verb of agreeing, who agreed, and the passages that hold what was agreed."""

    sentence: Span
    verb: Hit
    stated_by: str
    items: tuple[Span, ...]


def outcome_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The outcomes of the reported meeting; none unless a meeting is reported."""
    if not subject.reports:
        return []
    facts: list[Fact] = []
    taken: list[Span] = []
    for agreement in _agreements(reading, subject, people):
        for item in agreement.items:
            if item.end - item.start < 4 or any(item.overlaps(other) for other in taken):
                continue
            taken.append(item)
            facts.append(_fact(reading, agreement, item))
    return facts


def _agreements(reading: Reading, subject: Subject, people: list[Person]) -> Iterator[Agreement]:
    for sentence in subject.scope:
        verbs = reading.hits(sentence, "agreed")
        used = sentence.start
        holder: Holder | None = None
        for place, verb in enumerate(verbs):
            if verb.start < used or _is_background(reading, sentence, verb, subject):
                continue
            continued = holder is not None and _is_continued(reading, verb)
            if not continued:
                holder = holder_of(reading, sentence, verb, people, subject.parties)
            if not _counts(reading, subject, sentence, verb, holder, continued=continued):
                holder = None
                continue
            stop = _next_predicate(reading, verbs[place + 1 :])
            inside = complement(reading, sentence, verb, stop)
            listed = listed_after(reading, sentence, inside)
            items = listed or tuple(split_items(reading, inside, verb))
            yield Agreement(sentence, verb, _stated_by(holder), items)
            used = inside.end
        yield from _without_verb(reading, subject, sentence, people)


def _stated_by(holder: Holder | None) -> str:
    return (holder.party if holder else None) or "unknown"


def _next_predicate(reading: Reading, later: list[Hit]) -> int | None:
    """Where a second verb of agreeing takes over: "agreed on A and decided to B"."""
    for verb in later:
        before = reading.plain[max(0, verb.start - 14) : verb.start]
        if match := re.search(r"(?:,? and|,|;) (?:also |further )?$", before):
            return verb.start - len(match.group())
    return None


def _is_background(reading: Reading, sentence: Span, verb: Hit, subject: Subject) -> bool:
    near = Span.clamped(verb.start, min(sentence.end, verb.end + 24))
    if _UNREAL.search(reading.plain[max(sentence.start, verb.start - 60) : verb.start]):
        return True
    participle = reading.plain[verb.end : verb.end + 8].startswith(
        (" in ", " by ", " at ", " during ", " last ", " on ")
    )
    if participle and verb.entry.group in ("sign", "create"):
        return True
    passive = reading.plain[max(0, verb.start - 7) : verb.start].endswith(
        (" are ", " is ", " was ", " were ", " been ")
    )
    if passive and verb.entry.group in ("decide", "create", "sign"):
        return True
    if reading.has(near, "not_outcome") or reading.plain[max(0, verb.start - 14) : verb.start].endswith(
        ("not ", "whether ", "if ", "could be ", "would be ", "which ")
    ):
        return True
    strangers = {hit.entry.group for hit in reading.parties(Span.clamped(sentence.start, verb.start))} - set(
        subject.parties
    )
    if strangers and verb.entry.group != "differ":
        return True
    return reading.has(Span.clamped(verb.end, sentence.end), "past_other") or (
        reading.has(sentence, "relation") and verb.entry.phrase in ("agreed", "consensus on")
    )


def _is_continued(reading: Reading, verb: Hit) -> bool:
    """ "They will act in line with X, and set up Y": the subject of the verb before holds on."""
    return reading.plain[max(0, verb.start - 10) : verb.start].endswith((" and ", ", ", " and also ", " also "))


def _counts(
    reading: Reading, subject: Subject, sentence: Span, verb: Hit, holder: Holder | None, *, continued: bool
) -> bool:
    """Whether this verb with this subject tells an outcome. Weaker verbs need both sides as their subject."""
    group = verb.entry.group
    if group == "differ":
        return True
    if holder is None:
        first = reading.plain[sentence.start : verb.start].strip(" -*•\"'").lower()
        return group == "agree" and (first in ("", "and", "also") or "agreement on" in verb.entry.phrase)
    both = holder.party == BOTH
    if group in ("plan", "reaffirm", "commit"):
        close = continued or verb.start - holder.span.end < (30 if group != "plan" else 12)
        return both and close
    if group == "create":
        rest = Span.clamped(verb.end, min(sentence.end, verb.end + 90))
        return both and reading.has(rest, "outcome_kind") and bool(_CREATED.search(rest.of(reading.plain)))
    if group == "sign":
        return both or (
            holder.party in subject.parties
            and reading.has(Span.clamped(verb.end, min(sentence.end, verb.end + 90)), "outcome_kind")
        )
    return both or (
        holder.party in subject.parties
        and not reading.has(Span.clamped(verb.start, min(sentence.end, verb.end + 12)), "negative_call")
    )


def _without_verb(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Agreement]:
    """ "The next round will be held in ...", "A hotline was established": the thing agreed is the subject."""
    for hit in reading.hits(sentence, "agreement_passive"):
        before = Span.clamped(sentence.start, hit.start)
        verbs = reading.hits(before, "agreed")
        thing = reading.hits(before, "next_meeting_noun") or [
            found for found in reading.hits(before, "outcome_kind") if hit.start - found.end < 40
        ]
        if not thing or verbs or reading.has(sentence, "past_other", "margins"):
            continue
        if any(hit.entry.phrase.startswith(word) for word in ("was held", "will take place")) and not reading.has(
            before, "next_meeting_noun"
        ):
            continue
        start = _phrase_start(reading, sentence, thing[0].start)
        if hit.entry.phrase in _LAUNCHED and re.match(r" ?[Tt]he ", reading.plain[start : start + 5]):
            continue  # "The hotline was launched": what became of something agreed before
        yield Agreement(sentence, hit, "unknown", (trimmed(reading, Span.clamped(start, sentence.end)),))
        return


def _phrase_start(reading: Reading, sentence: Span, place: int) -> int:
    cut = max(reading.plain.rfind(mark, sentence.start, place) for mark in (", ", "; ", " that "))
    start = cut + 1 if cut > sentence.start else sentence.start
    return start + (5 if reading.plain[start:].startswith("that ") else 0)


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
