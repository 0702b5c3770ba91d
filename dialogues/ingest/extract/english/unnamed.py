"""Chairs whom a text leaves without a name: "and representatives of the US departments of Justice and ..."."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.english.subject import Subject
from dialogues.ingest.extract.facts import Fact, FactKind, Span
from dialogues.ingest.extract.participant import participant
from dialogues.ingest.extract.reading import Reading

_UNNAMED: Final = re.compile(r"\b(?:senior )?(?:representatives|officials) (?:of|from) [^.;,]{3,120}")
_BODY: Final = re.compile(r"\b(?:Ministry|Department|departments|ministries|Office|Agency|Commission|Secretariat)\b")


def unnamed_chairs(reading: Reading, subject: Subject) -> list[Fact]:
    """Participations without a name after "co-chaired by", "in the chair were" and the like."""
    facts: list[Fact] = []
    for sentence in subject.scope:
        for hit in reading.hits(sentence, "chair_after"):
            if "chair" not in hit.entry.phrase or hit.entry.phrase == "with":
                continue
            for match in _UNNAMED.finditer(reading.plain, hit.end, sentence.end):
                phrase = match.group().rstrip()
                span = Span.clamped(match.start(), match.start() + len(phrase))
                parties = {found.entry.group for found in reading.parties(span)} & set(subject.parties)
                if _BODY.search(phrase) and len(parties) == 1:
                    facts.append(_fact(reading, sentence, span, Span(hit.start, hit.end), parties.pop()))
    return facts


def _fact(reading: Reading, sentence: Span, span: Span, trigger: Span, party: str) -> Fact:
    value = participant("co_chair", party, title=span.of(reading.text))
    evidence = {"title_as_stated": (span,), "role": (trigger,), "party": (span,)}
    rule = "participation.unnamed_chair"
    return Fact(FactKind.PARTICIPATION, value, (span, trigger), sentence, rule, 0.7, ("rules",), evidence)
