"""docs/rules.md names every rule that the database holds, each with a test; and no other."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

HERE = Path(__file__).parent
LINES = re.findall(
    r"^\| `(dialogues_[\w*]+)` \| [^|]+ \| [^|]+ \| `([\w.]+)::(\w+)` \|$",
    (Path(settings.BASE_DIR) / "docs" / "rules.md").read_text(),
    re.MULTILINE,
)


def rules() -> set[str]:
    """The names of our constraints, and those that our triggers give in their errors."""
    with connection.cursor() as cursor:
        # What PostgreSQL or Django has named ends in its kind (…_pkey, …_fk_…, …_uniq, …_check, …_not_null).
        cursor.execute(
            r"""
            SELECT conname FROM pg_constraint
            JOIN pg_class ON pg_class.oid = conrelid
            WHERE relname LIKE 'dialogues\_%' AND contype IN ('c', 'u', 'f')
              AND conname !~ '(_fk_|_key$|_uniq$|_check$)' AND conname !~ '_with_its_(sides|dialogue|outcome|article)$'
            UNION  -- a unique constraint with a condition is an index
            SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            WHERE relname LIKE 'dialogues\_%' AND indisunique AND indpred IS NOT NULL
            UNION
            SELECT (regexp_matches(prosrc, $$CONSTRAINT = '(\w+)'$$, 'g'))[1] FROM pg_proc
            WHERE proname LIKE 'pgtrigger\_%'
            """
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_every_rule_of_the_database_has_a_line() -> None:
    patterns = [name for name, _, _ in LINES]
    assert [name for name in sorted(rules()) if not any(fnmatchcase(name, pattern) for pattern in patterns)] == []


@pytest.mark.django_db
def test_every_line_has_its_rule() -> None:
    held = rules()
    assert [pattern for pattern, _, _ in LINES if not any(fnmatchcase(name, pattern) for name in held)] == []


def test_every_line_has_its_test() -> None:
    assert len(LINES) > 50
    missing = [
        f"{file}::{test}"
        for _, file, test in LINES
        if f"\ndef {test}(" not in (HERE / file).read_text(encoding="utf-8")
    ]
    assert missing == []
