"""A plan: the records and citations that a decision will write, and how a place in the text is cited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.db import models

from dialogues.models import Article, Citation, Dialogue, Party, Snapshot, Suggestion
from dialogues.models.vocabularies import CitationStance, Perspective
from dialogues.review.merge_steps import Addition
from dialogues.review.payload import Payload, PayloadRefused
from dialogues.text.quotes import context_of
from dialogues.text.sentences import sentence_around, sentence_spans

Pair = tuple[int, int]
Planned = TypeVar("Planned", bound=models.Model)


class NotYet(ValueError):
    """The suggestion builds on a dialogue that the record does not hold. The message is for the reviewer."""


@dataclass(slots=True)
class Plan:
    """`records`, `citations` and then `additions` are written in this order; `lines` say the same in words.

    Records and citations are new rows; an addition gives one value to a row that is there already.
    """

    records: list[models.Model] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    dialogue: Dialogue | None = None

    def create(self, record: models.Model, line: str) -> None:
        self.records.append(record)
        self.lines.append(line)


@dataclass(frozen=True)
class Source:
    """The text that a suggestion comes from, and how to cite a place in it.

    `planned` are records that plans before this one will write: they count as if they were there.
    """

    suggestion: Suggestion
    snapshot: Snapshot
    text: str
    planned: Sequence[models.Model] = ()

    @classmethod
    def of(cls, suggestion: Suggestion, planned: Sequence[models.Model] = ()) -> "Source":
        return cls(suggestion, suggestion.snapshot, suggestion.snapshot.text or "", planned)

    @cached_property
    def sentences(self) -> list[Pair]:
        return sentence_spans(self.text)

    def planned_like(self, model: type[Planned], **values: Any) -> Planned | None:
        """The planned record of this model that has these values."""
        for record in self.planned:
            if isinstance(record, model) and all(getattr(record, name) == value for name, value in values.items()):
                return record
        return None

    @property
    def sentence(self) -> Pair:
        return self.suggestion.sentence_start, self.suggestion.sentence_end

    def sentence_around(self, span: Pair) -> Pair:
        """The sentence or sentences in which this span lies."""
        return sentence_around(self.sentences, span)

    def words(self, span: Pair) -> str:
        return self.text[span[0] : span[1]]

    def cite(self, span: Pair, **values: Any) -> Citation:
        """A citation, not saved, of these code points; its subject is among the values."""
        quote = context_of(self.text, *span)
        return Citation(
            snapshot=self.snapshot,
            quote=quote.exact,
            start=quote.start,
            end=quote.end,
            prefix=quote.prefix,
            suffix=quote.suffix,
            speaker_party=speaker_of(self.suggestion.article),
            **values,
        )


def speaker_of(article: Article) -> Party | None:
    """The party that speaks through an article: for official and state media, else nobody."""
    publisher = article.publisher
    if publisher is None or publisher.perspective not in {Perspective.OFFICIAL, Perspective.STATE_MEDIA}:
        return None
    return publisher.party


def add_citation(result: Plan, citation: Citation) -> None:
    """Add a citation to the plan, with its line."""
    result.citations.append(citation)
    about = (citation.field or citation.subject_name).replace("_", " ")
    stance = "" if citation.stance == CitationStance.SUPPORTS else f", {citation.get_stance_display()}"
    said = f"“{citation.quote}”" if citation.quote else str(citation.snapshot.article)
    result.lines.append(f"Citation ({about}{stance}): {said}")


def cite(result: Plan, source: Source, span: Pair, **values: Any) -> None:
    """Add a citation of these code points to the plan; its subject and stance are among the values."""
    add_citation(result, source.cite(span, **values))


def stance_towards_held(payload: Payload) -> CitationStance:
    """How the text stands to the record that it is the same as; what makes a new record supports it."""
    stated = payload.get("stance") if payload.get("same_as") else None
    return CitationStance(stated or CitationStance.SUPPORTS)


def dialogue_of(suggestion: Suggestion) -> Dialogue:
    """The dialogue that a suggestion belongs to. Raises NotYet while the record does not hold it."""
    dialogue = suggestion.dialogue_in_the_record
    if dialogue is None:
        raise NotYet("Decide on the dialogue of this article first: this belongs to it, and the record lacks it.")
    return dialogue


def side_of(payload: Payload, name: str, dialogue: Dialogue) -> Party:
    """The side that a field of the payload names. Raises PayloadRefused when it is none of the two."""
    code = payload.get(name)
    if code not in dialogue.side_codes:
        sides = " and ".join(dialogue.side_codes)
        raise PayloadRefused({name: [f"Choose one of the two sides of this dialogue, {sides}."]})
    return dialogue.side_a if code == dialogue.side_a_id else dialogue.side_b
