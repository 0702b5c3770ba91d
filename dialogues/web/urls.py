"""Addresses of the public pages. The public ID is what counts; the slug after it is for people."""

from django.urls import include, path, register_converter

from dialogues.web.adjudication import (
    adjudication,
    adjudication_choose,
    adjudication_missing,
    adjudication_missing_choose,
)
from dialogues.web.agreement import agreement, agreement_file
from dialogues.web.codebook import codebook_file, codebook_page
from dialogues.web.coding import (
    coding,
    coding_finish,
    coding_judge,
    coding_missing,
    coding_missing_remove,
    coding_suggestion,
    codings,
)
from dialogues.web.dialogue import dialogue
from dialogues.web.double_coding import double_coding, double_coding_call_off, double_codings
from dialogues.web.history import history, restore
from dialogues.web.ingestion import ingestion
from dialogues.web.outcome import outcome
from dialogues.web.timeline import timeline


class NoSlug:
    """Stands for the missing end of an address: a title without Latin letters makes an empty slug."""

    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        if value:
            raise ValueError("this address has no slug")
        return ""


register_converter(NoSlug, "no_slug")

urlpatterns = [
    path("", timeline, name="timeline"),
    path("dialogues/<slug:public_id>/<slug:slug>/", dialogue, name="dialogue"),
    path("dialogues/<slug:public_id>/<no_slug:slug>", dialogue, name="dialogue"),
    path("outcomes/<slug:public_id>/<slug:slug>/", outcome, name="outcome"),
    path("outcomes/<slug:public_id>/<no_slug:slug>", outcome, name="outcome"),
    path("history/<slug:public_id>/", history, name="history"),
    path("history/<slug:public_id>/restore/", restore, name="history_restore"),
    path("codebook/", codebook_page, name="codebook"),
    path("codebook.csv", codebook_file, name="codebook_file"),
    path("ingestion/", ingestion, name="ingestion"),
    path("review/", include("dialogues.web.review_queue.urls")),
    path("coding/", codings, name="codings"),
    path("coding/<slug:public_id>/", coding, name="coding"),
    path("coding/<slug:public_id>/finish/", coding_finish, name="coding_finish"),
    path("coding/<slug:public_id>/missing/<slug:kind>/", coding_missing, name="coding_missing"),
    path("coding/<slug:public_id>/missing/<int:fact>/remove/", coding_missing_remove, name="coding_missing_remove"),
    path("coding/<slug:public_id>/<slug:suggestion_id>/", coding_suggestion, name="coding_suggestion"),
    path("coding/<slug:public_id>/<slug:suggestion_id>/judge/", coding_judge, name="coding_judge"),
    path("double-codings/", double_codings, name="double_codings"),
    path("double-codings/agreement/", agreement, name="agreement"),
    path("double-codings/agreement.csv", agreement_file, {"form": "csv"}, name="agreement_csv"),
    path("double-codings/agreement.json", agreement_file, {"form": "json"}, name="agreement_json"),
    path("double-codings/<slug:public_id>/", double_coding, name="double_coding"),
    path("double-codings/<slug:public_id>/call-off/", double_coding_call_off, name="double_coding_call_off"),
    path("double-codings/<slug:public_id>/missing/<int:fact>/", adjudication_missing, name="adjudication_missing"),
    path(
        "double-codings/<slug:public_id>/missing/<int:fact>/choose/",
        adjudication_missing_choose,
        name="adjudication_missing_choose",
    ),
    path("double-codings/<slug:public_id>/<slug:suggestion_id>/", adjudication, name="adjudication"),
    path(
        "double-codings/<slug:public_id>/<slug:suggestion_id>/choose/", adjudication_choose, name="adjudication_choose"
    ),
]
