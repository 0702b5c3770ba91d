"""Train: from decisions to weights for each kind, and the figures that say whether they beat the rules.

The only module that needs scikit-learn: no worker and no page imports it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dialogues.ingest.extract.classifier.features import FEATURES_VERSION
from dialogues.ingest.extract.classifier.model import FORMAT, SURE_BELOW, KindModel
from dialogues.ingest.extract.facts import FactKind

FOLDS: Final = 5
LEAST_DECISIONS: Final = 60
LEAST_OF_EACH: Final = 12
LEAST_DOCUMENTS: Final = 10
# A suggestion is taken for right from here on, by the rules' confidence and by the classifier's alike.
ACCEPT_AT: Final = 0.5
# Log loss must be lower by this share of it; a smaller gain is within what another division into folds would change.
LEAST_GAIN: Final = 0.05
# It may drop facts where it was sure of at least so many, and at most this share of them was accepted after all.
LEAST_SURE, MOST_MISTAKEN = 20, 0.02
# A word that stands in fewer documents tells these documents apart, not right facts from wrong ones.
LEAST_DOCUMENTS_OF_A_FEATURE: Final = 3
STRENGTH: Final = 0.3  # the inverse of the penalty on large weights (scikit-learn's C)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: the document that the fact is of, what the classifier sees of it, and whether it was right."""

    document: int
    kind: FactKind
    features: Mapping[str, float]
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How well probabilities agree with the decisions."""

    log_loss: float
    f1: float

    def as_data(self) -> dict[str, float]:
        return {"log_loss": round(self.log_loss, 4), "f1": round(self.f1, 4)}


def train(decisions: Sequence[Decided], *, extractor_version: str, trained_at: str) -> dict[str, Any]:
    """The contents of a model file: for every kind its weights where they beat the rules, else why they are not used.

    Deterministic: the same decisions in the same order give the same file but for `trained_at`.
    """
    return {
        "format": FORMAT,
        "features_version": FEATURES_VERSION,
        "extractor_version": extractor_version,
        "trained_at": trained_at,
        "decisions": len(decisions),
        "documents": len({one.document for one in decisions}),
        "kinds": {
            kind.value: _train_kind(kind, [one for one in decisions if one.kind is kind])
            for kind in FactKind
            if kind is not FactKind.RELEVANCE
        },
    }


def _train_kind(kind: FactKind, decisions: Sequence[Decided]) -> dict[str, Any]:
    right = sum(one.right for one in decisions)
    documents = len({one.document for one in decisions})
    entry: dict[str, Any] = {
        "used": False,
        "decisions": len(decisions),
        "right": right,
        "wrong": len(decisions) - right,
        "documents": documents,
    }
    too_few = _too_few(kind, len(decisions), min(right, len(decisions) - right), documents)
    if too_few:
        return entry | {"why": too_few}
    classifier, calibrated = _cross_validated(decisions)
    labels = [one.right for one in decisions]
    own = _figures([one.confidence for one in decisions], labels)
    rescaled, learned = _figures(calibrated, labels), _figures(classifier, labels)
    entry["cross_validated"] = {
        "folds": FOLDS,
        "rules": own.as_data(),
        "rules_rescaled": rescaled.as_data(),
        "classifier": learned.as_data(),
    }
    used, why = _verdict(own, rescaled, learned)
    entry |= {"used": used, "why": why}
    if used:
        sure = [label for probability, label in zip(classifier, labels, strict=True) if probability < SURE_BELOW]
        entry["sure"] = {"below": SURE_BELOW, "facts": len(sure), "accepted": sum(sure)}
        entry["drops"] = len(sure) >= LEAST_SURE and sum(sure) <= MOST_MISTAKEN * len(sure)
        entry["intercept"], entry["weights"] = _fitted(decisions)
    return entry


def _too_few(kind: FactKind, decisions: int, of_each: int, documents: int) -> str:
    name = kind.replace("_", " ")
    if decisions < LEAST_DECISIONS:
        return f"{decisions} decisions of kind {name}, at least {LEAST_DECISIONS} needed."
    if of_each < LEAST_OF_EACH:
        return f"{of_each} of the decisions of kind {name} are of the rarer sort, at least {LEAST_OF_EACH} needed."
    if documents < LEAST_DOCUMENTS:
        return f"decisions of kind {name} from {documents} articles, at least {LEAST_DOCUMENTS} needed."
    return ""


def _verdict(own: Figures, rescaled: Figures, learned: Figures) -> tuple[bool, str]:
    """Used where log loss is lower by `LEAST_GAIN` and F1 no lower than the rules' confidence gives, also rescaled.

    Rescaled to how often people accept, the rules' confidence is the harder rival: who only learns that reviewers are
    stricter than the rules thought has found no sign by which to tell right from wrong.
    """
    rival = min(own.log_loss, rescaled.log_loss)
    best_f1 = max(own.f1, rescaled.f1)
    gain = 1 - learned.log_loss / rival
    told = (
        f"log loss {learned.log_loss:.3f} against {rival:.3f} of the rules ({gain:+.0%} better), "
        f"F1 {learned.f1:.3f} against {best_f1:.3f}"
    )
    if gain < LEAST_GAIN:
        return False, f"not better than the rules by {LEAST_GAIN:.0%}: {told}."
    if learned.f1 < best_f1:
        return False, f"the rules have the better F1: {told}."
    return True, f"better than the rules: {told}."


def _cross_validated(decisions: Sequence[Decided]) -> tuple[list[float], list[float]]:
    """For each decision what a model says that has seen no other on the same document.

    Then the same of a model that sees the rules' confidence alone.
    """
    learned, rescaled = [0.0] * len(decisions), [0.0] * len(decisions)
    groups = [one.document for one in decisions]
    for train_places, test_places in GroupKFold(FOLDS).split(decisions, groups=groups):
        seen = [decisions[place] for place in train_places]
        unseen = [(int(place), decisions[place]) for place in test_places]
        intercept, weights = _fitted(seen)
        flat, scaled = _fitted(seen, only="confidence")
        for place, one in unseen:
            learned[place] = _probability(intercept, weights, one.features)
            rescaled[place] = _probability(flat, scaled, one.features)
    return learned, rescaled


def _fitted(decisions: Sequence[Decided], *, only: str = "") -> tuple[float, dict[str, float]]:
    """Intercept and weights of a logistic regression; without the features that are too rare."""
    labels = [one.right for one in decisions]
    if len(set(labels)) < 2:  # a fold may hold one sort alone
        return (30.0 if labels and labels[0] else -30.0), {}
    chosen = {only} if only else _frequent(decisions)
    rows = [{name: value for name, value in one.features.items() if name in chosen} for one in decisions]
    vectorizer = DictVectorizer(sort=True)
    table = vectorizer.fit_transform(rows)
    fitted = LogisticRegression(C=STRENGTH, solver="lbfgs", max_iter=2000).fit(table, labels)
    weights = zip(vectorizer.get_feature_names_out(), fitted.coef_[0], strict=True)
    return (
        round(float(fitted.intercept_[0]), 6),
        {str(name): rounded for name, weight in weights if (rounded := round(float(weight), 6))},
    )


def _frequent(decisions: Sequence[Decided]) -> set[str]:
    seen = {(one.document, name) for one in decisions for name in one.features}
    counts = Counter(name for _, name in seen)
    return {name for name, documents in counts.items() if documents >= LEAST_DOCUMENTS_OF_A_FEATURE}


def _probability(intercept: float, weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    return KindModel(intercept, weights, drops=False).probability(features)


def _figures(probabilities: Sequence[float], labels: Sequence[bool]) -> Figures:
    bounded = [min(max(one, 0.001), 0.999) for one in probabilities]
    pairs = list(zip(bounded, labels, strict=True))
    loss = -math.fsum(math.log(one if label else 1 - one) for one, label in pairs) / len(pairs)
    taken = [label for one, label in pairs if one >= ACCEPT_AT]
    missed = sum(label for one, label in pairs if one < ACCEPT_AT)
    f1 = 2 * sum(taken) / (2 * sum(taken) + (len(taken) - sum(taken)) + missed) if sum(taken) else 0.0
    return Figures(loss, f1)
