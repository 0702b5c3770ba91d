"""How the layers' votes on one thing become one fact.

A vote is written in `Fact.layers`: the layer's name, and behind a colon what it says of its own confidence (or
`otherwise` where it found the same words and read other values in them). `rules:0.85` is what the rules alone say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from dialogues.ingest.extract.facts import Fact, FactKind, JSONValue
from dialogues.text.names import same_name

RULES: Final = "rules"
CLASSIFIER: Final = "classifier"
LANGUAGE_MODEL: Final = "language_model"
OTHERWISE: Final = "otherwise"
# What makes two facts about the same words say the same. A difference elsewhere (a rank, a venue) is a detail of it.
DECIDING: Final = {
    FactKind.DIALOGUE: ("ordinal", "start_date", "parties"),
    FactKind.PARTICIPATION: ("party", "role"),
    FactKind.DELEGATION_COUNT: ("party", "best"),
    FactKind.OUTCOME: ("kind", "stated_by"),
    FactKind.RELATION: ("kind",),
    FactKind.POSITION: ("party", "stance"),
    FactKind.STATUS: ("status",),
}
_NOT_STATED: Final[tuple[JSONValue, ...]] = (None, "", "unknown", [])


def merged(rules: Sequence[Fact], proposed: Iterable[Fact]) -> list[Fact]:
    """The facts of the rules with the votes of another layer; then what only that layer found, in its order.

    Offsets and values stay those of the rules. Where the other layer agrees, the confidence becomes
    1 - (1 - rules) * (1 - other), as of two witnesses who do not know each other; where it reads the same words
    otherwise, the confidence stays. A layer has one vote on a fact.
    """
    facts = list(rules)
    only_proposed: list[Fact] = []
    for other in proposed:
        layer = other.layers[0]
        place = next((place for place, fact in enumerate(facts) if same_thing(fact, other)), None)
        if place is None:
            if not any(same_thing(fact, other) for fact in only_proposed):
                only_proposed.append(other)
        elif not any(vote.startswith(layer) for vote in facts[place].layers):
            facts[place] = _voted_on(facts[place], other, layer)
    return facts + only_proposed


def same_thing(one: Fact, other: Fact) -> bool:
    """Whether two facts are about the same: the kind and overlapping words; the same name, of who took part.

    A document reports one dialogue, so two facts of that kind are about the same one wherever they stand.
    """
    if one.kind is not other.kind:
        return False
    if one.kind in (FactKind.DIALOGUE, FactKind.RELEVANCE):
        return True
    if one.kind is FactKind.PARTICIPATION and one.value.get("name") and other.value.get("name"):
        return same_name(str(one.value["name"]), str(other.value["name"]))
    return bool(one.spans and other.spans) and one.spans[0].overlaps(other.spans[0])


def with_own_confidence(fact: Fact) -> Fact:
    """The fact with what its first layer says itself, before another layer changes the confidence."""
    first, *others = fact.layers
    if ":" in first:
        return fact
    return replace(fact, layers=(f"{first}:{fact.confidence:.2f}", *others))


def own_confidence(layers: Sequence[str], confidence: float) -> float:
    """The confidence that the fact had before other layers voted."""
    return float(layers[0].partition(":")[2]) if layers and ":" in layers[0] else confidence


def _voted_on(fact: Fact, other: Fact, layer: str) -> Fact:
    if _contradicts(fact, other):
        return replace(fact, layers=(*with_own_confidence(fact).layers, f"{layer}:{OTHERWISE}"))
    confidence = round(1 - (1 - fact.confidence) * (1 - other.confidence), 4)
    votes = (*with_own_confidence(fact).layers, f"{layer}:{other.confidence:.2f}")
    return replace(fact, layers=votes, confidence=confidence)


def _contradicts(fact: Fact, other: Fact) -> bool:
    for name in DECIDING[fact.kind]:
        one, two = fact.value.get(name), other.value.get(name)
        if one in _NOT_STATED or two in _NOT_STATED:
            continue
        if one != two and _in_order(one) != _in_order(two):
            return True
    return False


def _in_order(value: JSONValue) -> JSONValue:
    return [*sorted(map(str, value))] if isinstance(value, list) else value
