"""What was agreed, as far as a sentence with a verb of agreeing says it: one outcome for each verb or listed item."""

from __future__ import annotations

from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.other_languages.meeting import Page

_SHORTEST = 8
_LONGEST_TITLE = 160


def outcome_facts(page: Page) -> list[Fact]:
    """One outcome for each verb: what follows it, or precedes it where the verb comes last; or what is listed."""
    facts: list[Fact] = []
    sentences = page.reading.sentences
    for place, sentence in enumerate(sentences):
        verbs = [Span(*match.span()) for match in page.words.agreed.finditer(page.low, sentence.start, sentence.end)]
        if page.words.unspaced:
            verbs = verbs[:1]
        for index, verb in enumerate(verbs):
            stop = verbs[index + 1].start if index + 1 < len(verbs) else sentence.end
            item = Span.clamped(sentence.start, verb.start) if page.words.unspaced else Span.clamped(verb.end, stop)
            listed = _listed(page, sentences[place + 1 :]) if page.plain[sentence.end - 1] == ":" else []
            parts = [_trimmed(page, one) for one in listed or [item]]
            facts += [_fact(page, sentence, part, verb) for part in parts if part.end - part.start >= _SHORTEST]
    return facts


def _listed(page: Page, following: list[Span]) -> list[Span]:
    """The items below a sentence that ends with a colon, each behind a dash or a number."""
    items: list[Span] = []
    for sentence in following:
        marker = page.reading.bullet(sentence)
        if not marker:
            break
        items.append(Span.clamped(sentence.start + marker, sentence.end))
    return items


def _stated_by(page: Page, sentence: Span, verb: Span) -> str:
    """To agree takes two: of both, unless one side alone stands before the verb."""
    before = Span.clamped(sentence.start, verb.start)
    codes = {one.value for one in page.parties_in(sentence if page.words.unspaced else before)}
    return "unknown" if len(codes) == 1 else "both"


def _trimmed(page: Page, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and not page.plain[start].isalnum():
        start += 1
    while end > start and page.plain[end - 1] in " .;,:…。、」":
        end -= 1
    return Span.clamped(start, end)


def _fact(page: Page, sentence: Span, item: Span, verb: Span) -> Fact:
    title = " ".join(item.of(page.text).split())[:_LONGEST_TITLE]
    value: dict[str, JSONValue] = {
        "kind": "joint_activity",
        "title": title[:1].upper() + title[1:],
        "stated_by": _stated_by(page, sentence, verb),
        "deadline_as_stated": None,
        "deadline": None,
    }
    evidence = {"title": (item,), "kind": (item,)}
    rule = f"outcome.{page.words.code}.agreed"
    return Fact(FactKind.OUTCOME, value, (item, verb), sentence, rule, 0.5, ("rules",), evidence)
