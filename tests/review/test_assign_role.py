import pytest
from django.core.exceptions import PermissionDenied

from dialogues.models import User
from dialogues.models.roles import Role
from dialogues.review.assign_role import RoleRefused, assign_role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return factories.staff_with(Role.ADMINISTRATOR)


def test_a_role_replaces_the_one_before(administrator: User) -> None:
    user = factories.staff_with(Role.EDITOR)
    assert user.has_perm("dialogues.publish_dialogue")
    assign_role(user=user, role=Role.VIEWER, by=administrator)
    assert (user.role, user.is_staff) == (Role.VIEWER, True)
    assert not user.has_perm("dialogues.publish_dialogue")


def test_without_a_role_nobody_is_staff(administrator: User) -> None:
    user = factories.staff_with(Role.EDITOR)
    assign_role(user=user, role=None, by=administrator)
    assert (user.role, User.objects.get(pk=user.pk).is_staff) == (None, False)


def test_only_administrators_give_roles() -> None:
    user = User.objects.create_user("mei")
    with pytest.raises(PermissionDenied):
        assign_role(user=user, role=Role.VIEWER, by=factories.staff_with(Role.EDITOR))


def test_nobody_changes_their_own_role(administrator: User) -> None:
    with pytest.raises(RoleRefused, match="nobody changes their own role"):
        assign_role(user=administrator, role=Role.VIEWER, by=administrator)
    assign_role(user=administrator, role=Role.ADMINISTRATOR, by=administrator)  # saved as it was


def test_a_superuser_is_changed_by_another_one_alone(administrator: User) -> None:
    boss = factories.staff_user("boss")
    with pytest.raises(PermissionDenied, match="Only a superuser"):
        assign_role(user=boss, role=Role.VIEWER, by=administrator)
    assign_role(user=boss, role=None, by=factories.staff_user("other"))
    assert User.objects.get(pk=boss.pk).is_staff
