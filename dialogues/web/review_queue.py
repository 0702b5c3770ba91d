"""The review queue: one suggestion at a time beside the text it comes from. For staff.

Everything is a form that works without JavaScript; `static/dialogues/review_queue.js` only adds the keys.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from dialogues.models import Article, Suggestion, User
from dialogues.models.vocabularies import ArticleStage, Decision, RejectionReason, SuggestionKind
from dialogues.review.accept import accept_suggestion
from dialogues.review.intended import NotYet
from dialogues.review.lock import AlreadyDecided
from dialogues.review.payload import PayloadForm, PayloadRefused, accepted_payload, form_for
from dialogues.review.plan import plan
from dialogues.review.reject import reject_suggestion
from dialogues.text.marks import Piece, marked


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review of one article has come."""

    decided: int
    total: int

    @property
    def place(self) -> int:
        """Which one is on the table, counted from 1."""
        return min(self.decided + 1, self.total)


@dataclass(frozen=True, slots=True)
class Fact:
    """One field in words: what is proposed."""

    label: str
    proposed: str


def staff_only(view: Any) -> Any:
    """Sign in first; a signed-in person who is not staff is refused, not sent round in circles."""

    def is_staff(user: Any) -> bool:
        return bool(user.is_staff)

    return login_required(user_passes_test(is_staff, login_url="/admin/login/")(view))


@staff_only
@require_GET
def review_queue(request: HttpRequest) -> HttpResponseBase:
    """The next suggestion, or a page that says that nothing waits and what became of the latest articles."""
    waiting = _waiting(request)
    after = request.GET.get("after", "")
    skipped = Suggestion.objects.filter(public_id=after).first() if after else None
    following = None
    if skipped is not None:
        following = waiting.filter(
            Q(article_id__gt=skipped.article_id) | Q(article_id=skipped.article_id, position__gt=skipped.position)
        ).first()
    suggestion = following or waiting.first()
    if suggestion is not None:
        return HttpResponseRedirect(_address(request, "suggestion", suggestion.public_id))
    latest = Article.objects.exclude(origin="starter").annotate(
        pending=Count("suggestions", filter=Q(suggestions__decision=Decision.PENDING))
    )
    return render(request, "dialogues/review_queue/empty.html", {"articles": latest[:20], "stages": ArticleStage})


@staff_only
@require_GET
def suggestion_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One suggestion: the text on the left, what is proposed on the right."""
    suggestion = _suggestion(public_id)
    return _suggestion_response(request, suggestion, form_for(suggestion), editing="edit" in request.GET)


@staff_only
@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Accept as proposed, or with the corrections of the form."""
    suggestion = _suggestion(public_id)
    corrected = "corrected" in request.POST
    changes = _changes(suggestion, request) if corrected else None
    try:
        accepted = accept_suggestion(public_id=public_id, by=_user(request), changes=changes)
    except PayloadRefused as refused:
        form = form_for(suggestion, changes or {})
        form.is_valid()
        for field, errors in refused.errors.items():
            if field in form.fields and field not in form.errors:
                form.add_error(field, errors)
        return _suggestion_response(request, suggestion, form, editing=True, status=422)
    except (AlreadyDecided, NotYet) as refusal:
        messages.error(request, str(refusal))
    except ValidationError as refused_by_record:
        messages.error(request, "The record refuses this: " + " ".join(refused_by_record.messages))
        return redirect(_address(request, "suggestion", public_id))
    except IntegrityError as refused_by_database:
        messages.error(request, f"The database refuses this: {str(refused_by_database).splitlines()[0]}")
        return redirect(_address(request, "suggestion", public_id))
    else:
        written = ", ".join(sorted({entry["model"] for entry in accepted.written}))
        messages.success(request, f"Accepted: {accepted.get_kind_display()}. Written: {written}.")
    return redirect(_address(request, "review_queue", after=public_id))


@staff_only
@require_POST
def reject(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Reject for one of the reasons."""
    try:
        reason = RejectionReason(request.POST.get("reason", ""))
    except ValueError:
        messages.error(request, "Reason: choose one of the five.")
        return redirect(_address(request, "suggestion", public_id))
    try:
        rejected = reject_suggestion(public_id=public_id, by=_user(request), reason=reason)
    except AlreadyDecided as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Rejected: {rejected.get_kind_display()} ({reason.label}).")
    return redirect(_address(request, "review_queue", after=public_id))


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the decorators let nobody in who is not signed in")
    return user


def _waiting(request: HttpRequest) -> Any:
    waiting = Suggestion.objects.pending().not_double_coded().in_review_order()
    article = request.GET.get("article") or request.POST.get("article")
    return waiting.filter(article__public_id=article) if article else waiting


def _suggestion(public_id: str) -> Suggestion:
    related = (
        "article__publisher",
        "snapshot",
        "builds_on__matched_dialogue",
        "matched_dialogue",
        "matched_outcome",
        "matched_participation__person",
        "decided_by",
    )
    return get_object_or_404(Suggestion.objects.select_related(*related), public_id=public_id)


def _changes(suggestion: Suggestion, request: HttpRequest) -> dict[str, Any]:
    fields = form_for(suggestion).fields
    return {name: request.POST.get(name, "") for name in fields}


def _address(request: HttpRequest, name: str, *arguments: str, **parameters: str) -> str:
    """An address in the queue that keeps the article one reviews."""
    article = request.GET.get("article") or request.POST.get("article")
    query = parameters | ({"article": article} if article else {})
    return reverse(name, args=arguments, query=query or None)


def _suggestion_response(
    request: HttpRequest, suggestion: Suggestion, form: PayloadForm, *, editing: bool, status: int = 200
) -> HttpResponse:
    decisions = Suggestion.objects.filter(article=suggestion.article).aggregate(
        total=Count("pk"), decided=Count("pk", filter=~Q(decision=Decision.PENDING))
    )
    lines, hindrance = _preview(suggestion)
    return render(
        request,
        "dialogues/review_queue/suggestion.html",
        {
            "suggestion": suggestion,
            "article": suggestion.article,
            "pieces": _pieces(suggestion),
            "form": form,
            "editing": editing,
            "facts": _facts(form),
            "plan_lines": lines,
            "hindrance": hindrance,
            "reasons": list(RejectionReason),
            "progress": Progress(decisions["decided"], decisions["total"]),
            "pending": suggestion.decision == Decision.PENDING,
            "siblings": Suggestion.objects.filter(article=suggestion.article).in_review_order(),
            "only_article": request.GET.get("article") or request.POST.get("article") or "",
        },
        status=status,
    )


def _preview(suggestion: Suggestion) -> tuple[list[str], str]:
    """What accepting will write, in words; or why it cannot be accepted as it is."""
    if suggestion.decision != Decision.PENDING:
        return [], ""
    try:
        return plan(suggestion, accepted_payload(suggestion)).lines, ""
    except (NotYet, PayloadRefused) as refusal:
        return [], str(refusal)


def _facts(form: PayloadForm) -> list[Fact]:
    """Each field that a value is proposed for."""
    facts = []
    for name, field in form.fields.items():
        value = form.initial.get(name)
        if value in (None, ""):
            continue
        choices = dict(getattr(field, "choices", []) or [])
        facts.append(Fact(str(field.label or name), str(choices.get(value, value))))
    return facts


def _pieces(suggestion: Suggestion) -> list[Piece]:
    """The text cut into pieces: the sentence of this suggestion, the phrases in it, and everything else."""
    strong = [(start, end) for start, end in suggestion.spans]
    if suggestion.kind == SuggestionKind.DIALOGUE:
        strong += [(start, end) for pairs in suggestion.evidence.values() for start, end in pairs]
        strong += [tuple(conflict["span"]) for conflict in suggestion.payload.get("date_conflicts") or []]
    sentence = (suggestion.sentence_start, suggestion.sentence_end)
    return marked(suggestion.snapshot.text or "", sentence=sentence, phrases=strong)
