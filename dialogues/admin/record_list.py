"""The list of a kind of record: quick at hundreds of thousands of rows, found by whatever staff have at hand, exported.

Whatever a page of a list needs is read in a number of queries that does not depend on its rows: references by
`list_select_related`, what is counted by the `PageColumn`s of `list_display`.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest

from dialogues.admin.exchange.pages import Exchange
from dialogues.admin.list_columns import PageColumn
from dialogues.admin.pasted import canonical_in, has_slug, named_by, public_id_in, slug_in

# A slug that so many records share is none that somebody has copied.
_SLUGS_FOLLOWED: Final = 200


class RecordChangeList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows = list(self.result_list)
        for column in self.list_display:
            if isinstance(column, PageColumn):
                column.load(rows)
        self.result_list = rows


class RecordList(Exchange, admin.ModelAdmin[Any]):
    """`public_ids`: where to look for a pasted public ID, of the record itself or of what it belongs to.

    `slug_of`: the field that the readable end of its address is made of; empty when it has no page of its own.
    `canonical`: the field with the one spelling of an address elsewhere, if it has one.
    """

    public_ids: ClassVar[Sequence[str]] = ("public_id",)
    slug_of: ClassVar[str] = ""
    canonical: ClassVar[str] = ""
    list_per_page = 50
    list_max_show_all = 200
    # Counting the whole list, too, tells nobody anything.
    show_full_result_count = False
    search_help_text = "Names in any script, a public ID, or an address of a page."

    def get_changelist(self, request: HttpRequest, **_: Any) -> type[ChangeList]:
        return RecordChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """What is pasted is looked up as what it is; anything else is searched for in `search_fields`."""
        public_id = public_id_in(search_term)
        if public_id is not None and self.public_ids:
            condition = named_by(self.model, self.public_ids, public_id)
            return (queryset.none(), False) if condition is None else (queryset.filter(condition), True)
        found, doubled = super().get_search_results(request, queryset, search_term)
        slug = slug_in(search_term) if self.slug_of else None
        if slug is not None:
            letters, beginning = has_slug(self.slug_of, slug)
            alike = self.model._base_manager.alias(letters=letters).filter(letters__startswith=beginning)
            # Looked up once, as no index helps with it: a list asks its queryset four times.
            found = found | queryset.filter(pk__in=list(alike.values_list("pk", flat=True)[:_SLUGS_FOLLOWED]))
        address = canonical_in(search_term) if self.canonical else None
        if address is not None:
            found = found | queryset.filter(**{self.canonical: address})
        return found, doubled
