from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from dialogues.models.record import Record
from dialogues.queries.citations import CitationBook, CitedSentence, Source, read_citations


@dataclass(frozen=True)
class Cited:
    """The citations about some records, and the public ID of each of these by its kind and primary key."""

    book: CitationBook
    public_ids: Mapping[tuple[str, int], str]

    @property
    def sentences(self) -> list[CitedSentence]:
        found = [one for sentences in self.book.sentences_by_subject.values() for one in sentences]
        return sorted(found, key=lambda one: one.citation.pk)


def read_cited(records: Mapping[str, Iterable[Record]]) -> Cited:
    """The citations about these records, by the name that a citation refers to them with. One query."""
    public_ids: dict[tuple[str, int], str] = {
        (kind, record.pk): record.public_id  # type: ignore[attr-defined] # each model has its own
        for kind, rows in records.items()
        for record in rows
    }
    keys: dict[str, list[int]] = {kind: [] for kind in records}
    for kind, pk in public_ids:
        keys[kind].append(pk)
    return Cited(read_citations(keys), public_ids)


class SourceSerializer(serializers.Serializer[Source]):
    """The article that a quote is from. `url` is null where a reader should not be sent."""

    article = serializers.CharField(source="article.public_id")
    title = serializers.CharField(source="article.title")
    description = serializers.CharField(source="article.description")
    publisher = serializers.CharField(source="publisher_name")
    perspective = serializers.SerializerMethodField()
    party = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    published_on = serializers.SerializerMethodField()
    language = serializers.CharField(source="article.language")
    text_kept = serializers.BooleanField()

    def get_perspective(self, source: Source) -> str | None:
        publisher = source.article.publisher
        return publisher.perspective if publisher is not None else None

    def get_party(self, source: Source) -> str | None:
        publisher = source.article.publisher
        return publisher.party_id if publisher is not None else None

    def get_url(self, source: Source) -> str | None:
        return source.link or None

    def get_published_on(self, source: Source) -> str | None:
        published_on = source.article.published_on
        return str(published_on) if published_on is not None else None


class CitationSerializer(serializers.Serializer[CitedSentence]):
    """An exact quote. `start` and `end` count code points of the kept text, `end` excluded; null where none is kept."""

    id = serializers.CharField(source="citation.public_id")
    about = serializers.SerializerMethodField()
    field = serializers.CharField(source="citation.field")
    quote = serializers.CharField()
    start = serializers.IntegerField(source="citation.start")
    end = serializers.IntegerField(source="citation.end")
    stance = serializers.CharField(source="citation.stance")
    value_as_stated = serializers.CharField(source="citation.value_as_stated")
    speaker_party = serializers.CharField(source="citation.speaker_party_id")
    source = SourceSerializer()  # type: ignore[assignment] # the framework's own attribute of that name is another

    def get_about(self, sentence: CitedSentence) -> dict[str, Any]:
        cited: Cited = self.context["cited"]
        kind = sentence.citation.subject_name
        return {"kind": kind, "id": cited.public_ids[kind, getattr(sentence.citation, f"{kind}_id")]}
