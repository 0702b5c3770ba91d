"""What people say of readings that found nothing; and whether somebody uses keys in the review queue."""

import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

PROTECT = """
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dialogues_nothingfoundevent
    FOR EACH STATEMENT EXECUTE FUNCTION dialogues_history_is_append_only();
CREATE TRIGGER history_is_written_by_triggers BEFORE INSERT ON dialogues_nothingfoundevent
    FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION dialogues_history_is_append_only();
"""

UNPROTECT = """
DROP TRIGGER history_is_written_by_triggers ON dialogues_nothingfoundevent;
DROP TRIGGER history_is_append_only ON dialogues_nothingfoundevent;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0041_ingestion_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='review_keys',
            field=models.BooleanField(db_default=True, default=True, help_text='Off for whoever uses speech input or other programs that press single keys.', verbose_name='keys in the review queue'),
        ),
        migrations.CreateModel(
            name='NothingFound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('rightly', 'rightly nothing'), ('missing', 'something is missing')], max_length=16)),
                ('decided_at', models.DateTimeField(auto_now=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('extraction', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='nothing_found', to='dialogues.extraction')),
            ],
            options={
                'verbose_name': 'verdict on an empty reading',
                'verbose_name_plural': 'verdicts on empty readings',
            },
        ),
        migrations.CreateModel(
            name='NothingFoundEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_context', pghistory.utils.JSONField(null=True)),
                ('pgh_context_id', models.UUIDField(null=True)),
                ('id', models.BigIntegerField()),
                ('verdict', models.CharField(choices=[('rightly', 'rightly nothing'), ('missing', 'something is missing')], max_length=16)),
                ('decided_at', models.DateTimeField(auto_now=True)),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('extraction', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='dialogues.extraction')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dialogues.nothingfound')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingfound',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_nothingfoundevent" ("decided_at", "decided_by_id", "extraction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."extraction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."verdict"); RETURN NULL;', hash='25296068fe9c8f2a60640387ef6f27ff52d69356', operation='INSERT', pgid='pgtrigger_insert_insert_9f99a', table='dialogues_nothingfound', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingfound',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "dialogues_nothingfoundevent" ("decided_at", "decided_by_id", "extraction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."extraction_id", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."verdict"); RETURN NULL;', hash='f3053e94fa1ba65b0a582c15d6515db3818c0296', operation='UPDATE', pgid='pgtrigger_update_update_2592c', table='dialogues_nothingfound', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingfound',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_nothingfoundevent" ("decided_at", "decided_by_id", "extraction_id", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."extraction_id", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."verdict"); RETURN NULL;', hash='67b46c66f30c2f08c5190627b1b7787a419d869f', operation='DELETE', pgid='pgtrigger_delete_delete_9772b', table='dialogues_nothingfound', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingfound',
            trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id"))', func="\n            RAISE EXCEPTION 'Key: the key of a row never changes, its history hangs on it.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_nothingfound_key_never_changes';\n            ", hash='e6a939b94c6e8a7fe3f04cfc840a56705ffea35e', operation='UPDATE OF "id"', pgid='pgtrigger_key_never_changes_c672b', table='dialogues_nothingfound', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='nothingfound',
            trigger=pgtrigger.compiler.Trigger(name='never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION 'Truncate: rows that go in this way would not be in the history; delete them.'\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_nothingfound_never_emptied';\n            ", hash='4eb3aa9bd02b8b38710e4369db553dd6ee6d663a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_emptied_d4354', table='dialogues_nothingfound', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='nothingfoundevent',
            index=models.Index(condition=models.Q(('extraction__isnull', False)), fields=['extraction'], name='nothingfoundevent_extraction'),
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
