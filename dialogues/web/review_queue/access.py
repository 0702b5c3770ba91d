"""Who may see the queue, and as whom they decide."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from dialogues.models import Suggestion, User
from dialogues.review.permission import may

View = Callable[..., HttpResponseBase]


def staff_only(view: View) -> View:
    """Sign in first; a signed-in person who may not see suggestions is refused. The answers are kept by no cache."""

    @wraps(view)
    def for_staff(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in(request)
        if not may(request.user, "view", Suggestion):
            raise PermissionDenied("The review queue is for staff.")
        return view(request, *args, **kwargs)

    return never_cache(for_staff)


def reviewer(request: HttpRequest) -> User:
    """Who asks. The decorator lets in nobody who is not signed in."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("the decorators let nobody in who is not signed in")
    return user


def may_decide(user: User) -> bool:
    """Whether this person may decide, or only read the queue."""
    return may(user, "change", Suggestion)


def _sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in, and from there back to the page; a page that only fetches a part of itself is left as a whole."""
    details = request.htmx  # type: ignore[attr-defined] # its middleware gives each request this
    if details:
        address = redirect_to_login(details.current_url_abs_path or request.path).url
        return HttpResponseClientRedirect(address)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else request.path)
