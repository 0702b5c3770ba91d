"""Every address of the site."""

from allauth.account.decorators import secure_admin_login  # type: ignore[import-untyped]  # has no annotations
from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView


class Favicon(RedirectView):
    """Browsers ask for this name on pages that have no <link>, such as the API's."""

    def get_redirect_url(self, *_: object, **__: object) -> str:
        return static("favicon.svg")


# Whoever is not signed in is sent to the one page for that, with its second factor and its lock-out.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as the package says

urlpatterns = [
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("accounts/", include("dialogues.web.account_urls")),
    path("api/v1/", include("dialogues.api.urls")),
    path("favicon.ico", Favicon.as_view()),
    path("", include("dialogues.web.urls")),
]
