"""Sentences of languages that write a full stop behind a day of the month ("am 15. März") or an initial ("И.В.")."""

from __future__ import annotations

import re
from typing import Final

from dialogues.ingest.extract.facts import Span
from dialogues.text.sentences import sentence_spans

_GOES_ON: Final = re.compile(r"(?:(?<!\w)[0-9]{1,2}|(?<![\w])[A-ZА-ЯЁ]|\.[A-ZА-ЯЁ])\.$")


def sentences_of(text: str) -> list[Span]:
    """The spans of sentences; a stop behind a number of one or two digits, or behind one capital, ends none."""
    joined: list[Span] = []
    for start, end in sentence_spans(text):
        if joined and "\n" not in text[joined[-1].end : start] and _goes_on(text, joined[-1]):
            joined[-1] = Span(joined[-1].start, end)
        else:
            joined.append(Span(start, end))
    return joined


def _goes_on(text: str, sentence: Span) -> bool:
    return _GOES_ON.search(text[max(sentence.start, sentence.end - 6) : sentence.end]) is not None
