"""What is taken from a language model's answer: facts whose quotes the text holds and whose values are in the lists.

Nothing that the model wrote itself is taken: a field with words holds the words of the text at the place found.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dialogues.ingest.extract.facts import Fact, FactKind, Gazetteer, JSONValue, Span
from dialogues.ingest.extract.language_model.places import Places
from dialogues.ingest.extract.language_model.question import MOST_FACTS
from dialogues.ingest.extract.lexicon import load
from dialogues.ingest.extract.votes import LANGUAGE_MODEL
from dialogues.text.dates import PartialDate

# Low, as only a person may believe it: a model is never the sole reason to think that something was agreed.
CONFIDENCE: Final = 0.3
LONGEST_QUOTE: Final = 800
SHORTEST_QUOTE: Final = 3
# More entries than this are not even looked at.
_MOST_LOOKED_AT: Final = 500
_LARGEST_NUMBER: Final = 999
# Fields that facts have and a model is not asked for: the record's own keys, and what is worked out from dates.
_NOT_ASKED: Final[Mapping[FactKind, Mapping[str, JSONValue]]] = {
    FactKind.DIALOGUE: {"mechanism_key": None, "date_basis": None, "date_conflicts": []},
    FactKind.PARTICIPATION: {"person_key": None, "organization_key": None},
}


class BadAnswer(ValueError):
    """The answer cannot be used; the message completes the sentence "The language model ..."."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server said: the model's answer, and the tokens that it says it used (None when it does not say)."""

    content: str
    tokens: int | None


def reply_of(body: bytes) -> Reply:
    """The reply of a chat completion. Raises BadAnswer."""
    data = _json(body.decode("utf-8", errors="replace"))
    try:
        choice = data["choices"][0]
        finish, content = choice.get("finish_reason"), choice["message"].get("content")
        refusal = choice["message"].get("refusal")
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadAnswer("answered in another form than that of a chat completion.") from error
    if finish == "length":
        raise BadAnswer("did not come to an end within the tokens that an answer may have.")
    if refusal or finish == "content_filter":
        raise BadAnswer("refused to answer.")
    if not isinstance(content, str) or not content.strip():
        raise BadAnswer("gave an empty answer.")
    usage = data.get("usage")
    tokens = usage.get("total_tokens") if isinstance(usage, dict) else None
    return Reply(content, tokens if type(tokens) is int and 0 <= tokens < 10**9 else None)


def facts_in(content: str, text: str, record: Gazetteer) -> list[Fact]:
    """The facts of an answer about a text that the text bears out, at most `MOST_FACTS`. Raises BadAnswer."""
    entries = _json(_without_fence(content))
    listed = entries.get("facts") if isinstance(entries, dict) else None
    if not isinstance(listed, list):
        raise BadAnswer("answered with something else than a list of facts.")
    reader = _Reader(text, record)
    facts: list[Fact] = []
    seen: set[tuple[FactKind, Span]] = set()
    for fact in reader.facts(listed[:_MOST_LOOKED_AT]):
        # A document reports one dialogue.
        key = (fact.kind, Span(0, 0) if fact.kind is FactKind.DIALOGUE else fact.spans[0])
        if key not in seen:
            seen.add(key)
            facts.append(fact)
        if len(facts) == MOST_FACTS:
            break
    return facts


class _Reader:
    def __init__(self, text: str, record: Gazetteer) -> None:
        self._text = text
        self._places = Places(text)
        self._parties = {str(code) for code in load("parties")} | {party.code for party in record.parties}
        self._kinds: dict[str, dict[str, Any]] = load("language_model")["kinds"]

    def facts(self, entries: Iterable[Any]) -> Iterator[Fact]:
        for entry in entries:
            if isinstance(entry, dict):
                fact = self._fact(entry)
                if fact is not None:
                    yield fact

    def _fact(self, entry: dict[str, Any]) -> Fact | None:
        kind, quote = entry.get("kind_of_fact"), entry.get("quote")
        if not isinstance(kind, str) or kind not in self._kinds or not isinstance(quote, str):
            return None
        if not SHORTEST_QUOTE <= len(quote.strip()) <= LONGEST_QUOTE:
            return None
        spec, quoted = self._kinds[kind], self._places.of(quote)
        if quoted is None or quoted.end - quoted.start > spec.get("longest", LONGEST_QUOTE):
            return None
        sentence = self._places.sentence(quoted)
        value, evidence = self._values(spec["fields"], entry, sentence)
        if "quoted" in spec:
            value[spec["quoted"]] = " ".join(quoted.of(self._text).split())
            evidence[spec["quoted"]] = (quoted,)
        if any(value.get(name) is None for name in spec["needed"]):
            return None
        if kind == FactKind.DIALOGUE:
            sides = sorted({str(value.pop("party_a")), str(value.pop("party_b"))})
            if len(sides) != 2:
                return None
            value |= {"parties": list[JSONValue](sides), "end_date": value["end_date"] or value["start_date"]}
            evidence["parties"] = (quoted,)
        value |= _NOT_ASKED.get(FactKind(kind), {})
        phrase = evidence.get(spec.get("phrase", ""), (quoted,))[0]
        spans = (phrase,) if phrase == quoted else (phrase, quoted)
        rule = f"{LANGUAGE_MODEL}.{kind}"
        return Fact(FactKind(kind), value, spans, sentence, rule, CONFIDENCE, (LANGUAGE_MODEL,), evidence)

    def _values(
        self, fields: Mapping[str, Any], entry: Mapping[str, Any], sentence: Span
    ) -> tuple[dict[str, JSONValue], dict[str, tuple[Span, ...]]]:
        value: dict[str, JSONValue] = {}
        evidence: dict[str, tuple[Span, ...]] = {}
        for name, form in fields.items():
            given = entry.get(name)
            if form == "stated":
                place = self._stated(given, sentence)
                value[name] = " ".join(place.of(self._text).split()) if place is not None else None
                if place is not None:
                    evidence[name] = (place,)
            else:
                value[name] = self._listed(form, given)
        return value, evidence

    def _stated(self, given: Any, sentence: Span) -> Span | None:
        return self._places.of(given, sentence) if isinstance(given, str) and 2 <= len(given.strip()) <= 200 else None

    def _listed(self, form: Any, given: Any) -> JSONValue:
        """A value of a list, a code, a date or a number as it is stored; None for anything else."""
        if form == "number":
            return given if type(given) is int and 1 <= given <= _LARGEST_NUMBER else None
        if form == "side":
            return given if isinstance(given, str) and given in self._parties | {"both"} else "unknown"
        if not isinstance(given, str):
            return None
        if form == "party":
            return given if given in self._parties else None
        if form == "date":
            return _date(given)
        return given if given in form else None


def _date(given: str) -> str | None:
    try:
        return str(PartialDate.parse(given.strip()))
    except ValueError:
        return None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("gave an answer that is not JSON.") from error


def _without_fence(content: str) -> str:
    """Without the marks of a code block, in which models like to put their JSON."""
    stripped = content.strip()
    if stripped.startswith("```") and stripped.endswith("```"):
        return stripped.removesuffix("```").partition("\n")[2]
    return stripped
