"""Records that are probably one, entered twice; and sources named without a link although one is at hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations, groupby
from typing import Final

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from dialogues.models import Article, Dialogue, Person
from dialogues.models.vocabularies import Publication
from dialogues.queries.filters import published_outcomes
from dialogues.queries.finding import Finding, found
from dialogues.text.names import fold_name
from dialogues.text.similarity import content_words, shared_share

# "Nearly the same words": all but one of ten content words, in titles that differ by a tenth in length at most.
NEARLY: Final = 0.9


def doubled_people(_: date) -> Iterator[Finding]:
    """People of one party whose names are equal after folding."""
    people: dict[tuple[str | None, str], list[Person]] = defaultdict(list)
    for person in Person.objects.not_merged().exclude(publication=Publication.WITHDRAWN).order_by("id"):
        people[person.party_id, fold_name(person.name)].append(person)
    for first, *others in people.values():
        if others:
            yield found(first, first, "same name and party", tuple(one.public_id for one in others))


def doubled_dialogues(_: date) -> Iterator[Finding]:
    """Dialogues of one pair, kind and mechanism (or of none) on overlapping days, unless their numbers differ."""
    last_day = Coalesce("end_date_latest", "start_date_latest")
    kept = Dialogue.objects.not_merged().exclude(publication=Publication.WITHDRAWN)
    earlier = kept.alias(own_last_day=last_day).filter(
        Q(mechanism=OuterRef("mechanism")) | Q(IsNull(OuterRef("mechanism_id"), True), mechanism=None),
        Q(ordinal=OuterRef("ordinal")) | Q(ordinal=None) | Q(IsNull(OuterRef("ordinal"), True)),
        pk__lt=OuterRef("pk"),
        side_a=OuterRef("side_a"),
        side_b=OuterRef("side_b"),
        kind=OuterRef("kind"),
        start_date_earliest__lte=OuterRef("last_day"),
        own_last_day__gte=OuterRef("start_date_earliest"),
    )
    doubled = kept.annotate(last_day=last_day, earlier=Subquery(earlier.order_by("id").values("public_id")[:1]))
    for dialogue in doubled.filter(earlier__isnull=False).order_by("id"):
        yield found(dialogue, dialogue, dialogue.start_date.display(), (dialogue.earlier,))  # type: ignore[attr-defined]


def doubled_outcomes(_: date) -> Iterator[Finding]:
    """Outcomes of one dialogue and kind whose titles have nearly the same words."""
    rows = published_outcomes().order_by("dialogue_id", "id").iterator()
    for _, of_one in groupby(rows, key=lambda outcome: outcome.dialogue_id):
        worded = [(outcome, content_words(outcome.title)) for outcome in of_one]
        for (first, words), (second, other_words) in combinations(worded, 2):
            # A short title lies within many longer ones; only of like length do shared words mean the same. Letters
            # are counted, since "hot line" is as long as "hotline".
            letters = sorted(len("".join(one)) for one in (words, other_words))
            alike = letters[0] >= NEARLY * letters[1]
            if first.kind == second.kind and alike and shared_share(words, other_words) >= NEARLY:
                yield found(second, second, second.title, (first.public_id,))


def linkable_elsewhere(_: date) -> Iterator[Finding]:
    """Articles that readers are not sent to, while the same work can be linked under another address."""
    same_work = (
        Q(pk=OuterRef("copy_of"))
        | Q(copy_of=OuterRef("pk"))
        | (Q(title=OuterRef("title"), publisher=OuterRef("publisher")) & ~Q(title=""))
    )
    elsewhere = Article.objects.filter(same_work, linkable=True).exclude(url="").order_by("id")
    unlinked = Article.objects.filter(linkable=False).annotate(elsewhere=Subquery(elsewhere.values("public_id")[:1]))
    for article in unlinked.filter(elsewhere__isnull=False).order_by("id"):
        yield found(article, article, "the same work has an address that can be linked", (article.elsewhere,))
