"""An outcome with what became of it, and with the sentences that say so.

The history is append-only: entries are shown, and new ones added. To correct one is to add an entry that supersedes it.
"""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet, prefetch_related_objects
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils import timezone

from dialogues.admin import list_columns, list_filters
from dialogues.admin.citation import may_withdraw
from dialogues.admin.cite import cite_address
from dialogues.admin.record_actions import MergeableAdmin, signed_in
from dialogues.models import Outcome, OutcomeStatus, Party
from dialogues.models.vocabularies import Publication
from dialogues.queries.citable import described
from dialogues.queries.citations import CitationBook, read_citations
from dialogues.queries.outcome import StatusEntry, status_history
from dialogues.queries.state_families import state_label

# What a correction takes over from the entry that it supersedes.
_TAKEN_OVER: Final = ("state", "state_as_stated", "effective_on", "party", "confidence", "rationale")

GROWN: Final = (
    "History: somebody added an entry while you had it open. Nothing was saved; what you typed is still there. Look at "
    "the history above, and save again if your entry still holds."
)


class EntryField(forms.ModelChoiceField[OutcomeStatus]):
    def label_from_instance(self, entry: OutcomeStatus) -> str:
        return described(entry)


class StatusForm(forms.ModelForm[OutcomeStatus]):
    """A new entry of the history."""

    supersedes = EntryField(
        OutcomeStatus.objects.none(),
        label="Corrects",
        required=False,
        help_text="The entry that was wrong. It stays in the history, struck through.",
        error_messages={"invalid_choice": "Corrects: this entry was corrected meanwhile, or is of another outcome."},
    )
    entries_seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = OutcomeStatus
        fields = [*_TAKEN_OVER, "supersedes"]
        labels = {"state_as_stated": "Status as stated"}
        help_texts = {"effective_on": "Since when it is so: YYYY-MM-DD, YYYY-MM or YYYY."}

    def has_changed(self) -> bool:
        """A correction that is saved as it was filled in is one all the same."""
        corrects = self.data.get(self.add_prefix("supersedes")) if self.is_bound else None
        return bool(corrects) or bool(set(self.changed_data) - {"entries_seen"})


class StatusFormSet(BaseInlineFormSet[OutcomeStatus, Outcome, StatusForm]):
    """The entries that are added. Those that exist are no forms: they are shown above."""

    def add_fields(self, form: StatusForm, index: int | None) -> None:
        super().add_fields(form, index)
        outcome = self.instance
        form.fields["entries_seen"].initial = self._entries()
        if outcome.pk:
            _limit(form, "supersedes", OutcomeStatus.objects.filter(outcome=outcome, superseded_by=None))
        # While an outcome is added its dialogue is known only once the form is sent.
        sides = outcome.dialogue.side_codes if outcome.dialogue_id else None
        _limit(form, "party", Party.objects.all() if sides is None else Party.objects.filter(code__in=sides))

    def clean(self) -> None:
        """Refuses to add to a history that has grown since it was shown. The row of the outcome is locked."""
        super().clean()
        there = self._entries()
        for form in self.forms:
            if form.has_changed() and form.cleaned_data.get("entries_seen") != there:
                # The page now shows the longer history, so the next save has seen it.
                seen: Any = form.data.copy()  # type: ignore[attr-defined] # what is sent is a QueryDict
                seen[form.add_prefix("entries_seen")] = there
                form.data = seen
                raise ValidationError(GROWN)

    def _entries(self) -> int:
        if not hasattr(self, "_count"):
            self._count = OutcomeStatus.objects.filter(outcome=self.instance).count() if self.instance.pk else 0
        return self._count


class OutcomeStatusInline(admin.StackedInline[OutcomeStatus, Outcome]):
    """Adds entries; its template shows those that exist."""

    model = OutcomeStatus
    form = StatusForm
    formset = StatusFormSet  # type: ignore[assignment] # its forms are of the class above
    template = "admin/dialogues/status_history.html"
    verbose_name = "new entry"
    verbose_name_plural = "add to the history"
    extra = 1
    fields = [
        ("state", "state_as_stated"),
        ("effective_on", "party", "confidence"),
        "rationale",
        ("supersedes", "entries_seen"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutcomeStatus]:
        return super().get_queryset(request).none()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Without the buttons beside a choice: a party that is made here would be no side of the dialogue."""
        if isinstance(db_field, models.ForeignKey):
            return self.formfield_for_foreignkey(db_field, request, **options)
        return super().formfield_for_dbfield(db_field, request, **options)

    def has_change_permission(self, request: HttpRequest, obj: Outcome | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Outcome | None = None) -> bool:
        return False


@admin.register(Outcome)
class OutcomeAdmin(MergeableAdmin):
    list_display = [
        *("title", "kind", list_columns.state, list_columns.deadline, "dialogue", "stated_by"),
        *(list_columns.citations("outcome"), list_columns.publication),
    ]
    list_filter = [
        *("publication", "kind", list_filters.State, list_filters.Overdue, list_filters.uncited("outcome")),
        *(list_filters.PairOfDialogue, "stated_by", "basis", list_filters.suggestions_waiting("matched_outcome")),
        *(list_filters.Merged, "dialogue__mechanism"),
    ]
    list_select_related = ["dialogue"]
    date_hierarchy = "dialogue__start_date_earliest"
    public_ids = ["public_id", "dialogue__public_id", "dialogue__mechanism__public_id", "topics__public_id"]
    slug_of = "title"
    search_fields = ["title", "summary", "text_as_stated", "dialogue__title", "dialogue__mechanism__name"]
    autocomplete_fields = ["dialogue", "topics"]
    inlines = [OutcomeStatusInline]
    appends = (OutcomeStatus,)
    change_form_template = "admin/dialogues/outcome_change_form.html"

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """With the entry that `?correct=<public ID>` names filled in as its correction."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        correct = request.GET.get("correct", "").replace("\0", "")
        if isinstance(inline, OutcomeStatusInline) and correct and obj.pk:
            entry = OutcomeStatus.objects.filter(outcome=obj, public_id=correct, superseded_by=None).first()
            if entry is not None:
                taken = {name: entry.serializable_value(name) for name in _TAKEN_OVER}
                options["initial"] = [taken | {"supersedes": entry.pk}]
        return options

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for status in formset.save(commit=False):
            if isinstance(status, OutcomeStatus):
                status.assessor, status.assessed_on = signed_in(request), timezone.localdate()
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any) -> Any:
        outcome = context["original"]
        if outcome is not None:
            context |= _cited(request, outcome)
        return super().render_change_form(request, context, *args, **options)


def _cited(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    """The history, newest first, and all citations with who recorded them. Four queries, whatever their number."""
    statuses = list(outcome.statuses.select_related("party", "assessor", "supersedes").order_by("sequence"))
    book = read_citations({"outcome": [outcome.pk], "outcome_status": [status.pk for status in statuses]})
    _with_recorders(book)
    stands = outcome.merged_into_id is None and outcome.publication != Publication.WITHDRAWN
    may_cite = stands and request.user.has_perm("dialogues.add_citation")
    return {
        "history": [_shown(entry, may_cite) for entry in reversed(status_history(statuses, book))],
        "evidence": book.about("outcome", outcome.pk),
        "cite_address": cite_address(outcome) if may_cite else "",
        "may_withdraw": may_withdraw(request),
        "may_correct": stands and request.user.has_perm("dialogues.add_outcomestatus"),
    }


def _shown(entry: StatusEntry, may_cite: bool) -> dict[str, Any]:
    return {
        "entry": entry,
        "status": entry.status,
        "before": state_label(entry.before) if entry.before else "",
        "cite_address": cite_address(entry.status) if may_cite else "",
    }


def _with_recorders(book: CitationBook) -> None:
    cited: Iterable[Any] = (one for some in book.sentences_by_subject.values() for one in some)
    prefetch_related_objects([one.citation for one in cited], "recorded_by")


def _limit(form: StatusForm, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
