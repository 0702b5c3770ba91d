from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dialogues.models import ApiToken, User
from tests import factories

pytestmark = pytest.mark.django_db


def issued(*arguments: str) -> str:
    out = StringIO()
    call_command("create_token", *arguments, stdout=out)
    return out.getvalue().rstrip("\n")


def test_it_prints_a_token_that_works(staff: User) -> None:
    token = ApiToken.objects.find(issued("editor", "--name", "mirror"))
    assert token is not None
    assert (token.user, token.name, token.expires_at) == (staff, "mirror", None)


@pytest.mark.usefixtures("staff")
def test_the_text_of_a_token_is_not_stored() -> None:
    text = issued("editor", "--name", "mirror")
    assert text not in str(ApiToken.objects.values_list().get())


@pytest.mark.usefixtures("staff")
def test_it_can_expire() -> None:
    issued("editor", "--name", "mirror", "--days", "30")
    expires_at = ApiToken.objects.get().expires_at
    assert expires_at is not None
    assert timedelta(days=29) < expires_at - timezone.now() <= timedelta(days=30)


@pytest.mark.usefixtures("staff")
@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["nobody", "--name", "mirror"], "username: there is no user 'nobody'"),
        (["editor", "--name", " "], "--name: must be 1 to 100 characters"),
        (["editor", "--name", "m" * 101], "--name: must be 1 to 100 characters"),
        (["editor", "--name", "mirror", "--days", "0"], "--days: must be between 1 and 3650"),
        (["editor", "--name", "mirror", "--days", "3651"], "--days: must be between 1 and 3650"),
    ],
)
def test_it_refuses_what_would_not_work_and_says_why(arguments: list[str], rule: str) -> None:
    with pytest.raises(CommandError, match=rule):
        issued(*arguments)
    assert not ApiToken.objects.exists()


def test_it_refuses_a_user_who_is_not_active() -> None:
    factories.staff_user("former", is_active=False)
    with pytest.raises(CommandError, match="not active"):
        issued("former", "--name", "mirror")
