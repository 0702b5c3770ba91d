"""The articles on one dialogue: short texts, each sentence of which says one fact, and the citations that quote it."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from dialogues.management.generation.cast import Cast
from dialogues.management.generation.facts import Written
from dialogues.management.generation.names import SITE
from dialogues.management.generation.tables import WRITTEN_AT, Table
from dialogues.management.generation.weights import pick, summed
from dialogues.models import Article, Citation, Conflict, Snapshot
from dialogues.models.vocabularies import ArticleKind, ArticleOrigin, ArticleStage, CitationStance, Relevance
from dialogues.text.hashing import bytes_hash
from dialogues.text.quotes import context_of

# How many articles a dialogue has: of ten dialogues these, in some order. 5 on average.
ARTICLES: Final = (1, 1, 2, 3, 3, 4, 5, 6, 9, 16)
KINDS: Final = [ArticleKind.READOUT, ArticleKind.NEWS, ArticleKind.PRESS_RELEASE, ArticleKind.JOINT_STATEMENT]
KIND_WEIGHTS: Final = summed([30, 50, 15, 5])
STANCES: Final = [CitationStance.SUPPORTS, CitationStance.SOFTER, CitationStance.STRONGER, CitationStance.CONTEXT]
STANCE_WEIGHTS: Final = summed([85, 6, 4, 5])
COPIES: Final = 0.08
TEXT_NOT_KEPT: Final = 0.15
SECOND_SOURCE: Final = 0.25
CITED_PARTICIPATIONS: Final = 0.2
CITED_STATUSES: Final = 0.2
CONFLICTS: Final = 0.04


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an article and the one record that it is about, given as the columns of a citation."""

    start: int
    end: int
    subject: tuple[int | None, int | None, int | None, int | None]  # dialogue, participation, outcome, status
    about_field: str
    value: str
    stance: CitationStance
    conflict: int | None


@dataclass(slots=True)
class Draft:
    """An article that is being written, sentence by sentence."""

    sentences: list[str] = field(default_factory=list)
    length: int = 0
    claims: list[Claim] = field(default_factory=list)

    def say(self, sentence: str) -> tuple[int, int]:
        """Where the sentence stands in the text: code points, end excluded."""
        start = self.length + 1 if self.sentences else 0
        self.sentences.append(sentence)
        self.length = start + len(sentence)
        return start, self.length

    def claim(
        self,
        sentence: str,
        *,
        dialogue: int | None = None,
        participation: int | None = None,
        outcome: int | None = None,
        status: int | None = None,
        about_field: str = "",
        value: str = "",
        stance: CitationStance = CitationStance.SUPPORTS,
        conflict: int | None = None,
    ) -> None:
        start, end = self.say(sentence)
        subject = (dialogue, participation, outcome, status)
        self.claims.append(Claim(start, end, subject, about_field, value, stance, conflict))


class SourceTables:
    """The tables of sources, in the order of their references."""

    def __init__(self, seed: int) -> None:
        self.articles = Table(
            Article,
            "publisher_id kind origin url canonical_url title language published_on copy_of_id stage relevance "
            "created_at updated_at",
            seed=seed,
        )
        self.snapshots = Table(Snapshot, "article_id fetched_at final_url text text_sha256 extent", seed=seed)
        self.conflicts = Table(Conflict, "dialogue_id field field_as_stated resolution", seed=seed)
        self.citations = Table(
            Citation,
            "snapshot_id quote prefix suffix start end dialogue_id participation_id outcome_id outcome_status_id field "
            "value_as_stated stance conflict_id speaker_party_id",
            seed=seed,
        )

    def all(self) -> list[Table]:
        return [self.articles, self.snapshots, self.conflicts, self.citations]


class Sources:
    """Collects the sources of one dialogue after another in `tables`."""

    def __init__(self, cast: Cast, random: Random, tables: SourceTables) -> None:
        self._cast, self._random, self._tables = cast, random, tables

    def add(self, written: Written, *, articles: int) -> None:
        random = self._random
        copies = [place > 0 and random.random() < COPIES for place in range(articles)]
        drafts = [None if copy else Draft() for copy in copies]
        originals = [draft for draft in drafts if draft is not None]
        self._tell(written, originals)
        first: tuple[int, str | None] | None = None
        for draft in drafts:
            kept = self._keep(written, draft, first)
            first = first or kept

    def _tell(self, written: Written, originals: list[Draft]) -> None:
        """Spread the facts over the articles: each outcome in one or two, the date in the first."""
        random, sides = self._random, written.meeting.sides
        self._tell_date(written, originals)
        for key, named in written.outcomes:
            for _ in range(2 if random.random() < SECOND_SOURCE else 1):
                sentence = f"{sides[0]} and {sides[1]} agreed on {named.lower()}, which both will look at again."
                random.choice(originals).claim(sentence, outcome=key, stance=pick(STANCES, STANCE_WEIGHTS, random))
        for key, named in written.participations:
            if random.random() < CITED_PARTICIPATIONS:
                random.choice(originals).claim(f"Among those present was {named}.", participation=key)
        for key, said in written.statuses:
            if random.random() < CITED_STATUSES:
                random.choice(originals).claim(f"{said}.", status=key)

    def _tell_date(self, written: Written, originals: list[Draft]) -> None:
        random, meeting = self._random, written.meeting
        conflict = None
        if len(originals) > 1 and random.random() < CONFLICTS:
            resolution = "" if random.random() < 0.2 else "Synthetic: the day of the first report was kept."
            conflict = self._tables.conflicts.add(written.key, "start_date", "date", resolution)
            other = (meeting.day - timedelta(days=1)).isoformat()
            originals[1].claim(
                f"The two sides met on {other}, according to this report.",
                dialogue=written.key,
                about_field="start_date",
                value=other,
                stance=CitationStance.CONTRADICTS,
                conflict=conflict,
            )
        originals[0].claim(
            f"{meeting.sides[0]} and {meeting.sides[1]} met in {written.place} ({meeting.start_date}).",
            dialogue=written.key,
            about_field="start_date",
            value=meeting.start_date,
            conflict=conflict,
        )
        for draft in originals:
            draft.say(f"This text was made for measurements ({random.randint(0, 999_999_999):09}) and reports nothing.")

    def _keep(
        self, written: Written, draft: Draft | None, first: tuple[int, str | None] | None
    ) -> tuple[int, str | None]:
        """Collect one article, its snapshot and citations; without a draft, a copy of the first. Its key and text."""
        random, tables = self._random, self._tables
        number = tables.articles.written + 1
        day = written.meeting.day + timedelta(days=random.randint(0, 5))
        publisher, speaker = self._publisher(written)
        copy_of: int | None = None
        if draft is not None:
            text = " ".join(draft.sentences) if first is None or random.random() >= TEXT_NOT_KEPT else None
        else:
            copy_of, text = first or (None, None)
        address = f"{SITE}/{number:07}"
        fetched_at = WRITTEN_AT + timedelta(seconds=number * 11 % 26_000_000)
        article = tables.articles.add(
            publisher,
            pick(KINDS, KIND_WEIGHTS, random),
            ArticleOrigin.URL,
            address,
            address,
            f"Synthetic report {number:07}",
            "en",
            day.isoformat(),
            copy_of,
            ArticleStage.READY if copy_of is None else ArticleStage.DUPLICATE,
            Relevance.REPORTS,
            fetched_at,
            fetched_at,
        )
        # These texts are in normal form already, and normalising takes ten times as long as hashing.
        digest = "" if text is None else bytes_hash(text.encode())
        snapshot = tables.snapshots.add(
            article, fetched_at, address, text, digest, "the headline" if text is None else ""
        )
        for claim in draft.claims if draft is not None else ():
            self._cite(snapshot, text, claim, speaker)
        return article, text

    def _cite(self, snapshot: int, text: str | None, claim: Claim, speaker: str | None) -> None:
        start, end = claim.start, claim.end
        place: tuple[str, str, str, int | None, int | None] = ("", "", "", None, None)
        if text is not None:
            found = context_of(text, start, end)
            place = (found.exact, found.prefix, found.suffix, start, end)
        self._tables.citations.add(
            snapshot, *place, *claim.subject, claim.about_field, claim.value, claim.stance, claim.conflict, speaker
        )

    def _publisher(self, written: Written) -> tuple[int, str | None]:
        """A publisher of one side, who speaks for it, or an independent one."""
        random, cast = self._random, self._cast
        if random.random() < 0.4:
            return random.choice(cast.independents), None
        code = random.choice(written.meeting.sides)
        return random.choice(cast.publishers[code]), code
