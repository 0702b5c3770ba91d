"""The definition of the roles: every model has a rule, the database has what it says, and the document says the same."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from dialogues.models import User
from dialogues.models.roles import RULES, Role, permissions_of, write_roles
from tests import factories

# What the packages keep for themselves; nobody opens these in the admin.
OF_PACKAGES = {
    *("account.emailaddress", "account.emailconfirmation", "socialaccount.socialapp", "socialaccount.socialtoken"),
    *("axes.accesslog", "axes.accessfailurelog", "axes.accessattemptexpiration"),
    *("admin.logentry", "auth.permission", "auth.group", "contenttypes.contenttype", "sessions.session"),
    *("pghistory.context", "pghistory.events", "pghistory.middlewareevents"),
}
DOCUMENT = Path(settings.BASE_DIR) / "docs" / "roles.md"
USUAL = ("view", "add", "change", "delete")


def test_every_model_has_its_rule() -> None:
    found = {model._meta.label_lower for model in apps.get_models() if not hasattr(model, "pgh_tracked_model")}
    unassigned = found - RULES.keys() - OF_PACKAGES
    assert unassigned == set(), "give these a line in dialogues/models/roles.py, and run the tests of docs/roles.md"
    assert RULES.keys() - found == set()


def test_every_right_of_its_own_is_assigned() -> None:
    for label, rule in RULES.items():
        options = apps.get_model(label)._meta
        named = {name.removesuffix(f"_{options.model_name}") for name, _ in options.permissions}
        assert (named | set(options.default_permissions)) - set(USUAL) <= rule.keys(), label


def test_each_role_may_do_what_those_below_may() -> None:
    granted = [permissions_of(role) for role in Role]
    assert all(less < more for less, more in zip(granted, granted[1:], strict=False))


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.VIEWER, "view_suggestion view_job view_dialogue", "add_article change_suggestion view_user add_apitoken"),
        (Role.CONTRIBUTOR, "add_article change_dialogue", "publish_dialogue change_suggestion add_citation change_party"),
        (Role.REVIEWER, "change_suggestion add_citation add_outcomestatus", "publish_outcome add_feed change_job"),
        (Role.EDITOR, "publish_outcome add_feed change_party", "change_user change_job manage_apitoken"),
        (Role.ADMINISTRATOR, "change_user change_job manage_apitoken", "delete_user delete_article change_outcomestatus"),
    ],
)
@pytest.mark.django_db
def test_what_each_role_is_about(role: Role, may: str, may_not: str) -> None:
    user = User.objects.get(pk=factories.staff_with(role).pk)
    assert [name for name in may.split() if not user.has_perm(f"dialogues.{name}")] == []
    assert [name for name in may_not.split() if user.has_perm(f"dialogues.{name}")] == []


@pytest.mark.django_db
def test_a_new_database_has_the_groups() -> None:
    for role in Role:
        rows = Group.objects.get(name=role.value).permissions.values_list("content_type__app_label", "codename")
        assert {".".join(row) for row in rows} == permissions_of(role)


@pytest.mark.django_db
def test_a_group_that_was_changed_is_set_right_and_its_people_stay() -> None:
    editor, viewers = factories.staff_with(Role.EDITOR), Group.objects.get(name="viewer")
    viewers.permissions.add(Permission.objects.get(codename="delete_dialogue"))
    Group.objects.get(name="editor").permissions.clear()
    Group.objects.get(name="reviewer").delete()
    call_command("migrate", verbosity=0)
    assert not viewers.permissions.filter(codename="delete_dialogue").exists()
    assert User.objects.get(pk=editor.pk).has_perm("dialogues.publish_dialogue")
    assert Group.objects.filter(name="reviewer").exists()


@pytest.mark.django_db
def test_writing_them_again_changes_nothing() -> None:
    before = list(Group.permissions.through.objects.order_by("pk").values_list())
    write_roles()
    assert list(Group.permissions.through.objects.order_by("pk").values_list()) == before


def test_the_document_has_the_same_table() -> None:
    lines = re.findall(r"^\| .+ \|$", DOCUMENT.read_text(), re.MULTILINE)
    assert lines == table(), "docs/roles.md: put in\n" + "\n".join(table())


def table() -> list[str]:
    """The rules as the lines of a table: a head, and a line for each model."""
    lines = ["| | view | add | change | delete | further |"]
    for label, rule in RULES.items():
        usual = [rule[action].value if action in rule else "nobody" for action in USUAL]
        further = [f"{action}: {least.value}" for action, least in rule.items() if action not in USUAL]
        name = str(apps.get_model(label)._meta.verbose_name_plural)
        lines.append(f"| {name} | {' | '.join(usual)} | {', '.join(further) or '-'} |")
    return lines
