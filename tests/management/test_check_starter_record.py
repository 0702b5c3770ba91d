"""What `manage.py check_record` finds in the starter record."""

import datetime

import pytest

from dialogues.queries.integrity import findings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_the_starter_record_has_open_work_and_no_error() -> None:
    found = {check.kind: len(rows) for check, rows in findings(datetime.date(2026, 11, 23)).items() if rows}
    assert found == {
        "overdue": 12,
        "uncited_participation": 3,
        "uncited_outcome": 6,
        "uncited_outcome_status": 2,
        "uncited_relation": 1,
        "undecided_conflict": 6,
        "no_outcome": 2,
    }
