from django.db import migrations, models


class Migration(migrations.Migration):
    """One signs in by an e-mail address too. The index is made while people sign in, so outside of a transaction."""

    atomic = False

    dependencies = [
        ('dialogues', '0030_publish_permission'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    """
                    CREATE UNIQUE INDEX CONCURRENTLY "dialogues_user_email_of_one_person"
                    ON "dialogues_user" ("email") WHERE NOT ("email" = '')
                    """,
                    'DROP INDEX CONCURRENTLY "dialogues_user_email_of_one_person"',
                )
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='user',
                    constraint=models.UniqueConstraint(condition=models.Q(('email', ''), _negated=True), fields=('email',), name='dialogues_user_email_of_one_person', violation_error_message='Email: another account has it, and one can sign in by it.'),
                )
            ],
        ),
    ]
