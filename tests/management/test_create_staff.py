from io import StringIO

import pytest
from django.core.management import call_command

from dialogues.models import User
from dialogues.models.roles import Role
from dialogues.review.assign_role import assign_role
from tests import factories

pytestmark = pytest.mark.django_db


def created(*arguments: str) -> str:
    out = StringIO()
    call_command("create_staff", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_a_login_that_works() -> None:
    username, password = created().rstrip("\n").split("\t")
    user = User.objects.get(username=username)
    assert username == "staff"
    assert user.check_password(password)
    assert (user.is_staff, user.role, user.is_superuser) == (True, Role.ADMINISTRATOR, False)


def test_a_second_run_prints_nothing_and_makes_nobody() -> None:
    created()
    assert created() == ""
    assert User.objects.count() == 1


def test_no_two_sites_have_the_same_password() -> None:
    first = created()
    User.objects.all().delete()
    assert created() != first


def test_the_username_can_be_chosen() -> None:
    assert created("--username", "editor").startswith("editor\t")


def test_it_makes_somebody_when_nobody_active_may_give_roles() -> None:
    factories.staff_user("boss", is_active=False)
    assign_role(user=User.objects.create_user("mei"), role=Role.EDITOR, by=None)
    assert created().startswith("staff\t")


def test_a_superuser_is_administrator_enough() -> None:
    factories.staff_user("boss")
    assert created() == ""


def test_a_name_that_is_taken_by_somebody_with_fewer_rights_is_left_to_them() -> None:
    User.objects.create_user("staff")
    assert created().startswith("staff-2\t")
    assert User.objects.get(username="staff").role is None
