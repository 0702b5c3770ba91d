from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from dialogues.api.pagination import PARAMETERS

if TYPE_CHECKING:  # the framework's views read this module's name from the settings while they are imported
    from rest_framework.views import APIView


class StrictFilterBackend(BaseFilterBackend):
    """Filters a list by the view's `filterset_class`. Unknown parameters and wrong values are refused by name:
    a filter with a slip of the pen must not silently give the whole record."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: "APIView") -> QuerySet[Any]:
        if getattr(view, "detail", False):
            refuse_parameters(request, allowed=())
            return queryset
        filters = view.filterset_class(request.query_params, queryset=queryset)  # type: ignore[attr-defined]
        refuse_parameters(request, allowed=(*filters.filters, *PARAMETERS))
        if not filters.is_valid():
            raise ValidationError({name: list(messages) for name, messages in filters.errors.items()})
        rows: QuerySet[Any] = filters.qs
        return rows


def refuse_parameters(request: Request, *, allowed: Iterable[str]) -> None:
    """Raises ValidationError that names each parameter which is not allowed here, or is given twice."""
    known = list(allowed)
    rule = f"unknown parameter; allowed here: {', '.join(known)}" if known else "no parameters are allowed here"
    errors: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            errors[name] = [rule]
        elif len(values) > 1:
            errors[name] = ["give it once"]
    if errors:
        raise ValidationError(errors)
