"""What an undo left behind, how far a correction went, and differences between accounts as a kind of suggestion."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0006_text_fingerprint'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='suggestion',
            name='version_rises',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='suggestion',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='suggestion',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='suggestion',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='suggestion',
            name='edit_distance',
            field=models.FloatField(blank=True, help_text='How far what was accepted is from what was proposed, 0 to 1; see dialogues/review/edit_distance.py.', null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='undo_note',
            field=models.CharField(blank=True, db_default='', default='', help_text='What is left of an acceptance that was undone too late to leave nothing; for the next reviewer.', max_length=300),
        ),
        migrations.AddField(
            model_name='suggestionevent',
            name='edit_distance',
            field=models.FloatField(blank=True, help_text='How far what was accepted is from what was proposed, 0 to 1; see dialogues/review/edit_distance.py.', null=True),
        ),
        migrations.AddField(
            model_name='suggestionevent',
            name='undo_note',
            field=models.CharField(blank=True, db_default='', default='', help_text='What is left of an acceptance that was undone too late to leave nothing; for the next reviewer.', max_length=300),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='kind',
            field=models.CharField(choices=[('dialogue', 'dialogue'), ('participation', 'participant'), ('delegation_count', 'head count'), ('outcome', 'outcome'), ('relation', 'lineage'), ('position', 'position'), ('status', 'status of an outcome'), ('difference', 'difference between accounts')], max_length=20),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='written',
            field=models.JSONField(blank=True, default=list, help_text='What accepting wrote: model and public ID, in the order of writing; for a value that an older row has got, also its field and what was added.'),
        ),
        migrations.AlterField(
            model_name='suggestionevent',
            name='kind',
            field=models.CharField(choices=[('dialogue', 'dialogue'), ('participation', 'participant'), ('delegation_count', 'head count'), ('outcome', 'outcome'), ('relation', 'lineage'), ('position', 'position'), ('status', 'status of an outcome'), ('difference', 'difference between accounts')], max_length=20),
        ),
        migrations.AlterField(
            model_name='suggestionevent',
            name='written',
            field=models.JSONField(blank=True, default=list, help_text='What accepting wrote: model and public ID, in the order of writing; for a value that an older row has got, also its field and what was added.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suggestion',
            trigger=pgtrigger.compiler.Trigger(name='version_rises', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            IF NEW.version > OLD.version OR (OLD."id", OLD."created_at", OLD."public_id", OLD."article_id", OLD."snapshot_id", OLD."extraction_id", OLD."kind", OLD."position", OLD."builds_on_id", OLD."payload", OLD."spans", OLD."sentence_start", OLD."sentence_end", OLD."evidence", OLD."confidence", OLD."rule", OLD."fingerprint", OLD."matched_dialogue_id", OLD."matched_participation_id", OLD."matched_outcome_id", OLD."match_reason", OLD."decision", OLD."decided_by_id", OLD."decided_at", OLD."rejection_reason", OLD."accepted_payload", OLD."written", OLD."edit_distance", OLD."undo_note", OLD."locked_by_id", OLD."locked_until") IS DISTINCT FROM (NEW."id", NEW."created_at", NEW."public_id", NEW."article_id", NEW."snapshot_id", NEW."extraction_id", NEW."kind", NEW."position", NEW."builds_on_id", NEW."payload", NEW."spans", NEW."sentence_start", NEW."sentence_end", NEW."evidence", NEW."confidence", NEW."rule", NEW."fingerprint", NEW."matched_dialogue_id", NEW."matched_participation_id", NEW."matched_outcome_id", NEW."match_reason", NEW."decision", NEW."decided_by_id", NEW."decided_at", NEW."rejection_reason", NEW."accepted_payload", NEW."written", NEW."edit_distance", NEW."undo_note", NEW."locked_by_id", NEW."locked_until") THEN\n                NEW.version := OLD.version + 1;\n            ELSE\n                NEW.version := OLD.version;\n            END IF;\n            RETURN NEW;\n        ', hash='c39091f62cb8af54c8f786f6db95fca7ed2f65ee', operation='UPDATE', pgid='pgtrigger_version_rises_cff7f', table='dialogues_suggestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suggestion',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_suggestionevent" ("accepted_payload", "article_id", "decided_at", "decided_by_id", "decision", "edit_distance", "id", "kind", "matched_dialogue_id", "matched_outcome_id", "matched_participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rejection_reason", "undo_note", "written") VALUES (NEW."accepted_payload", NEW."article_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."edit_distance", NEW."id", NEW."kind", NEW."matched_dialogue_id", NEW."matched_outcome_id", NEW."matched_participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."public_id", NEW."rejection_reason", NEW."undo_note", NEW."written"); RETURN NULL;', hash='38b30fae3f3b7facd61f14da9a94c12889381ad1', operation='INSERT', pgid='pgtrigger_insert_insert_b8a83', table='dialogues_suggestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suggestion',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."accepted_payload" IS DISTINCT FROM (NEW."accepted_payload") OR OLD."article_id" IS DISTINCT FROM (NEW."article_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decision" IS DISTINCT FROM (NEW."decision") OR OLD."edit_distance" IS DISTINCT FROM (NEW."edit_distance") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."matched_dialogue_id" IS DISTINCT FROM (NEW."matched_dialogue_id") OR OLD."matched_outcome_id" IS DISTINCT FROM (NEW."matched_outcome_id") OR OLD."matched_participation_id" IS DISTINCT FROM (NEW."matched_participation_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."rejection_reason" IS DISTINCT FROM (NEW."rejection_reason") OR OLD."undo_note" IS DISTINCT FROM (NEW."undo_note") OR OLD."written" IS DISTINCT FROM (NEW."written"))', func='INSERT INTO "dialogues_suggestionevent" ("accepted_payload", "article_id", "decided_at", "decided_by_id", "decision", "edit_distance", "id", "kind", "matched_dialogue_id", "matched_outcome_id", "matched_participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rejection_reason", "undo_note", "written") VALUES (NEW."accepted_payload", NEW."article_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."edit_distance", NEW."id", NEW."kind", NEW."matched_dialogue_id", NEW."matched_outcome_id", NEW."matched_participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."public_id", NEW."rejection_reason", NEW."undo_note", NEW."written"); RETURN NULL;', hash='22c2b0c2011d4661c7c40c858e13cbf20ae211ad', operation='UPDATE', pgid='pgtrigger_update_update_90c0e', table='dialogues_suggestion', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suggestion',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "dialogues_suggestionevent" ("accepted_payload", "article_id", "decided_at", "decided_by_id", "decision", "edit_distance", "id", "kind", "matched_dialogue_id", "matched_outcome_id", "matched_participation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "rejection_reason", "undo_note", "written") VALUES (OLD."accepted_payload", OLD."article_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."edit_distance", OLD."id", OLD."kind", OLD."matched_dialogue_id", OLD."matched_outcome_id", OLD."matched_participation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."public_id", OLD."rejection_reason", OLD."undo_note", OLD."written"); RETURN NULL;', hash='937fb49a7f8e08bb40df4b6da47fa934df2f10dc', operation='DELETE', pgid='pgtrigger_delete_delete_b2cfa', table='dialogues_suggestion', when='AFTER')),
        ),
        AddConstraintNotValid(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('edit_distance__isnull', True), models.Q(('decision', 'accepted'), ('edit_distance__gte', 0), ('edit_distance__lte', 1)), _connector='OR'), name='dialogues_suggestion_edit_distance_of_accepted', violation_error_message='Edit distance: from 0 to 1, and only of an accepted suggestion.'),
        ),
    ]
