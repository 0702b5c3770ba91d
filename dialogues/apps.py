from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.apps.registry import Apps
from django.conf import settings
from django.core.checks import register
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate


class DialoguesConfig(AppConfig):
    """Readout's one application."""

    name = "dialogues"
    verbose_name = "Readout"

    def ready(self) -> None:
        """Raises ImproperlyConfigured for a role that a setting names and that is none."""
        from dialogues.models.roles import Role  # noqa: PLC0415 - models can be imported only once apps are ready
        from dialogues.models.storage import check_storage  # noqa: PLC0415 - the same

        unknown = sorted(set(settings.OIDC_ROLES.values()) - set(Role.values))
        if unknown:
            raise ImproperlyConfigured(f"OIDC_ROLES: {', '.join(unknown)} is no role ({', '.join(Role.values)}).")
        register(check_storage, deploy=True)
        post_migrate.connect(write_roles_of_this_version, sender=self)


def write_roles_of_this_version(using: str, apps: Apps = installed, **_: Any) -> None:
    """The groups belong to the code like the tables do, so `migrate` brings both up to date.

    `apps` are the models as the migrations have left them; when tables are only emptied, Django does not say them.
    """
    from dialogues.models.roles import write_roles  # noqa: PLC0415 - models can be imported only once apps are ready

    try:
        apps.get_model("auth", "Group")
    except LookupError:  # the tables of users were just taken back
        return
    write_roles(using, apps)
