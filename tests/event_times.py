"""Moves the history into the past, so that a test needs no clock and no commit between two versions."""

from datetime import timedelta

from django.apps import apps
from django.db import connection


def let_time_pass(by: timedelta = timedelta(days=1)) -> None:
    """All events so far happened this much earlier. Only the owner of the tables can do that, as tests are."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("dialogues").get_models():
            if hasattr(model, "pgh_tracked_model"):
                table = model._meta.db_table
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER history_is_append_only")
                earlier = "pgh_created_at = pgh_created_at - make_interval(secs => %s)"
                cursor.execute(f"UPDATE {table} SET {earlier}", [by.total_seconds()])  # noqa: S608 - names of ours
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER history_is_append_only")
