from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from dialogues.models import ApiToken, User


class Command(BaseCommand):
    """Issue a key for the API and print it. It is shown this once: only a keyed hash of it is stored."""

    help = "Issue an API token for a user, and print it once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="what the token is for, e.g. mirror")
        parser.add_argument("--days", type=int, help="how long it is valid; default: until it is revoked")

    def handle(self, *_: Any, username: str, name: str, days: int | None = None, **__: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"username: there is no user {username!r}.")
        if not user.is_active:
            raise CommandError(f"username: {username!r} is not active, so the token would not be valid.")
        longest = ApiToken._meta.get_field("name").max_length
        if not name.strip() or (longest is not None and len(name) > longest):
            raise CommandError(f"--name: must be 1 to {longest} characters.")
        if days is not None and not 1 <= days <= 3650:
            raise CommandError("--days: must be between 1 and 3650.")
        expires_at = None if days is None else timezone.now() + timedelta(days=days)
        _row, text = ApiToken.issue(user=user, name=name.strip(), expires_at=expires_at)
        self.stdout.write(text)
