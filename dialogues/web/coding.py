"""A coder's own pages: what was given to them, one suggestion after the other, and what the extractor missed.

Nobody but the coder opens them, and they show the coder's own judgements alone.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dialogues.models import Coding, Judgement, Snapshot, Suggestion, User
from dialogues.models.vocabularies import CodingState, DoubleCodingState, RejectionReason, SuggestionKind, Verdict
from dialogues.queries.double_coding import codings_of, progress_of
from dialogues.review.coding import finish_coding, judge, record_missing, remove_missing, unjudged
from dialogues.review.double_coding import CodingRefused, newest_extraction
from dialogues.review.payload import PAYLOAD_FORMS, Payload, PayloadForm, PayloadRefused, form_for, proposal_of
from dialogues.text.marks import Piece, marked
from dialogues.web.review_queue.access import staff_only


@dataclass(frozen=True, slots=True)
class FieldInWords:
    """One field of a payload: its label, and its value as a reader says it."""

    label: str
    proposed: str


@dataclass(frozen=True, slots=True)
class CodedSuggestion:
    """A suggestion, the phrase that it rests on, and what this coder has judged; None as long as nothing."""

    suggestion: Suggestion
    phrase: str
    judgement: Judgement | None


@staff_only
@require_safe
def codings(request: HttpRequest) -> HttpResponse:
    """GET /coding/: what was given to whoever asks."""
    return render(request, "dialogues/coding/codings.html", {"codings": codings_of(signed_in(request))})


@staff_only
@require_safe
def coding(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET /coding/<coding>/: one article, how far it is coded, and the end of it."""
    own = _own(request, public_id)
    context = {
        "coding": own,
        "open": is_open(own),
        "progress": progress_of(own),
        "coded": _coded(own),
        "next": unjudged(own).first(),
        "kinds": SuggestionKind.choices,
        "facts": [(fact, in_words(fact.kind, fact.payload)) for fact in own.missing_facts.all()],
    }
    return render(request, "dialogues/coding/coding.html", context)


@staff_only
@require_safe
def coding_suggestion(request: HttpRequest, public_id: str, suggestion_id: str) -> HttpResponse:
    """GET /coding/<coding>/<suggestion>/: the text on the left, what is proposed on the right; `?edit` corrects it."""
    own, suggestion = _own(request, public_id), _suggestion(public_id, suggestion_id)
    judged = own.judgements.filter(suggestion=suggestion).first()
    values = judged.payload if judged is not None and judged.payload is not None else {}
    form = PAYLOAD_FORMS[SuggestionKind(suggestion.kind)](initial=proposal_of(suggestion) | values)
    return _suggestion_response(request, own, suggestion, form, editing="edit" in request.GET)


@staff_only
@require_POST
def coding_judge(request: HttpRequest, public_id: str, suggestion_id: str) -> HttpResponseBase:
    """POST: `reason` rejects; otherwise it is accepted as proposed, or with `corrected` as the form says."""
    own, suggestion = _own(request, public_id), _suggestion(public_id, suggestion_id)
    changes = posted(request, SuggestionKind(suggestion.kind)) if "corrected" in request.POST else None
    try:
        if "reason" in request.POST:
            reason = chosen_reason(request)
            judge(coding=own, suggestion=suggestion, by=own.coder, verdict=Verdict.REJECT, reason=reason)
        else:
            judge(coding=own, suggestion=suggestion, by=own.coder, verdict=Verdict.ACCEPT, changes=changes)
    except PayloadRefused as refused:
        form = refused_form(form_for(suggestion, changes or {}), refused)
        return _suggestion_response(request, own, suggestion, form, editing=True, status=422)
    except CodingRefused as refused_coding:
        messages.error(request, str(refused_coding))
        return redirect("coding_suggestion", public_id, suggestion_id)
    waiting = unjudged(own)
    following = waiting.filter(position__gt=suggestion.position).first() or waiting.first()
    if following is not None:
        return redirect("coding_suggestion", public_id, following.public_id)
    messages.success(request, "Every suggestion is judged. Add what is missing, or finish.")
    return redirect("coding", public_id)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def coding_missing(request: HttpRequest, public_id: str, kind: str) -> HttpResponseBase:
    """/coding/<coding>/missing/<kind>/: a fact that the extractor did not find, with the words that say it."""
    own = _own(request, public_id)
    if kind not in SuggestionKind.values:
        raise Http404("There is no such kind of fact.")
    of = SuggestionKind(kind)
    form, status = missing_form(of), 200
    if request.method == "POST":
        values, quote = posted(request, of), request.POST.get("quote", "")
        try:
            record_missing(coding=own, by=own.coder, kind=of, values=values, quote=quote)
        except PayloadRefused as refused:
            form, status = refused_form(missing_form(of, values | {"quote": quote}), refused), 422
        except CodingRefused as refused_coding:
            messages.error(request, str(refused_coding))
            return redirect("coding", public_id)
        else:
            messages.success(request, f"Added: {of.label}.")
            return redirect("coding", public_id)
    text = newest_extraction(own.article).snapshot.text or ""
    context = {
        "coding": own,
        "article": own.article,
        "kind": of,
        "form": form,
        "pieces": marked(text, sentence=(0, 0), phrases=[]),
    }
    return render(request, "dialogues/coding/missing.html", context, status=status)


@staff_only
@require_POST
def coding_missing_remove(request: HttpRequest, public_id: str, fact: int) -> HttpResponseBase:
    """POST: take a missing fact back."""
    own = _own(request, public_id)
    try:
        remove_missing(coding=own, by=own.coder, fact=fact)
    except CodingRefused as refused:
        messages.error(request, str(refused))
    return redirect("coding", public_id)


@staff_only
@require_POST
def coding_finish(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """POST: ready; from now on the coding stays as it is."""
    own = _own(request, public_id)
    try:
        finish_coding(coding=own, by=own.coder)
    except CodingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Finished: your coding stays as it is.")
    return redirect("coding", public_id)


def signed_in(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the decorators let nobody in who is not signed in")
    return user


def is_open(own: Coding) -> bool:
    return own.state == CodingState.OPEN and own.double_coding.state == DoubleCodingState.OPEN


def in_words(kind: str, payload: Payload) -> list[FieldInWords]:
    """The fields of this payload that have a value."""
    found = named_in_words(kind, payload).values()
    return [one for one in found if one.proposed]


def named_in_words(kind: str, payload: Payload) -> dict[str, FieldInWords]:
    """Every field of the kind's form, by its name; without a value the text is empty."""
    words = {}
    for name, field in PAYLOAD_FORMS[SuggestionKind(kind)]().fields.items():
        value = payload.get(name)
        choices = dict(getattr(field, "choices", []) or [])
        text = "" if value in (None, "") else str(choices.get(value, value))
        words[name] = FieldInWords(str(field.label or name), text)
    return words


def posted(request: HttpRequest, kind: SuggestionKind) -> dict[str, Any]:
    """What the form of this kind was sent with."""
    return {name: request.POST.get(name, "") for name in PAYLOAD_FORMS[kind].base_fields}


def chosen_reason(request: HttpRequest) -> RejectionReason:
    """Raises CodingRefused unless it is one of the five."""
    try:
        return RejectionReason(request.POST.get("reason", ""))
    except ValueError:
        raise CodingRefused("Reason: choose one of the five.") from None


def missing_form(kind: SuggestionKind, values: dict[str, Any] | None = None) -> PayloadForm:
    """The form of a kind, and the words of the text that say it. Nothing in it is chosen before the coder chooses."""
    form = PAYLOAD_FORMS[kind](data=values)
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            offered: Any = field.choices
            field.choices = [("", "choose"), *((value, label) for value, label in offered if value)]
    form.fields["quote"] = forms.CharField(
        label="The words that say it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Copied from the text, as they stand there.",
    )
    return form


def refused_form(form: PayloadForm, refused: PayloadRefused) -> PayloadForm:
    """The form as it was sent, with each rule beside its field."""
    form.is_valid()
    for name, errors in refused.errors.items():
        if name in form.fields and name not in form.errors:
            form.add_error(name, errors)
    return form


def evidence_in(suggestion: Suggestion) -> list[Piece]:
    """The kept text, cut at the sentence of this suggestion and the phrases that it rests on."""
    phrases = [(start, end) for start, end in suggestion.spans]
    phrases += [(start, end) for pairs in suggestion.evidence.values() for start, end in pairs]
    sentence = (suggestion.sentence_start, suggestion.sentence_end)
    return marked(suggestion.snapshot.text or "", sentence=sentence, phrases=phrases)


def _own(request: HttpRequest, public_id: str) -> Coding:
    """The coding of whoever asks. To everybody else it is not there."""
    related = Coding.objects.select_related("double_coding", "article__publisher", "coder")
    return get_object_or_404(related, public_id=public_id, coder=signed_in(request))


def _coded(own: Coding) -> list[CodedSuggestion]:
    """What there is to judge, and what was judged once it is decided, in the order of review."""
    judged = {one.suggestion_id: one for one in own.judgements.all()}
    pending = Suggestion.objects.pending().filter(article=own.article_id)
    found = list((pending | Suggestion.objects.filter(pk__in=judged)).in_review_order())
    # Of one text, as a rule: read once, not once a suggestion.
    snapshots = Snapshot.objects.in_bulk({one.snapshot_id for one in found})
    return [CodedSuggestion(one, _phrase(one, snapshots[one.snapshot_id]), judged.get(one.pk)) for one in found]


def _phrase(suggestion: Suggestion, source: Snapshot) -> str:
    start, end = suggestion.spans[0] if suggestion.spans else (suggestion.sentence_start, suggestion.sentence_end)
    return (source.text or "")[start:end]


def _suggestion(public_id: str, suggestion_id: str) -> Suggestion:
    of_article = Suggestion.objects.filter(article__double_codings__codings__public_id=public_id)
    related = of_article.select_related("snapshot", "matched_outcome", "matched_dialogue", "builds_on")
    return get_object_or_404(related, public_id=suggestion_id)


def _suggestion_response(
    request: HttpRequest, own: Coding, suggestion: Suggestion, form: PayloadForm, *, editing: bool, status: int = 200
) -> HttpResponse:
    context = {
        "coding": own,
        "open": is_open(own),
        "article": own.article,
        "suggestion": suggestion,
        "judgement": own.judgements.filter(suggestion=suggestion).first(),
        "coded": _coded(own),
        "progress": progress_of(own),
        "pieces": evidence_in(suggestion),
        "form": form,
        "editing": editing and is_open(own),
        "facts": in_words(suggestion.kind, dict(form.initial)),
        "reasons": list(RejectionReason),
        "skip": next((one for one in unjudged(own) if one.position > suggestion.position), None),
    }
    return render(request, "dialogues/coding/suggestion.html", context, status=status)
