"""The accounts of one dialogue: whose they are, what they are cited for, and what their texts speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from dialogues.models import Article, DelegationCount, Dialogue, Outcome, Participation, Snapshot
from dialogues.models.vocabularies import Perspective, Relevance
from dialogues.queries.citations import CitationBook, CitedSentence, read_citations
from dialogues.text.sentences import sentence_spans
from dialogues.text.similarity import content_words, shared_share

# A shorter text is a notice: that it leaves something out says nothing.
FULL_ACCOUNT: Final = 1_000
MOST_SEARCHED: Final = 5
# With so many of its words in one sentence, the text may well speak of it. A sentence of fewer words says nothing.
SPEAKS_OF: Final = 0.4
FEWEST_WORDS: Final = 3
# Written without spaces between words, so that words cannot be compared one by one.
_WITHOUT_SPACES: Final = frozenset({"zh", "ja", "ko", "th"})


@dataclass(frozen=True)
class FullText:
    """The text of one account that is kept and long enough to be searched for what it leaves out."""

    snapshot: Snapshot

    @cached_property
    def _sentences(self) -> list[tuple[str, ...]]:
        text = self.snapshot.text or ""
        sentences = (content_words(text[start:end]) for start, end in sentence_spans(text))
        return [words for words in sentences if len(set(words)) >= FEWEST_WORDS]

    def speaks_of(self, wordings: Iterable[str]) -> bool:
        """Whether a sentence has many words of one of these wordings. In doubt it does."""
        wanted = [content_words(wording) for wording in wordings]
        return any(shared_share(words, sentence) >= SPEAKS_OF for words in wanted for sentence in self._sentences)


@dataclass(frozen=True)
class OtherAccounts:
    """What the record holds of a dialogue, and what other accounts than one article's are cited for."""

    article: Article
    dialogue: Dialogue
    participations: tuple[Participation, ...]
    counts: tuple[DelegationCount, ...]
    outcomes: tuple[Outcome, ...]
    book: CitationBook

    def supporting(self, subject: str, pk: int) -> list[CitedSentence]:
        """What supports a record of the dialogue in other accounts: one citation of each article."""
        found: dict[int, CitedSentence] = {}
        for sentence in self.book.about(subject, pk).supporting:
            if self.is_another(sentence.source.article):
                found.setdefault(sentence.source.article.pk, sentence)
        return list(found.values())

    def has_own(self, subject: str, pk: int) -> bool:
        """Whether the article itself is cited for a record of the dialogue."""
        return any(one.source.article.pk == self.article.pk for one in self.book.about(subject, pk).sentences)

    def is_another(self, article: Article) -> bool:
        """Whether an article is the account of somebody else: of another side, or of another independent publisher."""
        copy = article.copy_of_id == self.article.pk or self.article.copy_of_id == article.pk
        return not copy and article.publisher_id is not None and account_of(article) != account_of(self.article)

    @cached_property
    def texts(self) -> list[FullText]:
        """Full texts of other accounts in the language of the article, the newest of each. One query."""
        others = {
            sentence.source.article.pk: sentence.source.article
            for sentences in self.book.sentences_by_subject.values()
            for sentence in sentences
        }
        searched = [one.pk for one in others.values() if self.is_another(one) and is_full(one, self.article)]
        snapshots = Snapshot.objects.taken().filter(article__in=searched[:MOST_SEARCHED])
        newest = {one.article_id: one for one in snapshots.select_related("article").in_order_of_time()}
        return [FullText(one) for one in newest.values() if len(one.text or "") >= FULL_ACCOUNT]


def other_accounts(dialogue: Dialogue, article: Article) -> OtherAccounts:
    """The dialogue as the record holds it, with the citations of it and of its parts. Five queries."""
    participations = tuple(
        dialogue.participations.select_related("person", "organization").prefetch_related("person__tenures")
    )
    counts = tuple(dialogue.delegation_counts.all())
    outcomes = tuple(Outcome.objects.published().not_merged().filter(dialogue=dialogue))
    book = read_citations(
        {
            "dialogue": [dialogue.pk],
            "participation": [one.pk for one in participations],
            "delegation_count": [one.pk for one in counts],
            "outcome": [one.pk for one in outcomes],
        }
    )
    return OtherAccounts(article, dialogue, participations, counts, outcomes, book)


def account_of(article: Article) -> tuple[str, int | str | None]:
    """Whose account an article is: that of a party for official and state media, else the publisher's own."""
    publisher = article.publisher
    if publisher is not None and publisher.perspective in {Perspective.OFFICIAL, Perspective.STATE_MEDIA}:
        return "party", publisher.party_id
    return "publisher", article.publisher_id


def is_full(article: Article, beside: Article) -> bool:
    """Whether what an article leaves out can be told: it reports, in a language whose words can be compared."""
    language = language_of(article)
    comparable = language == language_of(beside) and language and language not in _WITHOUT_SPACES
    return bool(comparable) and article.relevance == Relevance.REPORTS


def language_of(article: Article) -> str:
    """Without script and region: "en" for "en-GB"."""
    return article.language.partition("-")[0].lower()
