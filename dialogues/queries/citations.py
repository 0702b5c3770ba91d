"""What a page says about its sources: which citations a fact has, what they quote, and which articles they are from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from dialogues.models import Article, Citation, Snapshot
from dialogues.models.citation import SUBJECTS
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.versions import NoLongerSaid, no_longer_said

# A source that only says less or more than the record still says it; one that is silent or gives context does not.
SUPPORTING: Final = frozenset({CitationStance.SUPPORTS, CitationStance.SOFTER, CitationStance.STRONGER})

_UNDATED: Final = date(9999, 12, 31)


@dataclass(frozen=True)
class Source:
    """An article that a page cites. `number` counts from 1 in the page's list of sources."""

    number: int
    article: Article
    text_kept: bool
    extent: str

    @property
    def anchor(self) -> str:
        return f"source-{self.number}"

    @property
    def link(self) -> str:
        """Its address when a reader may be sent there, else an empty text."""
        return safe_link(self.article)

    @property
    def publisher_name(self) -> str:
        return self.article.publisher.name if self.article.publisher is not None else ""


@dataclass(frozen=True)
class CitedSentence:
    """One citation as a page shows it. `quote` is empty when the source was seen and its text not kept."""

    citation: Citation
    source: Source
    no_longer_said: NoLongerSaid | None = None

    @property
    def quote(self) -> str:
        return self.citation.quote

    @property
    def is_silent(self) -> bool:
        return self.citation.stance == CitationStance.SILENT

    @property
    def contradicts(self) -> bool:
        return self.citation.stance == CitationStance.CONTRADICTS

    @property
    def supports(self) -> bool:
        return self.citation.stance in SUPPORTING


@dataclass(frozen=True)
class Evidence:
    """The citations of one fact. A fact that no source supports is uncited, also when sources were searched in vain."""

    sentences: tuple[CitedSentence, ...] = ()

    @cached_property
    def supporting(self) -> tuple[CitedSentence, ...]:
        return tuple(sentence for sentence in self.sentences if sentence.supports)

    @cached_property
    def contradicting(self) -> tuple[CitedSentence, ...]:
        return tuple(sentence for sentence in self.sentences if sentence.contradicts)

    @cached_property
    def silent(self) -> tuple[CitedSentence, ...]:
        return tuple(sentence for sentence in self.sentences if sentence.is_silent)

    @cached_property
    def source_count(self) -> int:
        """How many articles support the fact."""
        return len({sentence.source.number for sentence in self.supporting})

    @cached_property
    def searched_count(self) -> int:
        """How many articles were searched and do not mention it."""
        return len({sentence.source.number for sentence in self.silent})

    @property
    def uncited(self) -> bool:
        return not self.supporting

    @cached_property
    def first_quote(self) -> CitedSentence | None:
        """The first sentence that supports the fact in so many words."""
        return next((sentence for sentence in self.supporting if sentence.quote), None)

    def of_fields(self, *fields: str) -> "Evidence":
        """The citations of these fields and those of the record as a whole, saying nothing twice.

        A citation of a conflict is about what the sources disagree on, so without a field it is not about the whole.
        """
        chosen: dict[tuple[int, str, str], CitedSentence] = {}
        for one in self.sentences:
            citation = one.citation
            if citation.field in fields:
                chosen[one.source.number, one.quote, citation.stance] = one
            elif not citation.field and citation.conflict_id is None:
                chosen.setdefault((one.source.number, one.quote, citation.stance), one)
        return Evidence(tuple(chosen.values()))


@dataclass(frozen=True)
class CitationBook:
    """All citations of a page, by the record that they are about, and the sources in the order of publication."""

    sources: tuple[Source, ...] = ()
    sentences_by_subject: Mapping[tuple[str, int], tuple[CitedSentence, ...]] = field(default_factory=dict)
    sentences_by_conflict: Mapping[int, tuple[CitedSentence, ...]] = field(default_factory=dict)

    def about(self, subject: str, pk: int) -> Evidence:
        """The citations about one record; `subject` is a name of `dialogues.models.citation.SUBJECTS`."""
        return Evidence(self.sentences_by_subject.get((subject, pk), ()))

    def changed_at(self) -> list[datetime]:
        """When each of the citations last changed."""
        return [one.citation.updated_at for some in self.sentences_by_subject.values() for one in some]


def read_citations(subjects: Mapping[str, Iterable[int]]) -> CitationBook:
    """The citations about the records with these primary keys, by subject name. One query, whatever their number.

    One more when articles have changed since they were cited: each sentence that the newest version of its article no
    longer has says so.
    """
    condition = Q()
    for subject, keys in subjects.items():
        wanted = list(keys)
        if wanted:
            condition |= Q(**{f"{subject}__in": wanted})
    if not condition:
        return CitationBook()
    versions = Snapshot.objects.taken().filter(article=OuterRef("snapshot__article"))
    citations = list(
        Citation.objects.filter(condition)
        .annotate(
            has_other_version=Exists(versions.exclude(pk=OuterRef("snapshot"))),
            text_kept=ExpressionWrapper(Q(snapshot__text__isnull=False), output_field=BooleanField()),
        )
        .select_related("snapshot__article__publisher__party", "snapshot__article__copy_of__publisher", "speaker_party")
        .defer("snapshot__text", "snapshot__http_headers")
        .order_by("id")
    )
    return _book(citations)


def safe_link(article: Article) -> str:
    """The article's address if readers may be sent there: linkable, and http or https."""
    if not article.linkable:
        return ""
    try:
        scheme = urlsplit(article.url).scheme
    except ValueError:  # an address that is none, such as "http://["
        return ""
    return article.url if scheme in {"http", "https"} else ""


def _book(citations: Sequence[Citation]) -> CitationBook:
    source_of = {source.article.pk: source for source in _numbered_sources(citations)}
    changed = [one for one in citations if getattr(one, "has_other_version", False)]
    gone = no_longer_said(changed) if changed else {}
    by_subject: dict[tuple[str, int], list[CitedSentence]] = defaultdict(list)
    by_conflict: dict[int, list[CitedSentence]] = defaultdict(list)
    for citation in citations:
        sentence = CitedSentence(citation, source_of[citation.snapshot.article_id], gone.get(citation.pk))
        by_subject[_subject_key(citation)].append(sentence)
        if citation.conflict_id is not None:
            by_conflict[citation.conflict_id].append(sentence)
    return CitationBook(
        sources=tuple(source_of.values()),
        sentences_by_subject={key: tuple(sentences) for key, sentences in by_subject.items()},
        sentences_by_conflict={key: tuple(sentences) for key, sentences in by_conflict.items()},
    )


def _numbered_sources(citations: Sequence[Citation]) -> list[Source]:
    articles: dict[int, Article] = {}
    text_kept: dict[int, bool] = defaultdict(bool)
    extent: dict[int, str] = {}
    for citation in citations:
        article = citation.snapshot.article
        articles.setdefault(article.pk, article)
        text_kept[article.pk] |= bool(getattr(citation, "text_kept", False))
        extent.setdefault(article.pk, citation.snapshot.extent)
    ordered = sorted(articles.values(), key=_by_publication)
    return [
        Source(number, article, text_kept[article.pk], extent[article.pk])
        for number, article in enumerate(ordered, start=1)
    ]


def _by_publication(article: Article) -> tuple[date, str, int]:
    published_on = article.published_on
    return (published_on.earliest if published_on else _UNDATED, str(article), article.pk)


def _subject_key(citation: Citation) -> tuple[str, int]:
    for name in SUBJECTS:
        pk: int | None = getattr(citation, f"{name}_id")
        if pk is not None:
            return name, pk
    raise ValueError("citation: it is about no record")
