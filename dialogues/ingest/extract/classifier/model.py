"""A trained model as extraction uses it: a sum of weights, without scikit-learn; and how its vote counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dialogues.ingest.extract.classifier.features import FEATURES_VERSION, features_of
from dialogues.ingest.extract.facts import Document, Fact, FactKind
from dialogues.ingest.extract.votes import CLASSIFIER, own_confidence, with_own_confidence

FORMAT: Final = 1
# Below this the classifier is sure that a fact is wrong. Whether it may drop such facts is measured for each kind.
SURE_BELOW: Final = 0.05


class BadModel(ValueError):
    """A file is no model that can be used: the message says why, for the operator."""


@dataclass(frozen=True, slots=True)
class KindModel:
    """The weights for one kind of fact. `drops` says that training has shown that it may drop what it is sure of."""

    intercept: float
    weights: Mapping[str, float]
    drops: bool

    def probability(self, features: Mapping[str, float]) -> float:
        """How likely it is that a reviewer accepts a fact with these features."""
        total = self.intercept + math.fsum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-min(max(total, -30.0), 30.0)))


@dataclass(frozen=True, slots=True)
class Model:
    """The kinds in which the classifier beat the rules. `version` names the file and its contents."""

    version: str
    kinds: Mapping[FactKind, KindModel]

    def vote(self, facts: Sequence[Fact], document: Document) -> list[Fact]:
        """The facts with the classifier's confidence and vote, without those that it drops.

        Dropped is only what it is sure of (below `SURE_BELOW`), of a kind in which it may, and that no layer but the
        rules proposes; never a dialogue, on which all other facts of a document rest.
        """
        return [voted for fact in facts if (voted := self._voted(fact, document)) is not None]

    def _voted(self, fact: Fact, document: Document) -> Fact | None:
        trained = self.kinds.get(fact.kind)
        if trained is None:
            return fact
        probability = trained.probability(
            features_of(
                text=document.text,
                language=document.language,
                spans=fact.spans,
                sentence=fact.sentence,
                rule=fact.rule,
                confidence=own_confidence(fact.layers, fact.confidence),
                value=fact.value,
            )
        )
        alone = not any(":" in layer for layer in fact.layers)
        if trained.drops and alone and probability < SURE_BELOW and fact.kind is not FactKind.DIALOGUE:
            return None
        votes = (*with_own_confidence(fact).layers, f"{CLASSIFIER}:{probability:.2f}")
        return replace(fact, confidence=round(probability, 4), layers=votes)


def model_from(data: Any, version: str, *, extractor_version: str) -> Model:
    """The model of a file's contents. Raises BadModel."""
    try:
        made_with, trained_on = (data["format"], data["features_version"]), str(data["extractor_version"])
        kinds = {FactKind(kind): _kind(entry) for kind, entry in data["kinds"].items() if entry["used"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadModel(f"it is not in the form of a model ({type(error).__name__}: {error}).") from error
    if made_with != (FORMAT, FEATURES_VERSION):
        raise BadModel("it was trained by another version of Readout: train again.")
    if trained_on != extractor_version:
        raise BadModel(f"it was trained on {trained_on[:40]}, and the rules are now {extractor_version}: train again.")
    return Model(version, kinds)


def _kind(entry: Mapping[str, Any]) -> KindModel:
    weights = {str(name): float(weight) for name, weight in entry["weights"].items()}
    numbers = [float(entry["intercept"]), *weights.values()]
    if not all(map(math.isfinite, numbers)):
        raise ValueError("a weight is not a finite number")
    return KindModel(numbers[0], weights, entry["drops"] is True)
