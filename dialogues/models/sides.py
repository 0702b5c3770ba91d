"""The two sides of a mechanism or a dialogue, in their stored order, and what may only be of one of them."""

import pgtrigger
from django.db import models
from django.db.models import F, Q


def sides_in_order() -> models.CheckConstraint:
    """Two different parties, the one whose code comes first as side A: so that a pair is stored in one way only."""
    return models.CheckConstraint(
        condition=Q(side_a__lt=F("side_b")),
        name="%(app_label)s_%(class)s_sides_in_order",
        violation_error_message=(
            "Sides: two different parties, with the code that comes first in the alphabet as side A (CN before US)."
        ),
    )


def of_a_side(thing: str, *, parent: str = "dialogue") -> pgtrigger.Trigger:
    """The row's party, when it has one, is a side of its dialogue. `parent` leads there: dialogue, or outcome."""
    dialogue = "NEW.dialogue_id"
    if parent == "outcome":
        dialogue = "(SELECT dialogue_id FROM dialogues_outcome WHERE id = NEW.outcome_id)"
    return pgtrigger.Trigger(
        name="party_is_a_side",
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("party_id", f"{parent}_id"),
        when=pgtrigger.Before,
        condition=pgtrigger.Q(new__party__isnull=False),
        declare=[("sides", "text[]")],
        func=pgtrigger.Func(
            f"""
            SELECT ARRAY[side_a_id, side_b_id] INTO sides FROM dialogues_dialogue WHERE id = {dialogue};
            IF NOT NEW.party_id = ANY (sides) THEN
                RAISE EXCEPTION 'Party: % is neither side of this dialogue (%). {thing}',
                    NEW.party_id, array_to_string(sides, ', ')
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{{meta.db_table}}_party_is_a_side';
            END IF;
            RETURN NEW;
            """  # noqa: S608 - made of this module's own words
        ),
    )


def sides_fit_its_parts() -> pgtrigger.Trigger:
    """The sides of a dialogue change only together with the parties of what belongs to it.

    Checked at the end of the transaction, so that both can be corrected in one.
    """
    return pgtrigger.Trigger(
        name="sides_fit_its_parts",
        operation=pgtrigger.UpdateOf("side_a_id", "side_b_id"),
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Q(old__side_a__df=pgtrigger.F("new__side_a"))
        | pgtrigger.Q(old__side_b__df=pgtrigger.F("new__side_b")),
        declare=[("outsider", "text")],
        func=pgtrigger.Func(
            """
            SELECT part.party_id INTO outsider
            FROM dialogues_dialogue AS dialogue
            CROSS JOIN LATERAL (
                SELECT party_id FROM dialogues_participation
                WHERE dialogue_id = dialogue.id AND role NOT IN ('third_party', 'observer')
                UNION ALL SELECT party_id FROM dialogues_delegationcount WHERE dialogue_id = dialogue.id
                UNION ALL SELECT party_id FROM dialogues_position WHERE dialogue_id = dialogue.id
                UNION ALL SELECT status.party_id FROM dialogues_outcomestatus AS status
                    JOIN dialogues_outcome AS outcome ON outcome.id = status.outcome_id
                    WHERE outcome.dialogue_id = dialogue.id
            ) AS part
            WHERE dialogue.id = NEW.id AND part.party_id NOT IN (dialogue.side_a_id, dialogue.side_b_id)
            LIMIT 1;
            IF outsider IS NOT NULL THEN
                RAISE EXCEPTION 'Sides: something of this dialogue is of %, which would be neither side.', outsider
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'dialogues_dialogue_sides_fit_its_parts';
            END IF;
            RETURN NULL;
            """
        ),
    )
