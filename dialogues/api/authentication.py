from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from dialogues.models import ApiToken, User
from dialogues.models.api_token import PREFIX
from dialogues.models.history import acting

USE_IS_NOTED_EVERY: Final = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer readout_…` (RFC 6750). A wrong token is refused even where reading needs none."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, credentials = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        token = _find(credentials.strip())
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        acting(token.user)
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="Readout"'


def _find(credentials: bytes) -> ApiToken | None:
    try:
        text = credentials.decode("ascii")
    except UnicodeDecodeError:
        return None
    return ApiToken.objects.find(text) if text.startswith(PREFIX) else None


def _note_use(token: ApiToken) -> None:
    """Write when the token was last used, to the minute: a write for each request would cost more than it tells."""
    now = timezone.now()
    before = now - USE_IS_NOTED_EVERY
    if token.last_used_at is None or token.last_used_at < before:
        not_noted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
        ApiToken.objects.filter(not_noted, pk=token.pk).update(last_used_at=now)
