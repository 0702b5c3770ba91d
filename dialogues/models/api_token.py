import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

PREFIX: Final = "readout_"


def token_hash(token: str) -> str:
    """The keyed hash under which a token is stored: a copy of the database alone does not let anyone test guesses."""
    return hmac.new(settings.TOKEN_PEPPER.encode(), token.encode(), hashlib.sha256).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self, now: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, user__is_active=True).filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now)
        )

    def find(self, token: str) -> "ApiToken | None":
        """The valid token that this text is, or None."""
        return self.valid(timezone.now()).select_related("user").filter(hash=token_hash(token)).first()


class ApiToken(models.Model):
    """A key for the API. Its text is shown once, when it is made; only a keyed hash is stored."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(max_length=16, editable=False, help_text="The first characters, to tell tokens apart.")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "API token"
        # With the other permissions one sees, issues and revokes one's own.
        permissions = [("manage_apitoken", "Can manage the API tokens of others")]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @classmethod
    def issue(cls, *, user: models.Model, name: str, expires_at: datetime | None = None) -> "tuple[ApiToken, str]":
        """Make a token. Returns the row and the text, which cannot be shown again."""
        text = PREFIX + secrets.token_urlsafe(32)
        row = cls.objects.create(
            user=user, name=name, hash=token_hash(text), start=text[: len(PREFIX) + 4], expires_at=expires_at
        )
        return row, text
