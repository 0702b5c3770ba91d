"""What triggers check row by row, asked of the whole after a COPY that went by them."""

from typing import Final

from django.db import connection

from dialogues.management.generation.tables import Table

# The parameter is the first primary key that was written; rows before it have been checked when they came.
BROKEN: Final = {
    "dialogues_participation": (
        "participants of neither side",
        """
        SELECT count(*) FROM dialogues_participation AS participation
        JOIN dialogues_dialogue AS dialogue ON dialogue.id = participation.dialogue_id
        WHERE participation.id >= %s AND participation.role NOT IN ('third_party', 'observer')
          AND participation.party_id NOT IN (dialogue.side_a_id, dialogue.side_b_id)
        """,
    ),
    "dialogues_delegationcount": (
        "head counts of neither side",
        """
        SELECT count(*) FROM dialogues_delegationcount AS delegation
        JOIN dialogues_dialogue AS dialogue ON dialogue.id = delegation.dialogue_id
        WHERE delegation.id >= %s AND delegation.party_id NOT IN (dialogue.side_a_id, dialogue.side_b_id)
        """,
    ),
    "dialogues_outcomestatus": (
        "outcomes whose history has a gap",
        """
        SELECT count(*) FROM (
            SELECT 1 FROM dialogues_outcomestatus WHERE id >= %s
            GROUP BY outcome_id HAVING min(sequence) <> 1 OR max(sequence) <> count(*)
        ) AS gaps
        """,
    ),
    "dialogues_citation": (
        "citations that their text does not hold",
        """
        SELECT count(*) FROM dialogues_citation AS citation
        JOIN dialogues_snapshot AS snapshot ON snapshot.id = citation.snapshot_id
        WHERE citation.id >= %s AND CASE
            WHEN citation.start IS NULL THEN snapshot.text IS NOT NULL AND citation.stance <> 'silent'
            ELSE substr(snapshot.text, citation.start + 1, citation."end" - citation.start) IS DISTINCT FROM
                 citation.quote
        END
        """,
    ),
}


class RuleBrokenError(Exception):
    """What was generated breaks a rule of the record. The message says which, and how often."""


def check_rules(tables: list[Table]) -> None:
    """Raises RuleBrokenError unless all that was written keeps the rules of the triggers."""
    first_ids = {table.name: table.first_id for table in tables}
    for table, (what, statement) in BROKEN.items():
        with connection.cursor() as cursor:
            cursor.execute(statement, [first_ids[table]])
            found = cursor.fetchone()[0]
        if found:
            raise RuleBrokenError(f"{table}: {found} {what}")
