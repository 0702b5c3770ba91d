"""Lists as pages that follow one another by cursor: the place of a row, not a count of rows.

A cursor holds the ordering, the key and the primary key of the row that it points at, so that a page neither skips nor
repeats rows when others are added meanwhile, and the hundredth page costs what the first does.
"""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from django.db.models import F, Q, QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

if TYPE_CHECKING:  # the framework's views read this module's name from the settings while they are imported
    from rest_framework.views import APIView

PARAMETERS: Final = ("cursor", "page_size", "ordering")
SMALLEST: Final = 10
LARGEST: Final = 100
USUAL: Final = 50
LONGEST_CURSOR: Final = 300


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


@dataclass(frozen=True, slots=True)
class Key:
    """What a list can be ordered by: a lookup that is never NULL, and how its value is read from a cursor."""

    lookup: str
    parse: Callable[[str], date]

    @classmethod
    def of_date(cls, lookup: str) -> "Key":
        return cls(lookup, date.fromisoformat)

    @classmethod
    def of_time(cls, lookup: str) -> "Key":
        return cls(lookup, _aware)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The row beside which a page begins, and in which direction."""

    ordering: str
    key: str
    pk: int
    direction: Literal["next", "previous"]

    def __str__(self) -> str:
        text = json.dumps([self.ordering, self.key, self.pk, self.direction], separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for what `str` did not write."""
        if len(text) > LONGEST_CURSOR:
            raise ValueError("too long")
        match json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)):
            case [str(ordering), str(key), int(pk), ("next" | "previous") as direction] if 0 <= pk < 2**63:
                return cls(ordering, key, pk, direction)
        raise ValueError("not a cursor")


class RecordPagination(BasePagination):
    """Cursor pages in the envelope {"results", "next", "previous"}.

    The view says by which keys its list may be ordered (`orderings`: name to `Key`) and how it is when nobody asks
    (`default_ordering`: a name, with "-" for descending).
    """

    def paginate_queryset(  # type: ignore[override] # only a queryset can begin at a key
        self, queryset: QuerySet[Any], request: Request, view: "APIView | None" = None
    ) -> list[Any]:
        orderings: Mapping[str, Key] = view.orderings  # type: ignore[union-attr]
        ordering = _ordering(request, orderings, view.default_ordering)  # type: ignore[union-attr]
        key = orderings[ordering.removeprefix("-")]
        cursor = _cursor(request, ordering, key)
        size = _page_size(request)
        backwards = cursor is not None and cursor.direction == "previous"
        descending = ordering.startswith("-") != backwards
        rows = queryset.annotate(page_key=F(key.lookup))
        if cursor is not None:
            rows = rows.filter(_beyond(key, cursor, descending=descending))
        found = list(rows.order_by(*(["-page_key", "-pk"] if descending else ["page_key", "pk"]))[: size + 1])
        page = found[:size]
        if backwards:
            page.reverse()
        self._request, self._ordering, self._page = request, ordering, page
        # Coming from a row, there is something on its side; on the other side, the row too many says so.
        self._has_next = backwards or len(found) > size
        self._has_previous = len(found) > size if backwards else cursor is not None
        return page

    def get_paginated_response(self, data: Any) -> Response:
        following = self._address(-1, "next") if self._has_next else None
        preceding = self._address(0, "previous") if self._has_previous else None
        return Response({"results": data, "next": following, "previous": preceding})

    def _address(self, index: int, direction: Literal["next", "previous"]) -> str | None:
        """The same list, beginning beside this row of the page. None when the page is empty."""
        if not self._page:
            return None
        row = self._page[index]
        cursor = Cursor(self._ordering, row.page_key.isoformat(), row.pk, direction)
        return replace_query_param(self._request.build_absolute_uri(), "cursor", str(cursor))


def _beyond(key: Key, cursor: Cursor, *, descending: bool) -> Q:
    value, beyond = key.parse(cursor.key), "lt" if descending else "gt"
    return Q((f"page_key__{beyond}", value)) | Q(("page_key", value), (f"pk__{beyond}", cursor.pk))


def _ordering(request: Request, orderings: Mapping[str, Key], default: str) -> str:
    asked: str = request.query_params.get("ordering", default)
    allowed = [sign + name for name in orderings for sign in ("", "-")]
    if asked not in allowed:
        raise ValidationError({"ordering": [f"write one of {', '.join(allowed)}"]})
    return asked


def _cursor(request: Request, ordering: str, key: Key) -> Cursor | None:
    text = request.query_params.get("cursor")
    if text is None:
        return None
    try:
        cursor = Cursor.parse(text)
        if cursor.ordering == ordering:
            key.parse(cursor.key)
            return cursor
    except (ValueError, RecursionError) as error:
        raise ValidationError({"cursor": ["use the address in next or previous as it is"]}) from error
    raise ValidationError({"cursor": [f"it belongs to the ordering {cursor.ordering[:30]}, not to {ordering}"]})


def _page_size(request: Request) -> int:
    text: str = request.query_params.get("page_size", str(USUAL))
    if not re.fullmatch("[0-9]{1,4}", text) or not SMALLEST <= int(text) <= LARGEST:
        raise ValidationError({"page_size": [f"write a number from {SMALLEST} to {LARGEST}"]})
    return int(text)
