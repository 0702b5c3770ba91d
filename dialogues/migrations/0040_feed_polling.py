"""Feeds are asked by schedule: how the last request went, and what each feed has named."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0031_email_of_one_person'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('canonical_url', models.CharField(max_length=2000)),
                ('brought', models.BooleanField(help_text='This feed brought the article; off when it was held already.')),
                ('published_as_stated', models.CharField(blank=True, help_text="The feed's own words, with their time zone.", max_length=200)),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feed_entries', to='dialogues.article')),
                ('feed', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='dialogues.feed')),
            ],
            options={
                'verbose_name_plural': 'feed entries',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['feed', '-seen_at'], include=('brought',), name='feedentry_newest_first'), models.Index(fields=['-seen_at'], include=('feed', 'brought', 'article'), name='feedentry_seen_at')],
                'constraints': [models.UniqueConstraint(fields=('canonical_url', 'feed'), name='dialogues_feedentry_once_per_feed', violation_error_message='This feed has named this address already.')],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feed',
            name='version_rises',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feed',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feed',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='feed',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='feed',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, help_text='Begun and not ended: more than none when a worker was lost.'),
        ),
        migrations.AddField(
            model_name='feed',
            name='failing_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='feed',
            name='fence',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='feed',
            name='last_result',
            field=models.CharField(blank=True, db_default='', default='', max_length=300),
        ),
        migrations.AddField(
            model_name='feed',
            name='lease_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='feed',
            name='moved_to',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where its server says it has moved for good.', max_length=2000),
        ),
        migrations.AddField(
            model_name='feed',
            name='paused_because',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='feedevent',
            name='paused_because',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."name", OLD."url", OLD."publisher_id", OLD."paused", OLD."paused_because", OLD."interval_minutes") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."name", NEW."url", NEW."publisher_id", NEW."paused", NEW."paused_because", NEW."interval_minutes") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='bbb942946180ea78e8837511c1b1fc1b0d615321', operation='UPDATE', pgid='pgtrigger_version_rises_832d6', table='dialogues_feed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (NEW."created_at", NEW."id", NEW."interval_minutes", NEW."name", NEW."paused", NEW."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."publisher_id", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='855f8f26aaa98e5a758575291491b3dea3fc3942', operation='INSERT', pgid='pgtrigger_insert_insert_f17de', table='dialogues_feed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval_minutes" IS DISTINCT FROM (NEW."interval_minutes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."paused" IS DISTINCT FROM (NEW."paused") OR OLD."paused_because" IS DISTINCT FROM (NEW."paused_because") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (NEW."created_at", NEW."id", NEW."interval_minutes", NEW."name", NEW."paused", NEW."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."publisher_id", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='6c172040330715ccba79c5ff611b09d0b9b01ed7', operation='UPDATE', pgid='pgtrigger_update_update_2d528', table='dialogues_feed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (OLD."created_at", OLD."id", OLD."interval_minutes", OLD."name", OLD."paused", OLD."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."publisher_id", OLD."updated_at", OLD."url", OLD."version"); RETURN NULL;', hash='ed46b97ca2f7d23e0dce669cd695efe837c28629', operation='DELETE', pgid='pgtrigger_delete_delete_a767b', table='dialogues_feed', when='AFTER')),
        ),
    ]
