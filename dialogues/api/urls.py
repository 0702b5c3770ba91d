"""Addresses of the API, under /api/v1/."""

from typing import Any

from django.urls import path, re_path

from dialogues.api.article import ArticleViewSet
from dialogues.api.codebook import Codebook
from dialogues.api.dialogue import DialogueViewSet
from dialogues.api.index import Index, Nothing
from dialogues.api.metrics import Metrics
from dialogues.api.outcome import OutcomeViewSet

app_name = "api"

READ_LIST: dict[str, Any] = {"get": "list"}
READ_ITEM: dict[str, Any] = {"get": "retrieve"}
CHANGEABLE: dict[str, Any] = READ_ITEM | {"patch": "partial_update"}

urlpatterns = [
    path("", Index.as_view(), name="index"),
    path("dialogues/", DialogueViewSet.as_view(READ_LIST, detail=False), name="dialogues"),
    path("dialogues/<slug:public_id>/", DialogueViewSet.as_view(CHANGEABLE, detail=True), name="dialogue"),
    path("outcomes/", OutcomeViewSet.as_view(READ_LIST, detail=False), name="outcomes"),
    path("outcomes/<slug:public_id>/", OutcomeViewSet.as_view(CHANGEABLE, detail=True), name="outcome"),
    path("articles/", ArticleViewSet.as_view({**READ_LIST, "post": "create"}, detail=False), name="articles"),
    path("articles/<slug:public_id>/", ArticleViewSet.as_view(READ_ITEM, detail=True), name="article"),
    path(
        "articles/<slug:public_id>/fetch/",
        ArticleViewSet.as_view({"post": "fetch_again"}, detail=True),
        name="article_fetch",
    ),
    path("codebook/", Codebook.as_view(), name="codebook"),
    path("metrics/", Metrics.as_view(), name="metrics"),
    re_path(r"^", Nothing.as_view(), name="nothing"),
]
