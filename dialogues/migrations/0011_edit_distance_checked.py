"""Validated in a transaction of its own, so that the lock of the column's migration is gone by then."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0010_undo_and_differences'),
    ]

    operations = [
        ValidateConstraint(
            model_name='suggestion',
            name='dialogues_suggestion_edit_distance_of_accepted',
        ),
    ]
