"""Every address of the site."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView


class Favicon(RedirectView):
    """Browsers ask for this name on pages that have no <link>, such as the API's."""

    def get_redirect_url(self, *_: object, **__: object) -> str:
        return static("favicon.svg")


urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("dialogues.api.urls")),
    path("favicon.ico", Favicon.as_view()),
    path("", include("dialogues.web.urls")),
]
