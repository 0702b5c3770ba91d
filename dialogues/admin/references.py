"""References to other records in forms: found by typing, and without JavaScript by their exact name or public ID."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

TYPED: Final = "-typed"
CALLED_BY: Final = ("public_id", "code", "name", "title")
NOT_HELD: Final = "Choose one that the record holds. Without JavaScript: write its exact name or its public ID."


class ReferenceSelect(AutocompleteSelect):
    """Django's autocomplete, with a line of text for browsers without JavaScript, in which that one stays empty.

    `labels` spares the query for the name of what is chosen: the rows of a form read them together.
    """

    labels: Callable[[], Mapping[str, str]] | None = None
    not_found = ""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        if self.not_found:
            value = []
        if self.labels is None:
            return super().optgroups(name, list(value), attr)
        known = self.labels()
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for key in value:
            if key in known:
                options.append(self.create_option(name, key, known[key], True, len(options)))
        return [(None, options, 0)]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html(
            '{}<noscript><input type="text" name="{}" value="{}" aria-label="{}" placeholder="{}"></noscript>',
            super().render(name, value, attrs, renderer),
            f"{name}{TYPED}",
            self.not_found,
            f"{self.attrs.get('aria-label') or self.field.verbose_name}, by exact name or public ID",
            "exact name or public ID",
        )

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = str(data.get(f"{name}{TYPED}") or "").strip()
        if not typed:
            return super().value_from_datadict(data, files, name)
        found = self._called(typed)
        self.not_found = "" if len(found) == 1 else typed
        return str(found[0]) if len(found) == 1 else typed

    def _called(self, text: str) -> list[Any]:
        """The keys of the records that are called so; two when there are more."""
        model = self.field.remote_field.model
        names = {field.name for field in model._meta.concrete_fields}
        called = Q()
        for name in CALLED_BY:
            if name in names:
                called |= Q(**{f"{name}__iexact": text})
        rows = model._base_manager.filter(called)
        if "merged_into" in names:
            rows = rows.filter(merged_into__isnull=True)
        return list(rows.values_list("pk", flat=True)[:2])


class WithReferences(admin.options.BaseModelAdmin[Any]):
    """A form, or a kind of row, that refers to other records.

    Beside a reference one adds or corrects a record. To delete it, or only to read it, is no part of entering.
    """

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = ReferenceSelect(db_field, self.admin_site, using=options.get("using"))
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field is not None and "widget" in options:
            field.error_messages["invalid_choice"] = f"{field.label}: {NOT_HELD}"
        return field

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field
