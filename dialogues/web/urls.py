"""Addresses of the public pages. The public ID is what counts; the slug after it is for people."""

from django.urls import include, path, register_converter

from dialogues.web.codebook import codebook_file, codebook_page
from dialogues.web.dialogue import dialogue
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
]
