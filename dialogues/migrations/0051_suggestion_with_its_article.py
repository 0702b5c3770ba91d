"""A key of suggestions together with their article, which foreign keys of what is coded refer to.

The index is built without holding up who writes, and then becomes the constraint.
"""

from django.db import migrations, models

NAME = "dialogues_suggestion_with_its_article"


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('dialogues', '0050_review_queue'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'CREATE UNIQUE INDEX CONCURRENTLY "{NAME}" ON "dialogues_suggestion" ("id", "article_id")',
                    f'DROP INDEX CONCURRENTLY IF EXISTS "{NAME}"',
                ),
                migrations.RunSQL(
                    f'ALTER TABLE "dialogues_suggestion" ADD CONSTRAINT "{NAME}" UNIQUE USING INDEX "{NAME}"',
                    f'ALTER TABLE "dialogues_suggestion" DROP CONSTRAINT "{NAME}"',
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='suggestion',
                    constraint=models.UniqueConstraint(fields=('id', 'article'), name=NAME, violation_error_message='Key: another row has this one already.'),
                ),
            ],
        ),
    ]
