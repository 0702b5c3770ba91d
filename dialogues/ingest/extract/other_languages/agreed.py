"""What was agreed, as far as a sentence with a verb of agreeing says it: one outcome for each, not split."""

from __future__ import annotations

from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue, Span
from dialogues.ingest.extract.other_languages.meeting import Page

_SHORTEST = 8
_LONGEST_TITLE = 160


def outcome_facts(page: Page) -> list[Fact]:
    """One outcome a sentence: what follows the verb, or precedes it in languages whose verb comes last."""
    facts = []
    for sentence in page.reading.sentences:
        verb = page.words.agreed.search(page.low, sentence.start, sentence.end)
        if verb is None:
            continue
        item = (
            Span.clamped(sentence.start, verb.start())
            if page.words.unspaced
            else Span.clamped(verb.end(), sentence.end)
        )
        item = _trimmed(page, item)
        if item.end - item.start >= _SHORTEST:
            facts.append(_fact(page, sentence, item, Span(*verb.span())))
    return facts


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
        "stated_by": "unknown",
        "deadline_as_stated": None,
        "deadline": None,
    }
    evidence = {"title": (item,), "kind": (item,)}
    rule = f"outcome.{page.words.code}.agreed"
    return Fact(FactKind.OUTCOME, value, (item, verb), sentence, rule, 0.5, ("rules",), evidence)
