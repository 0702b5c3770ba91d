"""The pages of import and export under each list of the admin."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.http import require_POST
from import_export.admin import ExportMixin, ImportMixin
from import_export.results import RowResult

from dialogues.admin.exchange import can_be_imported, resource_for
from dialogues.admin.exchange.refusals import FileRefused
from dialogues.admin.exchange.tables import EXPORT_FORMATS, IMPORT_FORMATS, MOST_ROWS
from dialogues.admin.exchange.waiting import ConfirmForm, TableForm, WaitingTable
from dialogues.models import ImportFile, User

logger = logging.getLogger(__name__)

# A page lists at most so many rows or problems; its counts are of all.
SHOWN: Final = 200
_EXPORTED_AT_ONCE: Final = 500
CHANGED_SINCE: Final = (
    "Nothing was imported: since the preview the record has changed, and the import would now do something else. "
    "This is what it would do."
)
GONE: Final = "This table was imported already, or has waited for more than a day: upload it again."


class Exchange(ImportMixin, ExportMixin):  # type: ignore[misc] # the package has no types
    """For a ModelAdmin: its list can be exported, and imported where `resource_for` knows how."""

    import_form_class = TableForm
    confirm_form_class = ConfirmForm
    tmp_storage_class = WaitingTable
    import_formats = IMPORT_FORMATS
    import_template_name = "admin/import_export/import.html"
    import_export_change_list_template = "admin/dialogues/change_list.html"
    # The history says of every row who imported it, and from which file.
    skip_admin_log = True

    def get_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [resource_for(self.model)]

    def has_import_permission(self, request: HttpRequest) -> bool:
        may = self.has_add_permission(request) and self.has_change_permission(request)
        return can_be_imported(self.model) and bool(may)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_urls(self) -> list[URLPattern]:
        base = "_".join(self.get_model_info())
        unwanted = {f"{base}_export"}
        if not can_be_imported(self.model):
            unwanted |= {f"{base}_import", f"{base}_process_import"}
        export = path("export/<str:ending>/", self.admin_site.admin_view(self.export_file), name=f"{base}_export")
        return [export, *(url for url in super().get_urls() if url.name not in unwanted)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"export_formats": list(EXPORT_FORMATS)} | (extra_context or {}))

    # --- Export -----------------------------------------------------------------------------------------------------

    def export_file(self, request: HttpRequest, ending: str) -> HttpResponse | StreamingHttpResponse:
        """GET …/export/csv/ with the parameters of the list: exactly its rows, on all its pages, in its order."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        if ending not in EXPORT_FORMATS:
            raise Http404(f"There is no export as {ending}.")
        try:
            rows = self.get_export_queryset(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._address('changelist')}?e=1")
        content_type, write = EXPORT_FORMATS[ending]
        resource = resource_for(self.model)()
        columns = resource.columns
        cells = ([column.show(row) for column in columns] for row in _in_chunks(resource.for_export(rows)))
        headers = [column.column_name for column in columns]
        name = f"{slugify(self.opts.verbose_name_plural)}-{timezone.now():%Y-%m-%d}.{ending}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(write(headers, cells), content_type=content_type, headers=disposition)

    # --- Import: the preview ----------------------------------------------------------------------------------------

    def import_action(self, request: HttpRequest, **options: Any) -> TemplateResponse:
        """GET: the form. POST: what the file would do, or what is wrong with it. Nothing is written but the file."""
        answer: TemplateResponse = super().import_action(request, **options)
        context: dict[str, Any] = answer.context_data or {}
        form, result = context["form"], context.get("result")
        file = request.FILES.get("import_file")
        name, waiting = getattr(file, "name", ""), getattr(file, "tmp_storage_name", "")
        if result is not None and "confirm_form" in context:
            told = form.cleaned_data | {"import_file_name": waiting, "original_file_name": name, "seen": result.seen}
            context["confirm_form"] = self._confirmation_of(request, told)
        elif waiting:
            WaitingTable(name=waiting).remove()
        context |= self._shown(result) | {"file_name": name}
        return answer

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        options: dict[str, Any] = super().get_confirm_form_kwargs(request, import_form)
        return options | {"user": _asking(request), "model": self.opts.label_lower}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """Only after the preview is there."""
        return {}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        if not isinstance(e, FileRefused):
            logger.warning("An uploaded table could not be read.", exc_info=e)
            e = FileRefused("This file is damaged, or is no table: open it, save it as XLSX or “CSV UTF-8”, try again.")
        form.add_error("import_file", str(e))

    # --- Import: the confirmation -----------------------------------------------------------------------------------

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **options: Any) -> HttpResponse:
        """POST with the preview's form: all rows or none, and only if they do what the preview said."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.create_confirm_form(request)
        if not form.is_valid():
            return self._again(request, " ".join(form.non_field_errors()) or "Upload a file first.")
        try:
            with transaction.atomic():
                answer: HttpResponse = super().process_import(request, **options)
        except ImportFile.DoesNotExist:
            return self._again(request, GONE)
        return answer

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **options: Any) -> Any:
        result = super().process_dataset(
            dataset, form, request, confirmed=True, rollback_on_validation_errors=True, **options
        )
        result.confirmed = form.cleaned_data
        return result

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        told = result.confirmed
        refused = result.has_errors() or result.has_validation_errors()
        if not refused and result.seen == told["seen"]:
            messages.success(request, _summary(told["original_file_name"], result))
            return HttpResponseRedirect(self._address("changelist"))
        # The table waits on, for those who want what the record would become now.
        transaction.set_rollback(True)
        context = {
            **self.admin_site.each_context(request),
            **self.get_import_context_data(),
            **self._shown(result),
            "title": "Import",
            "opts": self.opts,
            "form": self.import_form_class([], []),
            "result": result,
            "file_name": told["original_file_name"],
            "changed_since": CHANGED_SINCE,
        }
        if not refused:
            context["confirm_form"] = self._confirmation_of(request, told | {"seen": result.seen})
        return TemplateResponse(request, self.import_template_name, context, status=409)

    def _confirmation_of(self, request: HttpRequest, told: Mapping[str, Any]) -> ConfirmForm:
        names = ("import_file_name", "original_file_name", "format", "resource", "seen")
        return ConfirmForm.after_preview(
            user=_asking(request), model=self.opts.label_lower, told={name: str(told[name]) for name in names}
        )

    def get_import_context_data(self, **_: Any) -> dict[str, Any]:
        columns = resource_for(self.model)().columns
        has_publication = any(column.attribute == "publication" for column in columns)
        return {"columns": columns, "has_publication": has_publication, "most_rows": f"{MOST_ROWS:,}"}

    def _shown(self, result: Any) -> dict[str, Any]:
        """What the page lists of a result, and how many rows of each kind there are."""
        if result is None:
            return {}
        rows: Sequence[Any] = result.valid_rows()
        return {
            "problems": result.problems[:SHOWN],
            "problem_count": len(result.problems),
            "rows": rows[:SHOWN],
            "row_count": len(rows),
            "new": result.totals[RowResult.IMPORT_TYPE_NEW],
            "changed": result.totals[RowResult.IMPORT_TYPE_UPDATE],
            "unchanged": result.totals[RowResult.IMPORT_TYPE_SKIP],
        }

    def _again(self, request: HttpRequest, why: str) -> HttpResponse:
        messages.error(request, why)
        return HttpResponseRedirect(self._address("import"))

    def _address(self, page: str) -> str:
        return reverse(f"{self.admin_site.name}:{'_'.join(self.get_model_info())}_{page}")


def _asking(request: HttpRequest) -> User:
    """Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied("Sign in first.")
    return request.user


def _in_chunks(rows: Any) -> Iterator[Any]:
    return iter(rows.iterator(chunk_size=_EXPORTED_AT_ONCE))


def _summary(file_name: str, result: Any) -> str:
    counts = [
        (result.totals[RowResult.IMPORT_TYPE_NEW], "new"),
        (result.totals[RowResult.IMPORT_TYPE_UPDATE], "changed"),
        (result.totals[RowResult.IMPORT_TYPE_SKIP], "unchanged"),
    ]
    return f"Imported {file_name}: {', '.join(f'{count:,} {word}' for count, word in counts)}."
