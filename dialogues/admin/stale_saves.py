"""Two people with the same record open: whoever saves second is told, sees both versions, and loses nothing.

Each form carries the version that it was opened with, each inline row its own. A save locks the record first, so of
two at the same moment one waits and then finds the version raised. What was typed stays in the form; the page shows
it beside the record's values, and a box that takes over one's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.forms.utils import pretty_name
from django.http import HttpRequest

from dialogues.admin.record_list import RecordList
from dialogues.models.record import PublishedRecord, Record
from dialogues.models.vocabularies import Publication
from dialogues.review.hold import hold
from dialogues.review.permission import may, may_touch

OPENED: str = "opened_version"
SEEN: str = "seen_version"
CHANGED_MEANWHILE = (
    "Somebody changed this while you had it open, so nothing was saved. Both versions stand side by side above; "
    "what you typed is still in the form."
)
IS_PUBLIC = "This is public, or was: an editor has to change it."
NO_VERSION = "This form does not say which version it was opened with: open it again."


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of two versions, as a reader sees it."""

    label: str
    yours: str
    now: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A refused save: the record as it is now, its version, and the fields in which it differs from what was typed.

    `seen` is the name of the box that takes over one's own values.
    """

    record: Record
    seen: str
    differences: list[Difference]


class VersionField(forms.IntegerField):
    """Travels with the form and is no value of the record: it never counts as a change."""

    widget = forms.HiddenInput

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, min_value=1, **options)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class StaleSafeForm(forms.ModelForm[Any]):
    """Refuses to change a record that is no longer the one that was opened. The caller has locked the row."""

    opened_version = VersionField()
    stale: Stale | None = None
    by: ClassVar[Any] = None  # who has opened the form; the pages below make a class of it for each request

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is not None:
            self.initial[OPENED] = self.instance.version

    def _get_validation_exclusions(self) -> set[str]:
        """Columns that the database computes are in no form, but in rules about what is: no end before the start."""
        computed = {field.name for field in self.instance._meta.concrete_fields if field.generated}
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc] # the stubs lack it
        return excluded - computed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is not None and self._differences():
            self.refuse_stale()
            if not may_touch(self.by, self.instance):
                raise ValidationError(IS_PUBLIC, code="public")
        return cleaned

    def refuse_stale(self) -> None:
        """Raises ValidationError unless the row is still the one that was opened, or was seen as it is now."""
        version = self.instance.version
        opened = self.cleaned_data.get(OPENED)
        seen = self.add_prefix(SEEN)
        if version in {opened, _number(self.data.get(seen))}:
            return
        if opened is None:
            raise ValidationError(NO_VERSION, code="no_version")
        current = type(self.instance)._base_manager.get(pk=self.instance.pk)
        self.stale = Stale(current, seen, self._differences())
        raise ValidationError(CHANGED_MEANWHILE, code="stale")

    def _save_m2m(self) -> None:
        """What is chosen in a many-to-many field stands in another table, so the version is raised here."""
        super()._save_m2m()  # type: ignore[misc] # the stubs lack it
        links = {field.name for field in self.instance._meta.many_to_many}
        if OPENED in self.initial and links & set(self.changed_data):
            rows = type(self.instance)._base_manager.filter(pk=self.instance.pk)
            rows.update(version=F("version") + 1)

    def _differences(self) -> list[Difference]:
        """Where what was typed differs from the record as it is now: the row was locked before it was read."""
        found = []
        for name in self.changed_data:
            field, bound = self.fields[name], self[name]
            now = _shown(field, self.get_initial_for_field(field, name))
            yours = _shown(field, self.cleaned_data.get(name, bound.data))
            # Two people may have the same name.
            if name != DELETION_FIELD_NAME and (yours != now or isinstance(field, forms.ModelChoiceField)):
                found.append(Difference(str(bound.label), yours, now))
        return found


class StaleSafeFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows that are to be deleted are not validated one by one; they too have to be those that were opened.

    Each field is named together with its row ("Title, outcome 2"): in a table the heading of a column is no label, and
    rows one below the other all have the same labels.
    """

    row_name = ""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if form.instance.pk is not None and isinstance(form, StaleSafeForm):
                form.refuse_stale()

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        place = f"{self.row_name} {index + 1}" if index is not None else f"new {self.row_name}"
        for name, field in form.fields.items():
            # The admin wraps a widget in its links to add and change; a group of boxes has a label for each.
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden and not isinstance(widget, forms.RadioSelect):
                widget.attrs.setdefault("aria-label", f"{field.label or pretty_name(name)}, {place}")


class StaleSafeInline(admin.options.InlineModelAdmin[Any, Any]):
    """Rows that are edited under another record; each is locked and compared for itself."""

    form = StaleSafeForm
    formset = StaleSafeFormSet

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **options)
        formset.row_name = self.verbose_name
        formset.form.by = request.user
        return formset

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_for_update(of=("self",)) if request.method == "POST" else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return _with_publication(super().get_readonly_fields(request, obj), request, self.model)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and _may_touch_parent(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch_parent(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch_parent(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return with_version(fieldsets, editable=self.has_change_permission(request, obj))


class RecordAdmin(RecordList):
    """The list and the form of a record. What is public is changed by those who may publish, and shown to the others.

    `appends` are the parts that others add to it all the same: for them the form opens with everything else shown.
    """

    form = StaleSafeForm
    change_form_template = "admin/dialogues/change_form.html"
    appends: ClassVar[tuple[type[Model], ...]] = ()

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return self._opens_all(request, obj) or any(may(request.user, "add", part) for part in self.appends)

    def _opens_all(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is None or may_touch(request.user, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = _with_publication(super().get_readonly_fields(request, obj), request, self.model)
        if self._opens_all(request, obj):
            return names
        own = [field.name for field in (*self.opts.fields, *self.opts.many_to_many) if field.editable]
        return list(dict.fromkeys([*names, *own]))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **options)
        form.by = request.user
        return form

    class Media:
        js = ["admin/js/jquery.init.js", "admin_record.js"]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None or request.method != "POST":
            return found
        hold([found])
        return super().get_object(request, object_id, from_field)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return with_version(fieldsets, editable=obj is not None and self.has_change_permission(request, obj))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        forms_of_page = [context["adminform"].form]
        for inline in context.get("inline_admin_formsets", []):
            forms_of_page.extend(inline.formset.forms)
        context["stale"] = [form.stale for form in forms_of_page if getattr(form, "stale", None)]
        answer = super().render_change_form(request, context, *args, **options)
        if context["stale"]:
            answer.status_code = 409
        return answer

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """What was public is withdrawn or merged, never deleted; a part of it is deleted by those who may publish."""
        if isinstance(obj, PublishedRecord) and obj.publication != Publication.DRAFT:
            return False
        return super().has_delete_permission(request, obj) and self._opens_all(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """A merged record is found in the list, but not offered for new references."""
        if issubclass(self.model, PublishedRecord) and request.path.endswith("/autocomplete/"):
            queryset = queryset.filter(merged_into__isnull=True)
        return super().get_search_results(request, queryset, search_term)


def with_version(fieldsets: Any, *, editable: bool) -> list[tuple[str | None, dict[str, Any]]]:
    """The fieldsets with the hidden version in the last one; without it where nothing can be changed."""
    result = [
        (title, options | {"fields": [name for name in options["fields"] if name != OPENED]})
        for title, options in fieldsets
    ]
    if editable and result:
        result[-1][1]["fields"].append(OPENED)
    return result


def _with_publication(names: Any, request: HttpRequest, model: type[Model]) -> Any:
    """The read-only fields, and those that publish for whoever may not: what they add is a draft."""
    if issubclass(model, PublishedRecord) and not may(request.user, "publish", model):
        return list(dict.fromkeys([*names, "publication", "withdrawn_because"]))
    return names


def _may_touch_parent(request: HttpRequest, parent: Model | None) -> bool:
    return parent is None or may_touch(request.user, parent)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() else None


def _shown(field: forms.Field, value: Any) -> str:
    """A value of a form's field in words: labels for choices and records, a dash for nothing."""
    values = value if isinstance(value, list | tuple | QuerySet) else [value]
    words = ", ".join(_word(field, one) for one in values if one not in (None, ""))
    return words or "—"


def _word(field: forms.Field, value: Any) -> str:
    if isinstance(value, Model):
        return str(value)
    if isinstance(field, forms.ModelChoiceField):  # of many records too
        key = field.to_field_name or "pk"
        try:
            found = field.queryset.filter(**{key: value}).first() if field.queryset is not None else None
        except (ValueError, TypeError, ValidationError):
            found = None
        return str(value) if found is None else str(found)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return str(dict(_flat(choices)).get(str(value), value))
    return str(value)


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), label
