from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connection, transaction

from dialogues.models.ownership import RoleMissing, as_owner, grant_to_application, keep_the_recording_on


class Command(migrate.Command):
    """Django's migrate, as the owner of the tables; then the application's role gets what it needs of them."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        application = dict(connection.settings_dict)
        with as_owner():
            super().handle(*arguments, **options)
            with transaction.atomic():
                if "dialogues_dialogue" not in connection.introspection.table_names():
                    return  # taken back
                keep_the_recording_on()
                if connection.settings_dict["USER"] == application["USER"]:
                    return  # one role for everything
                try:
                    grant_to_application(application["USER"], application["PASSWORD"])
                except RoleMissing as missing:
                    raise CommandError(str(missing)) from missing
