import secrets
from argparse import ArgumentParser
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from dialogues.models import User
from dialogues.models.roles import Role
from dialogues.review.assign_role import assign_role


class Command(BaseCommand):
    """Make the first administrator, and show the password once.

    When there is an active administrator or superuser already, it changes nothing and prints nothing, so that a start-up script can
    call it every time. Otherwise it prints one line: the username, a tab and the password.
    """

    help = "Create an administrator with a random password, unless there is an active one (or a superuser) already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="staff", help="default: staff")

    @transaction.atomic
    def handle(self, *_: Any, username: str, **__: Any) -> None:
        with connection.cursor() as cursor:  # two sites that start on one database at the same time: one makes it
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('readout create_staff'))")
        if User.objects.administrators().exists():
            return
        taken = set(User.objects.values_list("username", flat=True))
        # Whoever holds the name was deliberately not made (or left) an active administrator.
        username = next(name for name in chain([username], _numbered(username)) if name not in taken)
        password = secrets.token_urlsafe(12)
        user = User(username=username)
        user.set_password(password)
        user.save()
        assign_role(user=user, role=Role.ADMINISTRATOR, by=None)
        self.stdout.write(f"{username}\t{password}")


def _numbered(username: str) -> Iterator[str]:
    return (f"{username}-{number}" for number in count(2))
