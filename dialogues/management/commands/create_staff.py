import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from dialogues.models import User


class Command(BaseCommand):
    """Make the first person who may do everything, and show the password once.

    When somebody active may do everything already, it changes nothing and prints nothing, so that a start-up script can
    call it every time. Otherwise it prints one line: the username, a tab and the password.
    """

    help = "Create a superuser with a random password, unless there is an active superuser already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", default="staff", help="default: staff")

    @transaction.atomic
    def handle(self, *_: Any, username: str, **__: Any) -> None:
        if User.objects.filter(is_superuser=True, is_active=True).exists():
            return
        if User.objects.filter(username=username).exists():
            raise CommandError(f"--username: {username!r} exists already and is no active superuser; choose another.")
        password = secrets.token_urlsafe(12)
        user = User(username=username, is_staff=True, is_superuser=True)
        user.set_password(password)
        user.save()
        self.stdout.write(f"{username}\t{password}")
