"""Jobs that are not done get the snapshot of their article, which has one as yet; then the reference is held to.

The keys of jobs stay: those that were made for an article are done once, as before.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

NAME = "dialogues_job_snapshot_id_fk_dialogues_snapshot_id"
FILL = """
    UPDATE dialogues_job AS job SET snapshot_id = seen.id
    FROM dialogues_snapshot AS seen
    WHERE seen.article_id = job.article_id AND job.snapshot_id IS NULL
      AND job.state <> 'done' AND job.kind <> 'fetch'
      AND NOT EXISTS (
          SELECT 1 FROM dialogues_snapshot AS later WHERE later.article_id = job.article_id AND later.id > seen.id
      )
"""


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('dialogues', '0073_changed_articles'),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        ValidateConstraint(model_name='article', name='dialogues_article_own_is_no_copy'),
        AddIndexConcurrently(
            model_name='job',
            index=models.Index(condition=models.Q(('snapshot__isnull', False)), fields=['snapshot'], name='job_snapshot'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f'ALTER TABLE "dialogues_job" ADD CONSTRAINT "{NAME}" FOREIGN KEY ("snapshot_id") '
                    'REFERENCES "dialogues_snapshot" ("id") DEFERRABLE INITIALLY DEFERRED NOT VALID',
                    f'ALTER TABLE "dialogues_job" DROP CONSTRAINT "{NAME}"',
                ),
                migrations.RunSQL(
                    f'ALTER TABLE "dialogues_job" VALIDATE CONSTRAINT "{NAME}"', migrations.RunSQL.noop
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name='job',
                    name='snapshot',
                    field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='dialogues.snapshot'),
                ),
            ],
        ),
    ]
