"""An article has several versions: what each was seen as, and which of them a job is about."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0072_archives_and_sitemaps'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='version_rises',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='article',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='snapshot',
            name='version_rises',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='snapshot',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='snapshot',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='snapshot',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='article',
            name='own_article_because',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why staff say that this is no copy, although it looks like one. It is not marked as one again.', verbose_name='no copy because'),
        ),
        migrations.AddField(
            model_name='article',
            name='update_problem',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why a newer version could not be taken in. The version before stays.', verbose_name='problem with a newer version'),
        ),
        migrations.AddField(
            model_name='articleevent',
            name='own_article_because',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why staff say that this is no copy, although it looks like one. It is not marked as one again.', verbose_name='no copy because'),
        ),
        migrations.AddField(
            model_name='articleevent',
            name='update_problem',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why a newer version could not be taken in. The version before stays.', verbose_name='problem with a newer version'),
        ),
        migrations.AddField(
            model_name='job',
            name='snapshot',
            field=models.ForeignKey(blank=True, null=True, db_constraint=False, db_index=False, on_delete=django.db.models.deletion.SET_NULL, related_name='jobs', to='dialogues.snapshot'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='held_back_because',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why this is not taken for what the article says now.'),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', help_text='As it was read.', max_length=16),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='last_seen_at',
            field=models.DateTimeField(blank=True, help_text='When the same was seen again, unchanged.', null=True),
        ),
        migrations.AddField(
            model_name='snapshotevent',
            name='held_back_because',
            field=models.TextField(blank=True, db_default='', default='', help_text='Why this is not taken for what the article says now.'),
        ),
        migrations.AddField(
            model_name='snapshotevent',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', help_text='As it was read.', max_length=16),
        ),
        migrations.AddField(
            model_name='snapshotevent',
            name='last_seen_at',
            field=models.DateTimeField(blank=True, help_text='When the same was seen again, unchanged.', null=True),
        ),
        AddConstraintNotValid(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('own_article_because', ''), ('copy_of__isnull', True), _connector='OR'), name='dialogues_article_own_is_no_copy', violation_error_message='Copy of: staff have said that this is no copy.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."publisher_id", OLD."kind", OLD."kind_basis", OLD."origin", OLD."url", OLD."canonical_url", OLD."linkable", OLD."title", OLD."description", OLD."byline", OLD."language", OLD."published_on", OLD."published_on_basis", OLD."copy_of_id", OLD."copy_of_as_stated", OLD."own_article_because", OLD."note", OLD."added_by_id", OLD."stage", OLD."relevance", OLD."problem", OLD."problem_detail", OLD."update_problem") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."publisher_id", NEW."kind", NEW."kind_basis", NEW."origin", NEW."url", NEW."canonical_url", NEW."linkable", NEW."title", NEW."description", NEW."byline", NEW."language", NEW."published_on", NEW."published_on_basis", NEW."copy_of_id", NEW."copy_of_as_stated", NEW."own_article_because", NEW."note", NEW."added_by_id", NEW."stage", NEW."relevance", NEW."problem", NEW."problem_detail", NEW."update_problem") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='4e7c0dc70920ce11c057df0c43df642712fcec42', operation='UPDATE', pgid='pgtrigger_version_rises_14f27', table='dialogues_article', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "own_article_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "update_problem", "updated_at", "url", "version") VALUES (NEW."added_by_id", NEW."byline", NEW."canonical_url", NEW."copy_of_as_stated", NEW."copy_of_id", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."kind_basis", NEW."language", NEW."linkable", NEW."note", NEW."origin", NEW."own_article_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."problem", NEW."problem_detail", NEW."public_id", NEW."published_on", NEW."published_on_basis", NEW."publisher_id", NEW."relevance", NEW."stage", NEW."title", NEW."update_problem", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='4341ae7684b1c74f3048f52ffbfe1e5272473614', operation='INSERT', pgid='pgtrigger_insert_insert_a5b1c', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."canonical_url" IS DISTINCT FROM (NEW."canonical_url") OR OLD."copy_of_id" IS DISTINCT FROM (NEW."copy_of_id") OR OLD."copy_of_as_stated" IS DISTINCT FROM (NEW."copy_of_as_stated") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."kind_basis" IS DISTINCT FROM (NEW."kind_basis") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."linkable" IS DISTINCT FROM (NEW."linkable") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."own_article_because" IS DISTINCT FROM (NEW."own_article_because") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."problem_detail" IS DISTINCT FROM (NEW."problem_detail") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_basis" IS DISTINCT FROM (NEW."published_on_basis") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."relevance" IS DISTINCT FROM (NEW."relevance") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."update_problem" IS DISTINCT FROM (NEW."update_problem") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "own_article_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "update_problem", "updated_at", "url", "version") VALUES (NEW."added_by_id", NEW."byline", NEW."canonical_url", NEW."copy_of_as_stated", NEW."copy_of_id", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."kind_basis", NEW."language", NEW."linkable", NEW."note", NEW."origin", NEW."own_article_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."problem", NEW."problem_detail", NEW."public_id", NEW."published_on", NEW."published_on_basis", NEW."publisher_id", NEW."relevance", NEW."stage", NEW."title", NEW."update_problem", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='435f495583bf87277d478c2988ecf23a26d1cc09', operation='UPDATE', pgid='pgtrigger_update_update_15add', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "own_article_because", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "update_problem", "updated_at", "url", "version") VALUES (OLD."added_by_id", OLD."byline", OLD."canonical_url", OLD."copy_of_as_stated", OLD."copy_of_id", OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."kind_basis", OLD."language", OLD."linkable", OLD."note", OLD."origin", OLD."own_article_because", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."problem", OLD."problem_detail", OLD."public_id", OLD."published_on", OLD."published_on_basis", OLD."publisher_id", OLD."relevance", OLD."stage", OLD."title", OLD."update_problem", OLD."updated_at", OLD."url", OLD."version"); RETURN NULL;', hash='66c960558b7aab7238da2176795925b65d5bc130', operation='DELETE', pgid='pgtrigger_delete_delete_3e863', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."article_id", OLD."fetched_at", OLD."final_url", OLD."http_status", OLD."http_headers", OLD."content_type", OLD."content_sha256", OLD."content_bytes", OLD."stored_name", OLD."text", OLD."text_sha256", OLD."reader_version", OLD."reading_warnings", OLD."extent", OLD."language", OLD."last_seen_at", OLD."held_back_because") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."article_id", NEW."fetched_at", NEW."final_url", NEW."http_status", NEW."http_headers", NEW."content_type", NEW."content_sha256", NEW."content_bytes", NEW."stored_name", NEW."text", NEW."text_sha256", NEW."reader_version", NEW."reading_warnings", NEW."extent", NEW."language", NEW."last_seen_at", NEW."held_back_because") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='a9f7806cd2738d20232be20bc7292e086ee72ce8', operation='UPDATE', pgid='pgtrigger_version_rises_12cef', table='dialogues_snapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "held_back_because", "http_headers", "http_status", "id", "language", "last_seen_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (NEW."article_id", NEW."content_bytes", NEW."content_sha256", NEW."content_type", NEW."created_at", NEW."extent", NEW."fetched_at", NEW."final_url", NEW."held_back_because", NEW."http_headers", NEW."http_status", NEW."id", NEW."language", NEW."last_seen_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reader_version", NEW."reading_warnings", NEW."stored_name", NEW."text_sha256", NEW."updated_at", NEW."version"); RETURN NULL;', hash='36adffc1dc32ef1a4400fa532c36faad6a27238c', operation='INSERT', pgid='pgtrigger_insert_insert_e9a84', table='dialogues_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."content_bytes" IS DISTINCT FROM (NEW."content_bytes") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256") OR OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."extent" IS DISTINCT FROM (NEW."extent") OR OLD."fetched_at" IS DISTINCT FROM (NEW."fetched_at") OR OLD."final_url" IS DISTINCT FROM (NEW."final_url") OR OLD."held_back_because" IS DISTINCT FROM (NEW."held_back_because") OR OLD."http_headers" IS DISTINCT FROM (NEW."http_headers") OR OLD."http_status" IS DISTINCT FROM (NEW."http_status") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."last_seen_at" IS DISTINCT FROM (NEW."last_seen_at") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reader_version" IS DISTINCT FROM (NEW."reader_version") OR OLD."reading_warnings" IS DISTINCT FROM (NEW."reading_warnings") OR OLD."stored_name" IS DISTINCT FROM (NEW."stored_name") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "held_back_because", "http_headers", "http_status", "id", "language", "last_seen_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (NEW."article_id", NEW."content_bytes", NEW."content_sha256", NEW."content_type", NEW."created_at", NEW."extent", NEW."fetched_at", NEW."final_url", NEW."held_back_because", NEW."http_headers", NEW."http_status", NEW."id", NEW."language", NEW."last_seen_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."reader_version", NEW."reading_warnings", NEW."stored_name", NEW."text_sha256", NEW."updated_at", NEW."version"); RETURN NULL;', hash='fe8b0e7e1f9f7ef588adb646e5d379a8feed5e6a', operation='UPDATE', pgid='pgtrigger_update_update_d59e4', table='dialogues_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "held_back_because", "http_headers", "http_status", "id", "language", "last_seen_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (OLD."article_id", OLD."content_bytes", OLD."content_sha256", OLD."content_type", OLD."created_at", OLD."extent", OLD."fetched_at", OLD."final_url", OLD."held_back_because", OLD."http_headers", OLD."http_status", OLD."id", OLD."language", OLD."last_seen_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reader_version", OLD."reading_warnings", OLD."stored_name", OLD."text_sha256", OLD."updated_at", OLD."version"); RETURN NULL;', hash='719a85766004c98e0961026eed435619c1f42719', operation='DELETE', pgid='pgtrigger_delete_delete_7af91', table='dialogues_snapshot', when='AFTER')),
        ),
    ]
