"""The page on which staff cite a sentence of a kept text for a record. It works without JavaScript.

First the article is chosen, those first that the dialogue cites already; then a sentence of its text is selected or
pasted. What the text does not say is refused, and the passage most like it is shown: taking that one is a decision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from dialogues.admin.cite_form import AskedForm, CiteForm
from dialogues.admin.record_actions import signed_in
from dialogues.models import Article, Citation, Snapshot
from dialogues.models.vocabularies import CitationStance
from dialogues.queries.citable import (
    Subject,
    articles_around,
    articles_to_cite,
    described,
    family_of,
    find_subject,
    newest_text,
    seen_on,
    stated_values,
    with_text_kept,
)
from dialogues.review.cite import CitationRefused, QuoteNotThere, SeveralPlaces, cite_record, refuse_uncitable
from dialogues.review.intended import speaker_of
from dialogues.text.difference import difference
from dialogues.text.sentences import sentence_spans

# Articles that a search lists at most.
MOST_FOUND: Final = 25


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the kept text, and what stands between it and the one before."""

    gap: str
    start: int
    end: int
    text: str
    selected: bool


def sentences_of(text: str, selected: str) -> Iterator[Sentence]:
    """The whole text but for white space at its end. `selected` is what the form holds: "12-40"."""
    reached = 0
    for start, end in sentence_spans(text):
        yield Sentence(text[reached:start], start, end, text[start:end], f"{start}-{end}" == selected)
        reached = end


def cite_page(page: admin.ModelAdmin[Citation], request: HttpRequest) -> HttpResponse:
    """GET and POST …/citation/cite/?subject=<public ID>&article=<public ID>&q=<words>"""
    if not page.has_add_permission(request):
        raise PermissionDenied
    asked = AskedForm(request.GET)
    subject_id, article_id = asked.asked("subject"), asked.asked("article")
    context: dict[str, Any] = {
        **page.admin_site.each_context(request),
        "opts": page.opts,
        "title": "Cite a source",
        "asked": {name: asked.asked(name) for name in asked.fields},
    }
    subject = find_subject(subject_id)
    if subject is None:
        if subject_id:
            context["problem"] = f"The record has nothing with the ID {subject_id} that can be cited for."
        return _answer(request, "what", context, 404 if subject_id else 200)
    whole = seen_on(subject)
    context |= {"subject": subject, "described": described(subject), "whole": whole, "whole_address": address_of(whole)}
    if request.method != "POST":  # what somebody has typed is kept, and refused by the verb itself
        try:
            refuse_uncitable(subject)
        except CitationRefused as refused:
            return _answer(request, "what", context | {"problem": str(refused)}, 409)
    article = Article.objects.filter(public_id=article_id).first() if article_id else None
    if article is None:
        if article_id:
            context["problem"] = f"There is no article with the ID {article_id}."
        return _choose_article(request, context, subject, 404 if article_id else 200)
    snapshot = newest_text(article)
    if snapshot is None:
        context["problem"] = f"The text of “{article}” is not kept, so nothing of it can be quoted. Choose another one."
        return _choose_article(request, context, subject, 409)
    return _cite(request, context | {"article": article}, subject, snapshot)


def cite_address(subject: Subject, article: Article | None = None) -> str:
    """The address of the page for this record, and for this article if there is one."""
    query = {"subject": subject.public_id} | ({"article": article.public_id} if article is not None else {})
    return reverse("admin:dialogues_citation_cite", query=query)


def address_of(whole: Any) -> str:
    """The staff's form of a record that has a page of its own."""
    return reverse(f"admin:dialogues_{whole._meta.model_name}_change", args=[whole.pk])


def _choose_article(request: HttpRequest, context: dict[str, Any], subject: Subject, status: int) -> HttpResponse:
    term = context["asked"]["q"]
    around = articles_around(subject)
    found = articles_to_cite(term) if term else Article.objects.none()
    context |= {
        "around": with_text_kept(around),
        "found": with_text_kept(found)[:MOST_FOUND],
        "most": MOST_FOUND,
        "term": term,
    }
    return _answer(request, "article", context, status)


def _cite(request: HttpRequest, context: dict[str, Any], subject: Subject, snapshot: Snapshot) -> HttpResponse:
    family, status = family_of(subject), 200
    if request.method == "POST":
        shown = Snapshot.objects.select_related("article").filter(
            article=snapshot.article, text__isnull=False, public_id=_without_nul(request.POST.get("snapshot", ""))
        )
        # Offsets count in the text that was on the page, even when a newer one was fetched since.
        seen = shown.first() or snapshot
        form = CiteForm(request.POST, family=family, text=seen.text or "")
        if form.is_valid():
            answer = _save(request, context, form, seen)
            if answer is not None:
                return answer
        snapshot, status = seen, 400
    else:
        initial = {
            "subject": subject.public_id,
            "snapshot": snapshot.public_id,
            "speaker_party": speaker_of(snapshot.article),
        }
        form = CiteForm(initial=initial, family=family, text=snapshot.text or "")
    chosen = form.cleaned_data.get("subject") if form.is_bound else None
    context |= {
        "form": form,
        "snapshot": snapshot,
        "newer": newest_text(snapshot.article) != snapshot,
        "sentences": sentences_of(snapshot.text or "", form.data.get("sentence", "")),
        "values": list(stated_values(chosen or subject)),
        "valued": described(chosen or subject),
        "versions": " ".join(f"{one.public_id}:{one.version}" for one in family),
    }
    return _answer(request, "sentence", context, status)


def _save(request: HttpRequest, context: dict[str, Any], form: CiteForm, snapshot: Snapshot) -> HttpResponse | None:
    """Where to go after saving; None when the form has to say what is wrong, or what else the text says."""
    given = form.cleaned_data
    subject: Subject = given["subject"]
    try:
        citation = cite_record(
            by=signed_in(request),
            subject=subject,
            snapshot=snapshot,
            quote=given["quote"],
            start=given["start"],
            field=given["field"],
            stance=CitationStance(given["stance"]),
            value_as_stated=given["value_as_stated"],
            speaker_party=given["speaker_party"],
            note=given["note"],
            seen_version=_seen_version(request.POST.get("versions", ""), subject),
        )
    except CitationRefused as refused:
        form.add_error(refused.field if refused.field in {*form.fields} - {"snapshot"} else None, str(refused))
        if isinstance(refused, QuoteNotThere) and refused.nearest is not None:
            words = difference(given["typed"].strip(), refused.nearest.exact)
            context |= {"nearest": refused.nearest, "words": words, "alike": round(100 * refused.nearest.similarity)}
        if isinstance(refused, SeveralPlaces):
            context["found"] = refused.found
        return None
    _tell(request, citation, given["typed"])
    if "another" in request.POST:
        return redirect(cite_address(subject, snapshot.article))
    return redirect(context["whole_address"])


def _tell(request: HttpRequest, citation: Citation, quote: str) -> None:
    """What was saved; and that it is not letter for letter what was given, when it is not."""
    about = described(getattr(citation, citation.subject_name))
    said = f"Cited for the {about}: “{citation.quote}”" if citation.quote else f"Kept: a source silent on the {about}."
    messages.success(request, said)
    if citation.quote != quote.strip():
        differs = f"They differ from “{quote.strip()}” only in spacing, marks, width of letters or case."
        messages.info(request, f"What is quoted are the words of the kept text. {differs}")
    if citation.conflict is not None and citation.stance == CitationStance.CONTRADICTS:
        disputed = citation.conflict.field_as_stated
        messages.warning(request, f"“{citation.dialogue}” is marked: sources disagree on its {disputed}.")


def _seen_version(versions: str, subject: Subject) -> int:
    """The version of the record that the page was opened with, from "out-7k3m9x2q4f:3 sta-…:1"; 0 for none."""
    seen = dict(pair.split(":", 1) for pair in versions.split() if ":" in pair).get(subject.public_id, "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


def _without_nul(text: str) -> str:
    return text.replace("\0", "")


def _answer(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    return TemplateResponse(request, f"admin/dialogues/cite/{name}.html", context, status=status)
