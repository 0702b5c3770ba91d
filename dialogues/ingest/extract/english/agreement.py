"""Verbs of agreeing in a text: whose agreement it is, and the passages that hold what was agreed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.agreement import Agreement
from dialogues.ingest.extract.english.background import is_background, is_of_the_past
from dialogues.ingest.extract.english.clauses import AND_ALSO, BOTH, Holder, complement, holder_of
from dialogues.ingest.extract.english.frames import frames
from dialogues.ingest.extract.english.items import each_listed, listed_after, split_items, trimmed, two_things
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Entry, Hit
from dialogues.ingest.extract.reading import Reading

_LAUNCHED: Final = frozenset(["was launched", "were launched", "was set up", "were set up", "was established"])
_OFFICE: Final = (
    r"\b(?:[Ss]ecretar(?:y|ies)|[Mm]inisters?|[Pp]residents?|[Cc]ommissioners?|[Oo]fficials|[Dd]elegations?)\b"
)
_TWO_OFFICES: Final = re.compile(rf"{_OFFICE}[^.;]{{0,60}}? and [^.;]{{0,60}}?(?:{_OFFICE}|\bcounterparts?\b)")
_CLAUSE_END: Final = re.compile(r"[;:] |, (?:and|while|where|at which|but|that) | and (?=a |the |an )| that ")
_FIGURE: Final = re.compile(r"\b([1-9][0-9]{0,2})(?:st|nd|rd|th)\b")
_PLURAL_PASSIVE: Final = re.compile(r"(?:were|have been)\b")
_OCCASION_BEHIND_A_DAY: Final = re.compile(r"[^;:.]{4,140}?,? (?:to|that) (?=[a-z])")
_THE_MEETING: Final = re.compile(
    r"(?:[^;:]{2,120}, |in the end |finally )?"
    r"the (?:meeting|session|commission|committee|council|working group|group|dialogue|forum)"
    r"(?: also| further| thus| then)*"
)
# "The JCGC adopted", "The Mixed Commission recommended that": what met decides for both sides.
_THE_BODY: Final = re.compile(
    r"The (?:(?:Joint|Mixed|Bilateral|High|Steering|Permanent|Intergovernmental) ){0,2}"
    r"(?:[A-Z]{3,6}|Commission|Committee|Council|Working Group|Group|Dialogue|Forum)"
    r"(?: (?:also|further|thus|then|has|have|accordingly|\w+ly))* "
)
_OCCASION: Final = re.compile(r"(?:at|during|in|on) [^;:.]{4,120}?,? (?:to|that|on) (?=[a-z])")
_CREATED: Final = re.compile(r"\bnew\b|\b(?:a|an|the first|joint)\b", re.IGNORECASE)


def agreements_in(reading: Reading, subject: Subject, people: list[Person]) -> Iterator[Agreement]:
    """The agreements of the reported meeting, sentence by sentence."""
    for sentence in subject.scope:
        told = list(_told_the_other_way(reading, subject, sentence))
        yield from told
        passive = {hit.start for hit in reading.hits(sentence, "agreement_passive")}
        verbs = [
            verb for verb in reading.hits(sentence, "agreed") if verb.entry.group != "plan" or verb.start not in passive
        ]
        used = sentence.start
        holder: Holder | None = None
        for place, verb in enumerate(verbs):
            if verb.start < used or is_background(reading, sentence, verb, subject):
                continue
            continued = holder is not None and _is_continued(reading, verb)
            if any(found.verb.start <= verb.start < found.items[0].end for found in told):
                continue
            if not continued:
                holder = _what_met(reading, subject, sentence, verb) or holder_of(
                    reading, sentence, verb, people, subject.parties
                )
            if not _counts(reading, subject, sentence, verb, holder, continued=continued):
                holder = None
                continue
            stop = _next_predicate(reading, verbs[place + 1 :])
            inside = _behind_the_occasion(reading, subject, complement(reading, sentence, verb, stop))
            listed = listed_after(reading, sentence, inside)
            items = listed or tuple(split_items(reading, inside, verb))
            yield Agreement(sentence, verb, _stated_by(reading, subject, sentence, verb, holder), items)
            used = inside.end
        yield from _without_verb(reading, subject, sentence, people)


def _behind_the_occasion(reading: Reading, subject: Subject, inside: Span) -> Span:
    """ "agreed at the fourth two-plus-two talks in Tokyo to cooperate": without when and where it was agreed."""
    first = reading.dates_in(Span.clamped(inside.start, min(inside.end, inside.start + 24)))
    begins_with_a_day = bool(first) and first[0].start - inside.start < 3
    opening = (_OCCASION_BEHIND_A_DAY if begins_with_a_day else _OCCASION).match(
        reading.plain, inside.start, inside.end
    )
    meeting = any(
        one.noun is not None and inside.start <= one.noun.start < (opening.end() if opening else 0)
        for one in subject.mentions
    )
    dated = bool(opening and reading.dates_in(Span.clamped(opening.start(), opening.end())))
    return Span.clamped(opening.end(), inside.end) if opening and (meeting or dated) else inside


def _stated_by(reading: Reading, subject: Subject, sentence: Span, verb: Hit, holder: Holder | None) -> str:
    """Whose agreement it is. To agree takes two: where both stand before the verb, or nobody, it is of both."""
    if holder is None or holder.party in (BOTH, None) or verb.entry.group not in ("agree", "decide"):
        mutual = holder is None and verb.entry.group in ("agree", "decide")
        return BOTH if mutual else (holder.party if holder else None) or "unknown"
    before = {hit.entry.group for hit in reading.governments(Span.clamped(sentence.start, verb.start))}
    of_both = reading.hits(Span.clamped(sentence.start, verb.start), "both_sides")
    several = len(before & set(subject.parties)) > 1 or bool(of_both)
    return BOTH if several or _TWO_OFFICES.search(reading.plain, sentence.start, verb.start) else str(holder.party)


def _told_the_other_way(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Agreement]:
    """ "X was agreed by the two sides", "a third dialogue, they agreed, will meet", "It was agreed that X"."""
    ways = (_told_by_the_whole, _told_in_a_list, _told_behind)
    first = next((agreement for way in ways for agreement in way(reading, subject, sentence)), None)
    if first is not None:
        yield first
    else:
        yield from _told_before(reading, subject, sentence)


def _told_by_the_whole(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Agreement]:
    """The whole clause around a turn of phrase is what was agreed."""
    for stated_by, frame in frames("outcome_whole"):
        if match := frame.search(reading.plain, sentence.start, sentence.end):
            whole = trimmed(reading, Span.clamped(_subject_start(reading, sentence, match.start()), sentence.end))
            yield Agreement(sentence, _as_verb(match), stated_by, (whole,))


def _told_in_a_list(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Agreement]:
    """Two or more things stand one after another behind a turn of phrase."""
    for stated_by, frame in frames("outcome_list"):
        if match := frame.search(reading.plain, sentence.start, sentence.end):
            parts = each_listed(reading, complement(reading, sentence, _as_verb(match), None))
            items = tuple(item for part in parts for item in two_things(reading, part))
            if len(items) > 1:
                yield Agreement(sentence, _as_verb(match), stated_by, items)


def _told_behind(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Agreement]:
    """ "It was agreed that X": what was agreed stands behind the turn of phrase, or in a list below it."""
    for stated_by, frame in frames("outcome_after"):
        match = frame.search(reading.plain, sentence.start, sentence.end)
        if match and not is_of_the_past(reading, subject, Span.clamped(match.end(), sentence.end)):
            verb = _as_verb(match)
            inside = complement(reading, sentence, verb, None)
            listed = listed_after(reading, sentence, inside)
            items = listed or tuple(split_items(reading, inside, verb))
            if items and (listed or inside.end > inside.start):
                yield Agreement(sentence, verb, stated_by, items)


def _told_before(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Agreement]:
    """ "X was agreed by the two sides": what was agreed stands before the turn of phrase."""
    for stated_by, frame in frames("outcome_before"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            several = _PLURAL_PASSIVE.match(match.group())
            start = _subject_start(reading, sentence, match.start(), whole=bool(several))
            around = match.group()[0] == "," and match.group().endswith(",")
            end = sentence.end if around else match.start()
            item = trimmed(reading, Span.clamped(start, end))
            past = is_of_the_past(reading, subject, Span.clamped(match.end(), sentence.end))
            if item.end - item.start > 3 and not past and not _names_only_the_meeting(reading, item, subject):
                items = tuple(two_things(reading, item)) if several and not around else (item,)
                yield Agreement(sentence, _as_verb(match), stated_by, items)
                break


def _subject_start(reading: Reading, sentence: Span, place: int, *, whole: bool = False) -> int:
    """Where the thing begins that stands before a verb: behind the last clause's end before it.

    `whole`: of "A and B were signed" both, not only what stands behind "and".
    """
    ends = _CLAUSE_END.finditer(reading.plain, sentence.start, place)
    cut = max(
        (match.end() for match in ends if not (whole and match.group() == " and ")),
        default=sentence.start,
    )
    comma = reading.plain.rfind(", ", sentence.start, place) if whole else -1
    cut = max(cut, comma + 2) if comma >= 0 and reading.plain[comma + 2 : comma + 4] in ("a ", "th", "an") else cut
    return cut if place - cut > 3 else sentence.start


def _names_only_the_meeting(reading: Reading, item: Span, subject: Subject) -> bool:
    return any(meeting.name is not None and meeting.name.contains(item) for meeting in subject.mentions)


def _as_verb(match: re.Match[str]) -> Hit:
    group = "reaffirm" if "affirm" in match.group() or "shared" in match.group() else "agree"
    return Hit(match.start(), match.end(), Entry("agreed", group, match.group().strip(" ,.;").lower()))


def _what_met(reading: Reading, subject: Subject, sentence: Span, verb: Hit) -> Holder | None:
    """ "The Mixed Commission recommended that": the body of both. "The Commission" may also be that of the EU."""
    subject_of_it = Span.clamped(sentence.start + reading.bullet(sentence), verb.start)
    words = subject_of_it.of(reading.plain)
    own = words.startswith("The Commission") and "EU" in subject.parties
    return Holder(BOTH, None, subject_of_it) if _THE_BODY.fullmatch(words) and not own else None


def _next_predicate(reading: Reading, later: list[Hit]) -> int | None:
    """Where a second verb of agreeing takes over: "agreed on A and decided to B"."""
    for verb in later:
        before = reading.plain[max(0, verb.start - 14) : verb.start]
        if match := re.search(r"(?:,? and|,|;) (?:also |further )?$", before):
            return verb.start - len(match.group())
    return None


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
        return _counts_without_a_side(reading, sentence, verb)
    theirs = " their" in verb.entry.phrase and holder.party in subject.parties and holder.speaker is None
    both = holder.party == BOTH or theirs
    rest = Span.clamped(verb.end, min(sentence.end, verb.end + 90))
    match group:
        case "agree" | "decide":
            alone = holder.speaker is None and holder.party in subject.parties and verb.entry.phrase.endswith("to")
            return both or alone or _stated_by(reading, subject, sentence, verb, holder) == BOTH
        case "plan" | "reaffirm" | "commit":
            near = verb.start - holder.span.end < (30 if group != "plan" else 12)
            second = group != "plan" and AND_ALSO.search(
                reading.plain[max(sentence.start, verb.start - 16) : verb.start]
            )
            return both and (continued or near or bool(second))
        case "create":
            return both and reading.has(rest, "outcome_kind") and bool(_CREATED.search(rest.of(reading.plain)))
        case _:
            return both or (holder.party in subject.parties and reading.has(rest, "outcome_kind"))


def _counts_without_a_side(reading: Reading, sentence: Span, verb: Hit) -> bool:
    """ "The Commission adopted", "The meeting agreed", "Agreed to": what met decides, or nobody is said to."""
    group = verb.entry.group
    first = reading.plain[sentence.start : verb.start].strip(" -*•\"'").lower()
    if group in ("agree", "decide") and _THE_MEETING.fullmatch(first):
        return True
    return group == "agree" and (first in ("", "and", "also") or "agreement on" in verb.entry.phrase)


def _without_verb(reading: Reading, subject: Subject, sentence: Span, people: list[Person]) -> Iterator[Agreement]:
    """ "The next round will be held in ...", "A hotline was established": the thing agreed is the subject."""
    for hit in reading.hits(sentence, "agreement_passive"):
        before = Span.clamped(sentence.start, hit.start)
        verbs = reading.hits(before, "agreed")
        thing = (
            reading.hits(before, "next_meeting_noun")
            or _a_later_round(reading, before, subject)
            or [
                found
                for found in reading.hits(before, "outcome_kind")
                if hit.start - found.end < 40 or found.start - sentence.start < 20
            ]
        )
        if not thing or verbs or reading.has(sentence, "past_other", "margins"):
            continue
        if any(hit.entry.phrase.startswith(word) for word in ("was held", "will take place")) and not reading.has(
            before, "next_meeting_noun"
        ):
            continue
        start = _phrase_start(reading, sentence, thing[0].start)
        if hit.entry.phrase in _LAUNCHED and re.match(r" ?[Tt]he ", reading.plain[start : start + 5]):
            continue  # "The hotline was launched": what became of something agreed before
        if is_of_the_past(reading, subject, Span.clamped(hit.end, sentence.end)):
            continue
        yield Agreement(sentence, hit, BOTH, (trimmed(reading, Span.clamped(start, sentence.end)),))
        return


def _a_later_round(reading: Reading, before: Span, subject: Subject) -> list[Hit]:
    """ "The second session of the body will be held": a number above that of the reported meeting."""
    number = next((meeting.ordinal for meeting in (subject.named, subject.meeting) if meeting and meeting.ordinal), 1)
    figures = [
        Hit(match.start(), match.end(), Entry("ordinals", match[1], match.group()))
        for match in _FIGURE.finditer(reading.plain, before.start, before.end)
    ]
    return [
        hit
        for hit in (*reading.hits(before, "ordinals"), *figures)
        if int(hit.entry.group) == number + 1
        and reading.hits(Span.clamped(hit.end, min(before.end, hit.end + 60)), "meeting_noun")
    ]


def _phrase_start(reading: Reading, sentence: Span, place: int) -> int:
    cut = max(reading.plain.rfind(mark, sentence.start, place) for mark in (", ", "; ", " that "))
    start = cut + 1 if cut > sentence.start else sentence.start + reading.bullet(sentence)
    return start + (5 if reading.plain[start:].startswith("that ") else 0)
