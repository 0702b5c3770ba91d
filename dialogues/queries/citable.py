"""What a citation can be about: which record, which of its fields, with what around it, and from which articles."""

from collections.abc import Iterator
from typing import Any, Final, cast

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import capfirst

from dialogues.models import (
    Article,
    Citation,
    DelegationCount,
    Dialogue,
    Difference,
    Mechanism,
    Milestone,
    Organization,
    Outcome,
    OutcomeStatus,
    Participation,
    Person,
    Position,
    Relation,
    Snapshot,
    Tenure,
)
from dialogues.models.public_id import PublicIdField
from dialogues.queries.events import PARTS, SUBJECT_OF, references_to_owners
from dialogues.text.dates import PartialDate

Subject = (
    Mechanism
    | Dialogue
    | Participation
    | DelegationCount
    | Outcome
    | OutcomeStatus
    | Milestone
    | Relation
    | Position
    | Difference
    | Organization
    | Person
    | Tenure
)

# What the name of a record is made of, and where it is seen, so that reading many takes no query for each.
READ_WITH: Final[dict[str, tuple[str, ...]]] = {
    "participation": ("person", "organization", "dialogue"),
    "delegation_count": ("dialogue",),
    "outcome": ("dialogue",),
    "outcome_status": ("outcome__dialogue",),
    "milestone": ("mechanism", "dialogue"),
    "relation": ("from_mechanism", "from_dialogue", "from_outcome", "to_mechanism", "to_dialogue", "to_outcome"),
    "position": ("party", "dialogue"),
    "difference": ("dialogue",),
    "tenure": ("person",),
}
# How the record is kept, and what it belongs to, are nothing that a source states.
_NOT_STATED: Final = frozenset(
    {"publication", "withdrawn_because", "note", "assessor", "assessed_on", "supersedes", "aligned_by", "aligned_on"}
)
# From a citation to the dialogue that it is, directly or not, about.
_TO_DIALOGUE: Final = (
    "dialogue",
    "participation__dialogue",
    "delegation_count__dialogue",
    "outcome__dialogue",
    "outcome_status__outcome__dialogue",
    "milestone__dialogue",
    "relation__from_dialogue",
    "relation__from_outcome__dialogue",
    "position__dialogue",
    "difference__dialogue",
)


def find_subject(public_id: str) -> Subject | None:
    """The record with this public ID, if it is of a kind that citations are about."""
    prefix, _, digits = public_id.partition("-")
    for model, name in SUBJECT_OF.items():
        field = model._meta.get_field("public_id")
        if isinstance(field, PublicIdField) and field.prefix == prefix and digits.isalnum():
            rows = _rows(model).select_related(*READ_WITH.get(name, ()))
            return cast("Subject | None", rows.filter(public_id=public_id).first())
    return None


def subject_name(subject: Subject) -> str:
    """Its name among `dialogues.models.citation.SUBJECTS`, which is that of the citation's reference."""
    return SUBJECT_OF[type(subject)]


def seen_on(row: models.Model) -> models.Model:
    """The record on whose page a part stands; for a record with a page of its own, itself."""
    if isinstance(row, OutcomeStatus):
        return row.outcome
    if isinstance(row, Tenure):
        return row.person
    if isinstance(row, Relation):
        return row.source
    if isinstance(row, Milestone):
        seen = row.mechanism or row.dialogue
        if seen is None:
            raise ValueError("milestone: it belongs to no record")
        return seen
    if isinstance(row, Participation | DelegationCount | Position | Difference):
        return row.dialogue
    return row


def dialogue_around(subject: Subject) -> Dialogue | None:
    """The dialogue that the record is or belongs to; None for a mechanism, a person, an organization."""
    whole = seen_on(subject)
    if isinstance(whole, Outcome):
        return whole.dialogue
    return whole if isinstance(whole, Dialogue) else None


def family_of(subject: Subject) -> list[Subject]:
    """The record on whose page this one stands, and then its parts, in their order. A query for each kind of part."""
    whole = seen_on(subject)
    found = [whole]
    for part, references in PARTS.get(type(whole), ()):
        if part in SUBJECT_OF:
            rows = _rows(part).filter(**{references[0]: whole}).select_related(*READ_WITH.get(SUBJECT_OF[part], ()))
            found += rows.filter(merged_into__isnull=True) if part is Outcome else rows
    return cast("list[Subject]", found)


def described(subject: Subject) -> str:
    """Kind and name: "outcome: A hot line is to be set up", "entry 2 of the history: launched, December 2016"."""
    if isinstance(subject, OutcomeStatus):
        when = f", {subject.effective_on.display()}" if subject.effective_on else ""
        return f"entry {subject.sequence} of the history: {subject}{when}"
    return f"{subject._meta.verbose_name}: {subject}"


def citable_fields(model: type[models.Model]) -> dict[str, str]:
    """Name and label of each field that a source can state."""
    left_out = _NOT_STATED | {name for name in references_to_owners(model) if not name.startswith("to_")}
    return {
        field.name: str(capfirst(field.verbose_name))
        for field in model._meta.concrete_fields
        if field.editable and not field.generated and not field.primary_key and field.name not in left_out
    }


def stated_values(subject: Subject) -> Iterator[tuple[str, str]]:
    """Label and value, in words, of each such field that the record has a value for."""
    for name, label in citable_fields(type(subject)).items():
        display = getattr(subject, f"get_{name}_display", None)
        value = getattr(subject, name) if display is None else display()
        if value not in (None, "", [], {}):
            yield label, _in_words(value)


def articles_around(subject: Subject) -> QuerySet[Article]:
    """The articles that are cited for the dialogue around the record, or for the record itself where there is none."""
    dialogue = dialogue_around(subject)
    paths = [subject_name(subject)] if dialogue is None else _TO_DIALOGUE
    about = subject if dialogue is None else dialogue
    # A union, so that each part of it finds its rows by an index.
    cited = [Citation.objects.filter(**{path: about}).order_by().values("snapshot__article") for path in paths]
    return Article.objects.filter(pk__in=cited[0].union(*cited[1:]) if len(cited) > 1 else cited[0])


def articles_to_cite(term: str) -> QuerySet[Article]:
    """Articles whose title, address, publisher or public ID holds the term."""
    return Article.objects.filter(
        Q(title__icontains=term)
        | Q(description__icontains=term)
        | Q(url__icontains=term)
        | Q(publisher__name__icontains=term)
        | Q(public_id=term)
    )


def with_text_kept(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Annotated with `text_kept`, those of which a text is kept first, and with the publisher."""
    kept = Snapshot.objects.filter(article=OuterRef("pk"), text__isnull=False)
    annotated = articles.annotate(text_kept=Exists(kept)).select_related("publisher")
    return annotated.order_by("-text_kept", "-published_on_earliest", "-id")


def newest_text(article: Article) -> Snapshot | None:
    """What was seen of the article last, of that which was kept as text."""
    kept = Snapshot.objects.taken().filter(article=article)
    return kept.select_related("article__publisher__party").newest()


def _in_words(value: Any) -> str:
    if isinstance(value, PartialDate):
        return value.display()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = QuerySet(model)
    return rows.order_by(*(model._meta.ordering or ()))
