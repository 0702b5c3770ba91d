"""What the record holds around an article, each part read once, when it is first asked for."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import Count

from dialogues.models import (
    Dialogue,
    Mechanism,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Party,
    Person,
    Snapshot,
)
from dialogues.queries.wordings import wordings_of
from dialogues.text.passages import KnownNames, Passage, passage


class HeldRecord:
    """The record of two parties, as the facts of one article need it.

    `parties` are the sides of the meeting that the article reports, else those two that its text names. Without two,
    nothing is held. At most ten queries, whatever the number of facts.
    """

    def __init__(self, snapshot: Snapshot, parties: Sequence[str]) -> None:
        self.snapshot = snapshot
        self.text = snapshot.text or ""
        self._stated = sorted(parties)
        self._participations: dict[int, list[Participation]] = {}
        self._wordings: dict[int, dict[int, list[str]]] = {}
        self._passages: dict[tuple[str, str], Passage] = {}

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The codes of the two parties in their stored order; empty where it is not two."""
        if len(self._stated) == 2:
            return tuple(self._stated)
        names = {
            party.code: [party.name, party.native_name, *map(str, party.names.values())]
            for party in Party.objects.all()
        }
        named = KnownNames(names).find(f"{self.snapshot.article.title}\n{self.text[:3000]}")
        return tuple(sorted(named)) if len(named) == 2 else ()

    @property
    def published_on(self) -> date | None:
        """The last day on which the article can have been published."""
        published = self.snapshot.article.published_on
        return published.latest if published is not None else None

    @cached_property
    def dialogues(self) -> list[Dialogue]:
        """Published dialogues of the two, with their mechanism."""
        if not self.parties:
            return []
        held = Dialogue.objects.published().not_merged().between(*self.parties)
        return list(held.select_related("mechanism").order_by("id"))

    @cached_property
    def mechanisms(self) -> list[Mechanism]:
        if not self.parties:
            return []
        side_a, side_b = self.parties
        return list(Mechanism.objects.published().not_merged().filter(side_a=side_a, side_b=side_b).order_by("id"))

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Published outcomes of all those dialogues."""
        by_key = {dialogue.pk: dialogue for dialogue in self.dialogues}
        found = list(Outcome.objects.published().not_merged().filter(dialogue__in=by_key).order_by("id"))
        for outcome in found:
            outcome.dialogue = by_key[outcome.dialogue_id]
        return found

    @cached_property
    def entries(self) -> dict[int, int]:
        """How many entries the history of an outcome has, by its key; none for those without."""
        counted = OutcomeStatus.objects.filter(outcome__in=self.outcomes).order_by()
        return dict(counted.values_list("outcome").annotate(number=Count("pk")))

    @cached_property
    def people(self) -> list[Person]:
        """Published people of the two parties, with their tenures."""
        held = Person.objects.published().not_merged().filter(party__in=self.parties)
        return list(held.prefetch_related("tenures").order_by("id"))

    @cached_property
    def organizations(self) -> list[Organization]:
        held = Organization.objects.published().not_merged().filter(party__in=self.parties)
        return list(held.order_by("id"))

    @cached_property
    def names(self) -> KnownNames:
        """The people and bodies of the two, by every name that the record has for them."""
        people = {one.public_id: all_names(one) for one in self.people}
        return KnownNames(people | {one.public_id: all_names(one) for one in self.organizations})

    def participations_of(self, dialogue: Dialogue) -> list[Participation]:
        if dialogue.pk not in self._participations:
            held = dialogue.participations.select_related("person", "organization")
            self._participations[dialogue.pk] = list(held.prefetch_related("person__tenures").order_by("id"))
        return self._participations[dialogue.pk]

    def wordings_of(self, outcome: Outcome) -> list[str]:
        """What others than this article say of an outcome, the most exact first."""
        if outcome.dialogue_id not in self._wordings:
            same = [one for one in self.outcomes if one.dialogue_id == outcome.dialogue_id]
            self._wordings[outcome.dialogue_id] = wordings_of(same, without=self.snapshot.article_id)
        return self._wordings[outcome.dialogue_id][outcome.pk]

    def passage(self, words: str, kind: str = "") -> Passage:
        """A passage with the names of this record; years that it leaves out count from the article's publication."""
        if (words, kind) not in self._passages:
            made = passage(words, kind=kind, names=self.names, published_on=self.published_on)
            self._passages[words, kind] = made
        return self._passages[words, kind]

    @cached_property
    def recorded(self) -> dict[int, Passage]:
        """Each outcome in the record's own words alone, without names, by its key."""
        return {one.pk: passage(f"{one.title} {one.summary}") for one in self.outcomes}


def all_names(record: Person | Organization | Mechanism) -> list[str]:
    """Every name that the record has for somebody or something, in every script."""
    match record:
        case Person():
            names = [record.name, record.native_name, *record.aliases]
        case Organization():
            names = [record.name, record.native_name, record.abbreviation, *record.aliases]
        case Mechanism():
            native = [str(name) for name in record.native_names.values()]
            names = [record.name, record.abbreviation, *native, *record.aliases]
    return [name for name in names if name]
