"""Sessions in which somebody has just shown who they are, without the pages that ask for it."""

import time

from django.test import Client

from dialogues.models import User


def with_password_shown(client: Client, user: User) -> Client:
    """The client, signed in, as if the password had been asked for again a moment ago."""
    return _signed_in(client, user, {"method": "password", "reauthenticated": True})


def with_second_factor(client: Client, user: User) -> Client:
    """The client, signed in with a second factor."""
    return _signed_in(client, user, {"method": "mfa", "reauthenticated": True})


def _signed_in(client: Client, user: User, record: dict[str, object]) -> Client:
    client.force_login(user)
    session = client.session
    # As django-allauth keeps them.
    session["account_authentication_methods"] = [record | {"at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
