"""`manage.py check_record`: what it prints and its exit status."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from tests.web.records import unquoted


def run(*options: str) -> tuple[str, int]:
    """What the command prints, and its exit status."""
    out = StringIO()
    try:
        call_command("check_record", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), int(end.code or 0)
    return out.getvalue(), 0


@pytest.fixture
def one_note(db: None) -> str:
    """A record in which a dialogue without an outcome is all there is to find. Its public ID."""
    dialogue = factories.dialogue()
    unquoted(dialogue=dialogue)
    return str(dialogue.public_id)


@pytest.mark.django_db
def test_it_ends_with_0_when_there_is_nothing_to_find() -> None:
    text, status = run()
    assert (text.strip(), status) == ("0 errors, 0 notes.", 0)


def test_it_ends_with_1_and_says_what_and_where(one_note: str) -> None:
    text, status = run()
    assert status == 1
    assert "Dialogues without an outcome: 1 (note, no_outcome)" in text
    assert f"  {one_note}  First round [1 December 2015]  /dialogues/{one_note}/first-round/" in text
    assert text.endswith("0 errors, 1 notes.\n")


@pytest.mark.usefixtures("one_note")
@pytest.mark.parametrize(
    ("kinds", "status"),
    [(["error"], 0), (["note"], 1), (["no_outcome"], 1), (["overdue", "double_person"], 0), (["error", "note"], 1)],
)
def test_which_kinds_make_it_fail_can_be_chosen(kinds: list[str], status: int) -> None:
    text, ended = run("--fail-on", *kinds)
    assert ended == status
    assert "no_outcome" in text


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(CommandError, match="--fail-on"):
        run("--fail-on", "everything")


def test_it_writes_json(one_note: str) -> None:
    text, status = run("--json")
    checks: dict[str, Any] = {check["kind"]: check for check in json.loads(text)["checks"]}
    assert status == 1
    assert checks["no_outcome"] == {
        "kind": "no_outcome",
        "weight": "note",
        "title": "Dialogues without an outcome",
        "findings": [
            {
                "public_id": one_note,
                "address": f"/dialogues/{one_note}/first-round/",
                "title": "First round",
                "detail": "1 December 2015",
                "others": [],
            }
        ],
    }
    assert checks["double_person"]["findings"] == []
