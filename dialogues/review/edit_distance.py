"""How far what a reviewer accepted is from what was proposed: what the extractor is measured by."""

from collections.abc import Iterable
from typing import Any, Final

from rapidfuzz.distance import Levenshtein

from dialogues.review.payload import Payload

# What a reviewer adds of their own accord is no correction of a proposal.
_NOT_PROPOSED: Final = frozenset({"add_alias"})


def edit_distance(proposed: Payload, accepted: Payload, *, fields: Iterable[str], texts: Iterable[str]) -> float:
    """0 when it was accepted as proposed, 1 when nothing of the proposal was left: the mean over the fields.

    Only `fields` that either of the two fills count. One of `texts` (what is written in words) differs by the share of
    its characters that must be inserted, deleted or replaced (Levenshtein's distance over the longer length); any
    other (a date, a code, a number, a choice, an ID) is the same or it is not. A field that only one of the two fills
    differs wholly.
    """
    in_words = frozenset(texts)
    distances = []
    for name in fields:
        before, after = _plain(proposed.get(name)), _plain(accepted.get(name))
        if name in _NOT_PROPOSED or before == after == "":
            continue
        if name in in_words:
            distances.append(Levenshtein.normalized_distance(before, after))
        else:
            distances.append(float(before != after))
    return round(sum(distances) / len(distances), 4) if distances else 0.0


def _plain(value: Any) -> str:
    return "" if value is None else str(value).strip()
