"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("dialogues.api.urls")),
    path("", include("dialogues.web.urls")),
]
