"""What the page of the ingestion counts by; and a job that was cancelled says why, as one that failed does."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('dialogues', '0040_feed_polling'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='article',
            index=models.Index(fields=['-created_at', '-id'], include=('stage', 'origin'), name='article_newest_first'),
        ),
        AddIndexConcurrently(
            model_name='job',
            index=models.Index(condition=models.Q(('state', 'done'), _negated=True), fields=['state', 'due_at'], name='job_not_done'),
        ),
        AddIndexConcurrently(
            model_name='job',
            index=models.Index(condition=models.Q(('state', 'done')), fields=['-updated_at'], include=('kind', 'created_at'), name='job_done_newest'),
        ),
        AddIndexConcurrently(
            model_name='suggestion',
            index=models.Index(condition=models.Q(('decision', 'pending'), _negated=True), fields=['kind', 'rule'], include=('decision', 'rejection_reason', 'edit_distance'), name='suggestion_decided'),
        ),
        AddConstraintNotValid(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['failed', 'quarantined', 'cancelled']), _negated=True), models.Q(('last_error', ''), _negated=True), _connector='OR'), name='dialogues_job_end_has_reason', violation_error_message='Job: a job that failed, is quarantined or was cancelled says why.'),
        ),
        ValidateConstraint(
            model_name='job',
            name='dialogues_job_end_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='job',
            name='dialogues_job_failure_has_reason',
        ),
    ]
