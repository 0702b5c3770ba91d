"""Which offices people held when a dialogue took place."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from dialogues.models import Dialogue, Participation, Tenure
from dialogues.models.vocabularies import Attendance
from dialogues.text.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Office:
    """A tenure beside the date of a dialogue.

    `held` says whether it covers the date: None when the dialogue has no date yet, or the tenure has none.
    """

    tenure: Tenure
    held: bool | None

    @property
    def name(self) -> str:
        """The title, and the organization where the record knows it."""
        organization = self.tenure.organization
        return f"{self.tenure.title}, {organization.name}" if organization is not None else self.tenure.title

    @property
    def dates(self) -> str:
        start, end = self.tenure.start_date, self.tenure.end_date
        if start and end:
            return f"{start.display()} to {end.display()}"
        if start:
            return f"since {start.display()}"
        return f"until {end.display()}" if end else "dates not known"


def not_held(first_day: Any, last_day: Any, *, path: str = "") -> Q:
    """Tenures that cannot cover any day from the first to the last: begun after it, or ended before it.

    `path` leads from the filtered row to the tenure, e.g. "tenure__". The days are dates, or expressions for them.
    """
    return Q(**{f"{path}start_date_earliest__gt": last_day}) | Q(**{f"{path}end_date_latest__lt": first_day})


def offices_of(
    people: Iterable[int], start: PartialDate | None, end: PartialDate | None = None
) -> dict[int, list[Office]]:
    """All offices of these people by the person's key: those that cover the dialogue's date first, then those whose
    dates are not known; among these the later ones first, and offices of the same time as they were entered. One query.
    """
    found: dict[int, list[Office]] = defaultdict(list)
    tenures = Tenure.objects.filter(person__in=set(people)).select_related("organization", "person")
    for tenure in tenures.order_by(F("start_date_earliest").desc(nulls_last=True), "id"):
        found[tenure.person_id].append(Office(tenure, _covers(tenure, start, end)))
    for offices in found.values():
        offices.sort(key=lambda office: (True, None, False).index(office.held))
    return dict(found)


def without_office(dialogue: Dialogue) -> QuerySet[Participation]:
    """Participants whose office the record does not name. Those who stayed away, and bodies, need none."""
    people = dialogue.participations.filter(person__isnull=False, tenures__isnull=True)
    return people.exclude(attendance=Attendance.ABSENT).select_related("person").order_by("id")


def offices_outside(dialogue: Dialogue | None = None) -> QuerySet[Any]:
    """Participants with an office that they did not hold on the day: of one dialogue, or of the whole record."""
    first_day = "participation__dialogue__start_date_earliest"
    last_day = Coalesce("participation__dialogue__end_date_latest", "participation__dialogue__start_date_latest")
    links = Participation.tenures.through.objects.filter(not_held(F(first_day), last_day, path="tenure__"))
    if dialogue is not None:
        links = links.filter(participation__dialogue=dialogue)
    related = ("participation__dialogue", "participation__person", "tenure__person")
    return links.select_related(*related).order_by("participation_id", "tenure_id")


def _covers(tenure: Tenure, start: PartialDate | None, end: PartialDate | None) -> bool | None:
    if start is None or (tenure.start_date is None and tenure.end_date is None):
        return None
    last_day = end.latest if end is not None else start.latest
    begun_after = tenure.start_date is not None and tenure.start_date.earliest > last_day
    ended_before = tenure.end_date is not None and tenure.end_date.latest < start.earliest
    return not (begun_after or ended_before)
