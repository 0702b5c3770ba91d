"""Columns of the lists that are no field of a row, each read for the whole page in one query or none."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogues.models import Outcome
from dialogues.models.record import PublishedRecord
from dialogues.models.vocabularies import Publication
from dialogues.queries import staff_lists


class PageColumn:
    """A column whose values are read for all rows of a page at once, by their keys; `none` stands for no value.

    The list sorts by fields only: a value that is read for the page alone cannot order all of them.
    """

    def __init__(
        self,
        title: str,
        read: Callable[[Collection[int]], Mapping[int, Any]],
        *,
        none: str = "—",
        show: Callable[[Any, Any], str] = lambda row, value: str(value),
    ) -> None:
        self.short_description = title
        # Django makes the cell's class of it.
        self.__name__ = title.replace(" ", "_").replace("-", "_")
        self.read, self.none, self.show = read, none, show

    def load(self, rows: Iterable[Model]) -> None:
        of_page = {row.pk: row for row in rows}
        values = self.read(of_page) if of_page else {}
        for key, row in of_page.items():
            row.__dict__.setdefault("page_columns", {})[self.__name__] = values.get(key)

    def __call__(self, row: Any) -> str:
        """Also of a row that was read for itself alone, on its own page."""
        if self.__name__ not in row.__dict__.get("page_columns", {}):
            self.load([row])
        value = row.page_columns[self.__name__]
        return self.none if value is None else self.show(row, value)


def _to_review(article: Any, waiting: int) -> SafeString | str:
    if getattr(article, "double_coded", False):  # by the list's query
        return f"{waiting}, coded by two"
    address = reverse("review_queue", query={"article": article.public_id})
    return format_html('<a href="{}">{} to review</a>', address, waiting)


state = PageColumn("state", staff_lists.current_states, none="not recorded")
chairs = PageColumn("chairs", staff_lists.chairs)
outcomes = PageColumn("outcomes", staff_lists.outcome_counts, none="0")
offices = PageColumn("offices", staff_lists.offices, none="0")
waiting = PageColumn("suggestions waiting", staff_lists.suggestions_waiting, none="none", show=_to_review)


def citations(subject: str) -> PageColumn:
    return PageColumn("citations", staff_lists.citation_counts(subject), none="uncited")


@admin.display(description="pair", ordering="side_a")
def pair(record: Any) -> str:
    return f"{record.side_a_id}–{record.side_b_id}"


def _date_column(name: str, field: str, title: str, *, ordering: str) -> Callable[[Any], str]:
    """A partial date in words. It sorts by the day in `ordering`, the first or the last that it can mean."""

    @admin.display(description=title, ordering=ordering)
    def column(record: Any) -> str:
        value = getattr(record, field)
        return value.display() if value is not None else "—"

    # Django makes the cell's class of it.
    column.__name__ = name
    return column


start = _date_column("start", "start_date", "date", ordering="start_date_earliest")
end = _date_column("end", "end_date", "end", ordering="end_date_latest")
deadline = _date_column("deadline", "deadline", "deadline", ordering="deadline_latest")
published_on = _date_column("published_on", "published_on", "published on", ordering="published_on_earliest")
effective_on = _date_column("effective_on", "effective_on", "effective on", ordering="effective_on_earliest")
established_on = _date_column("established_on", "established_on", "established", ordering="established_on_earliest")


@admin.display(description="publication", ordering="publication")
def publication(record: PublishedRecord) -> str:
    """With the way to its public page, when it has one that shows it."""
    if record.merged_into_id is not None:  # type: ignore[attr-defined] # each model has its own
        return "merged"
    shown = record.publication == Publication.PUBLISHED and hasattr(record, "get_absolute_url")
    if shown and isinstance(record, Outcome):
        shown = record.dialogue.publication == Publication.PUBLISHED
    if not shown:
        return str(record.get_publication_display())
    address = record.get_absolute_url()  # type: ignore[attr-defined] # asked above
    return format_html('<a href="{}">published<span class="visually-hidden">: {}</span></a>', address, record)
