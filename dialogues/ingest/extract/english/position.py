"""Stances: who accuses, rejects, urges, proposes, commits to, welcomes, reserves or asserts what, towards whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.english.clauses import BOTH, Holder, complement, holder_of
from dialogues.ingest.extract.english.frames import frames
from dialogues.ingest.extract.english.people import Person
from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.lexicon import Entry, Hit
from dialogues.ingest.extract.reading import Reading

_ADDRESSED: Final = frozenset(["accuses", "urges", "rejects"])
_NOMINAL: Final = frozenset(["blaming", "blame", "demands", "demand", "claims", "claim", "reports", "notes", "states"])
_FINITE: Final = re.compile(r" (?:has|have|had|is|are|was|were|will|would) ")
_SOURCE: Final = re.compile(
    r"\b(?:[Mm]inistry|statement|embassy|media|agency|newspaper|readout|release|report|spokes\w+)\b"
)
# "said in a statement on Thursday, when ...": nothing that is said.
_CIRCUMSTANCE: Final = re.compile(
    r"(?:in (?:a|an|its|the|his|her) |on |at |when |during |after |before |as |by |were |was |yesterday|today|jointly"
    r"|earlier|later|to (?:the )?(?:reporters|journalists|media|press))"
)
# "said on Tuesday that ...": what is said begins behind the circumstance.
_AFTER_A_CIRCUMSTANCE: Final = re.compile(r"[^.;:\"“”]{3,70}?,? that (?=\S)")
_AND: Final = re.compile(r"(?:and|but) ")
_TOLD_THAT: Final = re.compile(r"[^.;]{2,60}? (?:that|how|to) ")
# "..., said a statement of the ministry": who says it, and nothing that is said.
_BY_A_PAPER: Final = re.compile(r"(?:a|the|its) (?:\w+ ){0,3}(?:statement|release|readout|communiqu[eé]|spokes\w+)\b")
_THAT: Final = re.compile(r"(?:that|how|,)+ ")
# "the talks had been fruitful", "several topics had been discussed": a report in somebody's mouth.
_HOW_IT_WENT: Final = re.compile(
    r"^\W*(?:that )?"
    r"(?:the|this|these|today's|\w+day's|an important part of (?:the|them)|most of the|both|a number of)? ?"
    r"(?:[\w\[\]'-]+ ){0,3}(?:meetings?|talks|discussions?|session|round|dialogue|negotiations|consultations|visit)\b"
    r"(?! (?:should|must|needs?|has to|have to|cannot|can))"
    r"|\b(?:has|had|have) (?:also )?been (?:\w+ly )?"
    r"(?:discussed|exchanged|covered|talked|reached|made|touched|raised)\b"
)
# '" the Ministry of Home Affairs said in a statement': the end of a quotation, and who is quoted.
_ONLY_WHO_SAID: Final = re.compile(r"\W*(?:the )?[A-Z][\w' ]{2,60} (?:said|stated|added|noted)\b")
# Thanks and greetings are no stance.
_OF_THE_VISIT: Final = re.compile(
    r"(?:the |his |her |their |its )?(?:[\w-]+ ){0,3}?"
    r"(?:colleagues?|counterparts?|hosts?|hospitality|delegation|visit|visitors?|guests?"
    r"|participants|invitation|reception|meeting|dialogue|talks|discussions|outcome|results|good relations)\b"
)
# "Nepal, the secretary said, is keen to ...": what is said stands on both sides.
_PUT_IN: Final = re.compile(r", (?:the |[A-Z]\w+ )?(?:\w+ )?$")
_GOES_ON: Final = re.compile(
    r", (?:is|are|was|were|has|have|had|will|would|should|must|needs?|can|cannot|could|also|does|do|did|to"
    r"|which|that)\b"
)
_WAS_URGED: Final = re.compile(
    r"\b(?P<addressee>[A-Z][\w.]+(?: side)?) (?:was|were) (?:also |again )?"
    r"(?P<verb>urged|asked|called upon|pressed|encouraged)(?: as well| too| again| also)? to\b"
)
_OPENING: Final = 120
# Of these verbs what is said has to say what ought to be, or what somebody wants or thinks of it.
_SAYING: Final = (
    "said says told added noted notes stated states remarked observed recalled explained declared outlined raised"
)
_SAYS_ONLY: Final = frozenset(_SAYING.split())
_TAKES_A_STANCE: Final = re.compile(
    r"\b(?:should|must|ought|needs?|has to|have to|had to|cannot|could not|never|wants?|wanted|ready|willing"
    r"|committed|commitment|determined|convinced|opposes?|opposed|regrets?|disappoint\w+|concern\w*|worr\w+"
    r"|unacceptable|illegal|baseless|groundless|asked|urged?|warn\w*|refus\w+|reject\w*|demand\w*|serves?|against)\b"
)
_SHORTEST: Final = 12
_LONGEST: Final = 400


def position_facts(reading: Reading, subject: Subject, people: list[Person]) -> list[Fact]:
    """The positions that the report of a meeting ascribes to one side or a person of one; what both say is none.

    Of other documents none: who holds what there is told of other occasions as often as not.
    """
    if not subject.reports:
        return []
    facts: list[Fact] = []
    for sentence in reading.sentences:
        end = sentence.start
        for verb in stance_verbs(reading, sentence):
            if verb.start < end:
                continue
            fact = _position(reading, subject, sentence, verb, people)
            if fact is not None and not any(fact.spans[0].overlaps(other.spans[0]) for other in facts):
                facts.append(fact)
                end = fact.spans[0].end if verb.entry.group == "asserts" else verb.end
        facts += _by_a_noun(reading, subject, sentence)
    return facts


def stance_verbs(reading: Reading, sentence: Span) -> list[Hit]:
    """The verbs of stance of a sentence, in order: of the word lists, and those with a noun ("voiced concern over")."""
    framed = [
        Hit(match.start(), match.end(), Entry("stance", stance, match.group().lower()))
        for stance, frame in frames("stance")
        for match in frame.finditer(reading.plain, sentence.start, sentence.end)
    ]
    listed = [
        hit for hit in reading.hits(sentence, "stance") if not any(one.start <= hit.start < one.end for one in framed)
    ]
    return sorted((*framed, *listed), key=lambda hit: (hit.start, -hit.end))


def _position(reading: Reading, subject: Subject, sentence: Span, verb: Hit, people: list[Person]) -> Fact | None:
    """The position that one verb tells of; none where no single side holds it, or what is said takes no stance."""
    holder = _one_side(reading, subject, sentence, verb, people)
    if holder is None:
        return None
    told_by = _inverted(reading, verb, people)
    if told_by is not None:
        holder, said = told_by, _before(reading, sentence, verb)
    elif _is_a_source(reading, verb, holder):
        return None
    else:
        said = _said(reading, sentence, verb, holder)
    said = _behind_a_circumstance(reading, _without_that(reading, said))
    if _takes_no_stance(reading, verb, said):
        return None
    return _fact(reading, sentence, holder, verb, Span.clamped(said.start, min(said.end, said.start + _LONGEST)))


def _one_side(reading: Reading, subject: Subject, sentence: Span, verb: Hit, people: list[Person]) -> Holder | None:
    """The one side whose stance a verb tells; none where the word is no verb here, or is said of both or of others."""
    nominal = verb.entry.phrase in _NOMINAL
    holder = _owner(reading, sentence, verb) if nominal else holder_of(reading, sentence, verb, people, subject.parties)
    if holder is None or not _is_one_side(holder, subject):
        return None
    no_verb = reading.text[verb.start].isupper() or (not nominal and _is_noun(reading, verb))
    return None if no_verb else holder


def _closes(reading: Reading, verb: Hit) -> bool:
    """ "..., X said.": what is said stands around the verb."""
    return verb.entry.group == "asserts" and reading.plain[verb.end : verb.end + 1] in (",", ".", "")


def _is_a_source(reading: Reading, verb: Hit, holder: Holder) -> bool:
    """ "..., the ministry said.": a mere source takes no stance."""
    source = holder.speaker is None and _SOURCE.search(reading.plain, holder.span.end, verb.start)
    return _closes(reading, verb) and bool(source)


def _said(reading: Reading, sentence: Span, verb: Hit, holder: Holder) -> Span:
    """What is said: behind the verb to where its clause ends, or around "X said" and "X told reporters"."""
    told = verb.entry.phrase == "told" and not _TOLD_THAT.match(reading.plain, verb.end, sentence.end)
    if told or _closes(reading, verb):
        return _around(reading, sentence, verb, holder)
    said = complement(reading, sentence, verb, _clause_end(reading, sentence, verb))
    if verb.entry.phrase in _NOMINAL and (finite := _FINITE.search(reading.plain, said.start, said.end)):
        return Span.clamped(said.start, finite.start())
    return said


def _behind_a_circumstance(reading: Reading, said: Span) -> Span:
    """ "said on Tuesday that X": without when and where it was said."""
    if _CIRCUMSTANCE.match(reading.plain, said.start, said.end):
        told = _AFTER_A_CIRCUMSTANCE.match(reading.plain, said.start, said.end)
        return Span.clamped(told.end(), said.end) if told else said
    return said


def _takes_no_stance(reading: Reading, verb: Hit, said: Span) -> bool:
    """Whether only a circumstance or who says it is left, both sides did it, or it is a greeting or a report."""
    beside = (_CIRCUMSTANCE, _BY_A_PAPER, _ONLY_WHO_SAID)
    nothing = any(pattern.match(reading.plain, said.start, said.end) for pattern in beside)
    if nothing or said.end - said.start < _SHORTEST or _tells_what_both_did(reading, said, verb):
        return True
    if verb.entry.group == "welcomes":
        return _OF_THE_VISIT.match(reading.plain, said.start, said.end) is not None
    return verb.entry.group == "asserts" and _only_tells(reading, verb, said)


def _only_tells(reading: Reading, verb: Hit, said: Span) -> bool:
    """Whether what is said takes no stance: how the meeting went, what was said long ago."""
    opening = said.of(reading.plain)[:_OPENING]
    return (
        _HOW_IT_WENT.search(opening) is not None
        or reading.plain[max(0, verb.start - 4) : verb.start] == "had "
        or (verb.entry.phrase in _SAYS_ONLY and not _TAKES_A_STANCE.search(said.of(reading.plain)))
    )


def _is_one_side(holder: Holder, subject: Subject) -> bool:
    """Whether the holder is one of the two sides: both together hold no position, nor does somebody of no side."""
    return holder.party != BOTH and holder.party in subject.parties


def _inverted(reading: Reading, verb: Hit, people: list[Person]) -> Holder | None:
    """ "..., said Jane Roe, spokeswoman of": the person who follows the verb at once."""
    if verb.entry.group != "asserts":
        return None
    for person in people:
        owner = reading.plain.startswith("'s", person.end)
        if 0 < person.start - verb.end <= 2 and not owner and (person.office is not None or person.party):
            return Holder(person.party, (person.full_span or person.name).of(reading.text), person.name)
    return None


def _before(reading: Reading, sentence: Span, verb: Hit) -> Span:
    """What stands before an inverted "said X"; a quotation to its closing mark."""
    return complement(reading, sentence, Hit(sentence.start, sentence.start, verb.entry), verb.start)


def _around(reading: Reading, sentence: Span, verb: Hit, holder: Holder) -> Span:
    """Of "A, X said, B" the longer part, or both where B goes on with A; a quotation to its closing mark."""
    whole = Hit(sentence.start, sentence.start, verb.entry)
    opening = reading.plain[max(sentence.start, holder.span.start - 14) : holder.span.start]
    if _PUT_IN.search(opening) and _GOES_ON.match(reading.plain, verb.end, sentence.end):
        return complement(reading, sentence, whole, None)
    before = complement(reading, sentence, whole, holder.span.start)
    closing = reading.plain.rfind('"', before.start + 1, before.end)
    if closing > 0:
        return Span.clamped(before.start, closing + 1)
    after = complement(reading, sentence, verb, None)
    return after if after.end - after.start > before.end - before.start else before


def _without_that(reading: Reading, said: Span) -> Span:
    for opening in (_AND, _THAT):
        lead = opening.match(reading.plain, said.start, said.end)
        said = Span.clamped(lead.end(), said.end) if lead else said
    return said


def _by_a_noun(reading: Reading, subject: Subject, sentence: Span) -> Iterator[Fact]:
    """ "There was praise from the EU for X" (data/frames.yaml); "Russia was urged to do X": by the other side."""
    for match in _WAS_URGED.finditer(reading.plain, sentence.start, sentence.end):
        hits = reading.governments(Span(*match.span("addressee")))
        others = [party for party in subject.parties if hits and party != hits[0].entry.group]
        verb = Hit(match.start("verb"), match.end(), Entry("stance", "urges", match["verb"].lower()))
        said = complement(reading, sentence, verb, _clause_end(reading, sentence, verb))
        if len(others) == 1 and hits[0].entry.group in subject.parties and said.end - said.start >= _SHORTEST:
            yield _fact(reading, sentence, Holder(others[0], None, Span(hits[0].start, hits[0].end)), verb, said)
    for stance, frame in frames("position_nominal"):
        for match in frame.finditer(reading.plain, sentence.start, sentence.end):
            hits = reading.governments(Span(*match.span("holder")))
            if not hits or hits[0].entry.group not in subject.parties:
                continue
            verb = Hit(match.start(), match.end(), Entry("stance", stance, match.group().lower()))
            said = complement(reading, sentence, verb, _clause_end(reading, sentence, verb))
            if said.end - said.start >= _SHORTEST:
                holder = Holder(hits[0].entry.group, None, Span(hits[0].start, hits[0].end))
                yield _fact(reading, sentence, holder, verb, said)


def _fact(reading: Reading, sentence: Span, holder: Holder, verb: Hit, said: Span) -> Fact:
    addressee = _addressee(reading, said) if verb.entry.group in _ADDRESSED else None
    value: dict[str, JSONValue] = {
        "party": holder.party,
        "speaker": holder.speaker,
        "stance": verb.entry.group,
        "addressee": addressee.of(reading.text) if addressee else None,
        "statement": " ".join(said.of(reading.text).split()),
    }
    trigger = Span(verb.start, verb.end)
    evidence = {"statement": (said,), "stance": (trigger,), "party": (holder.span,)}
    if holder.speaker:
        evidence["speaker"] = (holder.span,)
    if addressee:
        evidence["addressee"] = (addressee,)
    rule = f"position.{verb.entry.group}"
    layers = ("rules", "clauses")
    return Fact(FactKind.POSITION, value, (said, trigger), sentence, rule, 0.75, layers, evidence)


def _owner(reading: Reading, sentence: Span, verb: Hit) -> Holder | None:
    """ "the US' constant blaming of China": the possessive party before a noun of stance."""
    for hit in reversed(reading.governments(Span.clamped(sentence.start, verb.start))):
        between = reading.plain[hit.end : verb.start]
        if re.fullmatch(r"(?:'s?)? (?:\w+ ){0,2}", between):
            return Holder(hit.entry.group, None, Span(hit.start, hit.end))
        break
    return None


def _is_noun(reading: Reading, verb: Hit) -> bool:
    """Whether the word is no finite verb here: "the supported plan", "its stated aim", "what he called"."""
    before = reading.plain[max(0, verb.start - 12) : verb.start].split()
    return bool(before) and before[-1].lower() in (
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "to",
        "of",
        "be",
        "been",
    )


def _clause_end(reading: Reading, sentence: Span, verb: Hit) -> int | None:
    """Where another subject begins a clause of its own, or a second verb of stance takes over."""
    for match in re.finditer(
        r",? (?:while|whereas|but)\b|, and (?=(?:the )?[A-Z])|;", reading.plain[verb.end : sentence.end]
    ):
        start = verb.end + match.start()
        following = Span.clamped(start, min(sentence.end, start + 60))
        if match.group().startswith((";", " while", ", while")) or reading.governments(following):
            return start
    for later in reading.hits(Span.clamped(verb.end, sentence.end), "stance"):
        if reading.plain[max(0, later.start - 5) : later.start] == " and ":
            return later.start - 5
    return None


def _tells_what_both_did(reading: Reading, said: Span, verb: Hit) -> bool:
    opening = reading.plain[said.start : said.start + 40].lower().removeprefix("that ")
    if verb.entry.group in ("proposes", "commits") and opening.startswith("no "):
        return True
    both = (
        "the two sides",
        "both sides",
        "the two",
        "they ",
        "both ",
        "it was held",
        "the sides",
        "the meeting",
        "reporters",
    )
    return verb.entry.group == "asserts" and opening.startswith(both)


def _addressee(reading: Reading, said: Span) -> Span | None:
    near = Span.clamped(said.start, min(said.end, said.start + 60))
    found = reading.governments(near) + reading.hits(near, "both_sides")
    found = [hit for hit in found if hit.entry.phrase not in ("they", "both", "the officials", "participants")]
    first = min(found, key=lambda hit: hit.start, default=None)
    return Span(first.start, first.end) if first else None
