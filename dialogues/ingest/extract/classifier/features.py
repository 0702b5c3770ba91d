"""What the classifier sees of a proposed fact: only what extraction knows at that moment, before any matching."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from dialogues.ingest.extract.facts import JSONValue, Span
from dialogues.ingest.extract.lexicon import same_width
from dialogues.text.signs import has_chinese, lowered

# Changes whenever a feature gets another name or meaning: a model is only used with the features it was trained on.
FEATURES_VERSION: Final = 1
_AROUND: Final = 80
_WORDS_AROUND: Final = 4
_WORDS_INSIDE: Final = 40
_WORD: Final = re.compile(r"[^\W\d_]{1,30}|\d{1,8}")
# Fields whose values come from a short list; of all others only whether they are there is a feature.
_LISTED: Final = frozenset({"kind", "role", "rank", "attendance", "unit", "stance", "status", "mode", "date_basis"})


def features_of(
    *,
    text: str,
    language: str,
    spans: Sequence[Span],
    sentence: Span,
    rule: str,
    confidence: float,
    value: Mapping[str, JSONValue],
) -> dict[str, float]:
    """Names of features to their values, most of them 1. `confidence` is the rules' own, before any vote."""
    phrase = spans[0] if spans else sentence
    found = {
        f"rule={rule}": 1.0,
        f"rule family={rule.partition('.')[0]}.{rule.partition('.')[2].partition('.')[0]}": 1.0,
        f"language={language.lower()[:2]}": 1.0,
        "confidence": _log_odds(confidence),
        f"place={_tenth(phrase.start, len(text))}": 1.0,
        f"length={_magnitude(phrase.end - phrase.start)}": 1.0,
        f"sentence length={_magnitude(sentence.end - sentence.start)}": 1.0,
        f"phrase at={_tenth(phrase.start - sentence.start, sentence.end - sentence.start)}": 1.0,
    }
    before = _words(text[max(0, phrase.start - _AROUND) : phrase.start])[-_WORDS_AROUND:]
    after = _words(text[phrase.end : phrase.end + _AROUND])[:_WORDS_AROUND]
    inside = _words(text[phrase.start : min(phrase.end, phrase.start + 600)])[:_WORDS_INSIDE]
    found |= {f"before={word}": 1.0 for word in before}
    found |= {f"after={word}": 1.0 for word in after}
    found |= {f"inside={word}": 1.0 for word in inside}
    found |= dict.fromkeys(_of_value(value), 1.0)
    return found


def _of_value(value: Mapping[str, JSONValue]) -> Iterator[str]:
    for name, one in sorted(value.items()):
        if one in (None, "", [], False):
            yield f"without {name}"
        elif name in _LISTED:
            yield f"{name}={one}"
    if "stated_by" in value:
        yield "stated by both" if value["stated_by"] == "both" else "stated by one"


def _words(text: str) -> list[str]:
    """Lower-case words; Chinese, which has no spaces, as pairs of characters."""
    words: list[str] = []
    for run in _WORD.findall(lowered(same_width(text))):
        if has_chinese(run):
            words += ["".join(pair) for pair in pairwise(run)] or [run]
        else:
            words.append(run)
    return words


def _log_odds(share: float) -> float:
    bounded = min(max(share, 0.01), 0.99)
    return round(math.log(bounded / (1 - bounded)), 4)


def _tenth(part: int, whole: int) -> int:
    return max(0, min(9, part * 10 // whole)) if whole > 0 else 0


def _magnitude(length: int) -> int:
    return min(10, max(length, 0).bit_length())
