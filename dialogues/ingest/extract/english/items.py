"""Lists of things agreed: in one sentence, after semicolons, as bullets under "agreed to:", or as "First, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dialogues.ingest.extract.facts import Span
from dialogues.ingest.extract.lexicon import Hit
from dialogues.ingest.extract.reading import Reading

_MOST_ITEMS: Final = 30
_CUT: Final = re.compile(r",? (?:and|as well as) (?:to |on |that )?(?:also )?|, (?:to |on |that )?|; (?:and )?(?:to )?")
_AND_ANOTHER: Final = re.compile(r",? and (?=(?:a|an) )")
_A_TITLE: Final = 5
_COMMA: Final = re.compile(r"[,;] (?:and |as well as )?| and (?=on )")
_LEAD: Final = re.compile(r"(?:(?:and|to|on|that|also|they|would|should|will|it was agreed that|upon) )", re.IGNORECASE)
_TRAILING: Final = re.compile(
    r",? (?:the (?:ministry|statement|readout|officials?|two sides) (?:said|added)|according to [^,.;]*"
    r"|(?:the|a|its) [\w ]{0,40}(?:ministry|statement|readout|department|office|spokes\w+)(?: (?:said|added)[^,;]*)?"
    r"|(?:he|she|it|they) (?:said|added)|said [^,.;]*|so that [^.;]*|at a time when [^.;]*|as the two [^.;]*"
    r"|(?:after )?which [^.;]*|[A-Z]\w+ reported)$"
)
_VERB_ALONE: Final = re.compile(r"\W*(?:(?:also|further|jointly|\w+ly|to|continue to) )*[a-z-]+")
_WITHIN: Final = re.compile(
    r"\b(?:in accordance with|in line with|in conformity with|consistent with|pursuant to|on the basis of|between"
    r"|such as)\b[^,;]*$"
)
_ARTICLE: Final = re.compile(r"(?:the|a|an|regular|new|joint|further|another|closer|more|mutual) ", re.IGNORECASE)


def listed_after(reading: Reading, sentence: Span, inside: Span) -> tuple[Span, ...]:
    """The items that follow an agreement as sentences of their own; empty when there is no such list."""
    index = reading.index_of(sentence)
    following = reading.sentences[index + 1 : index + 1 + _MOST_ITEMS]
    ends_with = reading.plain[sentence.end - 1 : sentence.end] if sentence.end else ""
    if ends_with == ":":
        return tuple(_bullets(reading, following))
    if ends_with == ";" or (following and reading.plain[sentence.start : sentence.end].rstrip().endswith(";")):
        colon = reading.plain.rfind(":", inside.start, inside.end)
        first = Span.clamped(colon + 1 if colon >= 0 else inside.start, inside.end)
        return (trimmed(reading, first), *_semicolons(reading, following))
    return tuple(_enumerated(reading, following))


def _bullets(reading: Reading, following: list[Span]) -> Iterator[Span]:
    for place, sentence in enumerate(following):
        marker = reading.bullet(sentence)
        same_line = place > 0 and "\n" not in reading.plain[following[place - 1].end : sentence.start]
        if not marker and same_line and not reading.plain[sentence.start - 2 : sentence.start].startswith(";"):
            continue  # a second sentence within one bullet explains it
        own_line = place == 0 or reading.plain[following[place - 1].end - 1] in ";,"
        if not marker and not own_line:
            return
        end = sentence.end
        if marker and len(sentence.of(reading.plain).split()) <= _A_TITLE and place + 1 < len(following):
            more = following[place + 1]  # "2. Tabletop Exercise. In the spring ...": a title, and what it is
            end = end if "\n" in reading.plain[sentence.end : more.start] else more.end
        yield trimmed(reading, Span.clamped(min(end, sentence.start + marker), end))


def _semicolons(reading: Reading, following: list[Span]) -> Iterator[Span]:
    for sentence in following:
        yield trimmed(reading, Span.clamped(sentence.start + reading.bullet(sentence), sentence.end))
        if reading.plain[sentence.end - 1 : sentence.end] != ";":
            return


def _enumerated(reading: Reading, following: list[Span]) -> Iterator[Span]:
    """ "First, ...", "Second, ..." in the sentences after "agreed on several things"; at least two of them."""
    found: list[Span] = []
    for sentence in following:
        opening = [hit for hit in reading.hits(sentence, "enumerator") if hit.start == sentence.start]
        if not opening or reading.plain[opening[0].end : opening[0].end + 1] != ",":
            if len(found) < 2:
                return
            break
        found.append(_after_verb(reading, Span.clamped(opening[0].end + 1, sentence.end)))
    if len(found) > 1:
        yield from found


def _after_verb(reading: Reading, span: Span) -> Span:
    """Within an enumerated sentence, what follows its last verb of deciding, if it has one."""
    verbs = [hit for hit in reading.hits(span, "agreed") if hit.entry.group in ("agree", "decide", "create", "commit")]
    return trimmed(reading, Span.clamped(verbs[-1].end, span.end) if verbs else span)


def each_listed(reading: Reading, inside: Span) -> Iterator[Span]:
    """ "including A, B, C and D": what stands between the commas."""
    start = inside.start
    for cut in _COMMA.finditer(reading.plain, inside.start, inside.end):
        yield trimmed(reading, Span.clamped(start, cut.start()))
        start = cut.end()
    yield trimmed(reading, Span.clamped(start, inside.end))


def two_things(reading: Reading, inside: Span) -> Iterator[Span]:
    """ "a memorandum on X and a protocol on Y (were signed)": each with its article."""
    start = inside.start
    for cut in _AND_ANOTHER.finditer(reading.plain, inside.start, inside.end):
        yield trimmed(reading, Span.clamped(start, cut.start()))
        start = cut.end()
    yield trimmed(reading, Span.clamped(start, inside.end))


def split_items(reading: Reading, inside: Span, verb: Hit) -> Iterator[Span]:
    """The coordinated things that one verb governs: "the guidelines for X and the establishment of Y" are two."""
    to_do = reading.plain[: verb.end].endswith(" to") or verb.entry.group == "plan"
    start = inside.start
    found = 0
    for cut in _CUT.finditer(reading.plain, inside.start, inside.end):
        if _WITHIN.search(reading.plain, start, cut.start()) and not cut.group().rstrip().endswith(
            (" to", " on", " that")
        ):
            continue  # "in accordance with A and the B"
        if to_do and _VERB_ALONE.fullmatch(reading.plain, start, cut.start()):
            continue  # "further deepen and expand cooperation": two verbs with one object
        if found < _MOST_ITEMS and _begins_item(reading, Span.clamped(cut.end(), inside.end), cut.group(), to_do=to_do):
            yield trimmed(reading, Span.clamped(start, cut.start()))
            found += 1
            start = cut.end()
    yield trimmed(reading, Span.clamped(start, inside.end))


def _begins_item(reading: Reading, rest: Span, cut: str, *, to_do: bool) -> bool:
    after = reading.plain[rest.start : min(rest.end, rest.start + 60)]
    near = Span.clamped(rest.start, min(rest.end, rest.start + 45))
    if cut.startswith(";"):
        return True
    action = any(hit.start == rest.start for hit in reading.hits(near, "action_verb"))
    if cut.rstrip().endswith(" to") or cut.strip() == ", to":
        return action or (to_do and after[:1].islower() and not after.startswith(("the ", "a ", "an ", "this ")))
    if cut.rstrip().endswith(" that"):
        return True
    if to_do:
        return action
    if cut.rstrip().endswith(" on"):
        return True
    article = _ARTICLE.match(after) is not None
    return article and reading.has(near, "outcome_kind")


def trimmed(reading: Reading, span: Span) -> Span:
    """Without leading connectives and trailing attribution or punctuation."""
    start, end = span.start, span.end
    for _ in range(3):
        while start < end and not (reading.plain[start].isalnum() or reading.plain[start] in "\"'("):
            start += 1
        lead = _LEAD.match(reading.plain, start, end)
        if lead is None:
            break
        start = lead.end()
    while end > start and reading.plain[end - 1] in " .;,|:…":
        end -= 1
    tail = _TRAILING.search(reading.plain, max(start, end - 200), end)
    return Span.clamped(start, tail.start() if tail and tail.start() > start + 8 else end)
