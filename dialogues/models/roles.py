"""The roles of staff, and what each may do: the one place that says so.

A role is a group of Django with permissions on models. `RULES` names for each model and each action the least role
that may do it; every role may do what the roles before it may. `write_roles` brings the groups of the database in
line with it after each migration (`dialogues/apps.py`). docs/roles.md shows the same as a table, and tests hold it to
this. A new model gets its line here: a test fails until it has one.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.apps import apps as installed
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models.functions import Concat


class Role(models.TextChoices):
    """From the one who may do least to the one who may do most. The value is the name of the group."""

    VIEWER = "viewer", "Viewer"
    CONTRIBUTOR = "contributor", "Contributor"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"

    @property
    def and_those_below(self) -> "list[Role]":
        """The roles whose permissions this one includes, itself too."""
        return list(Role)[: list(Role).index(self) + 1]


# An action is the first word of a permission's codename: "publish" of publish_dialogue.
Rule = Mapping[str, Role]

# Whoever may change these may do so with drafts; a record that is public, and what is part of it, also needs "publish".
_PUBLISHED_RECORD: Final[Rule] = {
    "view": Role.VIEWER,
    "add": Role.CONTRIBUTOR,
    "change": Role.CONTRIBUTOR,
    "delete": Role.EDITOR,
    "publish": Role.EDITOR,
}
_PART: Final[Rule] = {
    "view": Role.VIEWER,
    "add": Role.CONTRIBUTOR,
    "change": Role.CONTRIBUTOR,
    "delete": Role.CONTRIBUTOR,
}
_LINK: Final[Rule] = {"view": Role.VIEWER, "add": Role.CONTRIBUTOR, "delete": Role.CONTRIBUTOR}
# Public from the moment that it is there.
_ALWAYS_PUBLIC: Final[Rule] = {"view": Role.VIEWER, "add": Role.EDITOR, "change": Role.EDITOR}
_WRITTEN_BY_WORKERS: Final[Rule] = {"view": Role.VIEWER}

RULES: Final[Mapping[str, Rule]] = {
    "dialogues.mechanism": _PUBLISHED_RECORD,
    "dialogues.dialogue": _PUBLISHED_RECORD,
    "dialogues.outcome": _PUBLISHED_RECORD,
    "dialogues.person": _PUBLISHED_RECORD,
    "dialogues.organization": _PUBLISHED_RECORD,
    "dialogues.participation": _PART,
    "dialogues.delegationcount": _PART,
    "dialogues.position": _PART,
    "dialogues.relation": _PART,
    "dialogues.milestone": _PART,
    "dialogues.difference": _PART,
    "dialogues.conflict": _PART,
    "dialogues.tenure": _PART,
    "dialogues.dialoguetopic": _LINK,
    "dialogues.outcometopic": _LINK,
    "dialogues.participationtenure": _LINK,
    # Adding one is review: it needs no further right where the record is public.
    "dialogues.citation": {"view": Role.VIEWER, "add": Role.REVIEWER, "change": Role.EDITOR, "delete": Role.EDITOR},
    "dialogues.outcomestatus": {"view": Role.VIEWER, "add": Role.REVIEWER},
    "dialogues.party": _ALWAYS_PUBLIC,
    "dialogues.topic": _ALWAYS_PUBLIC,
    "dialogues.publisher": {"view": Role.VIEWER, "add": Role.REVIEWER, "change": Role.EDITOR},
    # A change corrects what reading found: whose it is, and from when.
    "dialogues.article": {"view": Role.VIEWER, "add": Role.CONTRIBUTOR, "change": Role.REVIEWER},
    "dialogues.snapshot": _WRITTEN_BY_WORKERS,
    "dialogues.extraction": _WRITTEN_BY_WORKERS,
    "dialogues.textfingerprint": _WRITTEN_BY_WORKERS,
    "dialogues.feedentry": _WRITTEN_BY_WORKERS,
    # "change" is the decision, "delete" to take back one of somebody else.
    "dialogues.suggestion": {"view": Role.VIEWER, "change": Role.REVIEWER, "delete": Role.EDITOR},
    # Given to two reviewers, and called off, by an editor; a third person adjudicates.
    "dialogues.doublecoding": {"view": Role.VIEWER, "add": Role.EDITOR, "change": Role.EDITOR},
    "dialogues.adjudication": {"view": Role.VIEWER, "add": Role.EDITOR},
    # Who codes what. What was judged is for its coder's eyes until both are done: no permission shows it.
    "dialogues.coding": {"view": Role.EDITOR},
    "dialogues.judgement": {"add": Role.REVIEWER},
    "dialogues.missingfact": {"add": Role.REVIEWER},
    # Judged by whoever may decide on suggestions (`review/nothing_found.py`).
    "dialogues.nothingfound": _WRITTEN_BY_WORKERS,
    "dialogues.merge": {"view": Role.VIEWER},
    # What somebody uploads waits for their own confirmation.
    "dialogues.importfile": {},
    "dialogues.periodicwork": {},
    # What a language model was asked for; counted by the workers.
    "dialogues.languagemodelday": {},
    # Written and shown by `manage.py ingest_archive` alone.
    "dialogues.archive": {},
    "dialogues.archiveentry": {},
    # Paused, never deleted: what a feed has named is what keeps its entries from being added twice.
    "dialogues.feed": {"view": Role.VIEWER, "add": Role.EDITOR, "change": Role.EDITOR},
    # "change" is to ask one again that wants to be left alone.
    "dialogues.host": {"view": Role.VIEWER, "change": Role.EDITOR},
    "dialogues.robotsfile": _WRITTEN_BY_WORKERS,
    # "change" is to run one again, or to give it up.
    "dialogues.job": {"view": Role.VIEWER, "change": Role.ADMINISTRATOR},
    # One's own tokens; "change" revokes.
    "dialogues.apitoken": {
        "view": Role.CONTRIBUTOR,
        "add": Role.CONTRIBUTOR,
        "change": Role.CONTRIBUTOR,
        "manage": Role.ADMINISTRATOR,
    },
    "dialogues.user": {"view": Role.ADMINISTRATOR, "add": Role.ADMINISTRATOR, "change": Role.ADMINISTRATOR},
    # "delete" lets somebody in again: who is locked out, and who has lost the second factor.
    "axes.accessattempt": {"view": Role.ADMINISTRATOR, "delete": Role.ADMINISTRATOR},
    "mfa.authenticator": {"view": Role.ADMINISTRATOR, "delete": Role.ADMINISTRATOR},
    "socialaccount.socialaccount": {"view": Role.ADMINISTRATOR, "delete": Role.ADMINISTRATOR},
}


def permissions_of(role: Role) -> frozenset[str]:
    """What the role may do, those below it included, in the form of `User.has_perm`: `dialogues.publish_dialogue`."""
    return frozenset(permission for permission, least in _least_roles() if least in role.and_those_below)


def _least_roles() -> Iterator[tuple[str, Role]]:
    for label, rule in RULES.items():
        application, _, model = label.partition(".")
        for action, least in rule.items():
            yield f"{application}.{action}_{model}", least


def write_roles(using: str = "default", apps: Apps = installed) -> None:
    """Make the groups of the roles and give them exactly their permissions. Safe to run again.

    `apps` are the models as the migrations have left them; of those that are not there yet nothing is given.
    """
    for application in sorted({label.partition(".")[0] for label in RULES}):
        create_permissions(installed.get_app_config(application), verbosity=0, using=using, apps=apps)
    named = Concat("content_type__app_label", models.Value("."), "codename", output_field=models.CharField())
    rows = Permission.objects.using(using).annotate(named=named).values_list("named", "pk")
    keys = dict(rows.filter(named__in=permissions_of(Role.ADMINISTRATOR)))
    with transaction.atomic(using=using):
        for role in Role:
            group, _ = Group.objects.using(using).get_or_create(name=role.value)
            group.permissions.set([keys[permission] for permission in permissions_of(role) & keys.keys()])
