"""What lasts: public IDs, addresses that were public, and merges that lead to the record in one step."""

from collections.abc import Iterable

import pgtrigger
from django.db import models
from django.db.models import F, Q


def keep_public_ids(records: Iterable[type[models.Model]]) -> None:
    """Each of these models refuses a change of its public ID."""
    for record in records:
        pgtrigger.register(_public_id_stays())(record)


def _public_id_stays() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="public_id_stays",
        operation=pgtrigger.UpdateOf("public_id"),
        when=pgtrigger.Before,
        condition=pgtrigger.Q(old__public_id__df=pgtrigger.F("new__public_id")),
        func=pgtrigger.Func(
            """
            RAISE EXCEPTION 'Public ID: % stays as it is; others cite it.', OLD.public_id
                USING ERRCODE = 'check_violation', CONSTRAINT = '{meta.db_table}_public_id_stays';
            """
        ),
    )


def not_merged_into_itself() -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
        name="%(app_label)s_%(class)s_not_merged_into_itself",
        violation_error_message="Merge: a record does not go into itself.",
    )


def public_stays() -> pgtrigger.Trigger:
    """A row that is published or withdrawn is not deleted, by whatever way."""
    return pgtrigger.Trigger(
        name="public_stays",
        operation=pgtrigger.Delete,
        when=pgtrigger.Before,
        condition=~pgtrigger.Q(old__publication="draft"),
        func=pgtrigger.Func(
            """
            RAISE EXCEPTION 'Delete: % was public. Withdraw it, or merge it into the right one.', OLD.public_id
                USING ERRCODE = 'check_violation', CONSTRAINT = '{meta.db_table}_public_stays';
            """
        ),
    )


def merged_in_one_step() -> pgtrigger.Trigger:
    """A merged record points at one that is not merged itself; checked at the end of the transaction.

    The lock makes a merge of the target, in another transaction, come either before this check or after the commit.
    """
    return pgtrigger.Trigger(
        name="merged_in_one_step",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("merged_into_id"),
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(new__merged_into__isnull=False),
        func=pgtrigger.Func(
            """
            PERFORM 1 FROM {meta.db_table} WHERE id = NEW.merged_into_id FOR SHARE;
            IF EXISTS (
                SELECT 1 FROM {meta.db_table} AS merged
                JOIN {meta.db_table} AS target ON target.id = merged.merged_into_id
                WHERE target.merged_into_id IS NOT NULL AND NEW.id IN (merged.id, target.id)
            ) THEN
                RAISE EXCEPTION 'Merge: % would lead to its record through another merged one.', NEW.public_id
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{meta.db_table}_merged_in_one_step';
            END IF;
            RETURN NULL;
            """
        ),
    )
