"""What an article has suggested before, in this version of it or an earlier one, and what of it is suggested again.

A fact is the same when its kind and the words that say it are (of the dialogue, which is one in an article, the kind
alone), and either its values are or all sentences that it rests on stood in the text before. The same fact keeps what
was decided on it, with the text that it was decided on; one that still waits moves to the newer text.
"""

import hashlib
import json
from typing import Any, Final

from django.utils import timezone

from dialogues.ingest.link.match import Match
from dialogues.models import Article, Extraction, Suggestion
from dialogues.models.vocabularies import Decision, SuggestionKind
from dialogues.text.names import fold
from dialogues.text.sentences import sentence_spans

# What a payload says of places in the text or was added to it by matching, and not what the text states.
NOT_STATED: Final = frozenset(
    {
        "span",
        "spans",
        "mechanism_key",
        "person_key",
        "organization_key",
        "to_dialogue",
        "to_mechanism",
        "to_outcome",
        "stance",
        "stance_reason",
        "tied",
    }
)
JsonObject = dict[str, Any]


class HeldSuggestions:
    """The suggestions of an article, by the words that say them; held, so that nobody decides on one meanwhile."""

    def __init__(self, article: Article, extraction: Extraction) -> None:
        self._article = article
        self._snapshot = extraction.snapshot
        self._own_sentences = sentence_spans(self._snapshot.text or "")
        self._folded: dict[int, frozenset[str]] = {}
        self._now = timezone.now()
        self._fingerprints: dict[str, Suggestion] = {}
        self._by_words: dict[str, list[Suggestion]] = {}
        held = article.suggestions.select_for_update(of=("self",)).select_related("snapshot", "matched_dialogue")
        for one in held.order_by("id"):
            self._add(one, _words(one.kind, one.spans, one.snapshot.text or ""))

    def meeting(self) -> Match | None:
        """The dialogue that people took the article's own for, in an earlier version: whatever day it gives now."""
        for one in reversed(self._by_words.get(hashed(SuggestionKind.DIALOGUE, ""), [])):
            if one.decision == Decision.ACCEPTED and one.matched_dialogue is not None:
                return Match("an earlier version of this article was accepted for it", one.matched_dialogue)
        return None

    def suggest(self, fact: JsonObject, columns: JsonObject) -> Suggestion:
        """The suggestion of this fact: one that is there, as it is or moved to this text, or else a new one."""
        words = _words(fact["kind"], fact["spans"], self._snapshot.text or "")
        before = self._by_words.get(words, [])
        same = next((one for one in reversed(before) if self._is_same(one, fact)), None)
        if same is None:
            same = next((one for one in reversed(before) if self._is_free(one)), None)
        if same is not None:
            return self._moved(same, columns)
        name = words if words not in self._fingerprints else hashed(words, _stated(fact["value"]))
        if name in self._fingerprints:
            return self._fingerprints[name]
        made = Suggestion.objects.create(article=self._article, fingerprint=name, **columns)
        self._add(made, words)
        return made

    def _add(self, suggestion: Suggestion, words: str) -> None:
        self._fingerprints[suggestion.fingerprint] = suggestion
        self._by_words.setdefault(words, []).append(suggestion)

    def _is_same(self, held: Suggestion, fact: JsonObject) -> bool:
        if _stated(held.payload) == _stated(fact["value"]):
            return True
        if held.snapshot_id not in self._folded:
            text = held.snapshot.text or ""
            self._folded[held.snapshot_id] = frozenset(fold(text[start:end]) for start, end in sentence_spans(text))
        return self._rests_on(fact) <= self._folded[held.snapshot_id]

    def _rests_on(self, fact: JsonObject) -> set[str]:
        """The sentences of this text in which something of the fact stands, folded."""
        text = self._snapshot.text or ""
        places = [fact["sentence"], *(span for spans in fact["evidence"].values() for span in spans)]
        touched = [
            (start, end)
            for start, end in self._own_sentences
            if any(start < other_end and other_start < end for other_start, other_end in places)
        ]
        return {fold(text[start:end]) for start, end in touched}

    def _is_free(self, held: Suggestion) -> bool:
        """It waits, and nobody is looking at the values that it has."""
        claimed = held.locked_by_id is not None and held.locked_until is not None and held.locked_until > self._now
        return held.decision == Decision.PENDING and not claimed

    def _moved(self, held: Suggestion, columns: JsonObject) -> Suggestion:
        if held.snapshot_id == self._snapshot.pk:
            return self._voted_on(held, columns)
        waits = held.decision == Decision.PENDING
        if waits and (self._is_free(held) or _stated(held.payload) == _stated(columns["payload"])):
            for name, value in columns.items():
                setattr(held, name, value)
            held.save(update_fields=[*columns, "updated_at"])
        return held

    def _voted_on(self, held: Suggestion, columns: JsonObject) -> Suggestion:
        """Of a later run over the same text only what its layers think of the fact is taken, while it waits."""
        votes = {name: columns[name] for name in ("confidence", "layers")}
        if self._is_free(held) and any(getattr(held, name) != vote for name, vote in votes.items()):
            for name, vote in votes.items():
                setattr(held, name, vote)
            held.save(update_fields=[*votes, "updated_at"])
        return held


def hashed(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def _words(kind: str, spans: list[list[int]], text: str) -> str:
    phrase = ""
    if kind != SuggestionKind.DIALOGUE and spans:
        start, end = spans[0]
        phrase = fold(text[start:end])
    return hashed(kind, phrase)


def _stated(payload: Any) -> str:
    return json.dumps(_without_places(payload), sort_keys=True)


def _without_places(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_places(one) for name, one in value.items() if name not in NOT_STATED}
    return [_without_places(one) for one in value] if isinstance(value, list) else value
