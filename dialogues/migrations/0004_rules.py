"""Rules that the database did not hold yet. The unique constraints come first: the foreign keys refer to them."""

import dialogues.models.composite_key
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from dialogues.migrations._at_once import AtOnce
from dialogues.migrations._not_valid import AddNotValid



class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0003_history'),
    ]

    operations = [
        AtOnce([
        migrations.AddConstraint(
            model_name='conflict',
            constraint=models.UniqueConstraint(fields=('id', 'dialogue'), name='dialogues_conflict_with_its_dialogue', violation_error_message='Key: another row has this one already.'),
        ),
        migrations.AddConstraint(
            model_name='mechanism',
            constraint=models.UniqueConstraint(fields=('id', 'side_a', 'side_b'), name='dialogues_mechanism_with_its_sides', violation_error_message='Key: another row has this one already.'),
        ),
        migrations.AddConstraint(
            model_name='outcomestatus',
            constraint=models.UniqueConstraint(fields=('id', 'outcome'), name='dialogues_outcomestatus_with_its_outcome', violation_error_message='Key: another row has this one already.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('id', 'dialogue'), name='dialogues_participation_with_its_dialogue', violation_error_message='Key: another row has this one already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='article',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_article_public_id_stays';\n            ", hash='db1dbd5e7093bd5c241ce454209863a85be829b2', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_d0305', table='dialogues_article', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='citation',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_citation_public_id_stays';\n            ", hash='2075caa2a0ad62697ea50127aa5196ad83d27b12', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_4d854', table='dialogues_citation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='conflict',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_conflict_public_id_stays';\n            ", hash='6a5f0bd6bc7e66022ae0bfc33d96277eacf2ebe2', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_875ac', table='dialogues_conflict', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegationcount',
            trigger=pgtrigger.compiler.Trigger(name='party_is_a_side', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."party_id" IS NOT NULL)', declare='DECLARE sides text[];', func="\n            SELECT ARRAY[side_a_id, side_b_id] INTO sides FROM dialogues_dialogue WHERE id = NEW.dialogue_id;\n            IF NOT NEW.party_id = ANY (sides) THEN\n                RAISE EXCEPTION 'Party: % is neither side of this dialogue (%). Leave it empty for a count of both delegations.',\n                    NEW.party_id, array_to_string(sides, ', ')\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_delegationcount_party_is_a_side';\n            END IF;\n            RETURN NEW;\n            ", hash='5dda69c445717e701e229168090955bcf6447089', operation='INSERT OR UPDATE OF "party_id", "dialogue_id"', pgid='pgtrigger_party_is_a_side_31129', table='dialogues_delegationcount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='delegationcount',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_delegationcount_public_id_stays';\n            ", hash='8d4ee8e042888832b322aeabd548185c8b176e40', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_6d165', table='dialogues_delegationcount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dialogue',
            trigger=pgtrigger.compiler.Trigger(name='public_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."publication" = \'draft\'))', func="\n            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_dialogue_public_stays';\n            ", hash='829e8c7e63d47daf9226df43f89df5202fc068ff', operation='DELETE', pgid='pgtrigger_public_stays_65abc', table='dialogues_dialogue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dialogue',
            trigger=pgtrigger.compiler.Trigger(name='merged_in_one_step', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n            PERFORM 1 FROM dialogues_dialogue WHERE id = NEW.merged_into_id FOR SHARE;\n            IF EXISTS (\n                SELECT 1 FROM dialogues_dialogue AS merged\n                JOIN dialogues_dialogue AS target ON target.id = merged.merged_into_id\n                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)\n            ) THEN\n                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_dialogue_merged_in_one_step';\n            END IF;\n            RETURN NULL;\n            ", hash='a2fefbd07fec765d962e2d05339ea8250c298824', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_in_one_step_8ed4f', table='dialogues_dialogue', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dialogue',
            trigger=pgtrigger.compiler.Trigger(name='sides_fit_its_parts', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."side_a_id" IS DISTINCT FROM (NEW."side_a_id") OR OLD."side_b_id" IS DISTINCT FROM (NEW."side_b_id"))', constraint='CONSTRAINT', declare='DECLARE outsider text;', func="\n            SELECT part.party_id INTO outsider\n            FROM dialogues_dialogue AS dialogue\n            CROSS JOIN LATERAL (\n                SELECT party_id FROM dialogues_participation\n                WHERE dialogue_id = dialogue.id AND role NOT IN ('third_party', 'observer')\n                UNION ALL SELECT party_id FROM dialogues_delegationcount WHERE dialogue_id = dialogue.id\n                UNION ALL SELECT party_id FROM dialogues_position WHERE dialogue_id = dialogue.id\n                UNION ALL SELECT status.party_id FROM dialogues_outcomestatus AS status\n                    JOIN dialogues_outcome AS outcome ON outcome.id = status.outcome_id\n                    WHERE outcome.dialogue_id = dialogue.id\n            ) AS part\n            WHERE dialogue.id = NEW.id AND part.party_id NOT IN (dialogue.side_a_id, dialogue.side_b_id)\n            LIMIT 1;\n            IF outsider IS NOT NULL THEN\n                RAISE EXCEPTION 'Sides: something of this dialogue is of %, which would be neither side.', outsider\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_dialogue_sides_fit_its_parts';\n            END IF;\n            RETURN NULL;\n            ", hash='e9aa7745136ddae121b421660b1163d1d1048f3a', operation='UPDATE OF "side_a_id", "side_b_id"', pgid='pgtrigger_sides_fit_its_parts_6c189', table='dialogues_dialogue', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dialogue',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_dialogue_public_id_stays';\n            ", hash='a2e430541da9f73293c5006344245116f9e99426', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_6bf76', table='dialogues_dialogue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='difference',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_difference_public_id_stays';\n            ", hash='d2d0a65680bc64748d0924d60f7ba1537422ee51', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_e0cba', table='dialogues_difference', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='feed',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_feed_public_id_stays';\n            ", hash='cde5d23a72c1b6d2136588a17078beec1db1e29c', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_daeff', table='dialogues_feed', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mechanism',
            trigger=pgtrigger.compiler.Trigger(name='public_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."publication" = \'draft\'))', func="\n            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_mechanism_public_stays';\n            ", hash='beb48c6b5a56724d230c335db79322955ac24d31', operation='DELETE', pgid='pgtrigger_public_stays_4e041', table='dialogues_mechanism', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mechanism',
            trigger=pgtrigger.compiler.Trigger(name='merged_in_one_step', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n            PERFORM 1 FROM dialogues_mechanism WHERE id = NEW.merged_into_id FOR SHARE;\n            IF EXISTS (\n                SELECT 1 FROM dialogues_mechanism AS merged\n                JOIN dialogues_mechanism AS target ON target.id = merged.merged_into_id\n                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)\n            ) THEN\n                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_mechanism_merged_in_one_step';\n            END IF;\n            RETURN NULL;\n            ", hash='b72dae341b86c9f45a96c3d9142c35283138d616', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_in_one_step_3e4c0', table='dialogues_mechanism', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='mechanism',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_mechanism_public_id_stays';\n            ", hash='889e10c230daf53be1f25563cf372e2fae4d6d3f', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_6ea36', table='dialogues_mechanism', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='merge',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_merge_public_id_stays';\n            ", hash='e94170259ee463131e54d3be3c8175a5ca073505', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_1cd4c', table='dialogues_merge', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='milestone',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_milestone_public_id_stays';\n            ", hash='cb3e97f4938cb50011a03920c038562c3a8b9936', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_b2053', table='dialogues_milestone', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='public_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."publication" = \'draft\'))', func="\n            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_organization_public_stays';\n            ", hash='05571aef6361ba40b97f878023acc1af14da3fd9', operation='DELETE', pgid='pgtrigger_public_stays_4c9cd', table='dialogues_organization', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='merged_in_one_step', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n            PERFORM 1 FROM dialogues_organization WHERE id = NEW.merged_into_id FOR SHARE;\n            IF EXISTS (\n                SELECT 1 FROM dialogues_organization AS merged\n                JOIN dialogues_organization AS target ON target.id = merged.merged_into_id\n                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)\n            ) THEN\n                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_organization_merged_in_one_step';\n            END IF;\n            RETURN NULL;\n            ", hash='6178c3ea23cbde286c8fdaed1c6eed5b0c6bcbc3', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_in_one_step_4a1a1', table='dialogues_organization', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organization',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_organization_public_id_stays';\n            ", hash='e28bb446a46a33e993b1bd04db9f8ad888019f41', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_745bf', table='dialogues_organization', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='public_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."publication" = \'draft\'))', func="\n            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcome_public_stays';\n            ", hash='8d4bd35511d2f373b3a6d3f2e14d9d1c3b5caa9b', operation='DELETE', pgid='pgtrigger_public_stays_6b22d', table='dialogues_outcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='merged_in_one_step', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n            PERFORM 1 FROM dialogues_outcome WHERE id = NEW.merged_into_id FOR SHARE;\n            IF EXISTS (\n                SELECT 1 FROM dialogues_outcome AS merged\n                JOIN dialogues_outcome AS target ON target.id = merged.merged_into_id\n                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)\n            ) THEN\n                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcome_merged_in_one_step';\n            END IF;\n            RETURN NULL;\n            ", hash='410f6c6f0bd4592b646e707a1c74021f875e189f', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_in_one_step_2bfc5', table='dialogues_outcome', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcome',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcome_public_id_stays';\n            ", hash='a9edc978397ebf48b2aa8e36c4d2aa4669a2931f', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_78602', table='dialogues_outcome', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcomestatus',
            trigger=pgtrigger.compiler.Trigger(name='party_is_a_side', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."party_id" IS NOT NULL)', declare='DECLARE sides text[];', func="\n            SELECT ARRAY[side_a_id, side_b_id] INTO sides FROM dialogues_dialogue WHERE id = (SELECT dialogue_id FROM dialogues_outcome WHERE id = NEW.outcome_id);\n            IF NOT NEW.party_id = ANY (sides) THEN\n                RAISE EXCEPTION 'Party: % is neither side of this dialogue (%). Leave it empty when the status concerns both.',\n                    NEW.party_id, array_to_string(sides, ', ')\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcomestatus_party_is_a_side';\n            END IF;\n            RETURN NEW;\n            ", hash='8663b5070ac5d29b017242787f12cc963d3be2c1', operation='INSERT OR UPDATE OF "party_id", "outcome_id"', pgid='pgtrigger_party_is_a_side_8f81f', table='dialogues_outcomestatus', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcomestatus',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcomestatus_public_id_stays';\n            ", hash='1c4a7a5634ecac3fdd9b2ba09d7c3f18bf0bac70', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_b9fa2', table='dialogues_outcomestatus', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='participation',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_participation_public_id_stays';\n            ", hash='f85e81446730cb1332f8f18cbaf8651829714bfb', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_14751', table='dialogues_participation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='public_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (OLD."publication" = \'draft\'))', func="\n            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_person_public_stays';\n            ", hash='41dc12925b085a1918e149c2c255a38ef06273b6', operation='DELETE', pgid='pgtrigger_public_stays_f6b79', table='dialogues_person', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='merged_in_one_step', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."merged_into_id" IS NOT NULL)', constraint='CONSTRAINT', func="\n            PERFORM 1 FROM dialogues_person WHERE id = NEW.merged_into_id FOR SHARE;\n            IF EXISTS (\n                SELECT 1 FROM dialogues_person AS merged\n                JOIN dialogues_person AS target ON target.id = merged.merged_into_id\n                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)\n            ) THEN\n                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_person_merged_in_one_step';\n            END IF;\n            RETURN NULL;\n            ", hash='dc24fe46951b0d4af8ebf982e310acf31b4e2f3c', operation='INSERT OR UPDATE OF "merged_into_id"', pgid='pgtrigger_merged_in_one_step_a64f8', table='dialogues_person', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_person_public_id_stays';\n            ", hash='3b977f1ff6de172854bd8952dc4d8a0d307f61da', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_3c730', table='dialogues_person', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='party_is_a_side', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."party_id" IS NOT NULL)', declare='DECLARE sides text[];', func="\n            SELECT ARRAY[side_a_id, side_b_id] INTO sides FROM dialogues_dialogue WHERE id = NEW.dialogue_id;\n            IF NOT NEW.party_id = ANY (sides) THEN\n                RAISE EXCEPTION 'Party: % is neither side of this dialogue (%). A position is what one of the two sides takes.',\n                    NEW.party_id, array_to_string(sides, ', ')\n                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_position_party_is_a_side';\n            END IF;\n            RETURN NEW;\n            ", hash='b1a3bd6b04d05330ae14bab34bd8a59cc46b2ae8', operation='INSERT OR UPDATE OF "party_id", "dialogue_id"', pgid='pgtrigger_party_is_a_side_c7db1', table='dialogues_position', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='position',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_position_public_id_stays';\n            ", hash='1aabca978139a65765f41e9ee89dd05f5129c988', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_c8961', table='dialogues_position', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publisher',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_publisher_public_id_stays';\n            ", hash='f7043ddddcc07256a54acabb5a10d92496edd88f', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_fac8d', table='dialogues_publisher', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='relation',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_relation_public_id_stays';\n            ", hash='7a604832a7d4ae098f457cee9a89ea5aa32ba3fa', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_e1114', table='dialogues_relation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='text_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."text" IS NOT NULL AND OLD."text" IS DISTINCT FROM (NEW."text"))', func="\n                    RAISE EXCEPTION 'Text: citations count their places in it, so it stays as it was read.'\n                        USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_snapshot_text_stays';\n                    ", hash='0b6309dd77383924f4eeb8fd3947b23c10c5d794', operation='UPDATE OF "text"', pgid='pgtrigger_text_stays_2c08b', table='dialogues_snapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='snapshot',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_snapshot_public_id_stays';\n            ", hash='bd5fc2df1877f33f674b5bf47b068f9a2a26c99f', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_9f8bc', table='dialogues_snapshot', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suggestion',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_suggestion_public_id_stays';\n            ", hash='026f04a084f51cdfc9c828d402f1856d02ab37ed', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_6aa3b', table='dialogues_suggestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='tenure',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_tenure_public_id_stays';\n            ", hash='19e548f0ca1d5219c115c824a2a5c8b9e243e33e', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_9f7fc', table='dialogues_tenure', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='topic',
            trigger=pgtrigger.compiler.Trigger(name='public_id_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."public_id" IS DISTINCT FROM (NEW."public_id"))', func="\n            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id\n                USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_topic_public_id_stays';\n            ", hash='660df05f2035f9733e077321a4e4461cfbc727b3', operation='UPDATE OF "public_id"', pgid='pgtrigger_public_id_stays_7c18f', table='dialogues_topic', when='BEFORE')),
        ),
        AddNotValid(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('copy_of__isnull', True), models.Q(('copy_of', models.F('id')), _negated=True), _connector='OR'), name='dialogues_article_not_its_own_copy', violation_error_message='Copy of: an article is not a copy of itself.'),
        ),
        AddNotValid(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('conflict__isnull', True), ('dialogue__isnull', False), _connector='OR'), name='dialogues_citation_conflict_about_a_dialogue', violation_error_message='Conflict: a value in conflict is cited for the dialogue itself.'),
        ),
        AddNotValid(
            model_name='citation',
            constraint=dialogues.models.composite_key.SharedForeignKey(name='dialogues_citation_conflict_of_its_dialogue', reference='conflict', shared=('dialogue',), violation_error_message='Conflict: choose one of the same dialogue.'),
        ),
        AddNotValid(
            model_name='dialogue',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='dialogues_dialogue_not_merged_into_itself', violation_error_message='Merge: a record does not go into itself.'),
        ),
        AddNotValid(
            model_name='dialogue',
            constraint=dialogues.models.composite_key.SharedForeignKey(name='dialogues_dialogue_sides_of_its_mechanism', reference='mechanism', shared=('side_a', 'side_b'), violation_error_message='Mechanism: it is between two other sides than this dialogue.'),
        ),
        AddNotValid(
            model_name='mechanism',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='dialogues_mechanism_not_merged_into_itself', violation_error_message='Merge: a record does not go into itself.'),
        ),
        AddNotValid(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='dialogues_organization_not_its_own_parent', violation_error_message='Parent: an organization is not a part of itself.'),
        ),
        AddNotValid(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='dialogues_organization_not_merged_into_itself', violation_error_message='Merge: a record does not go into itself.'),
        ),
        AddNotValid(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='dialogues_outcome_not_merged_into_itself', violation_error_message='Merge: a record does not go into itself.'),
        ),
        AddNotValid(
            model_name='outcomestatus',
            constraint=models.CheckConstraint(condition=models.Q(('supersedes__isnull', True), models.Q(('supersedes', models.F('id')), _negated=True), _connector='OR'), name='dialogues_outcomestatus_not_superseding_itself', violation_error_message='Supersedes: an entry does not correct itself.'),
        ),
        AddNotValid(
            model_name='outcomestatus',
            constraint=dialogues.models.composite_key.SharedForeignKey(name='dialogues_outcomestatus_supersedes_its_own_outcome', reference='supersedes', shared=('outcome',), violation_error_message="Supersedes: choose an entry of the same outcome's history."),
        ),
        AddNotValid(
            model_name='participation',
            constraint=dialogues.models.composite_key.SharedForeignKey(name='dialogues_participation_acting_at_the_same_dialogue', reference='acting_for', shared=('dialogue',), violation_error_message='Acting for: choose a participant of the same dialogue.'),
        ),
        AddNotValid(
            model_name='person',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='dialogues_person_not_merged_into_itself', violation_error_message='Merge: a record does not go into itself.'),
        ),
        AddNotValid(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_mechanism__isnull', True), ('to_mechanism__isnull', True), models.Q(('from_mechanism', models.F('to_mechanism')), _negated=True), _connector='OR'), models.Q(('from_dialogue__isnull', True), ('to_dialogue__isnull', True), models.Q(('from_dialogue', models.F('to_dialogue')), _negated=True), _connector='OR'), models.Q(('from_outcome__isnull', True), ('to_outcome__isnull', True), models.Q(('from_outcome', models.F('to_outcome')), _negated=True), _connector='OR')), name='dialogues_relation_between_two_records', violation_error_message='Relation: a record has no lineage to itself.'),
        ),
        AddNotValid(
            model_name='topic',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='dialogues_topic_not_its_own_parent', violation_error_message='Parent: a topic is not narrower than itself.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='outcomestatus',
            trigger=pgtrigger.compiler.Trigger(name='history_without_gaps', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                    IF (SELECT COUNT(*) <> COALESCE(MAX(sequence), 0)\n                        FROM dialogues_outcomestatus WHERE outcome_id = OLD.outcome_id) THEN\n                        RAISE EXCEPTION 'Status: without entry % the history would have a gap.', OLD.sequence\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_outcomestatus_without_gaps';\n                    END IF;\n                    RETURN NULL;\n                    ", hash='61a5602c81e5c68cc6ec96489d3978fdae42243f', operation='DELETE', pgid='pgtrigger_history_without_gaps_37321', table='dialogues_outcomestatus', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        ]),
    ]
