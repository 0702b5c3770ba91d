"""Where the kind of an article was found, what reading missed of a snapshot, and the job that reads with more time."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0070_polite_fetching'),
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
            name='kind_basis',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where reading found it; empty: given by staff.', max_length=200),
        ),
        migrations.AddField(
            model_name='articleevent',
            name='kind_basis',
            field=models.CharField(blank=True, db_default='', default='', help_text='Where reading found it; empty: given by staff.', max_length=200),
        ),
        migrations.AddField(
            model_name='snapshot',
            name='reading_warnings',
            field=models.JSONField(blank=True, db_default=[], default=list, help_text='Sentences: what of it was probably not read.'),
        ),
        migrations.AddField(
            model_name='snapshotevent',
            name='reading_warnings',
            field=models.JSONField(blank=True, db_default=[], default=list, help_text='Sentences: what of it was probably not read.'),
        ),
        migrations.AlterField(
            model_name='job',
            name='kind',
            field=models.CharField(choices=[('fetch', 'fetch'), ('read', 'read'), ('read_long', 'read with more time'), ('dedupe', 'compare with the articles held'), ('extract', 'extract facts'), ('suggest', 'make suggestions')], max_length=12),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."publisher_id", OLD."kind", OLD."kind_basis", OLD."origin", OLD."url", OLD."canonical_url", OLD."linkable", OLD."title", OLD."description", OLD."byline", OLD."language", OLD."published_on", OLD."published_on_basis", OLD."copy_of_id", OLD."copy_of_as_stated", OLD."note", OLD."added_by_id", OLD."stage", OLD."relevance", OLD."problem", OLD."problem_detail") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."publisher_id", NEW."kind", NEW."kind_basis", NEW."origin", NEW."url", NEW."canonical_url", NEW."linkable", NEW."title", NEW."description", NEW."byline", NEW."language", NEW."published_on", NEW."published_on_basis", NEW."copy_of_id", NEW."copy_of_as_stated", NEW."note", NEW."added_by_id", NEW."stage", NEW."relevance", NEW."problem", NEW."problem_detail") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='4b3c43710c2db018c4ede693452a6028b386c959', operation='UPDATE', pgid='pgtrigger_version_rises_14f27', table='dialogues_article', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "updated_at", "url", "version") VALUES (NEW."added_by_id", NEW."byline", NEW."canonical_url", NEW."copy_of_as_stated", NEW."copy_of_id", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."kind_basis", NEW."language", NEW."linkable", NEW."note", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."problem", NEW."problem_detail", NEW."public_id", NEW."published_on", NEW."published_on_basis", NEW."publisher_id", NEW."relevance", NEW."stage", NEW."title", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='d5f43bbed54e51f3f2fb12e87935b0ad1072cd90', operation='INSERT', pgid='pgtrigger_insert_insert_a5b1c', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."byline" IS DISTINCT FROM (NEW."byline") OR OLD."canonical_url" IS DISTINCT FROM (NEW."canonical_url") OR OLD."copy_of_id" IS DISTINCT FROM (NEW."copy_of_id") OR OLD."copy_of_as_stated" IS DISTINCT FROM (NEW."copy_of_as_stated") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."kind_basis" IS DISTINCT FROM (NEW."kind_basis") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."linkable" IS DISTINCT FROM (NEW."linkable") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."origin" IS DISTINCT FROM (NEW."origin") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."problem_detail" IS DISTINCT FROM (NEW."problem_detail") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."published_on_basis" IS DISTINCT FROM (NEW."published_on_basis") OR OLD."publisher_id" IS DISTINCT FROM (NEW."publisher_id") OR OLD."relevance" IS DISTINCT FROM (NEW."relevance") OR OLD."stage" IS DISTINCT FROM (NEW."stage") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."url" IS DISTINCT FROM (NEW."url") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "updated_at", "url", "version") VALUES (NEW."added_by_id", NEW."byline", NEW."canonical_url", NEW."copy_of_as_stated", NEW."copy_of_id", NEW."created_at", NEW."description", NEW."id", NEW."kind", NEW."kind_basis", NEW."language", NEW."linkable", NEW."note", NEW."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."problem", NEW."problem_detail", NEW."public_id", NEW."published_on", NEW."published_on_basis", NEW."publisher_id", NEW."relevance", NEW."stage", NEW."title", NEW."updated_at", NEW."url", NEW."version"); RETURN NULL;', hash='f5b00889ec59c6b698105d24d4fd6312a26fca2e', operation='UPDATE', pgid='pgtrigger_update_update_15add', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_articleevent" ("added_by_id", "byline", "canonical_url", "copy_of_as_stated", "copy_of_id", "created_at", "description", "id", "kind", "kind_basis", "language", "linkable", "note", "origin", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problem", "problem_detail", "public_id", "published_on", "published_on_basis", "publisher_id", "relevance", "stage", "title", "updated_at", "url", "version") VALUES (OLD."added_by_id", OLD."byline", OLD."canonical_url", OLD."copy_of_as_stated", OLD."copy_of_id", OLD."created_at", OLD."description", OLD."id", OLD."kind", OLD."kind_basis", OLD."language", OLD."linkable", OLD."note", OLD."origin", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."problem", OLD."problem_detail", OLD."public_id", OLD."published_on", OLD."published_on_basis", OLD."publisher_id", OLD."relevance", OLD."stage", OLD."title", OLD."updated_at", OLD."url", OLD."version"); RETURN NULL;', hash='445c9ec6833e53305d9295bbead5b1aae806437a', operation='DELETE', pgid='pgtrigger_delete_delete_3e863', table='dialogues_article', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."article_id", OLD."fetched_at", OLD."final_url", OLD."http_status", OLD."http_headers", OLD."content_type", OLD."content_sha256", OLD."content_bytes", OLD."stored_name", OLD."text", OLD."text_sha256", OLD."reader_version", OLD."reading_warnings", OLD."extent") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."article_id", NEW."fetched_at", NEW."final_url", NEW."http_status", NEW."http_headers", NEW."content_type", NEW."content_sha256", NEW."content_bytes", NEW."stored_name", NEW."text", NEW."text_sha256", NEW."reader_version", NEW."reading_warnings", NEW."extent") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='add58fe00dbb28c5f7abb6c870a445bdb4ae41c8', operation='UPDATE', pgid='pgtrigger_version_rises_12cef', table='dialogues_snapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "http_headers", "http_status", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (NEW."article_id", NEW."content_bytes", NEW."content_sha256", NEW."content_type", NEW."created_at", NEW."extent", NEW."fetched_at", NEW."final_url", NEW."http_headers", NEW."http_status", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."reader_version", NEW."reading_warnings", NEW."stored_name", NEW."text_sha256", NEW."updated_at", NEW."version"); RETURN NULL;', hash='90fc130015e3f79e8285c26f43cf3c8c429030be', operation='INSERT', pgid='pgtrigger_insert_insert_e9a84', table='dialogues_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."content_bytes" IS DISTINCT FROM (NEW."content_bytes") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256") OR OLD."content_type" IS DISTINCT FROM (NEW."content_type") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."extent" IS DISTINCT FROM (NEW."extent") OR OLD."fetched_at" IS DISTINCT FROM (NEW."fetched_at") OR OLD."final_url" IS DISTINCT FROM (NEW."final_url") OR OLD."http_headers" IS DISTINCT FROM (NEW."http_headers") OR OLD."http_status" IS DISTINCT FROM (NEW."http_status") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."reader_version" IS DISTINCT FROM (NEW."reader_version") OR OLD."reading_warnings" IS DISTINCT FROM (NEW."reading_warnings") OR OLD."stored_name" IS DISTINCT FROM (NEW."stored_name") OR OLD."text_sha256" IS DISTINCT FROM (NEW."text_sha256") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "http_headers", "http_status", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (NEW."article_id", NEW."content_bytes", NEW."content_sha256", NEW."content_type", NEW."created_at", NEW."extent", NEW."fetched_at", NEW."final_url", NEW."http_headers", NEW."http_status", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."reader_version", NEW."reading_warnings", NEW."stored_name", NEW."text_sha256", NEW."updated_at", NEW."version"); RETURN NULL;', hash='c346b090b021261ffa230afdb71f4f4d1755f55e', operation='UPDATE', pgid='pgtrigger_update_update_d59e4', table='dialogues_snapshot', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_snapshotevent" ("article_id", "content_bytes", "content_sha256", "content_type", "created_at", "extent", "fetched_at", "final_url", "http_headers", "http_status", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reader_version", "reading_warnings", "stored_name", "text_sha256", "updated_at", "version") VALUES (OLD."article_id", OLD."content_bytes", OLD."content_sha256", OLD."content_type", OLD."created_at", OLD."extent", OLD."fetched_at", OLD."final_url", OLD."http_headers", OLD."http_status", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."reader_version", OLD."reading_warnings", OLD."stored_name", OLD."text_sha256", OLD."updated_at", OLD."version"); RETURN NULL;', hash='64e3f3728c53a4e6c4498cb8a08b80e5ee42d03a', operation='DELETE', pgid='pgtrigger_delete_delete_7af91', table='dialogues_snapshot', when='AFTER')),
        ),
    ]
