"""What was taken in from folders and files; and feeds that are sitemaps, with a filter of addresses."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0071_reading'),
    ]

    operations = [
        migrations.CreateModel(
            name='Archive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=2000, unique=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'ordering': ['-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ArchiveEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=2500)),
                ('key', models.CharField(blank=True, max_length=64)),
                ('problem', models.TextField(blank=True, db_default='', default='')),
                ('seen_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'verbose_name_plural': 'archive entries',
                'ordering': ['id'],
                'default_permissions': (),
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
            name='kind',
            field=models.CharField(blank=True, choices=[('rss', 'RSS'), ('atom', 'Atom'), ('json_feed', 'JSON Feed'), ('news_sitemap', 'news sitemap'), ('sitemap', 'sitemap'), ('sitemap_index', 'index of sitemaps')], db_default='', default='', max_length=16),
        ),
        migrations.AddField(
            model_name='feed',
            name='only_containing',
            field=models.CharField(blank=True, db_default='', default='', help_text='For example /press/: entries with other addresses are left out. Empty: all are taken.', max_length=200, verbose_name='only addresses that contain'),
        ),
        migrations.AddField(
            model_name='feedevent',
            name='only_containing',
            field=models.CharField(blank=True, db_default='', default='', help_text='For example /press/: entries with other addresses are left out. Empty: all are taken.', max_length=200, verbose_name='only addresses that contain'),
        ),
        migrations.AlterField(
            model_name='article',
            name='origin',
            field=models.CharField(choices=[('url', 'address'), ('upload', 'upload'), ('paste', 'pasted text'), ('feed', 'feed'), ('starter', 'starter record'), ('archive', 'archive')], max_length=8),
        ),
        migrations.AlterField(
            model_name='articleevent',
            name='origin',
            field=models.CharField(choices=[('url', 'address'), ('upload', 'upload'), ('paste', 'pasted text'), ('feed', 'feed'), ('starter', 'starter record'), ('archive', 'archive')], max_length=8),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."name", OLD."url", OLD."publisher_id", OLD."paused", OLD."paused_because", OLD."only_containing", OLD."interval_minutes") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."name", NEW."url", NEW."publisher_id", NEW."paused", NEW."paused_because", NEW."only_containing", NEW."interval_minutes") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='6ce42d6e1a854d2fdd71d3c8fb95771849b39882', operation='UPDATE', pgid='pgtrigger_version_rises_832d6', table='dialogues_feed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "only_containing", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (NEW."created_at", NEW."id", NEW."interval_minutes", NEW."name", NEW."only_containing", NEW."paused", NEW."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."publisher_id", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='5616da8b61e2ef4dff1c36b9520e6c3cab7120b9', operation='INSERT', pgid='pgtrigger_insert_insert_f17de', table='dialogues_feed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interval_minutes" IS DISTINCT FROM (NEW."interval_minutes") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."only_containing" IS DISTINCT FROM (NEW."only_containing") OR OLD."paused" IS DISTINCT FROM (NEW."paused") OR OLD."paused_because" IS DISTINCT FROM (NEW."paused_because") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "only_containing", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (NEW."created_at", NEW."id", NEW."interval_minutes", NEW."name", NEW."only_containing", NEW."paused", NEW."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."publisher_id", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='149544d7e4959787eb0d10fdd5b4438af8d7d510', operation='UPDATE', pgid='pgtrigger_update_update_2d528', table='dialogues_feed', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_feedevent" ("created_at", "id", "interval_minutes", "name", "only_containing", "paused", "paused_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "publisher_id", "updated_at", "url", "version") VALUES (OLD."created_at", OLD."id", OLD."interval_minutes", OLD."name", OLD."only_containing", OLD."paused", OLD."paused_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."publisher_id", OLD."updated_at", OLD."url", OLD."version"); RETURN NULL;', hash='d4ac3c5b4676614e6859632ebfb69b6f06850e05', operation='DELETE', pgid='pgtrigger_delete_delete_a767b', table='dialogues_feed', when='AFTER')),
        ),
        migrations.AddField(
            model_name='archiveentry',
            name='archive',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='dialogues.archive'),
        ),
        migrations.AddField(
            model_name='archiveentry',
            name='article',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='dialogues.article'),
        ),
        migrations.AddConstraint(
            model_name='archiveentry',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='dialogues_archiveentry_once', violation_error_message='This entry of an archive was taken in already.'),
        ),
        migrations.AddConstraint(
            model_name='archiveentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('problem', ''), models.Q(('key', ''), _negated=True)), models.Q(('article__isnull', True), models.Q(('problem', ''), _negated=True)), _connector='OR'), name='dialogues_archiveentry_article_or_reason', violation_error_message='An entry of an archive has become an article, or says why it has not.'),
        ),
    ]
